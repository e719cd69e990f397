/** Equivalences of a history that is forked, run again under other rules, or without one of its inputs. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Input } from '../protocol.ts';
import { codesOf, openCells, type Opened } from '../session.fixture.ts';
import { cells, edits } from './gossip.fixture.ts';

const end = 2_500;
const node = fc.constantFrom('g1', 'g2', 'g3', 'g4');
const input: fc.Arbitrary<Input> = fc.oneof(
  fc.record({ type: fc.constantFrom('crash' as const, 'restart' as const), node }),
  fc.constant<Input>({ type: 'cut', a: 'g1', b: 'g3' }),
  fc.constant<Input>({ type: 'heal' }),
  fc.record({ type: fc.constant('set' as const), node, path: fc.constant(['made']), value: fc.nat(50) }),
  fc.record({
    type: fc.constant('send' as const),
    from: fc.constant(null),
    to: node,
    message: fc.constant('Rumour'),
    body: fc.constant({ id: 7, path: ['me'] }),
  }),
);
/** Inputs at rising times, before `end`. */
const inputs = fc.array(fc.tuple(fc.integer({ min: 50, max: 600 }), input), { maxLength: 4 });
type Inputs = readonly (readonly [after: number, input: Input])[];

const wholeTime = (run: Opened): void => {
  // A past that is run again is brought to its end first.
  while (run.to(end).status === 'rerunning');
};

async function played(given: Inputs, seed: number, model = cells, until = end): Promise<Opened> {
  const run = await openCells(model, { seed });
  let now = 0;
  for (const [after, one] of given) {
    now += after;
    if (now >= until) break;
    run.to(now);
    run.input(one);
  }
  run.to(until);
  return run;
}

describe('a branch', () => {
  it('with nothing else done is the run it was forked from, byte for byte, wherever it was forked', async () => {
    await fc.assert(
      fc.asyncProperty(inputs, fc.nat(1_000), fc.double({ min: 0, max: 1, noNaN: true }), async (given, seed, part) => {
        const run = await played(given, seed, cells, 1_500);
        const step = Math.floor(run.to(0).tip.step * part);
        // Inputs after the fork are not the branch's: it is compared with a run that never had them.
        const before = run.journal().entries.filter((entry) => entry.step <= step).length;
        const other = await played(given.slice(0, before), seed, cells, 0);
        for (const entry of run.journal().entries.slice(0, before)) {
          other.to(entry.time);
          if (entry.type === 'input') other.input(entry.input);
        }
        run.branch({ type: 'fork', step });
        run.to(end);
        other.to(end);
        expect(run.digest()).toBe(other.digest());
        expect(run.to(0).properties).toEqual(other.to(0).properties);
        expect(run.to(0).rules.map(({ count, lastAt }) => [count, lastAt])).toEqual(
          other.to(0).rules.map(({ count, lastAt }) => [count, lastAt]),
        );
      }),
      { numRuns: 12 },
    );
  }, 120_000);

  it('leaves the run it was forked from as it was, and both can be gone back to', async () => {
    const run = await played([], 3);
    const digest = run.digest();
    const step = Math.floor(run.to(0).tip.step / 2);
    run.branch({ type: 'fork', step, name: 'without g3' });
    expect(run.input({ type: 'crash', node: 'g3' })).toEqual([]);
    run.to(end);
    const forked = run.digest();
    expect(forked).not.toBe(digest);
    const { branches } = run.to(0);
    expect(branches.map(({ name, parent, isCurrent }) => [name, parent, isCurrent])).toEqual([
      ['main', null, false],
      ['without g3', 1, true],
    ]);
    run.branch({ type: 'switch', id: 1 });
    expect(run.digest()).toBe(digest);
    run.branch({ type: 'switch', id: 2 });
    expect(run.digest()).toBe(forked);
  });

  it('is renamed, deleted and brought back; the current one cannot be deleted', async () => {
    const run = await played([], 3);
    run.branch({ type: 'fork', step: 10 });
    run.branch({ type: 'rename', id: 2, name: '  main ' });
    const names = () => run.to(0).branches.map(({ name }) => name);
    expect(names()).toEqual(['main', 'main 2']);
    run.branch({ type: 'delete', id: 2 });
    expect(names()).toEqual(['main', 'main 2']);
    run.branch({ type: 'switch', id: 1 });
    run.branch({ type: 'delete', id: 2 });
    expect(names()).toEqual(['main']);
    run.branch({ type: 'undelete' });
    expect(names()).toEqual(['main', 'main 2']);
  });

  it('goes on under the newest text, whatever was in force where it was forked', async () => {
    const run = await openCells(cells, { seed: 5 });
    run.to(400);
    await run.edit({ rules: cells.rules.replace('s.made += 1', 's.made += 100') });
    run.to(800);
    run.branch({ type: 'fork', step: 20 });
    expect(run.to(0).tip.step).toBe(20);
    run.to(900);
    expect(Number(JSON.parse(run.field('g1', 'made')))).toBeGreaterThan(100);
  });
});

describe('history run again', () => {
  it('from the start under other rules is a fresh run under them, with the same inputs', async () => {
    const more = [
      ...edits.slice(0, 4),
      { rules: cells.rules.replace('if (s.heard.has(m.id)) return', 'if (s.heard.has(m.id) || m.id === 3) return') },
      {
        rules: cells.rules.replace(
          "g.when('full', (s) => s.heard.size > 30",
          "g.when('full', (s) => s.heard.size > 36",
        ),
      },
      { 'scenario s': cells['scenario s'].replace("w.crash('g2')", "w.crash('g3')") },
      { 'scenario s': cells['scenario s'].replace('loss: 0.05', 'loss: 0.2') },
    ];
    await fc.assert(
      fc.asyncProperty(inputs, fc.nat(1_000), fc.nat({ max: more.length - 1 }), async (given, seed, index) => {
        const changed = more[index] ?? {};
        const run = await played(given, seed);
        await run.edit(changed, { from: 'start' });
        wholeTime(run);
        const fresh = await played(given, seed, { ...cells, ...changed });
        // Up to where history first differs inputs come at the same turn, then at the same time: that is what playing does.
        expect(run.digest()).toBe(fresh.digest());
        expect(run.to(0).tip).toEqual(fresh.to(0).tip);
        expect(run.to(0).properties).toEqual(fresh.to(0).properties);
      }),
      { numRuns: 40 },
    );
  }, 180_000);

  it('under rules that say the same in other words is the same run, and has no ghost', async () => {
    await fc.assert(
      fc.asyncProperty(inputs, fc.nat(1_000), fc.constantFrom('start', 'here'), async (given, seed, from) => {
        const run = await played(given, seed);
        const digest = run.digest();
        const same = { rules: cells.rules.replace('s.made += 1', 's.made = s.made + 1') };
        await run.edit(same, { from, at: 25 });
        wholeTime(run);
        expect(run.digest()).toBe(digest);
        expect(run.to(0).ghost).toBeNull();
      }),
      { numRuns: 10 },
    );
  }, 120_000);

  it('from here leaves what was before, and keeps the run as it was as the ghost', async () => {
    const run = await played([[400, { type: 'crash', node: 'g4' }]], 11);
    const before = run.digest();
    const step = 40;
    const past = run.look({ step });
    await run.edit(edits[1] ?? {}, { from: 'here', at: step });
    const first = run.to(0);
    expect(first.tip.step).toBeGreaterThanOrEqual(step);
    wholeTime(run);
    expect(run.digest()).not.toBe(before);
    expect(run.look({ step }).nodes).toEqual(past.nodes);
    const { ghost, marks } = run.to(0);
    expect(ghost?.tip.step).toBeGreaterThan(step);
    expect(ghost?.divergence?.step).toBeGreaterThanOrEqual(step);
    expect(marks.find(({ kind }) => kind === 'swap')?.text.join(' ')).toContain('History differs from event');
    expect(marks.some(({ title }) => title === 'g4 crashed')).toBe(true);
    run.branch({ type: 'keep-ghost', name: 'as it was' });
    run.branch({ type: 'switch', id: 2 });
    run.to(end);
    expect(run.to(0).branches.map(({ name }) => name)).toEqual(['main', 'as it was']);
  });

  it('says which event first came out otherwise, and how', async () => {
    const model = {
      rules: `
const Ask = message<{ n: number }>('Ask')
const Yes = message('Yes')
const Tick = message('Tick')
const asker = node('asker', { state: () => ({ asked: 0, got: 0 }), start(s, ctx) { ctx.setTimer(Tick(), 10) } })
asker.on(Tick, (s, _, ctx) => { s.asked += 1; ctx.send('granter', Ask({ n: s.asked })); ctx.setTimer(Tick(), 10) })
asker.on(Yes, (s) => { s.got += 1 })`,
      granter: `
const granter = node('granter', { state: () => ({ granted: 0 }) })
granter.on(Ask, (s, m, ctx) => { if (m.n !== 5) return; s.granted = m.n; ctx.reply(Yes()) })`,
      'scenario s': `scenario('s', { until: 1_000 }, (world) => { world.add(asker); world.add(granter) })`,
    };
    const run = await openCells(model);
    run.to(500);
    await run.edit({ granter: model.granter.replace('!== 5', '!== 4') }, { from: 'start' });
    while (run.to(500).status === 'rerunning');
    const divergence = run.to(500).ghost?.divergence;
    expect(divergence).toMatchObject({
      event: 'granter, on Ask from asker',
      is: 'sent Yes to asker and set granted to 4',
      was: 'sent nothing and left granted 0',
    });
    expect(divergence?.text).toBe(
      'granter, on Ask from asker: sent Yes to asker and set granted to 4; before, sent nothing and left granted 0.',
    );
    expect(divergence?.time).toBe(41);
  });

  it('goes on where it was interrupted when its journal is opened again', async () => {
    const run = await openCells(cells, { seed: 9 });
    run.to(600);
    run.input({ type: 'crash', node: 'g1' });
    run.to(1_200);
    run.input({ type: 'restart', node: 'g1' });
    run.to(end);
    await run.edit(edits[0] ?? {}, { from: 'start' });
    // Nothing has been run again yet.
    const journal = structuredClone(run.session.handle({ type: 'branch', act: { type: 'drop-ghost' } }).journal);
    expect(journal.ahead?.entries.length).toBe(2);
    const now = Object.fromEntries(run.compiled().map(({ key, source }) => [key, source]));
    const again = await openCells(now, { restore: { journal, sources: [...run.sources.values()] } });
    wholeTime(again);
    wholeTime(run);
    expect(again.digest()).toBe(run.digest());
    expect(again.to(0).marks.map(({ title }) => title)).toContain('g1 crashed');
  });

  it('of a tree of branches is in its journal, each branch to the same digest', async () => {
    const run = await played([[300, { type: 'crash', node: 'g2' }]], 21, cells, 900);
    run.branch({ type: 'fork', step: 30, name: 'b' });
    run.input({ type: 'crash', node: 'g3' });
    run.to(900);
    const b = run.digest();
    run.branch({ type: 'switch', id: 1 });
    await run.edit(edits[0] ?? {});
    run.to(1_200);
    const main = run.digest();
    const now = Object.fromEntries(run.compiled().map(({ key, source }) => [key, source]));
    const again = await openCells(now, {
      restore: { journal: structuredClone(run.journal()), sources: [...run.sources.values()] },
    });
    again.to(0);
    expect(again.digest()).toBe(main);
    again.branch({ type: 'switch', id: 2 });
    expect(again.to(0).branches.find(({ isCurrent }) => isCurrent)?.name).toBe('b');
    run.branch({ type: 'switch', id: 2 });
    run.to(1_000);
    again.to(1_000);
    expect(again.digest()).toBe(run.digest());
    expect(b).not.toBe(main);
  });
});

describe('a timed action that was edited', () => {
  it('in the past is done otherwise: history is run again from it on', async () => {
    const run = await openCells(cells, { seed: 4 });
    run.to(end);
    await run.edit({ 'scenario s': cells['scenario s'].replace("w.crash('g2')", "w.crash('g3')") });
    wholeTime(run);
    const { marks, ghost } = run.to(0);
    expect(marks.map(({ title }) => title)).toContain('g3 crashed');
    expect(marks.map(({ title }) => title)).not.toContain('g2 crashed');
    expect(ghost?.divergence?.time).toBe(300);
    const fresh = await openCells(
      { ...cells, 'scenario s': cells['scenario s'].replace("w.crash('g2')", "w.crash('g3')") },
      { seed: 4 },
    );
    fresh.to(end);
    expect(run.to(0).nodes).toEqual(fresh.to(0).nodes);
  });

  it('still to come changes nothing of what has been', async () => {
    const run = await openCells(cells, { seed: 4 });
    run.to(250);
    await run.edit({ 'scenario s': cells['scenario s'].replace("w.crash('g2')", "w.crash('g3')") });
    expect(run.to(250).ghost).toBeNull();
    run.to(end);
    expect(run.to(0).marks.map(({ title }) => title)).toContain('g3 crashed');
  });
});

describe('a property that is edited', () => {
  it('is asked over the history that is kept', async () => {
    const run = await openCells(cells, { seed: 2 });
    run.to(end);
    const wanted = { 'check c': `always('few rumours', (world) => world.all(g).every((s) => s.heard.size <= 5))` };
    await run.edit(wanted);
    run.to(end);
    const fresh = await openCells({ ...cells, ...wanted }, { seed: 2 });
    fresh.to(end);
    const { verdict, at, text } = fresh.property('few rumours');
    expect(verdict).toBe('violated');
    expect(run.property('few rumours')).toMatchObject({ verdict, at, text });
    expect(run.to(0).marks.some(({ kind, title }) => kind === 'violation' && title === 'few rumours')).toBe(true);
  });
});

describe('an act of the reader', () => {
  it('can be undone: the run is what it would have been without it', async () => {
    await fc.assert(
      fc.asyncProperty(inputs, fc.nat(1_000), fc.nat(3), async (given, seed, pick) => {
        fc.pre(given.length > 0);
        const index = pick % given.length;
        const run = await played(given, seed);
        fc.pre(run.journal().entries.length === given.length);
        run.undo(index);
        wholeTime(run);
        const other = await openCells(cells, { seed });
        let now = 0;
        for (const [i, [after, one]] of given.entries()) {
          now += after;
          other.to(now);
          if (i !== index) other.input(one);
        }
        other.to(end);
        expect(run.digest()).toBe(other.digest());
      }),
      { numRuns: 15 },
    );
  }, 120_000);

  it('sets a value that a path leads to, and says so when it leads nowhere', async () => {
    const run = await openCells({
      model: `const n = node('n', { state: () => ({ list: [1, 2], map: new Map([[5, { deep: 'x' }]]), on: false }) })`,
      'scenario s': `scenario('s', (world) => { world.add(n) })`,
    });
    run.to(1);
    expect(run.input({ type: 'set', node: 'n', path: ['list', 1], value: 20 })).toEqual([]);
    expect(run.input({ type: 'set', node: 'n', path: ['map', '5', 'deep'], value: 'y' })).toEqual([]);
    expect(codesOf(run.input({ type: 'set', node: 'n', path: ['list', 9], value: 1 }))).toEqual(['input/stale']);
    expect(codesOf(run.input({ type: 'set', node: 'm', path: ['on'], value: true }))).toEqual(['input/stale']);
    run.to(2);
    expect(run.field('n', 'list')).toMatch(/"1".*"20"/);
    expect(run.field('n', 'map')).toContain('"y"');
  });

  it('in the past begins a branch there', async () => {
    const run = await played([], 6);
    const digest = run.digest();
    expect(run.input({ type: 'crash', node: 'g1' }, 30)).toEqual([]);
    const { branches, tip } = run.to(0);
    expect(branches.map(({ isCurrent }) => isCurrent)).toEqual([false, true]);
    expect(tip.step).toBeLessThanOrEqual(31);
    run.branch({ type: 'switch', id: 1 });
    expect(run.digest()).toBe(digest);
  });

  const mail = {
    model: `
const Go = message<{ n: number }>('Go')
const a = node('a', { state: () => ({}), start(s, ctx) { for (const n of [1, 2, 3]) ctx.send('b', Go({ n })) } })
const b = node('b', { state: () => ({ got: [] as number[] }) })
b.on(Go, (s, m) => { s.got.push(m.n) })`,
    'scenario s': `scenario('s', { until: 1_000 }, (world) => { world.add(a); world.add(b); world.network({ latency: constant(10) }) })`,
  };
  const choose = (run: Opened, type: 'take' | 'drop' | 'duplicate', n: number): void => {
    const { choices } = run.session.handle({ type: 'choices', step: null });
    const choice = choices.find(({ text }) => text.includes(`n: ${n}`));
    if (choice?.input.type !== 'take') throw new Error(`no message ${n} among ${JSON.stringify(choices)}`);
    expect(run.input({ type, pending: choice.input.pending })).toEqual([]);
  };
  const got = (run: Opened): string[] =>
    JSON.parse(run.field('b', 'got')).items.map((item: { text: string }) => item.text);

  it('on a message: taken now, dropped, duplicated, delayed; and what is not there any more is said', async () => {
    const run = await openCells(mail);
    run.to(5);
    choose(run, 'take', 3);
    choose(run, 'drop', 1);
    choose(run, 'duplicate', 2);
    run.to(9);
    expect(got(run)).toEqual(['3']);
    run.to(100);
    expect(got(run)).toEqual(['3', '2', '2']);
    expect(codesOf(run.input({ type: 'take', pending: { id: 0, type: 'Go', from: 'a', to: 'b' } }))).toEqual([
      'input/stale',
    ]);
    const late = await openCells(mail);
    late.to(5);
    const [first] = late.session.handle({ type: 'choices', step: null }).choices;
    if (first?.input.type !== 'take') throw new Error('nothing to choose');
    late.input({ type: 'delay', pending: first.input.pending, ms: 50 });
    late.to(100);
    expect(got(late)).toEqual(['2', '3', '1']);
  });

  it('survives its journal', async () => {
    const run = await openCells(mail);
    run.to(5);
    choose(run, 'take', 2);
    run.to(100);
    const again = await openCells(mail, {
      restore: { journal: structuredClone(run.journal()), sources: [...run.sources.values()] },
    });
    again.to(100);
    expect(again.digest()).toBe(run.digest());
    expect(got(again)).toEqual(['2', '1', '3']);
  });

  it('chosen by hand, an enabled may rule acts', async () => {
    const run = await openCells({
      model: `const n = node('n', { state: () => ({ did: 0 }) })
n.may('act', (s) => s.did < 2, (s) => { s.did += 1 }, { rate: 0.000001 })`,
      'scenario s': `scenario('s', (world) => { world.add(n) })`,
    });
    run.to(1);
    for (const left of [1, 1, 0]) {
      const { choices } = run.session.handle({ type: 'choices', step: null });
      expect(choices.filter(({ kind }) => kind === 'may')).toHaveLength(left);
      if (choices[0] !== undefined) run.input(choices[0].input);
      run.to(run.to(0).now + 1);
    }
    expect(run.field('n', 'did')).toBe('"2"');
  });
});

describe('looking for events', () => {
  it('finds the next and the previous one of a node or a rule', async () => {
    const run = await played([], 8);
    const all = run.look({ step: run.to(0).tip.step }).log;
    const find = (step: number, by: 1 | -1, node: string | null, rule: string | null): number | null =>
      run.session.handle({ type: 'find', step, by, node, rule }).step;
    const wakes = all.filter(({ rule, node: at }) => rule === 'g.Wake' && at === 'g2').map(({ step }) => step + 1);
    const [first, second, third] = wakes as [number, number, number];
    expect(find(first, 1, 'g2', 'g.Wake')).toBe(second);
    expect(find(third, -1, 'g2', 'g.Wake')).toBe(second);
    expect(find(second, -1, 'g2', 'g.Wake')).toBe(first);
    expect(find(0, 1, null, null)).toBe(1);
    expect(find(0, -1, null, null)).toBeNull();
    expect(find(0, 1, null, 'g.nothing')).toBeNull();
  });
});
