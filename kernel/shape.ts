/** What may stand in a place of the model, as its types declare it: plain data for a form. */

export type Shape =
  /** Nothing is known. */
  | { readonly t: 'any' }
  | {
      readonly t: 'atom';
      readonly kind: 'string' | 'number' | 'boolean' | 'bigint' | 'null' | 'undefined';
      /** Of a string: the name of a node. */
      readonly isNode?: boolean;
      /** Of a string: texts that were seen there. */
      readonly examples?: readonly string[];
    }
  | { readonly t: 'literal'; readonly value: string | number | boolean | bigint }
  | { readonly t: 'list'; readonly kind: 'array' | 'set'; readonly item: Shape }
  | { readonly t: 'map'; readonly key: Shape; readonly value: Shape }
  | {
      readonly t: 'object';
      readonly fields: readonly { readonly name: string; readonly shape: Shape; readonly optional: boolean }[];
      /** What fields of any other name hold; null when there are none. */
      readonly rest: Shape | null;
    }
  | { readonly t: 'union'; readonly of: readonly Shape[] };

/** The shapes of a notebook, by name. */
export interface Shapes {
  /** Kind of node → its state. */
  readonly kinds: Readonly<Record<string, Shape>>;
  /** Message type → its body; an atom `undefined` for one without. */
  readonly messages: Readonly<Record<string, Shape>>;
}
