/**
 * Runs every scenario of a notebook to its end, one after the other, on a session. Nothing here knows of threads or
 * files: the caller says how to report progress, and ends the thread when none comes.
 */
import { type CompiledCell, notebookOf } from '../../compile/compiled.ts';
import type { CellKey, Diagnostic } from '../../diagnostic.ts';
import type { HistoryChart } from '../../findings.ts';
import type {
  Exchanges,
  Frame,
  ProgramView,
  PropertyView,
  ReplyTo,
  Request,
  ScenarioView,
  Want,
} from '../../protocol.ts';

export interface Session {
  handle<R extends Request>(request: R): ReplyTo<R>;
}

/** A compiled notebook and its seeds: `seed` overrides all that it names, `defaultSeed` is its front matter's. */
export interface ToRun {
  readonly cells: readonly CompiledCell[];
  readonly seed: number | null;
  readonly defaultSeed: number | null;
}

export interface ScenarioRun {
  readonly scenario: ScenarioView;
  readonly seed: number;
  readonly events: number;
  readonly digest: string;
  readonly now: number;
  readonly status: Frame['status'];
  /** It has no `until` and was ended by the limit. */
  readonly limited: boolean;
  readonly properties: readonly PropertyView[];
  /** By name of the property: what is wrong with the history it is about. */
  readonly charts: ReadonlyMap<string, HistoryChart>;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Runs {
  readonly program: ProgramView;
  readonly runs: readonly ScenarioRun[];
}

/** Says how far a scenario has come, before each stretch of it. */
export type OnProgress = (scenario: string, tip: Frame['tip']) => void;

/** A view that is asked now, and at which moment; null: it has answered. */
export type OnView = (asked: { readonly cell: CellKey; readonly when: string } | null) => void;

/** A scenario without `until` ends at whichever comes first. */
export const limits = { virtualMs: 60_000, events: 1_000_000 } as const;

const nothing: Want = { state: false, stats: false, log: 0, density: null };
/** Wall time between two signs of progress. */
const sliceMs = 100;

export function runScenarios(
  session: Session,
  notebook: ToRun,
  onProgress: OnProgress = () => undefined,
  onView: OnView = () => undefined,
): Runs {
  const { program } = open(session, notebook, null);
  const runs = program.scenarios.map((scenario) => run(session, notebook, scenario, onProgress, onView));
  return { program, runs };
}

/** Opens the notebook in a session. */
export function open(
  session: Session,
  notebook: ToRun,
  scenario: string | null,
): ReplyTo<Exchanges['open']['request']> {
  return session.handle({ type: 'open', ...notebook, scenario, restore: null });
}

function run(
  session: Session,
  notebook: ToRun,
  scenario: ScenarioView,
  onProgress: OnProgress,
  onView: OnView,
): ScenarioRun {
  open(session, notebook, scenario.name);
  const atItsStart = viewErrors(session, notebook, onView, `at the beginning of ${JSON.stringify(scenario.name)}`);
  const to = scenario.until ?? limits.virtualMs;
  let turns = -1;
  onProgress(scenario.name, { now: 0, step: 0 });
  for (;;) {
    const { frame, journal } = session.handle({ type: 'advance', to, steps: null, budgetMs: sliceMs, want: nothing });
    onProgress(scenario.name, frame.tip);
    const isOver = frame.status !== 'running' || frame.tip.now >= to || journal.turns === turns;
    const isLimited =
      scenario.until === null &&
      (frame.status === 'ended' || frame.tip.step >= limits.events || (isOver && frame.status === 'running'));
    turns = journal.turns;
    if (!isOver && !isLimited) continue;
    const { digest, steps } = session.handle({ type: 'digest' });
    return {
      scenario,
      seed: frame.seed,
      events: steps,
      digest,
      now: frame.tip.now,
      status: frame.status,
      limited: isLimited,
      properties: frame.properties,
      charts: chartsOf(session, frame.properties),
      diagnostics: [
        ...frame.diagnostics,
        ...(frame.status === 'empty' ? [] : atItsStart),
        ...(frame.status === 'empty'
          ? []
          : viewErrors(session, notebook, onView, `at the end of ${JSON.stringify(scenario.name)}`)),
      ],
    };
  }
}

/** What is wrong with the views of this notebook at the moment the run has come to. Those of an imported one are its own. */
function viewErrors(session: Session, { cells }: ToRun, onView: OnView, when: string): readonly Diagnostic[] {
  return cells.flatMap((cell): Diagnostic | readonly [] => {
    if (cell.kind !== 'view' || cell.js === null || notebookOf(cell) !== '') return [];
    onView({ cell: cell.key, when });
    const result = session.handle({ type: 'plot', cell: cell.key, step: null });
    onView(null);
    if (result.type !== 'error') return [];
    return { ...result.diagnostic, notes: [...result.diagnostic.notes, { text: when, cell: null, range: null }] };
  });
}

function chartsOf(session: Session, properties: readonly PropertyView[]): ReadonlyMap<string, HistoryChart> {
  const charts = new Map<string, HistoryChart>();
  for (const { name, kind, verdict } of properties) {
    if (verdict !== 'violated' || (kind !== 'linearizable' && kind !== 'isolated')) continue;
    const { chart } = session.handle({ type: 'history', property: name });
    if (chart !== null) charts.set(name, chart);
  }
  return charts;
}

/** Goes to an event of a scenario and on from there one by one, saying each time what comes next. */
export function inspectRun(
  session: Session,
  notebook: ToRun,
  from: { readonly scenario: string; readonly step: number },
  onNext: (step: number, next: Exchanges['next']['reply']) => void,
): void {
  const { program } = open(session, notebook, from.scenario);
  const to = program.scenarios.find(({ name }) => name === from.scenario)?.until ?? limits.virtualMs;
  let step = 0;
  for (;;) {
    if (step >= from.step) onNext(step, session.handle({ type: 'next' }));
    const steps = Math.max(1, from.step - step);
    const { status, tip } = session.handle({ type: 'advance', to, steps, budgetMs: sliceMs, want: nothing }).frame;
    if (status !== 'running' || tip.now >= to) return;
    step = tip.step;
  }
}
