/**
 * A custom view as the page draws it: plain data, bounded, made by the kernel of what a `view` cell returned. Nothing in it is
 * code or markup; words are only ever shown as text.
 */
import type { PlotCall } from './plot-call.ts';

/** A number is a category. */
export type Tone = 'ok' | 'bad' | 'warn' | 'strong' | 'faint' | number;

/** What a word is about. */
export type WordAbout =
  | { readonly type: 'node'; readonly id: string }
  /** A place in a state; `at`: the way into the field's value, by position, as in `StarPlace`. */
  | { readonly type: 'place'; readonly node: string; readonly field: string; readonly at: readonly number[] }
  /** On its way; `id` as in MessageView. */
  | { readonly type: 'message'; readonly id: number }
  /** Means the same wherever it stands. */
  | { readonly type: 'key'; readonly key: string }
  /** The moment after so many events. */
  | { readonly type: 'moment'; readonly step: number };

export interface Word {
  readonly text: string;
  readonly tone: Tone | null;
  /** Empty when there is none. */
  readonly note: string;
  readonly about: WordAbout | null;
}

export interface Lane {
  readonly label: readonly Word[];
  /** Cells before the first of `cells` that are not shown. */
  readonly before: number;
  readonly cells: readonly Word[];
  /** In the order of their places; `after` counts all cells of the lane. */
  readonly marks: readonly { readonly after: number; readonly text: string }[];
}

export interface Bar {
  readonly label: readonly Word[];
  readonly parts: readonly { readonly value: number; readonly text: string; readonly tone: Tone | null }[];
}

export interface Branching {
  readonly label: readonly Word[];
  readonly children: readonly Branching[];
  /** Children that are not shown. */
  readonly more: number;
}

export interface Figure {
  readonly id: string;
  readonly word: Word;
  /** Where on the ring, 0 to below 1. */
  readonly at: number;
}

export interface Line {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly tone: Tone | null;
}

/** `more`: rows that are not shown. `empty`: what is said when there are none; may be empty. */
export type ViewContent =
  | { readonly kind: 'text'; readonly words: readonly Word[] }
  | {
      readonly kind: 'table';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly (readonly Word[])[])[];
      readonly more: number;
      readonly empty: string;
    }
  | { readonly kind: 'lanes'; readonly lanes: readonly Lane[]; readonly more: number; readonly empty: string }
  | {
      readonly kind: 'bars';
      readonly bars: readonly Bar[];
      /** Above 0. */
      readonly most: number;
      readonly unit: string;
      readonly more: number;
      readonly empty: string;
    }
  | { readonly kind: 'tree'; readonly root: Branching; readonly more: number }
  | {
      readonly kind: 'graph';
      readonly layout: 'layers' | 'ring';
      readonly figures: readonly Figure[];
      readonly lines: readonly Line[];
      readonly more: number;
      readonly empty: string;
    }
  | { readonly kind: 'plot'; readonly plot: PlotCall }
  | {
      readonly kind: 'stack';
      readonly parts: readonly { readonly title: string; readonly content: ViewContent }[];
      readonly beside: boolean;
    };

/** The views that need no code, in the order of their tabs. */
export const builtInViews = [
  'topology',
  'space-time',
  'state',
  'partitions',
  'log',
  'stats',
  'check',
  'branches',
  'journey',
] as const;
export type BuiltInView = (typeof builtInViews)[number];

export interface CustomView {
  /** Empty: the cell's name will do. */
  readonly title: string;
  readonly replaces: BuiltInView | null;
  readonly content: ViewContent;
}
