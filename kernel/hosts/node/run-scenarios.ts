/**
 * Runs every scenario of a notebook to its end, one after the other, on a session. Nothing here knows of threads or
 * files: the caller says how to report progress, and ends the thread when none comes.
 */
import type { CompiledCell } from '../../compile/compiled.ts';
import type { Diagnostic } from '../../diagnostic.ts';
import type { Frame, ProgramView, PropertyView, ReplyTo, Request, ScenarioView, Want } from '../../protocol.ts';

export interface Session {
  handle<R extends Request>(request: R): ReplyTo<R>;
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
  readonly diagnostics: readonly Diagnostic[];
}

export interface Runs {
  readonly program: ProgramView;
  readonly runs: readonly ScenarioRun[];
}

/** A scenario without `until` ends at whichever comes first. */
export const limits = { virtualMs: 60_000, events: 1_000_000 } as const;

const nothing: Want = { state: false, stats: false, log: 0, density: null };
/** Wall time between two signs of progress. */
const sliceMs = 100;

/** @param seed overrides the notebook's and the scenarios' own when not null */
export function runScenarios(
  session: Session,
  cells: readonly CompiledCell[],
  seed: number | null,
  onProgress: (scenario: string, frame: Frame) => void = () => undefined,
): Runs {
  const { program } = session.handle({ type: 'open', cells, seed, scenario: null, restore: null });
  const runs = program.scenarios.map((scenario) => run(session, cells, seed, scenario, onProgress));
  return { program, runs };
}

function run(
  session: Session,
  cells: readonly CompiledCell[],
  seed: number | null,
  scenario: ScenarioView,
  onProgress: (scenario: string, frame: Frame) => void,
): ScenarioRun {
  session.handle({ type: 'open', cells, seed, scenario: scenario.name, restore: null });
  const to = scenario.until ?? limits.virtualMs;
  let frame: Frame;
  let limited = false;
  for (;;) {
    const before = session.handle({ type: 'advance', to, steps: null, budgetMs: sliceMs, want: nothing }).frame;
    frame = before;
    onProgress(scenario.name, frame);
    if (frame.status !== 'running') break;
    if (scenario.until === null && (frame.tip.now >= to || frame.tip.step >= limits.events)) {
      limited = true;
      break;
    }
    if (scenario.until !== null && frame.tip.now >= to) break;
  }
  const { digest, steps } = session.handle({ type: 'digest' });
  return {
    scenario,
    seed: frame.seed,
    events: steps,
    digest,
    now: frame.tip.now,
    status: frame.status,
    limited,
    properties: frame.properties,
    diagnostics: frame.diagnostics,
  };
}
