/// <reference types="vite/client" />
import { expect, test } from 'vitest';
import { type Benchmark, summarise } from './bench.ts';

const files = import.meta.glob<readonly Benchmark[]>(
  ['./**/*.bench.ts', '../stdlib/**/*.bench.ts', '../app/**/*.bench.ts'],
  {
    import: 'benchmarks',
    eager: true,
  },
);
const benchmarks = Object.values(files).flat();
const now = (): number => performance.now();

test.each(benchmarks.map((benchmark) => [benchmark.name, benchmark] as const))(
  'the benchmark "%s" takes a sample',
  async (_, benchmark) => {
    const sample = await benchmark.prepare({ now, small: true });
    const value = await sample();
    expect(value).toBeGreaterThan(0);
    expect(Number.isFinite(value)).toBe(true);
  },
  30_000,
);

test('no two benchmarks have the same name', () => {
  expect(new Set(benchmarks.map(({ name }) => name)).size).toBe(benchmarks.length);
});

test('the p95 is the bad end: high for times, low for rates', () => {
  const samples = Array.from({ length: 101 }, (_, i) => 100 - i);
  expect(summarise(samples, 'lower')).toEqual({ median: 50, p95: 95, spread: 0.5 });
  expect(summarise(samples, 'higher')).toEqual({ median: 50, p95: 5, spread: 0.5 });
  expect(summarise([3], 'lower')).toEqual({ median: 3, p95: 3, spread: 0 });
  expect(() => summarise([], 'lower')).toThrow('at least one sample');
});
