/**
 * The cards' pictures. One kernel serves them all, one notebook at a time: each is opened once and run a little for
 * a still; then the watched card (pointed at or focused; until then the notebook of the tour) runs on at a low rate.
 */
import { importedCells, loadImports } from '../../kernel/imports/load.ts';
import { parse } from '../../kernel/notebook/parse.ts';
import type { Frame, Want } from '../../kernel/protocol.ts';
import type { CompiledCell } from '../../kernel/compile/compiled.ts';
import { cellsOf, frontMatterOf } from '../../kernel/notebook/notebook.ts';
import type { PageStore } from '../model/page-store.ts';
import { tourNotebook } from '../model/tour-steps.ts';
import { machines } from '../run/machines.ts';
import { readBeside, readFile } from '../storage/library.ts';
import { newNotebook } from '../storage/new-notebook.ts';

const frameEveryMs = 50;
/** How far a still has run, in virtual ms: something is under way by then. */
const stillAtMs = 400;
const budgetMs = 8;
/** A notebook that could not be read is read again after so many ms. */
const againMs = 5_000;
const defaultSpeed = 0.1;
const want: Want = { state: false, stats: false, log: 0, density: null };

/** Stands for what `New notebook` gives. No file has this name. */
export const newFile = '';

/** What runs at the head of the page until something is pointed at; in an empty folder, what one may begin with. */
const leading = (files: readonly string[]): string =>
  files.find((file) => file === tourNotebook) ?? files[0] ?? newFile;

/** What runs at the head of the page. */
export interface Hero {
  /** Its name in the gallery; `newFile` for none. */
  readonly file: string;
  readonly frame: Frame;
}

export interface Miniatures {
  frameOf(file: string): Frame | null;
  /** Whether there will never be a picture: it cannot be read or compiled, or has no nodes. */
  isBlank(file: string): boolean;
  /** The run that goes on now. */
  hero(): Hero | null;
  watch(file: string): void;
  close(): void;
}

interface Ready {
  readonly cells: readonly CompiledCell[];
  readonly seed: number | null;
  readonly speed: number;
}

export function createMiniatures(store: PageStore, changed: () => void): Miniatures {
  const frames = new Map<string, Frame>();
  const ready = new Map<string, Ready | null>();
  let closed = false;
  let watched: string | null = null;
  let opened: string | null = null;
  /** Those that could not be read, and when: nothing is known of them, and later they are read again. */
  const unread = new Map<string, number>();
  /** The file of the latest frame. */
  let last: string | null = null;

  const filesOf = (): readonly string[] => store.state.gallery.entries.map((entry) => entry.file);

  /** Rejects where there is no answer. */
  async function readNow(file: string): Promise<string | null> {
    try {
      const text = await readFile(file);
      unread.delete(file);
      return text;
    } catch (error) {
      unread.set(file, performance.now());
      throw error;
    }
  }

  async function prepare(file: string): Promise<Ready | null> {
    const known = ready.get(file);
    if (known !== undefined) return known;
    const text = file === newFile ? newNotebook().text : await readNow(file);
    if (text === null || closed) return null;
    const notebook = parse(text);
    // All of them: a scenario may use what a check defines.
    const cells = cellsOf(notebook);
    const compiled = await machines().compiler.compile(
      cells.map(({ key, kind, slug, code }) => ({ key, kind, slug, code })),
    );
    const imported = await loadImports(file, compiled, {
      read: (path) => readBeside(path),
      compile: (stale) => machines().compiler.compile(stale),
    });
    const front = frontMatterOf(notebook);
    const made = {
      cells: [...importedCells(imported), ...compiled].filter((cell) => cell.js !== null),
      seed: front?.seed ?? null,
      speed: front?.speed ?? defaultSpeed,
    };
    ready.set(file, made);
    return made;
  }

  /** Makes the kernel's run that of a file. */
  async function open(file: string): Promise<Ready | null> {
    const one = await prepare(file);
    if (one === null || closed) return null;
    if (opened !== file) {
      await machines().kernel.request({
        type: 'open',
        cells: one.cells,
        seed: null,
        defaultSeed: one.seed,
        scenario: null,
        restore: null,
      });
      opened = file;
      await advance(file, Math.max(stillAtMs, frames.get(file)?.tip.now ?? 0));
    }
    return one;
  }

  /** However long that takes here, what is shown is where it has come to: the same picture on every machine. */
  async function advance(file: string, to: number): Promise<void> {
    for (;;) {
      if (closed) return;
      const { frame } = await machines().kernel.request({ type: 'advance', to, steps: null, budgetMs, want });
      if (frame.status === 'running' && frame.tip.now < to) continue;
      frames.set(file, frame);
      last = file;
      if (!closed) changed();
      return;
    }
  }

  /** The one that leads comes first: its picture is the largest. */
  function nextFile(): string {
    const files = filesOf();
    const first = leading(files);
    const isWanted = (file: string): boolean =>
      !frames.has(file) && ready.get(file) !== null && performance.now() - (unread.get(file) ?? -againMs) >= againMs;
    return [first, ...files].find(isWanted) ?? watched ?? first;
  }

  async function turn(): Promise<void> {
    if (document.hidden || store.state.gallery.status === 'reading') return;
    const file = nextFile();
    // What fails is not tried again: the others have a right to their pictures.
    const one = await open(file).catch(() => null);
    if (one === null) {
      if (opened === file) opened = null;
      if (ready.get(file) !== null && !unread.has(file) && !closed) {
        ready.set(file, null);
        changed();
      }
      return;
    }
    const frame = frames.get(file);
    if (frame?.status === 'running' && !matchMedia('(prefers-reduced-motion: reduce)').matches) {
      await advance(file, frame.tip.now + frameEveryMs * one.speed);
    } else if ((frame?.status === 'ended' || frame?.status === 'quiescent') && frame.nodes.length > 0) {
      // Begin again, so that the card never stands still for good.
      opened = null;
      frames.delete(file);
    }
  }

  let timer: ReturnType<typeof setTimeout> | undefined;

  async function next(): Promise<void> {
    await turn().catch(() => undefined);
    if (!closed) timer = setTimeout(() => void next(), frameEveryMs);
  }

  void next();
  return {
    frameOf: (file) => frames.get(file) ?? null,
    isBlank: (file) => ready.get(file) === null || frames.get(file)?.nodes.length === 0,
    hero() {
      for (const file of [watched, leading(filesOf()), last]) {
        const frame = file === null ? undefined : frames.get(file);
        if (file !== null && frame !== undefined && frame.nodes.length > 0) return { file, frame };
      }
      return null;
    },
    watch(file) {
      watched = file;
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
