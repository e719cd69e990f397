/** What a hint says: plain data, made when the pointer rests on a thing or the keyboard comes to it, and again while it is shown. */
import type { Subject } from '../../kernel/explanation.ts';
import type { Box } from '../menu/place.ts';
import type { Action } from '../model/actions.ts';

export interface HintLink {
  readonly label: string;
  readonly actions: readonly Action[];
}

/** Of one thing. Most hints have one; marks of the timeline that lie together have more. */
export interface HintPart {
  /** As the field calls it: `message`, `timer`. */
  readonly kind: string;
  /** Which one: `Vote a → b`. */
  readonly title: string;
  /** As the model has it, in code; empty: none. */
  readonly value: string;
  /** Of a verdict, before the first fact, which says it in words: a sign for the eye, not read aloud. Empty: none. */
  readonly mark: string;
  /** States and times, a line each. */
  readonly facts: readonly string[];
  /** How to do more with it; empty: nothing. Not read aloud. */
  readonly note: string;
  readonly links: readonly HintLink[];
}

export interface Told {
  /** Tells the thing from others: its hint stays as long as this is the same. */
  readonly key: string;
  readonly parts: readonly HintPart[];
  /** What the kernel is asked: since when, by what. Null: nothing. */
  readonly of: Subject | null;
  /** `of` is the event at the end of a way: what is told is the way, which its cause began. */
  readonly isWay?: boolean;
  /** Where it is, in px of the viewport, when it is no element of its own. */
  readonly box?: Box;
  /** The element of its own, within the one that explains it. */
  readonly element?: Element;
  /** What should not be covered, in px of the viewport. Asked when the hint is put. */
  readonly others?: () => readonly Box[];
}

/** What is about to be told: where the pointer is, in px of the viewport, or what has the focus. */
export type At =
  | { readonly type: 'pointer'; readonly x: number; readonly y: number; readonly isFinger: boolean }
  | { readonly type: 'focus' };

/** Null: there is nothing to be told there. */
export type Telling = (at: At) => Told | null;

export const part = (kind: string, title: string, more: Partial<HintPart> = {}): HintPart => ({
  kind,
  title,
  value: '',
  mark: '',
  facts: [],
  note: '',
  links: [],
  ...more,
});

/** Empty lines are left out. */
export const lines = (...facts: readonly string[]): readonly string[] => facts.filter((fact) => fact !== '');
