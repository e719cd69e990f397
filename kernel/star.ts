/**
 * Stars: things that the reader follows through a run. A star follows by equality (a pattern: whatever is equal, wherever it came
 * from) or by identity (one thing: where it was born, its copies, and what was made of it). Plain data, for the page and the kernel.
 */
import type { Plain } from './plain.ts';

/** A value with a name: what is followed by equality. */
export interface Pattern {
  /**
   * The names that lead to the value, the nearest last: fields of records, keys of maps that are texts, the type of a message.
   * Places in a list have no name of their own. Empty: wherever the value stands, as a key too.
   */
  readonly under: readonly string[];
  /** An atom stands for its equals; a record for each record that has its fields, equal, whatever else it has; a collection for its equals. */
  readonly value: Plain;
}

/** Where something was when it was starred. */
export type StarPlace =
  | { readonly type: 'node'; readonly node: string }
  /** `at`: the way into the field's value, each step the place among the parts that are shown. `isKey`: the key there, not what it holds. */
  | {
      readonly type: 'state';
      readonly node: string;
      readonly field: string;
      readonly at: readonly number[];
      readonly isKey?: boolean;
    }
  /** On its way. `at`: into its body. */
  | { readonly type: 'message'; readonly id: number; readonly at: readonly number[] }
  | { readonly type: 'timer'; readonly node: string; readonly key: string }
  /** What the event had in hand. */
  | { readonly type: 'event'; readonly step: number }
  /** A partition as a table of partitions names it: the key of its map, in the first state of the kind that has one. */
  | {
      readonly type: 'partition';
      readonly kind: string;
      /** Fields that lead to the map. */
      readonly path: readonly string[];
      readonly partition: string;
    };

/** What is followed by identity: whatever stood there then. */
export interface Origin {
  /** Of the branch in which it was starred. */
  readonly branch: number;
  /** After so many events. */
  readonly step: number;
  readonly place: Exclude<StarPlace, { readonly type: 'event' | 'partition' }>;
}

export type Following = 'equality' | 'identity';

export interface Star {
  /** The page's name for it. */
  readonly id: string;
  readonly how: Following;
  readonly pattern: Pattern;
  /** Null when it was typed: it can be followed by equality alone. */
  readonly origin: Origin | null;
}

/** What a place that was starred holds. */
export interface Starred {
  readonly pattern: Pattern;
  readonly origin: Origin;
  /** A few characters. */
  readonly name: string;
  /** By which it is best followed. */
  readonly how: Following;
}

/** What an event did with a starred thing. */
export type Touch =
  /** It was in hand: in the message, or the timer that fired. */
  | 'received'
  /** The state holds it in more places than before. */
  | 'kept'
  /** In fewer. */
  | 'gone'
  /** What it holds has changed. */
  | 'changed'
  | 'sent'
  /** A message with it was lost. */
  | 'lost'
  /** Something else was made of it: by identity alone. */
  | 'made'
  | 'noted'
  /** Of a starred node: it is its event, or that of its messages. */
  | 'acted';

export const touchNames: readonly Touch[] = [
  'received',
  'kept',
  'gone',
  'changed',
  'sent',
  'lost',
  'made',
  'noted',
  'acted',
];

/** A place in a state that holds it. */
export interface CarryingPlace {
  readonly field: string;
  /** As in `StarPlace`. */
  readonly at: readonly number[];
  readonly isKey: boolean;
  /** Not the thing itself but something made of it. */
  readonly isMade: boolean;
}

/** Where a starred thing is at a moment. */
export interface Carriers {
  readonly nodes: readonly {
    readonly node: string;
    /** At most 24. */
    readonly places: readonly CarryingPlace[];
    readonly count: number;
    /** All that it holds was made of the thing; it does not hold the thing itself. */
    readonly isMade: boolean;
  }[];
  /** Ids of messages on their way. */
  readonly messages: readonly number[];
  readonly timers: readonly { readonly node: string; readonly key: string }[];
}

/** A node that a starred thing came to. */
export interface Stop {
  readonly node: string;
  /** The first event after which it was there, and its virtual ms. */
  readonly step: number;
  readonly time: number;
  readonly isThere: boolean;
}

/** A link of the chain that led to a thing: where it was made, and of what. */
export interface Birth {
  /** −1: it was there from the start. */
  readonly step: number;
  readonly time: number;
  readonly node: string;
  readonly rule: string;
  /** One line: what it was made of. Empty when that is not known. */
  readonly from: string;
}

/** A starred thing in another branch. */
export interface StarInBranch {
  readonly branch: number;
  /** `unmade`: the branch was not run since the notebook was opened. `other`: it has another history, so nothing of it is the same thing. */
  readonly status: 'following' | 'done' | 'unmade' | 'other';
  /** Events that touch it from where the branch was forked off. */
  readonly touched: number;
  /** Where it lives at the end of the branch. */
  readonly nodes: readonly string[];
  readonly messages: number;
  /** The first event that touches it after the fork. */
  readonly first: { readonly step: number; readonly time: number } | null;
}

export interface JourneyRow {
  readonly step: number;
  readonly time: number;
  readonly node: string;
  readonly rule: string;
  readonly text: string;
  readonly what: readonly Touch[];
  /** Nodes that it was sent to. */
  readonly to: readonly string[];
}

/** A stretch of a star's journey. */
export interface Journey {
  readonly star: string;
  /** The newest before the moment asked for, and those after it; in order. */
  readonly rows: readonly JourneyRow[];
  /** How many there are in all, and before the first that is told. */
  readonly total: number;
  readonly before: number;
}

export interface StarView {
  readonly id: string;
  /** `limited`: too many events touch it; the first of them are known. */
  readonly status: 'following' | 'done' | 'limited';
  /** Events of the run that were gone over. */
  readonly followed: number;
  /** In words: what is followed, and what cannot be known. */
  readonly told: string;
  readonly carriers: Carriers;
  /** Events that touch it. */
  readonly touched: number;
  /** The same per bucket of the window asked for. */
  readonly ticks: readonly number[];
  /** Events that touch it, of the stretch asked for: at most 2,000. */
  readonly steps: readonly number[];
  /** Moments right after the event before and after the moment shown; null when there is none. */
  readonly previous: number | null;
  readonly next: number | null;
  readonly stops: readonly Stop[];
  /** By identity: how it came to be, the thing itself first. */
  readonly births: readonly Birth[];
  readonly branches: readonly StarInBranch[];
}

/** What is asked of stars. */
export interface StarsWish {
  readonly stars: readonly Star[];
  /** Null: the current branch. */
  readonly branch: number | 'ghost' | null;
  /** Null: the tip. */
  readonly step: number | null;
  /** Of the timeline; virtual ms. */
  readonly window: { readonly from: number; readonly to: number; readonly buckets: number } | null;
  /** Events of which is asked whether they touch it: from, and up to but not including. */
  readonly rows: { readonly from: number; readonly to: number } | null;
  readonly branches: boolean;
  readonly journey: {
    readonly star: string;
    /** Leaves out what only passes it on. */
    readonly only: 'news' | 'all';
    readonly count: number;
  } | null;
}
