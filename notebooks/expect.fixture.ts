/** What the tests of the notebooks expect of them all. */
import { expect } from 'vitest';
import { type Edit, edited, type Outcome, type Rehearsal, rehearse, violated } from './rehearse.fixture.ts';

/** For what is true of most runs, or of some. */
export const FIFTY = Array.from({ length: 50 }, (_, i) => 1000 + i);
/** Seeds beside a notebook's own: `npm run sweep` runs fifty, every ordinary test four. */
export const SEEDS = FIFTY.slice(0, Number(process.env['SEEDS'] ?? 4));
/** For scenarios of a minute. */
export const FEW = SEEDS.slice(0, 2);

/** What each run of a sound notebook must show. */
export function expectPassed(outcome: Outcome, what: string): void {
  expect(outcome.diagnostics, what).toEqual([]);
  expect(['ended', 'quiescent'], what).toContain(outcome.status);
  expect(violated(outcome), what).toEqual([]);
  const undecided = [...outcome.properties.values()].filter((p) => p.verdict === 'pending' && p.kind !== 'reachable');
  expect(undecided, what).toEqual([]);
}

export function expectWitnesses(outcomes: readonly Outcome[], names: readonly string[]): void {
  const seen = names.filter((name) => outcomes.some(({ properties }) => properties.get(name)?.verdict === 'witnessed'));
  expect(seen).toEqual(names);
}

/** An edited notebook, ready to run. */
export async function mutant(text: string, ...edits: readonly Edit[]): Promise<Rehearsal> {
  const rehearsal = await rehearse(edits.reduce(edited, text));
  expect(rehearsal.program.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return rehearsal;
}

/** The names of what a run found wanting. */
export const named = (outcome: Outcome): readonly string[] =>
  violated(outcome).map((found) => found.split(':')[0] ?? '');
