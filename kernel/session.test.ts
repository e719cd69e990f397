import { describe, expect, it } from 'vitest';
import { type Cells, codesOf, type Opened, openCells } from './session.fixture.ts';

/** A counter that rises by `by` every 10 ms on three nodes. */
const rules = (by: string): string => `
const Tick = message('Tick')
n.start((s, ctx) => { ctx.setTimer(Tick(), 10) })
n.on(Tick, (s, _, ctx) => {
  s.count += ${by}
  ctx.setTimer(Tick(), 10)
})`;
const kind = (state: string): string => `const n = node('n', { state: () => (${state}) })`;
const cells: Cells = {
  kind: kind('{ count: 0 }'),
  rules: rules('1'),
  'scenario s': `scenario('s', { until: 100_000 }, (world) => { world.add(n, 3) })`,
  'check c': `always('not negative', (world) => world.all(n).every((s) => s.count >= 0))`,
};

async function running(): Promise<Opened> {
  const run = await openCells(cells);
  run.to(105);
  return run;
}

describe('a hot swap', () => {
  it('takes effect from now on, without going back and without losing state', async () => {
    const run = await running();
    expect(run.field('n1', 'count')).toBe('"10"');
    const reply = await run.edit({ rules: rules('100') });
    expect(reply.accepted).toBe(true);
    const frame = run.to(125);
    expect(frame.now).toBe(125);
    expect(run.field('n1', 'count')).toBe('"210"');
    expect(frame.marks.filter(({ kind: mark }) => mark === 'swap')).toMatchObject([
      { title: 'Swapped n.Tick', time: 105 },
    ]);
    expect(frame.marks.at(-1)?.text.join(' ')).toContain('All state was kept');
  });

  it('knows unchanged rules by content: comments, types and moved text swap nothing', async () => {
    const run = await running();
    const reply = await run.edit({ rules: `// a comment\n\n${rules('1')} // another` });
    expect(reply.accepted).toBe(true);
    expect(run.to(110).marks.filter(({ kind: mark }) => mark === 'swap')).toEqual([]);
    expect(run.to(110).rules.find(({ rule }) => rule === 'n.Tick')?.range.line).toBe(6);
  });

  it('counts a change of a helper in another cell as a change of the rule that uses it', async () => {
    const run = await openCells({ ...cells, helper: `const step = 1`, rules: rules('step') });
    run.to(105);
    await run.edit({ helper: `const step = 7` });
    const frame = run.to(115);
    expect(run.field('n1', 'count')).toBe('"17"');
    expect(frame.marks.at(-1)?.title).toBe('Swapped n.Tick');
  });

  it('keeps the last good rule when the edit does not compile, and says where', async () => {
    const run = await running();
    const reply = await run.edit({ rules: rules('1 +* 2') });
    expect(reply.accepted).toBe(false);
    expect(reply.program.cells).toContainEqual({ key: 'rules', status: 'kept' });
    expect(reply.program.diagnostics).toMatchObject([{ code: 'compile/syntax', cell: 'rules', range: { line: 5 } }]);
    run.to(125);
    expect(run.field('n1', 'count')).toBe('"12"');
  });

  it('keeps the last good rule when the edit throws while it is rehearsed', async () => {
    const run = await running();
    const reply = await run.edit({ rules: rules(`ctx.nodes('n').missing.length`) });
    expect(reply.accepted).toBe(false);
    expect(reply.program.diagnostics).toMatchObject([{ code: 'rule/threw', cell: 'rules', range: { line: 5 } }]);
    expect(reply.program.cells).toContainEqual({ key: 'rules', status: 'kept' });
    expect(run.to(125).status).toBe('running');
    expect(run.field('n1', 'count')).toBe('"12"');
  });

  it('keeps the last good rule when the edit loops, and says on which line', async () => {
    const run = await running();
    const reply = await run.edit({ rules: rules('1\n  while (true) {}') });
    expect(reply.program.diagnostics).toMatchObject([{ code: 'rule/budget', cell: 'rules', range: { line: 6 } }]);
    run.to(125);
    expect(run.field('n1', 'count')).toBe('"12"');
  });

  it('lets a good edit in although another cell is bad', async () => {
    const run = await running();
    await run.edit({ 'check c': `always('broken', (world) => {` });
    const reply = await run.edit({ rules: rules('100') });
    expect(reply.accepted).toBe(false);
    run.to(115);
    expect(run.field('n1', 'count')).toBe('"110"');
    await run.edit({ rules: rules('null.x') });
    const again = await run.edit({ 'check c': `always('mended', (world) => world.all(n).length === 3)` });
    expect(again.program.cells).toContainEqual({ key: 'check c', status: 'live' });
    expect(again.program.cells).toContainEqual({ key: 'rules', status: 'kept' });
    expect(run.property('mended').verdict).toBe('holds');
  });

  it('keeps the history within the limit that it is opened with', async () => {
    const run = await running();
    const usual = run.to(0).memory.limit;
    const cellsNow = run.compiled();
    const opened = { type: 'open', cells: cellsNow, seed: null, scenario: null, restore: null } as const;
    run.session.handle({ ...opened, memoryLimit: 64_000_000 });
    expect(run.to(10).memory.limit).toBe(64_000_000);
    run.session.handle(opened);
    expect(run.to(10).memory.limit).toBe(usual);
  });

  it('resumes a run that an error stopped with the next good edit', async () => {
    const run = await openCells({ ...cells, rules: rules(`(s.count === 5 ? null.x : 1)`) });
    expect(run.to(200).status).toBe('stopped-by-error');
    expect(run.field('n1', 'count')).toBe('"5"');
    const reply = await run.edit({ rules: rules('1') });
    expect(reply.accepted).toBe(true);
    expect(run.to(200).status).toBe('running');
    expect(run.field('n1', 'count')).toBe('"20"');
  });

  it('gives new fields their initial value and drops removed ones', async () => {
    const run = await running();
    await run.edit({ kind: kind('{ count: 0, name: "x" }') });
    expect(run.field('n1', 'name')).toBe('"x"');
    expect(run.field('n1', 'count')).toBe('"10"');
    expect(run.to(106).marks.at(-1)?.text.join(' ')).toContain('New fields: n.name');
    await run.edit({ kind: kind('{ count: 0 }') });
    expect(run.field('n1', 'name')).toBe('no such field');
  });

  it('refuses a field of another type without a migration, and takes it with one', async () => {
    const run = await running();
    const refused = await run.edit({ kind: kind('{ count: "none" as string | number }') });
    expect(refused.program.diagnostics).toMatchObject([
      {
        code: 'swap/state-type',
        cell: 'kind',
        text: expect.stringContaining('count was a number and is now a string'),
      },
    ]);
    expect(refused.program.cells).toContainEqual({ key: 'kind', status: 'kept' });
    run.to(115);
    expect(run.field('n1', 'count')).toBe('"11"');
    const taken = await run.edit({
      kind: `${kind('{ count: new Set<number>() }')}\nn.migrate((old) => ({ count: new Set([old.count]) }))`,
      rules: rules('0').replace('s.count += 0', 's.count.add(s.count.size)'),
    });
    expect(taken.program.diagnostics).toEqual([]);
    run.to(125);
    expect(run.field('n1', 'count')).toContain('"kind":"set"');
    expect(
      run
        .to(125)
        .marks.findLast(({ kind: mark }) => mark === 'swap')
        ?.text.join(' '),
    ).toContain('Migrated fields: n.count');
  });

  it('adds rules, removes rules, and tells it in the receipt', async () => {
    const run = await running();
    await run.edit({ more: `n.may('leap', (s) => s.count < 1_000, (s) => { s.count += 1_000 }, { rate: 1_000 })` });
    run.to(205);
    expect(Number(JSON.parse(run.field('n1', 'count')))).toBeGreaterThan(1_000);
    await run.remove('more');
    expect(run.to(206).marks.at(-1)?.text.join(' ')).toContain('Removed: n.leap');
  });

  it('keeps a program whose kinds are still in use when their cell is deleted', async () => {
    const run = await running();
    const reply = await run.remove('kind', 'rules', 'check c');
    expect(codesOf(reply.program.diagnostics)).not.toEqual([]);
    expect(run.to(125).status).toBe('running');
    expect(run.field('n1', 'count')).toBe('"12"');
  });

  it('lets an edited scenario act from now on', async () => {
    const run = await running();
    await run.edit({
      'scenario s': `scenario('s', { until: 100_000 }, (world) => { world.add(n, 4); world.at(150, 'stop', (w) => w.crash('n1')) })`,
    });
    const frame = run.to(200);
    expect(frame.nodes.map(({ id, alive }) => [id, alive])).toEqual([
      ['n1', false],
      ['n2', true],
      ['n3', true],
      ['n4', true],
    ]);
    expect(run.field('n2', 'count')).toBe('"20"');
  });
});

describe('the journal', () => {
  it('rebuilds a run with swaps and inputs to the same digest', async () => {
    const run = await running();
    await run.edit({ rules: rules('100') });
    run.to(207);
    run.input({ type: 'crash', node: 'n2' });
    run.to(255);
    await run.edit({
      kind: kind('{ count: 0, name: "x" }'),
      more: `n.may('leap', () => true, (s) => { s.count += 1 }, { rate: 3 })`,
    });
    run.to(1_201);
    run.input({ type: 'restart', node: 'n2' });
    await run.edit({ more: `n.may('leap', (s) => s.count % 2 === 0, (s) => { s.count += 1 }, { rate: 5 })` });
    run.to(3_000);
    const again = await openCells(Object.fromEntries(run.compiled().map(({ key, source }) => [key, source])), {
      restore: { journal: run.journal(), sources: [...run.sources.values()] },
    });
    const frame = again.to(0);
    expect(frame.status).toBe('running');
    expect(again.digest()).toBe(run.digest());
    expect(frame.marks.map(({ kind: mark, time }) => [mark, time])).toEqual(
      run.to(3_000).marks.map(({ kind: mark, time }) => [mark, time]),
    );
    again.to(4_000);
    run.to(4_000);
    expect(again.digest()).toBe(run.digest());
  });

  it('rebuilds a stopped run as a stopped run', async () => {
    const run = await openCells({ ...cells, rules: rules(`(s.count === 5 ? null.x : 1)`) });
    run.to(200);
    const again = await openCells(
      { ...cells, rules: rules(`(s.count === 5 ? null.x : 1)`) },
      { restore: { journal: run.journal(), sources: [...run.sources.values()] } },
    );
    again.to(0);
    expect(again.to(200).status).toBe('stopped-by-error');
    expect(again.digest()).toBe(run.digest());
  });

  it('of a newer version, or broken, starts the scenario anew and says so', async () => {
    const run = await running();
    const journal = run.journal();
    const sources = [...run.sources.values()];
    const newer = await openCells(cells, { restore: { journal: { ...journal, format: 3 as 2 }, sources } });
    expect(codesOf(newer.reply.program.diagnostics)).toEqual(['journal/version']);
    const broken = await openCells(cells, { restore: { journal, sources: [] } });
    expect(codesOf(broken.reply.program.diagnostics)).toEqual(['journal/broken']);
    broken.to(105);
    expect(broken.digest()).toBe(run.digest());
  });
});

describe('a look at the past', () => {
  it('shows the moment as it was and leaves the run alone', async () => {
    const run = await running();
    run.to(50_000);
    const digest = run.digest();
    for (const time of [0, 10, 105, 20_000, 49_999]) {
      const frame = run.look({ time });
      // Also between two events: playing through the past would stand still otherwise.
      expect(frame.now).toBe(time);
      expect(frame.nodes[0]?.state).toEqual([
        ['count', { t: 'atom', kind: 'number', text: String(Math.floor(time / 10)) }],
      ]);
    }
    expect(run.digest()).toBe(digest);
    expect(run.to(50_010).now).toBe(50_010);
  });
});

describe('requests', () => {
  it('with an unknown tag throw', async () => {
    const run = await running();
    expect(() => run.session.handle({ type: 'nonsense' } as never)).toThrow(/unknown request "nonsense"/);
  });

  it('on an empty notebook answer with an empty frame', async () => {
    const run = await openCells({});
    expect(run.to(100)).toMatchObject({ status: 'empty', nodes: [], step: 0 });
    expect(run.digest()).toBe('');
  });
});

it('the program tells which fields of a state a crash leaves', async () => {
  const { reply } = await openCells({
    ...cells,
    other: `const d = node('d', { state: () => ({ kept: 1, gone: 2 }), durable: ['kept'] })`,
  });
  expect(reply.program.durable).toEqual({ d: ['kept'] });
});
