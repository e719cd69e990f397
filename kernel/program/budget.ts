/**
 * Everything has a limit. The compiler puts a tick into every loop; here is what counts them. The budget is
 * in turns of loops, not in time, so that the same run stops at the same place on every machine.
 *
 * One counter serves all cells: cells run one at a time, and a call of a rule is one spending.
 */
import { DiagnosticError, diagnostic } from '../diagnostic.ts';

/** Turns of loops that one call of a rule, guard, property or action may make. */
export const callTurns = 1_000_000;
/** Turns of loops that the evaluation of one cell, the set-up of a scenario, or a plot may make. */
export const cellTurns = 10_000_000;

let left = cellTurns;
let granted = cellTurns;

export function grant(turns: number): void {
  left = turns;
  granted = turns;
}

export function tick(): void {
  if (--left < 0) {
    throw new DiagnosticError(
      diagnostic('rule/budget', `This loop made more than ${granted} turns in one call.`, {
        help: 'End the loop, or do the work in several events (ctx.setTimer).',
      }),
    );
  }
}
