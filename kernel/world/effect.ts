/**
 * What scenarios, timed actions and people do to a world, as data. An effect becomes an event of its own,
 * so that it shows in the trace and can be the cause of others.
 */
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import { copy, NotPlainError } from '../plain.ts';
import { requireKnown } from '../program/arguments.ts';
import type { State } from '../program/declaration.ts';
import type { Actions, LinkSpec, MessageName, NodeId, Sent, World } from '../program/language.ts';
import { checkedDistribution } from '../../stdlib/distributions.ts';

export type Effect =
  | { readonly type: 'crash'; readonly node: NodeId }
  | { readonly type: 'restart'; readonly node: NodeId }
  /** Both ways, for every pair. */
  | { readonly type: 'cut'; readonly pairs: readonly (readonly [NodeId, NodeId])[]; readonly text: string }
  /** No pairs: every link. */
  | { readonly type: 'heal'; readonly pairs: readonly (readonly [NodeId, NodeId])[] | null }
  /** No link: the whole network. */
  | { readonly type: 'network'; readonly link: readonly [NodeId, NodeId] | null; readonly spec: LinkSpec }
  | { readonly type: 'send'; readonly to: NodeId; readonly from: NodeId | null; readonly message: Sent }
  | { readonly type: 'fireTimer'; readonly node: NodeId; readonly key: string }
  /** The first message of a type that is on its way from one node to the other. `ms`: of a delay. */
  | {
      readonly type: 'drop' | 'delay' | 'duplicate';
      readonly from: NodeId;
      readonly to: NodeId;
      readonly message: string;
      readonly ms: number;
    }
  | { readonly type: 'edit'; readonly node: NodeId; readonly change: (state: State) => void }
  | { readonly type: 'fire'; readonly node: NodeId; readonly rule: string }
  | { readonly type: 'note'; readonly text: string };

/** What collecting needs to know of the world besides how it looks. */
export interface Surroundings {
  readonly world: World;
  nodeIds(): readonly NodeId[];
}

/** An `Actions` whose acts are collected in `effects`; each names only nodes that exist. */
export function collectEffects(around: Surroundings, effects: Effect[]): Actions {
  const known = (node: NodeId): NodeId => {
    if (around.nodeIds().includes(node)) return node;
    throw new DiagnosticError(
      diagnostic('scenario/unknown-node', `There is no node '${node}'.`, {
        help: `Nodes of this scenario: ${around.nodeIds().slice(0, 20).join(', ') || 'none'}.`,
      }),
    );
  };
  /** `w.crash(w.find(…))` finds nobody when an edit changed the story: that is told in the log, and the run goes on. */
  const on = (node: NodeId | undefined, act: string, effect: (node: NodeId) => Effect): void => {
    effects.push(node === undefined ? { type: 'note', text: `${act}: no such node was found` } : effect(known(node)));
  };
  const pair = (a: NodeId, b: NodeId): readonly [NodeId, NodeId] => [known(a), known(b)];
  const onWire = (
    act: 'drop' | 'delay' | 'duplicate',
    type: MessageName,
    from: NodeId,
    to: NodeId,
    ms: number,
  ): void => {
    if (!(ms >= 0 && ms < 1e12))
      throw new DiagnosticError(
        diagnostic('program/bad-argument', `A message cannot be delayed by ${String(ms)} ms.`, {
          help: 'Give a number of ms, from 0.',
        }),
      );
    effects.push({ type: act, message: type.messageName, from: known(from), to: known(to), ms });
  };
  const { world } = around;
  return {
    get now() {
      return world.now;
    },
    all: (kind) => world.all(kind),
    get: (kind, id) => world.get(kind, id),
    find: (kind, holds) => world.find(kind, holds),
    inFlight: ((type?: never) => world.inFlight(type as never)) as Actions['inFlight'],
    alive: (id) => world.alive(id),
    linked: (a, b) => world.linked(a, b),
    stat: (name, labels) => world.stat(name, labels),
    crash: (node) => on(node, 'crash', (id) => ({ type: 'crash', node: id })),
    restart: (node) => on(node, 'restart', (id) => ({ type: 'restart', node: id })),
    partition: (...groups) => {
      for (const group of groups) for (const node of group) known(node);
      effects.push({
        type: 'cut',
        pairs: pairsBetween(groups, around.nodeIds()),
        text: groups.map((group) => group.join(' ')).join(' | '),
      });
    },
    cut: (a, b) => void effects.push({ type: 'cut', pairs: [pair(a, b)], text: `${a} | ${b}` }),
    heal: (a, b) =>
      void effects.push({ type: 'heal', pairs: a === undefined || b === undefined ? null : [pair(a, b)] }),
    network: (spec) => void effects.push({ type: 'network', link: null, spec: checkedLink(spec, 'world.network(…)') }),
    link: (from, to, spec) =>
      void effects.push({ type: 'network', link: pair(from, to), spec: checkedLink(spec, 'world.link(…)') }),
    send: (to, message, from) =>
      on(to, 'send', (id) => ({
        type: 'send',
        to: id,
        from: from === undefined ? null : known(from),
        message: plainMessage(message),
      })),
    fireTimer: (node, type, key) =>
      on(node, 'fireTimer', (id) => ({ type: 'fireTimer', node: id, key: timerKey(type.messageName, key) })),
    drop: (type, from, to) => onWire('drop', type, from, to, 0),
    delay: (type, from, to, ms) => onWire('delay', type, from, to, ms),
    duplicate: (type, from, to) => onWire('duplicate', type, from, to, 0),
    edit: (_kind, node, change) =>
      on(node, 'edit', (id) => ({ type: 'edit', node: id, change: change as (state: State) => void })),
    fire: (node, rule) => on(node, 'fire', (id) => ({ type: 'fire', node: id, rule })),
    note: (text) => void effects.push({ type: 'note', text }),
  };
}

/** One pending timer per node, type and key. */
export function timerKey(type: string, key: string | number | undefined): string {
  return key === undefined ? type : `${type}${keySeparator}${key}`;
}

/** Stands in no name that people write, so `A B` without a key is not `A` with the key `B`. */
const keySeparator = '\u001f';

/** What `timerKey` put together. */
export function timerParts(name: string): { readonly type: string; readonly key: string | null } {
  const at = name.indexOf(keySeparator);
  return at < 0 ? { type: name, key: null } : { type: name.slice(0, at), key: name.slice(at + 1) };
}

export function timerText(key: string): string {
  return key.replace(keySeparator, ' ');
}

export function plainMessage(message: Sent): Sent {
  if (typeof message !== 'object' || message === null || typeof message.type !== 'string') {
    throw new DiagnosticError(
      diagnostic('rule/bad-argument', 'What is sent is not a message.', {
        help: 'Call the message type: Ping({ n: 1 }), or Ping() when it has no body.',
      }),
    );
  }
  try {
    return { type: message.type, body: copy(message.body) };
  } catch (error) {
    throw error instanceof NotPlainError ? notPlain(error, `The message ${message.type}`) : error;
  }
}

export function notPlain(error: NotPlainError, what: string): DiagnosticError {
  const where = error.path.length === 0 ? '' : ` at ${error.path.join('.')}`;
  return new DiagnosticError(
    diagnostic('rule/function-in-state', `${what} holds ${error.found}${where}.`, {
      help: 'Only plain data can be kept, sent and replayed: objects, arrays, Map, Set, strings, numbers, booleans, bigint, null.',
    }),
  );
}

/** Every pair of nodes in different groups; nodes in no group form one together. */
function pairsBetween(groups: readonly (readonly NodeId[])[], all: readonly NodeId[]): (readonly [NodeId, NodeId])[] {
  const groupOf = new Map<NodeId, number>();
  groups.forEach((group, index) => {
    for (const node of group) groupOf.set(node, index);
  });
  const pairs: (readonly [NodeId, NodeId])[] = [];
  for (let i = 0; i < all.length; i++) {
    for (let j = i + 1; j < all.length; j++) {
      const a = all[i] as NodeId;
      const b = all[j] as NodeId;
      if (groupOf.get(a) !== groupOf.get(b)) pairs.push([a, b]);
    }
  }
  return pairs;
}

const linkOptions: Readonly<Record<keyof LinkSpec, true>> = {
  delivery: true,
  latency: true,
  loss: true,
  duplicate: true,
  bandwidth: true,
};

function checkedLink(spec: LinkSpec, of: string): LinkSpec {
  const given: LinkSpec | null | undefined = spec;
  if (typeof given !== 'object' || given === null) {
    const help = 'Write world.network({ latency: uniform(5, 15) }).';
    throw new DiagnosticError(diagnostic('program/bad-argument', `${of} needs to know how its links are.`, { help }));
  }
  requireKnown(given, linkOptions, of);
  const wrong = (what: string, help: string): never => {
    throw new DiagnosticError(diagnostic('program/bad-argument', `A link's ${what}.`, { help }));
  };
  const { delivery, latency, loss, duplicate, bandwidth } = spec;
  if (delivery !== undefined && !['unordered', 'ordered', 'unordered-duplicating'].includes(delivery)) {
    wrong(`delivery is '${delivery}'`, "It is 'unordered', 'ordered' or 'unordered-duplicating'.");
  }
  if (latency !== undefined) {
    const help = 'Use constant(10), uniform(5, 15), exponential(10), normal(10, 2) or pareto(1, 2), in ms.';
    if (typeof latency !== 'object' || latency === null) wrong('latency is not a distribution', help);
    try {
      checkedDistribution(latency);
    } catch (error) {
      wrong(`latency is wrong: ${error instanceof Error ? error.message : String(error)}`, help);
    }
  }
  for (const [name, probability] of [
    ['loss', loss],
    ['duplicate', duplicate],
  ] as const) {
    if (probability !== undefined && !(probability >= 0 && probability <= 1))
      wrong(`${name} is ${String(probability)}`, 'It is a probability from 0 to 1.');
  }
  if (bandwidth !== undefined && !(bandwidth > 0 && bandwidth < Infinity))
    wrong(`bandwidth is ${String(bandwidth)}`, 'It is a positive number of bytes per second.');
  return { ...spec };
}
