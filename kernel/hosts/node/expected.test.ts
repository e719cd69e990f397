import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nothingFuzzed } from '../../findings.ts';
import { noExercise } from '../../exploration.ts';
import { type ExplorationResult, type FileResult, fileFailed } from './check-result.ts';
import { compareExpected } from './compare-expected.ts';
import { differences, expectedOf, readExpected, writeExpected } from './expected.ts';
import { junitReport } from './report-junit.ts';
import { textReport } from './report-text.ts';

const interleavings: ExplorationResult = {
  name: 'every interleaving',
  states: 288,
  transitions: 1_146,
  depth: 11,
  ms: 12.5,
  verdict: 'violated',
  isWhole: true,
  failed: false,
  text: '',
  violations: [
    { property: 'b', text: '', path: ['start', 'x'], loop: null, isExpected: true, story: [], run: null },
    { property: 'a', text: '', path: ['start'], loop: [], isExpected: true, story: [], run: null },
  ],
  witnessed: ['everyone commits'],
  exercise: noExercise,
  neverFired: [],
};

const found: FileResult = {
  file: 'tpc.sim.md',
  diagnostics: [],
  scenarios: [
    { name: 'three', seed: 7, events: 12, digest: 'abcd', verdict: 'passed', until: 60_000, now: 43.5, text: '' },
  ],
  properties: [
    {
      name: 'everyone commits',
      kind: 'reachable',
      verdict: 'witnessed',
      at: { scenario: 'three', step: 9, time: 40 },
      line: 12,
      failed: false,
      text: '',
      chart: null,
    },
  ],
  explorations: [interleavings],
  fuzzings: [
    {
      ...nothingFuzzed,
      name: 'a bad day',
      status: 'failed',
      seeds: { from: 1, done: 20, of: 20 },
      events: 400,
      faults: 31,
      rules: { fired: 5, of: 6 },
      states: 17,
      failures: [
        {
          property: 'nobody disagrees',
          kind: 'always',
          text: '',
          seed: 4,
          first: 3,
          runs: 2,
          isExpected: true,
          step: 4,
          time: 9,
          before: { events: 30, deeds: 4, nodes: 4 },
          after: { events: 8, deeds: 1, nodes: 3 },
          deeds: [],
          scenario: '',
        },
      ],
      isWhole: true,
      failed: false,
    },
  ],
  comparison: null,
};

const withExploration = (change: Partial<ExplorationResult>): FileResult => ({
  ...found,
  explorations: [{ ...interleavings, ...change }],
});

test('expected results are readable, in the order of the notebook, without wall time', () => {
  expect(
    writeExpected(expectedOf(found).facts),
  ).toBe(`# What \`rehearsal check\` finds in this notebook. A change is shown as a difference; \`rehearsal check --accept\` writes it here.
scenarios:
  three:
    verdict: passed
    seed: 7
    events: 12
    ended: 43.5 ms
    digest: abcd
properties:
  everyone commits: witnessed at 40 ms, event 9, in three
explorations:
  every interleaving:
    verdict: violated
    states: 288
    transitions: 1146
    depth: 11
    violated:
      a: 1 step, then at rest
      b: 2 steps
    witnessed: everyone commits
fuzzings:
  a bad day:
    verdict: failed
    seeds: 1 to 20
    events: 400
    faults: 31
    states: 17
    rules: 5 of 6
    failures:
      nobody disagrees:
        runs: 2
        first seed: 3
        made small: 1 acts, 3 nodes, 8 events
`);
});

test('what was written reads back without a difference, digests that look like numbers included', () => {
  const tricky = { ...found, scenarios: found.scenarios.map((one) => ({ ...one, digest: '12345678e9', name: 'yes' })) };
  const read = readExpected(writeExpected(expectedOf(tricky).facts));
  expect(read && differences(read, expectedOf(tricky))).toEqual([]);
});

test('a difference says what, what it was and what it is', () => {
  const was = expectedOf(found).facts;
  const violations = interleavings.violations.slice(0, 1);
  expect(differences(was, expectedOf(withExploration({ states: 290, violations })))).toEqual([
    { of: 'explore every interleaving', fact: 'states', was: '288', is: '290' },
    { of: 'explore every interleaving', fact: 'violated a', was: '1 step, then at rest', is: null },
  ]);
  expect(differences(was, expectedOf({ ...found, properties: [] }))).toEqual([
    { of: 'property everyone commits', fact: null, was: 'witnessed at 40 ms, event 9, in three', is: null },
  ]);
});

test('an exploration that was ended before its end is neither compared nor forgotten', () => {
  const ended = expectedOf(withExploration({ states: 40, verdict: 'limited', isWhole: false }));
  expect(differences(expectedOf(found).facts, ended)).toEqual([]);
  expect(ended.unfinished).toEqual([['explorations', 'every interleaving']]);
});

describe('beside a notebook', () => {
  let folder = '';
  let result: FileResult;
  const expectedFile = (): string => join(folder, 'tpc.expected.yaml');
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rehearsal-expected-'));
    result = { ...found, file: join(folder, 'tpc.sim.md') };
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('without expected results nothing is compared, and nothing written', async () => {
    expect(await compareExpected(result, false)).toBe(result);
    await expect(readFile(expectedFile())).rejects.toThrow('ENOENT');
  });

  test('a change fails with a readable difference until it is accepted', async () => {
    await compareExpected(result, true);
    const same = await compareExpected(result, false);
    expect(same.comparison).toMatchObject({ differences: [], isAccepted: false });

    const changed = { ...result, explorations: withExploration({ states: 290 }).explorations };
    const different = await compareExpected(changed, false);
    expect(fileFailed(different)).toBe(true);
    const report = textReport({ files: [different] }, { colour: false, seed: null });
    expect(report).toContain('explore every interleaving: states 288 → 290');
    expect(report).toContain(`rehearsal check --accept ${result.file}`);
    expect(junitReport({ files: [different] }, null)).toContain('explore every interleaving: states 288 → 290');

    const accepted = await compareExpected(changed, true);
    expect(fileFailed({ ...accepted, fuzzings: [] })).toBe(false);
    expect(textReport({ files: [accepted] }, { colour: false, seed: null })).toContain('✓ accepted in');
    expect((await compareExpected(changed, false)).comparison?.differences).toEqual([]);
  });

  test('accepting keeps what is expected of an exploration that was ended', async () => {
    await compareExpected(result, true);
    await compareExpected(
      { ...result, explorations: withExploration({ isWhole: false, states: 3 }).explorations },
      true,
    );
    expect(await readFile(expectedFile(), 'utf8')).toContain('states: 288');
  });

  test('a notebook with an error cannot be accepted', async () => {
    await compareExpected(result, true);
    const error = { code: 'compile/syntax', severity: 'error', cell: null, range: null } as const;
    const broken: FileResult = {
      ...result,
      diagnostics: [{ ...error, text: 'x', help: '', notes: [], mend: null, line: 1, column: 1 }],
      scenarios: [],
    };
    expect((await compareExpected(broken, true)).comparison).toMatchObject({ isAccepted: false });
    expect(await readFile(expectedFile(), 'utf8')).toContain('digest: abcd');
  });

  test.each(['- a', 'scenarios: [', 'scenarios: 5'])('expected results that are %j are a diagnostic', async (text) => {
    await writeFile(expectedFile(), text);
    const broken = await compareExpected(result, false);
    expect(broken.diagnostics).toMatchObject([
      { code: 'check/expected', text: expect.stringContaining('tpc.expected.yaml') },
    ]);
    expect((await compareExpected(result, true)).comparison?.isAccepted).toBe(true);
  });
});
