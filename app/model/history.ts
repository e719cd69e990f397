/**
 * One history of the notebook's text: each step knows the text before and after it, whole. Notebooks share the parts that
 * an edit leaves alone, so a step costs one cell. Words are the steps of typing, as they are in an editor; whatever one
 * command edits, in however many cells, is one step; so is a literal that is dragged.
 */
import type { CellKey } from '../../kernel/diagnostic.ts';
import { type Cell, type Notebook, type Prose, rawOf } from '../../kernel/notebook/notebook.ts';
import type { Action } from './actions.ts';
import type { Moment, OpenNotebook } from './state.ts';
import type { History, Step, Typed } from './steps.ts';
import { type Change, changeBetween, changeOf, partOf, type Splice, textOf } from './text.ts';

/** Older steps go. */
export const maxSteps = 500;

/** A completion counts as typed. */
const longestTyped = 24;

/** Remembers how an action changed the text, as a step of its own or as more of the last one. */
export function remembered(before: OpenNotebook, after: OpenNotebook, action: Action): OpenNotebook {
  const splice = action.type === 'edit' ? (action.splice ?? null) : null;
  if (before.notebook === after.notebook) return splice !== null && isTheSameOver(splice) ? typingOver(after) : after;
  const { past } = before.history;
  const last = before.history.future.length === 0 ? past.at(-1) : undefined;
  const group = action.type === 'edit' ? (action.group ?? null) : null;
  // What belongs to one gesture is no typing, though it may lie beside some.
  const isTyped = action.type === 'edit' && action.gesture == null && (group === null || group > 0);
  const typed = isTyped ? typing(before.notebook, after.notebook, action.key, splice) : null;
  const joined = last === undefined ? null : joins(last, group, typed);
  if (last === undefined || joined === null) {
    const isStructural = !/^(edit|edits|replace)$/.test(action.type);
    const step = { before: moment(before), after: moment(after), group, typed, isStructural };
    return { ...after, history: { past: [...past, step].slice(-maxSteps), future: [] } };
  }
  const earlier = past.slice(0, -1);
  // There and back is nothing to undo.
  if (sameText(last.before.notebook, after.notebook)) {
    const open = { ...after, history: { past: earlier, future: [] } };
    return last.typed === null ? open : typingOver(open);
  }
  const step = { ...last, after: moment(after), typed: joined.typed };
  return { ...after, history: { past: [...earlier, step], future: [] } };
}

/** No spaces stand between words of these, so that typing would never come to an end. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/**
 * An input method is done. What it composed of kana and candidates stays a step of its own, however it came about. Anything else, such
 * as the `é` of a dead key, is typed like any other text.
 */
export function settled(open: OpenNotebook, key: CellKey, group: number): OpenNotebook {
  const { past, future } = open.history;
  const last = past.at(-1);
  if (last === undefined || last.group !== group) return open;
  const typed = typing(last.before.notebook, last.after.notebook, key);
  if (typed === null || typed.sort !== 'insert' || unspaced.test(typed.last)) return open;
  const earlier = past.at(-2);
  const joined = earlier === undefined ? null : joins(earlier, null, typed);
  const step = joined && earlier ? { ...earlier, after: last.after, typed: joined.typed } : { ...last, typed };
  return { ...open, history: { past: [...past.slice(0, joined === null ? -1 : -2), step], future } };
}

/** What is typed next is no more of what was typed before. */
function typingOver(open: OpenNotebook): OpenNotebook {
  const { past, future } = open.history;
  const last = past.at(-1);
  if (last === undefined || last.typed === null) return open;
  return { ...open, history: { past: [...past.slice(0, -1), { ...last, typed: null }], future } };
}

/** It was selected; but an editor closes brackets and quotes by itself, and who types on closes them over that. */
const isTheSameOver = ({ removes, inserted }: Splice): boolean => removes > 0 && !/^[)\]}"'`]$/.test(inserted);

/** A name that was begun and is completed, also by some of its letters. */
function completes({ removed, inserted }: Change): boolean {
  if (inserted.length <= removed.length) return false;
  const letters = inserted.toLowerCase();
  let at = -1;
  return Array.from(removed.toLowerCase()).every((letter) => {
    at = letters.indexOf(letter, at + 1);
    return at >= 0;
  });
}

const moment = ({ notebook, selection, removed }: OpenNotebook): Moment => ({ notebook, selection, removed });

const edited = (part: Cell | Prose): string => textOf(part).replaceAll('\r\n', '\n');

function typing(before: Notebook, after: Notebook, key: CellKey, splice: Splice | null = null): Typed | null {
  const [was, is] = [partOf(before, key), partOf(after, key)];
  if (was === undefined || is === undefined) return null;
  const [from, to] = [edited(was), edited(is)];
  const change = (splice === null ? null : changeOf(splice, from, to)) ?? changeBetween(from, to);
  const { start, removed, inserted } = change;
  // Pasted, or formatted: nothing that one goes on with.
  if (inserted.trim().length > longestTyped) return null;
  const sort = inserted === '' ? 'delete' : 'insert';
  const text = inserted || removed;
  const isOver = inserted !== '' && removed !== '' && !completes(change);
  return { key, start, end: start + inserted.length, sort, length: text.length, last: text.slice(-1), isOver };
}

/** How the last step goes on with an edit; null when that is another one. */
function joins(last: Step<Moment>, group: number | null, next: Typed | null): { readonly typed: Typed | null } | null {
  if (group !== null && group === last.group) {
    const isOneCell = group > 0 && last.typed !== null && last.typed.key === next?.key;
    return { typed: isOneCell ? next : null };
  }
  const { typed } = last;
  if (typed === null || next === null || typed.key !== next.key || typed.sort !== next.sort) return null;
  if (next.isOver) return null;
  if (next.sort === 'delete') {
    // Forwards with Delete, or backwards.
    const goesOn = next.start === typed.start || next.start + next.length === typed.start;
    return goesOn && next.last !== '\n' ? { typed: next } : null;
  }
  // A new line, and a word after a space, are steps of their own.
  if (next.last === '\n' || (/\s/.test(typed.last) && !/\s/.test(next.last))) return null;
  if (next.start < typed.start || next.start > typed.end) return null;
  return { typed: { ...next, start: typed.start, end: typed.end + next.end - next.start } };
}

function sameText(a: Notebook, b: Notebook): boolean {
  return (
    a.parts.length === b.parts.length &&
    a.parts.every((part, i) => {
      const other = b.parts[i];
      return part === other || (other !== undefined && rawOf(part) === rawOf(other));
    })
  );
}

/** The text before the last step; of what was undone last. The same when there is none. */
export const undone = (open: OpenNotebook): OpenNotebook => travelled(open, 'past', 'future', ({ before }) => before);
export const redone = (open: OpenNotebook): OpenNotebook => travelled(open, 'future', 'past', ({ after }) => after);

function travelled(
  open: OpenNotebook,
  from: keyof History<Moment>,
  to: keyof History<Moment>,
  end: (step: Step<Moment>) => Moment,
): OpenNotebook {
  const step = open.history[from].at(-1);
  if (step === undefined) return open;
  const { notebook, removed, selection } = end(step);
  const history = { ...open.history, [from]: open.history[from].slice(0, -1), [to]: [...open.history[to], step] };
  const key = step.isStructural ? null : changedPart(open.notebook, notebook);
  return {
    ...open,
    // A key, once given, never comes to mean another part.
    notebook: { ...notebook, nextKey: Math.max(notebook.nextKey, open.notebook.nextKey) },
    removed,
    selection: key === null ? selection : { key, mode: open.selection.mode },
    gesture: null,
    history,
  };
}

/** The first part whose text is another one in the next notebook. */
export function changedPart(before: Notebook, after: Notebook): CellKey | null {
  const known = new Map(before.parts.map((part) => [part.type === 'front-matter' ? '' : part.key, part]));
  for (const part of after.parts) {
    if (part.type === 'front-matter') continue;
    const other = known.get(part.key);
    if (other !== part && (other === undefined || rawOf(other) !== rawOf(part))) return part.key;
  }
  return null;
}
