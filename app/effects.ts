/** What actions do outside the state: the address, the theme, the gallery's list, the open notebook's session. */
import { applyScale, applyTheme } from './style/theme.ts';
import { storeLayout } from './model/layout.ts';
import type { PageStore } from './model/page-store.ts';
import { parseRoute, routeHash } from './model/route.ts';
import type { PageState } from './model/state.ts';
import { machines } from './run/machines.ts';
import { openSession } from './run/session.ts';
import { isWaiting } from './model/search.ts';
import { isThere } from './model/tour.ts';
import { tourNotebook } from './model/tour-steps.ts';
import { readFile, readIndex } from './storage/library.ts';
import { newNotebook } from './storage/new-notebook.ts';
import { indexedDbStorage } from './storage/notebooks.ts';
import { storeTour } from './storage/tour-memory.ts';

export function startEffects(store: PageStore): () => void {
  const storage = indexedDbStorage();
  let closeSession: (() => void) | null = null;
  // Nothing waits for it, and the next visit tries again.
  void storage.tidyHistories(Date.now()).catch(() => {});

  async function readGallery(): Promise<void> {
    let why = '';
    const index = readIndex().catch((error: unknown) => {
      why = error instanceof Error ? error.message : String(error);
      return null;
    });
    const [gallery, texts] = await Promise.all([index, storage.list().catch(() => [])]);
    const recent = texts.map(({ id, title, editedAt }) => ({ id, title, editedAt }));
    store.dispatch({ type: 'gallery-read', gallery, why, recent });
  }

  async function createNotebook(wanted: string | undefined): Promise<void> {
    const { id, text, title } = newNotebook(wanted);
    try {
      await storage.writeText(id, { text, title, original: null, editedAt: Date.now() }, 0);
    } catch (error) {
      return store.dispatch({
        type: 'notice',
        notice: { text: `The browser cannot store a notebook: ${String(error)}`, actions: [] },
      });
    }
    location.hash = routeHash({ type: 'notebook', id });
  }

  /** Their engine is large, and loaded when somebody wants it. A reader who is offline is told so, and can go on without. */
  async function wakeExpressions(): Promise<void> {
    try {
      const { expressions } = await import('./model/expressions.ts');
      store.dispatch({ type: 'expressions', expressions });
    } catch {
      // A browser does not ask again for what it could not load.
      const why = 'Expressions could not be loaded: reload the page once the server answers.';
      store.dispatch({ type: 'expressions', expressions: () => why });
    }
  }

  /** The tour goes through one notebook, which another folder may not have. */
  async function openTour(): Promise<void> {
    if (isThere(store.state)) return;
    const text = await readFile(tourNotebook).catch(() => null);
    if (store.state.tour.status !== 'on') return;
    if (text !== null) return store.dispatch({ type: 'go', route: { type: 'notebook', id: tourNotebook } });
    store.dispatch({ type: 'tour', act: 'leave' });
    store.dispatch({
      type: 'notice',
      notice: { text: `The tour goes through ${tourNotebook}, which is not in this folder.`, actions: [] },
    });
  }

  function routed(route: PageState['route']): void {
    closeSession?.();
    closeSession = null;
    if (route.type === 'gallery') {
      machines().wakeCompiler();
      void readGallery();
    } else if (route.type === 'notebook') closeSession = openSession(store, route.id, machines(), storage);
  }

  const stop = store.subscribe((action) => {
    switch (action.type) {
      case 'go':
        if (location.hash !== routeHash(action.route)) location.hash = routeHash(action.route);
        return routed(action.route);
      case 'read-gallery':
        return void readGallery();
      case 'new-notebook':
        return void createNotebook(action.text);
      case 'theme':
        return applyTheme(action.theme);
      case 'layout':
        applyScale(store.state.layout.scale);
        return storeLayout(store.state.layout);
      case 'tour':
        if (action.act === 'start' || action.act === 'resume') void openTour();
        return;
      case 'search':
        if (store.state.open?.search && isWaiting(store.state.open.search)) void wakeExpressions();
        return;
      default:
        return;
    }
  });
  const stopRemembering = store.subscribe((_, before) => {
    if (store.state.tour !== before.tour) storeTour(store.state.tour);
  });

  const follow = (): void => {
    const route = parseRoute(location.hash);
    if (routeHash(route) !== routeHash(store.state.route)) store.dispatch({ type: 'go', route });
  };
  window.addEventListener('hashchange', follow);
  applyScale(store.state.layout.scale);
  applyTheme(store.state.theme);
  machines();
  store.dispatch({ type: 'go', route: parseRoute(location.hash) });

  return () => {
    stop();
    stopRemembering();
    closeSession?.();
    window.removeEventListener('hashchange', follow);
  };
}
