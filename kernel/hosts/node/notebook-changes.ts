/** `/notebooks/changes`: a stream that names each notebook of the folder whose file has changed (server-sent events). */
import { type FSWatcher, watch } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { isNotebookName } from './notebook-folder.ts';

export const changesAddress = '/notebooks/changes';

/** An editor that saves writes a file several times. */
const settleMs = 60;

export function streamChanges(folder: string, response: ServerResponse): void {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  // So that the page knows it is listened to.
  response.write(': ready\n\n');
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  const tell = (): void => {
    timer = null;
    for (const name of changed) response.write(`data: ${name}\n\n`);
    changed.clear();
  };
  let watcher: FSWatcher | null = null;
  const end = (): void => {
    if (timer !== null) clearTimeout(timer);
    watcher?.close();
    response.end();
  };
  try {
    watcher = watch(folder, (_event, name) => {
      if (name === null || !isNotebookName(name) || /[\r\n]/.test(name)) return;
      changed.add(name);
      timer ??= setTimeout(tell, settleMs);
    });
    watcher.on('error', end);
  } catch {
    // A file system that cannot be watched: the page looks again when one comes back to it.
    end();
  }
  response.on('close', end);
}
