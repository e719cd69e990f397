/** What of a matrix of partitions and nodes carries a star. */
import type { PartitionTable } from '../../kernel/partitions.ts';
import { type PageStar, type StarMarks, type StarSign, starsOf } from '../model/stars.ts';

export interface PartitionStars {
  /** By place in the table. */
  readonly partitions: ReadonlyMap<number, readonly StarSign[]>;
  readonly nodes: ReadonlyMap<number, readonly StarSign[]>;
}

/** A partition is starred when a star's value is its key: by itself, or under the name of the map. */
export function partitionStars(table: PartitionTable, list: readonly PageStar[], marks: StarMarks): PartitionStars {
  const map = table.path.at(-1);
  const partitions = new Map<number, StarSign[]>();
  for (const { id, name, colour, pattern } of list) {
    const { under, value } = pattern;
    if ((typeof value !== 'string' && typeof value !== 'number') || (under.length > 0 && under.at(-1) !== map))
      continue;
    // A number means nothing without a name.
    if (typeof value === 'number' && under.length === 0) continue;
    const partition = table.partitions.indexOf(String(value));
    if (partition < 0) continue;
    const signs = partitions.get(partition) ?? [];
    signs.push({ id, name, colour, isMade: false });
    partitions.set(partition, signs);
  }
  const nodes = new Map<number, readonly StarSign[]>();
  for (const [index, node] of table.nodes.entries()) {
    const signs = starsOf(marks, { type: 'node', id: node });
    if (signs.length > 0) nodes.set(index, signs);
  }
  return { partitions, nodes };
}
