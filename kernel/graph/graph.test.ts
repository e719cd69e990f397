import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCell } from '../compile/compile.ts';
import type { CompiledCell } from '../compile/compiled.ts';
import { safeMath } from '../compile/forbidden.ts';
import { cellFunction } from '../compile/function.ts';
import { compile } from '../compile/testing.ts';
import type { Transform } from '../compile/transform.ts';
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import type { CellKind } from '../notebook/notebook.ts';
import { contentKey, emptyGraph, type Environment, type Graph, type Module, type Update, update } from './graph.ts';

// ---------------------------------------------------------------- a small language for these tests

/** What a cell said while it ran. */
type Said = readonly unknown[];

const language = new Set(['say', 'node', 'message', 'fail', 'Math']);

function environment(modules: Readonly<Record<string, Module>> = {}): Environment<Said> {
  return {
    language,
    modules: (from) => modules[from] ?? null,
    moduleOf: (name) => Object.keys(modules).find((from) => modules[from]?.exports.has(name)) ?? null,
    evaluate(cell, scope) {
      const said: unknown[] = [];
      const provided: Readonly<Record<string, unknown>> = {
        say: (value: unknown) => said.push(value),
        node: (name: string) => ({ name, on: (_: unknown, rule: unknown) => said.push(rule) }),
        message: (name: string) => ({ name }),
        fail: (text: string) => {
          throw new DiagnosticError(diagnostic('program/bad-argument', text));
        },
        Math: safeMath,
      };
      const values = cell.references.map(({ name }) => (scope.has(name) ? scope.get(name) : provided[name]));
      const definitions = cellFunction(cell)({ at: () => {}, tick: () => {}, result: () => {} }, values);
      return { ok: true, definitions, output: said };
    },
  };
}

/** A cell's name → its text. A name that begins with `plot` makes a plot cell; `x.sim.md#a` is a cell of another notebook. */
type Texts = Readonly<Record<string, string>>;

const compiled = new Map<string, Promise<CompiledCell>>();
function cellsOf(texts: Texts): Promise<CompiledCell[]> {
  return Promise.all(
    Object.entries(texts).map(([key, code]) => {
      const [, notebook, own] = /^(.*)#(.*)$/.exec(key) ?? [key, null, key];
      const kind: CellKind = own?.startsWith('plot') ? 'plot' : 'rules';
      const id = `${key}\n${code}`;
      const made = compiled.get(id) ?? compile(code, kind, key);
      const cell =
        notebook == null ? made : made.then((one): CompiledCell => ({ ...one, origin: { notebook, line: 1 } }));
      compiled.set(id, cell);
      return cell;
    }),
  );
}

/** Opens a notebook and edits it; gives the last update. */
async function after(...edits: readonly [Texts, ...Texts[]]): Promise<Update<Said>> {
  let graph: Graph<Said> = emptyGraph();
  let last: Update<Said> | undefined;
  for (const texts of edits) {
    last = update(graph, await cellsOf(texts), environment());
    graph = last.graph;
  }
  if (last === undefined) throw new Error('No edit.');
  return last;
}

const said = ({ graph }: Update<Said>, key: string): Said | undefined => graph.nodes.get(key)?.inForce?.output;
const statuses = ({ graph }: Update<Said>) =>
  Object.fromEntries([...graph.nodes].map(([key, node]) => [key, node.status]));
const codes = ({ diagnostics }: Update<Said>) => diagnostics.map(({ code, cell }) => `${cell} ${code}`);

// ---------------------------------------------------------------- order

describe('cells run', () => {
  it('after those they need, wherever these stand', async () => {
    const result = await after({ c: 'say(b + 1)', b: 'const b = a + 1', a: 'const a = 1' });
    expect(result.ran).toEqual(['a', 'b', 'c']);
    expect(said(result, 'c')).toEqual([3]);
    expect(result.diagnostics).toEqual([]);
  });

  it('in notebook order where nothing else is asked', async () => {
    expect((await after({ z: 'say(1)', a: 'say(2)', m: 'say(3)' })).ran).toEqual(['z', 'a', 'm']);
  });

  it('with a name of the language that another cell defined anew', async () => {
    expect(said(await after({ a: 'const message = 5', b: 'say(message)' }), 'b')).toEqual([5]);
  });
});

describe('after an edit only those run', () => {
  const base = {
    a: 'const a = 1\nconst unrelated = 1',
    b: 'const b = a + 1',
    c: 'say(b)',
    d: 'say(unrelated)',
    e: 'say(0)',
  };

  it('that changed and that need what changed, however far', async () => {
    const result = await after(base, { ...base, a: 'const a = 2\nconst unrelated = 1' });
    expect(result.ran).toEqual(['a', 'b', 'c']);
    expect(said(result, 'c')).toEqual([3]);
  });

  it('none, when comments, types, layout or the order of cells changed', async () => {
    const { a, ...rest } = base;
    expect((await after(base, { ...rest, a: `// more\n\n${a.replace('const a', 'const a: number')}` })).ran).toEqual(
      [],
    );
  });

  it('and the places of what did not run are those in the new text', async () => {
    const result = await after(base, { ...base, c: '// new first line\nsay(b)' });
    expect(result.ran).toEqual([]);
    expect(result.graph.nodes.get('c')?.inForce?.cell.statements[0]?.range.line).toBe(2);
  });

  it('that use a helper whose own helper changed', async () => {
    const texts = { f: 'const f = () => g() + 1', g: 'function g() { return 1 }', use: 'say(f())' };
    const result = await after(texts, { ...texts, g: 'function g() { return 2 }' });
    expect(result.ran).toEqual(['g', 'f', 'use']);
    expect(said(result, 'use')).toEqual([3]);
  });

  it('that use a value which another statement of its cell changes', async () => {
    const texts = { a: 'const table = new Map()\ntable.set("x", 1)', use: 'say(table.get("x"))' };
    const result = await after(texts, { ...texts, a: 'const table = new Map()\ntable.set("x", 2)' });
    expect(said(result, 'use')).toEqual([2]);
  });

  it('and not those that use a kind of node whose state changed, for they know it by name', async () => {
    const texts = {
      kind: "const server = node('server', { state: () => ({ a: 1 }) })",
      rules: 'server.on(1, () => 2)',
    };
    expect((await after(texts, { ...texts, kind: texts.kind.replace('a: 1', 'a: 1, b: 2') })).ran).toEqual(['kind']);
    expect((await after(texts, { ...texts, kind: texts.kind.replace("'server'", "'client'") })).ran).toEqual([
      'kind',
      'rules',
    ]);
  });

  it('that became another kind of cell with the same text', async () => {
    const [cell] = await cellsOf({ a: 'const a = 1' });
    if (cell === undefined) throw new Error('There is one.');
    const { graph } = update(emptyGraph<Said>(), [cell], environment());
    expect(update(graph, [{ ...cell, kind: 'plot' }], environment()).ran).toEqual(['a']);
  });

  it('and not a failing one, as long as nothing it uses changes', async () => {
    const texts = { a: 'const a = 1', b: 'say(a); fail("no")', c: 'say(0)' };
    expect((await after(texts, { ...texts, c: 'say(1)' })).ran).toEqual(['c']);
    expect((await after(texts, { ...texts, c: 'say(1)' })).diagnostics).toMatchObject([
      { code: 'program/bad-argument', cell: 'b' },
    ]);
    expect((await after(texts, { ...texts, a: 'const a = 2' })).ran).toEqual(['a', 'b']);
  });
});

// ---------------------------------------------------------------- faults

describe('the last good version stays in force', () => {
  const good = { a: 'const a = 1', b: 'say(a)' };

  it.each([
    ['does not compile', 'const a ='],
    ['throws', 'const a = 2; missing.call; const missing = 1'],
    ['declares something wrong', 'const a = 2; fail("no")'],
    ['lacks a name', 'const a = 2 + nowhere'],
  ])('when the new one %s', async (_, text) => {
    const result = await after(good, { ...good, a: text });
    expect(statuses(result)).toEqual({ a: 'kept', b: 'live' });
    expect(said(result, 'b')).toEqual([1]);
    expect(result.diagnostics.filter((found) => found.cell !== 'a')).toEqual([]);
    expect(result.diagnostics.length).toBeGreaterThan(0);
  });

  it('until the text is mended', async () => {
    const result = await after(good, { ...good, a: 'const a =' }, { ...good, a: 'const a = 3' });
    expect(statuses(result)).toEqual({ a: 'live', b: 'live' });
    expect([said(result, 'b'), result.diagnostics]).toEqual([[3], []]);
  });

  it('and follows what it needs meanwhile', async () => {
    const texts = { one: 'const one = 1', a: 'const a = one + 1', b: 'say(a)' };
    const result = await after(
      texts,
      { ...texts, a: 'const a =' },
      { ...texts, a: 'const a =', one: 'const one = 10' },
    );
    expect(statuses(result)).toEqual({ one: 'live', a: 'kept', b: 'live' });
    expect(said(result, 'b')).toEqual([11]);
  });

  it('with the values it made when what it needs is gone', async () => {
    const result = await after(good, { b: 'say(a)' });
    expect(statuses(result)).toEqual({ b: 'kept' });
    expect(said(result, 'b')).toEqual([1]);
    expect(codes(result)).toEqual(['b graph/undefined']);
  });

  it('unless there is none', async () => {
    const result = await after({ a: 'const a =', b: 'say(a)' });
    expect(statuses(result)).toEqual({ a: 'broken', b: 'broken' });
    expect(result.diagnostics.find((found) => found.cell === 'b')).toMatchObject({
      code: 'graph/in-error',
      text: 'a is defined in a cell that has an error.',
    });
  });

  it('and a dropped update leaves the graph as it was', async () => {
    const before = (await after(good)).graph;
    const copy = structuredClone([...before.nodes]);
    update(before, await cellsOf({ a: 'const a =', c: 'say(1)' }), environment());
    expect(structuredClone([...before.nodes])).toEqual(copy);
  });
});

describe('a name that two cells define', () => {
  it('is an error on both, each pointing to the other', async () => {
    const { diagnostics } = await after({ a: 'const x = 1', b: '\nfunction x() {}' });
    expect(diagnostics).toMatchObject([
      {
        code: 'graph/duplicate',
        cell: 'a',
        range: { line: 1, column: 7, endColumn: 8 },
        notes: [{ cell: 'b', range: { line: 2, column: 10 } }],
      },
      { code: 'graph/duplicate', cell: 'b', notes: [{ cell: 'a', range: { line: 1 } }] },
    ]);
  });

  it('keeps the meaning it had', async () => {
    const texts = { a: 'const x = 1', use: 'say(x)' };
    const result = await after(texts, { ...texts, b: 'const x = 2' });
    expect(codes(result)).toEqual(['a graph/duplicate', 'b graph/duplicate']);
    expect(statuses(result)).toEqual({ a: 'live', use: 'live', b: 'broken' });
    expect(said(result, 'use')).toEqual([1]);
  });

  it('may move to another cell in one edit, and back', async () => {
    const [here, there] = [
      { a: 'const x = 1', b: 'say(x)' },
      { a: 'say(0)', b: 'const x = 1; say(x)' },
    ];
    expect((await after(here, there)).diagnostics).toEqual([]);
    expect((await after(here, there, here)).diagnostics).toEqual([]);
  });

  it('does not count a plot: its names are its own', async () => {
    const result = await after({
      a: 'const data = 1',
      plot1: 'const data = 2\nsay(data)',
      plot2: 'const data = 3\nsay(data)',
      b: 'say(data)',
    });
    expect(result.diagnostics).toEqual([]);
    expect([said(result, 'plot1'), said(result, 'plot2'), said(result, 'b')]).toEqual([[2], [3], [1]]);
  });
});

describe('cells that need each other', () => {
  const ring = { a: 'const a = () => b', b: 'const b = () => c', c: 'const c = () => a', other: 'say(1)' };

  it('are an error on each of them, and on no other', async () => {
    const result = await after(ring);
    expect(codes(result)).toEqual(['a graph/cycle', 'b graph/cycle', 'c graph/cycle']);
    expect(result.diagnostics[0]).toMatchObject({
      range: { line: 1, column: 17 },
      notes: [{ cell: expect.any(String) }, { cell: expect.any(String) }],
    });
    expect(statuses(result)).toEqual({ a: 'broken', b: 'broken', c: 'broken', other: 'live' });
  });

  it('keep what was in force before the edit that closed the circle', async () => {
    const open = { ...ring, c: 'const c = () => 7' };
    const result = await after({ ...open, use: 'say(a()()())' }, { ...ring, use: 'say(a()()())' });
    expect(said(result, 'use')).toEqual([7]);
    expect(statuses(result)).toMatchObject({ c: 'kept', use: 'live' });
  });

  it('are no matter within one cell', async () => {
    const result = await after({
      a: 'const even = (n) => n === 0 || odd(n - 1)\nconst odd = (n) => n !== 0 && even(n - 1)\nsay(even(10))',
    });
    expect([result.diagnostics, said(result, 'a')]).toEqual([[], [true]]);
  });
});

describe('a name that nothing defines', () => {
  it.each([
    ['mesage', 'Did you mean message?'],
    ['Leader', 'Did you mean leader?'],
    ['laeder', 'Did you mean leader?'],
    ['zzz', 'Define it at the top of any cell, or import it in this one.'],
  ])('%s: %s', async (name, help) => {
    expect((await after({ a: 'const leader = 1', b: `say(${name})` })).diagnostics).toMatchObject([
      {
        code: 'graph/undefined',
        cell: 'b',
        range: { line: 1, column: 5, endColumn: 5 + name.length },
        text: `${name} is defined nowhere.`,
        help,
      },
    ]);
  });

  it.each([
    ['Date.now()', 'ctx.now'],
    ['setTimeout(f, 1)', 'ctx.setTimer'],
    ['fetch("x")', 'ctx.send'],
    ['console.log(1)', 'ctx.note'],
    ['new WebSocket("x")', 'ctx.send'],
    ['globalThis.x', 'notebook'],
  ])('is forbidden when it is a global that a model may not touch: %s, use %s', async (code, member) => {
    const { diagnostics } = await after({ a: `const f = 1\nsay(() => ${code})` });
    expect(diagnostics).toMatchObject([{ code: 'compile/forbidden-global', cell: 'a', range: { line: 2 } }]);
    expect(diagnostics[0]?.help).toContain(member);
  });

  it('is not forbidden when a cell defines it', async () => {
    expect(said(await after({ a: 'const window = 5', b: 'say(window)' }), 'b')).toEqual([5]);
  });

  it('is explained when a plot or an import of another cell has it', async () => {
    const { diagnostics } = await after({ plot: 'const points = 1', b: 'say(points)' });
    expect(diagnostics).toMatchObject([
      { code: 'graph/undefined', notes: [{ cell: 'plot', range: { line: 1, column: 7 } }] },
    ]);
  });

  it('as Math.random is refused even through another name', async () => {
    const { diagnostics } = await after({ a: 'const m = Math', b: 'const k = "random"; say(m[k]())' });
    expect(diagnostics).toMatchObject([{ code: 'compile/forbidden-global', cell: 'b', range: { line: 1 } }]);
  });
});

describe('a cell that throws', () => {
  it('is marked where it threw, with the way there', async () => {
    const { diagnostics } = await after({ a: 'function f(x) {\n  return x.y.z\n}', b: 'say(1)\nsay(f({}))' });
    expect(diagnostics).toMatchObject([
      {
        code: 'program/threw',
        cell: 'b',
        range: { line: 2, column: 5 },
        notes: [{ cell: 'a', text: 'In f.', range: { line: 2, column: 14 } }],
      },
    ]);
    expect(diagnostics[0]?.text).toContain('TypeError');
  });
});

describe('imports', () => {
  const library: Module = {
    exports: new Map<string, unknown>([['twice', (x: number) => 2 * x]]),
    keyOf: (name) => `v1 ${name}`,
  };
  const open = async (code: string, modules: Readonly<Record<string, Module>> = { 'rehearsal/a': library }) =>
    update(emptyGraph<Said>(), await cellsOf({ a: code }), environment(modules));

  it('give the names of a module, or all of it', async () => {
    const result = await open(
      "import { twice as two } from 'rehearsal/a'\nimport * as all from 'rehearsal/a'\nsay(two(2)); say(all.twice(3))",
    );
    expect([said(result, 'a'), result.diagnostics]).toEqual([[4, 6], []]);
  });

  it.each([
    ["import { twise } from 'rehearsal/a'; say(twise)", 'Did you mean twice?'],
    ["import { x } from 'rehearsal/b'; say(x)", 'Look at the spelling.'],
    ["import { x } from 'https://example.com/x.js'; say(x)", 'There are no others.'],
  ])('%s: %s', async (code, help) => {
    const { diagnostics } = await open(code);
    expect(diagnostics).toMatchObject([{ code: 'graph/import', cell: 'a', range: { line: 1, column: 1 } }]);
    expect(diagnostics[0]?.help).toContain(help);
  });

  it('that are only types need not exist', async () => {
    expect(
      (await open("import { Unknown } from 'rehearsal/a'\nimport type { T } from 'rehearsal/zzz'\nsay(1 as Unknown)"))
        .diagnostics,
    ).toEqual([]);
  });
});

describe('imports from another notebook', () => {
  const planner = {
    'other.sim.md#x': 'const helper = (n) => inner(n)\nconst unused = 1',
    'other.sim.md#y': 'const inner = (n) => n + 1',
  };

  it('see its definitions, and run again when these change or what they use', async () => {
    const texts = { a: "import { helper } from './other.sim.md'\nsay(helper(1))", b: 'say(0)', ...planner };
    const first = update(emptyGraph<Said>(), await cellsOf(texts), environment());
    const same = update(first.graph, await cellsOf(texts), environment());
    const changed = await cellsOf({ ...texts, 'other.sim.md#y': 'const inner = (n) => n + 9' });
    const second = update(same.graph, changed, environment());
    const other = await cellsOf({ ...texts, 'other.sim.md#z': 'const z = 1' });
    const third = update(same.graph, other, environment());
    expect([same.ran, second.ran.includes('a'), third.ran]).toEqual([[], true, ['other.sim.md#z']]);
    expect([said(first, 'a'), said(second, 'a')]).toEqual([[2], [10]]);
  });

  it('take it as a whole under one name, frozen', async () => {
    const result = await after({
      a: "import * as other from './other.sim.md'\nsay(Object.keys(other).sort().join()); say(Object.isFrozen(other))",
      ...planner,
    });
    expect([said(result, 'a'), result.diagnostics]).toEqual([['helper,inner,unused', true], []]);
  });

  it('leave all other names apart: both notebooks may define the same', async () => {
    const result = await after({
      a: "import { helper } from './other.sim.md'\nsay(helper(1)); say(inner)",
      b: "const inner = 'mine'",
      ...planner,
    });
    expect([said(result, 'a'), result.diagnostics]).toEqual([[2, 'mine'], []]);
  });

  it('do not bring names of the other one into scope', async () => {
    const { diagnostics } = await after({ a: "import { helper } from './other.sim.md'\nsay(inner)", ...planner });
    expect(diagnostics).toMatchObject([{ code: 'graph/undefined', cell: 'a' }]);
  });

  it('are found from where they stand', async () => {
    const result = await after({
      a: "import { b } from './lib/b.sim.md'\nsay(b)",
      'lib/b.sim.md#x': "import { c } from '../c.sim.md'\nconst b = c + 1",
      'c.sim.md#x': 'const c = 1',
    });
    expect([said(result, 'a'), result.diagnostics]).toEqual([[2], []]);
  });

  it.each<[string, Texts, string, string]>([
    ["import { x } from './nowhere.sim.md'; say(x)", {}, 'There is no ./nowhere.sim.md to import from.', 'spelling'],
    [
      "import { helpre } from './other.sim.md'; say(helpre)",
      {},
      './other.sim.md has no helpre.',
      'Did you mean helper?',
    ],
    ["import other from './other.sim.md'; say(other)", {}, './other.sim.md has no default', 'import { name }'],
    [
      "import { c } from './other.sim.md'; say(c)",
      { 'other.sim.md#z': "import { c } from './c.sim.md'\nconst d = c", 'c.sim.md#x': 'const c = 1' },
      'c is not defined in ./other.sim.md, only imported there, from ./c.sim.md.',
      'Import it from where it is defined.',
    ],
    [
      "import { p } from './other.sim.md'; say(p)",
      { 'other.sim.md#plot': 'const p = 1' },
      'p is defined in a plot cell of ./other.sim.md, whose names are its own.',
      'rules cell',
    ],
    [
      "import { z } from './other.sim.md'; say(z)",
      { 'other.sim.md#z': 'const z = zzz' },
      'z is defined in a cell of ./other.sim.md that has an error.',
      'Mend that cell first.',
    ],
  ])('%s %j: %s', async (a, more, text, help) => {
    const { diagnostics } = await after({ a, ...planner, ...more });
    const mine = diagnostics.filter(({ cell }) => cell === 'a');
    expect(mine).toMatchObject([{ code: 'graph/import', range: { line: 1, column: 1 } }]);
    expect(mine[0]?.text).toContain(text);
    expect(mine[0]?.help).toContain(help);
  });

  it('keep what was good when the other one goes wrong, or goes away', async () => {
    const a = "import { helper } from './other.sim.md'\nsay(helper(1))";
    const broken = await after({ a, ...planner }, { a, ...planner, 'other.sim.md#y': 'const inner = nowhere' });
    expect([said(broken, 'a'), broken.graph.nodes.get('a')?.status]).toEqual([[2], 'live']);
    const gone = await after({ a, ...planner }, { a });
    expect([said(gone, 'a'), gone.graph.nodes.get('a')?.status]).toEqual([[2], 'kept']);
    expect(gone.diagnostics).toMatchObject([{ code: 'graph/import', cell: 'a' }]);
  });
});

// ---------------------------------------------------------------- content

describe('the content of a rule', () => {
  const rule = 'server.on(1, (s) => helper(s))';
  const texts = {
    kind: "const server = node('server', { state: () => ({ a: 1 }) })",
    rules: rule,
    helpers: 'const helper = (s) => deep(s)',
    deep: 'const deep = (s) => 1',
  };
  const keyAfter = async (...edits: readonly [Texts, ...Texts[]]) =>
    contentKey((await after(...edits)).graph, 'rules', 0);

  it.each<[string, Texts]>([
    ['a comment or another layout', { rules: `// new\n\n${rule}` }],
    ['a renamed parameter', { rules: rule.replace('(s) => helper(s)', '(state) => helper(state)') }],
    ['another rule beside it', { rules: `${rule}\nserver.on(2, () => 3)` }],
    ['the state of its kind', { kind: texts.kind.replace('a: 1', 'b: 2') }],
    [
      'a helper that moved into the cell of another',
      { helpers: 'const helper = (s) => deep(s)\nconst deep = (s) => 1', deep: '' },
    ],
    ['a helper that moved into its own cell', { helpers: '', rules: `${rule}\nconst helper = (s) => deep(s)` }],
    ['a cell that does not compile', { deep: 'const deep =' }],
    ['a cell that throws', { deep: 'const deep = (s) => 2; fail("no")' }],
  ])('is not changed by %s', async (_, change) => {
    expect(await keyAfter(texts, { ...texts, ...change })).toBe(await keyAfter(texts));
  });

  it.each<[string, Texts]>([
    ['its own text', { rules: rule.replace('helper(s)', 'helper(s, 1)') }],
    ['a helper', { helpers: 'const helper = (s) => deep(s) + 1' }],
    ['a helper of a helper in a third cell', { deep: 'const deep = (s) => 2' }],
    ['the name of its kind', { kind: texts.kind.replace("'server'", "'client'") }],
  ])('is changed by %s', async (_, change) => {
    expect(await keyAfter(texts, { ...texts, ...change })).not.toBe(await keyAfter(texts));
  });

  it('of a statement that is not there is an error', async () => {
    const { graph } = await after(texts);
    expect(() => contentKey(graph, 'rules', 1)).toThrow(RangeError);
    expect(() => contentKey(graph, 'nobody', 0)).toThrow(RangeError);
  });
});

// ---------------------------------------------------------------- properties

/**
 * Notebooks of up to five cells over the names n0 … n4: cell i defines n_i from some other names and a number; it may
 * be broken, take another's name, throw, or be missing.
 */
const notebook = fc
  .array(
    fc.record({
      needs: fc.array(fc.nat(4), { maxLength: 2 }),
      value: fc.nat(2),
      fault: fc.constantFrom('none', 'none', 'none', 'none', 'syntax', 'throws', 'twice', 'absent'),
    }),
    { minLength: 5, maxLength: 5 },
  )
  .map(
    (cells): Texts =>
      Object.fromEntries(
        cells.flatMap(({ needs, value, fault }, i) => {
          if (fault === 'absent') return [];
          const own = cellText(i, value, needs);
          const texts = {
            none: own,
            syntax: 'const =',
            throws: `${own}\nfail("no")`,
            twice: `${own}\nconst n${(i + 1) % 5} = 0`,
          };
          return [[`c${i}`, texts[fault]]];
        }),
      ),
  );

/** The same without faults: each cell needs only some before it, and they stand in any order. */
const soundNotebook = fc
  .tuple(
    fc.array(fc.tuple(fc.nat(2), fc.array(fc.nat(4), { maxLength: 2 })), { minLength: 5, maxLength: 5 }),
    fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
  )
  .map(
    ([cells, order]): Texts =>
      Object.fromEntries(
        order.map((i) => {
          const [value, needs] = cells[i] ?? [0, []];
          return [
            `c${i}`,
            cellText(
              i,
              value,
              needs.filter((n) => n < i),
            ),
          ];
        }),
      ),
  );

function cellText(i: number, value: number, needs: readonly number[]): string {
  return `const n${i} = ${[value, ...needs.map((n) => `n${n}`)].join(' + ')}\nsay(n${i})`;
}

/** The same without esbuild, which has nothing to do with plain JavaScript and takes most of the time. */
const plain: Transform = async (code) => ({
  code,
  map: '{"version":3,"sources":["cell"],"names":[],"mappings":""}',
  warnings: [],
});
const plainCells = (texts: Texts): Promise<CompiledCell[]> =>
  Promise.all(Object.entries(texts).map(([key, code]) => compileCell(plain, { key, kind: 'rules', slug: null, code })));

async function afterPlain(edits: readonly Texts[]): Promise<Update<Said>> {
  let last: Update<Said> = { graph: emptyGraph(), ran: [], diagnostics: [] };
  for (const texts of edits) last = update(last.graph, await plainCells(texts), environment());
  return last;
}

const results = ({ graph }: Update<Said>) =>
  [...graph.nodes].map(([key, node]) => [
    key,
    node.status,
    node.inForce?.definitions,
    node.inForce?.output,
    node.inForce?.key,
  ]);

describe('any series of edits', () => {
  it('that ends without a fault ends in what a fresh start gives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(notebook, { maxLength: 4 }), soundNotebook, async (edits, last) => {
        const fresh = await afterPlain([last]);
        expect(fresh.diagnostics).toEqual([]);
        const edited = await afterPlain([...edits, last]);
        expect(results(edited)).toEqual(results(fresh));
        expect(edited.diagnostics).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('ends the same when two cells fail of which one still gives a name that the other would have given', async () => {
    const first = { c1: 'const n1 = 0', c4: 'const n4 = 0\nconst n0 = 0' };
    const second = { c0: 'const n0 = 1\nfail("no")', c1: 'const n1 = 0 + n0\nsay(n1)', c4: 'const n4 = 0\nfail("no")' };
    const once = await after(first, second);
    const again = update(once.graph, await cellsOf(second), environment());
    expect([again.ran, said(once, 'c1'), said(again, 'c1')]).toEqual([[], [0], [0]]);
  });

  it('keeps the rules: order, one meaning for each name, no needless run, no version lost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(notebook, { minLength: 1, maxLength: 6 }), async (edits) => {
        let graph: Graph<Said> = emptyGraph();
        for (const texts of edits) {
          const cells = await plainCells(texts);
          const result = update(graph, cells, environment());

          const position = new Map(result.graph.order.map((key, index) => [key, index]));
          const defined = new Set<string>();
          for (const [key, { status, inForce, cell, diagnostics }] of result.graph.nodes) {
            // A wrong cell says so; a cell that is live and has something to run is in force with its own text.
            if (status !== 'live') expect([...cell.diagnostics, ...diagnostics].length).toBeGreaterThan(0);
            if (status === 'live') expect(inForce?.cell.source).toBe(cell.source);
            // What was in force stays in force, in this version or the new one.
            if (graph.nodes.get(key)?.inForce) expect(inForce).not.toBeNull();
            expect(position.has(key)).toBe(inForce !== null);
            for (const { name } of inForce?.cell.definitions ?? []) {
              expect(defined.has(name)).toBe(false);
              defined.add(name);
            }
          }
          for (const [key, { status, cell }] of result.graph.nodes) {
            if (status !== 'live') continue;
            for (const { name } of cell.references) {
              const owner = [...result.graph.nodes].find(([, node]) =>
                node.inForce?.cell.definitions.some((each) => each.name === name),
              )?.[0];
              if (owner !== undefined && owner !== key)
                expect(position.get(owner)).toBeLessThan(position.get(key) ?? -1);
            }
          }
          // What did not run has the key it had; what has a new key did run.
          for (const [key, { inForce }] of result.graph.nodes) {
            const old = graph.nodes.get(key)?.inForce;
            if (inForce && inForce.key !== old?.key) expect(result.ran).toContain(key);
          }
          expect(update(result.graph, cells, environment()).ran).toEqual([]);
          graph = result.graph;
        }
      }),
      { numRuns: 200 },
    );
  });
});
