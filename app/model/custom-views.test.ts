import { expect, test } from 'vitest';
import type { CustomView } from '../../kernel/view.ts';
import { cellsOf } from '../../kernel/notebook/notebook.ts';
import { opened, runningPage } from '../testing.ts';
import { cellViews, shownTab, tabBeside, tabOf, tabsOf } from './custom-views.ts';
import { diagnostic } from '../../kernel/diagnostic.ts';

const text = `
\`\`\`ts view replica-map
View.text(1)
\`\`\`

\`\`\`ts view
View.text(2)
\`\`\`
`;

const view = (details: Partial<CustomView> = {}): CustomView => ({
  title: '',
  replaces: null,
  content: { kind: 'text', words: [] },
  ...details,
});

function page() {
  const store = runningPage(text);
  const [map = '', other = ''] = cellsOf(opened(store).notebook).map(({ key }) => key);
  const give = (cell: string, given: CustomView) =>
    store.dispatch({ type: 'plotted', cell, result: { type: 'view', view: given } });
  const tabs = () => tabsOf(cellViews(opened(store)), opened(store).stageView);
  return { store, map, other, give, tabs };
}

test('a view is called as it says, else as its cell', () => {
  const { store, map, give } = page();
  expect(cellViews(opened(store)).map(({ name }) => name)).toEqual(['Replica map', 'View']);
  give(map, view({ title: 'Replicas' }));
  expect(cellViews(opened(store)).map(({ name }) => name)).toEqual(['Replicas', 'View']);
  // A tab of blanks could neither be seen nor heard.
  give(map, view({ title: '  ' }));
  expect(cellViews(opened(store)).map(({ name }) => name)).toEqual(['Replica map', 'View']);
});

test('the last good view stays when what comes after it is an error', () => {
  const { store, map, give } = page();
  const good = view({ title: 'Good' });
  give(map, good);
  const why = diagnostic('view/threw', 'The view threw.');
  store.dispatch({ type: 'plotted', cell: map, result: { type: 'error', diagnostic: why } });
  expect(cellViews(opened(store))[0]).toEqual({ cell: map, ghost: null, name: 'Good', view: good, wrong: why });
  give(map, good);
  expect(cellViews(opened(store))[0]?.wrong).toBeNull();
});

test('a view that replaces another stands in its place, and whoever looks there sees it; the other comes when it is asked for', () => {
  const { store, map, other, give, tabs } = page();
  give(map, view({ replaces: 'topology' }));
  expect(opened(store).stageView).toBe(tabOf(map));
  expect(
    tabs()
      .map((tab) => tab.view)
      .slice(0, 2),
  ).toEqual([tabOf(map), 'space-time']);
  expect(tabs().at(-1)?.view).toBe(tabOf(other));
  store.dispatch({ type: 'stage-view', view: 'topology' });
  // The next picture does not take the reader away again.
  give(map, view({ replaces: 'topology' }));
  expect(opened(store).stageView).toBe('topology');
  expect(
    tabs()
      .map((tab) => tab.view)
      .slice(0, 3),
  ).toEqual([tabOf(map), 'topology', 'space-time']);
});

test('when the cell of the chosen tab is gone, the first tab is shown', () => {
  const { store, map, tabs } = page();
  store.dispatch({ type: 'stage-view', view: tabOf(map) });
  expect(shownTab(tabs(), opened(store).stageView).view).toBe(tabOf(map));
  store.dispatch({ type: 'delete', key: map });
  expect(shownTab(tabs(), opened(store).stageView).view).toBe('topology');
});

test('arrows go from the tab that is shown, also when the cell of the chosen one is gone', () => {
  const { store, map, other, tabs } = page();
  const beside = (key: string) => tabBeside(tabs(), opened(store).stageView, key);
  expect(beside('ArrowRight')).toBe('space-time');
  expect(beside('ArrowLeft')).toBe(tabOf(other));
  expect(beside('x')).toBeNull();
  store.dispatch({ type: 'stage-view', view: tabOf(map) });
  store.dispatch({ type: 'delete', key: map });
  expect(beside('ArrowRight')).toBe('space-time');
  expect(beside('ArrowLeft')).toBe(tabOf(other));
  expect(beside('End')).toBe(tabOf(other));
});

test('a view that is taken away leaves what it had replaced, and an undo does not take the reader elsewhere', () => {
  const { store, map, give } = page();
  store.dispatch({ type: 'stage-view', view: 'log' });
  give(map, view({ replaces: 'log' }));
  expect(opened(store).stageView).toBe(tabOf(map));
  store.dispatch({ type: 'delete', key: map });
  expect(opened(store).stageView).toBe('log');
  store.dispatch({ type: 'undo-delete' });
  expect(opened(store).stageView).toBe('log');
});

test('a view that came with a step which is undone leaves what it had replaced as well', () => {
  const { store, map, give } = page();
  store.dispatch({ type: 'stage-view', view: 'log' });
  store.dispatch({ type: 'add', after: map, kind: 'view' });
  const added = cellsOf(opened(store).notebook).find(({ key }) => opened(store).selection.key === key)?.key ?? '';
  give(added, view({ replaces: 'log' }));
  expect(opened(store).stageView).toBe(tabOf(added));
  store.dispatch({ type: 'undo' });
  expect(opened(store).stageView).toBe('log');
  store.dispatch({ type: 'redo' });
  expect(opened(store).stageView).toBe('log');
});
