import fc from 'fast-check';
import { expect, it } from 'vitest';
import { minimise } from './minimise.ts';

/** Drives it, counting the questions. */
function run<T>(
  items: readonly T[],
  shows: (items: readonly T[]) => boolean,
): { readonly kept: readonly T[]; readonly asked: number } {
  let asked = 0;
  const work = minimise(items, function* (some) {
    asked += 1;
    yield;
    return shows(some);
  });
  for (;;) {
    const next = work.next();
    if (next.done === true) return { kept: next.value, asked };
  }
}

it('keeps what is needed and nothing else, wherever it stands', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(99), { maxLength: 8 }), (needed) => {
      const all = Array.from({ length: 100 }, (_, i) => i);
      const { kept, asked } = run(all, (some) => needed.every((one) => some.includes(one)));
      expect(kept).toEqual(needed.toSorted((a, b) => a - b));
      expect(asked).toBeLessThan(600);
    }),
  );
});

it('leaves out two that can only go together', () => {
  const even = (some: readonly string[]): boolean =>
    some.includes('x') && some.filter((one) => one !== 'x').length % 2 === 0;
  expect(run(['a', 'b', 'x', 'c', 'd'], even).kept).toEqual(['x']);
});

it('ends with a list without which, by any one, it does not show', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(30), { minLength: 1 }),
      fc.array(fc.uniqueArray(fc.nat(30), { maxLength: 4 })),
      (all, ways) => {
        const shows = (some: readonly number[]): boolean =>
          some.length === all.length || ways.some((way) => way.every((one) => some.includes(one)));
        const { kept } = run(all, shows);
        expect(shows(kept)).toBe(true);
        for (const one of kept) expect(shows(kept.filter((other) => other !== one))).toBe(kept.length === 0);
      },
    ),
    { numRuns: 300 },
  );
});
