/** How a page's store is made: an empty page and its reducer. The page's own is in `page.ts`. */
import type { Action } from './actions.ts';
import { usualSplit } from './layout.ts';
import { reduce } from './reduce.ts';
import type { PageState } from './state.ts';
import { newTour } from './tour-state.ts';
import { createStore, type Store } from './store.ts';

export type PageStore = Store<PageState, Action>;

const empty: PageState = {
  route: { type: 'gallery' },
  theme: 'system',
  layout: { split: usualSplit, side: 'both', scale: 'desk' },
  overlay: 'none',
  notice: null,
  gallery: { status: 'reading', entries: [] },
  recent: [],
  clipboard: null,
  open: null,
  tour: newTour,
  failure: null,
};

export const createPage = (details: Partial<PageState> = {}): PageStore =>
  createStore({ ...empty, ...details }, reduce);
