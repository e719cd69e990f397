import { expect, test } from 'vitest';
import type { PlotCall } from '../../kernel/protocol.ts';
import type { ViewContent } from '../../kernel/view.ts';
import { plotsOf } from './plots.ts';

const plot = (name: string): PlotCall => ({ $call: name, args: [] });
const shown = (name: string): ViewContent => ({ kind: 'plot', plot: plot(name) });
const stack = (...parts: readonly ViewContent[]): ViewContent => ({
  kind: 'stack',
  parts: parts.map((content) => ({ title: '', content })),
  beside: false,
});

test('plots of a view are named by their places in its stacks, and no two alike', () => {
  const text: ViewContent = { kind: 'text', words: [] };
  const content = stack(shown('a'), text, stack(text, shown('b')));
  expect(plotsOf('cell', { type: 'view', view: { title: '', replaces: null, content } })).toEqual([
    ['cell 0', plot('a')],
    ['cell 2.1', plot('b')],
  ]);
  expect(plotsOf('cell', { type: 'view', view: { title: '', replaces: null, content: shown('c') } })).toEqual([
    ['cell', plot('c')],
  ]);
  expect(plotsOf('cell', { type: 'plot', plot: plot('d') })).toEqual([['cell', plot('d')]]);
});
