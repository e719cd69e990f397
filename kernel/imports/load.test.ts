import { expect, test } from 'vitest';
import { compile } from '../compile/testing.ts';
import { compileCell } from '../compile/compile.ts';
import type { CellSource, CompiledCell } from '../compile/compiled.ts';
import { transform } from 'esbuild-wasm';
import { homing } from './home.ts';
import { type ImportedNotebook, importedCells, loadImports } from './load.ts';
import { typeImports } from './type-imports.ts';

type Files = Readonly<Record<string, string>>;

const cell = (code: string): string => `# A\n\n\`\`\`ts rules\n${code}\n\`\`\`\n`;

/** Loads what `code` imports; tells which cells were compiled. */
async function load(
  code: string,
  files: Files,
  before: readonly ImportedNotebook[] = [],
): Promise<{
  readonly imported: readonly ImportedNotebook[];
  readonly own: CompiledCell;
  readonly compiled: string[];
}> {
  const own = await compile(code, 'rules', 'own');
  const compiled: string[] = [];
  const imported = await loadImports(
    'main.sim.md',
    [own],
    {
      read: async (path) => {
        const text = files[path];
        return text === undefined ? { type: 'missing' } : { type: 'text', text };
      },
      compile: (cells: readonly CellSource[]) => {
        compiled.push(...cells.map(({ key }) => key));
        return Promise.all(cells.map((each) => compileCell(transform, each)));
      },
    },
    before,
  );
  return { imported, own, compiled };
}

const a = "import { a } from './a.sim.md'\nconst own = a";

test('each notebook comes once, after those it imports from, types included', async () => {
  const { imported } = await load(`import { d } from './d.sim.md'\n${a}\nconst e = d`, {
    'a.sim.md': cell("import { b } from './lib/b.sim.md'\nimport type { T } from './t.sim.md'\nconst a = b"),
    'lib/b.sim.md': cell("import { c } from '../c.sim.md'\nconst b = c"),
    'c.sim.md': cell('const c = 1'),
    'd.sim.md': cell("import { c } from './c.sim.md'\nconst d = c"),
    't.sim.md': cell('type T = 1'),
  });
  expect(imported.map(({ path }) => path)).toEqual(['c.sim.md', 'd.sim.md', 'lib/b.sim.md', 't.sim.md', 'a.sim.md']);
  expect(imported.flatMap(({ faults }) => faults)).toEqual([]);
  expect(importedCells(imported)[0]).toMatchObject({ key: 'c.sim.md#c2', origin: { notebook: 'c.sim.md', line: 4 } });
});

test('only cells that have changed are compiled again; what stands before them moves their line', async () => {
  const two = `${cell('const a = 1')}${cell('const z = 1')}`;
  const first = await load(a, { 'a.sim.md': two });
  const second = await load(a, { 'a.sim.md': `New.\n\n${two.replace('z = 1', 'z = 2')}` }, first.imported);
  expect([first.compiled.length, second.compiled.length]).toEqual([2, 1]);
  expect(importedCells(second.imported)[0]).toMatchObject({ key: first.compiled[0], origin: { line: 6 } });
});

test.each<[string, Files]>([
  ['does not compile', { 'a.sim.md': `${cell('const a = 2')}${cell('const = 1')}` }],
  ['is gone', {}],
  ['imports from the importer', { 'a.sim.md': cell("import { own } from './main.sim.md'\nconst a = own") }],
])('a notebook that %s lends what it had, as a whole, and says why; mended, it is taken again', async (_, files) => {
  const first = await load(a, { 'a.sim.md': cell('const a = 1') });
  const second = await load(a, files, first.imported);
  const cells = importedCells(second.imported);
  expect(cells.map(({ source }) => source)).toEqual(['const a = 1\n', '']);
  expect(cells.at(-1)?.diagnostics).toHaveLength(1);
  // Told at the import.
  const [told] = (cells.at(-1)?.diagnostics ?? []).map(homing([...cells, second.own]));
  expect(told).toMatchObject({ cell: 'own', range: { line: 1, column: 1 } });
  const third = await load(a, { 'a.sim.md': cell('const a = 3') }, second.imported);
  expect(importedCells(third.imported).map(({ source }) => source)).toEqual(['const a = 3\n']);
});

test('types are found by text, also over several lines; values are not', () => {
  expect(
    typeImports(
      "import type { A } from './a.sim.md'\nimport type {\n  B,\n} from \"./b.sim.md\"; import { c } from './c.sim.md'\nimport type D from './d.sim.md'",
    ),
  ).toEqual(['./a.sim.md', './b.sim.md', './d.sim.md']);
});
