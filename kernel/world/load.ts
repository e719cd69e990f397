/**
 * Loads: operations that workloads send to the nodes of a kind, round robin over those that are up. A load's own
 * clockwork stands in the event queue like any other event. How operations end: operations.ts.
 *
 * An operation is lost with the node that took it: when that crashes, nobody completes it any more, and the
 * client of a closed load thinks and goes on with its next, at a node that is up then.
 */
import { concurrency, keyspace, nextDelay, operationSampler, startDelay, stretchesOf } from '../../stdlib/workload.ts';
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import type { OperationBody } from '../program/language.ts';
import type { PlannedLoad } from './plan.ts';
import { EventKind, type Pending, Priority } from './queue.ts';
import { draw, hashName } from './random.ts';
import { tellStat } from './stat-totals.ts';
import { horizon, type LoadInWorld, micros, schedule, streamOf, type World } from './world.ts';

const loadHash = hashName('load');

/** What the record of a start carries: its load, and which of the load's phases it belongs to. */
export interface Start {
  readonly load: number;
  readonly phase: number;
}

export function createLoad(planned: PlannedLoad): LoadInWorld {
  return {
    planned,
    phases: stretchesOf(planned.workload).map(({ spec, from, until }) => ({
      from: micros(from),
      until: until === Infinity ? Infinity : micros(until),
      arrivals: spec.arrivals,
      sample: operationSampler(spec),
    })),
    keys: keyspace(planned.workload),
    started: 0,
    draws: 0,
    turn: 0,
    waiting: [],
  };
}

function randomOf(world: World, index: number, load: LoadInWorld): () => number {
  const stream = streamOf(world.seed, loadHash, index);
  return () => draw(stream, load.draws++);
}

/** Puts the first starts of each phase of a load into the queue, but for phases that are over. */
export function startLoad(world: World, index: number): void {
  const load = world.loads[index];
  if (load === undefined) return;
  const random = randomOf(world, index, load);
  for (const [phase, { from, until, arrivals }] of load.phases.entries()) {
    if (world.now >= until) continue;
    const begin = Math.max(world.now, from);
    for (let i = 0; i < concurrency(arrivals); i++)
      scheduleStart(world, { load: index, phase }, begin + micros(startDelay(arrivals, random)));
  }
}

function scheduleStart(world: World, start: Start, at: number): void {
  if (!(at < horizon)) {
    const kind = world.loads[start.load]?.planned.kind ?? '';
    throw new DiagnosticError(
      diagnostic('rule/bad-argument', `A client of the workload on '${kind}' would think without end.`, {
        help: 'A tail may be too heavy, as in closed(1, { think: pareto(1, 0.01) }).',
      }),
    );
  }
  schedule(world, at, Priority.message, EventKind.operation, -1, -1, -1, null, '', -1, 0, 0, start);
}

/** What a start record becomes: who gets which operation, or null when the load or its phase is over or nobody is up. */
export function nextOperationOf(
  world: World,
  record: Pending,
): { readonly node: number; readonly body: OperationBody } | null {
  const start = record.payload as Start;
  const load = world.loads[start.load];
  const phase = load?.phases[start.phase];
  if (load === undefined || phase === undefined || world.now >= phase.until) return null;
  const { workload, kind } = load.planned;
  if (workload.operations !== undefined && load.started >= workload.operations) return null;
  const isClosed = phase.arrivals.kind === 'closed';
  if (isClosed && start.phase > 0 && underWay(world, start.load) >= concurrency(phase.arrivals)) {
    load.waiting = [...load.waiting, start.phase];
    return null;
  }
  const random = randomOf(world, start.load, load);
  if (!isClosed) scheduleStart(world, start, world.now + micros(nextDelay(phase.arrivals, random)));
  const targets = world.nodes.filter((node) => node.kind === kind && node.alive);
  const target = targets[load.turn % Math.max(1, targets.length)];
  if (target === undefined) {
    // A closed client whose nodes are all down tries again; an open one has already scheduled its next.
    if (isClosed) scheduleStart(world, start, world.now + 1_000_000);
    return null;
  }
  load.turn += 1;
  load.started += 1;
  const { insert, ...operation } = phase.sample(random, load.keys);
  const id = ++world.operationCount;
  world.operations.set(id, {
    ...start,
    node: target.index,
    startedAt: world.now,
    insert,
    index: operation.index,
    isInvoked: false,
  });
  tellStat(world, 'counter', 'load.operations_started_total', 1, { op: operation.op });
  return { node: target.index, body: { id, ...operation } };
}

function underWay(world: World, index: number): number {
  let count = 0;
  for (const { load } of world.operations.values()) if (load === index) count++;
  return count;
}

/** An operation is over: the client of a closed load thinks, then starts its next; one that waited starts. */
export function goOn(world: World, { load: index, phase }: Start, load: LoadInWorld): void {
  const [first, ...later] = load.waiting;
  if (first !== undefined) {
    load.waiting = later;
    scheduleStart(world, { load: index, phase: first }, world.now);
  }
  const arrivals = load.phases[phase]?.arrivals;
  if (arrivals?.kind === 'closed')
    scheduleStart(world, { load: index, phase }, world.now + micros(nextDelay(arrivals, randomOf(world, index, load))));
}
