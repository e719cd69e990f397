/** The matrix of partitions and nodes at one moment, from what the nodes' states say. */
import type { Partitions, PartitionSource, PartitionsWish, PartitionTable } from '../partitions.ts';
import { type Copies, copyStates, type FoundMap, mapsIn } from './partition-map.ts';

/** A node as far as it matters here. */
export interface Holder {
  readonly id: string;
  readonly kind: string;
  readonly alive: boolean;
  readonly state: Readonly<Record<string, unknown>>;
}

/** More are not drawn. */
const partitionLimit = 16_384;
const nodeLimit = 1_024;

interface Source extends Pick<FoundMap, 'path' | 'form'> {
  readonly kind: string;
  /** By the node that has it. */
  readonly maps: Map<string, FoundMap['partitions']>;
}

/** By what it is called. */
type Found = ReadonlyMap<string, Source>;

export function partitionsOf(nodes: readonly Holder[], wish: Omit<PartitionsWish, 'step'>): Partitions {
  const found = findAll(nodes);
  const sources = [...found]
    .map(
      ([id, { kind, path, form, maps }]): PartitionSource => ({
        id,
        kind,
        path,
        form,
        holders: [...maps.keys()],
        partitions: new Set([...maps.values()].flatMap((map) => [...map.keys()])).size,
      }),
    )
    // What is, before what somebody thinks it is.
    .toSorted((a, b) => Number(a.form === 'map') - Number(b.form === 'map') || b.partitions - a.partitions);
  const source = sources.find(({ id }) => id === wish.table) ?? sources[0];
  return { sources, table: source === undefined ? null : tableOf(nodes, found, source, sources, wish.holder) };
}

const nameOf = (kind: string, path: readonly string[]): string =>
  [kind, ...path].map((name) => (/[."]/.test(name) ? JSON.stringify(name) : name)).join('.');

/** Maps of one path in two forms are of the first one's form. */
function findAll(nodes: readonly Holder[]): Found {
  const ids = new Set(nodes.map(({ id }) => id));
  const found = new Map<string, Source>();
  for (const { id, kind, state } of nodes)
    for (const { path, form, partitions } of mapsIn(state, (name) => ids.has(name))) {
      const name = nameOf(kind, path);
      const source = found.get(name) ?? { kind, path, form, maps: new Map<string, FoundMap['partitions']>() };
      if (source.form === form) source.maps.set(id, partitions);
      found.set(name, source);
    }
  return found;
}

function tableOf(
  nodes: readonly Holder[],
  found: Found,
  source: PartitionSource,
  sources: readonly PartitionSource[],
  wishedHolder: string | null,
): PartitionTable {
  const maps = found.get(source.id)?.maps ?? new Map<string, FoundMap['partitions']>();
  const isHeld = source.form === 'held';
  const [first = null] = maps.keys();
  const holder = isHeld ? null : wishedHolder !== null && maps.has(wishedHolder) ? wishedHolder : first;
  const shown = isHeld ? held(maps) : (maps.get(holder ?? '') ?? new Map<string, Copies>());
  const map = isHeld ? sources.find(({ form }) => form === 'map') : undefined;
  const [wisher = ''] = map?.holders ?? [];
  const wished = map === undefined ? null : (found.get(map.id)?.maps.get(wisher) ?? null);
  const partitions = [...new Set([...shown.keys(), ...(wished?.keys() ?? [])])]
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .slice(0, partitionLimit);
  const columns = columnsOf(nodes, source, [shown, ...(wished === null ? [] : [wished])]);
  const states = statesIn([shown, ...(wished === null ? [] : [wished])]);
  const cellsOf = (copies: FoundMap['partitions']): Uint8Array => cells(copies, partitions, columns, states);
  const own = cellsOf(shown);
  const others = isHeld
    ? []
    : [...maps].filter(([node]) => node !== holder).map(([node, other]) => ({ node, cells: cellsOf(other) }));
  const disputed = new Uint8Array(partitions.length);
  const differing = others.map(({ node, cells: theirs }) => {
    let differs = 0;
    for (let p = 0; p < partitions.length; p++) {
      const isSame = columns.every((_, n) => own[p * columns.length + n] === theirs[p * columns.length + n]);
      if (isSame) continue;
      differs += 1;
      disputed[p] = 1;
    }
    return { node, differs };
  });
  return {
    id: source.id,
    kind: source.kind,
    path: source.path,
    form: source.form,
    holder,
    nodes: columns,
    down: nodes.filter(({ id, alive }) => !alive && columns.includes(id)).map(({ id }) => id),
    partitions,
    states,
    cells: own,
    wanted: wished === null || map === undefined ? null : { id: map.id, holder: wisher, cells: cellsOf(wished) },
    others: differing.filter(({ differs }) => differs > 0),
    disputed,
  };
}

/** What each node has, by partition. */
function held(maps: ReadonlyMap<string, FoundMap['partitions']>): FoundMap['partitions'] {
  const all = new Map<string, Map<string, string>>();
  for (const [node, partitions] of maps)
    for (const [partition, copies] of partitions) {
      const state = copies.get('');
      if (state === undefined) continue;
      const nodes = all.get(partition) ?? new Map<string, string>();
      nodes.set(node, state);
      all.set(partition, nodes);
    }
  return all;
}

/** All nodes of the kinds that have copies, in the order of the scenario: one without any is worth seeing. */
function columnsOf(
  nodes: readonly Holder[],
  source: PartitionSource,
  maps: readonly FoundMap['partitions'][],
): readonly string[] {
  const named = new Set(maps.flatMap((map) => [...map.values()].flatMap((copies) => [...copies.keys()])));
  if (source.form === 'held') for (const id of source.holders) named.add(id);
  const kinds = new Set(nodes.filter(({ id }) => named.has(id)).map(({ kind }) => kind));
  return nodes
    .filter(({ kind }) => kinds.has(kind))
    .map(({ id }) => id)
    .slice(0, nodeLimit);
}

function statesIn(maps: readonly FoundMap['partitions'][]): readonly string[] {
  const seen = new Set(maps.flatMap((map) => [...map.values()].flatMap((copies) => [...copies.values()])));
  const more = [...seen].filter((state) => !copyStates.some((known) => known === state)).toSorted();
  return [...copyStates.filter((state) => seen.has(state)), ...more].slice(0, 255);
}

function cells(
  copies: FoundMap['partitions'],
  partitions: readonly string[],
  nodes: readonly string[],
  states: readonly string[],
): Uint8Array {
  const found = new Uint8Array(partitions.length * nodes.length);
  const columnOf = new Map(nodes.map((id, index) => [id, index]));
  const numberOf = new Map(states.map((state, index) => [state, index + 1]));
  for (const [p, partition] of partitions.entries())
    for (const [node, state] of copies.get(partition) ?? []) {
      const n = columnOf.get(node);
      if (n !== undefined) found[p * nodes.length + n] = numberOf.get(state) ?? 0;
    }
  return found;
}
