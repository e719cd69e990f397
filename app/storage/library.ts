/** The notebooks that came with the page: `notebooks/index.json` and the files it names. */
import type { Found } from '../../kernel/imports/load.ts';
import type { GalleryEntry } from '../model/state.ts';

/** Throws, with a sentence, when the server does not answer or has no such list. */
export async function readIndex(): Promise<readonly GalleryEntry[]> {
  const response = await fetch('notebooks/index.json').catch(() => null);
  if (response === null) throw new Error('The server does not answer.');
  const data: unknown = response.ok ? await response.json().catch(() => null) : null;
  if (!Array.isArray(data)) throw new Error('The server has no list of notebooks (notebooks/index.json).');
  return data.flatMap((entry: unknown): GalleryEntry[] => {
    if (typeof entry !== 'object' || entry === null || !('file' in entry) || typeof entry.file !== 'string') return [];
    const title = 'title' in entry && typeof entry.title === 'string' ? entry.title : entry.file;
    const description = 'description' in entry && typeof entry.description === 'string' ? entry.description : '';
    return [{ file: entry.file, title, description }];
  });
}

/** Null when there is no such file. */
export async function readFile(file: string): Promise<string | null> {
  const response = await fetch(`notebooks/${encodeURIComponent(file)}`);
  return response.ok ? response.text() : null;
}

/** Not beside the others, so that the page has no address for it. */
export const isElsewhere = (path: string): boolean => path.includes('/');

export function elsewhere(path: string): Found {
  return {
    type: 'refused',
    why: `${path} is not in the folder of this notebook.`,
    help: 'The page reads notebooks of one folder only: put it there, or check it with the command line.',
  };
}

/** A notebook that another one imports from, as its file has it. */
export async function readBeside(path: string): Promise<Found> {
  if (isElsewhere(path)) return elsewhere(path);
  const text = await readFile(path).catch(() => null);
  return text === null ? { type: 'missing' } : { type: 'text', text };
}
