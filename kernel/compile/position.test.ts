import { describe, expect, it } from 'vitest';
import type { CompiledCell } from './compiled.ts';
import { type CellRuntime, cellFunction } from './function.ts';
import { errorRange, originalPosition, sourceUrl, stackFrames } from './position.ts';
import { compile } from './testing.ts';

const silent: CellRuntime = { at: () => {}, tick: () => {}, result: () => {} };
const run = (cell: CompiledCell, names: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> =>
  cellFunction(cell)(
    silent,
    cell.references.map(({ name }) => names[name]),
  );
const only =
  (...cells: CompiledCell[]) =>
  (key: string, hash: string) =>
    cells.find((cell) => cell.key === key && cell.hash === hash);

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown.');
}

describe('a stack trace', () => {
  it('points to line and column of the TypeScript, however much the compiler moved', async () => {
    const cell = await compile(`// a comment
interface Wide { readonly a: number; readonly b: string }

const before: Wide = { a: 1, b: 'x' }; for (const x of [1]) { before; }; class Rule<T extends Wide> {
  constructor(readonly wide: T) {}
  fire(): never { for (;;) if (this.wide.a) throw new RangeError('here') }
}
const rule = (w: Wide) => { while (true) new Rule(w).fire() }
`);
    const { rule } = run(cell) as { rule: (w: unknown) => void };
    const error = thrownBy(() => rule({ a: 1 }));
    expect(stackFrames((error as Error).stack ?? '', only(cell))).toEqual([
      { cell: 'c1', functionName: 'Rule.fire', range: { line: 6, column: 51, endLine: 6, endColumn: 54 } },
      { cell: 'c1', functionName: 'rule', range: { line: 8, column: 54, endLine: 8, endColumn: 58 } },
    ]);
  });

  it('points to the first line too, where the compiler put most', async () => {
    const cell = await compile('const a = 1; const f = (s: { x?: { y: number } }) => s.x!.y');
    const { f } = run(cell) as { f: (s: unknown) => void };
    expect(
      errorRange(
        thrownBy(() => f({})),
        only(cell),
      ),
    ).toMatchObject({ range: { line: 1, column: 59, endColumn: 60 } });
  });

  it('of a cell that throws while it is evaluated has no function name', async () => {
    const cell = await compile('const a: number = 1\n\nconst b = missing.field');
    expect(
      errorRange(
        thrownBy(() => run(cell)),
        only(cell),
      ),
    ).toEqual({
      cell: 'c1',
      functionName: '',
      range: { line: 3, column: 19, endLine: 3, endColumn: 24 },
    });
  });

  it('goes through several cells, innermost first', async () => {
    const helper = await compile(
      'function helper(x: unknown) {\n  throw new Error(String(x))\n}',
      'rules',
      'a cell: (odd) key',
    );
    const user = await compile('const rule = () =>\n  helper(1)', 'rules', 'c2');
    const { rule } = run(user, run(helper)) as { rule: () => void };
    const frames = stackFrames((thrownBy(rule) as Error).stack ?? '', only(helper, user));
    expect(frames.map(({ cell, functionName, range }) => [cell, functionName, range.line, range.column])).toEqual([
      ['a cell: (odd) key', 'helper', 2, 9],
      ['c2', 'rule', 2, 3],
    ]);
  });

  it('of another version of the cell is not taken for this one', async () => {
    const [before, after] = [
      await compile('const f = () => { throw new Error() }'),
      await compile('\n\nconst f = () => { throw new Error("x") }'),
    ];
    const { f } = run(before) as { f: () => void };
    expect(errorRange(thrownBy(f), only(after))).toBeNull();
    expect(errorRange(thrownBy(f), only(after, before))).toMatchObject({ range: { line: 1 } });
  });

  it('without a cell in it gives nothing', () => {
    expect(errorRange(new Error('outside'), () => undefined)).toBeNull();
    expect(errorRange('no error', () => undefined)).toBeNull();
    expect(stackFrames('    at f (cell:%:00:1:1)', () => undefined)).toEqual([]);
  });
});

describe('every token of a cell', () => {
  it('is found again from its place in the JavaScript', async () => {
    const source = `const alpha: number = beta(1), gamma = [alpha, delta]
for (const epsilon of gamma) if (epsilon) zeta(epsilon); else eta(epsilon)
server.on(Theta, (iota: { kappa: string }, lambda, mu) => { while (iota.kappa) mu.nu(iota.kappa, lambda) })
`;
    const cell = await compile(source);
    const lines = (cell.js ?? '').split('\n');
    const words = ['beta', 'delta', 'zeta', 'eta', 'Theta', 'nu', 'lambda', 'server', 'gamma'];
    for (const word of words) {
      const line = lines.findIndex((text) => new RegExp(`\\b${word}\\b`).test(text));
      const column = lines[line]?.search(new RegExp(`\\b${word}\\b`)) ?? -1;
      const place = originalPosition(cell, line + 1, column + 1);
      expect(source.split('\n')[(place?.line ?? 0) - 1]?.slice((place?.column ?? 0) - 1), word).toMatch(
        new RegExp(`^${word}\\b`),
      );
    }
  });
});

describe('the name of a cell in a stack', () => {
  it('holds key and version and no character that a stack line cannot hold', async () => {
    expect(sourceUrl(await compile('', 'rules', 'a b:c'))).toMatch(/^cell:a%20b%3Ac:[0-9a-f]{16}$/);
  });
});
