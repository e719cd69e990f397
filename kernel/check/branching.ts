/** Every path through what `choose` is given, and the refusal of clocks: what exploring asks of a run of the author's code. */
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import type { Hand } from '../world/context.ts';
import type { Machine } from '../world/step.ts';

/** Decides what `choose` gives: see `Hand.choose`. */
export type Chooser = Pick<Hand, 'choose'>;

/** Calls `act` again for every path through the choices that turn up in it, the first of each first. `hand` is told what to choose. */
export function everyWay<T>(hand: Chooser, act: () => T): T[] {
  const results: T[] = [];
  let script: number[] = [];
  for (;;) {
    const counts: number[] = [];
    hand.choose = (count) => {
      const at = counts.push(count) - 1;
      return script[at] ?? 0;
    };
    results.push(act());
    script = counts.map((_, at) => script[at] ?? 0);
    while (script.length > 0 && (script.at(-1) ?? 0) + 1 >= (counts[script.length - 1] ?? 0)) script.pop();
    if (script.length === 0) return results;
    script[script.length - 1] = (script.at(-1) ?? 0) + 1;
  }
}

/** Throws DiagnosticError when a rule read the clock. */
export function refuseClock({ context }: Machine, name: string): void {
  if (context.hand.clockReader === null) return;
  const { rule } = context.hand.clockReader;
  throw new DiagnosticError(
    diagnostic('check/reads-clock', `${rule.id} reads ctx.now, which means nothing while '${name}' is explored.`, {
      cell: rule.place.cell,
      range: rule.place.range,
      help: 'Let a timer say that time has passed.',
    }),
  );
}
