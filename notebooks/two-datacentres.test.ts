/**
 * 04 Two datacentres: the exact revisions of its stories, what is lost in each and what is not; and each *Try this*, which turns the
 * property that it names red.
 */
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { exploreNaively } from '../kernel/check/naive.fixture.ts';
import { expectPassed, expectWitnesses, FEW, SEEDS, mutant } from './expect.fixture.ts';
import {
  advance,
  built,
  drawPlots,
  type Edit,
  edited,
  explored,
  fuzzed,
  type Outcome,
  read,
  type Rehearsal,
  rehearse,
  run,
  swap,
  violated,
} from './rehearse.fixture.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const page = 'a page in two datacentres';
const stories = [
  'one after the other',
  'a tie',
  'seven visits are lost',
  'seventeen visits',
  'three visits, one counter',
  'three visits, a counter each',
  'a failover behind the target',
  'a careful failover',
  'a counter fails over',
  'a purge forgets the count',
  'a purge, and a slow clock',
  'back from the dead',
  'delete, then purge',
  'a fast clock',
  'a fast clock, seen in time',
] as const;

const counterEach: Edit = ["Counting = 'one for all'\n", "Counting = 'one for each'\n"];
const noName: Edit = ['const byName = a.by < b.by ? -1 : a.by > b.by ? 1 : 0', 'const byName = 0'];
const newcomerWins: Edit = ['    ? byRev || byCas || byName\n', '    ? byRev || 1\n'];
const fromAnyone: Edit = [
  'store.on(Change, (s, { item }, ctx) => {\n  if (ctx.from !== s.peer) return\n',
  'store.on(Change, (s, { item }, ctx) => {\n',
];
const counterPerClient: Edit = ["'visits' : `visits of ${to}`", "'visits' : `visits of ${ctx.self}`"];
const purgeUnseen: Edit = ['  isDeleted && !s.unseen.has(key)', '  isDeleted'];
const unordered: Edit = ["const delivery: Delivery = 'ordered'", "const delivery: Delivery = 'unordered'"];
const betterClock: Edit = ["mode: 'clock', skew: 5_000", "mode: 'clock', skew: 900"];
const wallClockOnly: Edit = ['  Math.max(s.clock + 1, wallClock(s, ctx))', '  wallClock(s, ctx)'];

const agreement = 'at rest both hold the same';

let text = '';
let sound: Rehearsal;
beforeAll(async () => {
  text = await read('04-two-datacentres.sim.md');
  sound = await rehearse(text);
});

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown): Fields {
  if (typeof value !== 'object' || value === null) throw new Error(`${JSON.stringify(value)} has no fields.`);
  return Object.fromEntries(Object.entries(value));
}

/** Key → value and revision in a store, as `v4 r4`; a tombstone as `† r5`. */
function itemsOf({ states }: Pick<Outcome, 'states'>, store: string): Readonly<Record<string, string>> {
  const items = Object.entries(fields(states.get(store)?.['items']));
  return Object.fromEntries(
    items.map(([key, item]): [string, string] => {
      const { val, rev, isDeleted } = fields(item);
      return [key, `${isDeleted === true ? '†' : String(val)} r${String(rev)}`];
    }),
  );
}

const visitsOf = (outcome: Pick<Outcome, 'states'>, store: string): number =>
  Object.values(itemsOf(outcome, store)).reduce((sum, item) => sum + Number(item.split(' ')[0]), 0);
const acknowledgedOf = ({ states }: Pick<Outcome, 'states'>): number =>
  ['ann', 'bob'].reduce((sum, id) => sum + Number(states.get(id)?.['visits']), 0);

/** What a run found wanting, without what was said of it. */
const wrongIn = (outcome: Outcome): readonly string[] =>
  [...outcome.properties]
    .filter(([, { verdict }]) => verdict === 'violated' || verdict === 'error')
    .map(([name]) => name);

test('it compiles, and opens with a page in two datacentres', () => {
  expect(sound.program.diagnostics).toEqual([]);
  expect(sound.program.scenarios.map(({ name }) => name)).toEqual([page, ...stories]);
});

test('every scenario passes for its own seed and others, and writes are lost', () => {
  for (const scenario of [page, ...stories]) {
    const outcomes = [sound.seed, ...(scenario === page ? FEW : SEEDS)].map((seed) => {
      const outcome = run(sound, scenario, seed);
      expectPassed(outcome, `${scenario}, seed ${seed}`);
      return outcome;
    });
    if (scenario === 'a failover behind the target' || scenario === 'a fast clock')
      expectWitnesses(outcomes, ['an acknowledged write is lost', 'two versions conflict']);
  }
});

test('every exploration ends as the page says', () => {
  for (const [name, states, property, found] of [
    [
      'two writes, whatever the timing',
      239,
      'one after the other: no acknowledged write is lost',
      'b was acknowledged',
    ],
    [
      'one counter, whatever the timing',
      1_458,
      'three visits, one counter: no visit is lost',
      '3 acknowledged, 2 counted',
    ],
    ['a counter each, whatever the timing', 1_444, null, null],
    [
      'a careful failover, whatever the timing',
      20_436,
      'a careful failover: no acknowledged write is lost',
      'v0 was ack',
    ],
    ['delete and purge, whatever the timing', 132, null, null],
  ] as const) {
    const exploration = explored(sound, name);
    expect(exploration.diagnostics, name).toEqual([]);
    expect(exploration).toMatchObject({
      states,
      verdict: property === null ? 'holds' : 'violated',
      isExpected: property !== null,
      violated: property === null ? null : { property, text: expect.stringContaining(found) },
    });
  }
  expect(sound.program.explorations).toHaveLength(5);
});

test('what is lost is lost on the shortest way that the plainest explorer finds, world by world', async () => {
  const { program } = await built(text);
  for (const [name, steps] of [
    // Each write is asked for, made and acknowledged; two changes cross, and each is answered.
    ['two writes, whatever the timing', 10],
    // One visit is counted and seen; two more are counted, and cross.
    ['one counter, whatever the timing', 15],
  ] as const) {
    const { violations, orderMatters } = explored(sound, name);
    const declared = program.explorations.find((one) => one.name === name);
    const property = declared?.options.expect?.violates ?? '';
    if (declared === undefined) throw new Error(`no '${name}'`);
    const plain = exploreNaively(program, declared.options, !orderMatters);
    const path = violations.find((one) => one.property === property)?.path ?? [];
    expect([name, path.length - 1, plain.violations.get(property)]).toEqual([name, steps, steps]);
  }
});

test('a bad day, with every kind of fault, violates nothing', () => {
  const { status, faults, failures } = fuzzed(sound, 'a bad day');
  expect({ status, failures }).toEqual({ status: 'passed', failures: [] });
  expect(faults).toBeGreaterThan(200);
});

test('every plot can be drawn at the end of a run and before its first event, and has data at the end', () => {
  run(sound, page, sound.seed);
  const last = drawPlots(sound, null).map((drawn) => JSON.stringify(drawn));
  expect(last).toHaveLength(4);
  for (const drawn of last) expect(drawn).toMatch(/^\{"type":"plot".*"time":\d/);
  const [visits, conflicts] = last;
  for (const line of ['West', 'East', 'acknowledged']) expect(visits).toContain(line);
  expect(conflicts).toMatch(/"winner":"West"/);
  expect(conflicts).toMatch(/"winner":"East"/);
  expect(drawPlots(sound, 0).map(({ type }) => type)).toEqual(['plot', 'plot', 'plot', 'plot']);
});

describe('The page that is open', () => {
  test('loses more than a third of its visits, and both datacentres agree on the rest', () => {
    for (const seed of [sound.seed, ...FEW]) {
      const outcome = run(sound, page, seed);
      expect(visitsOf(outcome, 'West')).toBe(visitsOf(outcome, 'East'));
      expect(visitsOf(outcome, 'West')).toBeLessThan(acknowledgedOf(outcome) * 0.67);
    }
  });

  test('Try this: counters of their own, typed into the running page, stop the loss; what was lost stays lost', async () => {
    const live = await rehearse(text);
    live.session.handle({ type: 'open', cells: live.cells, seed: 1, scenario: page, restore: null });
    const lostAt = (moment: Pick<Outcome, 'states'>): number => acknowledgedOf(moment) - visitsOf(moment, 'West');
    const before = lostAt(advance(live, 10_000));
    expect(before).toBeGreaterThan(40);
    expect((await swap(live, edited(text, counterEach))).accepted).toBe(true);
    // What was under way is counted the old way still.
    const settled = lostAt(advance(live, 11_000));
    const later = advance(live, 30_000);
    expect(Math.abs(lostAt(later) - settled)).toBeLessThan(10);
    expect(acknowledgedOf(later)).toBeGreaterThan(400);
    expect(visitsOf(later, 'West')).toBe(visitsOf(later, 'East'));
  });

  test('every Try this can be typed into it and taken back', async () => {
    const live = await rehearse(text);
    live.session.handle({ type: 'open', cells: live.cells, seed: 1, scenario: page, restore: null });
    const edits = [
      counterEach,
      noName,
      newcomerWins,
      fromAnyone,
      counterPerClient,
      purgeUnseen,
      unordered,
      betterClock,
      wallClockOnly,
    ];
    let now = 0;
    for (const edit of edits) {
      for (const wanted of [edited(text, edit), text]) {
        now += 300;
        expect(advance(live, now).status, edit[1]).toBe('running');
        const { accepted, program } = await swap(live, wanted);
        expect(accepted, JSON.stringify(program.diagnostics)).toBe(true);
      }
    }
    expect(advance(live, now + 300).swaps).toBe(2 * edits.length);
  });
});

describe('A counter', () => {
  test('that is shared stands at 10, revision 10, after ten visits in the West and seven in the East', () => {
    const outcome = run(sound, 'seven visits are lost', 5);
    expect(acknowledgedOf(outcome)).toBe(17);
    expect(['West', 'East'].map((id) => itemsOf(outcome, id))).toEqual([{ visits: '10 r10' }, { visits: '10 r10' }]);
  });

  test('for each store makes 17, and nothing is in conflict', () => {
    const outcome = run(sound, 'seventeen visits', 5);
    const both = { 'visits of West': '10 r9', 'visits of East': '7 r6' };
    expect(['West', 'East'].map((id) => itemsOf(outcome, id))).toEqual([both, both]);
    expect(outcome.stats.get('xdcr.conflicts_total') ?? 0).toBe(0);
  });

  test('for each store survives a failover; Try this: one for each client does not', async () => {
    expect(itemsOf(run(sound, 'a counter fails over', 5), 'East')).toEqual({
      'visits of West': '3 r2',
      'visits of West-2': '2 r1',
    });
    const wrong = await mutant(text, counterPerClient);
    for (const seed of SEEDS.slice(0, 5)) {
      const outcome = run(wrong, 'a counter fails over', seed);
      expect(violated(outcome)).toContain(
        'a counter fails over: no visit is lost: 5 acknowledged, 3 counted in West-2',
      );
    }
  });
});

describe('A failover behind the target', () => {
  test('ends with v4, revision 4, everywhere; the East has accepted five changes, none of them after the failover', () => {
    const outcome = run(sound, 'a failover behind the target', 5);
    expect(['West-2', 'East'].map((id) => itemsOf(outcome, id))).toEqual([{ k: 'v4 r4' }, { k: 'v4 r4' }]);
    expect(fields(outcome.states.get('ann')?.['acked'])['5']).toEqual({ key: 'k', wrote: 'new' });
    const verdicts = outcome.stats.get('xdcr.changes_total');
    // The West's v4 in the East; West-2's new in the East, refused; the East's v4 in West-2.
    expect(verdicts).toBe(3);
  });

  test('is explained by the revisions at each moment', () => {
    const live = sound;
    live.session.handle({ type: 'restart', scenario: 'a failover behind the target', seed: 5 });
    const k = (at: number, store: string): string | undefined => itemsOf(advance(live, at), store)['k'];
    expect(k(100, 'West')).toBe('v1 r1');
    expect(k(190, 'West-2')).toBe('v1 r1');
    expect(k(390, 'West')).toBe('v4 r4');
    expect(k(600, 'East')).toBe('v4 r4');
    expect(k(900, 'West-2')).toBe('v1 r1');
    expect(k(1_100, 'West-2')).toBe('new r2');
    expect(k(1_500, 'East')).toBe('v4 r4');
    expect(k(1_800, 'West-2')).toBe('v4 r4');
  });

  test('Try this: when changes of the old store still count, the two disagree, as only exploring shows', async () => {
    const wrong = await mutant(text, fromAnyone);
    for (const seed of SEEDS.slice(0, 5)) expect(wrongIn(run(wrong, 'a careful failover', seed))).toEqual([]);
    const found = explored(wrong, 'a careful failover, whatever the timing');
    expect(found.violations.map(({ property }) => property)).toContain(agreement);
    expect(found.isExpected).toBe(false);
  });
});

describe('A purge', () => {
  test('leaves newRev at 5 in the West and in the East, and at 0 in West-2; the East ignores revisions 0 to 4', () => {
    sound.session.handle({ type: 'restart', scenario: 'a purge forgets the count', seed: 5 });
    const newRevs = (at: number) => {
      const { states } = advance(sound, at);
      return ['West', 'West-2', 'East'].map((id) => states.get(id)?.['newRev']);
    };
    expect(newRevs(480)).toEqual([0, 0, 0]);
    expect(newRevs(890)).toEqual([5, 0, 5]);
    expect(itemsOf(advance(sound, 890), 'West')).toEqual({ k: '† r5' });
    expect(newRevs(990)).toEqual([5, 0, 5]);
    expect(itemsOf(advance(sound, 990), 'West')).toEqual({});
    for (const rev of [0, 1, 2, 3, 4]) {
      const moment = advance(sound, 1_400 + 300 * rev + 290);
      expect(itemsOf(moment, 'West-2')['n']).toBe(`n${rev} r${rev}`);
      expect(itemsOf(moment, 'East')['n']).toBe('bob’s r5');
    }
    expect(itemsOf(advance(sound, 3_190), 'East')['n']).toBe('n5 r5');
    expect(itemsOf(advance(sound, 3_490), 'East')['n']).toBe('n6 r6');
  });

  test('with a slow clock lets Bob win the tie at revision 5, and is over at 6', () => {
    sound.session.handle({ type: 'restart', scenario: 'a purge, and a slow clock', seed: 5 });
    expect(itemsOf(advance(sound, 3_190), 'East')['n']).toBe('bob’s r5');
    expect(itemsOf(advance(sound, 3_490), 'East')['n']).toBe('n6 r6');
  });

  test('Try this: of what the peer has not seen brings it back, in each run and in the exploration', async () => {
    const wrong = await mutant(text, purgeUnseen);
    for (const seed of SEEDS.slice(0, 5)) {
      const outcome = run(wrong, 'back from the dead', seed);
      expect(violated(outcome)).toContain('back from the dead: what was deleted stays deleted: k lives in West');
      expect(itemsOf(outcome, 'West')).toEqual({ k: 'v0 r0' });
    }
    const { violations } = explored(wrong, 'delete and purge, whatever the timing');
    expect(violations.map(({ property }) => property)).toContain('delete, then purge: what was deleted stays deleted');
  });

  test('Try this: over links that do not keep their order exploring brings it back', async () => {
    const wrong = await mutant(text, unordered);
    expect(wrongIn(run(wrong, 'delete, then purge', sound.seed))).toEqual([]);
    const { violations } = explored(wrong, 'delete and purge, whatever the timing');
    expect(violations.map(({ property }) => property)).toContain('delete, then purge: what was deleted stays deleted');
  });
});

describe('A tie', () => {
  test.each([
    ['without a last resort each keeps its own', noName, 'West has k: a; East has k: b'],
    ['that the newcomer wins makes them change places', newcomerWins, 'West has k: b; East has k: a'],
  ] as const)('Try this: %s', async (_, edit, found) => {
    const wrong = await mutant(text, edit);
    for (const seed of SEEDS.slice(0, 5))
      expect(violated(run(wrong, 'a tie', seed))).toContain(`${agreement}: ${found}`);
    const { violations, isExpected } = explored(wrong, 'two writes, whatever the timing');
    expect(violations.find(({ property }) => property === agreement)?.text).toBe(found);
    expect(isExpected).toBe(false);
  });
});

describe('A clock that is five seconds fast', () => {
  test('wins over a write that comes a second later; seen in time, it does not', () => {
    for (const [scenario, item] of [
      ['a fast clock', 'ann’s r0'],
      ['a fast clock, seen in time', 'bob’s r1'],
    ] as const) {
      const outcome = run(sound, scenario, 5);
      expect(['West', 'East'].map((id) => itemsOf(outcome, id))).toEqual([{ k: item }, { k: item }]);
    }
  });

  test('Try this: when it is 900 ms fast the later write survives', async () => {
    const better = await mutant(text, betterClock);
    const outcome = run(better, 'a fast clock', 5);
    expect(itemsOf(outcome, 'West')).toEqual({ k: 'bob’s r0' });
    expect(wrongIn(outcome)).toEqual(['the later write is lost']);
  });

  test('Try this, while it runs: from the start the skew can be dragged below a second, and the later write survives', async () => {
    const live = await rehearse(text);
    live.session.handle({ type: 'open', cells: live.cells, seed: 5, scenario: 'a fast clock', restore: null });
    const held = (): unknown => itemsOf(advance(live, 3_000), 'West');
    expect(held()).toEqual({ k: 'ann’s r0' });
    for (const [skew, item] of [
      [2_000, 'ann’s r0'],
      [1_100, 'ann’s r0'],
      [900, 'bob’s r0'],
    ] as const) {
      const wanted = edited(text, ["mode: 'clock', skew: 5_000", `mode: 'clock', skew: ${skew}`]);
      expect((await swap(live, wanted, 'start')).accepted).toBe(true);
      expect(held(), String(skew)).toEqual({ k: item });
    }
  });

  test('Try this: a store that reads the wall clock alone forgets what it has seen', async () => {
    const wrong = await mutant(text, wallClockOnly);
    for (const seed of SEEDS.slice(0, 5))
      expect(wrongIn(run(wrong, 'a fast clock, seen in time', seed))).toContain('who has seen a write can replace it');
  });
});
