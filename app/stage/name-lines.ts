/**
 * A name where there is little room: on a few lines, broken where its words end; and if that is not enough, shortened in its middle,
 * because names of nodes that stand together differ at their ends.
 */

/** Longer names than anyone reads are not measured letter by letter. */
const longest = 120;
const wordEnds = /(?<=[-._:/\s])|(?<=[a-z])(?=[A-Z])/;

/**
 * @param room px of a line
 * @param most lines, at least 1
 */
export function nameLines(
  name: string,
  room: number,
  most: number,
  widthOf: (text: string) => number,
): readonly string[] {
  const letters = Array.from(name.length > longest ? name.slice(0, longest / 2) + name.slice(-longest / 2) : name);
  if (letters.length === name.length || name.length <= longest) {
    const whole = broken(name, room, widthOf);
    if (whole.length <= most) return whole;
  }
  for (let kept = letters.length - 1; kept > 1; kept--) {
    const head = letters
      .slice(0, Math.ceil(kept / 2))
      .join('')
      .trimEnd();
    const tail = letters
      .slice(letters.length - Math.floor(kept / 2))
      .join('')
      .trimStart();
    const lines = broken(`${head}…${tail}`, room, widthOf);
    if (lines.length <= most) return lines;
  }
  return ['…'];
}

/** As many words on a line as fit, and letters of one that is wider than a line. */
function broken(text: string, room: number, widthOf: (text: string) => number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  const add = (piece: string): void => {
    if (line !== '' && widthOf(`${line}${piece}`.trim()) > room) {
      lines.push(line.trim());
      line = '';
    }
    line += piece;
  };
  for (const word of text.split(wordEnds)) {
    if (widthOf(word.trim()) <= room) add(word);
    else for (const letter of word) add(letter);
  }
  if (line.trim() !== '') lines.push(line.trim());
  return lines;
}
