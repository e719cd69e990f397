/** Whatever a notebook explores, the plainest explorer there is finds the same. */
import { readdir } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { createExplorer } from '../kernel/check/explore.ts';
import { brokenPromises } from '../kernel/check/naive-fair.fixture.ts';
import { exploreNaively } from '../kernel/check/naive.fixture.ts';
import type { Exploration } from '../kernel/exploration.ts';
import type { ExploreDeclaration } from '../kernel/program/declaration.ts';
import type { Explain } from '../kernel/program/explain.ts';
import type { World } from '../kernel/program/language.ts';
import type { Program } from '../kernel/program/program.ts';
import { makePlan, type Plan } from '../kernel/world/plan.ts';
import { type Built, built, read } from './rehearse.fixture.ts';

const files = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('.sim.md')).toSorted();
let explored = 0;

/** Worlds that the plainest explorer is given: it takes its time. More in a sweep, and where there is no narrower exploration than that. */
const most = 1_000;
const wanted = process.env['SEEDS'] === undefined ? 400 : most;

/** An exploration as it stands; one that is too large, with so few messages on their way that it is not. */
function narrowed(
  program: Program,
  declared: ExploreDeclaration,
  explain: Explain,
): { readonly declared: ExploreDeclaration; readonly fast: Exploration } {
  /** Null when it has more worlds. */
  const explore = ({ options, ...one }: ExploreDeclaration, states: number): Exploration | null => {
    const limited = { ...one, options: { ...options, limits: { states: states + 1 } } };
    const plan = (): Plan => makePlan(program, options.scenario);
    const fast = createExplorer(program, plan, limited, explain, { wallClock: () => 0 }).advance(() => false);
    return fast.verdict === 'limited' ? null : fast;
  };
  const whole = explore(declared, wanted);
  if (whole !== null) return { declared, fast: whole };
  let largest: ReturnType<typeof narrowed> | null = null;
  for (let messages = 1; ; messages++) {
    const within = (world: World): boolean =>
      world.inFlight().length <= messages && declared.options.within?.(world) !== false;
    const narrow = { ...declared, options: { ...declared.options, within } };
    const fast = explore(narrow, messages === 1 ? most : wanted);
    if (fast !== null) largest = { declared: narrow, fast };
    else if (largest === null) throw new Error(`'${declared.name}' is too large with a single message on its way`);
    else return largest;
  }
}

describe.each(files)('%s', (name) => {
  let build: Built;
  beforeAll(async () => {
    build = await built(await read(name));
  });

  test('explores the worlds, transitions and violations that the plainest explorer finds', () => {
    const { program, explain } = build;
    for (const { declared, fast } of program.explorations.map((whole) => narrowed(program, whole, explain))) {
      const { scenario } = declared.options;
      const plain = exploreNaively(program, declared.options, !fast.orderMatters, most);
      explored += 1;
      expect({ name: declared.name, states: fast.states, transitions: fast.transitions, rests: fast.rests }).toEqual({
        name: declared.name,
        states: plain.states,
        transitions: plain.transitions,
        rests: plain.rests,
      });
      const never = fast.violations.filter(({ loop }) => loop !== null).map(({ property }) => property);
      expect(never.toSorted()).toEqual([...brokenPromises(program, scenario, plain)].toSorted());
      const ends = fast.violations.filter(({ loop }) => loop === null);
      expect(new Map(ends.map(({ property, path }) => [property, path.length - 1]))).toEqual(plain.violations);
      expect([...fast.witnessed].toSorted()).toEqual([...plain.witnessed].toSorted());
    }
  }, 300_000);
});

test('some notebook explores something', () => {
  expect(explored).toBeGreaterThan(3);
});
