import { afterAll, describe, expect, it } from 'vitest';
import { type CellSource, type CompiledCell, failedCell } from '../compile/compiled.ts';
import { startCompiler } from './node/compiler.ts';
import { type CompilerService, steadyCompiler } from './steady-compiler.ts';

const cell = (key: string, code: string): CellSource => ({ key, kind: 'rules', slug: null, code });

describe('with the real esbuild', () => {
  const real = startCompiler(6_000);
  afterAll(async () => (await real).close());

  it('a cell that ends esbuild is told so, the others are compiled, and so are all later ones', async () => {
    const compiler = await real;
    const deep = `const a = ${'!'.repeat(100_000)}1`;
    const [good, bad] = await compiler.compile([cell('a', 'const a = 1'), cell('b', deep)]);
    expect(good?.js).not.toBeNull();
    expect(bad).toMatchObject({ js: null, diagnostics: [{ code: 'compile/unsupported', cell: 'b' }] });
    const [, again, mended] = await compiler.compile([
      cell('a', 'const a = 1'),
      cell('b', deep),
      cell('c', 'const c = 3'),
    ]);
    expect([again?.js === null, mended?.js === null]).toEqual([true, false]);
    expect((await compiler.compile([cell('b', 'const b = 2')]))[0]?.js).not.toBeNull();
  }, 60_000);
});

describe('with a service that can be watched', () => {
  /** Hangs on `hang`, fails on `fail`; counts what it was asked. */
  function watched(): { readonly start: () => CompilerService; readonly log: string[] } {
    const log: string[] = [];
    const compile = async (cells: readonly CellSource[]): Promise<readonly CompiledCell[]> => {
      log.push(cells.map(({ code }) => code).join(' '));
      if (cells.some(({ code }) => code === 'hang')) await new Promise(() => {});
      if (cells.some(({ code }) => code === 'fail')) throw new Error('gone');
      return cells.map((each) => ({ ...failedCell(each, []), js: each.code }));
    };
    return {
      log,
      start: () => {
        log.push('start');
        return { ready: Promise.resolve(), compile, end: async () => void log.push('end') };
      },
    };
  }

  it.each(['hang', 'fail'])('a cell that makes it %s is found out once and not asked again', async (word) => {
    const { start, log } = watched();
    const compiler = steadyCompiler(start, 20);
    const cells = [cell('a', 'one'), cell('b', word), cell('c', 'two')];
    const results = await compiler.compile(cells);
    expect(results.map((each) => each.js)).toEqual(['one', null, 'two']);
    expect(log).toEqual(['start', `one ${word} two`, 'end', 'start', 'one', word, 'end', 'start', 'two']);
    await compiler.compile(cells);
    expect(log.slice(9)).toEqual(['one two']);
  });

  it('calls are served one after the other', async () => {
    const { start, log } = watched();
    const compiler = steadyCompiler(start, 20);
    await Promise.all([compiler.compile([cell('a', 'hang')]), compiler.compile([cell('b', 'later')])]);
    expect(log.at(-1)).toBe('later');
  });

  it('a service that cannot start rejects, and is tried again the next time', async () => {
    let starts = 0;
    const { start } = watched();
    const compiler = steadyCompiler(() => {
      const service = start();
      return ++starts === 1 ? { ...service, ready: Promise.reject(new Error('no network')) } : service;
    });
    await expect(compiler.compile([cell('a', 'one')])).rejects.toThrow('no network');
    expect((await compiler.compile([cell('a', 'one')]))[0]?.js).toBe('one');
  });
});
