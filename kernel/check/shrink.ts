/**
 * Makes a failure small: as few things done to the run as will do, no loads, no chance in the network, no nodes that it can do without.
 * Every step is a run of its own, judged by whether the same property is violated, or the same rule throws, so what is left at the
 * end is certain to fail. Shrinking draws nothing: the seed stays, and draws are each node's own, so leaving something out moves
 * nothing else than what follows from it.
 */
import type { Explain } from '../program/explain.ts';
import type { Program } from '../program/program.ts';
import { createNames } from '../world/names.ts';
import type { Plan, PlannedLoad } from '../world/plan.ts';
import { minimise } from './minimise.ts';
import { type Deed, type Done, planOfSchedule, reliable, type Schedule, without } from './schedule.ts';
import type { Failure } from './tally.ts';
import { asking, type Found, tryOut } from './trial.ts';

/** A failure made small. */
export interface Shrunk {
  readonly schedule: Schedule;
  readonly found: Found;
  readonly events: number;
  /** The fewest faults that make the scenario as it stands fail; null when it was not to be had. */
  readonly faults: readonly Deed[] | null;
}

/** Runs that shrinking one failure may take, and their events. */
const runLimit = 1_000;
const totalEventLimit = 20_000_000;

/** Null when the failure does not happen again: what was done could not be written down. */
export function* shrink(
  failure: Failure,
  program: Program,
  base: Plan,
  explain: Explain,
): Generator<void, Shrunk | null> {
  // Nothing else is asked, and nothing when it was a rule that threw.
  const asked = asking(program, failure.property);
  const names = createNames();
  let runs = 0;
  let events = 0;
  const smallest: { found: Omit<Shrunk, 'faults'> | null } = { found: null };

  /** Keeps a schedule that fails in the same way. */
  function* fails(schedule: Schedule): Generator<void, boolean> {
    if (runs >= runLimit || events >= totalEventLimit) return false;
    runs += 1;
    const plan = planOfSchedule(schedule, base);
    const trial = yield* tryOut(asked, plan, schedule.seed, explain, names, null);
    events += trial.events;
    const { found } = trial;
    if (found === null || found.property !== failure.property || found.kind !== failure.kind) return false;
    smallest.found = {
      schedule: { ...schedule, until: Math.max(1, Math.ceil(found.time)) },
      found,
      events: trial.events,
    };
    return true;
  }
  const current = (): Schedule => smallest.found?.schedule ?? failure.schedule;

  if (!(yield* fails(failure.schedule))) return null;

  // 1. What befell the run, the scenario's own acts left as they are.
  yield* fewer((deeds) => deeds.filter(({ isFault }) => isFault));
  const faults = current().deeds.filter(({ isFault }) => isFault);
  // 2. Then those too.
  yield* fewer((deeds) => deeds);
  yield* fewerStarts();
  yield* lessLoad();
  yield* noChance();
  const before = current();
  yield* fewerNodes();
  if (current() !== before) yield* fewer((deeds) => deeds);
  return smallest.found === null ? null : { ...smallest.found, faults };

  function* fewer(which: (deeds: readonly Deed[]) => readonly Deed[]): Generator<void, void> {
    const { deeds } = current();
    const tried = which(deeds);
    yield* minimise(tried, (kept) =>
      fails({ ...current(), deeds: deeds.filter((deed) => !tried.includes(deed) || kept.includes(deed)) }),
    );
  }

  function* fewerStarts(): Generator<void, void> {
    const { start } = current();
    const tried = start.filter(({ type }) => type !== 'network');
    yield* minimise(tried, (kept) =>
      fails({ ...current(), start: start.filter((done) => !tried.includes(done) || kept.includes(done)) }),
    );
  }

  function* lessLoad(): Generator<void, void> {
    for (const load of current().loads)
      yield* fails({ ...current(), loads: current().loads.filter((other) => other !== load) });
    for (const index of current().loads.keys()) {
      // As few operations as will do: halved as long as it still fails.
      for (let most = 64; most >= 1; most = Math.floor(most / 2))
        if (
          !(yield* fails({
            ...current(),
            loads: current().loads.map((load, i) => (i === index ? limited(load, most) : load)),
          }))
        )
          break;
    }
  }

  function* noChance(): Generator<void, void> {
    const calm = (done: Done): Done => (done.type === 'network' ? { ...done, spec: reliable(done.spec) } : done);
    const { start } = current();
    if (start.some((done) => done.type === 'network' && (done.spec.loss ?? done.spec.duplicate ?? 0) > 0))
      yield* fails({ ...current(), start: start.map(calm) });
  }

  function* fewerNodes(): Generator<void, void> {
    for (const { id } of current().nodes.toReversed()) {
      const { nodes, start, deeds, loads } = current();
      if (nodes.length === 1) return;
      const isThere = (node: string): boolean => node !== id;
      const left = nodes.filter((node) => node.id !== id);
      const kinds = new Set(left.map(({ kind }) => kind));
      yield* fails({
        ...current(),
        nodes: left,
        start: start.flatMap((done) => without(done, isThere) ?? []),
        deeds: deeds.flatMap((deed) => {
          const done = without(deed.done, isThere);
          return done === null ? [] : [{ ...deed, done }];
        }),
        loads: loads.filter(({ kind }) => kinds.has(kind)),
      });
    }
  }
}

function limited({ kind, workload }: PlannedLoad, operations: number): PlannedLoad {
  return { kind, workload: { ...workload, operations: Math.min(operations, workload.operations ?? operations) } };
}

/** How large a failure is, for people. */
export interface Size {
  readonly events: number;
  readonly deeds: number;
  readonly nodes: number;
}

export function sizeOf({ deeds, nodes, start }: Schedule, events: number): Size {
  return { events, deeds: deeds.length + start.filter((done) => done.type !== 'network').length, nodes: nodes.length };
}
