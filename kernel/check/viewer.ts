/** A record as properties see it. Nothing is built for a look: states are the interned ones, frozen. */
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import type { InFlight, KindName, World as WorldView } from '../program/language.ts';
import { createView } from '../world/view.ts';
import { type NodeInWorld, linkNumber, type World } from '../world/world.ts';
import { headWords, HeadWord, type Words } from './codec.ts';
import type { Items } from './items.ts';
import type { Locals, LocalState } from './locals.ts';
import type { Surroundings } from './surroundings.ts';
import { type Tuples, widen } from './tuples.ts';

/** Kinds from this one on share a bit. */
export const lastKind = 30;

export interface Viewer {
  /** The view is the same object every time; it shows the record that was given last. */
  show(words: Words, at: number): WorldView;
  /** Set when a look went beyond the states of nodes: to messages or cuts. Whoever cares clears it. */
  lookedAround: boolean;
  /** Kinds whose nodes were looked at, a bit each in the order of `kinds`. Whoever cares clears it. */
  kindsSeen: number;
  /** The one that was looked at first since `kindsSeen` was cleared. */
  firstKind: number;
  /** The bit of the kind of a node. */
  bitOf(node: number): number;
  /** Takes in the nodes of kinds that were looked at. */
  widen(tuples: Tuples): void;
}

export function createViewer(
  name: string,
  base: Pick<World, 'names' | 'nodes' | 'byId'>,
  locals: Locals,
  items: Items,
  surroundings: Surroundings,
): Viewer {
  let words: Words = new Int32Array(0);
  let at = 0;
  const nodes = base.nodes.map(({ id, kind, state, alive }: NodeInWorld) => ({ id, kind, state, alive }));

  function messages(): readonly InFlight[] {
    viewer.lookedAround = true;
    const found: InFlight[] = [];
    const first = at + headWords + nodes.length;
    const end = first + (words[at + HeadWord.count] as number);
    for (let i = first; i < end; i++) {
      const item = words[i] as number;
      for (const number of items.queues[item] ?? [item]) {
        const message = items.messages[number];
        if (message == null) continue;
        const { from, to, type, body } = message;
        found.push(
          timeless(name, {
            type: base.names.list[type] ?? '',
            from: base.nodes[from]?.id ?? '',
            to: base.nodes[to]?.id ?? '',
            body,
          }),
        );
      }
    }
    return found;
  }

  const view = createView({
    get now(): number {
      throw clockless(name, 'world.now');
    },
    nodes,
    messages,
    isCut: (a, b) => {
      viewer.lookedAround = true;
      const [from, to] = [base.byId.get(a), base.byId.get(b)];
      const { cuts } = surroundings.list[words[at + HeadWord.surrounding] as number] as { cuts: ReadonlySet<number> };
      return from !== undefined && to !== undefined && cuts.has(linkNumber(from.index, to.index));
    },
    stat: (stat) => {
      throw statless(name, stat);
    },
  });

  const kinds = [...new Set(base.nodes.map(({ kind }) => kind))];
  const bits = new Map(kinds.map((kind, index) => [kind, 1 << Math.min(index, lastKind)]));
  const nodeBits = Int32Array.from(nodes, ({ kind }) => bits.get(kind) ?? 0);
  const see = (kind: KindName): KindName => {
    note(bits.get(kind.kindName) ?? 0);
    return kind;
  };
  function note(bit: number): void {
    if (viewer.kindsSeen === 0) viewer.firstKind = bit;
    viewer.kindsSeen |= bit;
  }
  const watched: WorldView = {
    get now(): number {
      return view.now;
    },
    all: (kind) => view.all(see(kind) as typeof kind),
    get: (kind, id) => view.get(see(kind) as typeof kind, id),
    find: (kind, holds) => view.find(see(kind) as typeof kind, holds),
    inFlight: ((type?: never) => view.inFlight(type as never)) as WorldView['inFlight'],
    alive: (id) => {
      const node = base.byId.get(id);
      if (node !== undefined) note(bits.get(node.kind) ?? 0);
      return view.alive(id);
    },
    linked: (a, b) => view.linked(a, b),
    stat: (stat, labels) => view.stat(stat, labels),
  };

  const viewer: Viewer = {
    lookedAround: false,
    kindsSeen: 0,
    firstKind: 0,
    bitOf: (node) => nodeBits[node] as number,
    widen: (tuples) => widen(tuples, viewer.kindsSeen, nodes.length, (node) => nodeBits[node] as number),
    show(shown, from) {
      words = shown;
      at = from;
      for (let index = 0; index < nodes.length; index++) {
        const local = locals.list[words[at + headWords + index] as number] as LocalState;
        const node = nodes[index] as (typeof nodes)[number];
        node.state = local.state;
        node.alive = local.alive;
      }
      return watched;
    },
  };
  return viewer;
}

/** A message that tells nothing of when it was sent. */
function timeless(name: string, message: Pick<InFlight, 'type' | 'from' | 'to' | 'body'>): InFlight {
  return Object.defineProperties(message, {
    sentAt: { get: () => refuse(name, 'sentAt') },
    arrivesAt: { get: () => refuse(name, 'arrivesAt') },
  }) as InFlight;
}

function refuse(name: string, what: string): never {
  throw clockless(name, `${what} of a message`);
}

/** A rule is run once for what it finds, however often it is met: nobody counts. */
function statless(name: string, stat: string): DiagnosticError {
  return new DiagnosticError(
    diagnostic('check/reads-stat', `The stat '${stat}' is read, which nobody counts while '${name}' is explored.`, {
      help: 'Say it by the states of the nodes. A property that begins by reading a stat is left out when exploring.',
    }),
  );
}

/** A property is asked at no certain time. */
export function clockless(name: string, what: string): DiagnosticError {
  return new DiagnosticError(
    diagnostic('check/reads-clock', `${what} is read, which means nothing while '${name}' is explored.`, {
      help: 'Say it by what the nodes know or have done, or check it in a run.',
    }),
  );
}
