/** Gives the notebook to the reader as a file. */
export function downloadText(id: string, title: string, text: string): void {
  const slug =
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '') || 'notebook';
  const link = document.createElement('a');
  link.download = id.endsWith('.sim.md') ? id : `${slug}.sim.md`;
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/markdown' }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}
