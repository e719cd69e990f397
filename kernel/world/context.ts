/**
 * `ctx`: all that a rule may touch besides its state. One frozen object per world; who "I" am and which
 * message is in hand are set by the step before it runs a rule.
 */
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import { copy, NotPlainError } from '../plain.ts';
import type {
  KindName,
  Labels,
  MessageContext,
  MessageName,
  NodeId,
  OperationBody,
  Random,
  Sent,
} from '../program/language.ts';
import { ln } from '../../stdlib/elementary.ts';
import { suggest } from '../suggest.ts';
import { notPlain, timerKey } from './effect.ts';
import { transmit } from './network.ts';
import { endOperation, invoke } from './operations.ts';
import { EventKind, Priority } from './queue.ts';
import { draw } from './random.ts';
import { tellStat } from './stat-totals.ts';
import { copyIn, micros, millis, type NodeInWorld, type RuleSlot, schedule, streamOf, type World } from './world.ts';

/** Draws that are no chance: each is `golden` on from the one before. */
export interface Draws {
  /** The first of a run. */
  offset: number;
  /** Draws made since the run began. */
  count: number;
  /** The rule that drew last. */
  drawer: RuleSlot | null;
}

const golden = 0.618_033_988_749_894_8;

/** Who is running. Set before every call of a rule or guard. */
export interface Hand {
  node: NodeInWorld;
  slot: RuleSlot;
  from: NodeId;
  /** The step that this call is. */
  step: number;
  /** A guard looks; it may not act. */
  isGuard: boolean;
  /** Decides `choose` when every choice is to be explored; null: by chance. Given how many there are, returns one. */
  choose: ((count: number) => number) | null;
  /** What is drawn when every choice is to be explored; null: by chance, of the seed. */
  draws: Draws | null;
  /** The rule that read the clock last: a guard that reads it may come true by waiting. */
  clockReader: RuleSlot | null;
}

export interface ContextOf {
  readonly ctx: MessageContext;
  readonly hand: Hand;
}

export function createContext(world: World): ContextOf {
  const hand: Hand = {
    node: undefined as unknown as NodeInWorld,
    slot: undefined as unknown as RuleSlot,
    from: '',
    step: 0,
    isGuard: false,
    choose: null,
    draws: null,
    clockReader: null,
  };

  const directory = createDirectory(world);

  function next(): number {
    act('random()');
    const { node, slot, draws } = hand;
    if (draws !== null) {
      draws.drawer = slot;
      return (draws.offset + draws.count++ * golden) % 1;
    }
    const counter = node.draws[slot.number] ?? 0;
    node.draws[slot.number] = counter + 1;
    return draw(streamOf(world.seed, node.hash, slot.hash), counter);
  }

  function act(member: string): void {
    if (!hand.isGuard) return;
    throw new DiagnosticError(
      diagnostic('rule/guard-effect', `A guard called ctx.${member}.`, {
        help: 'A guard only looks at the state; act in the rule itself.',
      }),
    );
  }

  const random: Random = Object.freeze(
    Object.assign(() => next(), {
      int: (n: number): number => {
        if (!(Number.isInteger(n) && n >= 1)) throw bad(`ctx.random.int(${String(n)})`, 'Give a whole number from 1.');
        return Math.floor(next() * n);
      },
      between: (a: number, b: number): number => {
        if (!(a <= b)) throw bad(`ctx.random.between(${String(a)}, ${String(b)})`, 'Give the lower bound first.');
        return a + (b - a) * next();
      },
      pick: <T>(xs: readonly T[]): T => pickFrom(xs, 'ctx.random.pick', next()),
      exponential: (mean: number): number => {
        if (!(mean >= 0)) throw bad(`ctx.random.exponential(${String(mean)})`, 'Give a mean that is not negative.');
        return -mean * ln(1 - next());
      },
    }),
  );

  function send(to: NodeId, message: Sent): void {
    act('send');
    const target = world.byId.get(to);
    if (target === undefined) throw noReceiver(to);
    transmit(world, hand.node, target, typeOf(message), bodyOf(message), hand.step, false);
  }

  function noReceivers(to: unknown): DiagnosticError {
    if (typeof to !== 'string') return noReceiver(to);
    return new DiagnosticError(
      diagnostic('rule/unknown-node', `ctx.broadcast(…) was given '${to}', which is no list of nodes.`, {
        help: `Write ctx.send('${to}', message) for one node, or give a list: ['${to}'].`,
      }),
    );
  }

  /** What was given in the place of a node. */
  function noReceiver(to: unknown): DiagnosticError {
    const unknown = (text: string, help: string): DiagnosticError =>
      new DiagnosticError(diagnostic('rule/unknown-node', text, { help }));
    if (hasText(to, 'kindName')) {
      const [first = 'name'] = directory.nodes(to.kindName);
      return unknown(
        `A message was sent to the kind '${to.kindName}', not to a node.`,
        `Name one, as in ctx.send('${first}', …), or send to all: ctx.broadcast(message, ctx.nodes(${to.kindName})).`,
      );
    }
    if (hasText(to, 'type') || hasText(to, 'messageName'))
      return unknown('A message stands where a node belongs.', 'The node comes first: ctx.send(to, message).');
    if (typeof to === 'object' && to !== null)
      return unknown(
        `A message was sent to ${Array.isArray(to) ? 'a list' : 'an object'}, not to a node.`,
        'ctx.send takes the name of one node; ctx.broadcast(message, list) a list of names.',
      );
    const near = suggest(
      String(to),
      world.nodes.map(({ id }) => id),
    );
    const some = world.nodes.slice(0, 20).map(({ id }) => id);
    return unknown(
      `A message was sent to ${typeof to === 'string' ? `'${to}'` : String(to)}, which is no node of this scenario.`,
      `${near === null ? '' : `Did you mean '${near}'? `}Nodes: ${some.join(', ')}. Ask for them with ctx.nodes(kind) or ctx.peers.`,
    );
  }

  function typeOf(message: Sent): number {
    if (typeof message !== 'object' || message === null || typeof message.type !== 'string') {
      throw hasText(message, 'messageName')
        ? bad(
            `What is sent is the message type ${message.messageName}, not a message`,
            `Call it: ${message.messageName}(), with its body in the parentheses when it has one.`,
          )
        : bad('What is sent is not a message', 'Call the message type: Ping({ n: 1 }), or Ping() when it has no body.');
    }
    return world.names.of(message.type);
  }

  function bodyOf(message: Sent): unknown {
    try {
      return copyIn(world, message.body);
    } catch (error) {
      throw error instanceof NotPlainError ? notPlain(error, `The message ${message.type}`) : error;
    }
  }

  function plain(value: unknown, what: string): unknown {
    try {
      return copy(value);
    } catch (error) {
      throw error instanceof NotPlainError ? notPlain(error, `${what} of an operation`) : error;
    }
  }

  const ctx: MessageContext = {
    get self() {
      return hand.node.id;
    },
    get from() {
      return hand.from;
    },
    get now() {
      hand.clockReader = hand.slot;
      return millis(world.now);
    },
    get peers() {
      return directory.peers(hand.node);
    },
    nodes: (kind: KindName | string) => directory.nodes(typeof kind === 'string' ? kind : kind.kindName),
    random,
    send,
    reply: (message) => {
      if (hand.from === '')
        throw bad(
          'There is nobody to reply to',
          'Only a rule that handles a message can reply; one that came from outside has no sender, unless it was sent in the name of a node.',
        );
      send(hand.from, message);
    },
    broadcast(message, to) {
      act('broadcast');
      const type = typeOf(message);
      // One copy on the wire serves all receivers: it is copied again at each delivery.
      const body = bodyOf(message);
      if (to === undefined) {
        for (const node of world.nodes)
          if (node.kind === hand.node.kind && node !== hand.node)
            transmit(world, hand.node, node, type, body, hand.step, true);
      } else {
        if (typeof to !== 'object' || typeof to[Symbol.iterator] !== 'function') throw noReceivers(to);
        for (const id of to) {
          const target = world.byId.get(id);
          if (target === undefined) send(id, message);
          else transmit(world, hand.node, target, type, body, hand.step, true);
        }
      }
    },
    setTimer(message, delay, key) {
      act('setTimer');
      if (delay === undefined)
        throw bad('ctx.setTimer(…) was given no delay', 'Give it in ms after the message: ctx.setTimer(Tick(), 50).');
      if (!(delay >= 0 && delay < 1e12)) throw bad(`ctx.setTimer(…, ${String(delay)})`, 'Give a delay in ms, from 0.');
      const { node } = hand;
      const type = typeOf(message);
      const name = timerKey(message.type, key);
      if (node.timers.has(name)) world.stale += 1;
      const record = schedule(
        world,
        world.now + micros(delay),
        Priority.timer,
        EventKind.timer,
        node.index,
        node.index,
        type,
        bodyOf(message),
        name,
        hand.step,
        0,
        0,
        null,
      );
      node.timers.set(name, record);
    },
    clearTimer(type: MessageName, key) {
      act('clearTimer');
      if (hand.node.timers.delete(timerKey(type.messageName, key))) world.stale += 1;
    },
    choose: (xs) => {
      act('choose');
      if (hand.choose !== null) return pickFrom(xs, 'ctx.choose', (hand.choose(xs.length) + 0.5) / xs.length);
      const [pick, ...later] = world.picks;
      if (pick === undefined) return pickFrom(xs, 'ctx.choose', next());
      world.picks = later;
      return pickFrom(xs, 'ctx.choose', ((pick % xs.length) + 0.5) / xs.length);
    },
    count: (name, n = 1, labels) => stat('counter', name, n, labels),
    gauge: (name, value, labels) => stat('gauge', name, value, labels),
    observe: (name, value, labels) => stat('histogram', name, value, labels),
    note(text, data) {
      act('note');
      world.sink.note(text, data);
    },
    assert(condition, text) {
      if (condition) return;
      throw new DiagnosticError(
        diagnostic('rule/assert', `Assertion failed: ${text}`, {
          help: 'The step was undone. Select it on the timeline to see what led to it.',
        }),
      );
    },
    invoke(operation: string | OperationBody, value?: unknown, key?: string | number) {
      act('invoke');
      if (hand.choose !== null) {
        throw new DiagnosticError(
          diagnostic('check/history', 'A client calls ctx.invoke while every interleaving is explored.', {
            help: 'Histories are recorded in runs: explore a scenario without these clients, or fuzz this one.',
          }),
        );
      }
      const isNew = typeof operation === 'string';
      if (!isNew && typeof (operation as OperationBody | undefined)?.id !== 'number')
        throw bad('ctx.invoke(…) needs an operation', 'Give its name, or the Operation of a workload.');
      const of = isNew ? (key ?? null) : (key ?? operation.key);
      return invoke(world, hand.node, operation, plain(value, 'The value'), of === null ? null : String(of));
    },
    complete(operation, ...told) {
      act('complete');
      // Told that there is nothing is not the same as told nothing.
      const result = told.length === 0 ? undefined : (plain(told[0], 'The result') ?? null);
      endOperation(world, operation, 'ok', result);
    },
    fail(operation) {
      act('fail');
      endOperation(world, operation, 'fail');
    },
    abandon(operation) {
      act('abandon');
      endOperation(world, operation, 'unknown');
    },
  };

  function stat(
    kind: 'counter' | 'gauge' | 'histogram',
    name: string,
    value: number,
    labels: Labels | undefined,
  ): void {
    act(members[kind]);
    if (typeof value === 'object' && value !== null)
      throw bad(
        `The stat '${name}' was given an object instead of a number`,
        `Labels come after the number: ctx.${members[kind]}('${name}', 1, { … }).`,
      );
    if (typeof value !== 'number' || Number.isNaN(value))
      throw bad(`The stat '${name}' was given ${String(value)}`, 'Give a number.');
    if (kind === 'counter' && value < 0)
      throw bad(`The counter '${name}' was given ${value}`, 'A counter never falls: use ctx.gauge.');
    tellStat(world, kind, name, value, labels);
  }

  return { ctx: Object.freeze(ctx), hand };
}

/** The member of `ctx` that tells a stat of a kind. */
const members = { counter: 'count', gauge: 'gauge', histogram: 'observe' } as const;

function hasText<Key extends string>(value: unknown, key: Key): value is Readonly<Record<Key, string>> {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  return typeof Reflect.get(value, key) === 'string';
}

/** Ids by kind and of each node's peers, kept until the world gets another node. Frozen: rules share them. */
function createDirectory(world: World): {
  nodes(kind: string): readonly NodeId[];
  peers(node: NodeInWorld): readonly NodeId[];
} {
  let size = -1;
  let byKind = new Map<string, readonly NodeId[]>();
  let byNode: (readonly NodeId[])[] = [];
  function refresh(): void {
    if (size === world.nodes.length) return;
    size = world.nodes.length;
    byKind = new Map();
    byNode = [];
  }
  function nodes(kind: string): readonly NodeId[] {
    refresh();
    const known = byKind.get(kind);
    if (known !== undefined) return known;
    if (!world.program.kinds.has(kind)) {
      const kinds = [...world.program.kinds.keys()];
      // A cell may give anything.
      const given: unknown = kind;
      const near = suggest(String(given), kinds);
      throw new DiagnosticError(
        diagnostic('program/unknown-kind', `There is no node kind '${String(given)}'.`, {
          help: near === null ? `Kinds: ${kinds.join(', ')}.` : `Did you mean '${near}'?`,
        }),
      );
    }
    const ids = Object.freeze(world.nodes.filter((node) => node.kind === kind).map(({ id }) => id));
    byKind.set(kind, ids);
    return ids;
  }
  return {
    nodes,
    peers(node) {
      refresh();
      return (byNode[node.index] ??= Object.freeze(nodes(node.kind).filter((id) => id !== node.id)));
    },
  };
}

function pickFrom<T>(xs: readonly T[], what: string, at: number): T {
  if (!Array.isArray(xs) || xs.length === 0)
    throw bad(`${what}(…) was given nothing to choose from`, 'Give a list that is not empty.');
  return xs[Math.floor(at * xs.length)] as T;
}

function bad(what: string, help: string): DiagnosticError {
  return new DiagnosticError(diagnostic('rule/bad-argument', `${what}.`, { help }));
}
