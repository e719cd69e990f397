/** The migration that a diagnostic offers is pasted as it is: it must be taken, and say of the old values what can be said. */
import { expect, it } from 'vitest';
import { openCells, type Opened } from '../session.fixture.ts';

const values = {
  string: `'seven'`,
  number: '7',
  boolean: 'true',
  bigint: '7n',
  array: `['a', 'b']`,
  map: `new Map([['k', 'v']])`,
  set: `new Set(['a'])`,
  object: `{ deep: 1 }`,
};
type Shape = keyof typeof values;
const shapes = Object.keys(values) as Shape[];

const kind = (fields: string): string => `const worker = node('a worker', { state: () => ({ ${fields} }) })`;
const open = (fields: string): Promise<Opened> =>
  openCells({
    kind: kind(fields),
    'scenario s': `scenario('s', { until: 1_000 }, (world) => { world.add(worker, ['w']) })`,
  });
const offer = (run: Opened): string => {
  const [found, ...more] = run.reply.program.diagnostics;
  expect(more).toEqual([]);
  expect(found).toMatchObject({ code: 'swap/state-type', cell: 'kind' });
  return found?.mend?.code ?? 'none';
};

it('is written with the name that the kind has in its cell, each field with its old and new type', async () => {
  const run = await open(`n: 7, list: ['a'], 'two words': 'x', kept: 'yes'`);
  run.to(5);
  await run.edit({ kind: kind(`n: '', list: new Set<string>(), 'two words': 0, kept: 'no'`) });
  expect(offer(run)).toBe(`worker.migrate((old) => ({
  ...old,
  // n was a number and is now a string
  n: String(old.n),
  // list was an array and is now a set
  list: new Set(old.list),
  // two words was a string and is now a number: what becomes of it?
  'two words': typeof old['two words'] === 'number' ? old['two words'] : 0,
}))`);
  await run.edit({ mended: offer(run) });
  expect(run.reply.program.diagnostics).toEqual([]);
  run.to(10);
  expect(run.field('w', 'n')).toBe('"7"');
  expect(run.field('w', 'kept')).toBe('"yes"');
  expect(run.to(10).marks.at(-1)?.text).toContain('Migrated fields: a worker.n, a worker.list, a worker.two words.');
});

it('is taken as it is for every change of a type, and keeps what it made when the state changes again', async () => {
  for (const is of shapes) {
    const others = shapes.filter((was) => was !== is);
    const all = (valueOf: (was: Shape) => string): string => others.map((was) => `${was}: ${valueOf(was)}`).join(', ');
    const run = await open(all((was) => values[was]));
    run.to(5);
    await run.edit({ kind: kind(all(() => values[is])) });
    await run.edit({ mended: offer(run) });
    expect(run.reply.program.diagnostics, is).toEqual([]);
    const made = others.map((was) => run.field('w', was));
    await run.edit({ kind: kind(`${all(() => values[is])}, more: 1`) });
    expect(run.reply.program.diagnostics, is).toEqual([]);
    expect(run.field('w', 'more')).toBe('"1"');
    expect(
      others.map((was) => run.field('w', was)),
      is,
    ).toEqual(made);
  }
});

it('asks of all nodes of the kind what they hold, and of a migration that is there what it leaves out', async () => {
  const text = (fields: string): string => `const worker = node('worker', { state: (id) => ({ ${fields} }) })`;
  const run = await openCells({
    kind: text(`a: id === 'worker1' ? null : 1, b: id === 'worker2' ? null : 1`),
    'scenario s': `scenario('s', { until: 1_000 }, (world) => { world.add(worker, 2) })`,
  });
  run.to(5);
  await run.edit({ kind: text(`a: '', b: ''`) });
  expect(run.reply.program.diagnostics[0]?.text).toContain('b was a number and is now a string; a was a number');
  const both = run.reply.program.diagnostics[0]?.mend?.code ?? '';
  await run.edit({ mended: `worker.migrate((old) => ({ a: String(old.a) }))` });
  expect(run.reply.program.diagnostics).toMatchObject([
    { code: 'swap/state-type', mend: null, help: expect.stringContaining('return { b: String(old.b) } too') },
  ]);
  await run.edit({ mended: both });
  expect(run.reply.program.diagnostics).toEqual([]);
});
