/** Where exploring begins: the worlds in which a scenario's set-up has been done and its nodes have started. */
import type { Program } from '../program/program.ts';
import type { Draws } from '../world/context.ts';
import { createWorld } from '../world/create.ts';
import type { Plan } from '../world/plan.ts';
import { EventKind } from '../world/queue.ts';
import { restore, type Snapshot, takeSnapshot } from '../world/snapshot.ts';
import { comeToRest, createMachine, type Machine, take } from '../world/step.ts';
import type { World } from '../world/world.ts';
import { type Chooser, everyWay, refuseClock } from './branching.ts';
import { makeReliable } from './codec.ts';

/** A world of the scenario in which nothing has happened yet. */
export function freshWorld(program: Program, plan: Plan): Snapshot {
  const world = createWorld(program, plan, 1);
  makeReliable(world);
  return takeSnapshot(world, null);
}

/**
 * One world for each way through what the first rules choose. What is due at once is done. `onRule` is told the number of each
 * rule that runs. Throws StepError.
 */
export function startsOf(base: Snapshot, name: string, draws: Draws, onRule: (rule: number) => void): readonly World[] {
  // One hand for all ways: each way has a world of its own.
  const hand: Chooser = { choose: null };
  return everyWay(hand, () => {
    const machine = createMachine(restore(base));
    machine.context.hand.choose = hand.choose;
    machine.context.hand.draws = draws;
    draws.count = 0;
    const { world } = machine;
    const onEvent = (): void => {
      if (world.last.rule >= 0) onRule(world.last.rule);
    };
    makeReliable(world);
    startNodes(machine, onEvent);
    refuseClock(machine, name);
    return world;
  });
}

/** Does what is due at once, and lets the nodes start. Throws StepError. */
export function startNodes(machine: Machine, onEvent: (() => void) | null = null): void {
  const { world } = machine;
  comeToRest(machine, onEvent);
  for (const record of world.heap
    .filter(({ kind }) => kind === EventKind.start)
    .toSorted((a, b) => a.priority - b.priority || a.order - b.order)) {
    // A restart takes the first start with it.
    const index = world.heap.indexOf(record);
    if (index < 0) continue;
    world.heap.splice(index, 1);
    take(machine, record, onEvent);
  }
}
