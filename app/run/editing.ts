/**
 * From text to running rule. After an edit it waits for a short pause in the typing, compiles the cells whose text
 * changed, and offers the kernel every cell's latest good version. The latest edit wins by construction: each round
 * starts from the text as it is then, and what was made of an older text is dropped. A cell that does not compile
 * never reaches the kernel; its last good version goes in its place. Nothing here blocks the typing.
 *
 * A gesture (a literal that is moved) never pauses. Each value that was compiled is put in force on the way, although the
 * next one has come meanwhile; one at a time, so none waits in a queue, and the last one comes last. To all of them the
 * ghost is the run before the first.
 */
import type { CellSource, CompiledCell } from '../../kernel/compile/compiled.ts';
import { cellsOf } from '../../kernel/notebook/notebook.ts';
import type { Kernel } from '../../kernel/protocol.ts';
import { isCurrent, programCells, sameVersion } from '../model/open.ts';
import type { PageStore } from '../model/page-store.ts';

/** The pause in typing after which an edit is taken up. */
export const debounceMs = 80;

export interface CellCompiler {
  compile(cells: readonly CellSource[]): Promise<readonly CompiledCell[]>;
}

export interface Editing {
  /** The text changed: take it up after the pause. */
  changed(): void;
  /** Take it up at once; settles when the text of that moment was accepted or refused. */
  applyNow(): Promise<void>;
  close(): void;
}

/** @param imports reads the notebooks that are imported from, where something of it may have changed */
export function createEditing(
  store: PageStore,
  kernel: Kernel,
  compiler: CellCompiler,
  imports: () => Promise<void> = async () => {},
): Editing {
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let round: Promise<void> | null = null;
  let again = false;
  /** The gesture whose edits have been obeyed already. */
  let obeyed: number | null = null;

  /** Rounds until the text has been taken up as it stands. */
  function settle(): Promise<void> {
    clearTimeout(timer);
    again = round !== null;
    round ??= rounds().finally(() => {
      round = null;
    });
    return round;
  }

  async function rounds(): Promise<void> {
    again = false;
    try {
      await compileChanged();
      await imports();
      await swapChanged();
    } catch (error) {
      if (!closed)
        store.dispatch({
          type: 'notice',
          notice: { text: `The edit could not be applied: ${String(error)}`, actions: [] },
        });
      return;
    }
    if (again && !closed) await rounds();
  }

  async function compileChanged(): Promise<void> {
    const open = store.state.open;
    // Before the run has begun, the session compiles.
    if (open === null || open.program === null) return;
    const stale = cellsOf(open.notebook).filter((cell) => !isCurrent(open, cell.key));
    if (stale.length === 0) return;
    const compiled = await compiler.compile(stale.map(({ key, kind, slug, code }) => ({ key, kind, slug, code })));
    const after = store.state.open;
    if (closed || after === null) return;
    const texts = new Map(cellsOf(after.notebook).map((cell) => [cell.key, cell.code]));
    const isWanted = ({ key, source }: CompiledCell): boolean =>
      after.gesture === null ? texts.get(key) === source : texts.has(key);
    store.dispatch({ type: 'compiled', cells: compiled.filter(isWanted) });
  }

  async function swapChanged(): Promise<void> {
    const open = store.state.open;
    if (closed || open === null || open.program === null) return;
    const cells = programCells(open);
    const { answered } = open;
    if (cells.length === answered.length && cells.every((cell, i) => sameVersion(cell, answered[i]))) return;
    const { swapFrom, playback, gesture } = open;
    const at = playback.playhead === 'live' ? null : playback.playhead;
    const keepGhost = gesture !== null && gesture === obeyed;
    const reply = await kernel.request({ type: 'swap', cells, from: swapFrom, at, keepGhost });
    if (reply.accepted) obeyed = gesture;
    if (!closed) store.dispatch({ type: 'swapped', cells, reply });
  }

  return {
    changed() {
      clearTimeout(timer);
      timer = setTimeout(() => void settle(), debounceMs);
    },
    applyNow: settle,
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
