import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LastEvent } from '../world/world.ts';
import { append, createColumns } from './columns.ts';
import { createDensities, densityOf } from './density.ts';

const event: LastEvent = { kind: 0, node: 0, rule: -1, type: -1, from: -1, cause: -1, since: 0 };

/** Times in virtual ms, in order. */
function traceOf(times: readonly number[]) {
  const columns = createColumns();
  for (const time of times) append(columns, Math.round(time * 1000), event);
  return columns;
}

describe('the density', () => {
  test('counts each event in its bucket, as counting one by one does (property)', () => {
    const times = fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 200 });
    const window = fc.record({
      from: fc.integer({ min: 0, max: 1_500 }),
      span: fc.integer({ min: 1, max: 1_000 }),
      buckets: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(times, window, (given, { from, span, buckets }) => {
        const sorted = given.toSorted((a, b) => a - b);
        const border = (i: number): number => (from + (span * i) / buckets) * 1000;
        const naive = Array.from(
          { length: buckets },
          (_, i) => sorted.filter((time) => time * 1000 >= border(i) && time * 1000 < border(i + 1)).length,
        );
        expect(densityOf(traceOf(sorted), { from, to: from + span, buckets })).toEqual(naive);
      }),
    );
  });

  test('is kept while neither the trace nor the stretch changes, and made anew when one does', () => {
    const densities = createDensities();
    const columns = traceOf([1, 2, 3]);
    const wanted = { from: 0, to: 4, buckets: 2 };
    const first = densities.of(columns, wanted);
    expect(first).toEqual([1, 2]);
    expect(densities.of(columns, { ...wanted })).toBe(first);
    append(columns, 3_500, event);
    expect(densities.of(columns, wanted)).toEqual([1, 3]);
    expect(densities.of(columns, { ...wanted, to: 2 })).toEqual([0, 1]);
  });
});
