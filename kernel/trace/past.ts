/** Back in time: the last checkpoint before a moment, and forward from there over ground that was covered before. */
import { type Monitor, type Monitors, observe, resumeMonitors } from '../world/monitor.ts';
import { restore } from '../world/snapshot.ts';
import { createMachine, type Machine, turn } from '../world/step.ts';
import type { World } from '../world/world.ts';
import { type Checkpoint, lastCheckpoint } from './checkpoint.ts';
import { type Columns, scan } from './columns.ts';
import type { Run } from './run.ts';

/** A silent copy of the run's world after `step` events. */
export function worldAfter(run: Run, step: number): Machine {
  const { snapshot } = lastCheckpoint(run.checkpoints, (one) => one.snapshot.step <= step);
  const machine = createMachine(restore(snapshot));
  rerun(machine, (world) => world.step >= step);
  return machine;
}

/** Runs forward over ground that was covered before. */
export function rerun(machine: Machine, isThere: (world: World) => boolean): void {
  const { world } = machine;
  while (!isThere(world)) {
    const before = world.turn;
    turn(machine, Number.POSITIVE_INFINITY);
    // Cannot be, unless a rule keeps something outside its state: better a wrong place than none.
    if (world.turn === before) return;
  }
}

/** The run as it was, verdicts included, to go on from. */
export interface Past {
  readonly machine: Machine;
  readonly monitors: Monitors;
  /** As in Run. */
  readonly isUnobserved: boolean;
  /** How many entries of the journal came before. */
  readonly entries: number;
  readonly counts: number[];
  readonly lastFired: number[];
}

/** As it was after `step` events. */
export function pastAfter(run: Run, step: number): Past {
  const from = lastCheckpoint(run.checkpoints, ({ snapshot }) => snapshot.step <= step);
  return observedFrom(run, from, (world) => world.step >= step);
}

/** As it was just before an entry of the journal. */
export function pastBefore(run: Run, entry: number): Past {
  const from = lastCheckpoint(run.checkpoints, ({ entries }) => entries <= entry);
  const wanted = run.entries[entry]?.turn ?? from.snapshot.turn;
  return observedFrom(run, from, (world) => world.turn >= wanted);
}

/**
 * The verdicts at that moment. What was decided since the checkpoint is known from the run's tip; only obligations that come and
 * go (`leadsTo`) have to be watched again, which would cost more than all the rest. Between an event and its `when` rules all are.
 */
function observedFrom(run: Run, from: Checkpoint, isThere: (world: World) => boolean): Past {
  const machine = createMachine(restore(from.snapshot));
  const { world } = machine;
  const watched = resumeMonitors(
    from.monitors.filter(({ property }) => property.form === 'leadsTo'),
    world,
    run.explain,
  );
  let { isUnobserved } = from;
  while (!isThere(world)) {
    const before = world.turn;
    if (turn(machine, Number.POSITIVE_INFINITY) === 'event') isUnobserved = true;
    if (world.turn === before) break;
    if (!isUnobserved || world.unsettled.length > 0) continue;
    if (watched.list.length > 0) observe(watched, machine, world.step - 1);
    isUnobserved = false;
  }
  const list = from.monitors.map((monitor): Monitor => {
    const isSame = ({ property }: Monitor): boolean =>
      property.name === monitor.property.name && property.content === monitor.property.content;
    const seen = watched.list.find(isSame);
    if (seen !== undefined) return seen;
    const later = run.monitors.list.find(isSame);
    return later?.at != null && !later.isConcluded && later.at.step < world.step ? later : monitor;
  });
  return {
    machine,
    monitors: resumeMonitors(list, world, run.explain),
    isUnobserved,
    entries: from.entries,
    ...firings(run.columns, from, world.step),
  };
}

export interface Firings {
  /** By number of the rule's id. */
  readonly counts: number[];
  /** Virtual µs. */
  readonly lastFired: number[];
}

/** Firings up to `step`, which lies at or after a checkpoint. */
export function firingsAfter(run: Run, step: number): Firings {
  return firings(
    run.columns,
    lastCheckpoint(run.checkpoints, ({ snapshot }) => snapshot.step <= step),
    step,
  );
}

function firings(columns: Columns, from: Checkpoint, step: number): Firings {
  const counts = from.counts.slice();
  const lastFired = from.lastFired.slice();
  scan(columns, from.snapshot.step, step, ({ rule, time }, first, last) => {
    for (let row = first; row < last; row++) {
      const number = rule[row] as number;
      if (number < 0) continue;
      counts[number] = (counts[number] ?? 0) + 1;
      lastFired[number] = time[row] as number;
    }
  });
  return { counts, lastFired };
}
