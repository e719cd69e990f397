/**
 * The history of the text (`history.ts`) as plain data that outlives the page, and back. A step is kept as what it changed, not as two
 * texts; so hundreds of them are small, and whether they belong to a text shows: each must find in it what it had put there. What comes
 * back is made when it is undone, since a text takes milliseconds to be read.
 */
import type { CellKey } from '../../kernel/diagnostic.ts';
import { type Notebook, print, rawOf } from '../../kernel/notebook/notebook.ts';
import { parse } from '../../kernel/notebook/parse.ts';
import type { Moment, Selection } from './state.ts';
import type { History, Step } from './steps.ts';
import { type Change, changeBetween } from './text.ts';

/** Of the steps that can be undone, and of those that can be done again, in characters that came and went; older steps go. */
export const mostKept = 400_000;
/** How long they are kept, in ms of wall time: nobody undoes what was written weeks ago. */
export const keptMs = 14 * 24 * 60 * 60 * 1000;
/** Of so many notebooks, those that were edited last: each may be some megabytes. */
export const mostNotebooks = 30;

/** One per part of a notebook; null for the front matter. */
export type Keys = readonly (CellKey | null)[];

export interface KeptMoment {
  /** Which of `KeptHistory.keys` its parts have. */
  readonly keys: number;
  readonly selection: Selection;
}

export interface KeptStep {
  readonly change: Change;
  readonly before: KeptMoment;
  readonly after: KeptMoment;
  readonly isStructural: boolean;
}

export interface KeptHistory {
  /** Wall time in ms. */
  readonly keptAt: number;
  /** The text that it belongs to: after all of `past`, before all of `future`. */
  readonly text: string;
  readonly keys: readonly Keys[];
  readonly nextKey: number;
  readonly past: readonly KeptStep[];
  /** What was undone, the next to be done again last. */
  readonly future: readonly KeptStep[];
}

interface Part {
  readonly keys: Keys;
  readonly selection: Selection;
}

/** A step with the keys themselves. */
interface Told {
  readonly change: Change;
  readonly before: Part;
  readonly after: Part;
}

/** A step never changes: what was made of it once is good for the next time, and of one that came back nothing need be read. */
const told = new WeakMap<Step<Moment>, Told>();

/** The keys to save. */
export const keysOf = ({ parts }: Notebook): Keys =>
  parts.map((part) => (part.type === 'front-matter' ? null : part.key));

function tell(step: Step<Moment>): Told {
  let known = told.get(step);
  if (known === undefined) {
    const of = ({ notebook, selection }: Moment): Part => ({ keys: keysOf(notebook), selection });
    const change = changeBetween(print(step.before.notebook), print(step.after.notebook));
    known = { change, before: of(step.before), after: of(step.after) };
    told.set(step, known);
  }
  return known;
}

/** @param now wall time in ms */
export function keptHistory(notebook: Notebook, { past, future }: History<Moment>, now: number): KeptHistory {
  const keys: Keys[] = [];
  const indexOf = (of: Keys): number => {
    // Few steps make or take cells: the last lists are those that are asked for.
    const known = keys.findLastIndex((one) => one.length === of.length && one.every((key, i) => key === of[i]));
    return known < 0 ? keys.push(of) - 1 : known;
  };
  const momentOf = ({ keys: of, selection }: Part): KeptMoment => ({ keys: indexOf(of), selection });
  const kept = (steps: readonly Step<Moment>[]): readonly KeptStep[] => {
    let room = mostKept;
    const newest: KeptStep[] = [];
    for (const step of steps.toReversed()) {
      const { change, before, after } = tell(step);
      room -= change.removed.length + change.inserted.length;
      if (room < 0) break;
      newest.unshift({ change, before: momentOf(before), after: momentOf(after), isStructural: step.isStructural });
    }
    return newest;
  };
  return {
    keptAt: now,
    text: print(notebook),
    past: kept(past),
    future: kept(future),
    keys,
    nextKey: notebook.nextKey,
  };
}

/** Of histories that are kept, those that are to go. @param now wall time in ms; `keptAt` null: nobody can read it */
export function outlived<Kept extends { readonly keptAt: number | null }>(
  all: readonly Kept[],
  now: number,
): readonly Kept[] {
  const good = all.filter(({ keptAt }) => keptAt !== null && !isTooOld(keptAt, now));
  const staying = new Set(good.toSorted((a, b) => (b.keptAt ?? 0) - (a.keptAt ?? 0)).slice(0, mostNotebooks));
  return all.filter((one) => !staying.has(one));
}

/** Or from a time to come: the clock was put back. */
const isTooOld = (keptAt: number, now: number): boolean => Math.abs(now - keptAt) > keptMs;

/** The keys that the parts of its text have; null when it has no steps. */
export function keysAtEnd({ keys, past, future }: KeptHistory): Keys | null {
  const last = past.at(-1)?.after ?? future.at(-1)?.before;
  return last === undefined ? null : (keys[last.keys] ?? null);
}

/** As it was kept; null when it belongs to another text, to other cells, or is too old. */
export function historyOf(kept: KeptHistory, notebook: Notebook, now: number): History<Moment> | null {
  if (print(notebook) !== kept.text || isTooOld(kept.keptAt, now) || !isSound(kept)) return null;
  // The run knows cells by their keys: those of the history are the same ones.
  if (!sameKeys(keysAtEnd(kept) ?? [], keysOf(notebook))) return null;
  const nextKey = Math.max(kept.nextKey, notebook.nextKey);
  const ways = { past: texts(kept.text, kept.past, back), future: texts(kept.text, kept.future, forth) };
  const stepsOf = (way: 'past' | 'future'): readonly Step<Moment>[] =>
    kept[way].map((step, i) => {
      const [near, far] = [() => ways[way](i + 1), () => ways[way](i)];
      const [before, after] = way === 'past' ? [far, near] : [near, far];
      const part = (moment: KeptMoment): Part => ({
        keys: kept.keys[moment.keys] ?? [],
        selection: moment.selection,
      });
      const [first, second] = [part(step.before), part(step.after)];
      const made: Step<Moment> = {
        before: comesBack(before, first, notebook, nextKey),
        after: comesBack(after, second, notebook, nextKey),
        // Commands and drags are counted anew, and typing begins with a step of its own.
        group: null,
        typed: null,
        isStructural: step.isStructural,
      };
      told.set(made, { change: step.change, before: first, after: second });
      return made;
    });
  return { past: stepsOf('past'), future: stepsOf('future') };
}

const sameKeys = (a: Keys, b: Keys): boolean => a.length === b.length && a.every((key, i) => key === b[i]);

/** Each step finds in the text what it had put there, or is to put something in place of what is there. */
function isSound({ text, keys, past, future }: KeptHistory): boolean {
  const isKnown = ({ before, after }: KeptStep): boolean => before.keys < keys.length && after.keys < keys.length;
  if (![...past, ...future].every(isKnown)) return false;
  if (!keys.every((of) => new Set(of).size === of.length)) return false;
  let now: string | null = text;
  for (const step of past.toReversed()) now = now === null ? null : back(now, step);
  let then: string | null = text;
  for (const step of future.toReversed()) then = then === null ? null : forth(then, step);
  return now !== null && then !== null;
}

const back = (text: string, { change: { start, removed, inserted } }: KeptStep): string | null =>
  text.startsWith(inserted, start) && start <= text.length
    ? text.slice(0, start) + removed + text.slice(start + inserted.length)
    : null;

const forth = (text: string, { change: { start, removed, inserted } }: KeptStep): string | null =>
  text.startsWith(removed, start) && start <= text.length
    ? text.slice(0, start) + inserted + text.slice(start + removed.length)
    : null;

/** The text on the near side of the i-th step, or of all when there is none: of the one asked for last the next is a step away. */
function texts(
  text: string,
  steps: readonly KeptStep[],
  way: (text: string, step: KeptStep) => string | null,
): (index: number) => string {
  let last = { index: steps.length, text };
  return (index) => {
    if (index > last.index) last = { index: steps.length, text };
    while (last.index > index) {
      const step = steps[last.index - 1];
      last = { index: last.index - 1, text: step === undefined ? last.text : (way(last.text, step) ?? last.text) };
    }
    return last.text;
  };
}

/** @param open what is alike in it is the same object, as it is between the steps of an edit */
function comesBack(textOf: () => string, { keys, selection }: Part, open: Notebook, nextKey: number): Moment {
  let made: Notebook | null = null;
  return {
    get notebook() {
      made ??= withKeys(parse(textOf()), keys, open, nextKey);
      return made;
    },
    selection: selection.key === null || keys.includes(selection.key) ? selection : { key: null, mode: 'command' },
    removed: [],
  };
}

function withKeys(fresh: Notebook, keys: Keys, open: Notebook, nextKey: number): Notebook {
  const known = new Map(open.parts.map((part) => [part.type === 'front-matter' ? '' : part.key, part]));
  const renamed = new Map<CellKey, CellKey>();
  let next = nextKey;
  const isFitting = fresh.parts.length === keys.length;
  const parts = fresh.parts.map((part, i) => {
    if (part.type === 'front-matter') return part;
    const key = (isFitting ? keys[i] : null) ?? `${part.type === 'cell' ? 'c' : 'p'}${next++}`;
    renamed.set(part.key, key);
    const same = known.get(key);
    return same !== undefined && same.type === part.type && rawOf(same) === rawOf(part) ? same : { ...part, key };
  });
  const diagnostics = fresh.diagnostics.map((one) =>
    one.cell === null ? one : { ...one, cell: renamed.get(one.cell) ?? one.cell },
  );
  return { parts, diagnostics, nextKey: next };
}
