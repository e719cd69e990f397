/** Values of a model as the page is told of them. */

/** A value of the model, as text for people and as data for controls. */
export type Shown =
  | { readonly t: 'atom'; readonly text: string; readonly kind: 'string' | 'number' | 'boolean' | 'null' | 'bigint' }
  | { readonly t: 'list'; readonly items: readonly Shown[]; readonly more: number; readonly kind: 'array' | 'set' }
  | {
      readonly t: 'record';
      readonly entries: readonly (readonly [string, Shown])[];
      readonly more: number;
      readonly kind: 'object' | 'map';
    };
