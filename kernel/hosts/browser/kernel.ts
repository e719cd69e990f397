/** The kernel as the page sees it: requests that are always answered, and news when one of them cost a kernel. */
import { type Checker, guardChecks } from './checker.ts';
import type { Deadlines } from './deadlines.ts';
import { startFrame } from './frame.ts';
import { type Link, wallClock } from './link.ts';
import { type Supervisor, supervise } from './recovery.ts';

export type { Recovery } from './recovery.ts';
export type KernelHost = Supervisor;
export type { Checker, CheckRequest } from './checker.ts';

export interface KernelOptions {
  /** Where the hidden frame is put; the document's body when left out. */
  readonly container?: Element;
  /** Milliseconds each request may take; see deadlines.ts. */
  readonly deadlines?: Partial<Deadlines>;
}

/** Opens a kernel. Its frame is put up at once, so that the first request finds it ready. */
export function openKernel(options: KernelOptions = {}): KernelHost {
  return supervise({
    clock: wallClock,
    start: () => startKernel(options),
    deadlines: options.deadlines ?? {},
  });
}

/** Opens a kernel for checks alone: whatever becomes of it, the run is in another one. Nothing is started before it is asked. */
export function openChecker(options: KernelOptions = {}): Checker {
  return guardChecks({ clock: wallClock, start: () => startKernel(options), deadlines: options.deadlines ?? {} });
}

function startKernel({ container = document.body }: KernelOptions): Promise<Link> {
  const source = import('virtual:kernel-worker').then((module) => module.default);
  return startFrame({ container, page: new URL('kernel.html', document.baseURI).href, source });
}
