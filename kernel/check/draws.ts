/**
 * What `ctx.random` gives while exploring. Time is abstract there, so how long a timer takes may be drawn, and nothing else: a rule
 * that draws is run again with other draws, and must do the same.
 */
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import type { Draws } from '../world/context.ts';

/** Where the draws of one run begin; those that follow are spread evenly from there. */
const offsets = [0.5, 0.01, 0.33, 0.83] as const;

export function createDraws(): Draws {
  return { offset: offsets[0], count: 0, drawer: null };
}

/** Does what `run` does, and again with other draws when it draws. Throws DiagnosticError when that makes a difference. */
export function whateverIsDrawn<T>(draws: Draws, name: string, run: () => T, signature: (result: T) => string): T {
  draws.drawer = null;
  const result = run();
  const drawer = drawerOf(draws);
  if (drawer === null) return result;
  const wanted = signature(result);
  for (const offset of offsets.slice(1)) {
    draws.offset = offset;
    const isSame = signature(run()) === wanted;
    draws.offset = offsets[0];
    if (isSame) continue;
    const { id, place } = drawer.rule;
    throw new DiagnosticError(
      diagnostic(
        'check/random',
        `What ${id} does depends on ctx.random, while '${name}' explores every interleaving.`,
        {
          cell: place.cell,
          range: place.range,
          help: 'Use ctx.choose([…]): random when simulated, every one explored when checked. How long a timer takes may be drawn.',
        },
      ),
    );
  }
  return result;
}

/** Nothing is being tried over again: what happens counts. */
export function isFirst({ offset }: Draws): boolean {
  return offset === offsets[0];
}

/** The rule that drew last. */
function drawerOf({ drawer }: Draws): Draws['drawer'] {
  return drawer;
}
