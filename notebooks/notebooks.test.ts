/**
 * The notebooks do what their prose says: every scenario passes for its own seed and for others, the facts of
 * the storyline hold, and each *Try this* that breaks a rule makes the property it names fail.
 */
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { expectPassed, expectWitnesses, FEW, FIFTY, SEEDS, mutant, named } from './expect.fixture.ts';
import {
  advance,
  drawPlots,
  drawViews,
  type Edit,
  edited,
  type Outcome,
  read,
  type Rehearsal,
  rehearse,
  run,
  runLogged,
  swap,
  violated,
} from './rehearse.fixture.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

describe('01 two-phase commit', () => {
  let text = '';
  let sound: Rehearsal;
  const scenarios = [
    'three resource managers',
    'everyone promises',
    'one refuses',
    'a promise survives a crash',
    'the manager is gone',
  ];
  beforeAll(async () => {
    text = await read('01-two-phase-commit.sim.md');
    sound = await rehearse(text);
  });

  test('it compiles, and the first scenario is the one of the language’s example', () => {
    expect(sound.program.diagnostics.filter(({ code }) => code !== 'check/not-available')).toEqual([]);
    expect(sound.program.scenarios.map(({ name }) => name)).toEqual(scenarios);
    expect(sound.program.explorations.map(({ name }) => name)).toEqual(['every interleaving']);
  });

  test('every scenario passes for its own seed and others, and both endings occur each time', () => {
    for (const seed of [sound.seed, ...SEEDS]) {
      const outcomes = scenarios.map((scenario) => run(sound, scenario, seed));
      outcomes.forEach((outcome, i) => expectPassed(outcome, `${scenarios[i]}, seed ${seed}`));
      expectWitnesses(outcomes, ['everyone commits', 'everyone aborts']);
    }
  });

  test('when the transaction manager is gone, all wait for ever', () => {
    const { states } = run(sound, 'the manager is gone', 3);
    expect(['rm1', 'rm2', 'rm3'].map((id) => states.get(id)?.['status'])).toEqual(['prepared', 'prepared', 'prepared']);
  });

  test('Try this: with two promises of three, some runs commit too early and some disagree', async () => {
    const wrong = await rehearse(
      edited(text, ['&&\n    s.prepared.size === ctx.nodes(rm).length', '&&\n    s.prepared.size >= 2']),
    );
    const found = FIFTY.map((seed) => named(run(wrong, 'three resource managers', seed)));
    expect(found.filter((names) => names.includes('no commit without every promise')).length).toBeGreaterThan(15);
    expect(found.filter((names) => names.includes('nobody disagrees')).length).toBeGreaterThan(1);
  });

  test('Try this: a promise that is not durable is broken by a crash, and with seed 1 they disagree', async () => {
    const forgetful = await mutant(text, ["  durable: ['status'],\n", '']);
    for (const seed of SEEDS.slice(0, 5)) {
      const outcome = run(forgetful, 'a promise survives a crash', seed);
      expect(named(outcome)).toContain('no commit without every promise');
    }
    expect(named(run(forgetful, 'a promise survives a crash', 1))).toContain('nobody disagrees');
  });
});

test('every plot can be drawn at the end of a run and before its first event, and has data at the end', async () => {
  for (const [name, scenario, plots] of [
    ['01-two-phase-commit.sim.md', 'everyone promises', 2],
    ['02-raft.sim.md', 'five servers', 4],
  ] as const) {
    const rehearsal = await rehearse(await read(name));
    run(rehearsal, scenario, rehearsal.seed);
    const last = drawPlots(rehearsal, null);
    expect(last.map(({ type }) => type)).toEqual(Array.from({ length: plots }, () => 'plot'));
    for (const drawn of last) expect(JSON.stringify(drawn)).toMatch(/"time":\d/);
    expect(drawPlots(rehearsal, 0).map(({ type }) => type)).toEqual(Array.from({ length: plots }, () => 'plot'));
  }
});

test('the view of Raft shows every log, each entry a place in the state of its server, and how far it is committed', async () => {
  const rehearsal = await rehearse(await read('02-raft.sim.md'));
  const outcome = run(rehearsal, 'five servers', rehearsal.seed);
  const [logs] = drawViews(rehearsal, null);
  if (logs?.type !== 'view' || logs.view.content.kind !== 'lanes') throw new Error('it shows no lanes');
  const { lanes } = logs.view.content;
  expect(lanes.map(({ label }) => label[0]?.text)).toEqual(['A', 'B', 'C', 'D', 'E']);
  for (const { label, before, cells, marks } of lanes) {
    const id = label[0]?.text ?? '';
    const index = before + cells.length - 1;
    expect(cells.at(-1)?.about).toEqual({ type: 'place', node: id, field: 'log', at: [index] });
    expect(marks).toEqual([{ after: outcome.states.get(id)?.['commitIndex'], text: 'committed' }]);
  }
  expect(drawViews(rehearsal, 0)).toMatchObject([{ type: 'view' }]);
});

describe('02 Raft', () => {
  let text = '';
  let sound: Rehearsal;
  const brief = [
    'one server',
    'three servers elect',
    'a voter crashes',
    'split vote',
    'set and add',
    'a stale log',
    'partition',
    'figure 8',
  ];
  beforeAll(async () => {
    text = await read('02-raft.sim.md');
    sound = await rehearse(text);
  });

  const serversOf = ({ states }: Outcome): Readonly<Record<string, unknown>>[] =>
    [...states.values()].filter((state) => 'commitIndex' in state);
  const logsOf = (outcome: Outcome): string[] =>
    serversOf(outcome).map(({ log }) =>
      (log as { term: number; op: string; value: number }[]).map((e) => `${e.op} ${e.value}`).join(', '),
    );

  test('it compiles, and opens with five servers', () => {
    expect(sound.program.diagnostics).toEqual([]);
    expect(sound.program.scenarios.map(({ name }) => name)).toEqual([
      'five servers',
      ...brief,
      // To be explored.
      'four servers stand',
      'a crash at any time',
      'one write',
      'figure 8 of three',
    ]);
  });

  test('every scenario passes for its own seed and others, with one leader in a term', () => {
    for (const scenario of ['five servers', ...brief]) {
      const outcomes = [sound.seed, ...(scenario === 'five servers' ? FEW : SEEDS)].map((seed) => {
        const outcome = runLogged(sound, scenario, seed);
        expectPassed(outcome, `${scenario}, seed ${seed}`);
        const terms = outcome.log.flatMap((line) => /leads term (\d+)/.exec(line)?.[1] ?? []);
        expect(terms.length, `${scenario}, seed ${seed}`).toBeGreaterThan(0);
        expect(new Set(terms).size, `${scenario}, seed ${seed}: ${terms.join(' ')}`).toBe(terms.length);
        return outcome;
      });
      if (scenario === 'split vote') expectWitnesses(outcomes, ['two candidates in one term']);
    }
  });

  test('frame 1: one server holds 8', () => {
    expect(run(sound, 'one server', 5).states.get('A')?.['x']).toBe(8);
  });

  test('frame 2: heartbeats hold the term, and only the stopped leader makes a second election', () => {
    const { log } = runLogged(sound, 'three servers elect', sound.seed);
    const leaders = log.filter((line) => line.includes('leads'));
    expect(leaders).toHaveLength(2);
    expect(leaders[0]?.split(' ')[0]).not.toBe(leaders[1]?.split(' ')[0]);
  });

  test('frame 4: SET 5 and ADD 2 make 7, everywhere', () => {
    const outcome = run(sound, 'set and add', 5);
    expect(serversOf(outcome).map(({ x }) => x)).toEqual([7, 7, 7]);
    expect(logsOf(outcome)).toEqual(Array.from({ length: 3 }, () => 'SET 5, ADD 2'));
  });

  test('frame 5: after the network healed five equal logs hold SET 8, and Y has no answer', () => {
    const outcome = runLogged(sound, 'partition', 5);
    expect(logsOf(outcome)).toEqual(Array.from({ length: 5 }, () => 'SET 8'));
    expect(serversOf(outcome).map(({ x }) => x)).toEqual([8, 8, 8, 8, 8]);
    expect(outcome.states.get('X')).toMatchObject({ confirmed: 1, unanswered: 0 });
    expect(outcome.states.get('Y')).toMatchObject({ confirmed: 0, unanswered: 1 });
    expect(outcome.log.some((line) => /^B leads term 1$/.test(line))).toBe(true);
    expect(outcome.log.some((line) => /^C leads term 2$/.test(line))).toBe(true);
  });

  test('frame 6: the terms and leaders are those of figure 8', () => {
    const outcome = runLogged(sound, 'figure 8', 5);
    const leaders = outcome.log.filter((line) => line.includes('leads'));
    expect(leaders).toEqual([
      'S2 leads term 1',
      'S1 leads term 2',
      'S5 leads term 3',
      'S1 leads term 4',
      'S5 leads term 5',
    ]);
    expect(logsOf(outcome)).toEqual(Array.from({ length: 5 }, () => 'SET 1, SET 3, ADD 4'));
  });

  test('frame 6: without the test of the term a committed entry vanishes', async () => {
    const wrong = await mutant(text, [
      '\n  if (termAt(s.log, index) !== s.term) return s.commitIndex\n  return',
      '\n  return',
    ]);
    for (const seed of SEEDS.slice(0, 5)) {
      const outcome = run(wrong, 'figure 8', seed);
      expect(named(outcome)).toEqual(
        expect.arrayContaining(['leader completeness', 'state machine safety', 'what is committed never changes']),
      );
      expect(outcome.properties.get('SET 2 is never applied')?.verdict).toBe('violated');
    }
  });

  test('frame 3: with half of four servers as a quorum two lead one term; three and five notice nothing', async () => {
    const wrong = await mutant(text, ['Math.floor(servers / 2) + 1', 'Math.ceil(servers / 2)']);
    const outcome = run(wrong, 'split vote', sound.seed);
    expect(violated(outcome)).toContain('election safety: one leader in a term: A and D both lead term 1');
    for (const scenario of ['three servers elect', 'partition']) {
      expect(violated(run(wrong, scenario, sound.seed)), scenario).toEqual([]);
    }
  });

  test('frame 2: a vote that is not durable is cast twice', async () => {
    const wrong = await mutant(text, ["durable: ['term', 'votedFor', 'log']", "durable: ['term', 'log']"]);
    for (const seed of SEEDS.slice(0, 5)) {
      const outcome = run(wrong, 'a voter crashes', seed);
      expect(violated(outcome)).toContain('election safety: one leader in a term: A and C both lead term 1');
    }
  });

  test('frame 4: without the test of freshness a server that lacks a committed entry leads', async () => {
    const wrong = await mutant(text, ['m.term === s.term && free && fresh', 'm.term === s.term && free']);
    for (const seed of SEEDS.slice(0, 5)) {
      const outcome = run(wrong, 'a stale log', seed);
      expect(violated(outcome)).toContain('leader completeness: B leads without entry 1, which A committed');
    }
  });

  test('Try this, while the cluster runs: the edit is taken, time and logs go on, the terms climb', async () => {
    const live = await rehearse(text);
    live.session.handle({ type: 'open', cells: live.cells, seed: 1, scenario: 'five servers', restore: null });
    const before = advance(live, 2_500);
    const calm = await swap(live, edited(text, ['random.between(150, 300)', 'random.between(15, 300)']));
    expect(calm.accepted, JSON.stringify(calm.program.diagnostics)).toBe(true);
    const after = advance(live, 6_000);
    expect(after.status).toBe('running');
    expect(after.now).toBe(6_000);
    for (const [id, { log }] of before.states) {
      if (!Array.isArray(log)) continue;
      expect(log.length).toBeGreaterThan(2);
      const later = after.states.get(id)?.['log'];
      expect(Array.isArray(later) ? later.slice(0, log.length) : later).toEqual(log);
    }
    const term = ({ states }: { readonly states: Outcome['states'] }): number => Number(states.get('A')?.['term']);
    expect(term(before)).toBeLessThan(4);
    expect(term(after)).toBeGreaterThan(term(before) + 10);
  });

  test('every Try this can be typed into the running cluster and taken back', async () => {
    const edits: readonly Edit[] = [
      ['heartbeatInterval = 50', 'heartbeatInterval = 250'],
      ["durable: ['term', 'votedFor', 'log']", "durable: ['term', 'log']"],
      ['Math.floor(servers / 2) + 1', 'Math.ceil(servers / 2)'],
      ['m.term === s.term && free && fresh', 'm.term === s.term && free'],
      ['\n  if (termAt(s.log, index) !== s.term) return s.commitIndex\n  return', '\n  return'],
    ];
    const live = await rehearse(text);
    live.session.handle({ type: 'open', cells: live.cells, seed: 1, scenario: 'five servers', restore: null });
    let now = 0;
    for (const edit of edits) {
      for (const wanted of [edited(text, edit), text]) {
        now += 500;
        expect(advance(live, now).status, edit[1]).toBe('running');
        const { accepted, program } = await swap(live, wanted);
        expect(accepted, JSON.stringify(program.diagnostics)).toBe(true);
      }
    }
    expect(advance(live, now + 1_000).swaps).toBe(2 * edits.length);
  });

  test('Try this: a timeout from 15 ms makes the terms climb and keeps every safety property', async () => {
    const calm = run(sound, 'five servers', sound.seed);
    const outcome = run(
      await mutant(text, ['random.between(150, 300)', 'random.between(15, 300)']),
      'five servers',
      sound.seed,
    );
    const elections = ({ stats }: Outcome): number => stats.get('raft.elections_total') ?? 0;
    expect(elections(calm)).toBeLessThan(30);
    expect(elections(outcome)).toBeGreaterThan(200);
    for (const name of [
      'election safety',
      'log matching',
      'leader completeness',
      'state machine safety',
      'what is committed never changes',
    ]) {
      expect(named(outcome)).not.toContain(name);
    }
  });

  test('Try this: heartbeats rarer than the timeout end every leadership', async () => {
    const outcome = run(
      await mutant(text, ['heartbeatInterval = 50', 'heartbeatInterval = 250']),
      'five servers',
      sound.seed,
    );
    expect(outcome.stats.get('raft.leaders_total')).toBeGreaterThan(100);
  });

  test('Try this: a leader that sends at once commits sooner', async () => {
    const wrong = await mutant(text, [
      '  s.log.push({ ...m, term: s.term, client: ctx.from })\n',
      '  s.log.push({ ...m, term: s.term, client: ctx.from })\n  for (const peer of ctx.peers) replicate(s, peer, ctx)\n',
    ]);
    const before = run(sound, 'five servers', sound.seed).stats.get('raft.commit_latency_ms');
    const after = run(wrong, 'five servers', sound.seed).stats.get('raft.commit_latency_ms');
    expect(before).toBeGreaterThan(90);
    expect(after).toBeLessThan(85);
  });
});
