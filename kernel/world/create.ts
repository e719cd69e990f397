/** Makes the world that a plan describes, and puts into its queue what is to come by itself. */
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import { emptyHistory } from '../histories/history.ts';
import { copy } from '../plain.ts';
import type { State } from '../program/declaration.ts';
import type { Program, RuleOf } from '../program/program.ts';
import { ln } from '../../stdlib/elementary.ts';
import { scheduleEffect, setLink } from './act.ts';
import { createLoad, startLoad } from './load.ts';
import { createNames, type Names } from './names.ts';
import { nodeLimit, type Plan, type PlannedAction, tooManyNodes } from './plan.ts';
import { EventKind, Priority } from './queue.ts';
import { draw } from './random.ts';
import { createTotals } from './stat-totals.ts';
import { tablesOf } from './tables.ts';
import { withId } from './view.ts';
import {
  horizon,
  micros,
  type NodeInWorld,
  type RuleSlot,
  scenarioPlace,
  schedule,
  silentSink,
  streamOf,
  type World,
} from './world.ts';

export function createWorld(program: Program, plan: Plan, seed: number, names: Names = createNames()): World {
  const world: World = {
    names,
    seed,
    program,
    plan,
    tables: tablesOf(program, names),
    sink: silentSink,
    now: 0,
    step: 0,
    turn: 0,
    order: 0,
    sharedBefore: 0,
    heap: [],
    chances: 0,
    stale: 0,
    nodes: [],
    byId: new Map(),
    network: {},
    links: new Map(),
    linkStates: new Map(),
    cuts: new Set<number>(),
    loads: plan.loads.map(createLoad),
    operations: new Map(),
    operationCount: 0,
    history: emptyHistory,
    stats: createTotals(),
    picks: [],
    unsettled: [],
    whenRun: 0,
    instantFrom: 0,
    last: { kind: EventKind.start, node: -1, rule: -1, type: -1, from: -1, cause: -1, since: 0 },
    arrived: null,
  };
  for (const planned of plan.nodes) addNode(world, planned.id, planned.kind, copy(planned.state));
  for (const effect of plan.effects) {
    // The network is how the world is, not something that happens to it.
    if (effect.type === 'network') setLink(world, effect.link, effect.spec);
    else scheduleEffect(world, effect, 0, -1);
  }
  for (const node of world.nodes)
    schedule(world, 0, Priority.action, EventKind.start, node.index, -1, -1, null, '', -1, 0, 0, null);
  plan.actions.forEach((action) => scheduleAction(world, action));
  world.loads.forEach((_, index) => startLoad(world, index));
  return world;
}

export function addNode(world: World, id: string, kind: string, state: State): NodeInWorld {
  if (world.nodes.length >= nodeLimit) throw tooManyNodes(scenarioPlace(world));
  const table = world.tables.get(kind);
  if (table === undefined)
    throw new DiagnosticError(diagnostic('program/unknown-kind', `There is no node kind '${kind}'.`));
  const node: NodeInWorld = {
    id,
    index: world.nodes.length,
    kind,
    hash: world.names.hash(world.names.of(`node ${id}`)),
    table,
    state: withId(state, id),
    alive: true,
    timers: new Map(),
    draws: [],
    migration: world.program.kinds.get(kind)?.migration?.content ?? null,
    version: 0,
  };
  world.nodes.push(node);
  world.byId.set(id, node);
  for (const slot of table.may) scheduleChance(world, node, slot, world.now);
  return node;
}

export function scheduleAction(world: World, action: PlannedAction): void {
  schedule(
    world,
    micros(action.at),
    Priority.action,
    EventKind.action,
    -1,
    -1,
    world.names.of(action.name),
    null,
    '',
    -1,
    0,
    0,
    action,
  );
}

/** The next time a `may` rule of a node is looked at: a Poisson process, whatever the guard says. */
export function scheduleChance(world: World, node: NodeInWorld, slot: RuleSlot<RuleOf<'may'>>, from: number): void {
  const counter = node.draws[slot.number] ?? 0;
  node.draws[slot.number] = counter + 1;
  const wait = (-1e6 / slot.rule.rate) * ln(1 - draw(streamOf(world.seed, node.hash, slot.hash), counter));
  schedule(
    world,
    Math.min(horizon, from + Math.max(1, Math.round(wait))),
    Priority.may,
    EventKind.may,
    node.index,
    -1,
    slot.number,
    null,
    '',
    -1,
    0,
    0,
    null,
  );
  world.chances += 1;
}
