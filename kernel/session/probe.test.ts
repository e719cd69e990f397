import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { probeCell } from '../compile/probe.ts';
import { compile } from '../compile/testing.ts';
import { cellsOf } from '../notebook/notebook.ts';
import { parse } from '../notebook/parse.ts';
import { canonical } from '../plain.ts';
import type { Probe, Seen, Shown } from '../protocol.ts';
import { compileAll, openCells, type Opened } from '../session.fixture.ts';
import { digestOf } from '../trace/digest.ts';
import { forward } from '../trace/forward.ts';
import { worldAfter } from '../trace/past.ts';
import { rowOf } from '../trace/row.ts';
import { worldOf } from '../trace/run.ts';
import { makePlan } from '../world/plan.ts';
import { turn } from '../world/step.ts';
import type { World } from '../world/world.ts';
import { installActions, installProbes } from '../probe/install.ts';
import raft from '../../notebooks/02-raft.sim.md?raw';
import { probeEvent, runProbed } from './probe.ts';
import { probedOf } from './probing.ts';
import { openNotebook } from './start.ts';
import { createState, currentRun, type SessionState } from './state.ts';

function text(value: Shown): string {
  if (value.t === 'atom') return value.text;
  if (value.t === 'list') return `[${value.items.map(text).join(', ')}]`;
  return `{${value.entries.map(([key, member]) => `${key}: ${text(member)}`).join(', ')}}`;
}

function probe(run: Opened, step: number, branch?: number | null): Probe {
  const { probe: found, why } = run.session.handle({
    type: 'probe',
    step,
    ...(branch === undefined ? {} : { branch }),
  });
  if (found === null) throw new Error(why);
  return found;
}

const why = (run: Opened, step: number): string => run.session.handle({ type: 'probe', step }).why;

/** `line: label value`, of one pass or all. */
const lines = ({ seen }: Probe, pass?: number): string[] =>
  seen
    .filter((one) => pass === undefined || one.pass === pass)
    .map(({ label, value, range }: Seen) => `${range.line}: ${label} ${text(value)}`);

/** Text that did not run, of a pass. */
const skipped = (found: Probe, pass: number): string[] =>
  found.skipped
    .filter((one) => one.pass === pass)
    .map(({ cell, range }) => {
      const source = found.cells.find(({ key }) => key === cell)?.source.split('\n') ?? [];
      const whole = source.slice(range.line - 1, range.endLine);
      const last = whole.length - 1;
      return whole
        .map((line, i) =>
          line.slice(i === 0 ? range.column - 1 : 0, i === last ? range.endColumn - 1 : undefined).trim(),
        )
        .join(' ');
    });

const scenario = `scenario('s', (w) => { w.add(a) })`;

/** The start of one node, with this as its body. */
const starts = (body: string, more = ''): Promise<Opened> =>
  openCells({
    rules: `const a = node('a', { state: () => ({ n: 3, list: [] as number[], tags: new Set<string>(), of: {} as Record<string, number> }) })
${more}
a.start((s, ctx) => {
${body}
})`,
    scenario,
  });

async function started(body: string, more = ''): Promise<Probe> {
  const run = await starts(body, more);
  run.steps(1);
  return probe(run, 0);
}

test('each line tells what its names and fields hold after it', async () => {
  const found = await started(`  const twice = s.n * 2
  s.n = twice + 1
  s.n++
  s.list.push(twice)
  s.tags.add('x')
  s.of.k = 1
  const { n, list: [first] } = s
  delete s.of.k`);
  expect(lines(found)).toEqual([
    '4: twice 6',
    '5: s.n 7',
    '6: s.n 8',
    '7: s.list [6]',
    '8: s.tags [x]',
    '9: s.of.k 1',
    '10: n 8',
    '10: first 6',
    '11: s.of {}',
  ]);
});

test('a value is what it was at that line, whatever becomes of it later', async () => {
  const found = await started(`  const copy = s.list
  copy.push(1)
  copy.push(2)`);
  expect(lines(found)).toEqual(['4: copy []', '5: copy [1]', '6: copy [1, 2]']);
});

test('a condition tells whether it held, what it compared, and which branch did not run', async () => {
  const found = await started(`  if (s.n > 5 && s.list.length === 0) {
    s.n = 1
  } else s.n = 2
  const text = s.n === 2 ? 'two' : 'other'
  if (s.n === 2) return
  s.n = 9`);
  expect(lines(found)).toEqual([
    '4: s.n 3',
    '4: s.n > 5 && s.list.length === 0 false',
    '6: s.n 2',
    '7: s.n 2',
    '7: s.n === 2 true',
    '7: text two',
    '8: s.n 2',
    '8: s.n === 2 true',
  ]);
  expect(skipped(found, 0)).toEqual(['s.list.length === 0', '{ s.n = 1 }', "'other'", 's.n = 9']);
});

test('a switch leaves out the cases that were not taken', async () => {
  const found = await started(`  switch (s.n) {
    case 1:
      s.n = 10
      break
    case 3:
      s.n = 30
    case 4:
      s.n++
      break
    default:
      s.n = 0
  }`);
  expect(lines(found)).toEqual(['4: s.n 3', '9: s.n 30', '11: s.n 31']);
  expect(skipped(found, 0)).toEqual(['s.n = 10 break', 's.n = 0']);
});

test('each turn of a loop has its own values, and so has each call of a helper', async () => {
  const found = await started(
    `  for (const x of [1, 5]) {
    if (x > 3) continue
    s.n += half(x)
  }
  let left = 2
  outer: while (true) for (;;) { if (--left === 0) break outer }
  s.n = half(8)`,
    `const half = (x: number): number => x / 2`,
  );
  const loop = found.blocks.findIndex(({ kind, range }) => kind === 'loop' && range.line === 4);
  const turns = found.passes.flatMap((pass, index) => (pass.block === loop ? [index] : []));
  expect(turns.map((turn) => lines(found, turn))).toEqual([
    ['4: x 1', '5: x 1', '5: x > 3 false', '6: s.n 3.5'],
    ['4: x 5', '5: x 5', '5: x > 3 true'],
  ]);
  expect(turns.flatMap((turn) => skipped(found, turn))).toEqual(['continue', 's.n += half(x)']);
  const half = found.blocks.findIndex(({ name }) => name === 'half');
  const calls = found.passes.flatMap((pass, index) => (pass.block === half ? [index] : []));
  expect(calls.map((call) => lines(found, call))).toEqual([
    ['2: x 1', '2: x / 2 0.5'],
    ['2: x 8', '2: x / 2 4'],
  ]);
  // What follows the loops is not of a turn.
  expect(lines(found, 0)).toEqual(['4:  2', '8: left 2', '9:  1', '10: s.n 4']);
});

test('a loop without a turn tells so, and its body did not run', async () => {
  const found = await started(`  for (const x of s.list) s.n = x`);
  expect(lines(found)).toEqual(['4:  0']);
  expect(skipped(found, 0)).toEqual(['s.n = x']);
});

test('what is sent, set and counted is told with what it was given, and helpers that are given ctx tell it too', async () => {
  const run = await openCells({
    messages: `const Ping = message<{ n: number }>('Ping')`,
    rules: `
const a = node('a', { state: () => ({ n: 1 }) })
a.start((s, ctx) => { tell(ctx, s.n) })
a.on(Ping, (s, { n }, { reply, setTimer }) => {
  reply(Ping({ n: n + 1 }))
  setTimer(Ping({ n }), 5, 'again')
})`,
    helpers: `function tell(ctx: Context, n: number) {
  ctx.send('a', Ping({ n }))
  ctx.count('a.pings_total')
}`,
    scenario,
  });
  run.steps(2);
  expect(lines(probe(run, 0))).toEqual([
    '1: n 1',
    '2: send [a, {type: Ping, body: {n: 1}}]',
    '3: count [a.pings_total]',
  ]);
  expect(probe(run, 0).cells.map(({ key }) => key)).toEqual(['rules', 'helpers']);
  expect(lines(probe(run, 1))).toEqual([
    '4: n 1',
    '5: reply [{type: Ping, body: {n: 2}}]',
    '6: setTimer [{type: Ping, body: {n: 1}}, 5, again]',
  ]);
});

test('a guard tells why it held, and what it compared is not of another rule', async () => {
  const run = await openCells({
    rules: `const a = node('a', { state: () => ({ n: 0 }) })
a.start((s) => { s.n = 2 })
a.when('never', (s) => s.n > 5, (s) => { s.n = 9 })
a.when('up', (s) => s.n === 2, (s) => { s.n = 3 })
a.may('down', (s) => s.n === 3, (s) => { s.n = 4 })`,
    scenario,
  });
  run.steps(3);
  expect(probe(run, 1).rule).toBe('a.up');
  expect(lines(probe(run, 1))).toEqual(['4: s.n 2', '4: s.n === 2 true', '4: s.n 3']);
  expect(lines(probe(run, 2))).toEqual(['5: s.n 3', '5: s.n === 3 true', '5: s.n 4']);
});

test('an action of the scenario tells what it looked for and did', async () => {
  const run = await openCells({
    rules: `const a = node('a', { state: () => ({ n: 0 }) })`,
    scenario: `scenario('s', (w) => {
  w.add(a, 2)
  w.at(5, 'a fault', (w) => {
    const victim = w.find(a, (s) => s.n === 0)
    if (victim !== undefined) w.crash(victim)
  })
})`,
  });
  run.to(10);
  const at = run.look({ step: 10 }).log.find(({ kind }) => kind === 'action')?.step ?? -1;
  const found = probe(run, at);
  expect(lines(found, 0)).toEqual(['4: victim a1', '5: victim a1', '5: victim !== undefined true', '5: crash [a1]']);
  expect(why(run, at + 1)).toBe('No code ran: the node crashed.');
});

test('the event at which the run stopped tells how far it came, and what was thrown', async () => {
  const run = await starts(`  const n = s.n
  if (n === 3) throw new Error('no threes')
  s.n = 4`);
  run.steps(1);
  const found = probe(run, 0);
  expect(lines(found)).toEqual(['4: n 3', '5: n 3', '5: n === 3 true', "5: new Error('no threes') no threes"]);
  expect(found.fault).toMatchObject({ cell: 'rules', range: { line: 5 }, text: 'a.start threw on a: no threes.' });
  expect(skipped(found, 0)).toEqual(['s.n = 4']);
  expect(why(run, 1)).toBe('There is no such event.');
});

test('a rule that loops without end is stopped, and its first turns are told', async () => {
  const run = await starts(`  let i = 0
  for (;;) i++`);
  run.steps(1);
  const found = probe(run, 0);
  expect(found.fault?.code).toBe('rule/budget');
  expect(found.notes).toEqual(['Of each loop the first 200 turns are shown: 999800 more were made.']);
  expect(lines(found, 200)).toEqual(['5: i 200']);
});

test('values and their number have limits, which are told', async () => {
  const found =
    await started(`  const big = Array.from({ length: 1_000 }, (_, i) => ({ i, all: [[1, 2, 3, [4, [5, [6]]]]] }))
  for (const { i } of big) s.n = i`);
  expect(JSON.stringify(found).length).toBeLessThan(1_500_000);
  expect(found.notes.length).toBeGreaterThan(0);
});

test('after an edit elsewhere values stand at the lines of the text now; after an edit of the rule, at those of the time', async () => {
  const run = await starts(`  s.n = 5`);
  run.steps(1);
  const { rules = '' } = Object.fromEntries(run.compiled().map(({ key, source }) => [key, source]));
  await run.edit({ rules: `// What it does.\n${rules}` });
  expect(lines(probe(run, 0))).toEqual(['5: s.n 5']);
  await run.edit({ rules: rules.replace('= 5', '= 6') });
  const found = probe(run, 0);
  expect(lines(found)).toEqual(['4: s.n 5']);
  expect(found.cells[0]?.source).toContain('s.n = 5');
});

test('the ghost and other branches are probed like the current one', async () => {
  const run = await openCells({
    rules: `const Tick = message('Tick')
const a = node('a', { state: () => ({ n: 0 }) })
a.start((s, ctx) => { ctx.setTimer(Tick(), 10) })
a.on(Tick, (s, _, ctx) => {
  s.n += 1
  ctx.setTimer(Tick(), 10)
})`,
    scenario,
  });
  run.to(100);
  const main = run.journal().id;
  run.branch({ type: 'fork', step: 3 });
  await run.edit({ rules: (run.compiled()[0]?.source ?? '').replace('+= 1', '+= 10') }, { from: 'start' });
  run.to(100);
  expect(lines(probe(run, 5))[0]).toBe('5: s.n 50');
  expect(lines(probe(run, 5, main))[0]).toBe('5: s.n 5');
  expect(lines(probe(run, 2, null))[0]).toBe('5: s.n 2');
});

// ---------------------------------------------------------------- the run is not touched

const wide = { to: Number.POSITIVE_INFINITY, turns: Number.POSITIVE_INFINITY, isSpent: () => false };

const raftOf = (events: number): Promise<SessionState> => ran(raft, events);

async function ran(notebook: string, events: number): Promise<SessionState> {
  const cells = await compileAll(
    new Map(
      cellsOf(parse(notebook))
        .filter(({ kind }) => kind !== 'plot')
        .map(({ kind, slug, code }, index) => [`${kind} ${slug ?? index}`, code]),
    ),
  );
  const state = createState({ wallClock: () => 0 });
  openNotebook(state, { type: 'open', cells, seed: 7, scenario: null, restore: null });
  const run = currentRun(state);
  if (run === null) throw new Error('nothing runs');
  forward(run, { ...wide, events });
  return state;
}

/** All that the future depends on. */
const worldText = (world: World): string => {
  const { nodes, heap, now, step, turn, order } = world;
  return canonical({
    nodes: nodes.map(({ id, state, alive, draws, timers }) => ({
      id,
      state,
      alive,
      draws,
      timers: [...timers.keys()],
    })),
    heap: heap.map(({ at, kind, node, from, type, body, key }) => ({ at, kind, node, from, type, body, key })),
    place: { now, step, turn, order },
  });
};

test('a probed event of Raft comes out as the real one, and the run has the same digest before and after', async () => {
  const state = await raftOf(6_000);
  const run = currentRun(state);
  const probed = probedOf(state.probing, state.inForce);
  if (run === null || probed === null) throw new Error('nothing to probe');
  const digest = (): string => digestOf(run.columns, worldOf(run));
  const before = [digest(), run.checkpoints.list.length, run.entries.length, worldText(worldOf(run))];
  const { graph } = state.inForce;
  let ran = 0;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: worldOf(run).step - 1 }), (step) => {
      const { rule, kind } = rowOf(run, step);
      const reply = probeEvent(state, run, step);
      expect(reply.probe === null).toBe(rule === '' && kind !== 'action');
      expect(reply.probe?.notes ?? []).toEqual([]);
      const machine = worldAfter(run, step);
      const { recorded } = runProbed(state, machine, probed, rule);
      ran += recorded.seen.length;
      expect(worldText(machine.world)).toBe(worldText(worldAfter(run, step + 1).world));
    }),
    { seed: 1, numRuns: 150 },
  );
  expect(ran).toBeGreaterThan(500);
  expect([digest(), run.checkpoints.list.length, run.entries.length, worldText(worldOf(run))]).toEqual(before);
  expect(state.inForce.graph).toBe(graph);
});

const folder = new URL('../../notebooks/', import.meta.url);
/** Those that import nothing. */
const notebooks = readdirSync(folder).filter(
  (name) => /^0.*\.sim\.md$/.test(name) && !/from '\..*\.sim\.md'/.test(readFileSync(new URL(name, folder), 'utf8')),
);

test.each(notebooks)('with probes in all its rules, %s runs as it did', async (name) => {
  const state = await ran(readFileSync(new URL(name, folder), 'utf8'), 1_500);
  const run = currentRun(state);
  const probed = probedOf(state.probing, state.inForce);
  if (run === null || probed === null) throw new Error('nothing to probe');
  const machine = worldAfter(run, 0);
  const { world } = machine;
  const nothing = { guard: () => {}, held: () => {}, body: () => {}, action: () => {} };
  expect(installProbes(machine, probed.program, nothing)).toEqual([]);
  installActions(world, makePlan(probed.program, world.plan.scenario), nothing);
  state.probing.recorder.record(probed.sites, [machine.context.ctx]);
  while (world.step < worldOf(run).step) {
    state.probing.recorder.forget();
    turn(machine, Number.POSITIVE_INFINITY);
  }
  state.probing.recorder.stop();
  expect(worldText(world)).toBe(worldText(worldAfter(run, worldOf(run).step).world));
});

test('an event whose row was thinned away is probed all the same', async () => {
  const state = await raftOf(6_000);
  const run = currentRun(state);
  if (run === null) throw new Error('nothing runs');
  const before = probeEvent(state, run, 40);
  state.memoryLimit = 1;
  run.memoryLimit = 1;
  forward(run, { ...wide, events: 6_000 });
  expect(probeEvent(state, run, 40)).toEqual(before);
});

test('probes are put in without another line, and the cell does what it did', async () => {
  const cell = await compile(`const f = (n: number) => { for (let i = 0; i < n; i++) if (i > 2) break; return n }`);
  const probed = probeCell(cell, 0);
  expect(probed.cell.js?.split('\n').length).toBe(cell.js?.split('\n').length);
  expect(probed.cell.js).toContain('$.tick()');
});
