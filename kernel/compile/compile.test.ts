import { describe, expect, it } from 'vitest';
import type { Diagnostic, Range } from '../diagnostic.ts';
import { compileCell } from './compile.ts';
import type { CompiledCell } from './compiled.ts';
import { type CellRuntime, cellFunction } from './function.ts';
import { compile } from './testing.ts';

const silent: CellRuntime = { at: () => {}, tick: () => {}, result: () => {} };

/** The text that a range of a cell holds. */
function textAt(source: string, range: Range | null): string {
  if (range === null) return '';
  const lines = source.split(/(?<=\n)/);
  const offset = (line: number, column: number): number => lines.slice(0, line - 1).join('').length + column - 1;
  return source.slice(offset(range.line, range.column), offset(range.endLine, range.endColumn));
}

const found = (cell: CompiledCell): readonly string[] =>
  cell.diagnostics.map(({ code, range }) => `${code}: ${textAt(cell.source, range)}`);

/** Runs a cell with the names it needs. */
function run(
  cell: CompiledCell,
  names: Readonly<Record<string, unknown>> = {},
  runtime = silent,
): Readonly<Record<string, unknown>> {
  return cellFunction(cell)(
    runtime,
    cell.references.map(({ name }) => names[name]),
  );
}

describe('a compiled cell', () => {
  it('gives its definitions when it is run', async () => {
    const cell = await compile(`const a: number = 1
let b = a + other
function f<T>(x: T): T { return x }
class C { x = 1 }
enum E { one = 1, two }
const { p, q: [r, ...rest] } = { p: 1, q: [2, 3, 4] }
for (var i = 0; i < 3; i++) b += i
interface Shape { x: number }
type Alias = Shape
`);
    expect(cell.diagnostics).toEqual([]);
    expect(cell.definitions.map(({ name, range }) => [name, textAt(cell.source, range)])).toEqual(
      ['a', 'b', 'f', 'C', 'E', 'p', 'r', 'rest', 'i'].map((name) => [name, name]),
    );
    const made = run(cell, { other: 10 });
    expect(made).toMatchObject({ a: 1, b: 14, p: 1, r: 2, rest: [3, 4], i: 3, E: { one: 1, 2: 'two' } });
  });

  it('refers to what it does not define, and to what it imports', async () => {
    const cell = await compile(`import { x as y, type T } from 'rehearsal/a'
import * as all from './b.sim.md'
import one from './c.sim.md'
const a = other(y, all.z, Math.max(1, 2), new Map<string, T>(), one)
function f(this: unknown, local: Hidden) { return local + elsewhere }
`);
    expect(cell.references.map(({ name, range }) => [name, textAt(cell.source, range)])).toEqual(
      ['other', 'y', 'all', 'Math', 'one', 'elsewhere'].map((name) => [name, name]),
    );
    expect(cell.imports.map(({ from, names }) => [from, names])).toEqual([
      ['rehearsal/a', { y: 'x' }],
      ['./b.sim.md', { all: '*' }],
      ['./c.sim.md', { one: 'default' }],
    ]);
    expect(run(cell, { other: (...args: unknown[]) => args.length, y: 1, all: {}, Math })).toMatchObject({ a: 5 });
  });

  it('announces each statement before it runs, by its index', async () => {
    const cell = await compile('// first\nlog(1); log(2)\n\nfunction f() {}\nlog(\n  3,\n)\n');
    const events: unknown[] = [];
    run(cell, { log: (x: unknown) => events.push(x) }, { ...silent, at: (i) => void events.push(`at ${i}`) });
    expect(events).toEqual(['at 0', 1, 'at 1', 2, 'at 2', 'at 3', 3]);
    expect(cell.statements.map(({ range }) => textAt(cell.source, range))).toEqual([
      'log(1);',
      'log(2)',
      'function f() {}',
      'log(\n  3,\n)',
    ]);
  });

  it('counts every turn of every kind of loop', async () => {
    const cell = await compile(`for (let i = 0; i < 3; i++) use(i)
for (const x of [1, 2]) { use(x) }
for (const k in { a: 1 }) for (const l in { b: 1 }) use(k, l)
let n = 0
while (n < 2) n++
do n--; while (n > 0)
outer: for (;;) { while (true) break outer }
const f = () => { for (;;); }
`);
    let ticks = 0;
    run(cell, { use: () => {} }, { ...silent, tick: () => void ticks++ });
    expect(ticks).toBe(3 + 2 + 2 + 2 + 2 + 2);
    const stop = (): never => {
      throw new RangeError('enough');
    };
    const { f } = run(await compile('const f = () => { for (;;); }'), {}, { ...silent, tick: stop });
    expect(f).toThrow('enough');
  });

  it.each([
    ['a call', 'Plot.plot({ x: 1 })', { plotted: { x: 1 } }],
    ['two expressions', '(1, 2)', 2],
    ['a conditional, with a semicolon', 'true ? "a" : "b";', 'a'],
    ['a text', '"only"', 'only'],
    ['an object', '({ a: 1 })', { a: 1 }],
    ['what follows definitions', 'const xs = [1, 2]\nxs.map((x) => x * 2) // twice', [2, 4]],
  ])('gives the last expression of a plot as its result: %s', async (_, code, expected) => {
    const results: unknown[] = [];
    const names = { Plot: { plot: (spec: unknown) => ({ plotted: spec }) } };
    run(await compile(code, 'plot'), names, { ...silent, result: (value) => void results.push(value) });
    expect(results).toEqual([expected]);
  });

  it('has no result in other cells, nor without an expression at the end', async () => {
    const none: CellRuntime = { ...silent, result: () => expect.unreachable() };
    run(await compile('1 + 1'), {}, none);
    run(await compile('const a = 1', 'plot'), {}, none);
    run(await compile('', 'plot'), {}, none);
  });

  it('is strict: a function called without a receiver does not see the global object', async () => {
    const { f } = run(await compile('function f() { return this }'));
    expect((f as () => unknown)()).toBeUndefined();
  });

  it('survives any JavaScript line end and characters outside the basic plane', async () => {
    const cell = await compile('const a = "𝒳𝒳"; const é = missing\r\nconst b = missing2\rconst c = 1');
    expect(cell.references.map(({ range }) => range)).toEqual([
      { line: 1, column: 29, endLine: 1, endColumn: 36 },
      { line: 2, column: 11, endLine: 2, endColumn: 19 },
    ]);
    expect(run(cell)).toMatchObject({ a: '𝒳𝒳', c: 1 });
  });
});

describe('the content of a cell', () => {
  const hashes = async (code: string) => (await compile(code)).statements.map((statement) => statement.hash);

  it('does not depend on comments, types, layout or quotes', async () => {
    expect(await hashes("const a: string = 'x'; function f(x: number) { return x }")).toEqual(
      await hashes('// words\nconst a =\n  "x"\n\nfunction f(x) {\n  /* more */\n  return (x as any) }'),
    );
    expect((await compile('const a = 1 // one')).hash).toBe((await compile('const a: number = 1')).hash);
  });

  it('does not change when another statement takes a name that is local here', async () => {
    const [, before] = await hashes('const y = 1\nconst f = (x) => ({ x, z: [x] })');
    const [, after] = await hashes('const x = 1\nconst f = (x) => ({ x, z: [x] })');
    expect(after).toBe(before);
  });

  it('changes with every value, operator and outer name', async () => {
    const variants = [
      'f(1)',
      'f(2)',
      'g(1)',
      'f(1, 1)',
      'f(() => 1)',
      'f((a) => a)',
      'f((a) => b)',
      'f((a, b) => a)',
      'f((a, b) => b)',
      'f({ a: 1 })',
      'f({ b: 1 })',
    ];
    const all = await Promise.all(variants.map(async (code) => (await hashes(code))[0]));
    expect(new Set(all).size).toBe(variants.length);
  });

  it('knows a kind of node by its name alone', async () => {
    const cell = await compile(
      "const rm = node('rm', { state: () => ({}) }); const x = node(name); let y = node('y', {}); const z = other('z')",
    );
    expect(cell.statements.map((statement) => statement.nominal)).toEqual(['node:rm', null, null, null]);
  });

  it.each([
    ['a method that changes it', 'table.set(1, 2)', ['table']],
    ['a loop', 'for (const x of xs) table.push(x)', ['xs', 'table']],
    ['a function of the cell that is called', 'fill()', ['table']],
    ['an argument of a foreign function', 'shuffle(table)', ['table']],
    ['a definition that calls', 'const sorted = table.toSorted()', ['table']],
    ['an assignment', 'table.x = 1', ['table']],
    ['nothing: a rule', 'server.on(table, (s) => { table.set(1) })', []],
    ['nothing: a declaration', "scenario('x', () => { fill() })", []],
    ['nothing: a new map', 'const copy = new Map(table)', []],
    ['nothing: a function', 'function again() { table.clear() }', []],
  ])('tells what a statement may change when it runs: %s', async (_, statement, expected) => {
    const cell = await compile(
      `const table = outer()\nconst xs = outer()\nfunction fill() { return table.size }\n${statement.replace('table.set(1)', 'use(table)').replace('table.clear()', 'use(table)')}`,
    );
    expect(cell.diagnostics).toEqual([]);
    expect([...(cell.statements[3]?.touches ?? [])].toSorted()).toEqual([...expected].toSorted());
  });
});

describe('what a cell may not do', () => {
  it.each<[string, string]>([
    ['const a = Math.random()', 'compile/forbidden-global: Math.random'],
    ["const a = Math['random']()", "compile/forbidden-global: Math['random']"],
    ['const { random } = Math', 'compile/forbidden-global: random'],
    ['eval("1")', 'compile/forbidden-global: eval'],
    ['const a = arguments', 'compile/forbidden-global: arguments'],
    ['let n = 0\nserver.on(A, (s) => { n++ })', 'compile/shared-variable: n'],
    ['let n = 0\nfunction f() { [n] = [1] }', 'compile/shared-variable: n'],
    ['server.on(A, (s) => { total = s.n })', 'compile/shared-variable: total'],
    ['total = 1', 'compile/shared-variable: total'],
    ['const seen = new Set()\nserver.on(A, (s, m) => { seen.add(m.id) })', 'compile/shared-variable: seen.add'],
    ['const table = {}\nserver.on(A, (s, m) => { table[m.id] = 1 })', 'compile/shared-variable: table[m.id]'],
    ['server.on(A, (s) => { delete config.x })', 'compile/shared-variable: config.x'],
    [
      "scenario('x', (world) => { let leader; world.at(1, (w) => { leader = w.find(server) }) })",
      'compile/shared-variable: leader',
    ],
    [
      "scenario('x', (world) => { let n = 0; const act = () => { n++ }; world.at(1, act) })",
      'compile/shared-variable: n',
    ],
    [
      "scenario('x', (world) => { const l = []; world.at(1, (w) => { l.push(w.now) }) })",
      'compile/shared-variable: l.push',
    ],
    [
      "scenario('x', (world) => { const o = {}; world.at(1, 'b', (w) => { o.a = 1 }) })",
      'compile/shared-variable: o.a',
    ],
    [
      "scenario('x', (world) => { world.at(1, (w) => { let k = 0; w.edit(n, 'n', (s) => { k++ }) }) })",
      'compile/shared-variable: k',
    ],
    ['{ let n = 0; server.on(A, (s) => { n++ }) }', 'compile/shared-variable: n'],
    ["const make = () => { let n = 0; node('x', { state: () => ({ n: n++ }) }) }", 'compile/shared-variable: n'],
    ['Array.prototype.last = 1', 'compile/shared-variable: Array.prototype.last'],
    ['server.on(A, (s, m, ctx) => { ctx.count(`a${m.x}`) })', 'compile/dynamic-stat-name: `a${m.x}`'],
    ['server.on(A, (s, m, c) => { c.gauge(name, 1) })', 'compile/dynamic-stat-name: name'],
    [
      "const server = node('x', { state, start(s, c) { c.observe('a' + s.x, 1) } })",
      "compile/dynamic-stat-name: 'a' + s.x",
    ],
    ['function bump(ctx: Context, name: string) { ctx.count(name) }', 'compile/dynamic-stat-name: name'],
    ['async function f() {}', 'compile/unsupported: async'],
    ['const f = { async g() {} }', 'compile/unsupported: async'],
    ['await x', 'compile/unsupported: await'],
    ['const a = import("x")', 'compile/unsupported: import'],
    ['const a = import.meta', 'compile/unsupported: import.meta'],
    ['export const a = 1', 'compile/unsupported: export'],
    ['if (a) return 5', 'compile/unsupported: return'],
    ['const $ = 1', 'compile/unsupported: $'],
    ['xs.map(($) => $)', 'compile/unsupported: $'],
    ['with (a) { b }', 'compile/unsupported: w'],
    ['@dec class A {}', 'compile/unsupported: @'],
    ['function f() {}\nfunction f() {}', 'compile/syntax: f'],
  ])('%s', async (code, expected) => {
    const cell = await compile(code);
    expect(found(cell)).toContain(expected);
    expect(cell.js).toBeNull();
    for (const { help, text } of cell.diagnostics) expect([text, help].every((each) => each.length > 10)).toBe(true);
  });

  it.each([
    'server.on(A, (s, m, ctx) => { s.n++; s.log.push(m); let n = 0; n++; ctx.count("a.b_total", n) })',
    'const table = new Map()\nfor (const x of [1, 2]) table.set(x, x)',
    'let n = 0\nn++',
    'function f() { let n = 0; const g = () => { n++ }; g() }',
    'class Counter { #n = 0; bump() { this.#n++ } static start = 1 }',
    'enum Role { leader, follower }',
    'namespace Geometry { export const pi = 3 }',
    'const text = list.count(name)',
    'function* numbers() { let n = 0; while (n < 3) yield n++ }',
    "scenario('x', (world) => { let n = 0; [1, 2].forEach(() => { n++ }); const seen = []; seen.push(n); world.at(n, (w) => { let k = n; k++ }) })",
    "always('x', (w) => { let n = 0; const seen = []; w.all(server).forEach((s) => { n++; seen.push(s) }); return n === seen.length })",
    'const Math2 = Math.max(1, 2)',
  ])('what it may: %s', async (code) => {
    const cell = await compile(code);
    expect(found(cell)).toEqual([]);
    expect(cell.js).not.toBeNull();
  });

  it('warns about methods that depend on the language of the machine, and compiles', async () => {
    const cell = await compile('const a = xs.toSorted((x, y) => x.localeCompare(y))');
    expect(cell.diagnostics).toMatchObject([{ code: 'compile/locale', severity: 'warning' }]);
    expect(cell.js).not.toBeNull();
  });

  it('says what to use instead', async () => {
    const { diagnostics } = await compile('const a = Math.random()');
    expect(diagnostics[0]?.help).toContain('ctx.random()');
  });
});

describe('a syntax error', () => {
  const first = async (code: string): Promise<Diagnostic | undefined> => (await compile(code)).diagnostics[0];

  it('has the line and column of the cell, in characters', async () => {
    expect(await first('const a = 1\nconst é = "𝒳" +;\n')).toMatchObject({
      code: 'compile/syntax',
      cell: 'c1',
      range: { line: 2, column: 17, endLine: 2, endColumn: 18 },
      text: 'Unexpected ";".',
    });
  });

  it('underlines something even at the end of the cell', async () => {
    expect((await first('foo('))?.range).toEqual({ line: 1, column: 5, endLine: 1, endColumn: 6 });
  });

  it('points to the other place when there is one', async () => {
    const cell = await compile('const a = 1\nlet a = 2');
    expect(cell.diagnostics[0]?.notes).toMatchObject([{ cell: 'c1', range: { line: 1, column: 7 } }]);
  });

  it('leaves nothing to run', async () => {
    expect(await compile('const = 1')).toMatchObject({ js: null, statements: [], definitions: [], references: [] });
  });

  it.each([
    ['brackets', `const a = ${'['.repeat(1_001)}${']'.repeat(1_001)}`],
    ['length', `const a = '${'x'.repeat(200_000)}'`],
  ])('or too much of anything is refused, not fatal: %s', async (_, code) => {
    expect(await compile(code)).toMatchObject({ js: null, diagnostics: [{ code: 'compile/unsupported', cell: 'c1' }] });
    expect((await compile('const a = 1')).js).not.toBeNull();
  });

  it('or too deep for acorn is refused too', async () => {
    const deep = async () => ({
      code: `${'!'.repeat(100_000)}a`,
      map: '{"version":3,"sources":[],"names":[],"mappings":""}',
      warnings: [],
    });
    const cell = await compileCell(deep, { key: 'c', kind: 'rules', slug: null, code: '' });
    expect(cell).toMatchObject({
      js: null,
      diagnostics: [{ code: 'compile/unsupported', cell: 'c' }],
    });
  });

  it('is not what a failure of esbuild itself is taken for', async () => {
    const broken = () => Promise.reject(new Error('The service was stopped'));
    await expect(compileCell(broken, { key: 'c', kind: 'rules', slug: null, code: '' })).rejects.toThrow(
      'The service was stopped',
    );
  });
});
