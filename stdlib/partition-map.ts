/**
 * Partition maps: which nodes hold a copy of which partition, and in which state. Plain data, so that a node may keep one in its
 * state, and a text form of one letter a copy, for tables and tests.
 */
import type { NodeId } from '../kernel/program/language.ts';

/** The holders of one partition, by the state of their copy. The first node of a state is the preferred one. */
export type Copies = Readonly<Record<string, readonly NodeId[]>>;

/** Partition → its copies. */
export type PartitionMap = Readonly<Record<string, Copies>>;

/** A state that a copy can be in. A model is a list of these, the superior first. */
export interface CopyState {
  readonly name: string;
  /** How many copies of a partition are to be in this state. */
  readonly constraint: number;
  /** What it is worth to leave a copy where it is, in partitions of load. 1.5 when left out. */
  readonly stickiness?: number;
}

/** One primary, and so many replicas. */
export function primaryWith(replicas: number): readonly CopyState[] {
  return [
    { name: 'primary', constraint: 1 },
    { name: 'replica', constraint: replicas },
  ];
}

/** Numbers in names count as numbers: `P10` comes after `P9`. */
export function byName(a: string, b: string): number {
  const [x, y] = [nameParts(a), nameParts(b)];
  return compare(x.stem, y.stem) || x.number - y.number || compare(a, b);
}

function nameParts(name: string): { readonly stem: string; readonly number: number } {
  const digits = /\d+$/.exec(name)?.[0] ?? '';
  return { stem: name.slice(0, name.length - digits.length), number: digits === '' ? -1 : Number(digits) };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** State → its letter in the text form. */
const defaultLetters: Readonly<Record<string, string>> = { primary: 'm', replica: 's' };

/**
 * Reads `sm. .ms`: a word for each partition (`P0`, `P1`, …), a column for each node, `m` a primary, `s` a replica, `.` nothing. Columns
 * to the right that are left out hold nothing. Throws a RangeError for a letter or column that means nothing.
 */
export function readMap(text: string, nodes: readonly NodeId[], letters = defaultLetters): PartitionMap {
  const stateOf = new Map(Object.entries(letters).map(([state, letter]) => [letter, state]));
  const rows = text.split(/\s+/).filter((row) => row !== '');
  return Object.fromEntries(
    rows.map((row, i) => {
      if (row.length > nodes.length)
        throw new RangeError(`readMap: '${row}' has ${row.length} columns for ${nodes.length} nodes`);
      const copies: Record<string, NodeId[]> = Object.fromEntries(Object.keys(letters).map((state) => [state, []]));
      for (const [column, letter] of row.split('').entries()) {
        if (letter === '.') continue;
        const state = stateOf.get(letter);
        if (state === undefined) throw new RangeError(`readMap: '${letter}' in '${row}' is no state's letter`);
        copies[state]?.push(nodes[column] ?? '');
      }
      return [`P${i}`, copies];
    }),
  );
}

/** The text form that `readMap` reads. Holders that are not among the nodes are left out. */
export function showMap(map: PartitionMap, nodes: readonly NodeId[], letters = defaultLetters): string {
  return Object.keys(map)
    .toSorted(byName)
    .map((partition) => nodes.map((node) => letters[stateAt(map, partition, node) ?? ''] ?? '.').join(''))
    .join(' ');
}

/** The state of the copy that a node holds of a partition; null when it holds none. */
export function stateAt(map: PartitionMap, partition: string, node: NodeId): string | null {
  for (const [state, nodes] of Object.entries(map[partition] ?? {})) if (nodes.includes(node)) return state;
  return null;
}

/** Every node that holds a copy of a partition, superior states first as they stand in the map. */
export function holdersOf(copies: Copies): readonly NodeId[] {
  return Object.values(copies).flat();
}

/** What it takes to get from one map to another. */
export interface MapDifference {
  /** Copies on nodes that held none of that partition. */
  readonly built: number;
  /** Partitions whose first node of the superior state is another. */
  readonly primariesMoved: number;
}

/** @param superior the name of the superior state */
export function difference(before: PartitionMap, after: PartitionMap, superior = 'primary'): MapDifference {
  let built = 0;
  let primariesMoved = 0;
  for (const [partition, copies] of Object.entries(after)) {
    const old = before[partition] ?? {};
    const held = new Set(holdersOf(old));
    built += holdersOf(copies).filter((node) => !held.has(node)).length;
    if (old[superior]?.[0] !== copies[superior]?.[0]) primariesMoved += 1;
  }
  return { built, primariesMoved };
}

/** The copies that a node holds, by state. */
export function loadOf(map: PartitionMap, node: NodeId): Readonly<Record<string, number>> {
  const load: Record<string, number> = {};
  for (const copies of Object.values(map)) {
    for (const [state, nodes] of Object.entries(copies)) {
      load[state] = (load[state] ?? 0) + (nodes.includes(node) ? 1 : 0);
    }
  }
  return load;
}
