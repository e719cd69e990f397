/**
 * Copies of a world. Queue records never change, so the queue is copied by reference; a node that had no event
 * since the last snapshot shares that snapshot's copy, and one that had shares what stayed the same in it. A snapshot is never run: `restore` makes a world of it.
 */
import type { History } from '../histories/history.ts';
import { type Duplicate, duplicateOver } from '../duplicate-over.ts';
import { copy, duplicate } from '../plain.ts';
import type { State } from '../program/declaration.ts';
import type { LinkSpec, NodeId } from '../program/language.ts';
import type { Program } from '../program/program.ts';
import type { Names } from './names.ts';
import type { Plan } from './plan.ts';
import type { Pending } from './queue.ts';
import { copyTotals, type StatTotals } from './stat-totals.ts';
import { withId } from './view.ts';
import {
  type KindTable,
  type LinkOverride,
  type LinkState,
  type LoadInWorld,
  type OpenOperation,
  silentSink,
  type World,
} from './world.ts';

export interface NodeSnapshot {
  readonly id: NodeId;
  readonly kind: string;
  readonly hash: number;
  readonly state: Duplicate<State>;
  readonly alive: boolean;
  readonly timers: ReadonlyMap<string, Pending>;
  readonly draws: readonly number[];
  readonly migration: string | null;
  readonly version: number;
}

export interface Snapshot {
  readonly names: Names;
  readonly seed: number;
  readonly program: Program;
  readonly plan: Plan;
  readonly tables: ReadonlyMap<string, KindTable>;
  readonly now: number;
  readonly step: number;
  readonly turn: number;
  readonly order: number;
  readonly heap: readonly Pending[];
  readonly chances: number;
  readonly stale: number;
  readonly nodes: readonly NodeSnapshot[];
  readonly network: LinkSpec;
  readonly links: ReadonlyMap<number, LinkOverride>;
  readonly linkStates: ReadonlyMap<number, LinkState>;
  readonly cuts: ReadonlySet<number>;
  readonly loads: readonly LoadInWorld[];
  readonly operations: ReadonlyMap<number, OpenOperation>;
  readonly operationCount: number;
  readonly history: History;
  readonly stats: StatTotals;
  readonly picks: readonly number[];
  readonly unsettled: readonly number[];
  readonly whenRun: number;
  readonly instantFrom: number;
}

/** Throws NotPlainError when a state is not plain data. `before` is an earlier snapshot of the same world, to share with. */
export function takeSnapshot(world: World, before: Snapshot | null): Snapshot {
  world.sharedBefore = world.order;
  return {
    names: world.names,
    seed: world.seed,
    program: world.program,
    plan: world.plan,
    tables: world.tables,
    now: world.now,
    step: world.step,
    turn: world.turn,
    order: world.order,
    heap: world.heap.slice(),
    chances: world.chances,
    stale: world.stale,
    nodes: world.nodes.map((node, index): NodeSnapshot => {
      const earlier = before?.nodes[index];
      if (
        earlier !== undefined &&
        earlier.version === node.version &&
        earlier.draws.length === node.draws.length &&
        sameDraws(earlier.draws, node.draws)
      )
        return earlier;
      const { id, kind, hash, alive, migration, version } = node;
      return {
        id,
        kind,
        hash,
        state: duplicateOver(node.state, earlier?.state ?? null),
        alive,
        timers: new Map(node.timers),
        draws: node.draws.slice(),
        migration,
        version,
      };
    }),
    network: world.network,
    links: new Map(world.links),
    linkStates: new Map(world.linkStates),
    cuts: world.cuts,
    loads: world.loads.map(copyLoad),
    operations: new Map(world.operations),
    operationCount: world.operationCount,
    history: world.history,
    stats: copyTotals(world.stats),
    picks: world.picks,
    unsettled: world.unsettled.slice(),
    whenRun: world.whenRun,
    instantFrom: world.instantFrom,
  };
}

export function restore(snapshot: Snapshot): World {
  const world: World = {
    ...snapshot,
    sink: silentSink,
    sharedBefore: snapshot.order,
    heap: snapshot.heap.slice(),
    nodes: [],
    byId: new Map(),
    links: new Map(snapshot.links),
    linkStates: new Map(snapshot.linkStates),
    loads: snapshot.loads.map(copyLoad),
    operations: new Map(snapshot.operations),
    stats: copyTotals(snapshot.stats),
    unsettled: snapshot.unsettled.slice(),
    last: { kind: 0, node: -1, rule: -1, type: -1, from: -1, cause: -1, since: 0 },
    arrived: null,
  };
  snapshot.nodes.forEach(({ state, ...node }, index) => {
    const table = snapshot.tables.get(node.kind);
    if (table === undefined) throw new Error(`snapshot names the unknown kind ${node.kind}`);
    const live = {
      ...node,
      index,
      table,
      state: withId(state.isSimple ? copy(state.value) : duplicate(state.value), node.id),
      timers: new Map(node.timers),
      draws: node.draws.slice(),
    };
    world.nodes.push(live);
    world.byId.set(node.id, live);
  });
  return world;
}

/** Draws also move without an event of the node: chances of `may` rules that came to nothing. */
function sameDraws(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function copyLoad(load: LoadInWorld): LoadInWorld {
  return { ...load, keys: copy(load.keys) };
}
