import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Exploration } from '../exploration.ts';
import { exploreFast, type Model, models, optionsOf, programOf } from './models.fixture.ts';
import { exploreNaively, type NaiveResult } from './naive.fixture.ts';
import { brokenPromises, expectLassos } from './naive-fair.fixture.ts';

/** Models with more worlds are left out: the plain explorer takes its time. */
const most = 120;

function naively(model: Model, sorted: boolean): NaiveResult | null {
  // A look at what the fast one finds saves most of that time; it may err by three times without being believed.
  if (exploreFast(programOf(model), { ...optionsOf(model), limits: { states: most * 3 } }).states >= most * 3)
    return null;
  try {
    return exploreNaively(programOf(model), optionsOf(model), sorted, most);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('more than')) return null;
    throw error;
  }
}

/** What both must agree on. */
const found = (result: Exploration): object => ({
  states: result.states,
  transitions: result.transitions,
  depth: result.depth,
  rests: result.rests,
  violations: Object.fromEntries(
    result.violations
      .filter(({ loop }) => loop === null)
      .map(({ property, path }) => [property, path.length - 1])
      .toSorted(),
  ),
  never: result.violations.flatMap(({ property, loop }) => (loop === null ? [] : [property])).toSorted(),
  witnessed: result.witnessed.toSorted(),
  fired: Object.fromEntries(
    result.exercise.rules.flatMap(({ rule, times }) => (times > 0 ? [[rule, times] as const] : [])).toSorted(),
  ),
});

/** What is wrong, besides what was not tried: made at random, these models leave much untried. */
const wrong = ({ diagnostics }: Exploration): readonly string[] =>
  diagnostics.map(({ code }) => code).filter((code) => !/^check\/never-(fired|tried)$/.test(code));

const foundNaively = (model: Model, result: NaiveResult): object => ({
  states: result.states,
  transitions: result.transitions,
  depth: result.depth,
  rests: result.rests,
  violations: Object.fromEntries([...result.violations].toSorted()),
  never: [...brokenPromises(programOf(model), 's', result)].toSorted(),
  witnessed: [...result.witnessed].toSorted(),
  fired: Object.fromEntries([...result.fired].toSorted()),
});

/** Of models whose order never matters, ordinary runs take half as many as a sweep. */
const share = process.env['SEEDS'] === undefined ? 0.5 : 1;

/** Runs until so many models were small enough to be compared. */
function compare(seed: number, orderly: boolean, count: number, check: (model: Model) => boolean): void {
  let compared = 0;
  fc.assert(
    fc.property(models(orderly), (model) => {
      if (compared < count && check(model)) compared += 1;
    }),
    // Another seed, named or random, is for all random tests (`seed.fixture.ts`).
    { numRuns: count * 2, ...(process.env['SEED'] === undefined ? { seed } : {}) },
  );
  expect(compared).toBe(count);
}

describe('the explorer and the plainest explorer there is', () => {
  it('find the same worlds, transitions, violations and witnesses in many small models', () => {
    let kept = 0;
    let broken = 0;
    compare(4, true, 100 * share, (model) => {
      const plain = naively(model, true);
      if (plain === null) return false;
      for (const exact of [false, true]) {
        const fast = exploreFast(programOf(model), { ...optionsOf(model), exact });
        expect(fast.orderMatters).toBe(false);
        expect(wrong(fast)).toEqual([]);
        expect(found(fast)).toEqual(foundNaively(model, plain));
        expectLassos(programOf(model), plain, fast);
        const never = fast.violations.filter(({ loop }) => loop !== null).length;
        broken += never;
        kept += 4 - never;
      }
      return true;
    });
    // Of what is to come, enough does and enough does not.
    expect(Math.min(kept, broken)).toBeGreaterThan(100 * share);
  }, 120_000);

  it('do so where rules can tell the order of members, each order being explored and all counted once', () => {
    let mattered = 0;
    compare(6, false, 80, (model) => {
      const plain = naively(model, false);
      if (plain === null) return false;
      const fast = exploreFast(programOf(model), optionsOf(model));
      expect(wrong(fast)).toEqual([]);
      const wanted = foundNaively(model, plain);
      if (fast.orderMatters) {
        mattered += 1;
        expect(found(fast)).toEqual(wanted);
        return true;
      }
      // Of each world one order was left, where the plain one left them all.
      const less = { transitions: 0, rests: 0, depth: 0, fired: {} };
      expect({ ...found(fast), ...less }).toEqual({ ...wanted, ...less });
      return true;
    });
    expect(mattered).toBeGreaterThan(process.env['SEED'] === undefined ? 5 : 0);
  }, 120_000);
});
