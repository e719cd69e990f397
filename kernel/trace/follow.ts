/** A silent machine that goes over a run's history from its beginning, edits and acts from outside included. */
import { restore } from '../world/snapshot.ts';
import { createMachine, type Machine, type Outcome, turn } from '../world/step.ts';
import type { Checkpoint } from './checkpoint.ts';
import { type Run, worldOf } from './run.ts';

export interface Follower {
  machine: Machine;
  /** Checkpoints at which something came from outside that lie behind. */
  passed: number;
}

/** Begins at the last checkpoint before an event. */
export function createFollower(run: Run, step = 0): Follower {
  const { list } = run.checkpoints;
  // Of several at the beginning the first is meant: what came from outside there is gone over too.
  const index = step === 0 ? 0 : list.findLastIndex(({ snapshot }) => snapshot.step <= step);
  const from = list[Math.max(0, index)];
  if (from === undefined) throw new Error('a run always keeps its first checkpoint');
  const passed = list.slice(0, Math.max(0, index) + 1).filter(({ isOutside }) => isOutside).length;
  return { machine: createMachine(restore(from.snapshot)), passed };
}

/**
 * One turn forward, or over what came from outside at this turn. `there`: it is where the run is.
 * @param outside what `outsideOf` gives for the run as it is now
 */
export function followOn(run: Run, follower: Follower, outside: readonly Checkpoint[]): Outcome | 'outside' | 'there' {
  const next = outside[follower.passed];
  const { world } = follower.machine;
  if (next !== undefined && next.snapshot.turn <= world.turn) {
    follower.machine = createMachine(restore(next.snapshot));
    follower.passed += 1;
    return 'outside';
  }
  const before = world.turn;
  if (before >= worldOf(run).turn) return 'there';
  const outcome = turn(follower.machine, Number.POSITIVE_INFINITY);
  return world.turn === before ? 'there' : outcome;
}

/** The checkpoints that a re-run has to know of. */
export function outsideOf(run: Run): readonly Checkpoint[] {
  return run.checkpoints.list.filter(({ isOutside }) => isOutside);
}
