/**
 * The digest of a run: 64 bits over every row of its trace and the final states. Equal digests mean the same
 * run, byte for byte, in any host. Names enter by their own hash, never by their number, which depends on
 * the order in which names were first met.
 */
import { canonical } from '../plain.ts';
import { hashName, mix } from '../world/random.ts';
import type { World } from '../world/world.ts';
import { type Columns, scan } from './columns.ts';

/** 16 hexadecimal digits. */
export function digestOf(columns: Columns, world: World): string {
  let a = 0x243f6a88;
  let b = 0x13198a2e;
  const take = (word: number): void => {
    a = mix(a, word);
    b = mix(b ^ 0x03707344, word);
  };
  const { names, nodes } = world;
  const hashOf = (number: number): number => (number < 0 ? -1 : names.hash(number));
  const nodeHash = (index: number): number => nodes[index]?.hash ?? -1;
  scan(columns, 0, columns.length, ({ time, kind, node, rule, type, from, cause }, first, last) => {
    const words = new Uint32Array(time.buffer);
    for (let row = first; row < last; row++) {
      take(words[2 * row] as number);
      take(words[2 * row + 1] as number);
      take(kind[row] as number);
      take(nodeHash(node[row] as number));
      take(hashOf(rule[row] as number));
      take(hashOf(type[row] as number));
      take(nodeHash(from[row] as number));
      take(cause[row] as number);
    }
  });
  for (const node of nodes) take(hashName(`${node.id} ${node.kind} ${node.alive} ${canonical(node.state)}`));
  for (const record of world.heap) {
    take(record.at >>> 0);
    take(record.order);
  }
  return (a >>> 0).toString(16).padStart(8, '0') + (b >>> 0).toString(16).padStart(8, '0');
}
