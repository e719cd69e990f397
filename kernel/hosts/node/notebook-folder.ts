/**
 * The notebooks of one folder, as the page may see them: regular `*.sim.md` files directly inside it.
 * No other file can be read this way, not by `..`, not by an encoded slash, not through a symbolic link.
 */
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { frontMatterOf } from '../../notebook/notebook.ts';
import { parse } from '../../notebook/parse.ts';

/** One card of the gallery. */
export interface NotebookEntry {
  readonly file: string;
  readonly title: string;
  /** The first paragraph of prose, as plain text. */
  readonly description: string;
}

const suffix = '.sim.md';
/** Larger files are not notebooks. */
const maxBytes = 16 * 1024 * 1024;

/** A bare file name: no folder, not hidden. */
export function isNotebookName(name: string): boolean {
  return name.endsWith(suffix) && name.length > suffix.length && !name.startsWith('.') && !/[/\\\0]/.test(name);
}

/** The text of a notebook, or null when there is no such notebook in the folder. */
export async function readNotebook(folder: string, name: string): Promise<Buffer | null> {
  if (!isNotebookName(name)) return null;
  const path = join(folder, name);
  try {
    const found = await lstat(path);
    return found.isFile() && found.size <= maxBytes ? await readFile(path) : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** All notebooks of the folder, in the order of their names. */
export async function listNotebooks(folder: string): Promise<readonly NotebookEntry[]> {
  const names = (await readdir(folder)).filter(isNotebookName).toSorted();
  const entries = await Promise.all(
    names.map(async (file) => {
      const text = await readNotebook(folder, file);
      return text === null ? [] : [describe(file, text.toString('utf8'))];
    }),
  );
  return entries.flat();
}

/** Title and first paragraph of a notebook's text. The title falls back to the first heading, then to the file's name. */
export function describe(file: string, text: string): NotebookEntry {
  const notebook = parse(text);
  const prose = notebook.parts.flatMap((part) => (part.type === 'prose' ? [part.raw.replace(/\r\n?/g, '\n')] : []));
  const heading = /^#[ \t]+(.+?)[ \t]*#*$/m.exec(prose.join('\n'))?.[1];
  return {
    file,
    title: frontMatterOf(notebook)?.title ?? plain(heading ?? file.slice(0, -suffix.length)),
    description: firstParagraph(prose.join('\n\n')),
  };
}

function firstParagraph(body: string): string {
  const blocks = body.split(/\n[ \t]*\n/).map((block) => block.trim());
  const first = blocks.find(
    (block) => /^[^#`~>|<\-+\s]/.test(block) && !/^\*[ \t]/.test(block) && !/^\d+[.)]\s/.test(block),
  );
  return plain((first ?? '').replace(/\s*\n\s*/g, ' '));
}

/** Markdown's inline marks removed; what is left is shown as text, never as HTML. */
function plain(markdown: string): string {
  return markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*`]+/g, '')
    .trim();
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
