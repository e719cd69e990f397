import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cycles, topologicalOrder } from './order.ts';

/** Edges of a graph over 0 … 7. */
const edges = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 20 });
const nodes = [0, 1, 2, 3, 4, 5, 6, 7];
const needsIn = (all: readonly (readonly [number, number])[]) => (node: number) =>
  all.filter(([from]) => from === node).map(([, to]) => to);

function reaches(needs: (node: number) => readonly number[], from: number, to: number): boolean {
  const seen = new Set<number>();
  const queue = [...needs(from)];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (next === to) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    queue.push(...needs(next));
  }
  return false;
}

describe('cycles', () => {
  it('are the largest groups of two or more in which each reaches each', () => {
    fc.assert(
      fc.property(edges, (all) => {
        const needs = needsIn(all);
        const groupOf = new Map(cycles(nodes, needs).flatMap((group) => group.map((node) => [node, group] as const)));
        for (const a of nodes) {
          for (const b of nodes) {
            const together = a !== b && reaches(needs, a, b) && reaches(needs, b, a);
            expect(a !== b && groupOf.get(a)?.includes(b) === true).toBe(together);
          }
        }
      }),
    );
  });
});

describe('topologicalOrder', () => {
  it('has each node once, after all it needs', () => {
    fc.assert(
      fc.property(edges, (all) => {
        const needs = needsIn(all.filter(([from, to]) => from > to));
        const order = topologicalOrder(nodes, needs);
        expect(order.toSorted((a, b) => a - b)).toEqual(nodes);
        for (const node of nodes)
          for (const needed of needs(node)) expect(order.indexOf(needed)).toBeLessThan(order.indexOf(node));
      }),
    );
  });

  it('leaves the order given where nothing asks for another', () => {
    expect(topologicalOrder(['c', 'a', 'b'], () => [])).toEqual(['c', 'a', 'b']);
  });
});
