/**
 * The rebalance does what its page says: every scenario passes for its own seed and for others, the numbers of the tables hold in the
 * running cluster, and each *Try this* that breaks a rule makes the property it names fail.
 */
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { expectPassed, FEW, SEEDS, mutant, named } from './expect.fixture.ts';
import {
  advance,
  drawPlots,
  drawViews,
  type Edit,
  edited,
  explored,
  type Outcome,
  read,
  type Rehearsal,
  rehearse,
  run,
  runLogged,
  swap,
  violated,
} from './rehearse.fixture.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 60_000 });

let text = '';
let sound: Rehearsal;
const brief = [
  'swap b for e',
  'grow from one node to four',
  'remove d',
  'a dies midway',
  'a second rebalance',
  'a stop and a resume',
  'a dies at the wrong moment',
  'the power fails',
  'one partition moves',
  'its source dies',
  'its target dies',
  'its replica dies',
  'a replica moves',
  'stopped, and begun again',
];
const polite: Edit = ["diskPolicy: DiskPolicy = 'take turns'", "diskPolicy: DiskPolicy = 'clients first'"];
const fewest: readonly Edit[] = [
  ["after, 'availability')", "after, 'fewest-copies')"],
  [
    "  return [\n    ...list.filter((step) => step.op !== 'del'),\n    ...list.filter((step) => step.op === 'del'),\n  ]\n",
    '  return list\n',
  ],
];
const tooEarly: readonly Edit[] = [
  ['  ctx.send(from, Have({ partition, build, seqno: to }))\n', ''],
  [
    "  s.disk[batch.lane].push({ type: 'items', batch, from: ctx.from })\n",
    "  s.disk[batch.lane].push({ type: 'items', batch, from: ctx.from })\n  const { partition, build, to } = batch\n  ctx.reply(Have({ partition, build, seqno: to }))\n",
  ],
];
const twoActives: Edit = ['if (move.source === null) activate(', 'if (true) activate('];
const forgetful: Edit = ['acked: -1, sent: 0, live: true }', 'acked: -1, sent: 0, live: false }'];
const anyBuild: Edit = [
  "if (move?.phase !== 'backfill' || move.build !== build) return",
  "if (move?.phase !== 'backfill') return",
];
const firstOnly = (name: string): Edit => [`explore('${name}', {`, `explore('${name}', {\n  stop: 'first',`];

beforeAll(async () => {
  text = await read('05-rebalance.sim.md');
  sound = await rehearse(text);
});

const mapOf = ({ states }: Outcome): Readonly<Record<string, unknown>> => states.get('manager')?.['map'] as never;

test('it compiles, and opens with the swap under load', () => {
  expect(sound.program.diagnostics).toEqual([]);
  expect(sound.program.scenarios.map(({ name }) => name).toSorted()).toEqual([...brief, 'an overload'].toSorted());
  expect(sound.program.scenarios[0]?.name).toBe('swap b for e');
});

test.each(brief)('%s: it passes for its own seed and others', (scenario) => {
  for (const seed of [sound.seed, ...SEEDS]) expectPassed(run(sound, scenario, seed), `${scenario}, seed ${seed}`);
});

test('an overload: it passes for its own seed and others', () => {
  for (const seed of [sound.seed, ...FEW]) expectPassed(run(sound, 'an overload', seed), `seed ${seed}`);
});

test('every plot can be drawn at the end of a run and before its first event, and has data at the end', () => {
  run(sound, 'swap b for e', sound.seed);
  const last = drawPlots(sound, null);
  expect(last.map(({ type }) => type)).toEqual(Array.from({ length: 5 }, () => 'plot'));
  for (const drawn of last.slice(1)) expect(JSON.stringify(drawn)).toMatch(/"time":\d/);
  expect(drawViews(sound, null)).toMatchObject([{ type: 'view', view: { title: 'Disks' } }]);
  expect(drawPlots(sound, 0).map(({ type }) => type)).toEqual(Array.from({ length: 5 }, () => 'plot'));
});

describe('what the prose says', () => {
  test('a swap touches four partitions: two primaries and two replicas are built on e, and nothing else moves', () => {
    const outcome = run(sound, 'swap b for e', sound.seed);
    expect(outcome.stats.get('rebalance.moves_ended_total')).toBe(8);
    expect(mapOf(outcome)).toMatchObject({
      P0: { primary: ['e'], replica: ['d'] },
      P3: { primary: ['e'], replica: ['c'] },
      P4: { primary: ['c'], replica: ['e'] },
      P6: { primary: ['a'], replica: ['e'] },
    });
  });

  test('under duress two plans are made, and no write that was acknowledged is missing anywhere', () => {
    const outcome = runLogged(sound, 'a dies midway', sound.seed);
    expect(outcome.stats.get('rebalance.plans_total')).toBe(2);
    const promised = outcome.states.get('X')?.['acknowledged'] as Readonly<Record<string, number>>;
    expect(Object.keys(promised).length).toBe(8);
    expect(outcome.log.filter((line) => line.includes('is lost'))).toEqual([]);
  });

  test('in an overload more than a hundred writes are refused, and some hundreds are done', () => {
    const { stats } = run(sound, 'an overload', sound.seed);
    expect(stats.get('client.writes_refused_total')).toBeGreaterThan(100);
    expect(stats.get('client.writes_acknowledged_total')).toBeGreaterThan(500);
  });
});

describe('Try this', () => {
  test('a disk that serves clients first: in an overload the rebalance never ends, on a quiet day it does', async () => {
    const wrong = await mutant(text, polite);
    for (const seed of [sound.seed, ...FEW]) {
      const outcome = run(wrong, 'an overload', seed);
      expect(named(outcome), `seed ${seed}`).toContain('a rebalance comes to its end');
      expect(named(outcome)).toContain('an overload');
      const done = outcome.stats.get('client.writes_acknowledged_total') ?? 0;
      const fair = run(sound, 'an overload', seed).stats.get('client.writes_acknowledged_total') ?? 0;
      // A few writes in a hundred.
      expect(done / fair).toBeGreaterThan(1);
      expect(done / fair).toBeLessThan(1.06);
      expect(violated(run(wrong, 'swap b for e', seed))).toEqual([]);
    }
  });

  test('the fewest copies: the partition is gone with a', async () => {
    const wrong = await mutant(text, ...fewest);
    for (const seed of [sound.seed, ...SEEDS]) {
      const outcome = run(wrong, 'a dies at the wrong moment', seed);
      expect(outcome.properties.get('no acknowledged write is lost')?.verdict, `seed ${seed}`).toBe('violated');
    }
    expect(explored(await mutant(text, ...fewest), 'a replica moves, and its primary dies').verdict).toBe('violated');
  });

  test('answered before it is on the disk: the copy that counts as complete is not', async () => {
    const wrong = await mutant(text, ...tooEarly);
    for (const scenario of ['swap b for e', 'the power fails']) {
      for (const seed of [sound.seed, ...FEW]) {
        expect(violated(run(wrong, scenario, seed)).join('; '), `${scenario}, seed ${seed}`).toMatch(
          /every complete copy has what was acknowledged: P\d on \w: \d+ of \d+/,
        );
      }
    }
  });

  test('active before the source is dead: two at once', async () => {
    const wrong = await mutant(text, twoActives);
    for (const seed of [sound.seed, ...FEW]) {
      expect(violated(run(wrong, 'swap b for e', seed)).join('; ')).toMatch(
        /at most one active copy: \w and \w both hold P\d active/,
      );
    }
  });

  test.each([
    ['two at once', twoActives, 'a move', 'at most one active copy'],
    [
      'replicas that are not counted on',
      forgetful,
      'a move, and its target dies',
      'every complete copy has what was acknowledged',
    ],
    [
      'a message about an older build',
      anyBuild,
      'stopped, and begun again, whenever',
      'every complete copy has what was acknowledged',
    ],
  ] as const)('%s: exploring finds it', async (_, edit, exploration, property) => {
    const wrong = await mutant(text, edit, firstOnly(exploration));
    const found = explored(wrong, exploration);
    expect(found.verdict).toBe('violated');
    expect(found.violated?.property).toBe(property);
  });

  test('more backfills at a time: the limit holds, and the swap still ends', async () => {
    const edit: Edit = ['backfillsPerNode = 1', 'backfillsPerNode = 4'];
    const many = await mutant(text, edit);
    expectPassed(run(many, 'swap b for e', sound.seed), 'four at a time');
    // Growing is over sooner, and as much is written.
    const name = 'two primaries and two replicas each';
    for (const seed of [sound.seed, ...FEW]) {
      const [one, four] = [sound, many].map((each) => run(each, 'grow from one node to four', seed));
      const [slow = 0, fast = Infinity] = [one, four].map((each) => each?.properties.get(name)?.at?.time);
      expect(fast, `seed ${seed}`).toBeLessThan(slow * 0.9);
      const acknowledged = [one, four].map((each) => each?.stats.get('client.writes_acknowledged_total') ?? 0);
      expect(acknowledged[0]).toBeGreaterThan(300);
      expect(Math.abs((acknowledged[1] ?? 0) - (acknowledged[0] ?? 0))).toBeLessThan(4);
    }
    // With the page's seed: half of the clients hardly feel it, the slowest do.
    const latency = 'load.operation_latency_ms';
    const [one, four] = [sound, many].map((each) => run(each, 'grow from one node to four', sound.seed));
    expect(four?.stats.get(latency)).toBeLessThan((one?.stats.get(latency) ?? 0) * 1.2);
    expect(four?.p99.get(latency)).toBeGreaterThan((one?.p99.get(latency) ?? Infinity) * 2);
  });

  test('every Try this can be typed into the running cluster and taken back', async () => {
    const live = await rehearse(text);
    live.session.handle({ type: 'open', cells: live.cells, seed: 5, scenario: 'swap b for e', restore: null });
    let now = 0;
    const edits = [polite, twoActives, forgetful, anyBuild];
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
