/**
 * Who should hold which partition: a greedy planner in the manner of Couchbase's (cbgm's `resourcePlan`, blance), written anew from a
 * description of what they do.
 *
 * It begins with the map as it is, without the nodes that leave. For each state, the superior first, it visits the partitions, those
 * first that must move, and gives each the nodes with the lowest score:
 *
 *     (copies of this state there + copies there beside this primary ÷ partitions + 0.001 × all copies there ÷ partitions)
 *     ÷ weight of the node − stickiness, if it holds the copy already
 *
 * It then begins again with what it has found, until nothing changes. What is planned depends on nothing but the arguments.
 */
import type { NodeId } from '../kernel/program/language.ts';
import { byName, type CopyState, holdersOf, type PartitionMap } from './partition-map.ts';

/** What a copy is worth where it is, unless said otherwise. */
export const STICKINESS = 1.5;
/** A plan that has not settled by then never will. */
export const MOST_ROUNDS = 10;
/** The share of all copies of a node in its score: it only decides between nodes that are otherwise equal. */
const FILLED = 0.001;

/**
 * Where a copy may stand as seen from the primary: beneath its ancestor `include` levels up, but not beneath the one `exclude` levels
 * up. With racks as parents of nodes, (2, 1) means another rack and (1, 0) the same rack. A rule is a wish: where no node obeys it,
 * any other is taken.
 */
export interface HierarchyRule {
  readonly include: number;
  readonly exclude: number;
}

export interface PlanOptions {
  /** The states of copies, the superior first. */
  readonly model: readonly CopyState[];
  /** Nodes that are new: partitions that touch one already are visited last. Those that hold nothing when left out. */
  readonly added?: readonly NodeId[];
  /** A node of weight 3 takes three times as much as one of weight 1, which is what a node has that is not named. */
  readonly nodeWeights?: Readonly<Record<NodeId, number>>;
  /** How much load a partition is; 1 when it is not named. Of those named it is the stickiness too. */
  readonly partitionWeights?: Readonly<Record<string, number>>;
  /** Child → parent: node → rack, rack → zone, … */
  readonly parents?: Readonly<Record<string, string>>;
  /** For a state, a rule for each of its copies, the first one first. */
  readonly rules?: Readonly<Record<string, readonly HierarchyRule[]>>;
}

/** A partition that gets fewer copies than it should, for want of nodes. */
export interface PlanWarning {
  readonly partition: string;
  readonly state: string;
  readonly wanted: number;
  readonly got: number;
}

export interface Plan {
  readonly map: PartitionMap;
  readonly warnings: readonly PlanWarning[];
  /** Rounds until it settled, the one in which nothing changed included. */
  readonly rounds: number;
  /** False: it still changed in the last round that it was given. */
  readonly settled: boolean;
}

/**
 * Plans the copies of every partition of `previous` on `nodes`. Between nodes of equal score the one that stands first is taken.
 * Holders in `previous` that are not among the nodes leave. Throws a RangeError that names what makes no sense.
 */
export function plan(previous: PartitionMap, nodes: readonly NodeId[], options: PlanOptions): Plan {
  const problem = prepare(previous, nodes, options);
  let copies = problem.previous;
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const next = planRound(problem, copies, round === 1);
    const settled = isEqual(copies, next.copies);
    if (settled || round === MOST_ROUNDS)
      return { map: toMap(problem, next.copies), warnings: next.warnings, rounds: round, settled };
    copies = next.copies;
  }
  throw new Error('unreachable');
}

/** By state, then partition: indices of nodes. Those that leave have indices behind all others. */
type Assignment = readonly (readonly (readonly number[])[])[];

/** The arguments with names replaced by indices. */
interface Problem {
  readonly partitions: readonly string[];
  readonly nodes: readonly NodeId[];
  readonly states: readonly CopyState[];
  readonly previous: Assignment;
  readonly isAdded: readonly boolean[];
  readonly nodeWeights: Float64Array;
  /** Of each partition: its load. */
  readonly weights: Float64Array;
  /** By state, then partition: what it is worth to stay. */
  readonly stickiness: readonly Float64Array[];
  /** By state, then rule, then primary: may a node hold it? */
  readonly rules: readonly (readonly (readonly (readonly boolean[])[])[])[];
}

function prepare(previous: PartitionMap, nodes: readonly NodeId[], options: PlanOptions): Problem {
  const { model, nodeWeights = {}, partitionWeights = {}, parents = {}, rules = {} } = options;
  const states = model.map(({ name }) => name);
  if (nodes.length === 0) throw new RangeError('plan: there are no nodes to plan for');
  checkDistinct('nodes', nodes);
  checkDistinct('the states of the model', states);
  for (const { name, constraint, stickiness } of model) {
    if (!Number.isInteger(constraint) || constraint < 0)
      throw new RangeError(`plan: the constraint of '${name}' must be a whole number, not ${String(constraint)}`);
    if (stickiness !== undefined) checkWeight(`the stickiness of '${name}'`, stickiness, 0);
  }
  for (const [name, weight] of Object.entries(nodeWeights)) checkWeight(`the weight of node '${name}'`, weight, 1e-9);
  for (const [name, weight] of Object.entries(partitionWeights)) checkWeight(`the weight of '${name}'`, weight, 0);
  const ruled = Object.keys(rules).find((state) => !states.includes(state));
  if (ruled !== undefined) throw new RangeError(`plan: rules: the model has no state '${ruled}'`);
  const indexOf = new Map(nodes.map((node, i) => [node, i]));
  const partitions = Object.keys(previous).toSorted(byName);
  for (const partition of partitions) {
    const copies = previous[partition] ?? {};
    const unknown = Object.keys(copies).find((state) => !states.includes(state));
    if (unknown !== undefined)
      throw new RangeError(`plan: ${partition} has copies in '${unknown}', no state of the model`);
    checkDistinct(`the holders of ${partition}`, holdersOf(copies));
    for (const node of holdersOf(copies)) if (!indexOf.has(node)) indexOf.set(node, indexOf.size);
  }
  const held = new Set(partitions.flatMap((partition) => holdersOf(previous[partition] ?? {})));
  const added = new Set(options.added ?? nodes.filter((node) => !held.has(node)));
  return {
    partitions,
    nodes,
    states: model,
    previous: states.map((state) =>
      partitions.map((partition) => (previous[partition]?.[state] ?? []).map((node) => indexOf.get(node) ?? -1)),
    ),
    isAdded: nodes.map((node) => added.has(node)),
    nodeWeights: Float64Array.from(nodes, (node) => nodeWeights[node] ?? 1),
    weights: Float64Array.from(partitions, (partition) => partitionWeights[partition] ?? 1),
    stickiness: model.map(({ stickiness = STICKINESS }) =>
      Float64Array.from(partitions, (partition) => partitionWeights[partition] ?? stickiness),
    ),
    rules: states.map((state) => (rules[state] ?? []).map((rule) => obeying(rule, nodes, parents))),
  };
}

function checkDistinct(what: string, names: readonly string[]): void {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new RangeError(`plan: '${twice}' stands twice among ${what}`);
}

function checkWeight(what: string, value: number, least: number): void {
  if (!(value >= least && Number.isFinite(value)))
    throw new RangeError(`plan: ${what} must be ${least === 0 ? '0 or more' : 'above 0'}, not ${String(value)}`);
}

/** For each primary and each node: may the node hold a copy beside that primary? */
function obeying(
  rule: HierarchyRule,
  nodes: readonly NodeId[],
  parents: Readonly<Record<string, string>>,
): boolean[][] {
  for (const [name, level] of Object.entries(rule)) {
    if (!Number.isInteger(level) || level < 0)
      throw new RangeError(`plan: ${name} of a hierarchy rule must be a number of levels, not ${String(level)}`);
  }
  const lines = nodes.map((node) => lineage(node, parents));
  return lines.map((primary) => {
    // Who has no ancestor so far up stands beneath nothing in common with anyone.
    const [within, without] = [primary[rule.include], primary[rule.exclude]];
    return lines.map(
      (line) => within !== undefined && line.includes(within) && (without === undefined || !line.includes(without)),
    );
  });
}

/** A node, its parent, and so on up. */
function lineage(node: NodeId, parents: Readonly<Record<string, string>>): readonly string[] {
  const line = [node];
  for (let at = parents[node]; at !== undefined; at = parents[at]) {
    if (line.includes(at)) throw new RangeError(`plan: '${at}' is its own ancestor`);
    line.push(at);
  }
  return line;
}

/** One round: every state, every partition. */
function planRound(
  problem: Problem,
  before: Assignment,
  isFirst: boolean,
): { readonly copies: Assignment; readonly warnings: readonly PlanWarning[] } {
  const { partitions, nodes, states, weights } = problem;
  const n = nodes.length;
  const copies = before.map((byPartition) => byPartition.map((held) => held.filter((node) => node < n)));
  const load = states.map(() => new Float64Array(n));
  const total = new Float64Array(n);
  copies.forEach((byPartition, state) =>
    byPartition.forEach((held, p) => held.forEach((node) => addTo(load, total, state, node, weights[p] ?? 0))),
  );
  const warnings: PlanWarning[] = [];
  const primaries = copies[0] ?? [];
  states.forEach(({ name, constraint }, state) => {
    const beside = new Float64Array(n * n);
    for (const p of visitingOrder(problem, before, copies, state, isFirst)) {
      const weight = weights[p] ?? 0;
      const primary = primaries[p]?.[0] ?? -1;
      const scores = scoresOf(problem, state, p, primary, copies, load, total, beside);
      const picks = pick(problem, state, primary, scores, constraint);
      if (picks.length < constraint)
        warnings.push({ partition: partitions[p] ?? '', state: name, wanted: constraint, got: picks.length });
      // A node holds one copy of a partition: what it held in this state or an inferior one is replaced.
      for (let other = state; other < states.length; other++) {
        const held = copies[other]?.[p] ?? [];
        const kept = other === state ? [] : held.filter((node) => !picks.includes(node));
        for (const node of held) if (!kept.includes(node)) addTo(load, total, other, node, -weight);
        hold(copies, other, p, kept);
      }
      for (const node of picks) {
        addTo(load, total, state, node, weight);
        if (primary >= 0) beside[primary * n + node] = (beside[primary * n + node] ?? 0) + 1;
      }
      hold(copies, state, p, picks);
    }
  });
  return { copies, warnings };
}

function hold(copies: readonly number[][][], state: number, p: number, held: number[]): void {
  const ofState = copies[state];
  if (ofState !== undefined) ofState[p] = held;
}

function addTo(load: readonly Float64Array[], total: Float64Array, state: number, node: number, weight: number): void {
  const ofState = load[state];
  if (ofState !== undefined) ofState[node] = (ofState[node] ?? 0) + weight;
  total[node] = (total[node] ?? 0) + weight;
}

/** Partitions on nodes that leave, then those that touch no new node, then the rest; the heavier first; then by name. */
function visitingOrder(
  { partitions, nodes, weights, isAdded }: Problem,
  before: Assignment,
  copies: Assignment,
  state: number,
  isFirst: boolean,
): readonly number[] {
  const urgency = partitions.map((_, p) => {
    if ((before[state]?.[p] ?? []).some((node) => node >= nodes.length)) return 0;
    return isFirst && copies.some((byPartition) => byPartition[p]?.some((node) => isAdded[node])) ? 2 : 1;
  });
  return partitions
    .map((_, p) => p)
    .toSorted((a, b) => (urgency[a] ?? 0) - (urgency[b] ?? 0) || (weights[b] ?? 0) - (weights[a] ?? 0) || a - b);
}

/** The score of each node for one copy; infinite for those that hold a superior one. */
function scoresOf(
  { partitions, nodes, nodeWeights, stickiness }: Problem,
  state: number,
  p: number,
  primary: number,
  copies: Assignment,
  load: readonly Float64Array[],
  total: Float64Array,
  beside: Float64Array,
): Float64Array {
  const n = nodes.length;
  const scores = new Float64Array(n);
  const ofState = load[state] ?? scores;
  const row = primary * n;
  for (let node = 0; node < n; node++) {
    const together = primary < 0 ? 0 : (beside[row + node] ?? 0);
    const crowd = (together + FILLED * (total[node] ?? 0)) / partitions.length;
    scores[node] = ((ofState[node] ?? 0) + crowd) / (nodeWeights[node] ?? 1);
  }
  for (const node of copies[state]?.[p] ?? []) scores[node] = (scores[node] ?? 0) - (stickiness[state]?.[p] ?? 0);
  for (let superior = 0; superior < state; superior++) {
    for (const node of copies[superior]?.[p] ?? []) scores[node] = Number.POSITIVE_INFINITY;
  }
  return scores;
}

/** The nodes with the lowest scores: first one for each rule among those that obey it, then any. */
function pick(
  { rules, nodes }: Problem,
  state: number,
  primary: number,
  scores: Float64Array,
  constraint: number,
): number[] {
  const picks: number[] = [];
  const take = (allowed: readonly boolean[] | null): void => {
    let best = -1;
    for (let node = 0; node < nodes.length; node++) {
      if (scores[node] === Number.POSITIVE_INFINITY || picks.includes(node) || allowed?.[node] === false) continue;
      if (best < 0 || (scores[node] ?? 0) < (scores[best] ?? 0)) best = node;
    }
    if (best >= 0) picks.push(best);
  };
  for (const rule of rules[state] ?? []) if (picks.length < constraint && primary >= 0) take(rule[primary] ?? null);
  for (let left = constraint - picks.length; left > 0; left--) take(null);
  return picks;
}

function isEqual(a: Assignment, b: Assignment): boolean {
  return a.every((byPartition, state) =>
    byPartition.every((held, p) => {
      const other = b[state]?.[p] ?? [];
      return held.length === other.length && held.every((node, i) => node === other[i]);
    }),
  );
}

function toMap({ partitions, nodes, states }: Problem, copies: Assignment): PartitionMap {
  return Object.fromEntries(
    partitions.map((partition, p) => [
      partition,
      Object.fromEntries(
        states.map(({ name }, state) => [name, (copies[state]?.[p] ?? []).map((node) => nodes[node] ?? '')]),
      ),
    ]),
  );
}
