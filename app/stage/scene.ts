/**
 * What the topology draws, taken from a frame: figures (a node each, or above `aggregateAbove` nodes one a kind) and
 * the traffic between them.
 */
import type { Frame, MessageView, NodeView } from '../../kernel/protocol.ts';
import { aggregateAbove } from './layout.ts';

export type Figure = NodeFigure | KindFigure;

export interface NodeFigure {
  readonly type: 'node';
  readonly id: string;
  readonly kind: string;
  readonly alive: boolean;
  readonly role: string;
  readonly detail: string;
  /** The machine, rack or place it stands in; empty for none. */
  readonly group: string;
}

export interface KindFigure {
  readonly type: 'kind';
  readonly id: string;
  readonly kind: string;
  readonly count: number;
  readonly down: number;
  /** Role → nodes that have it, most first. */
  readonly roles: readonly (readonly [string, number])[];
}

export interface Scene {
  readonly type: 'nodes' | 'kinds';
  readonly figures: readonly Figure[];
  /** The figure that stands for a node. */
  readonly figureOf: ReadonlyMap<string, string>;
  /** Equal for equal figures: what decides whether to draw them anew. */
  readonly signature: string;
}

/** More nodes of one figure than this are not shown one by one, when it is opened. */
const openedNodes = 200;

/** @param opened the figure of many nodes that the reader has opened, by its id */
export function sceneOf(nodes: readonly NodeView[], opened: string | null = null): Scene {
  return nodes.length > aggregateAbove ? sceneOfKinds(nodes, opened) : sceneOfNodes(nodes);
}

const nodeFigure = ({ id, kind, alive, role, detail, group = '' }: NodeView): NodeFigure => ({
  type: 'node',
  id,
  kind,
  alive,
  role,
  detail,
  group,
});

const textOf = (figure: Figure): string =>
  figure.type === 'node'
    ? `${figure.id}\t${figure.kind}\t${figure.alive}\t${figure.role}\t${figure.detail}\t${figure.group}`
    : `${figure.id}\t${figure.count}\t${figure.down}\t${figure.roles.join(';')}`;

function sceneOfNodes(nodes: readonly NodeView[]): Scene {
  const figures = nodes.map(nodeFigure);
  return {
    type: 'nodes',
    figures,
    figureOf: new Map(nodes.map(({ id }) => [id, id])),
    signature: figures.map(textOf).join('\n'),
  };
}

/** One figure for each kind; where nodes name their racks or places, for each kind in each of them. */
function sceneOfKinds(nodes: readonly NodeView[], opened: string | null): Scene {
  const nameOf = ({ kind, group = '' }: NodeView): string => (group === '' ? kind : `${group} · ${kind}`);
  const members = new Map<string, NodeView[]>();
  for (const node of nodes) {
    const name = nameOf(node);
    const list = members.get(name);
    if (list === undefined) members.set(name, [node]);
    else list.push(node);
  }
  const figureOf = new Map<string, string>();
  const figures = [...members].flatMap(([name, all]): Figure[] => {
    const shown = name === opened ? all.slice(0, openedNodes) : [];
    const rest = all.slice(shown.length);
    for (const { id } of shown) figureOf.set(id, id);
    for (const { id } of rest) figureOf.set(id, name);
    return [...shown.map(nodeFigure), ...(rest.length === 0 ? [] : [manyFigure(name, rest)])];
  });
  return { type: 'kinds', figures, figureOf, signature: figures.map(textOf).join('\n') };
}

function manyFigure(name: string, nodes: readonly NodeView[]): KindFigure {
  const roles = new Map<string, number>();
  for (const { role } of nodes) if (role !== '') roles.set(role, (roles.get(role) ?? 0) + 1);
  return {
    type: 'kind',
    id: name,
    kind: nodes[0]?.kind ?? name,
    count: nodes.length,
    down: nodes.filter((node) => !node.alive).length,
    roles: [...roles].toSorted((a, b) => b[1] - a[1]),
  };
}

// ---------------------------------------------------------------- traffic

/** More messages than this are drawn by sample; between kinds, where all of them share a few ways, fewer. */
export const drawnMessages = { nodes: 1_000, kinds: 240 } as const;

export interface Traffic {
  readonly messages: readonly MessageView[];
  /** One of so many messages is drawn. */
  readonly sample: number;
  /** Type → in flight, in the order of first appearance. */
  readonly counts: ReadonlyMap<string, number>;
}

export function trafficOf(messages: readonly MessageView[], hidden: ReadonlySet<string>, most: number): Traffic {
  const counts = new Map<string, number>();
  for (const { type } of messages) counts.set(type, (counts.get(type) ?? 0) + 1);
  const wanted = hidden.size === 0 ? messages : messages.filter(({ type }) => !hidden.has(type));
  const sample = Math.max(1, Math.ceil(wanted.length / most));
  // By number, not by position: a message drawn in this frame is drawn in the next.
  return { messages: sample === 1 ? wanted : wanted.filter(({ id }) => id % sample === 0), sample, counts };
}

// ---------------------------------------------------------------- links

/** Links seen in use, as `a\nb` with a < b; forgotten when another run begins. */
export interface SeenLinks {
  readonly run: string;
  readonly tip: number;
  readonly links: ReadonlySet<string>;
}

const mostLinks = 600;

export function seeLinks(before: SeenLinks | null, frame: Frame, scene: Scene): SeenLinks {
  const run = `${frame.scenario}\n${frame.seed}`;
  const same = before !== null && before.run === run && frame.tip.step >= before.tip;
  const known: ReadonlySet<string> = same ? before.links : new Set();
  const found: string[] = [];
  for (const { from, to } of frame.messages) {
    const a = scene.figureOf.get(from);
    const b = scene.figureOf.get(to);
    if (a === undefined || b === undefined || a === b) continue;
    const link = a < b ? `${a}\n${b}` : `${b}\n${a}`;
    if (!known.has(link)) found.push(link);
  }
  const links = found.length === 0 || known.size >= mostLinks ? known : new Set([...known, ...found]);
  return { run, tip: frame.tip.step, links };
}
