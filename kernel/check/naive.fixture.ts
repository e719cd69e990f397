/**
 * Explores every interleaving in the plainest way: copies of worlds, the step function itself, full texts in a Map. It is the
 * meaning of exploring, and what `explore.ts` is compared with.
 *
 * `sorted`: rules see the members of Maps and Sets in order, and worlds that differ in an order alone are one, the first that was
 * found. Otherwise each order is a world of its own, and `states` still counts them once.
 */
import { canonical, copy, literal } from '../plain.ts';
import { callTurns, grant } from '../program/budget.ts';
import type { ExploreOptions, FaultBudget, World as WorldView } from '../program/language.ts';
import type { Program } from '../program/program.ts';
import { createWorld } from '../world/create.ts';
import { timerText } from '../world/effect.ts';
import { wrongOf } from '../world/monitor.ts';
import { linkOf } from '../world/network.ts';
import { makePlan, type PlannedProperty } from '../world/plan.ts';
import { EventKind, type Pending, Priority } from '../world/queue.ts';
import { restore, type Snapshot, takeSnapshot } from '../world/snapshot.ts';
import { afterCrash, comeToRest, createMachine, enabledChances, type Machine, take } from '../world/step.ts';
import { withId } from '../world/view.ts';
import { isStale, linkNumber, type World } from '../world/world.ts';
import { inOrder } from './arrange.ts';
import { type Chooser, everyWay } from './branching.ts';
import { readsStats } from './reads-stats.ts';

type Faults = Required<FaultBudget>;
const noFaults: Faults = { crash: 0, restart: 0, drop: 0, duplicate: 0 };

export interface NaiveResult {
  readonly states: number;
  /** Of all orders of members. */
  readonly worlds: number;
  readonly transitions: number;
  readonly depth: number;
  readonly rests: number;
  /** By property: steps on the shortest way to its violation. */
  readonly violations: ReadonlyMap<string, number>;
  readonly witnessed: ReadonlySet<string>;
  /** Of each world, by number: the worlds it leads to, in bounds, and whether by a fault. */
  readonly edges: readonly (readonly NaiveEdge[])[];
  readonly viewOf: (world: number) => WorldView;
  readonly worldOf: (world: number) => World;
  readonly spentIn: (world: number) => Faults;
  /** Text of each world, orders of members left out. */
  readonly keys: readonly string[];
  readonly starts: readonly number[];
  /** Firings by rule, the starts included. */
  readonly fired: ReadonlyMap<string, number>;
}

export interface NaiveEdge {
  /** −1: beyond the bounds. */
  readonly to: number;
  readonly isFault: boolean;
  readonly label: string;
  /** What weak fairness asks for and this edge does; empty for none. */
  readonly duty: string;
  /** Timers that it sets again. */
  readonly putOff: readonly string[];
}

interface Found {
  readonly snapshot: Snapshot;
  readonly index: number;
  readonly depth: number;
  readonly spent: Faults;
}

interface Choice {
  readonly label: string;
  readonly duty: string;
  readonly fault: keyof Faults | null;
  readonly act: (machine: Machine) => void;
}

/** Told of each event. */
type OnEvent = (machine: Machine) => void;

/** Marks a record that is handled out of turn: no second draw of its fate. */
const byHand = Object.freeze({ explored: true });

/** Throws what the author's code throws. @param most worlds; more are an error of the test */
export function exploreNaively(
  program: Program,
  options: ExploreOptions,
  sorted: boolean,
  most = 20_000,
  from: Snapshot | null = null,
): NaiveResult {
  const plan = makePlan(program, options.scenario);
  const properties = [...program.properties, ...plan.properties].filter((property) => !readsStats(property, plan));
  const budget: Faults = { ...noFaults, ...options.faults };
  const textOf: TextOf = sorted ? canonical : literal;
  const seen = new Map<string, number>();
  const counted = new Set<string>();
  const keys: string[] = [];
  const edges: NaiveEdge[][] = [];
  const violations = new Map<string, number>();
  const witnessed = new Set<string>();
  const queue: Found[] = [];
  const fired = new Map<string, number>();
  const onEvent: OnEvent = ({ world }) => {
    const rule = world.names.list[world.last.rule];
    if (rule !== undefined) fired.set(rule, (fired.get(rule) ?? 0) + 1);
  };
  let transitions = 0;
  let depth = 0;
  let rests = 0;

  /** Takes note of a world: new ones are asked about and, within bounds, kept for expansion. */
  function arrive({ world, view }: Machine, steps: number, spent: Faults, before: WorldView | null): number {
    makeReliable(world);
    world.heap = world.heap.filter((record) => isPossible(world, record));
    dropCopies(world, textOf);
    for (const node of world.nodes) {
      if (!node.alive) node.state = afterCrash(world, node);
      if (sorted) node.state = withId(inOrder(node.state), node.id);
    }
    if (sorted)
      world.heap = world.heap.map((record) => {
        if (record.kind !== EventKind.deliver && record.kind !== EventKind.timer) return record;
        const made = { ...record, body: inOrder(copy(record.body)) };
        if (record.kind === EventKind.timer) world.nodes[record.node]?.timers.set(record.key, made);
        return made;
      });
    for (const property of properties) {
      if (property.form !== 'step' || before === null || violations.has(property.name)) continue;
      if (wrongAt(property, before, view)) violations.set(property.name, steps);
    }
    const key = keyOf(world, spent, textOf);
    const known = seen.get(key);
    if (known !== undefined) return known;
    for (const property of properties) {
      if (property.form === 'always' && !violations.has(property.name) && wrongAt(property, before, view))
        violations.set(property.name, steps);
      if (property.form === 'reachable' && !wrongAt(property, before, view)) witnessed.add(property.name);
    }
    if (options.within !== undefined && !options.within(view)) return -1;
    const index = seen.size;
    if (index >= most) throw new Error(`more than ${most} worlds`);
    seen.set(key, index);
    keys.push(keyOf(world, spent, canonical));
    counted.add(keys[index] ?? '');
    depth = Math.max(depth, steps);
    const snapshot = takeSnapshot(world, null);
    queue.push({ snapshot, index, depth: steps, spent });
    return index;
  }

  function wrongAt(property: PlannedProperty, before: WorldView | null, view: WorldView): boolean {
    grant(callTurns);
    if (property.form === 'step') return before !== null && wrongOf(property.holds(before, view), property) !== null;
    return (
      (property.form === 'always' || property.form === 'reachable') && wrongOf(property.holds(view), property) !== null
    );
  }

  /** Does something to copies of a world: again with every path through what `choose` is given. */
  function ways(from: Snapshot, act: (machine: Machine) => void): Machine[] {
    const hand: Chooser = { choose: null };
    return everyWay(hand, () => {
      const machine = createMachine(restore(from));
      machine.context.hand.choose = hand.choose;
      act(machine);
      return machine;
    });
  }

  const first = from ?? takeSnapshot(createWorld(program, plan, 1), null);
  const starts = ways(first, (machine) => {
    const { world } = machine;
    makeReliable(world);
    comeToRest(machine, () => onEvent(machine));
    for (const record of world.heap
      .filter(({ kind }) => kind === EventKind.start)
      .toSorted((a, b) => a.order - b.order)) {
      const index = world.heap.indexOf(record);
      if (index < 0) continue;
      world.heap.splice(index, 1);
      take(machine, record, () => onEvent(machine));
    }
  }).map((machine) => arrive(machine, 0, noFaults, null));

  for (const found of queue) {
    const before = createMachine(restore(found.snapshot)).view;
    const mine = keys[found.index] ?? '';
    const out: NaiveEdge[] = [];
    let moves = 0;
    for (const { fault, label, duty, act } of choicesOf(
      createMachine(restore(found.snapshot)),
      budget,
      found.spent,
      textOf,
      onEvent,
    )) {
      const spent = fault === null ? found.spent : { ...found.spent, [fault]: found.spent[fault] + 1 };
      for (const machine of ways(found.snapshot, act)) {
        transitions += 1;
        const putOff = setAgain(restore(found.snapshot), machine.world);
        const to = arrive(machine, found.depth + 1, spent, before);
        out.push({ to, isFault: fault !== null, label, duty, putOff });
        if (fault === null && keyOf(machine.world, spent, canonical) !== mine) moves += 1;
      }
    }
    if (moves === 0) rests += 1;
    edges.push(out);
  }
  return {
    states: counted.size,
    worlds: seen.size,
    transitions,
    depth,
    rests,
    violations,
    witnessed,
    edges,
    worldOf: (world) => restore((queue[world] as Found).snapshot),
    spentIn: (world) => (queue[world] as Found).spent,
    viewOf: (world) => createMachine(restore((queue[world] as Found).snapshot)).view,
    keys,
    starts,
    fired,
  };
}

/** In a mode where a message can arrive any number of times, one is as good as two. */
function dropCopies(world: World, textOf: TextOf): void {
  const there = new Set<string>();
  world.heap = world.heap.filter((record) => {
    if (record.kind !== EventKind.deliver) return true;
    if (linkOf(world, linkNumber(record.from, record.node)).delivery !== 'unordered-duplicating') return true;
    const key = messageKey(world, record, textOf);
    return !there.has(key) && there.add(key) !== undefined;
  });
}

/** Timers that were pending before and are pending now, and were set in between. */
function setAgain(before: World, after: World): readonly string[] {
  return before.nodes.flatMap(({ id, timers }, index) =>
    [...timers].flatMap(([key, record]) => {
      const now = after.nodes[index]?.timers.get(key);
      return now === undefined || now === record ? [] : [`timer ${id} ${key}`];
    }),
  );
}

/** Loss and duplication are choices here, within the budget; never chance. */
function makeReliable(world: World): void {
  const reliable = { loss: 0, duplicate: 0 };
  world.network = { ...world.network, ...reliable };
  for (const [link, { own, spec }] of world.links)
    world.links.set(link, { own: { ...own, ...reliable }, spec: { ...spec, ...reliable } });
}

/** What can still happen in an abstract time: not what is lost, replaced, or only a chance in simulated time. */
function isPossible(world: World, record: Pending): boolean {
  return record.kind !== EventKind.drop && record.kind !== EventKind.may && !isStale(world, record);
}

function choicesOf(
  machine: Machine,
  budget: Faults,
  spent: Faults,
  textOf: TextOf,
  onEvent: OnEvent,
): readonly Choice[] {
  const { world } = machine;
  const takeOn = (on: Machine, record: Pending): void => take(on, record, () => onEvent(on));
  const choices: Choice[] = [];
  const idOf = (index: number): string => world.nodes[index]?.id ?? 'outside';
  const without = (to: World, record: Pending): void => void to.heap.splice(to.heap.indexOf(record), 1);

  const messages = new Map<string, Pending>();
  const firstOnLink = new Set<number>();
  for (const record of world.heap
    .filter(({ kind }) => kind === EventKind.deliver)
    .toSorted((a, b) => a.order - b.order)) {
    const link = linkNumber(record.from, record.node);
    if (linkOf(world, link).delivery === 'ordered') {
      if (firstOnLink.has(link)) continue;
      firstOnLink.add(link);
    }
    messages.set(messageKey(world, record, textOf), record);
  }
  for (const record of messages.values()) {
    const { delivery } = linkOf(world, linkNumber(record.from, record.node));
    const duty =
      delivery === 'ordered' ? `link ${record.from} ${record.node}` : `message ${messageKey(world, record, textOf)}`;
    const text = `${world.names.list[record.type] ?? ''} ${idOf(record.from)} → ${idOf(record.node)}`;
    if (world.cuts.has(linkNumber(record.from, record.node))) {
      // Whether it arrives before the link is healed is a matter of time, so both are possible; it costs no fault.
      choices.push({ label: `lost in the cut: ${text}`, duty, fault: null, act: (on) => without(on.world, record) });
      continue;
    }
    const isKept = linkOf(world, linkNumber(record.from, record.node)).delivery === 'unordered-duplicating';
    choices.push({
      label: text,
      duty,
      fault: null,
      act: (on) => {
        if (!isKept) without(on.world, record);
        takeOn(on, { ...record, payload: byHand });
      },
    });
    if (!isKept && spent.drop < budget.drop)
      choices.push({ label: `lost: ${text}`, duty: '', fault: 'drop', act: (on) => without(on.world, record) });
    if (!isKept && spent.duplicate < budget.duplicate) {
      choices.push({
        label: `twice: ${text}`,
        duty: '',
        fault: 'duplicate',
        act: (on) => void on.world.heap.push({ ...record, order: on.world.order++ }),
      });
    }
  }
  for (const node of world.nodes) {
    for (const record of node.timers.values()) {
      choices.push({
        label: `${timerText(record.key)} fires on ${node.id}`,
        duty: `timer ${node.id} ${record.key}`,
        fault: null,
        act: (on) => {
          without(on.world, record);
          takeOn(on, record);
        },
      });
    }
    const effect = (kind: 'crash' | 'restart'): Choice => ({
      label: `${node.id} ${kind === 'crash' ? 'crashes' : 'restarts'}`,
      duty: '',
      fault: kind,
      act: (on) =>
        takeOn(on, { ...blank, kind: EventKind[kind], node: node.index, payload: { type: kind, node: node.id } }),
    });
    if (node.alive && spent.crash < budget.crash) choices.push(effect('crash'));
    if (!node.alive && spent.restart < budget.restart) choices.push(effect('restart'));
  }
  for (const { node, slot } of enabledChances(machine)) {
    choices.push({
      label: `${slot.rule.name} on ${node.id}`,
      duty: slot.rule.fair ? `may ${node.id} ${slot.rule.name}` : '',
      fault: null,
      act: (on) => takeOn(on, { ...blank, kind: EventKind.may, node: node.index, type: slot.number, payload: byHand }),
    });
  }
  // A scenario's actions keep their order; each may come at any moment.
  const [action] = world.heap
    .filter(({ kind }) => kind === EventKind.action)
    .toSorted((a, b) => a.at - b.at || a.order - b.order);
  if (action !== undefined) {
    choices.push({
      label: `action ${world.names.list[action.type] ?? ''}`,
      duty: 'action',
      fault: null,
      act: (on) => {
        without(on.world, action);
        takeOn(on, action);
      },
    });
  }
  return choices;
}

const blank: Omit<Pending, 'kind'> = {
  at: 0,
  priority: Priority.may,
  order: 0,
  node: -1,
  from: -1,
  type: -1,
  body: null,
  isShared: false,
  key: '',
  cause: -1,
  since: 0,
  draw: 0,
  copies: 0,
  payload: null,
};

type TextOf = (value: unknown) => string;

function messageKey(world: World, { from, node, type, body }: Pending, textOf: TextOf): string {
  return `${from} ${node} ${world.names.list[type] ?? ''} ${textOf(body)}`;
}

/** Equal for worlds from which the same can happen, as far as `textOf` tells values apart. */
function keyOf(world: World, spent: Faults, textOf: TextOf): string {
  const nodes = world.nodes.map(({ alive, state, timers }) => {
    const pending = [...timers].map(([key, { body }]) => `${key} ${textOf(body)}`).toSorted();
    return `${alive ? '' : 'dead '}${textOf(state)} ${pending.join(' ')}`;
  });
  const links = new Map<number, string[]>();
  for (const record of world.heap.toSorted((a, b) => a.order - b.order)) {
    if (record.kind !== EventKind.deliver) continue;
    const link = linkNumber(record.from, record.node);
    links.set(link, [...(links.get(link) ?? []), messageKey(world, record, textOf)]);
  }
  const messages = [...links].map(([link, keys]) =>
    (linkOf(world, link).delivery === 'ordered' ? keys : keys.toSorted()).join('|'),
  );
  const wires = [...world.links].toSorted(([a], [b]) => a - b);
  const network = canonical([world.network, wires.map(([link, { own, spec }]) => [link, own, spec])]);
  const actions = world.heap.filter(({ kind }) => kind === EventKind.action).length;
  const cuts = [...world.cuts].toSorted().join(',');
  return [...nodes, messages.toSorted().join('||'), cuts, actions, ...Object.values(spent), network].join('\n');
}
