/** The page's store, and how a component reads from it. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { storedTour } from '../storage/tour-memory.ts';
import { storedTheme } from '../style/theme.ts';
import { storedLayout } from './layout.ts';
import { createPage, type PageStore } from './page-store.ts';
import type { PageState } from './state.ts';

export const page: PageStore = createPage({ theme: storedTheme(), layout: storedLayout(), tour: storedTour() });

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

/** The same values in the same order. */
export const sameMembers = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((one, i) => one === b[i]);

/** Equal as data. For small lists of plain values. */
export function sameData(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  // Nearly always: nothing wrong, nothing to list.
  if (Array.isArray(a) && Array.isArray(b) && (a.length === 0 || b.length === 0)) return a.length === b.length;
  return JSON.stringify(a) === JSON.stringify(b);
}
