/** What is said of a thread that shows no progress, and how the rule that it hangs in is found. */
import { type Diagnostic, diagnostic } from '../../diagnostic.ts';
import type { Doing } from '../../world/step.ts';
import type { ThreadLimits } from './run-in-thread.ts';

/** What a watched thread tells: of each rule that it runs, and of each property that it asks, before it does. */
export interface DoingMessage {
  readonly type: 'doing';
  readonly doing: Doing | null;
}

/** What is asked of the thread. */
export interface WatchedThread {
  on(event: 'message', listener: (message: { readonly type: string }) => void): unknown;
  on(event: 'error', listener: () => void): unknown;
  removeAllListeners(): unknown;
  terminate(): Promise<unknown>;
}

export function hangs({ stallMs }: Pick<ThreadLimits, 'stallMs'>): string {
  return `A rule did not come back within ${stallMs / 1_000} s.`;
}

/**
 * @param task what it was doing: `exploring "all"`
 * @param doing what is to blame; null when that is not known
 */
export function hangDiagnostic(task: string, why: string, doing: Doing | null): Diagnostic {
  const { rule = '', node = '', cell = null, range = null } = doing ?? {};
  const what = doing === null ? why : `${rule} did not come back${node === '' ? '' : ` on ${node}`}.`;
  const help = 'Look for a loop that never ends, a very slow regular expression, or a huge array.';
  return diagnostic('rule/hangs', `${what} It was ${task}.`, { cell, range, help });
}

/**
 * Hears a watched thread that does again what hung: what hangs is what it told of last. Null when it does not say, or comes to the end
 * (`isDone`), or nobody wants to know any more (`signal`). Ends the thread.
 * @param tookMs how long it took to hang; telling takes time, so it is given twice as much
 */
export function whatHangs(
  worker: WatchedThread,
  isDone: (message: { readonly type: string }) => boolean,
  { stallMs }: Pick<ThreadLimits, 'stallMs'>,
  tookMs: number,
  signal: AbortSignal | null,
): Promise<Doing | null> {
  return new Promise((resolve) => {
    let doing: Doing | null = null;
    const abort = (): void => end(null);
    const late = setTimeout(() => end(null), tookMs * 2 + stallMs);
    let stall = setTimeout(() => end(doing), stallMs);
    worker.on('message', (message: { readonly type: string }) => {
      if (isDoing(message)) ({ doing } = message);
      else if (isDone(message)) return end(null);
      clearTimeout(stall);
      stall = setTimeout(() => end(doing), stallMs);
    });
    worker.on('error', abort);
    signal?.addEventListener('abort', abort);
    if (signal?.aborted === true) abort();

    function end(found: Doing | null): void {
      signal?.removeEventListener('abort', abort);
      clearTimeout(late);
      clearTimeout(stall);
      worker.removeAllListeners();
      void worker.terminate();
      resolve(found);
    }
  });
}

function isDoing(message: { readonly type: string }): message is DoingMessage {
  return message.type === 'doing';
}
