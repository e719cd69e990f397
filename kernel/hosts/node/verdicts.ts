/**
 * From runs to verdicts. A property passes when something was found out: `always` and `step` when no run violates
 * them, `reachable` when some run is a witness, `eventually` and `leadsTo` when every run that ended decided them,
 * `linearizable` and `isolated` when something was recorded and all of it was explained.
 * What was not decided fails, with an explanation: a green check must have checked something.
 */
import { type Exploration, missingText } from '../../exploration.ts';
import type { Fuzzing } from '../../findings.ts';
import type { PropertyView } from '../../protocol.ts';
import type { ExplorationResult, FuzzResult, PropertyResult, ScenarioResult } from './check-result.ts';
import type { Explored } from './explore-outcome.ts';
import { count } from './progress.ts';
import type { ScenarioRun } from './run-scenarios.ts';

/** One property in one run. */
interface Sighting {
  readonly run: ScenarioRun;
  readonly view: PropertyView;
}

export function scenarioResult(run: ScenarioRun): ScenarioResult {
  const violated = run.properties.filter(({ verdict }) => verdict === 'violated' || verdict === 'error');
  const failed = run.status === 'stopped-by-error' || run.status === 'empty' || violated.length > 0;
  return {
    name: run.scenario.name,
    seed: run.seed,
    events: run.events,
    digest: run.digest,
    verdict: failed ? 'failed' : 'passed',
    until: run.scenario.until,
    now: run.now,
    text: scenarioText(run, violated),
  };
}

function scenarioText(run: ScenarioRun, violated: readonly PropertyView[]): string {
  if (run.status === 'stopped-by-error') {
    return `stopped at ${formatMs(run.now)} by an error: ${run.diagnostics[0]?.text ?? 'see the diagnostics'}`;
  }
  if (run.status === 'empty') return 'could not be started; see the diagnostics';
  if (violated.length > 0) return `violates ${violated.map(({ name }) => JSON.stringify(name)).join(', ')}`;
  if (run.limited) return `has no \`until\`; it was ended at ${formatMs(run.now)}`;
  return '';
}

/**
 * @param witnessed names of `reachable` properties that explorations and fuzzing came across
 * @param lineOf the line of the file at which a property stands
 */
export function propertyResults(
  runs: readonly ScenarioRun[],
  witnessed: ReadonlySet<string>,
  lineOf: (view: PropertyView) => number,
): readonly PropertyResult[] {
  const sightings = new Map<string, Sighting[]>();
  for (const run of runs) {
    for (const view of run.properties) {
      const key = `${view.cell} ${view.name}`;
      sightings.set(key, [...(sightings.get(key) ?? []), { run, view }]);
    }
  }
  return [...sightings.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [judge([first, ...others], witnessed, first.view, lineOf(first.view))],
  );
}

function judge(
  sightings: readonly Sighting[],
  witnessed: ReadonlySet<string>,
  { name, kind }: PropertyView,
  line: number,
): PropertyResult {
  const first = (...verdicts: readonly PropertyView['verdict'][]): Sighting | undefined =>
    sightings.find(({ view }) => verdicts.includes(view.verdict));
  const result = ({ run, view }: Sighting, failed: boolean, text: string): PropertyResult => ({
    name,
    kind,
    verdict: view.verdict,
    at: view.at === null ? null : { scenario: run.scenario.name, ...view.at },
    line,
    failed,
    text,
    chart: failed ? (run.charts.get(name) ?? null) : null,
  });

  const bad = first('violated', 'error');
  if (bad)
    return result(
      bad,
      true,
      `${bad.view.text || 'It does not hold.'} (scenario ${JSON.stringify(bad.run.scenario.name)})`,
    );
  const witness = first('witnessed');
  if (witness) return result(witness, false, '');
  const pending = first('pending');
  // None of these runs came across it, but some interleaving, or some run under faults, does.
  if (pending && kind === 'reachable' && witnessed.has(name)) {
    return { ...result(pending, false, ''), verdict: 'witnessed' };
  }
  // What clients recorded in one scenario is enough; another may have no clients. What could not be decided fails.
  const ofHistory = kind === 'linearizable' || kind === 'isolated';
  const undecidedHistory = sightings.find(({ view }) => view.verdict === 'pending' && view.text !== '');
  if (ofHistory && undecidedHistory) return result(undecidedHistory, true, undecidedHistory.view.text);
  const held = first('holds');
  if (ofHistory && held) return result(held, false, '');
  if (pending && kind !== 'always' && kind !== 'step')
    return result(pending, true, undecided(kind, sightings, pending));
  const [any] = sightings;
  if (any === undefined) throw new Error(`${name} was seen in no run.`);
  return result(first('holds') ?? any, false, '');
}

function undecided(kind: PropertyView['kind'], sightings: readonly Sighting[], pending: Sighting): string {
  if (kind === 'reachable') {
    const names = sightings.map(({ run }) => JSON.stringify(run.scenario.name)).join(', ');
    return `No witness: no moment of ${names} satisfies it. It may need another scenario, a longer \`until\`, or another seed.`;
  }
  if (kind === 'linearizable' || kind === 'isolated')
    return 'No operation was recorded in any scenario: its clients say what they ask with ctx.invoke, and what they are told with ctx.complete.';
  const { scenario, now } = pending.run;
  const what = kind === 'eventually' ? 'it had not come true' : 'what should follow had not followed';
  return `Not decided: when the scenario ${JSON.stringify(scenario.name)} ended at ${formatMs(now)}, ${what}.`;
}

export function explorationResult({ exploration, counterexamples, isWhole, ms }: Explored): ExplorationResult {
  const { name, states, transitions, depth, violations, isExpected, violated, witnessed, exercise } = exploration;
  const verdict =
    exploration.verdict !== 'exploring' ? exploration.verdict : violated === null ? 'limited' : 'violated';
  return {
    name,
    states,
    transitions,
    depth,
    ms,
    verdict,
    isWhole,
    failed: verdict === 'error' || (violated !== null && !isExpected),
    text: explorationText(exploration, isWhole),
    violations: violations.map((violation) => {
      const known = counterexamples.find(({ property }) => property === violation.property);
      return {
        ...violation,
        isExpected,
        story: known?.story ?? [],
        run: known?.run ?? null,
      };
    }),
    witnessed,
    exercise,
    neverFired: exercise.rules.filter(({ times }) => times === 0).map(({ rule }) => rule),
  };
}

function explorationText(exploration: Exploration, isWhole: boolean): string {
  const { states, depth, violations, verdict } = exploration;
  const where = `in ${count(states)} states, depth ${depth}`;
  if (verdict === 'error') return `it could not go on, ${where}`;
  const what = violations.length === 0 ? 'no violation' : `${violations.length} violated`;
  const missing = missingText(exploration);
  return `${what} ${where}; ${isWhole ? 'complete' : 'not complete'}${missing === '' ? '' : `: ${missing}`}`;
}

export function fuzzResult({ fuzzing, isWhole }: { readonly fuzzing: Fuzzing; readonly isWhole: boolean }): FuzzResult {
  return { ...fuzzing, isWhole, failed: fuzzing.status !== 'passed' };
}

export function formatMs(ms: number): string {
  return ms >= 1_000 ? `${Number((ms / 1_000).toFixed(3))} s` : `${Number(ms.toFixed(3))} ms`;
}
