/**
 * The world as properties, scenarios and plots see it: read only, by kind. It looks straight at the live
 * states: a property may run after every event, so nothing is copied for it.
 */
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import type { State } from '../program/declaration.ts';
import type { InFlight, KindName, Labels, MessageName, NodeId, StateOf, World } from '../program/language.ts';

/** What a view looks at. */
export interface Viewed {
  readonly now: number;
  readonly nodes: readonly {
    readonly id: NodeId;
    readonly kind: string;
    readonly state: State;
    readonly alive: boolean;
  }[];
  messages(): readonly InFlight[];
  isCut(a: NodeId, b: NodeId): boolean;
  stat(name: string, labels: Labels | undefined): number;
}

/** Gives a state its `id`, hidden from copies and comparisons. A state that has an `id` of its own keeps it. */
export function withId<S extends State>(state: S, id: NodeId): S {
  if (!Object.hasOwn(state, 'id'))
    Object.defineProperty(state, 'id', { value: id, enumerable: false, configurable: true });
  return state;
}

export function createView(viewed: Viewed): World {
  // States keep their identity between copies of the world, so lists by kind are rebuilt only when that changes.
  let known: readonly unknown[] = [];
  let byKind = new Map<string, StateOf<State>[]>();
  /** In the order of their states. A state may have an `id` of its own, so it is not asked. */
  let ids = new Map<string, NodeId[]>();

  function statesOf(kind: KindName | string): readonly StateOf<State>[] {
    const { nodes } = viewed;
    let isCurrent = known.length === nodes.length;
    for (let i = 0; isCurrent && i < nodes.length; i++) isCurrent = known[i] === nodes[i]?.state;
    if (!isCurrent) {
      known = nodes.map((node) => node.state);
      byKind = new Map();
      ids = new Map();
      for (const node of nodes) {
        const list = byKind.get(node.kind);
        const state = node.state as unknown as StateOf<State>;
        if (list === undefined) byKind.set(node.kind, [state]);
        else list.push(state);
        const names = ids.get(node.kind);
        if (names === undefined) ids.set(node.kind, [node.id]);
        else names.push(node.id);
      }
      // Shared by all who ask: a sort in place would change what the next one finds.
      for (const list of byKind.values()) Object.freeze(list);
    }
    return byKind.get(kindNameOf(kind)) ?? [];
  }

  function idsOf(kind: KindName | string): readonly NodeId[] {
    statesOf(kind);
    return ids.get(kindNameOf(kind)) ?? [];
  }

  function requireNode(id: NodeId): void {
    if (viewed.nodes.some((node) => node.id === id)) return;
    const names = viewed.nodes.slice(0, 20).map((node) => node.id);
    throw new DiagnosticError(
      diagnostic('scenario/unknown-node', `There is no node '${id}'.`, {
        help: `Nodes: ${names.join(', ') || 'none'}.`,
      }),
    );
  }

  const world = {
    get now(): number {
      return viewed.now;
    },
    all: (kind: KindName): readonly StateOf<State>[] => statesOf(kind),
    get: (kind: KindName, id?: NodeId): StateOf<State> => {
      const states = statesOf(kind);
      const found = id === undefined ? (states.length === 1 ? states[0] : undefined) : states[idsOf(kind).indexOf(id)];
      if (found !== undefined) return found;
      throw new DiagnosticError(
        diagnostic(
          'scenario/unknown-node',
          id === undefined
            ? `There are ${states.length} nodes of kind '${kind.kindName}': say which.`
            : `There is no '${kind.kindName}' named '${id}'.`,
          {
            help: `Nodes of this kind: ${idsOf(kind).join(', ') || 'none'}.`,
          },
        ),
      );
    },
    find: (kind: KindName, holds: (state: StateOf<State>) => boolean): NodeId | undefined =>
      idsOf(kind)[statesOf(kind).findIndex((state) => holds(state))],
    inFlight: (type?: MessageName): readonly InFlight[] => {
      const messages = viewed.messages();
      return type === undefined ? messages : messages.filter((message) => message.type === type.messageName);
    },
    alive: (id: NodeId): boolean => viewed.nodes.some((node) => node.id === id && node.alive),
    linked: (a: NodeId, b: NodeId): boolean => {
      for (const id of [a, b]) requireNode(id);
      return !viewed.isCut(a, b);
    },
    stat: (name: string, labels?: Labels): number => viewed.stat(name, labels),
  };
  return world as unknown as World;
}

function kindNameOf(kind: KindName | string): string {
  if (typeof kind === 'string') return kind;
  if (typeof (kind as KindName | undefined)?.kindName === 'string') return kind.kindName;
  throw new DiagnosticError(
    diagnostic('program/unknown-kind', 'What was asked for is not a kind of node.', {
      help: 'Give the value that node(…) returned.',
    }),
  );
}
