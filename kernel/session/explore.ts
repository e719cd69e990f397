/** The explorations of an open notebook: one explorer for each that its program declares, for as long as the program is in force. */
import { createExplorer, type Explorer } from '../check/explore.ts';
import type { ExploreDeclaration } from '../program/declaration.ts';
import type { Program } from '../program/program.ts';
import type { Exchanges } from '../protocol.ts';
import { worldAfter } from '../trace/past.ts';
import { worldOf } from '../trace/run.ts';
import { takeSnapshot } from '../world/snapshot.ts';
import { planOf } from './past.ts';
import { currentRun, type SessionState } from './state.ts';

type Wish = Exchanges['explore']['request'];

/** Throws a RangeError on a name that the program in force does not have, and where there is no run to begin from. */
export function explorerOf(state: SessionState, wish: Wish): Explorer {
  const { explorers, inForce } = state;
  const { program } = inForce;
  const { name, from = null } = wish;
  const known = explorers.get(program) ?? new Map<string, Explorer>();
  explorers.set(program, known);
  const key = `${from ?? ''} ${name}`;
  const explorer = known.get(key) ?? (from === null ? fromStart(state, wish) : fromMoment(state, wish, from));
  known.set(key, explorer);
  return explorer;
}

function fromStart({ host, inForce: { program }, assembly: { explain } }: SessionState, wish: Wish): Explorer {
  const declared = program.explorations.find((one) => one.name === wish.name);
  if (declared === undefined) throw new RangeError(`there is no exploration ${JSON.stringify(wish.name)}`);
  const plan = (): ReturnType<typeof planOf> => planOf(program, declared.options.scenario, explain);
  const { memory = null, watch = false } = wish;
  return createExplorer(program, plan, declared, explain, {
    wallClock: host.wallClock,
    memory,
    watch: watch ? (host.tell ?? null) : null,
  });
}

/** From the world after `step` events of the current run. What is expected of an exploration is not expected from there. */
function fromMoment(state: SessionState, { name, memory = null, watch = false }: Wish, step: number): Explorer {
  const { host, assembly } = state;
  const run = currentRun(state);
  if (run === null) throw new RangeError('there is no run to explore from');
  const { world } = worldAfter(run, Math.min(step, worldOf(run).step));
  const declared = declaredFor(state.inForce.program, name, world.plan.scenario);
  return createExplorer(state.inForce.program, () => world.plan, declared, assembly.explain, {
    wallClock: host.wallClock,
    from: takeSnapshot(world, null),
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
