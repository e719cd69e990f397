/** Cuts Markdown before each line that begins with a mark, such as `## `. Lines of fences may look like headings and are none. */
export function splitBefore(text: string, mark: string): readonly string[] {
  const parts: string[][] = [[]];
  let fenced = false;
  for (const line of text.split('\n')) {
    if (line.startsWith('```')) fenced = !fenced;
    if (!fenced && line.startsWith(mark)) parts.push([]);
    parts.at(-1)?.push(line);
  }
  return parts.map((lines) => lines.join('\n'));
}
