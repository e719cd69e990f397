/**
 * One kernel at a time, and its successor. To replace a kernel is to kill it and take the next, which may have been
 * started while the present one was still under suspicion.
 */
import type { ReplyTo, Request } from '../../protocol.ts';
import type { Clock, Link } from './link.ts';
import { ask, type Outcome } from './watchdog.ts';

export interface Succession {
  /** Asks the present kernel, starting the first when there is none. */
  ask<R extends Request>(request: R, deadlineMs: number): Promise<Outcome<ReplyTo<R>>>;
  /** Ends the present kernel and puts a fresh one in its place. */
  replace(): Promise<void>;
  /** Has a successor started ahead of its need. */
  prepare(): void;
  close(): void;
}

/** @param onIdleDown called when the kernel ends by itself while nobody asks it anything */
export function succession(start: () => Promise<Link>, clock: Clock, onIdleDown: () => void): Succession {
  let present: Promise<Link> | null = null;
  let next: Promise<Link> | null = null;
  let asking = 0;
  let closed = false;

  function prepare(): void {
    if (next !== null || closed) return;
    next = start();
    next.catch(() => undefined); // whoever takes it hears of the failure
  }

  async function take(): Promise<Link> {
    prepare();
    const taken = next ?? Promise.reject(new Error('The kernel was closed.'));
    next = null;
    let link: Link;
    try {
      link = await taken;
    } catch (error) {
      present = null; // the next request tries again
      throw error;
    }
    link.onDown(() => {
      if (asking === 0 && !closed) onIdleDown();
    });
    return link;
  }

  return {
    prepare,
    async ask(request, deadlineMs) {
      present ??= take();
      const link = await present;
      asking++;
      try {
        return await ask(link, request, deadlineMs, clock, prepare);
      } finally {
        asking--;
      }
    },
    async replace() {
      await end(present);
      present = take();
      await present;
    },
    close() {
      closed = true;
      void end(present);
      void end(next);
    },
  };
}

async function end(link: Promise<Link> | null): Promise<void> {
  if (link === null) return;
  try {
    (await link).kill();
  } catch {
    // it never started
  }
}
