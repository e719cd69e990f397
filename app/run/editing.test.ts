import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CellSource, CompiledCell } from '../../kernel/compile/compiled.ts';
import { cellsOf } from '../../kernel/notebook/notebook.ts';
import { badgeOf } from '../model/open.ts';
import { compiledCell, frame, handKernel, opened, runningPage, settled, swapReply } from '../testing.ts';
import { createEditing, debounceMs } from './editing.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A page under edit. The compiler's answers wait for `compileNow` when `slow`. */
function bench(slow = false) {
  const page = runningPage();
  const kernel = handKernel();
  const compiled: (readonly CellSource[])[] = [];
  const waiting: (() => void)[] = [];
  const compiler = {
    async compile(cells: readonly CellSource[]): Promise<readonly CompiledCell[]> {
      compiled.push(cells);
      if (slow) await new Promise<void>((resolve) => waiting.push(resolve));
      return cells.map(compiledCell);
    },
  };
  const editing = createEditing(page, kernel, compiler);
  const [one = '', two = ''] = cellsOf(opened(page).notebook).map((cell) => cell.key);
  return {
    page,
    kernel,
    compiled,
    editing,
    one,
    two,
    type(key: string, text: string) {
      page.dispatch({ type: 'edit', key, text });
      editing.changed();
    },
    async pause() {
      vi.advanceTimersByTime(debounceMs);
      await settled();
    },
    async compileNow() {
      waiting.shift()?.();
      await settled();
    },
    /** The kernel takes what it was offered. */
    async obey() {
      kernel.answer(swapReply(opened(page).answered));
      await settled();
    },
    swaps: () =>
      kernel.asked.flatMap((request) => (request.type === 'swap' ? [request.cells.map((cell) => cell.source)] : [])),
  };
}

describe('a literal that is moved', () => {
  const drag = (b: ReturnType<typeof bench>, text: string, gesture: number): void => {
    b.page.dispatch({ type: 'edit', key: b.one, text, gesture });
    void b.editing.applyNow();
  };
  const ghosts = (b: ReturnType<typeof bench>) =>
    b.kernel.asked.flatMap((request) => (request.type === 'swap' ? [request.keepGhost] : []));

  it('puts a value in force although the next one has come, and leaves out those between', async () => {
    const b = bench(true);
    drag(b, 'const a = 2', 1);
    await settled();
    drag(b, 'const a = 3', 1);
    drag(b, 'const a = 4', 1);
    await b.compileNow();
    expect(b.swaps().map(([one]) => one)).toEqual(['const a = 2\n']);
    await b.obey();
    await b.compileNow();
    expect(b.swaps().map(([one]) => one)).toEqual(['const a = 2\n', 'const a = 4\n']);
  });

  it('has one ghost for all its values, another for the next one, and typing has its own', async () => {
    const b = bench();
    for (const [text, gesture] of [
      ['const a = 2', 1],
      ['const a = 3', 1],
      ['const a = 4', 2],
      ['const a = 5', 2],
    ] as const) {
      drag(b, text, gesture);
      await settled();
      await b.obey();
    }
    b.type(b.one, 'const a = 6');
    await b.pause();
    expect(ghosts(b)).toEqual([false, true, false, true, false]);
  });

  it('whose first value was refused has no ghost to keep yet', async () => {
    const b = bench();
    drag(b, 'const a = 2', 1);
    await settled();
    b.kernel.answer({ ...swapReply(opened(b.page).answered), accepted: false });
    await settled();
    drag(b, 'const a = 3', 1);
    await settled();
    expect(ghosts(b)).toEqual([false, false]);
  });
});

describe('editing', () => {
  it('waits for a pause, compiles only the changed cell, and offers all cells', async () => {
    const b = bench();
    b.type(b.one, 'const a = 2');
    vi.advanceTimersByTime(debounceMs - 1);
    b.type(b.one, 'const a = 23');
    vi.advanceTimersByTime(debounceMs - 1);
    await settled();
    expect(b.compiled).toEqual([]);
    await b.pause();
    expect(b.compiled.map((cells) => cells.map((cell) => cell.code))).toEqual([['const a = 23\n']]);
    expect(b.swaps()).toEqual([['const a = 23\n', 'const b = 2\n']]);
  });

  it('lets the latest edit win over one that is still being compiled', async () => {
    const b = bench(true);
    b.type(b.one, 'const a = 2');
    await b.pause();
    b.type(b.one, 'const a = 3');
    await b.pause();
    await b.compileNow();
    expect(b.swaps()).toEqual([]);
    await b.compileNow();
    expect(b.swaps()).toEqual([['const a = 3\n', 'const b = 2\n']]);
  });

  it('takes up an edit that came while the kernel was asked about an earlier one', async () => {
    const b = bench();
    b.type(b.one, 'const a = 2');
    await b.pause();
    b.type(b.two, 'const b = 5');
    await b.pause();
    expect(b.swaps()).toHaveLength(1);
    b.kernel.answer(swapReply([]));
    await settled();
    expect(b.swaps().at(-1)).toEqual(['const a = 2\n', 'const b = 5\n']);
  });

  it('never shows the kernel a cell that does not compile, and sends its last good version with the next edit', async () => {
    const b = bench();
    b.type(b.one, 'const a = !!');
    await b.pause();
    expect(b.swaps()).toEqual([]);
    expect(badgeOf(opened(b.page), b.one)).toBe('kept');
    b.type(b.two, 'const b = 9');
    await b.pause();
    expect(b.swaps()).toEqual([['const a = 1\n', 'const b = 9\n']]);
  });

  it('keeps the text that the kernel refused, and says so on the cell', async () => {
    const b = bench();
    b.page.dispatch({ type: 'framed', frame: frame(), journal: null });
    b.type(b.one, 'const a = boom()');
    await b.pause();
    const asked = b.kernel.asked.at(-1);
    if (asked?.type !== 'swap') throw new Error('no swap');
    const reply = swapReply(asked.cells);
    const cells = reply.program.cells.map((cell) => (cell.key === b.one ? { ...cell, status: 'kept' as const } : cell));
    b.kernel.answer({ ...reply, accepted: false, program: { ...reply.program, cells } });
    await settled();
    expect(badgeOf(opened(b.page), b.one)).toBe('kept');
    expect(cellsOf(opened(b.page).notebook)[0]?.code).toBe('const a = boom()\n');
    await b.editing.applyNow();
    expect(b.swaps()).toHaveLength(1);
  });

  it('does nothing when the text is again what is in force', async () => {
    const b = bench();
    b.type(b.one, 'const a = 2');
    b.type(b.one, 'const a = 1');
    await b.pause();
    expect(b.compiled).toEqual([]);
    expect(b.swaps()).toEqual([]);
  });

  it('takes a deleted cell out of the program', async () => {
    const b = bench();
    b.page.dispatch({ type: 'delete', key: b.one });
    b.editing.changed();
    await b.pause();
    expect(b.swaps()).toEqual([['const b = 2\n']]);
  });

  it('applies at once when asked to, without the pause', async () => {
    const b = bench();
    b.type(b.one, 'const a = 7');
    void b.editing.applyNow();
    await settled();
    expect(b.swaps()).toHaveLength(1);
    await b.pause();
    expect(b.swaps()).toHaveLength(1);
  });

  it('says so when the kernel fails, and goes on with the next edit', async () => {
    const b = bench();
    b.type(b.one, 'const a = 2');
    await b.pause();
    b.kernel.fail(new Error('gone'));
    await settled();
    expect(b.page.state.notice?.text).toContain('gone');
    b.type(b.one, 'const a = 3');
    await b.pause();
    expect(b.swaps()).toHaveLength(2);
  });
});

it('a run that was rebuilt from copies of the same cells is left alone', async () => {
  vi.useFakeTimers();
  const b = bench();
  const cells = structuredClone(opened(b.page).answered);
  b.page.dispatch({ type: 'swapped', cells, reply: swapReply(cells) });
  b.editing.changed();
  await b.pause();
  expect(b.swaps()).toEqual([]);
  expect(badgeOf(opened(b.page), b.one)).toBe('live');
});
