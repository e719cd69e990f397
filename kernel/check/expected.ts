/** What the declaration of an exploration says of it, against what was found; and what it asks for that is not there. */
import { type Diagnostic, diagnostic } from '../diagnostic.ts';
import type { ExploreDeclaration } from '../program/declaration.ts';
import type { Plan } from '../world/plan.ts';

/** Of one that came to its end. */
export function unexpected(
  { name, options: { expect }, place: { cell, range } }: ExploreDeclaration,
  violated: readonly { readonly property: string }[],
  states: number,
): readonly Diagnostic[] {
  const told: Diagnostic[] = [];
  if (expect?.violates !== undefined && !violated.some(({ property }) => property === expect.violates))
    told.push(
      diagnostic(
        'check/not-violated',
        `'${name}' was expected to violate '${expect.violates}', and ${violated.length === 0 ? 'nothing was violated' : 'did not'}.`,
        { cell, range, help: 'If the model was mended, drop expect.violates.' },
      ),
    );
  if (expect?.states !== undefined && expect.states !== states)
    told.push(
      diagnostic('check/states-differ', `'${name}' found ${states} states, not ${expect.states}.`, {
        cell,
        range,
        help: `If the model was meant to change, write expect: { states: ${states} }.`,
      }),
    );
  if (states === 0)
    told.push(
      diagnostic('check/never-tried', `'${name}' begins beyond its bounds, so nothing was explored.`, {
        cell,
        range,
        help: 'Let `within` be true in the world in which the scenario begins.',
      }),
    );
  return told;
}

/** What cannot be explored. `isBarred`: it cannot begin. */
export function unavailable(
  { name, place: { cell, range } }: ExploreDeclaration,
  plan: Plan,
): { readonly diagnostics: readonly Diagnostic[]; readonly isBarred: boolean } {
  if (plan.loads.length === 0) return { diagnostics: [], isBarred: false };
  const told = diagnostic('check/not-available', `'${name}' cannot be explored: its scenario has a workload.`, {
    cell,
    range,
    severity: 'warning',
    help: 'Explore a scenario without world.load(…), where a `may` rule of the client sends what it wants.',
  });
  return { diagnostics: [told], isBarred: true };
}
