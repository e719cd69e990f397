/** `/notebooks/index.json` and `/notebooks/NAME.sim.md`: the two addresses at which a page finds notebooks. */
import { listNotebooks, readNotebook } from './notebook-folder.ts';

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
}

export const notFound: Answer = { status: 404, type: 'text/plain; charset=utf-8', body: 'Not found.\n' };

/** @param path what follows `/notebooks`, still percent-encoded, query included. */
export async function answerNotebooks(folder: string, path: string): Promise<Answer> {
  const name = decode(path.replace(/[?#].*$/s, '').replace(/^\//, ''));
  if (name === null) return notFound;
  if (name === 'index.json') {
    return { status: 200, type: 'application/json; charset=utf-8', body: JSON.stringify(await listNotebooks(folder)) };
  }
  const text = await readNotebook(folder, name);
  return text === null ? notFound : { status: 200, type: 'text/markdown; charset=utf-8', body: text };
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
