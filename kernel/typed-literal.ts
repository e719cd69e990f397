/**
 * What the types of a notebook say of a literal in a cell: which others may stand in its place, or how far a number goes.
 * Plain data, for whoever lets a reader move it.
 */

/** An end of a range. `value` is a decimal number as it is written: arithmetic with it need not round. */
export interface Limit {
  readonly value: string;
  readonly isIncluded: boolean;
}

/** Of a number: `@minimum`, `@exclusiveMinimum`, `@maximum`, `@exclusiveMaximum` and `@multipleOf` of a comment. */
export interface NumberBounds {
  readonly least: Limit | null;
  readonly most: Limit | null;
  /** It is a whole multiple of this; a decimal number above 0. */
  readonly multipleOf: string | null;
}

/** Offsets in the text of the cell; `end` is after the last character. */
export type TypedLiteral = { readonly start: number; readonly end: number } & (
  | {
      readonly kind: 'choice';
      /** Source texts, in the order in which the type was written; what stands there now is one of them. */
      readonly options: readonly string[];
    }
  | { readonly kind: 'number'; readonly bounds: NumberBounds }
);
