/**
 * Asks a kernel and waits only so long. A deadline counts the time in which the page itself was awake:
 * when the page's thread was blocked, or its timers are slowed down in the background, the answer may be here
 * already and nobody has looked. So the wait is a sum of short ticks, and a late tick counts as a short one.
 */
import type { ReplyTo, Request } from '../../protocol.ts';
import type { Clock, Down, Link } from './link.ts';

export type Outcome<Reply> =
  | { readonly type: 'reply'; readonly reply: Reply }
  /** The kernel is well but threw: a fault of the caller or of the kernel. */
  | { readonly type: 'refused'; readonly error: unknown }
  /** `doing`: what it told last of what it is doing. */
  | { readonly type: 'down'; readonly reason: Down; readonly doing: unknown };

const tickMs = 25;
/** When this share of the deadline is gone, a successor is made ready. */
const suspicion = 0.4;

export function ask<R extends Request>(
  link: Link,
  request: R,
  deadlineMs: number,
  clock: Clock,
  onSuspicion: () => void = () => undefined,
): Promise<Outcome<ReplyTo<R>>> {
  return new Promise((resolve) => {
    let waited = 0;
    let last = clock.now();
    let suspected = false;
    let cancel = clock.after(tickMs, tick);
    const forget = link.onDown((reason) => settle({ type: 'down', reason, doing: link.doing() }));
    link.request(request).then(
      (reply) => settle({ type: 'reply', reply }),
      (error: unknown) => settle({ type: 'refused', error }),
    );

    function tick(): void {
      const now = clock.now();
      waited += Math.min(now - last, 2 * tickMs);
      last = now;
      if (waited >= deadlineMs) return settle({ type: 'down', reason: 'hung', doing: link.doing() });
      if (!suspected && waited >= deadlineMs * suspicion) {
        suspected = true;
        onSuspicion();
      }
      cancel = clock.after(tickMs, tick);
    }

    function settle(outcome: Outcome<ReplyTo<R>>): void {
      cancel();
      forget();
      resolve(outcome);
    }
  });
}
