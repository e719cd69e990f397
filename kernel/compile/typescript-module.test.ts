// oxlint-disable typescript/no-unsafe-enum-assignment -- cellOptions are numbers, see there
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../diagnostic.ts';
import { cellModules, cellOptions, type TypedCell, typeDiagnostics } from './typescript-module.ts';

/** Checks cells with the real TypeScript and the real types of the language. */
function check(cells: Readonly<Record<string, string>>): readonly Diagnostic[] {
  const typed = Object.entries(cells).map(
    ([key, code]): TypedCell => ({ key, code, kind: key.startsWith('plot') ? 'plot' : 'rules' }),
  );
  const modules = cellModules(ts, typed);
  const files = new Map([...modules.values()].map((module) => [`/cells/${module.fileName}`, module.text]));
  for (const name of ['language.ts', 'load-language.ts', 'view-language.ts', 'globals.d.ts'])
    files.set(`/cells/rehearsal/${name}`, readFileSync(`kernel/program/${name}`, 'utf8'));
  const host = ts.createCompilerHost(cellOptions);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, target) => {
    const text = files.get(name);
    return text === undefined ? getSourceFile.call(host, name, target) : ts.createSourceFile(name, text, target);
  };
  host.directoryExists = () => true;
  host.fileExists = (name) => files.has(name) || fileExists.call(host, name);
  host.readFile = (name) => files.get(name) ?? readFile.call(host, name);
  const program = ts.createProgram([...files.keys()], cellOptions, host);
  const global = ts
    .getPreEmitDiagnostics(program)
    .filter((found) => found.file === undefined || found.file.fileName.includes('rehearsal'));
  expect(global.map((found) => ts.flattenDiagnosticMessageText(found.messageText, '\n'))).toEqual([]);
  return [...modules].flatMap(([key, module]) => {
    const file = program.getSourceFile(`/cells/${key}.ts`);
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return typeDiagnostics(ts, key, module, found);
  });
}

const commit = {
  messages: `const Prepared = message('Prepared')
const Commit = message<{ at: number }>('Commit')
const Abort = message('Abort')
`,
  rm: `const rm = node('rm', {
  state: () => ({ status: 'working' as Status }),
})
rm.may('prepare', (s) => s.status === 'working', (s, ctx) => {
  s.status = 'prepared'
  ctx.send('tm', Prepared())
})
rm.on(Commit, (s, m, ctx) => { s.status = 'committed'; ctx.note(\`at \${m.at.toFixed(1)}\`) })
rm.on(Abort, (s) => { s.status = 'aborted' })
`,
  tm: `const tm = node('tm', {
  state: () => ({ status: 'init' as 'init' | 'committed' | 'aborted', prepared: new Set<NodeId>() }),
  durable: ['status'],
})
tm.on(Prepared, (s, _, ctx) => { if (s.status === 'init') s.prepared.add(ctx.from) })
tm.may('commit', (s, ctx) => s.status === 'init' && s.prepared.size === ctx.nodes(rm).length, (s, ctx) => {
  s.status = 'committed'
  ctx.count('tm.commits_total')
  ctx.broadcast(Commit({ at: ctx.now }), ctx.nodes(rm))
})
`,
  types: `type Status = 'working' | 'prepared' | 'committed' | 'aborted' // used above`,
  scenario: `scenario('three resource managers', (world) => {
  world.add(tm)
  const all: NodeId[] = world.add(rm, 3)
  world.network({ delivery: 'unordered-duplicating', latency: uniform(5, 15) })
  world.at(5, (w) => w.crash(all[0]))
})
always('nobody disagrees', (world) => {
  const statuses = world.all(rm).map((r) => r.status)
  return !(statuses.includes('committed') && statuses.includes('aborted'))
})
`,
  plot1: `const data = series('tm.commits_total')
Plot.plot({ marks: [Plot.stepY(data, { x: 'time', y: 'value' })] })`,
  plot2: `const data = history(rm, 'status')
data`,
};

describe('types across cells', () => {
  it('finds nothing wrong with two-phase commit, in which every cell uses the names of others', () => {
    expect(check(commit)).toEqual([]);
  });

  it('knows the fields of a message where it is handled', () => {
    const found = check({ ...commit, rm: commit.rm.replace('m.at.', 'm.when.') });
    expect(found).toMatchObject([
      { code: 'compile/type', cell: 'rm', range: { line: 8, column: 73, endLine: 8, endColumn: 77 } },
    ]);
    expect(found[0]?.text).toContain("Property 'when' does not exist on type '{ at: number; }'.");
  });

  it('knows the body of a message where it is sent', () => {
    expect(check({ ...commit, tm: commit.tm.replace('at: ctx.now', 'at: ctx.self') })).toMatchObject([
      { cell: 'tm', range: { line: 9, column: 26 }, text: "Type 'string' is not assignable to type 'number'." },
    ]);
  });

  it('knows the state of a kind that is defined in another cell', () => {
    const found = check({ ...commit, scenario: commit.scenario.replace('r.status', 'r.state') });
    expect(found).toMatchObject([{ cell: 'scenario', range: { line: 8, column: 47, endColumn: 52 } }]);
  });

  it('knows the fields that can be durable', () => {
    expect(check({ ...commit, tm: commit.tm.replace("['status']", "['statu']") })).toMatchObject([
      { cell: 'tm', range: { line: 3 } },
    ]);
  });

  it('knows the state of a model where it is applied, and what a history is declared with', () => {
    const model = `linearizable('log', {
  init: [] as number[],
  apply: (state, { op, value }) => op === 'read' ? { state, result: state.at(-1)?.toFixed() } : { state: [...state, value] },
})
linearizable('kv', models.kv(), { only: ['get', 'put'], key: ({ key }) => key })
isolated('all', 'snapshot', { op: 'txn' })
rm.may('ask', () => true, (s, ctx) => {
  const access: Access[] = [['read', 'x'], ['append', 'y', 3]]
  const id: number = ctx.invoke('txn', access)
  ctx.complete(id, access)
  ctx.abandon(id)
})`;
    expect(check({ ...commit, model })).toEqual([]);
    const wrong = model.replace('at(-1)?.toFixed()', 'length.x').replace("'snapshot'", "'high'");
    expect(check({ ...commit, model: wrong }).map(({ range }) => range?.line)).toEqual([3, 6]);
  });

  it('sees a value that does not fit a type from another cell', () => {
    expect(check({ ...commit, rm: commit.rm.replace("= 'prepared'", "= 'perpared'") })).toMatchObject([
      { cell: 'rm', range: { line: 5, column: 3 } },
    ]);
  });

  it('leaves a cell that is not TypeScript to the compiler', () => {
    expect(
      check({ ...commit, types: `${commit.types}\nfunction open() {` }).filter((found) => found.cell === 'types'),
    ).toEqual([]);
  });

  it('keeps the types of a cell that is being typed for the others', () => {
    const found = check({
      ...commit,
      rm: `${commit.rm}rm.on(Commit, (s, m, ctx) => {\n  if (m.at > 1) {\n    ctx.send('tm', \`a \${`,
      scenario: commit.scenario.replace('r.status', 'r.state'),
    });
    expect(found).toMatchObject([{ cell: 'scenario', range: { line: 8, column: 47, endColumn: 52 } }]);
  });

  it('says at both cells that a type is defined twice, and leaves values to the graph', () => {
    const found = check({
      a: 'type Role = 1\nconst n = 1',
      b: 'const n = 2;\ninterface Role { a: 1 }',
      plot: 'type Role = 2',
    });
    expect(found).toMatchObject([
      { code: 'graph/duplicate', cell: 'a', range: { line: 1, column: 6, endColumn: 10 }, notes: [{ cell: 'b' }] },
      {
        code: 'graph/duplicate',
        cell: 'b',
        range: { line: 2, column: 11 },
        notes: [{ cell: 'a', range: { line: 1 } }],
      },
    ]);
  });

  it('shares namespaces, with the values and types in them', () => {
    const defined = 'namespace Units { export const second = 1_000; export type Ms = number }';
    const used = "const a: Units.Ms = Units.second\nconst b: Units.Ms = 'x'\nUnits.minute";
    expect(check({ defined, used }).map(({ range }) => range?.line)).toEqual([2, 3]);
  });

  it('has no place behind the end of a cell', () => {
    for (const { range } of check({ a: 'const f = (x: number): number => {}\n', b: 'f(', c: 'const x: string = f(1)' }))
      expect(range?.line).toBe(1);
    expect(check({ b: 'type A = { a: 1 }\nconst a = {} as unknown as A satisfies string\n' })).toMatchObject([
      { range: { line: 2 } },
    ]);
  });

  it('refuses to assign a name of another cell', () => {
    expect(check({ a: 'let n = 1', b: 'n = 2' })).toMatchObject([{ cell: 'b', range: { line: 1, column: 1 } }]);
  });

  it('takes a name of the cell itself before that of another cell, of an import or of the language', () => {
    expect(
      check({
        a: 'const history = 1',
        b: 'const twice: number = history * 2',
        c: 'const history = "x"; const y: string = history',
      }),
    ).toEqual([]);
  });

  it('shares functions, classes, enums, interfaces and destructured names', () => {
    const defined = `export function f<T>(x: T): T[] { return [x] }
class Point { x = 1 }
enum Role { leader, follower }
interface Shape { readonly name: string }
const { a, b: [c] } = { a: 1, b: ['x'] }
`;
    const used = `const all: [number[], Point, Role, Shape, number, string] = [f(1), new Point(), Role.leader, { name: 'x' }, a, c]
const wrong: Shape = { name: a }`;
    expect(check({ defined, used })).toMatchObject([{ cell: 'used', range: { line: 2, column: 24, endColumn: 28 } }]);
  });

  it('keeps the names of a plot to itself', () => {
    expect(check({ plot: 'const points = 1', b: 'points' })).toMatchObject([
      { cell: 'b', text: "Cannot find name 'points'." },
    ]);
  });

  it('appends only behind the text', () => {
    for (const [key, { text, suffixStart }] of cellModules(
      ts,
      Object.entries(commit).map(([key, code]) => ({ key, code })),
    )) {
      expect(text.slice(0, suffixStart)).toBe(Object.entries(commit).find(([name]) => name === key)?.[1]);
    }
  });

  it('knows the number of the export keyword', () => {
    expect(ts.SyntaxKind.ExportKeyword).toBe(95);
    expect([
      ts.ScriptTarget.ESNext,
      ts.ModuleKind.ESNext,
      ts.ModuleResolutionKind.Bundler,
      ts.ModuleDetectionKind.Force,
    ]).toEqual([cellOptions.target, cellOptions.module, cellOptions.moduleResolution, cellOptions.moduleDetection]);
  });
});
