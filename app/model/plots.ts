/** The plots that a cell shows: the one of a plot cell, or those in a view. */
import type { CellKey } from '../../kernel/diagnostic.ts';
import type { PlotCall, PlotResult } from '../../kernel/protocol.ts';
import type { ViewContent } from '../../kernel/view.ts';

/** Names a plot of the notebook: its cell, and which of a view's plots it is. */
export type PlotId = string;

/** @param path of a plot in a view: the places of the stacks that it is in; empty: it is what the cell shows */
export const plotId = (cell: CellKey, path: string): PlotId => (path === '' ? cell : `${cell} ${path}`);

/** The path of a part of a stack. */
export const partPath = (path: string, index: number): string => (path === '' ? `${index}` : `${path}.${index}`);

/** The plots in what a view shows, each with its path. */
export function plotsIn(content: ViewContent, path = ''): readonly (readonly [path: string, plot: PlotCall])[] {
  if (content.kind === 'plot') return [[path, content.plot]];
  if (content.kind !== 'stack') return [];
  return content.parts.flatMap((part, i) => plotsIn(part.content, partPath(path, i)));
}

/** The plots that a cell gave, by their names. */
export function plotsOf(cell: CellKey, result: PlotResult): readonly (readonly [id: PlotId, plot: PlotCall])[] {
  if (result.type === 'plot') return [[cell, result.plot]];
  if (result.type !== 'view') return [];
  return plotsIn(result.view.content).map(([path, plot]) => [plotId(cell, path), plot]);
}
