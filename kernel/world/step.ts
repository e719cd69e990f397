/**
 * One step: take the next record of the queue, run one rule on one node, let its effects into the world. Then
 * the node's `when` rules, one step each, until none is enabled.
 *
 * A step that throws leaves the world half-changed; its owner puts back the last good copy (see trace/run.ts), so
 * nothing here pays for undoing.
 */
import { type CellKey, DiagnosticError, diagnostic, type Range } from '../diagnostic.ts';
import { copy, freeze, NotPlainError } from '../plain.ts';
import { callTurns, grant } from '../program/budget.ts';
import { messageOfThrown } from '../thrown.ts';
import type { Guard, State } from '../program/declaration.ts';
import type { RuleOf } from '../program/program.ts';
import type { InFlight, MessageContext, World as WorldView } from '../program/language.ts';
import { applyEffect, scheduleEffect } from './act.ts';
import { type ContextOf, createContext } from './context.ts';
import { scheduleChance } from './create.ts';
import { changesFrozen, frozenCopy, frozenView, probeSpacing } from './frozen.ts';
import { collectEffects, type Effect, notPlain } from './effect.ts';
import { nextOperationOf } from './load.ts';
import { perhapsDuplicate } from './network.ts';
import { givenTo, initialState, type PlannedAction } from './plan.ts';
import { EventKind, isBefore, type Pending, pop, Priority, sweep } from './queue.ts';
import { statOf } from './stat-totals.ts';
import { createView } from './view.ts';
import {
  copyIn,
  handOver,
  isStale,
  linkNumber,
  millis,
  type NodeInWorld,
  type RuleSlot,
  scenarioPlace,
  type World,
} from './world.ts';

/** `when` firings of one instant before it is called a loop. */
const whenLimit = 1_000;
/** Events of one instant before virtual time is said to stand still: more than any burst that is meant. */
export const instantLimit = 1_000_000;
/** A heap with more stale records than this, and more than half of it stale, is swept. */
const sweepFrom = 4_096;

/** What a stepped world keeps beside its data: made anew for every copy. */
export interface Machine {
  readonly world: World;
  readonly context: ContextOf;
  readonly view: WorldView;
  /** Times each guard was asked, by number of its rule: now and then it is shown a frozen copy. */
  readonly looks: number[];
  /** Put around what an action of the scenario is shown, by whoever wants to know what it looks at. */
  readonly around: ((view: WorldView) => WorldView) | null;
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
    super(messageOfThrown(thrown));
  }
}

export function createMachine(world: World, around: Machine['around'] = null): Machine {
  const view = createView({
    get now() {
      return millis(world.now);
    },
    nodes: world.nodes,
    messages: () => messagesInFlight(world),
    isCut: (a, b) => isCut(world, world.cuts, a, b),
    stat: (name, labels) => statOf(world.stats, name, labels),
  });
  return { world, context: createContext(world), view, looks: [], around };
}

export function isCut(world: World, cuts: World['cuts'], a: string, b: string): boolean {
  const from = world.byId.get(a);
  const to = world.byId.get(b);
  return from !== undefined && to !== undefined && cuts.has(linkNumber(from.index, to.index));
}

export function messagesInFlight(world: World, records: readonly Pending[] = world.heap): InFlight[] {
  const messages: InFlight[] = [];
  for (const record of records.toSorted((a, b) => (isBefore(a, b) ? -1 : 1))) {
    if (record.kind !== EventKind.deliver) continue;
    messages.push({
      type: world.names.list[record.type] ?? '',
      from: world.nodes[record.from]?.id ?? '',
      to: world.nodes[record.node]?.id ?? '',
      // Nobody writes to it any more: it is copied again on delivery.
      body: freeze(record.body),
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
  if (next.at > world.now) world.instantFrom = world.step;
  else if (world.step - world.instantFrom >= instantLimit) throw standstill(world, next);
  pop(world.heap);
  world.turn += 1;
  if (world.arrived !== null && next.kind === EventKind.deliver) world.arrived.push(next);
  return handle(machine, next) ? event(world) : afterNothing(machine, next);
}

/** A timer or a message that takes no time and makes itself again would hold the clock for ever. */
function standstill(world: World, next: Pending): StepError {
  const node = world.nodes[next.node];
  const rule = node?.table.on[next.type]?.rule;
  const last = rule === undefined ? '' : `; next is '${rule.id}' on ${node?.id}`;
  const text = `Virtual time stands still at ${millis(world.now)} ms: ${instantLimit} events followed each other there${last}.`;
  const help = 'Let something take time: a timer of more than 0 ms, a latency above 0, a client that thinks.';
  return new StepError(
    new DiagnosticError(diagnostic('rule/standstill', text, { help })),
    rule?.id ?? '',
    node?.id ?? '',
    rule?.place ?? scenarioPlace(world),
  );
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

/**
 * Handles one record out of turn, whatever its time, and what follows from it at once: the `when` rules of the node
 * and the effects of an action. For exploring, where time is abstract and the queue is a bag. `onEvent` is told of each
 * event; `world.last` describes it. Throws StepError.
 */
export function take(machine: Machine, record: Pending, onEvent: (() => void) | null = null): void {
  const { world } = machine;
  if (handle(machine, record)) {
    event(world);
    onEvent?.();
  }
  comeToRest(machine, onEvent);
}

/** Lets the `when` rules that are due act, and the effects of actions. Throws StepError. */
export function comeToRest(machine: Machine, onEvent: (() => void) | null = null): void {
  const { world } = machine;
  for (;;) {
    while (world.unsettled.length > 0) if (settle(machine) === 'event') onEvent?.();
    let effect: Pending | undefined;
    for (const record of world.heap)
      if (record.priority === Priority.effect && record.order < (effect?.order ?? Infinity)) effect = record;
    if (effect === undefined) return;
    world.heap.splice(world.heap.indexOf(effect), 1);
    if (!handle(machine, effect)) continue;
    event(world);
    onEvent?.();
  }
}

/** The `may` rules whose guard holds. Throws StepError. */
export function enabledChances(
  machine: Machine,
): { readonly node: NodeInWorld; readonly slot: RuleSlot<RuleOf<'may'>> }[] {
  return machine.world.nodes.flatMap((node) => chancesOf(machine, node).map((slot) => ({ node, slot })));
}

/** The `may` rules of one node whose guard holds. Throws StepError. */
export function chancesOf(machine: Machine, node: NodeInWorld): RuleSlot<RuleOf<'may'>>[] {
  return node.table.may.filter((slot) => isEnabled(machine, node, slot));
}

/** Throws StepError. */
export function isEnabled(machine: Machine, node: NodeInWorld, slot: RuleSlot<RuleOf<'may'>>): boolean {
  return node.alive && holds(machine, node, slot, slot.rule.guard);
}

/** True when something other than the clock can still move the world. */
export function canMove(machine: Machine): boolean {
  const { world } = machine;
  return world.unsettled.length > 0 || world.heap.length - world.stale > world.chances || anyChance(machine);
}

function anyChance(machine: Machine): boolean {
  const { world, context } = machine;
  context.hand.clockReader = null;
  for (const node of world.nodes) {
    if (!node.alive) continue;
    for (const slot of node.table.may) if (holds(machine, node, slot, slot.rule.guard)) return true;
  }
  // A guard that looks at the clock may come true by waiting.
  return context.hand.clockReader !== null;
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
      node.version += 1;
      const slot = node.table.on[record.type];
      describe(world, EventKind.timer, record, slot?.number ?? -1);
      if (slot !== undefined) receive(machine, node, slot, node.id, handOver(world, record));
      return true;
    }
    case EventKind.may:
      return chance(machine, record, node);
    case EventKind.drop:
      describe(world, EventKind.drop, record, -1);
      return true;
    case EventKind.start:
      // A node that the scenario's set-up crashed starts when it is restarted.
      if (node === undefined || !node.alive) return false;
      describe(world, EventKind.start, record, node.table.start?.number ?? -1);
      boot(machine, node);
      return true;
    case EventKind.action:
      describe(world, EventKind.action, record, -1);
      act(machine, record);
      return true;
    case EventKind.operation: {
      const operation = operationOf(world, record);
      if (operation === null) return false;
      const type = world.names.of('Operation');
      const target = world.nodes[operation.node] as NodeInWorld;
      const slot = target.table.on[type];
      describe(world, EventKind.operation, record, slot?.number ?? -1);
      world.last.node = target.index;
      world.last.type = type;
      if (slot !== undefined) receive(machine, target, slot, '', { ...operation.body });
      return true;
    }
    case EventKind.restart:
      describe(world, EventKind.restart, record, node?.table.start?.number ?? -1);
      return node !== undefined && restart(machine, node);
    default:
      describe(world, record.kind, record, -1);
      try {
        return applyEffect(world, record.payload as Effect, node);
      } catch (error) {
        throw new StepError(error, `the edit of ${node?.id ?? ''}`, '', scenarioPlace(world));
      }
  }
}

function deliver(machine: Machine, record: Pending, node: NodeInWorld | undefined): boolean {
  const { world } = machine;
  if (node === undefined) return false;
  const isCut =
    record.from >= 0 &&
    record.payload === null &&
    world.cuts.size > 0 &&
    world.cuts.has(linkNumber(record.from, record.node));
  if (isCut || !node.alive) {
    describe(world, EventKind.drop, record, -1);
    return true;
  }
  const slot = node.table.on[record.type];
  describe(world, EventKind.deliver, record, slot?.number ?? -1);
  let isDuplicated = false;
  try {
    isDuplicated = record.payload === null && perhapsDuplicate(world, record);
  } catch (error) {
    throw new StepError(error, 'the network', '', scenarioPlace(world));
  }
  if (slot !== undefined) {
    const body = isDuplicated ? copyIn(world, record.body) : handOver(world, record);
    receive(machine, node, slot, world.nodes[record.from]?.id ?? '', body);
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
  fire(machine, node, slot);
  unsettle(world, node);
  return true;
}

function boot(machine: Machine, node: NodeInWorld): void {
  const slot = node.table.start;
  if (slot === null) {
    node.version += 1;
    machine.world.unsettled.push(node.index);
  } else {
    fire(machine, node, slot);
    unsettle(machine.world, node);
  }
}

/** A new life: what is durable is kept, the rest starts anew. False when the node is up. */
function restart(machine: Machine, node: NodeInWorld): boolean {
  const { world } = machine;
  if (node.alive) return false;
  node.state = afterCrash(world, node);
  node.alive = true;
  // Crashed before it ever started: its first start is this one.
  sweep(world.heap, (record) => record.kind !== EventKind.start || record.node !== node.index);
  boot(machine, node);
  return true;
}

/** What a crash leaves of a node's state. */
export function afterCrash(world: World, { kind, id, state }: NodeInWorld): State {
  const fresh = initialState(world.program, kind, id, givenTo(world.plan, id));
  for (const field of world.program.kinds.get(kind)?.durable ?? []) fresh[field] = state[field];
  return fresh;
}

function act(machine: Machine, record: Pending): void {
  const { world } = machine;
  const action = record.payload as PlannedAction;
  const effects = 'decide' in action ? action.decide(world) : effectsOf(machine, action);
  world.sink.acted?.(action, effects);
  for (const effect of effects) scheduleEffect(world, effect, world.now, world.step);
}

function effectsOf(
  { world, view: live, around }: Machine,
  action: Extract<PlannedAction, { readonly run: unknown }>,
): readonly Effect[] {
  const effects: Effect[] = [];
  const frozen = frozenView(world, live);
  const view = around === null ? frozen : around(frozen);
  grant(callTurns);
  try {
    action.run(collectEffects({ world: view, nodeIds: () => world.nodes.map(({ id }) => id) }, effects));
  } catch (error) {
    const what = `the action ${action.name === '' ? `at ${action.at} ms` : `'${action.name}'`}`;
    throw new StepError(changesFrozen(error) ? actionEffect(what, error) : error, what, '', scenarioPlace(world));
  }
  return effects;
}

function actionEffect(what: string, error: unknown): DiagnosticError {
  const found = new DiagnosticError(
    diagnostic('scenario/effect', `T${what.slice(1)} changes a state that it may only look at.`, {
      help: "Say that it is changed by hand: w.edit(kind, 'name of the node', (s) => { … }).",
    }),
  );
  // The line to show is the one that wrote.
  if (error instanceof Error && error.stack !== undefined) found.stack = error.stack;
  return found;
}

function operationOf(world: World, record: Pending): ReturnType<typeof nextOperationOf> {
  try {
    return nextOperationOf(world, record);
  } catch (error) {
    throw new StepError(error, 'the workload', '', scenarioPlace(world));
  }
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
              diagnostic(
                'rule/when-loop',
                `The when rules of ${node.id} fired ${whenLimit} times without coming to rest; the last is '${slot.rule.id}'.`,
                {
                  help: 'A when rule must make its own guard false, and not make another true for ever.',
                },
              ),
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
        fire(machine, node, slot);
        return event(world);
      }
    }
    world.unsettled.shift();
  }
  return 'nothing';
}

// ---------------------------------------------------------------- calling the author's code

/** Runs the rule for a message, a timer or an operation. `body` is its to keep. Throws StepError. */
function receive(machine: Machine, node: NodeInWorld, slot: RuleSlot<RuleOf<'on'>>, from: string, body: unknown): void {
  const ctx = enter(machine, node, slot, from);
  try {
    refuseState(slot.rule.run(node.state, body, ctx), node, slot);
  } catch (error) {
    throw new StepError(error, slot.rule.id, node.id, slot.rule.place);
  }
  unsettle(machine.world, node);
}

/** Runs a rule that no message asked for. Throws StepError. */
function fire(machine: Machine, node: NodeInWorld, slot: RuleSlot<RuleOf<'start' | 'when' | 'may'>>): void {
  const ctx = enter(machine, node, slot, '');
  try {
    refuseState(slot.rule.run(node.state, ctx), node, slot);
  } catch (error) {
    throw new StepError(error, slot.rule.id, node.id, slot.rule.place);
  }
}

/** Whoever returns the next state, as a reducer would, has changed nothing, and would not be told. */
function refuseState(returned: unknown, { state, id }: NodeInWorld, { rule }: RuleSlot): void {
  if (typeof returned !== 'object' || returned === null || returned === state) return;
  const fields = Object.keys(state);
  if (fields.length === 0 || !fields.every((field) => Object.hasOwn(returned, field))) return;
  throw new DiagnosticError(
    diagnostic('rule/returned-state', `${rule.id} returned a state on ${id}, and what a rule returns is dropped.`, {
      help: `Change the state that the rule is given: (s) => { s.${fields[0]} = … }, or Object.assign(s, { … }).`,
    }),
  );
}

/** What a rule is about to be given, as who it runs. */
function enter({ world, context }: Machine, node: NodeInWorld, slot: RuleSlot, from: string): MessageContext {
  const { hand } = context;
  hand.node = node;
  hand.slot = slot;
  hand.from = from;
  hand.step = world.step;
  hand.isGuard = false;
  node.version += 1;
  grant(callTurns);
  return context.ctx;
}

/** Its `when` rules are due. */
function unsettle(world: World, node: NodeInWorld): void {
  if (node.table.when.length > 0) world.unsettled.push(node.index);
}

function holds(machine: Machine, node: NodeInWorld, slot: RuleSlot, guard: Guard): boolean {
  const { hand, ctx } = machine.context;
  hand.node = node;
  hand.slot = slot;
  hand.from = '';
  hand.step = machine.world.step;
  hand.isGuard = true;
  const looks = machine.looks[slot.number] ?? 0;
  machine.looks[slot.number] = looks + 1;
  const frozen = looks % probeSpacing === 0 ? frozenCopy(node) : null;
  grant(callTurns);
  try {
    return guard(frozen ?? node.state, ctx) === true;
  } catch (error) {
    const isEffect = frozen !== null && changesFrozen(error);
    throw new StepError(isEffect ? guardEffect(slot) : error, slot.rule.id, node.id, slot.rule.place);
  } finally {
    hand.isGuard = false;
  }
}

function guardEffect(slot: RuleSlot): DiagnosticError {
  return new DiagnosticError(
    diagnostic('rule/guard-effect', `The guard of '${slot.rule.id}' changes the state.`, {
      help: 'A guard only looks, and may be asked any number of times: copy what you want to change, or act in the rule itself. To compare, write ===.',
    }),
  );
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

/** What runs, or is about to; for naming what never comes back. */
export interface Doing {
  /** `kind.name`; the name of a property that is being asked. */
  readonly rule: string;
  readonly cell: CellKey | null;
  readonly range: Range | null;
  /** Empty for a property. */
  readonly node: string;
}

/** What the next event would run. */
export function nextRule(world: World): Doing {
  const waiting = world.nodes[world.unsettled[0] ?? -1];
  const record =
    waiting === undefined
      ? world.heap.toSorted((a, b) => (isBefore(a, b) ? -1 : 1)).find((one) => !isStale(world, one))
      : undefined;
  const node = waiting ?? world.nodes[record?.node ?? -1];
  return doingOf(node, waiting === undefined ? slotFor(node, record) : waiting.table.when[0]);
}

/** What a record runs on its node. */
export function ruleOf(node: NodeInWorld, record: Pending): Doing {
  return doingOf(node, slotFor(node, record));
}

function doingOf(node: NodeInWorld | undefined, slot: RuleSlot | undefined): Doing {
  return {
    rule: slot?.rule.id ?? '',
    cell: slot?.rule.place.cell ?? null,
    range: slot?.rule.place.range ?? null,
    node: node?.id ?? '',
  };
}

function slotFor(node: NodeInWorld | undefined, record: Pending | undefined): RuleSlot | undefined {
  if (node === undefined || record === undefined) return undefined;
  if (record.kind === EventKind.may) return node.table.may.find(({ number }) => number === record.type);
  if (record.kind === EventKind.start || record.kind === EventKind.restart) return node.table.start ?? undefined;
  return node.table.on[record.type];
}
