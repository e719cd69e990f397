/**
 * Why something is as it is at a moment of a run: since when, what made it so, and what had led to that. Plain data, for the page and
 * the kernel. Times are virtual milliseconds.
 */

/** What a reader asks about. */
export type Subject =
  /** On its way; `id` as in MessageView. */
  | { readonly type: 'message'; readonly id: number }
  /** That is set; `key` as in PendingRef. */
  | { readonly type: 'timer'; readonly node: string; readonly key: string }
  | { readonly type: 'field'; readonly node: string; readonly field: string }
  /** That it is up, or down. */
  | { readonly type: 'node'; readonly node: string }
  /** That nothing passes between two nodes, or that it does. */
  | { readonly type: 'link'; readonly a: string; readonly b: string }
  /** Of a collection in a state: `path`: fields that lead to it; `key`, as text, is that of a map, a record or a list. */
  | { readonly type: 'entry'; readonly node: string; readonly path: readonly string[]; readonly key: string }
  /** What happened: the event after `step` others. */
  | { readonly type: 'event'; readonly step: number }
  | { readonly type: 'property'; readonly name: string };

/** An event of the run, to go to. */
export interface EventLink {
  /** The moment right after it, as a number of events. */
  readonly step: number;
  readonly time: number;
  /** Empty when no rule ran. */
  readonly rule: string;
  readonly text: string;
}

export interface Explanation {
  readonly since: { readonly step: number; readonly time: number } | null;
  /** What made it so: an event; or, in words, what else did. */
  readonly by: EventLink | string;
  /** Events that led to `by`, the nearest first; each the cause of the one before it. */
  readonly causes: readonly EventLink[];
  /** Where these causes begin, in words; empty when more led to it than is listed. */
  readonly origin: string;
  /** Of a field or an entry: what it was before, as text; null when there was nothing. */
  readonly was: string | null;
  /** Of a property: what it read when it was decided, or reads now; by kind of node. */
  readonly looked: readonly Looked[];
}

/** What a property read of the nodes of one kind. */
export interface Looked {
  readonly kind: string;
  readonly fields: readonly string[];
  readonly rows: readonly {
    readonly node: string;
    /** Beside the fields. `isNew`: the event that decided it had just changed it. */
    readonly values: readonly { readonly text: string; readonly isNew: boolean }[];
  }[];
  /** Nodes that are not listed. */
  readonly more: number;
}
