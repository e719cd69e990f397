import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../diagnostic.ts';
import { openCells } from '../session.fixture.ts';

const scenario = `scenario('s', { until: 100 }, (world) => { world.add(store); world.at(1, (w) => w.send('store', Put())) })`;
const model = (told: string): string => `
const Put = message('Put')
const store = node('store', { state: () => ({ n: 0 }) })
store.on(Put, (s, m, ctx) => { ${told} })`;

async function opened(stats: string, told: string): Promise<readonly Diagnostic[]> {
  const run = await openCells({ stats, model: model(told), 'scenario s': scenario });
  return run.reply.program.diagnostics;
}

const texts = (found: readonly Diagnostic[]): readonly string[] =>
  found.map(({ severity, text }) => `${severity}: ${text}`);

const puts = `stat('store.puts_total', { type: 'counter', help: 'Puts that came.' })`;

describe('a stat that is declared', () => {
  it('and told as declared, is fine', async () => {
    const found = await opened(
      `${puts}\nstat('store.put_size_bytes', { type: 'histogram', unit: 'bytes', labels: ['op'], help: 'Of what is put.' })`,
      `ctx.count('store.puts_total'); ctx.observe('store.put_size_bytes', 3, { op: 'put' })`,
    );
    expect(found).toEqual([]);
  });

  it('makes every other one a slip: it is told where, and which there are', async () => {
    const found = await opened(puts, `ctx.count('store.puts_total'); ctx.count('store.put_total')`);
    expect(texts(found)).toEqual(["warning: The stat 'store.put_total' is declared nowhere."]);
    expect(found[0]).toMatchObject({ code: 'program/stat', cell: 'model', range: { line: 4 } });
    expect(found[0]?.help).toContain('Declared: store.puts_total.');
  });

  it('is not another type when it is told: the edit is refused', async () => {
    const run = await openCells({ puts, model: model(`ctx.count('store.puts_total')`), 'scenario s': scenario });
    const { accepted, program } = await run.edit({ model: model(`ctx.gauge('store.puts_total', 3)`) });
    expect(accepted).toBe(false);
    const found = program.diagnostics;
    expect(texts(found)).toEqual(["error: 'store.puts_total' is a counter, and ctx.gauge(…) tells of another type."]);
    expect(found[0]?.notes).toMatchObject([{ text: 'declared here', cell: 'puts' }]);
  });

  it('has the labels it was declared with', async () => {
    const found = await opened(puts, `ctx.count('store.puts_total', 1, { op: 'put' })`);
    expect(texts(found)).toEqual([
      "warning: 'store.puts_total' is told with the label op, and declared with no labels.",
    ]);
  });

  it('is told by some rule', async () => {
    expect(texts(await opened(puts, ''))).toEqual(["warning: No rule tells the stat 'store.puts_total'."]);
  });

  it('is declared once', async () => {
    const found = await opened(`${puts}\n${puts}`, `ctx.count('store.puts_total')`);
    expect(new Set(found.map(({ code }) => code))).toEqual(new Set(['program/name-twice']));
  });
});

it.each([
  [`stat('store.puts', { type: 'counter', help: 'x' })`, 'The name of a counter does not end in _total'],
  [`stat('puts_total', { type: 'counter', help: 'x' })`, 'The name is not service.entity_measure_unit'],
  [`stat('store.lag_ms', { type: 'histogram', help: 'x' })`, 'There is no unit'],
  [`stat('store.lag', { type: 'gauge', unit: 'ms', help: 'x' })`, 'The name does not end in its unit, ms'],
  [`stat('store.puts_total', { type: 'counter', unit: 'puts', help: 'x' })`, 'A counter has a unit'],
  [`stat('store.puts_total', { type: 'counter', help: '' })`, 'There is no help'],
  [`stat('store.puts_total', { type: 'sum', help: 'x' })`, 'There is no type'],
  [`stat('store.puts_total', { type: 'counter', labels: 'op', help: 'x' })`, 'labels is no list of names'],
])('%s says what is wrong', async (declared, what) => {
  const found = await opened(declared, '');
  expect(found[0]).toMatchObject({ code: 'program/bad-argument', cell: 'stats' });
  expect(found[0]?.text).toContain(what);
  expect(found[0]?.help).not.toBe('');
});

it('a notebook that declares none may tell what it likes', async () => {
  expect(await opened('const unused = 1', `ctx.count('store.puts_total', 1, { op: 'put' })`)).toEqual([]);
});
