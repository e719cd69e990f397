/**
 * Where rules are run to see what they lead to: a world in which one node at a time is put into a local state, does one
 * thing, and is read off again. It runs the same step function as a simulation.
 */
import type { State } from '../program/declaration.ts';
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import { timerText } from '../world/effect.ts';
import { EventKind, type Pending, Priority } from '../world/queue.ts';
import { restore, type Snapshot } from '../world/snapshot.ts';
import {
  afterCrash,
  chancesOf,
  checkState,
  createMachine,
  type Doing,
  ruleOf,
  StepError,
  take,
} from '../world/step.ts';
import type { NodeInWorld, World } from '../world/world.ts';
import { everyWay, refuseClock } from './branching.ts';
import { createDraws, whateverIsDrawn } from './draws.ts';
import { extend, intAt, pushInt } from './ints.ts';
import { type Items, itemWords, type Message } from './items.ts';
import { type Locals, type LocalState, LocalWord, localWords } from './locals.ts';
import {
  addOutcome,
  GroupKind,
  GroupWord,
  groupWords,
  type Memo,
  type Outcome,
  OutcomeWord,
  outcomeWords,
} from './memo.ts';
import { putPair } from './pairs.ts';
import type { Surroundings } from './surroundings.ts';

export interface Lab {
  /** What is being run, for people. */
  readonly doing: string;
  /** Each returns a group, running rules when it is not known yet. Throws StepError, OrderMatters, DiagnosticError. */
  arrival(local: number, message: number): number;
  crash(local: number): number;
  restart(local: number): number;
  /** Fills in the groups that a local state has by itself: its timers and `may` rules. */
  own(local: number): void;
  /** Runs a group once more. Throws DiagnosticError when something else comes of it. */
  again(group: number): void;
  labelOf(group: number): string;
  /** Whether a group with its parts exchanged leads to what it led to, exchanged in the same way. */
  isAlike(group: number, rename: Rename): boolean;
  /** Whether the same `may` rules can act in the exchanged local state. */
  hasChances(local: number, rename: Rename): boolean;
}

/** Parts for parts: see `exchange.ts`. */
export interface Rename {
  local(number: number): number;
  item(number: number): number;
  timerKey(key: string): string;
}

/** Told what is about to run, and null when it came back. */
export type Watch = (doing: Doing | null) => void;

/** Thrown when a rule can tell in which order the members of a Map, Set or object were put there. */
export class OrderMatters extends Error {
  override readonly name = 'OrderMatters';
}

/** Marks a record that is handled out of turn: no second draw of its fate. */
export const byHand = Object.freeze({ explored: true });

/** Runs after which only one in so many is tried in other orders too. */
const triedAlways = 20_000;
const triedSpacing = 8;

export const blank: Omit<Pending, 'kind'> = {
  at: 0,
  priority: Priority.may,
  order: 0,
  node: -1,
  from: -1,
  type: -1,
  body: null,
  isShared: true,
  key: '',
  cause: -1,
  since: 0,
  draw: 0,
  copies: 0,
  payload: null,
};

export function createLab(
  base: Snapshot,
  name: string,
  locals: Locals,
  items: Items,
  surroundings: Pick<Surroundings, 'keepsOrder'>,
  memo: Memo,
  watch: Watch | null,
): Lab {
  const machine = createMachine(restore(base));
  const { world } = machine;
  const draws = createDraws();
  machine.context.hand.draws = draws;
  let runs = 0;
  let doing = '';

  const lanesAt = (data: Int32Array, at: number): readonly [number, number] => [
    data[at] as number,
    data[at + 1] as number,
  ];
  const lanes = {
    local: (number: number) => lanesAt(locals.words.data, number * localWords),
    item: (number: number) => lanesAt(items.words.data, number * itemWords),
  };

  /** Puts one node into a local state, and nothing on the way. */
  function stage(local: LocalState, state: State): NodeInWorld {
    const node = world.nodes[local.node] as NodeInWorld;
    world.heap = [];
    world.linkStates.clear();
    world.unsettled = [];
    world.now = 0;
    world.stale = 0;
    node.state = state;
    node.alive = local.alive;
    node.timers.clear();
    for (const record of local.timers) node.timers.set(record.key, record);
    return node;
  }

  /** What comes of it, whatever is chosen. */
  function run(local: LocalState, make: () => State, act: (node: NodeInWorld) => Pending): readonly Outcome[] {
    return everyWay(machine.context.hand, () => {
      const node = stage(local, make());
      draws.count = 0;
      const rules: number[] = [];
      const record = act(node);
      watch?.(ruleOf(node, record));
      take(machine, record, () => {
        if (world.last.rule >= 0) rules.push(world.last.rule);
      });
      watch?.(null);
      refuseClock(machine, name);
      checkState(world, node);
      if (!node.alive) node.state = afterCrash(world, node);
      const setAgain = local.timers.filter((record) => isSetAgain(node, record)).map(({ key }) => key);
      return { next: locals.intern(node), sends: sentIn(world, items), rules, setAgain };
    });
  }

  /** Thrown by the author's code, or what came of it. */
  function attempt(work: () => readonly Outcome[]): readonly Outcome[] | StepError {
    try {
      return work();
    } catch (error) {
      if (error instanceof StepError) return error;
      throw error;
    }
  }

  /** The ways in which a group can be begun: in order first, then in the orders that are tried besides. */
  function beginnings(kind: GroupKind, number: number, what: number): (() => readonly Outcome[])[] {
    const local = locals.list[number] as LocalState;
    const message = kind === GroupKind.deliver ? (items.messages[what] as Message) : null;
    const timer = kind === GroupKind.timer ? (local.timers[what] as Pending) : null;
    const begin = (make: () => State, body: unknown) => () => run(local, make, recordOf(kind, what, body));
    const recordOf =
      (kind: GroupKind, what: number, body: unknown) =>
      ({ index, id }: NodeInWorld): Pending => {
        if (message !== null) {
          const { from, to, type } = message;
          return { ...blank, kind: EventKind.deliver, from, node: to, type, body, payload: byHand };
        }
        if (timer !== null) return timer;
        if (kind === GroupKind.may) return { ...blank, kind: EventKind.may, node: index, type: what, payload: byHand };
        const fault = kind === GroupKind.crash ? 'crash' : 'restart';
        return { ...blank, kind: EventKind[fault], node: index, payload: { type: fault, node: id } };
      };
    return [
      begin(local.make, message?.body),
      ...local.others.map((make) => begin(make, message?.body)),
      ...(message?.others ?? []).map((body) => begin(local.make, body)),
    ];
  }

  function evaluate(kind: GroupKind, local: number, what: number): number {
    doing = label(kind, local, what);
    const [first, ...others] = beginnings(kind, local, what);
    const found = whateverIsDrawn(draws, name, () => attempt(first as () => readonly Outcome[]), signature);
    runs += 1;
    if (found instanceof StepError || runs <= triedAlways || runs % triedSpacing === 0) {
      const wanted = signature(found);
      if (others.some((begin) => signature(attempt(begin)) !== wanted)) throw new OrderMatters();
    }
    if (found instanceof StepError) throw found;
    const group = remember(kind, local, what, found);
    tryOrders();
    doing = '';
    return group;
  }

  function remember(kind: GroupKind, local: number, what: number, outcomes: readonly Outcome[]): number {
    const last = local * localWords + LocalWord.lastGroup;
    const at = extend(memo.groups, groupWords);
    const group = at / groupWords;
    const first = memo.outcomes.length / outcomeWords;
    const only = outcomes.length === 1 ? (outcomes[0] as Outcome).next : -1;
    memo.groups.data.set([first, outcomes.length, local, kind, what, intAt(locals.words, last), only, 0], at);
    locals.words.data[last] = group;
    for (const outcome of outcomes) addOutcome(memo, local, outcome, lanes);
    return group;
  }

  /** Other orders of known local states turned up: runs on them what was run before. */
  function tryOrders(): void {
    for (let next = locals.toTry.pop(); next !== undefined; next = locals.toTry.pop()) {
      const { local, make } = next;
      const known = locals.list[local] as LocalState;
      const { ownStart } = LocalWord;
      if (intAt(locals.words, local * localWords + ownStart) >= 0)
        compareChances(known, make, chances(known, known.make));
      for (let group = intAt(locals.words, local * localWords + LocalWord.lastGroup); group >= 0; ) {
        const word = (which: number): number => intAt(memo.groups, group * groupWords + which);
        const kind = word(GroupWord.kind) as GroupKind;
        const at = known.others.indexOf(make) + 1;
        const begin = beginnings(kind, local, word(GroupWord.what))[at];
        if (begin !== undefined && signature(attempt(begin)) !== signature(remembered(group))) throw new OrderMatters();
        group = word(GroupWord.next);
      }
    }
  }

  function remembered(group: number): readonly Outcome[] {
    const at = group * groupWords;
    const first = intAt(memo.groups, at + GroupWord.first);
    return Array.from({ length: intAt(memo.groups, at + GroupWord.count) }, (_, index): Outcome => {
      const outcome = (first + index) * outcomeWords;
      const begin = intAt(memo.outcomes, outcome + OutcomeWord.sends);
      const sends = memo.sends.data.slice(begin, begin + intAt(memo.outcomes, outcome + OutcomeWord.sendCount));
      return { next: intAt(memo.outcomes, outcome + OutcomeWord.next), sends: [...sends], rules: [], setAgain: [] };
    });
  }

  /** Numbers of the `may` rules whose guard holds. */
  function chances(local: LocalState, make: () => State): readonly number[] {
    return chancesOf(machine, stage(local, make())).map(({ number }) => number);
  }

  function compareChances(local: LocalState, make: () => State, wanted: readonly number[]): void {
    try {
      if (chances(local, make).join() === wanted.join()) return;
    } catch (error) {
      if (!(error instanceof StepError)) throw error;
    }
    throw new OrderMatters();
  }

  function label(kind: GroupKind, local: number, what: number): string {
    const { node, timers } = locals.list[local] as LocalState;
    const { id } = world.nodes[node] as NodeInWorld;
    switch (kind) {
      case GroupKind.deliver:
        return messageText(world, items.messages[what] as Message);
      case GroupKind.timer:
        return `${timerText(timers[what]?.key ?? '')} fires on ${id}`;
      case GroupKind.may:
        return `${ruleName(world, what)} on ${id}`;
      case GroupKind.crash:
        return `${id} crashes`;
      case GroupKind.restart:
        return `${id} restarts`;
    }
  }

  function fault(local: number, kind: typeof GroupKind.crash | typeof GroupKind.restart): number {
    const at = local * localWords + (kind === GroupKind.crash ? LocalWord.crash : LocalWord.restart);
    const { alive } = locals.list[local] as LocalState;
    const group = alive === (kind === GroupKind.crash) ? evaluate(kind, local, 0) : -1;
    locals.words.data[at] = group;
    return group;
  }

  return {
    get doing() {
      return doing;
    },
    arrival(local, message) {
      const group = evaluate(GroupKind.deliver, local, message);
      putPair(memo.arrivals, local, message, group);
      return group;
    },
    crash: (local) => fault(local, GroupKind.crash),
    restart: (local) => fault(local, GroupKind.restart),
    own(number) {
      const local = locals.list[number] as LocalState;
      const { id } = world.nodes[local.node] as NodeInWorld;
      doing = `the may rules of ${id}`;
      const enabled = chances(local, local.make);
      refuseClock(machine, name);
      for (const make of local.others) compareChances(local, make, enabled);
      const groups = [
        ...local.timers.map((_, index) => evaluate(GroupKind.timer, number, index)),
        ...enabled.map((rule) => evaluate(GroupKind.may, number, rule)),
      ];
      const begin = memo.own.length;
      for (const group of groups) pushInt(memo.own, group);
      locals.words.data.set([begin, groups.length], number * localWords + LocalWord.ownStart);
    },
    again(group) {
      const word = (which: number): number => intAt(memo.groups, group * groupWords + which);
      const [kind, local, what] = [word(GroupWord.kind) as GroupKind, word(GroupWord.local), word(GroupWord.what)];
      const [begin] = beginnings(kind, local, what);
      const found = attempt(begin as () => readonly Outcome[]);
      if (signature(found) !== signature(remembered(group)))
        throw notDeterministic(world, memo, group, label(kind, local, what));
    },
    isAlike(group, rename) {
      const word = (which: number): number => intAt(memo.groups, group * groupWords + which);
      const [kind, local, what] = [word(GroupWord.kind) as GroupKind, word(GroupWord.local), word(GroupWord.what)];
      const other = rename.local(local);
      const { timers } = locals.list[other] as LocalState;
      const key = kind === GroupKind.timer ? rename.timerKey(locals.list[local]?.timers[what]?.key ?? '') : '';
      const otherWhat =
        kind === GroupKind.deliver
          ? rename.item(what)
          : kind === GroupKind.timer
            ? timers.findIndex((timer) => timer.key === key)
            : what;
      if (otherWhat < 0) return false;
      const wanted = remembered(group).map(
        (outcome): Outcome => ({
          ...outcome,
          next: rename.local(outcome.next),
          sends: outcome.sends.map((item) => rename.item(item)),
        }),
      );
      const [begin] = beginnings(kind, other, otherWhat);
      return signature(attempt(begin as () => readonly Outcome[])) === signature(wanted);
    },
    hasChances(number, rename) {
      const of = (one: number): string => {
        const local = locals.list[one] as LocalState;
        return chances(local, local.make).join();
      };
      try {
        return of(number) === of(rename.local(number));
      } catch (error) {
        if (error instanceof StepError) return false;
        throw error;
      }
    },
    labelOf(group) {
      const word = (which: number): number => intAt(memo.groups, group * groupWords + which);
      return label(word(GroupWord.kind) as GroupKind, word(GroupWord.local), word(GroupWord.what));
    },
  };

  /** Equal for runs that led to the same. */
  function signature(found: readonly Outcome[] | StepError): string {
    if (found instanceof StepError) return 'threw';
    return found
      .map(({ next, sends }) => `${next}<${sends.toSorted((a, b) => linkOf(a) - linkOf(b) || order(a, b)).join()}`)
      .toSorted()
      .join(';');
  }

  function linkOf(item: number): number {
    return intAt(items.words, item * itemWords + 3);
  }

  /** In which order messages were put on one link counts only where it is kept. */
  function order(a: number, b: number): number {
    return surroundings.keepsOrder ? 0 : a - b;
  }
}

function isSetAgain({ timers }: NodeInWorld, record: Pending): boolean {
  const now = timers.get(record.key);
  return now !== undefined && now !== record;
}

/** The messages that a rule sent, in that order, as items. */
function sentIn(world: World, items: Items): readonly number[] {
  return world.heap
    .filter(({ kind }) => kind === EventKind.deliver)
    .toSorted((a, b) => a.order - b.order)
    .map(({ from, node, type, body }) => items.message(from, node, type, world.names.list[type] ?? '', body));
}

export function messageText(world: Pick<World, 'names' | 'nodes'>, { type, from, to }: Message): string {
  return `${world.names.list[type] ?? ''} ${world.nodes[from]?.id ?? 'outside'} → ${world.nodes[to]?.id ?? ''}`;
}

function ruleName(world: World, number: number): string {
  return world.program.rules.get(world.names.list[number] ?? '')?.name ?? '';
}

function notDeterministic(world: World, memo: Memo, group: number, label: string): DiagnosticError {
  const first = intAt(memo.groups, group * groupWords + GroupWord.first);
  const number = memo.rules[first]?.[0] ?? -1;
  const rule = world.program.rules.get(world.names.list[number] ?? '');
  return new DiagnosticError(
    diagnostic(
      'check/not-deterministic',
      `${rule?.id ?? label} did something else when it was run again on the same state (${label}).`,
      {
        cell: rule?.place.cell ?? null,
        range: rule?.place.range ?? null,
        help: 'A rule may depend on its state, the message in hand and ctx alone: nothing that it remembers elsewhere.',
      },
    ),
  );
}
