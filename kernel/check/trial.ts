/** One run for a check: to its end, or to the first violation. Nothing is recorded but what was done to it from outside. */
import type { Diagnostic } from '../diagnostic.ts';
import type { Explain } from '../program/explain.ts';
import type { Program } from '../program/program.ts';
import type { PropertyKind } from '../protocol.ts';
import { faultOf } from '../trace/forward.ts';
import { createWorld } from '../world/create.ts';
import { conclude, createMonitors, type Monitors, observe } from '../world/monitor.ts';
import type { Names } from '../world/names.ts';
import type { Plan, PlannedProperty } from '../world/plan.ts';
import { createMachine, type Machine, nextRule, type Outcome, turn } from '../world/step.ts';
import { micros, millis, silentSink } from '../world/world.ts';
import { type Coverage, followCoverage } from './coverage.ts';
import type { Watch } from './lab.ts';
import { type Deed, doneOf } from './schedule.ts';

/** What went wrong. */
export interface Found {
  /** Name of the property; of the rule, or what else was running, when it threw. */
  readonly property: string;
  readonly kind: PropertyKind | 'error';
  readonly text: string;
  readonly step: number;
  /** Virtual ms. */
  readonly time: number;
  /** Null for a violation. */
  readonly diagnostic: Diagnostic | null;
}

export interface Trial {
  readonly found: Found | null;
  readonly events: number;
  /** What was done from outside, in order. */
  readonly deeds: readonly Deed[];
  /** Names of `reachable` properties that were seen. */
  readonly witnessed: readonly string[];
  /** Names of properties that its end left undecided: the work was too much. */
  readonly undecided: readonly string[];
}

/** Longer runs are ended. */
export const eventLimit = 200_000;
/** Turns between two rests. */
const stretch = 256;

const asked: ReadonlySet<PlannedProperty['form']> = new Set([
  'always',
  'step',
  'reachable',
  'linearizable',
  'isolated',
]);

/** The same rules with only those properties that can be asked of any run; `only`: none but this one. */
export function asking(program: Program, only: string | null = null): Program {
  const properties = program.properties.filter(({ form, name }) => asked.has(form) && (only === null || name === only));
  return { ...program, properties };
}

/**
 * @param program as `asking` made it
 * @param names of runs before: a kept one saves making them anew
 * @param coverage null when nobody wants to know
 * @param watch told of each event before it happens
 */
export function* tryOut(
  program: Program,
  plan: Plan,
  seed: number,
  explain: Explain,
  names: Names,
  coverage: Coverage | null,
  watch: Watch | null = null,
): Generator<void, Trial> {
  const world = createWorld(program, { ...plan, properties: [] }, seed, names);
  const machine = createMachine(world);
  const monitors = createMonitors(world, null, explain);
  const follower = coverage === null ? null : followCoverage(coverage, world);
  const deeds: Deed[] = [];
  world.sink = {
    ...silentSink,
    acted: (action, effects) => {
      const at = millis(world.now);
      for (const effect of effects) {
        const done = doneOf(effect, (node) => world.byId.get(node)?.state);
        deeds.push({ at, name: action.name, isFault: 'decide' in action, done });
      }
    },
  };
  const to = micros(plan.until ?? 0);
  let found: Found | null = null;
  let isUnobserved = false;
  for (let turns = 1; found === null; turns++) {
    if (turns % stretch === 0) yield;
    let outcome: Outcome;
    watch?.(nextRule(world));
    try {
      outcome = world.step >= eventLimit ? 'later' : turn(machine, to);
      if (outcome === 'event') {
        follower?.see();
        isUnobserved = true;
      }
      if (isUnobserved && world.unsettled.length === 0) {
        isUnobserved = false;
        if (monitors.list.length > 0) observe(monitors, machine, world.step - 1);
        found = news(monitors);
      }
    } catch (error) {
      found = thrown(machine, explain, error);
      break;
    }
    if (outcome !== 'later' && outcome !== 'quiescent') continue;
    conclude(monitors, world, outcome === 'quiescent');
    found = news(monitors);
    break;
  }
  follower?.finish();
  const named = (verdict: string): readonly string[] =>
    monitors.list.flatMap((monitor) => (monitor.verdict === verdict ? [monitor.property.name] : []));
  const undecided = monitors.list.flatMap(({ verdict, text, property }) =>
    verdict === 'pending' && text !== '' && property.form !== 'reachable' ? [property.name] : [],
  );
  return { found, events: world.step, deeds, witnessed: named('witnessed'), undecided };
}

function news(monitors: Monitors): Found | null {
  // Asked after every event, and mostly there are none.
  if (monitors.news.length === 0) return null;
  const bad = monitors.news.find(({ verdict }) => verdict === 'violated' || verdict === 'error');
  monitors.news.length = 0;
  if (bad === undefined) return null;
  const { property, text, at, error } = bad;
  return {
    property: property.name,
    kind: error === null ? property.form : 'error',
    text,
    step: at?.step ?? 0,
    time: at?.time ?? 0,
    diagnostic: error,
  };
}

/** The same for what a rule, an action or the network threw. */
function thrown({ world }: Machine, explain: Explain, error: unknown): Found {
  const fault = faultOf({ explain }, error);
  const rule = error instanceof Error && 'rule' in error ? String(error.rule) : '';
  return {
    property: rule === '' ? fault.code : rule,
    kind: 'error',
    text: fault.text,
    step: world.step,
    time: millis(world.now),
    diagnostic: fault,
  };
}
