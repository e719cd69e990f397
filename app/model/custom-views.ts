/** The views of `view` cells: which there are, what each shows, and where their tabs stand in the stage. */
import type { CellKey, Diagnostic } from '../../kernel/diagnostic.ts';
import { cellsOf } from '../../kernel/notebook/notebook.ts';
import type { PlotResult } from '../../kernel/protocol.ts';
import { type BuiltInView, builtInViews, type CustomView } from '../../kernel/view.ts';
import type { OpenNotebook, StageView } from './state.ts';

/** A view cell, as its tab and its cell show it. */
export interface CellView {
  readonly cell: CellKey;
  readonly name: string;
  /** The last good one; null before there was one. */
  readonly view: CustomView | null;
  /** The same of the run as it was before an edit; null: there is none. */
  readonly ghost: CustomView | null;
  /** Why there is no newer one; null when it is the newest. */
  readonly wrong: Diagnostic | null;
}

type Views = Pick<OpenNotebook, 'notebook' | 'plots' | 'views'>;

export const tabOf = (cell: CellKey): `cell:${CellKey}` => `cell:${cell}`;

/** Of each view cell of the notebook, in its order. */
export function cellViews({ notebook, plots, views }: Views): readonly CellView[] {
  return cellsOf(notebook).flatMap(({ kind, key, slug }) => {
    if (kind !== 'view') return [];
    const view = views[key] ?? null;
    const result = plots[key];
    const title = view?.title.trim() ?? '';
    return {
      cell: key,
      name: title !== '' ? title : named(slug),
      view,
      ghost: result?.type === 'view' ? (result.ghost ?? null) : null,
      wrong: result?.type === 'error' ? result.diagnostic : null,
    };
  });
}

/** `replica-map` → `Replica map`. */
const named = (slug: string | null): string => {
  const words = (slug ?? '').replaceAll(/[-_]+/g, ' ').trim();
  return words === '' ? 'View' : words.charAt(0).toUpperCase() + words.slice(1);
};

export type Tab =
  /** A view that needs no code. */
  { readonly view: BuiltInView; readonly cell: null } | { readonly view: `cell:${CellKey}`; readonly cell: CellView };

/**
 * A view that replaces a built-in one stands in its place; of several the first. The built-in one is gone, unless it is asked for.
 * The others stand at the end.
 */
export function tabsOf(views: readonly CellView[], shown: StageView): readonly Tab[] {
  const instead = new Map<BuiltInView, CellView>();
  for (const one of views) {
    const replaced = one.view?.replaces ?? null;
    if (replaced !== null && !instead.has(replaced)) instead.set(replaced, one);
  }
  const tabFor = (one: CellView): Tab => ({ view: tabOf(one.cell), cell: one });
  const builtIn = builtInViews.flatMap((view): readonly Tab[] => {
    const own: Tab = { view, cell: null };
    const other = instead.get(view);
    if (other === undefined) return [own];
    return view === shown ? [tabFor(other), own] : [tabFor(other)];
  });
  const standIn = new Set(instead.values());
  return [...builtIn, ...views.filter((one) => !standIn.has(one)).map(tabFor)];
}

/** The tab that is shown: what was chosen may be gone with its cell. */
export function shownTab(tabs: readonly Tab[], chosen: StageView): Tab {
  return tabs.find(({ view }) => view === chosen) ?? tabs[0] ?? { view: 'topology', cell: null };
}

/** Where a key leads from the tab that is shown; null: nowhere, it is no key of tabs. */
export function tabBeside(tabs: readonly Tab[], chosen: StageView, key: string): StageView | null {
  const at = tabs.indexOf(shownTab(tabs, chosen));
  const moves: Readonly<Record<string, number>> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 };
  const to = moves[key];
  return to === undefined ? null : (tabs.at(to % tabs.length)?.view ?? null);
}

export function plotted(open: OpenNotebook, cell: CellKey, result: PlotResult): OpenNotebook {
  const plots = { ...open.plots, [cell]: result };
  if (result.type !== 'view') return { ...open, plots };
  const { replaces } = result.view;
  // Whoever looks at what it replaces goes on looking at that place, the first time.
  const isNews = replaces !== null && open.views[cell]?.replaces !== replaces;
  return {
    ...open,
    plots,
    views: { ...open.views, [cell]: result.view },
    stageView: isNews && open.stageView === replaces ? tabOf(cell) : open.stageView,
  };
}

/** The stage after the notebook changed: where a view's cell was taken away, what it had replaced is there again. */
export function stageViewAfter({
  stageView,
  notebook,
  views,
}: Pick<OpenNotebook, 'stageView' | 'views' | 'notebook'>): StageView {
  if (!stageView.startsWith('cell:')) return stageView;
  const key = stageView.slice('cell:'.length);
  const isThere = cellsOf(notebook).some((cell) => cell.key === key && cell.kind === 'view');
  return isThere ? stageView : (views[key]?.replaces ?? stageView);
}
