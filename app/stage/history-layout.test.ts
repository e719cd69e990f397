import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChartedOperation, HistoryChart } from '../../kernel/findings.ts';
import { layoutHistory } from './history-layout.ts';

const operation = (id: number, node: string, from: number, to: number | null, more: Partial<ChartedOperation> = {}) =>
  ({
    id,
    node,
    text: `read x → ${id}`,
    invoked: { step: id, time: from },
    ended: to === null ? null : { step: id + 1, time: to },
    outcome: to === null ? 'open' : 'ok',
    isOffending: false,
    isCulprit: false,
    ...more,
  }) satisfies ChartedOperation;

const chart = (...operations: readonly ChartedOperation[]): HistoryChart => ({
  key: null,
  operations,
  links: [],
  possible: [],
});
const six = (text: string): number => text.length * 6;

describe('the layout of a history', () => {
  it('gives each client a lane, in the order of their numbers, and bars from invocation to answer', () => {
    const { from, to, lanes } = layoutHistory(
      chart(operation(1, 'c10', 100, 200), operation(2, 'c2', 150, 300), operation(3, 'c10', 220, 300)),
      400,
      six,
    );
    expect([from, to]).toEqual([100, 300]);
    expect(lanes.map(({ node }) => node)).toEqual(['c2', 'c10']);
    expect(lanes[1]?.operations.map(({ x, width }) => [x, width])).toEqual([
      [0, 200],
      [240, 160],
    ]);
  });

  it('draws what nobody knows the end of to the end, and marks it so', () => {
    const { lanes } = layoutHistory(
      chart(operation(1, 'c1', 0, null), operation(2, 'c2', 0, 50, { outcome: 'unknown' }), operation(3, 'c3', 0, 100)),
      100,
      six,
    );
    expect(lanes.map(({ operations: [one] }) => [one?.width, one?.isOpen])).toEqual([
      [100, true],
      [100, true],
      [100, false],
    ]);
  });

  it('signs the culprit and the others that offend without colour', () => {
    const { lanes } = layoutHistory(
      chart(
        operation(1, 'a', 0, 10, { isOffending: true, isCulprit: true }),
        operation(2, 'b', 0, 10, { isOffending: true }),
        operation(3, 'c', 0, 10, { text: 'transaction read x 1' }),
      ),
      100,
      six,
    );
    expect(lanes.flatMap(({ operations }) => operations.map(({ label }) => label))).toEqual([
      '✗ read x → 1',
      '! read x → 2',
      'T3 read x 1',
    ]);
  });

  it('lets no bar or label cover another in its row', () => {
    const some = fc.array(
      fc.record({
        node: fc.constantFrom('c1', 'c2'),
        from: fc.integer({ min: 0, max: 1_000 }),
        for: fc.option(fc.integer({ min: 0, max: 300 })),
      }),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(some, fc.integer({ min: 200, max: 900 }), (spans, width) => {
        const operations = spans
          .map((one, id) => operation(id, one.node, one.from, one.for === null ? null : one.from + one.for))
          .toSorted((a, b) => a.invoked.time - b.invoked.time);
        for (const lane of layoutHistory(chart(...operations), width, six).lanes)
          for (let row = 0; row < lane.rows; row++) {
            const taken = lane.operations
              .filter((one) => one.row === row)
              .map(({ x, width: wide, label, labelAt }): readonly [number, number] => [
                labelAt === 'before' ? x - six(label) : x,
                labelAt === 'after' ? x + wide + six(label) : x + wide,
              ])
              .toSorted(([a], [b]) => a - b);
            for (const [i, [start]] of taken.entries()) expect(start).toBeGreaterThanOrEqual(taken[i - 1]?.[1] ?? -1e9);
          }
      }),
      { numRuns: 200 },
    );
  });
});
