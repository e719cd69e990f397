/**
 * 06 Load and stats: what people see at 50, 80 and 95 % of a service's capacity, laws that stats keep at every instant, what open
 * and closed load generators see of a pause, popular keys, capabilities, pills; and each *Try this*.
 */
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { expectPassed, expectWitnesses, FEW, SEEDS, mutant, named } from './expect.fixture.ts';
import {
  advance,
  drawPlots,
  type Edit,
  edited,
  explored,
  type Outcome,
  read,
  type Rehearsal,
  rehearse,
  run,
  swap,
  violated,
} from './rehearse.fixture.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 60_000 });

const brief = ['three requests', 'a pause, open', 'a pause, closed', 'six mixes', 'transactions on an index'] as const;
/** Of ten seconds and more, with thousands of requests. */
const long = ['a morning', 'four ways to be popular', 'status updates', 'a pill at each load'] as const;

const early: Edit[] = [
  ["  ctx.count('kv.accepted_total', 1, { op: m.op })\n", ''],
  [
    "  ctx.count('kv.received_total', 1, { op: m.op })\n",
    "  ctx.count('kv.accepted_total', 1, { op: m.op })\n  ctx.count('kv.received_total', 1, { op: m.op })\n",
  ],
];
const issued: Edit = ['const newest = latest(records)', "const newest = latest(records, { counts: 'issued' })"];

let text = '';
let sound: Rehearsal;
beforeAll(async () => {
  text = await read('06-load-and-stats.sim.md');
  sound = await rehearse(text);
});

type Row = Readonly<Record<string, unknown>>;

/** The rows of all marks of the plots of the run that was made last, by the place of the plot. */
function rowsOf(rehearsal: Rehearsal, plot: number): readonly Row[] {
  const found: Row[] = [];
  const look = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) look(one);
    else if (typeof value === 'object' && value !== null) {
      const row: Row = Object.fromEntries(Object.entries(value));
      if ('value' in row || 'ms' in row) found.push(row);
      else for (const one of Object.values(row)) look(one);
    }
  };
  look(drawPlots(rehearsal, null)[plot]);
  return found;
}

/** Percentile → its value. */
function wholeRun(rehearsal: Rehearsal): Readonly<Record<string, number>> {
  return Object.fromEntries(
    rowsOf(rehearsal, 2).map(({ percentile, value }) => [String(percentile), Number(value)] as const),
  );
}

const statOf = ({ stats }: Outcome, name: string): number => stats.get(name) ?? 0;

test('it compiles, and opens with a morning', () => {
  expect(sound.program.diagnostics).toEqual([]);
  const names = sound.program.scenarios.map(({ name }) => name);
  expect(names[0]).toBe('a morning');
  expect(names.toSorted()).toEqual([...brief, ...long].toSorted());
});

test('every scenario passes for its own seed and others', () => {
  const outcomes = brief.flatMap((scenario) =>
    [sound.seed, ...SEEDS].map((seed) => {
      const outcome = run(sound, scenario, seed);
      expectPassed(outcome, `${scenario}, seed ${seed}`);
      return outcome;
    }),
  );
  expectWitnesses(outcomes, ['somebody is refused']);
});

test('so does every long one, for its own seed and a few others', () => {
  for (const scenario of long)
    for (const seed of [sound.seed, ...FEW.slice(0, 2)])
      expectPassed(run(sound, scenario, seed), `${scenario}, seed ${seed}`);
});

test('every interleaving of three requests is explored, and somebody is refused in some', () => {
  const found = explored(sound, 'three requests, every interleaving');
  expect(found).toMatchObject({ verdict: 'holds', states: 903, violations: [], diagnostics: [] });
  expect(found.witnessed).toContain('somebody is refused');
});

test('every plot can be drawn before the first event and at the end, and has data at the end', () => {
  run(sound, 'a pill at each load', sound.seed);
  for (const plot of [0, 1, 2, 3, 4, 5]) expect(rowsOf(sound, plot).length, String(plot)).toBeGreaterThan(3);
  expect(drawPlots(sound, 0).map(({ type }) => type)).toEqual(Array.from({ length: 6 }, () => 'plot'));
});

describe('what people see', () => {
  /** One load for a long time, in a queue that is never full: what the table of the page says. */
  const steady = (load: number, seconds: number): Edit[] => [
    [
      '      { for: 6_000 },\n      { for: 6_000, arrivals: poisson(0.8 * capacity) },',
      `      { for: ${seconds * 1_000}, arrivals: poisson(${load} * capacity) },`,
    ],
    ['      { for: 6_000, arrivals: poisson(0.95 * capacity) },\n', ''],
    ['      { for: 6_000, arrivals: poisson(1.1 * capacity) },\n      { for: 6_000 },\n', ''],
    ['until: 30_000', `until: ${seconds * 1_000}`],
    ['const queueLimit = 100', 'const queueLimit = 10_000'],
  ];

  // p50 is the mean times ln 2, p99 the mean times ln 100: times in such a queue are exponential. The rest of the way takes 0.7 ms.
  test.each([
    [0.5, 15, 2, 0.2],
    [0.8, 20, 5, 0.3],
  ])(
    'at %f of the capacity, the percentiles are those of a queue with one who works',
    async (load, seconds, times, off) => {
      const long = await mutant(text, ...steady(load, seconds));
      expectPassedButForTheRush(run(long, 'a morning', 3));
      const { p50 = 0, p95 = 0, p99 = 0 } = wholeRun(long);
      const mean = times * 2;
      expect(Math.abs((p50 - 0.7) / (mean * Math.log(2)) - 1)).toBeLessThan(off);
      expect(Math.abs((p95 - 0.7) / (mean * Math.log(20)) - 1)).toBeLessThan(off);
      expect(Math.abs((p99 - 0.7) / (mean * Math.log(100)) - 1)).toBeLessThan(off);
    },
  );

  /** Nobody is refused, so that what the scenario says of the rush does not come. */
  function expectPassedButForTheRush(outcome: Outcome): void {
    expect(outcome.diagnostics).toEqual([]);
    expect(named(outcome).filter((name) => name !== 'a morning')).toEqual([]);
  }

  test('in the morning p99 rises with each phase, and beyond the capacity less is done than is offered', () => {
    run(sound, 'a morning', sound.seed);
    const p99 = rowsOf(sound, 1).filter(({ percentile }) => percentile === 'p99');
    const at = (from: number): number => {
      const values = p99.filter(({ time }) => Number(time) > from && Number(time) <= from + 6_000);
      return values.reduce((sum, { value }) => sum + Number(value), 0) / values.length;
    };
    expect(at(0)).toBeLessThan(30);
    expect(at(6_000)).toBeGreaterThan(at(0));
    expect(at(12_000)).toBeGreaterThan(at(6_000));
    expect(at(18_000)).toBeGreaterThan(150);
    expect(at(24_000)).toBeLessThan(at(18_000) / 2);
  });

  test('Try this, while the morning runs: with room for 20 more are refused, and those who are let in wait less', async () => {
    const live = await rehearse(text);
    live.session.handle({ type: 'open', cells: live.cells, seed: 2, scenario: 'a morning', restore: null });
    advance(live, 21_000);
    const swapped = await swap(live, edited(text, ['const queueLimit = 100', 'const queueLimit = 20']));
    expect(swapped.accepted, JSON.stringify(swapped.program.diagnostics)).toBe(true);
    expect(advance(live, 24_000).status).toBe('running');
    const p50 = rowsOf(live, 1).filter(({ percentile }) => percentile === 'p50');
    const last = (time: number): number => Number(p50.find((row) => row['time'] === time)?.['value']);
    expect(last(21_000)).toBeGreaterThan(100);
    expect(last(23_000)).toBeLessThan(60);
  });
});

describe('laws', () => {
  test('Try this: to count before the check that refuses breaks both, and at half load nobody notices', async () => {
    const wrong = await mutant(text, ...early);
    const outcome = run(wrong, 'a morning', sound.seed);
    expect(named(outcome)).toEqual(
      expect.arrayContaining(['received = accepted + refused', 'accepted = done + queued']),
    );
    for (const name of ['received = accepted + refused', 'accepted = done + queued'])
      expect(outcome.properties.get(name)?.at?.time ?? 0).toBeGreaterThan(6_000);
    expect(violated(run(wrong, 'six mixes', sound.seed))).toEqual([]);
  });

  test('Try this: a stat that is told by another name or another type is a diagnostic at its line', async () => {
    const misspelt = await rehearse(edited(text, ["ctx.count('kv.refused_total'", "ctx.count('kv.refuse_total'"]));
    expect(misspelt.program.diagnostics.map((d) => d.text)).toContain(
      "The stat 'kv.refuse_total' is declared nowhere.",
    );
    const live = await rehearse(text);
    const swapped = await swap(
      live,
      edited(text, ["ctx.count('kv.refused_total', 1, {", "ctx.gauge('kv.refused_total', 1, {"]),
    );
    expect(swapped.accepted).toBe(false);
    expect(swapped.program.diagnostics.map(({ code }) => code)).toContain('program/stat');
  });

  test('every stat is written out once where it is declared, and at least once where it is told', () => {
    const declared = [...text.matchAll(/^stat\('([\w.]+)', \{/gm)].map(([, name]) => name ?? '');
    expect(declared.length).toBe(7);
    for (const name of declared) {
      expect(text.split(`\nstat('${name}', {`).length, name).toBe(2);
      expect(text, name).toMatch(new RegExp(`ctx\\.(count|gauge|observe)\\('${name.replace('.', '\\.')}'`));
    }
    expect(new Set(declared).size).toBe(declared.length);
  });
});

describe('open and closed', () => {
  test('a pause of a second is p99 of the open run, and nothing in that of the closed run', () => {
    run(sound, 'a pause, open', sound.seed);
    expect(wholeRun(sound)['p99']).toBeGreaterThan(600);
    const closedRun = run(sound, 'a pause, closed', sound.seed);
    expect(wholeRun(sound)['p99']).toBeLessThan(30);
    expect(statOf(closedRun, 'load.operations_completed_total')).toBeGreaterThan(1_000);
  });
});

describe('keys', () => {
  test('Try this: counting inserts that were only sent reads keys that are not there, for every seed', async () => {
    const rash = await mutant(text, issued);
    for (const seed of [sound.seed, ...FEW])
      expect(named(run(rash, 'status updates', seed))).toContain('nobody reads a key that is not there');
  });

  test('uniform keys load all partitions alike; a zipfian makes the first one hot; scrambled, none by far', () => {
    run(sound, 'four ways to be popular', sound.seed);
    const rows = rowsOf(sound, 4);
    /** How much of what is asked in those three seconds is asked of the hottest partition. */
    const hottest = (from: number): number => {
      const byPartition = new Map<string, number>();
      for (const { time, partition, value } of rows) {
        if (Number(time) <= from || Number(time) > from + 3_000) continue;
        byPartition.set(String(partition), (byPartition.get(String(partition)) ?? 0) + Number(value));
      }
      const loads = [...byPartition.values()];
      return Math.max(...loads) / loads.reduce((a, b) => a + b, 0);
    };
    expect(hottest(0)).toBeLessThan(0.18);
    // An eighth of the keys, all of them hot: 80 % of the requests go to the first 20 %.
    expect(Math.abs(hottest(3_000) - 0.5)).toBeLessThan(0.06);
    expect(hottest(6_000)).toBeGreaterThan(0.65);
    expect(hottest(9_000)).toBeLessThan(0.25);
  });
});

describe('pills', () => {
  test('report from six stations, in order; it is the queue that takes longer with the load', () => {
    run(sound, 'a pill at each load', sound.seed);
    const rows = rowsOf(sound, 5);
    const leg = (pill: string, until: string): number =>
      rows.reduce((sum, row) => sum + (row['load'] === pill && row['until'] === until ? Number(row['ms']) : 0), 0);
    expect(rows.slice(0, 5).map(({ until }) => until)).toEqual([
      'authed',
      'queued',
      'persisted',
      'replicated',
      'indexed',
    ]);
    expect(leg('50 %', 'replicated')).toBeCloseTo(40, 6);
    expect(leg('80 %', 'replicated')).toBeCloseTo(40, 6);
    expect(leg('80 %', 'persisted')).toBeGreaterThan(leg('50 %', 'persisted'));
    expect(leg('95 %', 'persisted')).toBeGreaterThan(leg('80 %', 'persisted'));
    expect(leg('110 %', 'persisted')).toBeGreaterThan(2 * leg('80 %', 'persisted'));
  });
});
