/** What the reader does to a run, as data: entries of its journal; and what a form for it begins with. */
import type { Path } from './path.ts';
import type { Plain } from './plain.ts';

/**
 * Something on its way, as a choice names it: a message, a timer, or (with neither sender nor receiver) an action of the
 * scenario. In another history the same insertion number may be something else: then the first that has the same type, sender
 * and receiver is meant.
 */
export interface PendingRef {
  /** Insertion number. */
  readonly id: number;
  /** Of an action, its name. */
  readonly type: string;
  /** Empty for a timer, and for what came from outside. */
  readonly from: string;
  readonly to: string;
  /** Of a timer. */
  readonly key?: string;
}

/** A fault or other act of the reader. */
export type Input =
  | { readonly type: 'crash'; readonly node: string }
  | { readonly type: 'restart'; readonly node: string }
  | { readonly type: 'cut'; readonly a: string; readonly b: string }
  /** Every link of a node. */
  | { readonly type: 'isolate'; readonly node: string }
  /** Both null: every link. */
  | { readonly type: 'heal'; readonly a?: string | null; readonly b?: string | null }
  /** A value in a node's state; `path` leads to it. */
  | { readonly type: 'set'; readonly node: string; readonly path: Path; readonly value: Plain }
  /** Another member of a collection in a node's state. `key`: as in `PlaceChange`. */
  | { readonly type: 'add'; readonly node: string; readonly path: Path; readonly key?: Plain; readonly value: Plain }
  /** A member of a collection in a node's state goes. */
  | { readonly type: 'remove'; readonly node: string; readonly path: Path }
  /** A member of a collection in a node's state goes elsewhere in it, or gets another key. `to`: as in `PlaceChange`. */
  | { readonly type: 'move'; readonly node: string; readonly path: Path; readonly to: Plain }
  /** A message from nowhere, or in the name of a node. */
  | {
      readonly type: 'send';
      readonly from: string | null;
      readonly to: string;
      readonly message: string;
      readonly body: Plain;
      /** It arrives so many virtual ms later; left out: at once. On its way it is as any other. */
      readonly after?: number;
    }
  /** It happens next: a message arrives, a timer fires, an action of the scenario is taken. */
  | { readonly type: 'take'; readonly pending: PendingRef }
  /** The message arrives so many virtual ms later than it would have. */
  | { readonly type: 'delay'; readonly pending: PendingRef; readonly ms: number }
  | { readonly type: 'drop'; readonly pending: PendingRef }
  | { readonly type: 'duplicate'; readonly pending: PendingRef }
  /** A `may` rule acts, if its guard holds. */
  | { readonly type: 'fire'; readonly node: string; readonly rule: string }
  /** What `choose` gives the next times: places in what it is given, from 0. Instead of what was said so before. */
  | { readonly type: 'choose'; readonly picks: readonly number[] }
  /** One sentence on this moment. Nothing comes of it. */
  | { readonly type: 'note'; readonly text: string };

/** A value of a node's state, whole: what a form begins with. */
export type ValueReply =
  | {
      readonly type: 'value';
      readonly value: Plain;
      /** What stands in the same place at other nodes of the kind: examples of what may stand there. */
      readonly alike: readonly Plain[];
    }
  | { readonly type: 'too-large'; readonly parts: number; readonly limit: number }
  /** One sentence. */
  | { readonly type: 'missing'; readonly text: string };

/** What can be sent. */
export interface MessageTypeView {
  readonly name: string;
  /** Kinds of node that have a rule for it. */
  readonly kinds: readonly string[];
}
