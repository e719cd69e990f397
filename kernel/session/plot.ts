/** Draws a plot or view cell of the program in force at a moment of the run, and of the run as it was before its past was changed. */
import { type CellKey, DiagnosticError, diagnostic } from '../diagnostic.ts';
import { cellTurns, grant } from '../program/budget.ts';
import type { Explain } from '../program/explain.ts';
import type { EventFilter, KindName, Language } from '../program/language.ts';
import { createPlotRecorder } from '../program/plot.ts';
import { createViewMaker } from '../program/view.ts';
import type { PlotResult } from '../protocol.ts';
import type { Build } from './cells.ts';
import { percentilesOf, rateOf } from './stat-points.ts';
import { resolveIn } from './view.ts';
import { rowsUpTo } from '../trace/columns.ts';
import { type Ghost, ghostAt } from '../trace/ghost.ts';
import { eventsOf, type Historian, seriesOf } from '../trace/history.ts';
import type { Run } from '../trace/run.ts';
import { shown, textOf } from '../trace/shown.ts';
import { frozenView } from '../world/frozen.ts';
import type { Machine } from '../world/step.ts';

export function drawWithGhost(
  build: Build,
  key: CellKey,
  run: Run | null,
  past: Historian | null,
  machine: Machine | null,
  ghost: Ghost | null,
  explain: Explain,
): PlotResult {
  const drawn = drawPlot(build, key, run, past, machine, explain);
  const isPicture = drawn.type === 'plot' || drawn.type === 'view';
  if (!isPicture || ghost === null || machine === null) return drawn;
  const then = ghostAt(ghost, rowsUpTo(ghost.run.columns, machine.world.now));
  const was = drawPlot(build, key, ghost.run, ghost.historian, then, explain);
  if (drawn.type === 'plot') return { ...drawn, ghost: was.type === 'plot' ? was.plot : null };
  return { ...drawn, ghost: was.type === 'view' ? was.view : null };
}

function drawPlot(
  build: Build,
  key: CellKey,
  run: Run | null,
  past: Historian | null,
  machine: Machine | null,
  explain: Explain,
): PlotResult {
  const node = build.graph.nodes.get(key)?.inForce;
  const place = node?.cell.statements[0]?.range;
  const isView = node?.cell.kind === 'view';
  const about = {
    code: isView ? 'view/threw' : 'plot/threw',
    what: isView ? 'The view threw' : 'The plot threw',
    place: place === undefined ? null : { cell: key, range: place },
    help: 'It is drawn again as the run goes on.',
  } as const;
  if (run === null || past === null || machine === null || node?.output.draw == null)
    return { type: 'error', diagnostic: explain(new Error('there is no run to draw'), about) };
  try {
    const upTo = machine.world.step;
    const recorder = createPlotRecorder();
    const maker = createViewMaker(resolveIn(machine.world), (value) => recorder.recorded(value));
    grant(cellTurns);
    const drawn = node.output.draw({
      Plot: recorder.Plot,
      View: maker.View,
      world: frozenView(machine.world, machine.view),
      series: (stat: string, options: { readonly by?: string } = {}) => seriesOf(run, upTo, stat, options.by),
      rate: (stat: string, options?: Parameters<Language['rate']>[1]) => rateOf(run, machine.world, stat, options),
      percentiles: (stat: string, options?: Parameters<Language['percentiles']>[1]) =>
        percentilesOf(run, machine.world, stat, options),
      events: (filter: EventFilter = {}) => eventsOf(run, upTo, filter),
      history: (kind: KindName, path: string) => past.of(upTo, kind, path),
    });
    if (isView) {
      const view = maker.made(drawn);
      if (view === null) throw noView(drawn);
      return { type: 'view', view };
    }
    if (maker.isMade(drawn)) throw wrongCell();
    const recorded = recorder.recorded(drawn);
    return recorded === null ? { type: 'value', value: shown(drawn) } : { type: 'plot', plot: recorded };
  } catch (error) {
    return { type: 'error', diagnostic: explain(error, about) };
  }
}

function wrongCell(): DiagnosticError {
  return new DiagnosticError(
    diagnostic('plot/unsupported', 'This is a plot cell, and what it gave is a view.', {
      help: 'Put it into a cell of kind view: its fence begins with ```ts view.',
    }),
  );
}

function noView(drawn: unknown): DiagnosticError {
  const what = drawn === undefined ? 'nothing' : textOf(drawn, 60);
  return new DiagnosticError(
    diagnostic('view/none', `The cell gave ${what}, which is no view.`, {
      help: 'Let its last expression be View.table(…), View.lanes(…), View.stack([…]) or another of View.',
    }),
  );
}
