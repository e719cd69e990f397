/**
 * A stretch of a run as events on lanes: what a space-time diagram draws. Columns instead of records, because thousands of events are
 * asked for many times a second. Times are virtual ms; steps count events from 0.
 */

export interface SpaceTimeWish {
  readonly from: number;
  readonly to: number;
  /** Events at the most; of more, one of so many is given. */
  readonly limit: number;
  /** The event whose past and future are asked for; null for none. */
  readonly event: number | null;
}

/** How an event stands to the one that is asked about. */
export const Cone = { none: 0, past: 1, self: 2, future: 3 } as const;

/** One entry for each event, in order of steps. */
export interface SpaceTimeEvents {
  readonly step: Int32Array;
  readonly time: Float64Array;
  /** Index among the kinds. Of a message: its arrival, or its loss. */
  readonly kind: Uint8Array;
  /** Index of the node; −1 for none. */
  readonly node: Int16Array;
  /** The node that sent the message; −1 for none. */
  readonly from: Int16Array;
  /** When the message was sent; NaN when nobody of the run sent it. */
  readonly sentAt: Float64Array;
  /** Index among the names: of the type, and of the rule; −1 for none. */
  readonly type: Int16Array;
  readonly rule: Int16Array;
  /** Step; −1 for none; −2 for the reader. */
  readonly cause: Int32Array;
  readonly cone: Uint8Array;
}

/** A message that had not arrived at the newest moment of the run. */
export interface OnTheWay {
  readonly id: number;
  readonly type: string;
  readonly from: string;
  readonly to: string;
  readonly sentAt: number;
  readonly arrivesAt: number;
  readonly lost: boolean;
  /** The event that sent it. */
  readonly cause: number;
  /** It lies in the future of the event that is asked about. */
  readonly lit: boolean;
}

/** From one event to others, by step; null where there is none. */
export interface Neighbours {
  /** On the same node. */
  readonly before: number | null;
  readonly after: number | null;
  readonly cause: number | null;
  /** The first event that it caused. */
  readonly effect: number | null;
}

export interface SpaceTime {
  /** What is told of begins here: later than asked for when there were too many events. */
  readonly from: number;
  readonly to: number;
  /** Events in that stretch; one of `sample` of them is given, and every crash, cut and act. */
  readonly count: number;
  readonly sample: number;
  readonly events: SpaceTimeEvents;
  readonly names: readonly string[];
  readonly kinds: readonly string[];
  /** In the order of the scenario: what indices of nodes mean. */
  readonly nodes: readonly { readonly id: string; readonly kind: string }[];
  /** Nodes that were down at `from`, by index. */
  readonly down: readonly number[];
  /** What was cut at `from`, as its act said it; null when nothing was. */
  readonly cut: string | null;
  readonly onTheWay: readonly OnTheWay[];
  /** Newest moment of the run when this was read. */
  readonly tip: { readonly now: number; readonly step: number };
  /** The event that was asked about; null when there is no such one. */
  readonly chosen: {
    /** As the log tells it. */
    readonly row: {
      readonly step: number;
      readonly time: number;
      readonly kind: string;
      readonly node: string;
      readonly rule: string;
      readonly text: string;
      readonly rivals: number;
    };
    readonly neighbours: Neighbours;
    /** Events of the stretch that lie in its past and in its future. */
    readonly past: number;
    readonly future: number;
    /** False when it is so far away that its cones were not followed to the end. */
    readonly isWhole: boolean;
  } | null;
}
