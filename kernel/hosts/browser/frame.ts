/**
 * Starts one kernel in the browser: a hidden frame without an origin, from a static page with its own policy, which starts
 * the worker from the text it is given and passes on one end of a port. All that can be learnt of it afterwards
 * comes through that port; what comes unasked is counted, and too much of it ends the kernel.
 */
import { transferHandlers, wrap } from 'comlink';
import type { Kernel } from '../../protocol.ts';
import type { Down, Link } from './link.ts';

/** A reply that is itself a live object would let a notebook call the page; replies are data. */
transferHandlers.delete('proxy');

/** Messages that answer nothing, in one second, before the kernel counts as flooding. */
const floodPerSecond = 200;
/** The same for what it tells of what it does, which is short and is asked for. */
const toldPerSecond = 30_000;
/** From the frame being put into the page to its script running. */
const bootMs = 10_000;

export interface FrameOptions {
  /** Where the hidden frame is put. */
  readonly container: Element;
  /** Address of the frame's page. */
  readonly page: string;
  /** The worker's classic script. The frame is put up while it loads. */
  readonly source: Promise<string>;
}

export async function startFrame({ container, page, source }: FrameOptions): Promise<Link> {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.setAttribute('aria-hidden', 'true');
  frame.tabIndex = -1;
  frame.title = 'Kernel';
  frame.style.display = 'none';
  frame.src = page;

  const { port1: port, port2: theirs } = new MessageChannel();
  const listeners = new Set<(reason: Down) => void>();
  let ended: Down | 'killed' | null = null;
  let pending = 0;
  let unasked = 0;
  let told = 0;
  let doing: unknown = null;
  let since = performance.now();

  function end(reason: Down | 'killed'): void {
    if (ended !== null) return;
    ended = reason;
    removeEventListener('message', hear);
    frame.remove();
    port.close();
    if (reason !== 'killed') for (const listener of [...listeners]) listener(reason);
  }

  function countUnasked(): void {
    turnOfSecond();
    if (++unasked > floodPerSecond) end('flooded');
  }

  function countTold(): void {
    turnOfSecond();
    if (++told > toldPerSecond) end('flooded');
  }

  function turnOfSecond(): void {
    const now = performance.now();
    if (now - since > 1_000) [since, unasked, told] = [now, 0, 0];
  }

  function hear(event: MessageEvent<unknown>): void {
    if (event.source !== frame.contentWindow) return;
    if (isTagged(event.data, 'kernel-failed')) end('crashed');
    else if (!isTagged(event.data, 'kernel-frame-ready')) countUnasked();
  }

  addEventListener('message', hear);
  port.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isTold(data)) {
      doing = data.doing;
      countTold();
    } else if (pending === 0) countUnasked();
    else pending--;
  });
  port.addEventListener('messageerror', () => end('crashed'));

  const ready = frameReady(frame);
  container.append(frame);
  try {
    const [script] = await Promise.all([source, ready]);
    frame.contentWindow?.postMessage({ source: script }, '*', [theirs]);
  } catch (error) {
    end('killed');
    throw error;
  }
  const kernel = wrap<Kernel>(port);

  return {
    request: (request) => {
      pending++;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Comlink types a generic method's replies as proxies; they are plain data
      return (kernel as unknown as Kernel).request(request);
    },
    onDown(listener) {
      const reason = ended;
      if (reason !== null && reason !== 'killed') queueMicrotask(() => listener(reason));
      else listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    doing: () => doing,
    kill: () => end('killed'),
  };
}

/** Resolves when the frame's own script says so. */
function frameReady(frame: HTMLIFrameElement): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      removeEventListener('message', hear);
      reject(new Error(`The kernel's frame (${frame.src}) did not start. Is the server still there?`));
    }, bootMs);
    function hear(event: MessageEvent<unknown>): void {
      if (event.source !== frame.contentWindow || !isTagged(event.data, 'kernel-frame-ready')) return;
      clearTimeout(timer);
      removeEventListener('message', hear);
      resolve();
    }
    addEventListener('message', hear);
  });
}

function isTold(data: unknown): data is { readonly doing: unknown } {
  return isTagged(data, 'kernel-doing') && 'doing' in data;
}

function isTagged(data: unknown, type: string): data is object {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === type;
}
