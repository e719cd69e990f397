/** The explorations of an open notebook: one explorer for each that its program declares, for as long as the program is in force. */
import { createExplorer, type Explorer } from '../check/explore.ts';
import { reenact } from '../check/reenact.ts';
import { storyOf as tell } from '../check/story.ts';
import type { Way } from '../check/way.ts';
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import type { StoryStep } from '../exploration.ts';
import type { ExploreDeclaration } from '../program/declaration.ts';
import type { Program } from '../program/program.ts';
import type { BranchAct, Exchanges } from '../protocol.ts';
import { startRun } from '../trace/forward.ts';
import { worldAfter } from '../trace/past.ts';
import { type Run, worldOf } from '../trace/run.ts';
import { addRoot, type Branch, type Tree } from '../trace/tree.ts';
import { takeSnapshot } from '../world/snapshot.ts';
import { millis } from '../world/world.ts';
import { refuseTooMany } from './fuzz.ts';
import { planOf } from './past.ts';
import { branchOff, forkAt } from './runs.ts';
import { currentRun, type SessionState, surroundingsOf } from './state.ts';

type Wish = Exchanges['explore']['request'];

/** Throws a RangeError on a name that the program in force does not have, and where there is no run to begin from. */
export function explorerOf(state: SessionState, wish: Wish): Explorer {
  const { name, from = null } = wish;
  const source = state.inForce.source.id;
  if (state.explorers.source !== source) state.explorers = { source, known: new Map() };
  const { known } = state.explorers;
  const key = keyOf({ name, from });
  const explorer = known.get(key) ?? (from === null ? fromStart(state, wish) : fromMoment(state, wish, from));
  known.set(key, explorer);
  return explorer;
}

function keyOf({ name, from }: { readonly name: string; readonly from: number | null }): string {
  return `${from ?? ''} ${name}`;
}

function fromStart({ host, inForce: { program }, assembly: { explain } }: SessionState, wish: Wish): Explorer {
  const declared = program.explorations.find((one) => one.name === wish.name);
  if (declared === undefined) throw new RangeError(`there is no exploration ${JSON.stringify(wish.name)}`);
  const plan = (): ReturnType<typeof planOf> => planOf(program, declared.options.scenario, explain);
  const { time = null, memory = null, watch = false } = wish;
  return createExplorer(program, plan, declared, explain, {
    wallClock: host.wallClock,
    time,
    memory,
    watch: watch ? (host.tell ?? null) : null,
  });
}

/** From the world after `step` events of the current run. What is expected of an exploration is not expected from there. */
function fromMoment(
  state: SessionState,
  { name, time = null, memory = null, watch = false }: Wish,
  step: number,
): Explorer {
  const { host, assembly } = state;
  const run = knownRun(state);
  const { world } = worldAfter(run, Math.min(step, worldOf(run).step));
  const declared = declaredFor(state.inForce.program, name, world.plan.scenario);
  return createExplorer(state.inForce.program, () => world.plan, declared, assembly.explain, {
    wallClock: host.wallClock,
    from: takeSnapshot(world, null),
    time,
    memory,
    watch: watch ? (host.tell ?? null) : null,
  });
}

/** With the faults and bounds of the exploration of that name where it is one of this scenario; without any where not. */
function declaredFor(program: Program, name: string, scenario: string): ExploreDeclaration {
  const own = program.explorations.find((one) => one.name === name && one.options.scenario === scenario);
  const place = own?.place ?? program.scenarios.find((one) => one.name === scenario)?.place;
  if (place === undefined) throw new RangeError(`there is no scenario ${JSON.stringify(scenario)}`);
  const { expect: _, ...options } = own?.options ?? { scenario };
  return { ...own, type: 'explore', name, place, options };
}

/**
 * A branch that shows the shortest way to the violation of a property, or to its witness; it is not made the current one.
 * Throws DiagnosticError.
 */
export function openCounterexample(
  state: SessionState,
  tree: Tree,
  act: Extract<BranchAct, { readonly type: 'open-counterexample' }>,
): Branch {
  const { explore, property, from = null } = act;
  const way = knownWay(state, act);
  if (way === null)
    throw refused(`'${explore}' has found no way to '${property}' under the rules in force.`, 'Let it explore again.');
  refuseTooMany(tree);
  const name = `${explore}: ${property}`;
  const run = wayRun(state, explore, from, way, false);
  const shown = shows(run, property) ? run : wayRun(state, explore, from, way, true);
  return from === null ? addRoot(tree, shown, name) : branchOff(tree, shown, name, placeOf(state, from));
}

/** Empty when there is no such way. */
export function storyOf(state: SessionState, wish: Exchanges['story']['request']): readonly StoryStep[] {
  const way = knownWay(state, wish);
  return way === null ? [] : tell(way);
}

function knownWay(
  { explorers, inForce }: SessionState,
  { explore, property, from = null }: Pick<Exchanges['story']['request'], 'explore' | 'property' | 'from'>,
): Way | null {
  if (explorers.source !== inForce.source.id) return null;
  return explorers.known.get(keyOf({ name: explore, from }))?.wayTo(property) ?? null;
}

/** The way as a run. `isExact`: see `reenact`. */
function wayRun(state: SessionState, name: string, from: number | null, way: Way, isExact: boolean): Run {
  const run = from === null ? freshRun(state, name) : forkAt(knownRun(state), from).run;
  reenact(run, way, isExact);
  return run;
}

function freshRun(state: SessionState, name: string): Run {
  const { inForce, assembly, builds, seeds } = state;
  const { program, source } = inForce;
  const scenario = program.explorations.find((one) => one.name === name)?.options.scenario ?? '';
  builds.keep(inForce);
  const plan = planOf(program, scenario, assembly.explain);
  return startRun(program, plan, seeds.override ?? plan.seed ?? seeds.fallback ?? 1, source.id, surroundingsOf(state));
}

function placeOf(state: SessionState, from: number): Branch['forkedAt'] {
  const { world } = worldAfter(knownRun(state), from);
  return { step: world.step, time: millis(world.now) };
}

/** Throws a RangeError when nothing runs. */
function knownRun(state: SessionState): Run {
  const run = currentRun(state);
  if (run === null) throw new RangeError('there is no run to explore from');
  return run;
}

function shows({ end, monitors }: Run, property: string): boolean {
  const monitor = monitors.list.find((one) => one.property.name === property);
  return end === 'stopped' || monitor?.verdict === 'violated' || monitor?.verdict === 'witnessed';
}

function refused(text: string, help: string): DiagnosticError {
  return new DiagnosticError(diagnostic('input/refused', text, { help }));
}
