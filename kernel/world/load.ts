/**
 * Loads: operations that workloads send to the nodes of a kind, round robin over those that are up. A load's own
 * clockwork stands in the event queue like any other event. How operations end: operations.ts.
 *
 * An operation is lost with the node that took it: when that crashes, nobody completes it any more, and the
 * client of a closed load thinks and goes on with its next, at a node that is up then.
 */
import { concurrency, keyspace, nextDelay, operationSampler, startDelay } from '../../stdlib/workload.ts';
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import type { OperationBody } from '../program/language.ts';
import type { PlannedLoad } from './plan.ts';
import { EventKind, type Pending, Priority } from './queue.ts';
import { draw, hashName } from './random.ts';
import { horizon, type LoadInWorld, micros, schedule, streamOf, type World } from './world.ts';

const loadHash = hashName('load');

export function createLoad(planned: PlannedLoad): LoadInWorld {
  return {
    planned,
    sample: operationSampler(planned.workload),
    keys: keyspace(planned.workload),
    started: 0,
    draws: 0,
    turn: 0,
  };
}

function randomOf(world: World, index: number, load: LoadInWorld): () => number {
  const stream = streamOf(world.seed, loadHash, index);
  return () => draw(stream, load.draws++);
}

/** Puts a load's first starts into the queue. */
export function startLoad(world: World, index: number): void {
  const load = world.loads[index];
  if (load === undefined) return;
  const { workload } = load.planned;
  const random = randomOf(world, index, load);
  const from = Math.max(world.now, micros(workload.from ?? 0));
  for (let i = 0; i < concurrency(workload.arrivals); i++)
    scheduleStart(world, index, from + micros(startDelay(workload.arrivals, random)));
}

function scheduleStart(world: World, index: number, at: number): void {
  if (!(at < horizon)) {
    const kind = world.loads[index]?.planned.kind ?? '';
    throw new DiagnosticError(
      diagnostic('rule/bad-argument', `A client of the workload on '${kind}' would think without end.`, {
        help: 'A tail may be too heavy, as in closed(1, { think: pareto(1, 0.01) }).',
      }),
    );
  }
  schedule(world, at, Priority.message, EventKind.operation, -1, -1, -1, null, '', -1, 0, 0, index);
}

/** What a start record becomes: who gets which operation, or null when the load is over or nobody is up. */
export function nextOperationOf(
  world: World,
  record: Pending,
): { readonly node: number; readonly body: OperationBody } | null {
  const index = record.payload as number;
  const load = world.loads[index];
  if (load === undefined) return null;
  const { workload, kind } = load.planned;
  const isOver =
    (workload.operations !== undefined && load.started >= workload.operations) ||
    (workload.until !== undefined && world.now > micros(workload.until));
  if (isOver) return null;
  const random = randomOf(world, index, load);
  if (workload.arrivals.kind !== 'closed')
    scheduleStart(world, index, world.now + micros(nextDelay(workload.arrivals, random)));
  const targets = world.nodes.filter((node) => node.kind === kind && node.alive);
  const target = targets[load.turn % Math.max(1, targets.length)];
  if (target === undefined) {
    // A closed client whose nodes are all down tries again; an open one has already scheduled its next.
    if (workload.arrivals.kind === 'closed') scheduleStart(world, index, world.now + 1_000_000);
    return null;
  }
  load.turn += 1;
  load.started += 1;
  const operation = load.sample(random, load.keys);
  const id = ++world.operationCount;
  world.operations.set(id, {
    load: index,
    node: target.index,
    startedAt: world.now,
    insert: operation.insert,
    index: operation.index,
    isInvoked: false,
  });
  world.sink.stat('counter', 'load.operations_started_total', 1, { op: operation.op });
  return { node: target.index, body: { id, op: operation.op, key: operation.key, index: operation.index } };
}

/** The client of a closed load thinks, then starts its next operation. */
export function goOn(world: World, index: number, load: LoadInWorld): void {
  const { arrivals } = load.planned.workload;
  if (arrivals.kind === 'closed')
    scheduleStart(world, index, world.now + micros(nextDelay(arrivals, randomOf(world, index, load))));
}
