/**
 * 03 Mutation race: the numbers of its prose. Six orders of two clients, four of which lose an update, none with
 * compare and swap; the outcomes of each small race; what a token protects from; and each *Try this*.
 */
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Race, RaceEvent } from '../kernel/protocol.ts';
import { exploreNaively } from '../kernel/check/naive.fixture.ts';
import { expectPassed, expectWitnesses, FEW, FIFTY, SEEDS, mutant } from './expect.fixture.ts';
import {
  advance,
  built,
  drawPlots,
  type Edit,
  edited,
  endOfBranch,
  explored,
  forkRace,
  type Outcome,
  read,
  type Rehearsal,
  rehearse,
  run,
  swap,
} from './rehearse.fixture.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const scenarios = [
  'a busy counter',
  'two clients, get then set',
  'one after the other',
  'two clients, compare and swap',
  'six clients at once',
  'two increments by the store',
  'different keys',
  'two plain sets',
  'two adds',
  'A, B, A',
  'deleted and created again',
] as const;
type Scenario = (typeof scenarios)[number];

const careful: Edit = ["const way: Way = 'set'", "const way: Way = 'cas'"];
const impatient: Edit = ['ctx.choose([1, 2, 3, 4]) * 2 ** tries', 'ctx.choose([0])'];
const byRevision: Edit = ['=> change.sq', '=> change.revId'];
const tooEarly: Edit = ['const basis = m.cas ?? null\n  finish(', 'const basis = m.cas ?? null\n  finishLater('];

let text = '';
let sound: Rehearsal;
beforeAll(async () => {
  text = await read('03-mutation-race.sim.md');
  sound = await rehearse(text);
});

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown): Fields {
  if (typeof value !== 'object' || value === null) throw new Error(`${JSON.stringify(value)} has no fields.`);
  return Object.fromEntries(Object.entries(value));
}

/** Key → value in the store. */
function valuesOf(states: Outcome['states']): Fields {
  const partitions = fields(states.get('store')?.['partitions']);
  return Object.fromEntries(
    Object.entries(partitions)
      .toSorted()
      .map(([key, partition]) => {
        const { item } = fields(partition);
        return [key, item === null ? null : fields(item)['val']];
      }),
  );
}

const clientsOf = ({ states }: Pick<Outcome, 'states'>): readonly Fields[] =>
  [...states].filter(([id]) => id.startsWith('client')).map(([, state]) => state);
const lostIn = (outcome: Pick<Outcome, 'states'>): number =>
  clientsOf(outcome).reduce((sum, c) => sum + Number(c['added']), 0) - Number(valuesOf(outcome.states)['hits']);
const verdictOf = (outcome: Outcome, property: string) => outcome.properties.get(property)?.verdict;

/** How often each outcome came, by the values in the store. */
function outcomesOf(rehearsal: Rehearsal, race: Race): Readonly<Record<string, number>> {
  return Object.fromEntries(
    race.outcomes.map(({ branch, count }) => [JSON.stringify(valuesOf(endOfBranch(rehearsal, branch))), count]),
  );
}

function raced(rehearsal: Rehearsal, scenario: Scenario, seed: number, rule: string): Race {
  run(rehearsal, scenario, seed);
  return forkRace(rehearsal, rule);
}

/** All ways to merge two lists, each in its own order. */
function merges(a: readonly string[], b: readonly string[]): string[][] {
  const [first, second] = [a[0], b[0]];
  if (first === undefined) return [[...b]];
  if (second === undefined) return [[...a]];
  return [
    ...merges(a.slice(1), b).map((rest) => [first, ...rest]),
    ...merges(a, b.slice(1)).map((rest) => [second, ...rest]),
  ];
}

test('it compiles, and opens with a busy counter', () => {
  expect(sound.program.diagnostics).toEqual([]);
  expect(sound.program.scenarios.map(({ name }) => name)).toEqual(scenarios);
});

test('every scenario passes for its own seed and others, and updates are lost', () => {
  const outcomes = scenarios.flatMap((scenario) =>
    [sound.seed, ...(scenario === 'a busy counter' ? FEW.slice(0, 2) : SEEDS)].map((seed) => {
      const outcome = run(sound, scenario, seed);
      expectPassed(outcome, `${scenario}, seed ${seed}`);
      return outcome;
    }),
  );
  expectWitnesses(outcomes, ['an increment is lost']);
});

test('every exploration ends as the page says', () => {
  expect(explored(sound, 'one after the other, whatever the timing')).toMatchObject({
    verdict: 'violated',
    isExpected: true,
    violated: { text: '2 acknowledged, 1 counted' },
  });
  for (const [name, states] of [
    ['two clients, get then set, every interleaving', 37],
    ['two clients, every interleaving', 57],
    ['deleted and created again, whatever the timing', 949],
  ] as const) {
    const { diagnostics, ...found } = explored(sound, name);
    const wrong = found.violations.filter(({ property }) => !property.endsWith('not-found, then mismatch'));
    expect(found.witnessed.includes('an increment is lost')).toBe(name.includes('get then set'));
    expect(found).toMatchObject({ verdict: name.startsWith('two clients') ? 'holds' : 'violated', states });
    expect(wrong).toEqual([]);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  }
});

describe('the shortest way to each bug is the one that the plainest explorer finds, world by world', () => {
  const chain = 'compared writes form one chain per key';
  for (const { bug, edit, exploration, property, steps } of [
    {
      bug: 'a lost update',
      edit: null,
      exploration: 'one after the other, whatever the timing',
      property: 'one after the other: no increment is lost',
      // Each begins, asks, hears, writes, and hears that it is done.
      steps: 10,
    },
    {
      bug: 'a check, a pause, then the write',
      edit: tooEarly,
      exploration: 'two clients, every interleaving',
      property: chain,
      // Each asks and hears; both are checked; both are written.
      steps: 8,
    },
    {
      bug: 'a token that comes again',
      edit: byRevision,
      exploration: 'deleted and created again, whatever the timing',
      property: 'deleted and created again: ann replaces only what she has read',
      // Bob creates, deletes and creates again, two steps each; Ann reads in three, and writes in two.
      steps: 11,
    },
  ] as const) {
    test(`${bug}: ${steps} steps`, async () => {
      const wrong = edit === null ? text : edited(text, edit);
      const found = explored(await rehearse(wrong), exploration);
      const { path } = found.violations.find((violation) => violation.property === property) ?? {};
      const { program } = await built(wrong);
      const declared = program.explorations.find(({ name }) => name === exploration);
      if (declared === undefined) throw new Error(`no '${exploration}'`);
      const plain = exploreNaively(program, declared.options, !found.orderMatters);
      expect(found.states).toBe(plain.states);
      expect([(path?.length ?? 0) - 1, plain.violations.get(property)]).toEqual([steps, steps]);
    });
  }
});

test('every plot can be drawn at the end of a run and before its first event, and has data at the end', () => {
  run(sound, 'a busy counter', sound.seed);
  const last = drawPlots(sound, null);
  expect(last.map(({ type }) => type)).toEqual(['plot', 'plot', 'plot']);
  const [lines, bars] = last.map((drawn) => JSON.stringify(drawn));
  expect(lines).toMatch(/"time":\d/);
  expect(bars).toContain('another write');
  expect(bars).toContain('nothing');
  expect(drawPlots(sound, 0).map(({ type }) => type)).toEqual(['plot', 'plot', 'plot']);
});

describe('Two clients read and then write', () => {
  const requests = (client: string, write: string): readonly string[] => [`GetItem ${client}`, `${write} ${client}`];
  const short = ({ name }: RaceEvent): string => name;

  test('there are exactly the six orders in which each reads before it writes', () => {
    for (const scenario of ['two clients, get then set', 'two clients, compare and swap'] as const) {
      const { orders, outcomes } = raced(sound, scenario, 7, 'store.GetItem');
      const found = outcomes.flatMap((outcome) =>
        outcome.orders.map(({ events }) => events.slice(0, 4).map(short).join(', ')),
      );
      // Who is refused reads and writes again, and has no rival left.
      const wanted = merges(requests('client1', 'SetItem'), requests('client2', 'SetItem'));
      expect(orders).toBe(6);
      expect(found.toSorted()).toEqual(wanted.map((order) => order.join(', ')).toSorted());
    }
  });

  test('four of six orders end at 1, and lose an update; those in which a client is done before the other end at 2', () => {
    for (const seed of SEEDS.slice(0, 10)) {
      const race = raced(sound, 'two clients, get then set', seed, 'store.GetItem');
      for (const { branch, orders } of race.outcomes) {
        const { hits } = valuesOf(endOfBranch(sound, branch));
        for (const { events } of orders) {
          const [first, second] = events.map((event) => short(event).split(' ')[1]);
          expect(hits, events.map(short).join(', ')).toBe(first === second ? 2 : 1);
        }
      }
      expect(outcomesOf(sound, race)).toEqual({ '{"hits":1}': 4, '{"hits":2}': 2 });
    }
  });

  test('with compare and swap all six end at 2, and nothing is violated', () => {
    for (const seed of SEEDS.slice(0, 10)) {
      const race = raced(sound, 'two clients, compare and swap', seed, 'store.GetItem');
      expect(outcomesOf(sound, race)).toEqual({ '{"hits":2}': 6 });
      expect(race.outcomes.map(({ violated }) => violated)).toEqual([[]]);
    }
  });

  test('of different keys: six orders, one outcome', () => {
    const race = raced(sound, 'different keys', 7, 'store.GetItem');
    expect(outcomesOf(sound, race)).toEqual({ '{"about":1,"home":1}': 6 });
  });
});

describe('Two changes in flight', () => {
  test('increments by the store commute: one outcome', () => {
    expect(outcomesOf(sound, raced(sound, 'two increments by the store', 7, 'store.IncrItem'))).toEqual({
      '{"hits":2}': 2,
    });
  });

  test('plain sets have exactly two outcomes', () => {
    for (const seed of SEEDS.slice(0, 10)) {
      expect(outcomesOf(sound, raced(sound, 'two plain sets', seed, 'store.SetItem'))).toEqual({
        '{"door":"red"}': 1,
        '{"door":"blue"}': 1,
      });
    }
  });

  test('of two adds one exists already, whichever comes first', () => {
    const race = raced(sound, 'two adds', 7, 'store.AddItem');
    const claims = race.outcomes.map(({ branch }) => {
      const states = endOfBranch(sound, branch);
      const winner = String(valuesOf(states)['lock']);
      return ['ann', 'bob'].map((id) => [id === winner, fields(states.get(id)?.['answers'])['claim']]);
    });
    expect(claims.map((claim) => claim.toSorted())).toEqual([
      [
        [false, 'exists'],
        [true, 'ok'],
      ],
      [
        [false, 'exists'],
        [true, 'ok'],
      ],
    ]);
  });

  test('Try this: two appends have two outcomes', async () => {
    const appending = await mutant(
      text,
      [
        "SetItem({ opaque: `paint it ${val}`, key: 'door', val })",
        "AppendItem({ opaque: 'append', key: 'door', text: val })",
      ],
      ["['red', 'blue'].includes", "['redblue', 'bluered'].includes"],
    );
    expect(outcomesOf(appending, raced(appending, 'two plain sets', 7, 'store.AppendItem'))).toEqual({
      '{"door":"redblue"}': 1,
      '{"door":"bluered"}': 1,
    });
  });
});

describe('A token', () => {
  test('is not fooled by A, B, A; a comparison of values is', () => {
    const { states } = run(sound, 'A, B, A', 5);
    expect(fields(states.get('ann')?.['answers'])).toMatchObject({ 'by cas': 'mismatch', 'by value': 'ok' });
    expect(valuesOf(states)).toEqual({ plan: 'v3' });
  });

  test('refuses a stale set between delete and create, and after both', () => {
    const { states } = run(sound, 'deleted and created again', 5);
    expect(fields(states.get('ann')?.['answers'])).toMatchObject({ 'set 1': 'not-found', 'set 2': 'mismatch' });
    expect(valuesOf(states)).toEqual({ plan: 'new' });
    const { item } = fields(fields(states.get('store')?.['partitions'])['plan']);
    expect(item).toMatchObject({ revId: 1, sq: 3, cas: 3 });
  });

  test('Try this: the revision as a token lets the stale set overwrite, in every run and in the exploration', async () => {
    const wrong = await mutant(text, byRevision);
    const name = 'ann replaces only what she has read';
    for (const seed of SEEDS.slice(0, 10)) {
      const outcome = run(wrong, 'deleted and created again', seed);
      expect(verdictOf(outcome, name)).toBe('violated');
      expect(valuesOf(outcome.states)).toEqual({ plan: 'stale' });
    }
    const { violated } = explored(wrong, 'deleted and created again, whatever the timing');
    expect(violated?.property).toBe(`deleted and created again: ${name}`);
  });
});

describe('Compare and swap', () => {
  test('among six clients nobody is refused more than five times, and each finishes', () => {
    for (const seed of SEEDS) {
      const outcome = run(sound, 'six clients at once', seed);
      expect(clientsOf(outcome)).toEqual(
        Array.from({ length: 6 }, () => ({ jobs: 1, job: null, added: 1, gaveUp: 0 })),
      );
      // The k-th to succeed is refused at most k − 1 times.
      expect(outcome.stats.get('client.retries_total') ?? 0).toBeLessThanOrEqual(0 + 1 + 2 + 3 + 4 + 5);
    }
  });

  test('Try this: typed into the running counter it stops the loss, and what was lost stays lost', async () => {
    const live = await rehearse(text);
    live.session.handle({ type: 'open', cells: live.cells, seed: 1, scenario: 'a busy counter', restore: null });
    const careless = lostIn(advance(live, 3_000));
    expect(careless).toBeGreaterThan(100);
    expect((await swap(live, edited(text, careful))).accepted).toBe(true);
    // Jobs begun the old way still end the old way.
    const settled = lostIn(advance(live, 3_200));
    const later = advance(live, 8_000);
    // What was written and not yet acknowledged is counted already.
    expect(Math.abs(lostIn(later) - settled)).toBeLessThanOrEqual(4);
    expect((await swap(live, text)).accepted).toBe(true);
    expect(lostIn(advance(live, 10_000))).toBeGreaterThan(settled + 100);
  });

  test('Try this: without a pause more is refused than done, and many more give up', async () => {
    const [patient, hasty] = await Promise.all([mutant(text, careful), mutant(text, careful, impatient)]);
    const measure = (rehearsal: Rehearsal, seed: number) => {
      const { stats } = run(rehearsal, 'a busy counter', seed);
      const done = stats.get('client.increments_acknowledged_total') ?? 0;
      const refused = (stats.get('store.changes_total') ?? 0) - (stats.get('store.counter_value_count') ?? 0);
      return { done, refused, gaveUp: stats.get('client.increments_abandoned_total') ?? 0 };
    };
    for (const seed of [sound.seed, ...FEW.slice(0, 2)]) {
      const [calm, hectic] = [measure(patient, seed), measure(hasty, seed)];
      expect(calm.refused).toBeLessThan(calm.done);
      expect(hectic.refused).toBeGreaterThan(hectic.done);
      expect(hectic.done).toBeGreaterThan(calm.done);
      expect(hectic.gaveUp).toBeGreaterThan(2 * calm.gaveUp);
    }
  });

  test('Try this: a check that comes before a pause breaks the chain and loses an increment', async () => {
    const wrong = await mutant(text, tooEarly);
    const chain = 'compared writes form one chain per key';
    expect(explored(wrong, 'two clients, every interleaving').violated).toEqual({
      property: chain,
      text: 'hits: change 3 was made of 1, but replaced 2',
    });
    const own = run(wrong, 'six clients at once', sound.seed);
    expect([verdictOf(own, chain), verdictOf(own, 'no increment is lost')]).toEqual(['violated', 'violated']);
    const broken = FIFTY.filter((seed) => verdictOf(run(wrong, 'six clients at once', seed), chain) === 'violated');
    expect(broken.length).toBeGreaterThan(35);
  });
});

test('every Try this can be typed into the running counter and taken back', async () => {
  const live = await rehearse(text);
  live.session.handle({ type: 'open', cells: live.cells, seed: 1, scenario: 'a busy counter', restore: null });
  let now = 0;
  const edits = [careful, impatient, byRevision, tooEarly];
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
