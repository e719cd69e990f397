/** Gives the reader files. */

/** The notebook. */
export function downloadText(id: string, title: string, text: string): void {
  download(`${nameOf(id, title)}.sim.md`, text, 'text/markdown');
}

/** The run, as `kernel/run-file.ts` writes it. Returns the name of the file. */
export function downloadRun(id: string, title: string, text: string): string {
  const name = `${nameOf(id, title)}.rehearsal.json`;
  download(name, text, 'application/json');
  return name;
}

/** That of the file the notebook came from, or one made of its title. */
export function nameOf(id: string, title: string): string {
  if (id.endsWith('.sim.md')) return id.slice(0, -'.sim.md'.length);
  const slug = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return slug === '' ? 'notebook' : slug;
}

function download(name: string, text: string, type: string): void {
  const link = document.createElement('a');
  link.download = name;
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}
