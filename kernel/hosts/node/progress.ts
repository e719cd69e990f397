/**
 * How far something long has come, on the error stream: on a terminal one line that is written over and gone at the end; elsewhere,
 * where lines stay, one now and then.
 */
import type { ExploreProgress } from './explore-outcome.ts';

export interface Progress {
  /** Null: it is over. */
  tell(text: string | null): void;
}

/** Ms between two lines where they stay, and before the first. */
const quietMs = 10_000;
const firstMs = 1_000;

export function createProgress(
  stream: { readonly isTTY?: boolean; write(text: string): unknown },
  clock: () => number,
): Progress {
  let last = clock() - quietMs + firstMs;
  return {
    tell(text) {
      if (stream.isTTY === true) stream.write(text === null ? '\r\x1b[K' : `\r\x1b[K${text}`);
      else if (text === null) last = clock();
      else if (clock() - last >= quietMs) {
        last = clock();
        stream.write(`${text}\n`);
      }
    },
  };
}

export function exploreText({ name, states, transitions, depth, ms }: ExploreProgress): string {
  const rate = ms < 1 ? 0 : (transitions / ms) * 1_000;
  return `explore ${name}: ${count(states)} states, ${count(Math.round(rate))} transitions/s, depth ${depth}, ${Math.round(ms / 1_000)} s`;
}

/** `12,000,000` */
export function count(n: number): string {
  return n.toLocaleString('en-US');
}
