/** What a probed cell tells of itself: the places in it that are watched, and the calls by which it tells. */
import type { CellKey, Range } from '../diagnostic.ts';
import type { CompiledCell } from './compiled.ts';
import type { Span } from './names.ts';

/** Index of a place among all of a program. */
export type SiteId = number;

/**
 * - `value` what a name or a field holds now, what is compared, what is returned
 * - `condition` of `if` and `?:`: whether it held; `switch`: on what; `logical`: the left side of `&&`, `||`, `??`
 * - `effect` a call of `ctx` that does something
 * - `throw`
 * - `call` a function; `loop` a loop: what they hold can be there many times
 */
export type SiteKind = 'value' | 'condition' | 'logical' | 'switch' | 'effect' | 'throw' | 'call' | 'loop' | 'jump';

export interface Site {
  readonly cell: CellKey;
  readonly kind: SiteKind;
  /** As it stands in the code: the name, the field, what is asked, the function's name. */
  readonly label: string;
  /** In the JavaScript; see `ProbedCell.rangeOf`. */
  readonly span: Span;
  /** The function or loop it stands in; −1 for a function at the top of a cell. */
  readonly within: SiteId;
  /** Of a value: what it is of. */
  readonly role: 'held' | 'compared' | 'returned';
  /** Of a function: its parameters; of a loop: the names that each turn gives. Null where there is none to show. */
  readonly names: readonly (SiteId | null)[];
  /** What does not run: for a condition when it held, and when not; for a switch by case; for a loop without a turn. */
  readonly skips: readonly (Span | null)[];
  /** What follows a return, throw, break or continue, and does not run: by the function or loop it is of. */
  readonly after: readonly { readonly within: SiteId; readonly span: Span }[];
}

export interface ProbedCell {
  /** As it was, with the calls put in. */
  readonly cell: CompiledCell;
  readonly sites: readonly Site[];
  /** Where something of the JavaScript stands in the cell's text. */
  rangeOf(span: Span): Range;
}

/** What the calls in a probed cell reach: `$.probe`. Each gives back what it is given, so that the cell does what it always does. */
export interface Probe {
  value<T>(site: SiteId, value: T): T;
  /** `value` was `x++` or `x--`: x is one more or less. */
  stepped<T>(site: SiteId, value: T, by: number): T;
  /** `value` is of something that changed what `read` gives. */
  changed<T>(site: SiteId, value: T, read: () => unknown): T;
  holds<T>(site: SiteId, value: T): T;
  branch(site: SiteId, index: number): void;
  /** `callee`: `ctx`, or a member of it that was taken out. */
  effect<T extends readonly unknown[]>(site: SiteId, callee: unknown, given: T): T;
  thrown<T>(site: SiteId, value: T): T;
  jump(site: SiteId): void;
  enter(site: SiteId, given: readonly unknown[]): void;
  leave(): void;
  call<T>(site: SiteId, given: readonly unknown[], body: () => T): T;
  loop(site: SiteId): void;
  turn(site: SiteId, given: readonly unknown[]): void;
  over(site: SiteId): void;
}
