/** What a matrix of partitions says in words and numbers. */
import type { PartitionTable } from '../../kernel/partitions.ts';
import type { Field } from './partition-grid.ts';

/** Of each node, in their order: how many copies in each state. */
export function sumsOf({ nodes, partitions, states, cells }: PartitionTable): readonly (readonly number[])[] {
  const sums = nodes.map(() => new Array<number>(states.length).fill(0));
  for (let at = 0; at < partitions.length * nodes.length; at++) {
    const state = cells[at] ?? 0;
    const row = sums[at % nodes.length];
    if (state > 0 && row !== undefined) row[state - 1] = (row[state - 1] ?? 0) + 1;
  }
  return sums;
}

/** Partitions of which some copy is not as the map wants it. */
export function movesOf({ nodes, partitions, cells, wanted }: PartitionTable): number {
  if (wanted === null) return 0;
  return partitions.filter((_, partition) =>
    nodes.some((_node, node) => {
      const at = partition * nodes.length + node;
      return cells[at] !== wanted.cells[at];
    }),
  ).length;
}

/** `P3 on b: replica; wanted: active`. */
export function fieldText(
  { nodes, partitions, states, cells, wanted, disputed }: PartitionTable,
  { partition, node }: Field,
): string {
  const at = partition * nodes.length + node;
  const nameOf = (state: number | undefined): string => states[(state ?? 0) - 1] ?? 'no copy';
  const is = nameOf(cells[at]);
  const wants = wanted === null ? is : nameOf(wanted.cells[at]);
  const parts = [
    `${partitions[partition] ?? ''} on ${nodes[node] ?? ''}: ${is}`,
    ...(wants === is ? [] : [`wanted: ${wants}`]),
    ...(disputed[partition] === 1 ? ['not all maps agree'] : []),
  ];
  return parts.join('; ');
}

/** `b's map differs in 3 partitions, c's in 1`; empty when all agree. */
export function othersText({ others }: PartitionTable): string {
  if (others.length === 0) return '';
  const listed = others.slice(0, 4).map(({ node, differs }, i) => {
    const partitions = i === 0 ? ` ${differs === 1 ? 'partition' : 'partitions'}` : '';
    return `${node}’s ${i === 0 ? 'map differs ' : ''}in ${differs}${partitions}`;
  });
  const more = others.length > 4 ? `, and ${others.length - 4} more` : '';
  return `${listed.join(', ')}${more}.`;
}
