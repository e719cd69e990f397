/**
 * Operations of clients: begun by a workload or by `ctx.invoke`, ended once: completed, failed, or left open because the client
 * stopped waiting or crashed. What a client invoked goes into the history (kernel/histories), workload or not; what a workload
 * began makes stats, and lets the client of a closed load go on.
 */
import { acknowledge } from '../../stdlib/workload.ts';
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import { appended, type Response } from '../histories/history.ts';
import { freeze } from '../plain.ts';
import type { OperationBody } from '../program/language.ts';
import { goOn } from './load.ts';
import { tellStat } from './stat-totals.ts';
import { millis, type NodeInWorld, type OpenOperation, type World } from './world.ts';

/** Writes an invocation into the history. Returns the operation's id. `value`: plain data, the history's from now on. */
export function invoke(
  world: World,
  node: NodeInWorld,
  operation: string | OperationBody,
  value: unknown,
  key: string | null,
): number {
  const isNew = typeof operation === 'string';
  const id = isNew ? ++world.operationCount : operation.id;
  const known = world.operations.get(id);
  // It ended, or was lost with its node: there is nobody any more who would ask.
  if (!isNew && known === undefined) return id;
  if (known?.isInvoked === true) {
    throw new DiagnosticError(
      diagnostic('rule/bad-argument', `Operation ${id} was invoked before.`, {
        help: 'ctx.invoke(operation, value) says once what an operation of a workload asks for.',
      }),
    );
  }
  world.operations.set(
    id,
    known === undefined
      ? { load: null, phase: 0, node: node.index, startedAt: world.now, insert: false, index: 0, isInvoked: true }
      : { ...known, isInvoked: true },
  );
  const op = isNew ? operation : operation.op;
  const moment = { id, step: world.step, time: world.now };
  world.history = appended(world.history, { ...moment, type: 'invoke', node: node.id, op, key, value: freeze(value) });
  return id;
}

const endings: Readonly<Record<Response['type'] | 'lost', string>> = {
  ok: 'load.operations_completed_total',
  fail: 'load.operations_failed_total',
  unknown: 'load.operations_abandoned_total',
  lost: 'load.operations_lost_total',
};

/** Ends an operation. Ending it again, or one that never was, changes nothing. `result`: plain data, the history's from now on. */
export function endOperation(world: World, id: number, how: Response['type'], result?: unknown): void {
  const operation = world.operations.get(id);
  if (operation !== undefined) end(world, id, operation, how, result);
}

/** The operations that a node was busy with end with it. */
export function loseOperations(world: World, node: number): void {
  for (const [id, operation] of world.operations)
    if (operation.node === node) end(world, id, operation, 'lost', undefined);
}

function end(
  world: World,
  id: number,
  { load, phase, startedAt, insert, index, isInvoked }: OpenOperation,
  how: keyof typeof endings,
  result: unknown,
): void {
  world.operations.delete(id);
  if (isInvoked) {
    const moment = { id, step: world.step, time: world.now };
    const response: Response =
      how === 'ok'
        ? { ...moment, type: how, result: freeze(result) }
        : { ...moment, type: how === 'lost' ? 'unknown' : how };
    world.history = appended(world.history, response);
  }
  if (load === null) return;
  tellStat(world, 'counter', endings[how], 1, undefined);
  if (how === 'ok') tellStat(world, 'histogram', 'load.operation_latency_ms', millis(world.now - startedAt), undefined);
  const own = world.loads[load];
  if (own === undefined) return;
  if (how === 'ok' && insert) acknowledge(own.keys, index);
  goOn(world, { load, phase }, own);
}
