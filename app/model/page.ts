/** The page's store, and how a component reads from it. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { storedTheme } from '../style/theme.ts';
import type { Action } from './actions.ts';
import { storedLayout } from './layout.ts';
import { reduce } from './reduce.ts';
import type { PageState } from './state.ts';
import { createStore, type Store } from './store.ts';

export type PageStore = Store<PageState, Action>;

export const initialState: PageState = {
  route: { type: 'gallery' },
  theme: 'system',
  layout: { split: 0.44, side: 'both' },
  overlay: 'none',
  notice: null,
  gallery: null,
  recent: [],
  open: null,
  failure: null,
};

export const page: PageStore = createStore({ ...initialState, theme: storedTheme(), layout: storedLayout() }, reduce);

/**
 * Reads a part of the state and renders the host when that part is another value. Where `read` builds rather than
 * picks, or picks what is copied afresh with each frame, `same` says when it is still the same.
 */
export function select<T>(
  host: ReactiveControllerHost,
  read: (state: PageState) => T,
  same: (a: T, b: T) => boolean = Object.is,
): { readonly value: T } {
  let value = read(page.state);
  let stop: (() => void) | null = null;
  const controller: ReactiveController = {
    hostConnected() {
      value = read(page.state);
      stop = page.subscribe(() => {
        const next = read(page.state);
        if (same(next, value)) return;
        value = next;
        host.requestUpdate();
      });
    },
    hostDisconnected() {
      stop?.();
      stop = null;
    },
  };
  host.addController(controller);
  return {
    get value() {
      return value;
    },
  };
}

/** Equal as data. For small lists of plain values. */
export const sameData = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);
