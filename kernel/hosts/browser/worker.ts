/**
 * The kernel's worker: a session behind a port. It is bundled into one classic script (vite-plugin.ts) and started
 * from a blob by the frame. The frame's policy is what keeps it from the network; hiding the globals only turns
 * a silent failure into an error that says so.
 */
import { expose } from 'comlink';
import type { Kernel } from '../../protocol.ts';
import { createSession } from '../../session.ts';
import type { Doing } from '../../world/step.ts';
import { closeRealm } from '../hide-globals.ts';

const wallClock = performance.now.bind(performance);

addEventListener('message', function start({ ports: [port] }: MessageEvent<unknown>): void {
  if (port === undefined) return;
  removeEventListener('message', start);
  closeRealm(globalThis);
  const tell = (doing: Doing | null): void => port.postMessage({ type: 'kernel-doing', doing });
  const session = createSession({ wallClock, tell });
  const kernel: Kernel = { request: async (request) => session.handle(request) };
  expose(kernel, port);
});
