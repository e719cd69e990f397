/**
 * One step: take the next record of the queue, run one rule on one node, let its effects into the world. Then
 * the node's `when` rules, one step each, until none is enabled.
 *
 * A step that throws leaves the world half-changed; its owner puts back the last good copy (see trace/run.ts), so
 * nothing here pays for undoing.
 */
import { type CellKey, DiagnosticError, diagnostic, type Range } from '../diagnostic.ts';
import { copy, NotPlainError } from '../plain.ts';
import { callTurns, grant } from '../program/budget.ts';
import type { Guard, State } from '../program/declaration.ts';
import type { MessageContext } from '../program/language.ts';
import { ln } from '../../stdlib/elementary.ts';
import { type ContextOf, createContext } from './context.ts';
import { collectEffects, type Effect, notPlain } from './effect.ts';
import { createLoad, nextOperationOf, startLoad } from './load.ts';
import { createNames, type Names } from './names.ts';
import { perhapsDuplicate } from './network.ts';
import { initialState, type Plan, type PlannedAction } from './plan.ts';
import { EventKind, isBefore, type Pending, pop, Priority, sweep } from './queue.ts';
import { draw } from './random.ts';
import { tablesOf } from './tables.ts';
import { createView, withId } from './view.ts';
import {
  isStale,
  linkEnds,
  linkNumber,
  micros,
  millis,
  type NodeInWorld,
  type RuleSlot,
  schedule,
  silentSink,
  streamOf,
  type World,
} from './world.ts';
import type { Program, RuleOf } from '../program/program.ts';
import type { InFlight, World as WorldView } from '../program/language.ts';

/** `when` firings of one instant before it is called a loop. */
const whenLimit = 1_000;
/** A heap with more stale records than this, and more than half of it stale, is swept. */
const sweepFrom = 4_096;

/** What a stepped world keeps beside its data: made anew for every copy. */
export interface Machine {
  readonly world: World;
  readonly context: ContextOf;
  readonly view: WorldView;
}

/** Says which rule was running when a step threw. */
export class StepError extends Error {
  override readonly name = 'StepError';
  constructor(
    readonly thrown: unknown,
    readonly rule: string,
    readonly node: string,
    readonly place: { readonly cell: CellKey; readonly range: Range } | null,
  ) {
    super(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

// ---------------------------------------------------------------- making worlds

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
    heap: [],
    chances: 0,
    stale: 0,
    nodes: [],
    byId: new Map(),
    network: {},
    links: new Map(),
    linkStates: new Map(),
    cuts: new Set(),
    loads: plan.loads.map(createLoad),
    operations: new Map(),
    operationCount: 0,
    unsettled: [],
    whenRun: 0,
    last: { kind: EventKind.start, node: -1, rule: -1, type: -1, from: -1, cause: -1, since: 0 },
  };
  for (const planned of plan.nodes) addNode(world, planned.id, planned.kind, copy(planned.state));
  for (const effect of plan.effects) scheduleEffect(world, effect, 0, -1);
  for (const node of world.nodes) schedule(world, 0, Priority.action, EventKind.start, node.index, -1, -1, null, '', -1, 0, 0, null);
  plan.actions.forEach((action) => scheduleAction(world, action));
  world.loads.forEach((_, index) => startLoad(world, index));
  return world;
}

export function addNode(world: World, id: string, kind: string, state: State): NodeInWorld {
  const table = world.tables.get(kind);
  if (table === undefined) throw new DiagnosticError(diagnostic('program/unknown-kind', `There is no node kind '${kind}'.`));
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
    version: 0,
  };
  world.nodes.push(node);
  world.byId.set(id, node);
  for (const slot of table.may) scheduleChance(world, node, slot, world.now);
  return node;
}

export function scheduleAction(world: World, action: PlannedAction): void {
  schedule(world, micros(action.at), Priority.action, EventKind.action, -1, -1, world.names.of(action.name), null, '', -1, 0, 0, action);
}

/** The next time a `may` rule of a node is looked at: a Poisson process, whatever the guard says. */
export function scheduleChance(world: World, node: NodeInWorld, slot: RuleSlot<RuleOf<'may'>>, from: number): void {
  const counter = node.draws[slot.number] ?? 0;
  node.draws[slot.number] = counter + 1;
  const wait = (-1e6 / slot.rule.rate) * ln(1 - draw(streamOf(world.seed, node.hash, slot.hash), counter));
  schedule(world, from + Math.max(1, Math.round(wait)), Priority.may, EventKind.may, node.index, -1, slot.number, null, '', -1, 0, 0, null);
  world.chances += 1;
}

/** Effects become events of the present instant, in order. */
export function scheduleEffect(world: World, effect: Effect, at: number, cause: number): void {
  const indexOf = (id: string): number => world.byId.get(id)?.index ?? -1;
  const put = (kind: EventKind, node: number, type = -1, from = -1, body: unknown = null): void => {
    schedule(world, at, Priority.effect, kind, node, from, type, body, '', cause, 0, 0, effect, at);
  };
  switch (effect.type) {
    case 'crash':
      return put(EventKind.crash, indexOf(effect.node));
    case 'restart':
      return put(EventKind.restart, indexOf(effect.node));
    case 'cut':
      return put(EventKind.cut, -1, world.names.of(effect.text));
    case 'heal':
      return put(EventKind.heal, -1);
    case 'network':
      return put(EventKind.network, -1);
    case 'edit':
      return put(EventKind.edit, indexOf(effect.node));
    case 'note':
      return put(EventKind.note, -1, world.names.of(effect.text));
    case 'send':
      return put(EventKind.deliver, indexOf(effect.to), world.names.of(effect.message.type), effect.from === null ? -1 : indexOf(effect.from), effect.message.body);
    case 'fireTimer': {
      const node = world.byId.get(effect.node);
      const timer = node?.timers.get(effect.key);
      if (node === undefined || timer === undefined) return put(EventKind.note, indexOf(effect.node), world.names.of(`no timer ${effect.key} is pending`));
      const early = schedule(world, at, Priority.effect, EventKind.timer, node.index, node.index, timer.type, timer.body, timer.key, cause, 0, 0, null, timer.since);
      node.timers.set(timer.key, early);
      world.stale += 1;
      return undefined;
    }
    case 'fire': {
      const node = world.byId.get(effect.node);
      const slot = node?.table.may.find(({ rule }) => rule.name === effect.rule);
      if (node === undefined || slot === undefined) return put(EventKind.note, indexOf(effect.node), world.names.of(`there is no may rule '${effect.rule}'`));
      schedule(world, at, Priority.effect, EventKind.may, node.index, -1, slot.number, null, '', cause, 0, 0, effect);
      return undefined;
    }
  }
}

export function createMachine(world: World): Machine {
  const view = createView({
    get now() {
      return millis(world.now);
    },
    nodes: world.nodes,
    messages: () => messagesInFlight(world),
    isCut: (a, b) => {
      const from = world.byId.get(a);
      const to = world.byId.get(b);
      return from !== undefined && to !== undefined && world.cuts.has(linkNumber(from.index, to.index));
    },
  });
  return { world, context: createContext(world), view };
}

export function messagesInFlight(world: World): InFlight[] {
  const messages: InFlight[] = [];
  for (const record of [...world.heap].sort((a, b) => (isBefore(a, b) ? -1 : 1))) {
    if (record.kind !== EventKind.deliver) continue;
    messages.push({
      type: world.names.list[record.type] ?? '',
      from: world.nodes[record.from]?.id ?? '',
      to: world.nodes[record.node]?.id ?? '',
      body: record.body as InFlight['body'],
      sentAt: millis(record.since),
      arrivesAt: millis(record.at),
    });
  }
  return messages;
}

// ---------------------------------------------------------------- stepping

/**
 * - `event`: one event happened; `world.last` describes it
 * - `nothing`: a record was handled and nothing happened
 * - `later`: the next record lies beyond `to`
 * - `quiescent`: nothing can happen any more
 */
export type Outcome = 'event' | 'nothing' | 'later' | 'quiescent';

/** Handles one record that is due at or before `to` (virtual µs). Throws StepError. */
export function turn(machine: Machine, to: number): Outcome {
  const { world } = machine;
  if (world.unsettled.length > 0) return settle(machine);
  const next = world.heap[0];
  if (next === undefined) return 'quiescent';
  if (next.at > to) return 'later';
  pop(world.heap);
  world.turn += 1;
  return handle(machine, next) ? event(world) : afterNothing(machine, next);
}

function event(world: World): Outcome {
  world.step += 1;
  if (world.last.kind !== EventKind.when) world.whenRun = 0;
  return 'event';
}

function afterNothing(machine: Machine, record: Pending): Outcome {
  const { world } = machine;
  if (world.stale > sweepFrom && world.stale * 2 > world.heap.length) {
    sweep(world.heap, (other) => !isStale(world, other));
    world.stale = 0;
  }
  if (record.kind !== EventKind.may) return 'nothing';
  // Only chances are left, and none of their guards holds: nothing will ever change again.
  const onlyChances = world.heap.length - world.stale <= world.chances;
  return onlyChances && !anyChance(machine) ? 'quiescent' : 'nothing';
}

/** True when something other than the clock can still move the world. */
export function canMove(machine: Machine): boolean {
  const { world } = machine;
  return world.unsettled.length > 0 || world.heap.length - world.stale > world.chances || anyChance(machine);
}

function anyChance(machine: Machine): boolean {
  const { world, context } = machine;
  context.hand.readClock = false;
  for (const node of world.nodes) {
    if (!node.alive) continue;
    for (const slot of node.table.may) if (holds(machine, node, slot, slot.rule.guard)) return true;
  }
  // A guard that looks at the clock may come true by waiting.
  return context.hand.readClock;
}

function describe(world: World, kind: EventKind, record: Pending, rule: number): void {
  const { last } = world;
  last.kind = kind;
  last.node = record.node;
  last.rule = rule;
  last.type = record.type;
  last.from = record.from;
  last.cause = record.cause;
  last.since = record.since;
}

/** Runs what a record stands for. False when nothing happened. */
function handle(machine: Machine, record: Pending): boolean {
  const { world } = machine;
  const node = world.nodes[record.node];
  if (record.kind !== EventKind.timer) world.now = record.at;
  switch (record.kind) {
    case EventKind.deliver:
      return deliver(machine, record, node);
    case EventKind.timer: {
      if (node === undefined || node.timers.get(record.key) !== record) {
        world.stale -= 1;
        return false;
      }
      world.now = record.at;
      node.timers.delete(record.key);
      const slot = node.table.on[record.type];
      describe(world, EventKind.timer, record, slot?.number ?? -1);
      if (slot !== undefined) call(machine, node, slot, node.id, (state, ctx) => slot.rule.run(state, copy(record.body), ctx));
      return true;
    }
    case EventKind.may:
      return chance(machine, record, node);
    case EventKind.drop:
      describe(world, EventKind.drop, record, -1);
      return true;
    case EventKind.start:
      if (node === undefined) return false;
      describe(world, EventKind.start, record, node.table.start?.number ?? -1);
      boot(machine, node);
      return true;
    case EventKind.action:
      describe(world, EventKind.action, record, -1);
      act(machine, record);
      return true;
    case EventKind.operation: {
      const operation = nextOperationOf(world, record);
      if (operation === null) return false;
      const type = world.names.of('Operation');
      const target = world.nodes[operation.node] as NodeInWorld;
      const slot = target.table.on[type];
      describe(world, EventKind.operation, record, slot?.number ?? -1);
      world.last.node = target.index;
      world.last.type = type;
      if (slot !== undefined) call(machine, target, slot, '', (state, ctx) => slot.rule.run(state, { ...operation.body }, ctx));
      return true;
    }
    default:
      return applyEffect(machine, record, node);
  }
}

function deliver(machine: Machine, record: Pending, node: NodeInWorld | undefined): boolean {
  const { world } = machine;
  if (node === undefined) return false;
  const isCut = record.from >= 0 && record.payload === null && world.cuts.size > 0 && world.cuts.has(linkNumber(record.from, record.node));
  if (isCut || !node.alive) {
    describe(world, EventKind.drop, record, -1);
    return true;
  }
  const slot = node.table.on[record.type];
  describe(world, EventKind.deliver, record, slot?.number ?? -1);
  if (record.payload === null) perhapsDuplicate(world, record);
  if (slot !== undefined) {
    call(machine, node, slot, world.nodes[record.from]?.id ?? '', (state, ctx) => slot.rule.run(state, copy(record.body), ctx));
  }
  return true;
}

function chance(machine: Machine, record: Pending, node: NodeInWorld | undefined): boolean {
  const { world } = machine;
  const byHand = record.payload !== null;
  if (!byHand) world.chances -= 1;
  const slot = node?.table.may.find(({ number }) => number === record.type);
  if (node === undefined || slot === undefined) return false;
  if (!byHand) scheduleChance(world, node, slot, world.now);
  if (!node.alive || !holds(machine, node, slot, slot.rule.guard)) return false;
  describe(world, EventKind.may, record, slot.number);
  world.last.type = -1;
  call(machine, node, slot, '', (state, ctx) => slot.rule.run(state, ctx));
  return true;
}

function boot(machine: Machine, node: NodeInWorld): void {
  const slot = node.table.start;
  if (slot === null) {
    node.version += 1;
    machine.world.unsettled.push(node.index);
  } else {
    call(machine, node, slot, '', (state, ctx) => slot.rule.run(state, ctx));
  }
}

function act(machine: Machine, record: Pending): void {
  const { world } = machine;
  const action = record.payload as PlannedAction;
  const effects: Effect[] = [];
  grant(callTurns);
  try {
    action.run(collectEffects({ world: machine.view, nodeIds: () => world.nodes.map(({ id }) => id) }, effects));
  } catch (error) {
    const place = world.program.scenarios.find(({ name }) => name === world.plan.scenario)?.place ?? null;
    throw new StepError(error, `the action ${action.name === '' ? `at ${action.at} ms` : `'${action.name}'`}`, '', place);
  }
  for (const effect of effects) scheduleEffect(world, effect, world.now, world.step);
}

/** Faults and other acts from outside. False when there is nothing to do: no event then. */
function applyEffect(machine: Machine, record: Pending, node: NodeInWorld | undefined): boolean {
  const { world } = machine;
  const effect = record.payload as Effect;
  describe(world, record.kind, record, -1);
  switch (effect.type) {
    case 'crash': {
      if (node === undefined || !node.alive) return false;
      world.stale += node.timers.size;
      node.timers.clear();
      node.alive = false;
      node.version += 1;
      return true;
    }
    case 'restart': {
      if (node === undefined || node.alive) return false;
      const kind = world.program.kinds.get(node.kind);
      const fresh = initialState(world.program, node.kind, node.id);
      for (const field of kind?.durable ?? []) fresh[field] = node.state[field];
      node.state = fresh;
      node.alive = true;
      world.last.rule = node.table.start?.number ?? -1;
      boot(machine, node);
      return true;
    }
    case 'cut':
      for (const [a, b] of effect.pairs) cutBothWays(world, a, b, true);
      return true;
    case 'heal':
      if (effect.pairs === null) world.cuts.clear();
      else for (const [a, b] of effect.pairs) cutBothWays(world, a, b, false);
      return true;
    case 'network':
      setLink(world, effect.link, effect.spec);
      return true;
    case 'edit': {
      if (node === undefined) return false;
      grant(callTurns);
      effect.change(node.state);
      node.version += 1;
      world.unsettled.push(node.index);
      return true;
    }
    case 'note':
      world.sink.note(effect.text, undefined);
      return true;
    default:
      return false;
  }
}

function cutBothWays(world: World, a: string, b: string, isCut: boolean): void {
  const from = world.byId.get(a)?.index;
  const to = world.byId.get(b)?.index;
  if (from === undefined || to === undefined) return;
  for (const link of [linkNumber(from, to), linkNumber(to, from)]) {
    if (isCut) world.cuts.add(link);
    else world.cuts.delete(link);
  }
}

export function setLink(world: World, link: readonly [string, string] | null, spec: World['network']): void {
  if (link === null) {
    world.network = { ...world.network, ...spec };
    return;
  }
  const from = world.byId.get(link[0])?.index;
  const to = world.byId.get(link[1])?.index;
  if (from === undefined || to === undefined) return;
  const number = linkNumber(from, to);
  world.links.set(number, { ...(world.links.get(number) ?? world.network), ...spec });
}

/** Pairs of nodes that cannot reach each other, each pair once. */
export function cutPairs(world: World): (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  for (const link of world.cuts) {
    const [from, to] = linkEnds(link);
    if (from < to || !world.cuts.has(linkNumber(to, from))) pairs.push([world.nodes[from]?.id ?? '', world.nodes[to]?.id ?? '']);
  }
  return pairs;
}

// ---------------------------------------------------------------- when

/** Runs the first enabled `when` rule of the nodes that changed: one event, or none when all are at rest. */
function settle(machine: Machine): Outcome {
  const { world } = machine;
  world.turn += 1;
  while (world.unsettled.length > 0) {
    const node = world.nodes[world.unsettled[0] as number];
    if (node?.alive === true) {
      for (const slot of node.table.when) {
        if (!holds(machine, node, slot, slot.rule.guard)) continue;
        if (++world.whenRun > whenLimit) {
          throw new StepError(
            new DiagnosticError(
              diagnostic('rule/when-loop', `The when rules of ${node.id} fired ${whenLimit} times without coming to rest; the last is '${slot.rule.id}'.`, {
                help: 'A when rule must make its own guard false, and not make another true for ever.',
              }),
            ),
            slot.rule.id,
            node.id,
            slot.rule.place,
          );
        }
        const { last } = world;
        last.kind = EventKind.when;
        last.node = node.index;
        last.rule = slot.number;
        last.type = -1;
        last.from = -1;
        last.cause = world.step - 1;
        last.since = world.now;
        call(machine, node, slot, '', (state, ctx) => slot.rule.run(state, ctx), false);
        return event(world);
      }
    }
    world.unsettled.shift();
  }
  return 'nothing';
}

// ---------------------------------------------------------------- calling the author's code

function call(
  machine: Machine,
  node: NodeInWorld,
  slot: RuleSlot,
  from: string,
  run: (state: State, ctx: MessageContext) => unknown,
  unsettles = true,
): void {
  const { world, context } = machine;
  const { hand } = context;
  hand.node = node;
  hand.slot = slot;
  hand.from = from;
  hand.step = world.step;
  hand.isGuard = false;
  node.version += 1;
  grant(callTurns);
  try {
    run(node.state, context.ctx);
  } catch (error) {
    throw new StepError(error, slot.rule.id, node.id, slot.rule.place);
  }
  if (unsettles && node.table.when.length > 0) world.unsettled.push(node.index);
}

function holds(machine: Machine, node: NodeInWorld, slot: RuleSlot, guard: Guard): boolean {
  const { hand, ctx } = machine.context;
  hand.node = node;
  hand.slot = slot;
  hand.from = '';
  hand.step = machine.world.step;
  hand.isGuard = true;
  grant(callTurns);
  try {
    return guard(node.state, ctx) === true;
  } catch (error) {
    throw new StepError(error, slot.rule.id, node.id, slot.rule.place);
  } finally {
    hand.isGuard = false;
  }
}

/** Finds what is not plain data in a node's state. Throws StepError. */
export function checkState(world: World, node: NodeInWorld): void {
  try {
    copy(node.state);
  } catch (error) {
    if (!(error instanceof NotPlainError)) throw error;
    const rule = world.program.rules.get(world.names.list[world.last.rule] ?? '');
    throw new StepError(notPlain(error, `The state of ${node.id}`), rule?.id ?? '', node.id, rule?.place ?? null);
  }
}


/** What the next event would run; for naming a rule that never comes back. */
export function nextRule(world: World): { readonly rule: string; readonly cell: CellKey | null; readonly range: Range | null; readonly node: string } {
  const waiting = world.nodes[world.unsettled[0] ?? -1];
  const record = waiting === undefined ? [...world.heap].sort((a, b) => (isBefore(a, b) ? -1 : 1)).find((one) => !isStale(world, one)) : undefined;
  const node = waiting ?? world.nodes[record?.node ?? -1];
  const slot = waiting === undefined ? slotFor(node, record) : waiting.table.when[0];
  return { rule: slot?.rule.id ?? '', cell: slot?.rule.place.cell ?? null, range: slot?.rule.place.range ?? null, node: node?.id ?? '' };
}

function slotFor(node: NodeInWorld | undefined, record: Pending | undefined): RuleSlot | undefined {
  if (node === undefined || record === undefined) return undefined;
  if (record.kind === EventKind.may) return node.table.may.find(({ number }) => number === record.type);
  if (record.kind === EventKind.start || record.kind === EventKind.restart) return node.table.start ?? undefined;
  return node.table.on[record.type];
}
