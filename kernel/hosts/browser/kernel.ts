/** The kernel as the page sees it: requests that are always answered, and news when one of them cost a kernel. */
import type { Deadlines } from './deadlines.ts';
import { startFrame } from './frame.ts';
import { wallClock } from './link.ts';
import { type Supervisor, supervise } from './recovery.ts';

export type { Recovery } from './recovery.ts';
export type KernelHost = Supervisor;

export interface KernelOptions {
  /** Where the hidden frame is put; the document's body when left out. */
  readonly container?: Element;
  /** Milliseconds each request may take; see deadlines.ts. */
  readonly deadlines?: Partial<Deadlines>;
}

/** Opens a kernel. Its frame is put up at once, so that the first request finds it ready. */
export function openKernel(options: KernelOptions = {}): KernelHost {
  const source = import('virtual:kernel-worker').then((module) => module.default);
  const page = new URL('kernel.html', document.baseURI).href;
  return supervise({
    clock: wallClock,
    start: () => startFrame({ container: options.container ?? document.body, page, source }),
    deadlines: options.deadlines ?? {},
  });
}
