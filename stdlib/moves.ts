/**
 * From one partition map to another, copy by copy: the steps of each partition in order, and which of them to take next, in the manner of
 * blance and of Couchbase's mover, written anew from a description of what they do.
 */
import type { NodeId } from '../kernel/program/language.ts';
import { byName, type Copies, holdersOf, type PartitionMap } from './partition-map.ts';

/** What happens to one copy. `promote` and `demote`: it is there, and gets a superior or an inferior state. `del`: it goes. */
export interface Step {
  readonly op: 'promote' | 'demote' | 'add' | 'del';
  readonly node: NodeId;
  /** The state that the copy is to have; null when it goes. */
  readonly state: string | null;
}

/** `availability`: new copies before old ones go. `fewest-copies`: the other way round, when there is no room for both. */
export type MoveOrder = 'availability' | 'fewest-copies';

/**
 * The steps of one partition, in order. For availability state by state from the superior down: promote, demote, add, del. For the
 * fewest copies from the inferior up: del, demote, promote, add.
 *
 * @param states the superior first
 */
export function moveList(
  states: readonly string[],
  before: Copies,
  after: Copies,
  order: MoveOrder = 'availability',
): readonly Step[] {
  const rank = (copies: Copies, node: NodeId): number => states.findIndex((state) => copies[state]?.includes(node));
  const stepsOf = (state: string, to: number): Readonly<Record<Step['op'], readonly Step[]>> => {
    const now = after[state] ?? [];
    const steps = (op: Step['op'], nodes: readonly NodeId[], reached: string | null): readonly Step[] =>
      nodes.map((node) => ({ op, node, state: reached }));
    return {
      promote: steps(
        'promote',
        now.filter((node) => rank(before, node) > to),
        state,
      ),
      demote: steps(
        'demote',
        now.filter((node) => rank(before, node) >= 0 && rank(before, node) < to),
        state,
      ),
      add: steps(
        'add',
        now.filter((node) => rank(before, node) < 0),
        state,
      ),
      del: steps(
        'del',
        (before[state] ?? []).filter((node) => rank(after, node) < 0),
        null,
      ),
    };
  };
  const ops = {
    availability: ['promote', 'demote', 'add', 'del'],
    'fewest-copies': ['del', 'demote', 'promote', 'add'],
  } as const;
  const ranked = states.map((state, i) => stepsOf(state, i));
  if (order === 'fewest-copies') ranked.reverse();
  return ranked.flatMap((byOp) => ops[order].flatMap((op) => byOp[op]));
}

/** The steps of every partition that has any. */
export function moveLists(
  states: readonly string[],
  before: PartitionMap,
  after: PartitionMap,
  order: MoveOrder = 'availability',
): Readonly<Record<string, readonly Step[]>> {
  return Object.fromEntries(
    Object.keys(after)
      .toSorted(byName)
      .map(
        (partition) => [partition, moveList(states, before[partition] ?? {}, after[partition] ?? {}, order)] as const,
      )
      .filter(([, steps]) => steps.length > 0),
  );
}

/** The copies of a partition after a step. A node that gets a copy stands behind those that have one already in that state. */
export function afterStep(copies: Copies, { node, state }: Step): Copies {
  const rest: Record<string, readonly NodeId[]> = Object.fromEntries(
    Object.entries(copies).map(([name, nodes]) => [name, nodes.filter((other) => other !== node)]),
  );
  if (state !== null) rest[state] = [...(rest[state] ?? []), node];
  return rest;
}

/** A copy that is being built: all that moves data, and so all that is limited. */
export interface Backfill {
  readonly source: NodeId;
  readonly target: NodeId;
}

export interface NextSteps {
  /** Partition → the steps that are left, the next one first. */
  readonly left: Readonly<Record<string, readonly Step[]>>;
  /** Partitions of which a step is under way: their lists wait. */
  readonly underWay: readonly string[];
  /** What moves data now. */
  readonly backfills: readonly Backfill[];
  /** The most backfills that a node takes part in, as source and as target. */
  readonly limit: number;
  /** From where a copy of a partition is built; null when it cannot be now. */
  readonly sourceOf: (partition: string) => NodeId | null;
  /** States, the superior first: their steps go before those of inferior ones. */
  readonly states: readonly string[];
}

export interface ChosenStep {
  readonly partition: string;
  readonly step: Step;
  /** Of an `add`: where its data comes from. */
  readonly source: NodeId | null;
}

/**
 * Which steps to begin now. What costs nothing goes first (promote, demote), then add, then del; among the adds those of a superior
 * state, then those on the node with most left to do, then those between two nodes that have no backfill between them yet, then by name.
 */
export function nextSteps({ left, underWay, backfills, limit, sourceOf, states }: NextSteps): readonly ChosenStep[] {
  if (!Number.isInteger(limit) || limit < 1)
    throw new RangeError(`nextSteps: limit must be a whole number from 1, not ${String(limit)}`);
  const order: readonly Step['op'][] = ['promote', 'demote', 'add', 'del'];
  const work = new Map<NodeId, number>();
  for (const { node } of Object.values(left).flat()) work.set(node, (work.get(node) ?? 0) + 1);
  const rank = ({ state }: Step): number => (state === null ? states.length : states.indexOf(state));
  const running = [...backfills];
  const used = (node: NodeId): number =>
    running.filter(({ source, target }) => source === node || target === node).length;
  let waiting = Object.keys(left)
    .filter((partition) => !underWay.includes(partition))
    .toSorted(byName)
    .flatMap((partition) => {
      const step = left[partition]?.[0];
      return step === undefined ? [] : [{ partition, step, source: step.op === 'add' ? sourceOf(partition) : null }];
    })
    .toSorted(
      (a, b) =>
        order.indexOf(a.step.op) - order.indexOf(b.step.op) ||
        rank(a.step) - rank(b.step) ||
        (work.get(b.step.node) ?? 0) - (work.get(a.step.node) ?? 0),
    );
  const chosen: ChosenStep[] = [];
  for (;;) {
    const possible = waiting.filter(
      ({ step, source }) => step.op !== 'add' || (source !== null && used(source) < limit && used(step.node) < limit),
    );
    const [first] = possible;
    if (first === undefined) return chosen;
    const isLike = ({ step }: ChosenStep): boolean =>
      step.op === first.step.op && rank(step) === rank(first.step) && work.get(step.node) === work.get(first.step.node);
    const isDistinct = ({ step, source }: ChosenStep): boolean =>
      !running.some((backfill) => backfill.source === source && backfill.target === step.node);
    const next = possible.find((one) => isLike(one) && isDistinct(one)) ?? first;
    chosen.push(next);
    waiting = waiting.filter((one) => one !== next);
    if (next.source !== null) running.push({ source: next.source, target: next.step.node });
  }
}

/** True when no copy is to be built, moved or removed. */
export function isDone(before: Copies, after: Copies): boolean {
  const now = holdersOf(after);
  return (
    holdersOf(before).length === now.length &&
    Object.entries(after).every(([state, nodes]) => nodes.every((node) => before[state]?.includes(node)))
  );
}
