/**
 * Which part of a new text is which part of the old one. In this order: cells of the same kind and slug, parts
 * of the same content, then parts that stand next to the same neighbour.
 */
import type { CellKey } from '../diagnostic.ts';
import type { Part, Piece } from './notebook.ts';

/** Index in `next` → the key of the same part in `previous`. No key is given twice. */
export function sameParts(previous: readonly Part[], next: readonly Piece[]): ReadonlyMap<number, CellKey> {
  const matched = new Map<number, number>();
  const taken = new Set<number>();
  const pair = (newIndex: number, oldIndex: number): void => {
    matched.set(newIndex, oldIndex);
    taken.add(oldIndex);
  };

  for (const identity of [slug, content]) {
    const free = new Map<string, number[]>();
    for (const [index, part] of previous.entries()) {
      const name = identity(part);
      if (name === null || taken.has(index)) continue;
      const same = free.get(name);
      if (same === undefined) free.set(name, [index]);
      else same.push(index);
    }
    for (const [index, piece] of next.entries()) {
      const name = identity(piece);
      if (name === null || matched.has(index)) continue;
      const oldIndex = free.get(name)?.shift();
      if (oldIndex !== undefined) pair(index, oldIndex);
    }
  }

  const beside = (index: number, neighbour: number): void => {
    const piece = next[index];
    if (piece === undefined || matched.has(index)) return;
    // Before the first part and after the last one stand the ends of the file, which are always the same.
    const old = neighbour < 0 ? -1 : neighbour >= next.length ? previous.length : matched.get(neighbour);
    if (old === undefined) return;
    const candidate = old + index - neighbour;
    if (previous[candidate]?.type === piece.type && !taken.has(candidate)) pair(index, candidate);
  };
  for (let index = 0; index < next.length; index++) beside(index, index - 1);
  for (let index = next.length - 1; index >= 0; index--) beside(index, index + 1);

  const keys = new Map<number, CellKey>();
  for (const [index, oldIndex] of matched) {
    const old = previous[oldIndex];
    if (old !== undefined && old.type !== 'front-matter') keys.set(index, old.key);
  }
  return keys;
}

function slug(part: Part | Piece): string | null {
  return part.type === 'cell' && part.slug !== null ? `${part.kind} ${part.slug}` : null;
}

function content(part: Part | Piece): string {
  return part.type === 'cell' ? `cell ${part.kind} ${part.code}` : `${part.type} ${part.raw}`;
}
