/** One kernel that has been started: what the supervisor needs of it, and nothing of how it was started. */
import type { Kernel } from '../../protocol.ts';

/** Why a kernel is no more. `hung`: it did not answer in time. `flooded`: it sent what nobody asked for. */
export type Down = 'hung' | 'crashed' | 'flooded';

export interface Link extends Kernel {
  /** Calls back once when the kernel ends by itself, never before it returned. Returns the way to unsubscribe. */
  onDown(listener: (reason: Down) => void): () => void;
  /** What it told last that it is doing; null when it told nothing, or that it came back. Written by a stranger. */
  doing(): unknown;
  /** Ends the kernel and whatever it is doing. */
  kill(): void;
}

/** Wall time, as a parameter so that tests can own it. */
export interface Clock {
  /** Milliseconds. */
  now(): number;
  /** Returns the way to cancel. */
  after(ms: number, run: () => void): () => void;
}

export const wallClock: Clock = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
