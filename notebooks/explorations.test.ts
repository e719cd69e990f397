/** Whatever a notebook explores, the plainest explorer there is finds the same. */
import { readdir } from 'node:fs/promises';
import { transform } from 'esbuild-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { createExplorer } from '../kernel/check/explore.ts';
import { brokenPromises } from '../kernel/check/naive-fair.fixture.ts';
import { exploreNaively } from '../kernel/check/naive.fixture.ts';
import { compileCell } from '../kernel/compile/compile.ts';
import { cellsOf } from '../kernel/notebook/notebook.ts';
import { parse } from '../kernel/notebook/parse.ts';
import { createAssembly, emptyBuild } from '../kernel/session/cells.ts';
import { makePlan } from '../kernel/world/plan.ts';
import { read } from './rehearse.fixture.ts';

const files = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('.sim.md')).toSorted();
let explored = 0;

async function built(name: string): Promise<Pick<ReturnType<typeof createAssembly>, 'explain'> & typeof emptyBuild> {
  const { explain, assemble } = createAssembly();
  const cells = cellsOf(parse(await read(name)));
  const compiled = await Promise.all(
    cells.map(({ key, kind, slug, code }) => compileCell(transform, { key, kind, slug, code })),
  );
  const { build } = assemble(emptyBuild.graph, compiled);
  if (build === null) throw new Error(`${name} is no program`);
  return { ...build, explain };
}

describe.each(files)('%s', (name) => {
  let build: Awaited<ReturnType<typeof built>>;
  beforeAll(async () => {
    build = await built(name);
  });

  test('explores the worlds, transitions and violations that the plainest explorer finds', () => {
    const { program, explain } = build;
    for (const declared of program.explorations) {
      const { scenario } = declared.options;
      const explorer = createExplorer(program, () => makePlan(program, scenario), declared, explain, {
        wallClock: () => 0,
      });
      const fast = explorer.advance(() => false);
      const plain = exploreNaively(program, declared.options, !fast.orderMatters, 5_000);
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
  });
});

test('some notebook explores something', () => {
  expect(explored).toBeGreaterThan(3);
});
