/** A context menu as data: what can be done to a thing. `context-menu.ts` shows any. */
import type { Action } from '../model/actions.ts';

export type MenuItem =
  | {
      readonly type: 'act';
      readonly label: string;
      /** Said beside the label: a key, a value. */
      readonly hint?: string;
      readonly actions: readonly Action[];
      /** It takes something away. */
      readonly isGrave?: boolean;
    }
  | { readonly type: 'sub'; readonly label: string; readonly items: readonly MenuItem[] }
  | { readonly type: 'line' };

export interface Menu {
  /** What it is about. */
  readonly title: string;
  readonly items: readonly MenuItem[];
}
