/**
 * The digest of a run: 64 bits over every row of its trace and the final states. Equal digests mean the same
 * run, byte for byte, in any host. Names enter by their own hash, never by their number, which depends on
 * the order in which names were first met.
 */
import { canonical } from '../plain.ts';
import { hashName, mix } from '../world/random.ts';
import type { World } from '../world/world.ts';
import { type Chunk, chunkBits, chunkRows } from './chunk.ts';
import { chunkAt, type Columns } from './columns.ts';

/** Two 32-bit words: the digest so far. */
export type Words = readonly [number, number];

const none: Words = [0x243f6a88, 0x13198a2e];

/** 16 hexadecimal digits. */
export function digestOf(columns: Columns, world: World): string {
  let words = wordsBefore(columns, columns.slots.length, world);
  for (const node of world.nodes) words = take(words, hashName(stateText(node)));
  for (const record of world.heap) words = take(take(words, record.at >>> 0), record.order);
  const [a, b] = words;
  return (a >>> 0).toString(16).padStart(8, '0') + (b >>> 0).toString(16).padStart(8, '0');
}

/** Of all rows before a chunk. */
export function wordsBefore(columns: Columns, index: number, world: World): Words {
  // What was thinned away left its own; it is the beginning.
  let first = index;
  let words = none;
  for (; first > 0; first--) {
    const slot = columns.slots[first - 1];
    if (slot?.isThinned !== true) continue;
    words = slot.digest;
    break;
  }
  for (let i = first; i < index; i++) {
    const rows = Math.min(chunkRows, columns.length - (i << chunkBits));
    words = wordsAfter(words, chunkAt(columns, i), rows, world);
  }
  return words;
}

/** Of the rows before a chunk, to which its first `rows` are added. */
export function wordsAfter(before: Words, chunk: Chunk, rows: number, { names, nodes }: World): Words {
  let [a, b] = before;
  const add = (word: number): void => {
    a = mix(a, word);
    b = mix(b ^ 0x03707344, word);
  };
  const hashOf = (number: number): number => (number < 0 ? -1 : names.hash(number));
  const nodeHash = (index: number): number => nodes[index]?.hash ?? -1;
  const { time, kind, node, rule, type, from, cause } = chunk;
  const words = new Uint32Array(time.buffer);
  for (let row = 0; row < rows; row++) {
    add(words[2 * row] as number);
    add(words[2 * row + 1] as number);
    add(kind[row] as number);
    add(nodeHash(node[row] as number));
    add(hashOf(rule[row] as number));
    add(hashOf(type[row] as number));
    add(nodeHash(from[row] as number));
    add(cause[row] as number);
  }
  return [a, b];
}

function take([a, b]: Words, word: number): Words {
  return [mix(a, word), mix(b ^ 0x03707344, word)];
}

function stateText({ id, kind, alive, state }: World['nodes'][number]): string {
  return `${id} ${kind} ${alive} ${canonical(state)}`;
}
