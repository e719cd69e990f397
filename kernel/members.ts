/**
 * A stretch of a collection in a node's state, for a table in which its members are edited: however large it is, what is told is
 * bounded. Plain data.
 */
import type { Path } from './path.ts';
import type { Plain } from './plain.ts';

export type CollectionKind = 'array' | 'set' | 'map' | 'object';

export interface MembersWish {
  readonly node: string;
  /** Leads to the collection. */
  readonly path: Path;
  /** The first member that is wanted, from 0, and how many. */
  readonly from: number;
  readonly count: number;
  /** Is it there: a key of a Map, a member of a Set, a name of an object? Null: that is not asked. */
  readonly taken: { readonly key: Plain } | null;
}

/** A value, whole when it is small. */
export type Told =
  | { readonly t: 'whole'; readonly value: Plain }
  /** `size`: members, or characters. `text`: one line of it. */
  | {
      readonly t: 'part';
      readonly kind: CollectionKind | 'string' | 'bigint';
      readonly size: number;
      readonly text: string;
    };

export interface Member {
  /** Of a list the index, of a Set the member itself. */
  readonly key: Told;
  readonly value: Told;
  /** Of a value that is an object: its fields, the first 24. */
  readonly fields: readonly (readonly [name: string, value: Told])[] | null;
}

export type Members =
  | {
      readonly type: 'members';
      readonly kind: CollectionKind;
      readonly size: number;
      readonly from: number;
      readonly rows: readonly Member[];
      /** The place of each step of the path among its siblings, but for the first: the field. */
      readonly at: readonly number[];
      /** The answer to what was asked, if anything was. */
      readonly taken: { readonly key: Plain; readonly isTaken: boolean } | null;
    }
  /** What stands there is no collection (any more). */
  | { readonly type: 'value'; readonly value: Told }
  /** One sentence. */
  | { readonly type: 'missing'; readonly text: string };
