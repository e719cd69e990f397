import { describe, expect, it } from 'vitest';
import { draw, hashName, mix } from './random.ts';

describe('draw', () => {
  it('means the same for ever for the same stream and counter', () => {
    const stream = mix(mix(7, hashName('server1')), hashName('server.ElectionTimeout'));
    expect([0, 1, 2].map((counter) => draw(stream, counter))).toMatchInlineSnapshot(`
      [
        0.8579016245501713,
        0.3006170568211335,
        0.014458125246372022,
      ]
    `);
  });

  it('is uniform: every one of 64 bins gets its share of 64,000 draws', () => {
    for (const seed of [0, 1, 7, 123456789]) {
      const bins = new Array<number>(64).fill(0);
      for (let i = 0; i < 64_000; i++) {
        const bin = Math.floor(draw(seed, i) * 64);
        bins[bin] = (bins[bin] ?? 0) + 1;
      }
      const chiSquare = bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
      expect(chiSquare).toBeLessThan(120);
    }
  });

  it('keeps neighbouring streams and counters uncorrelated', () => {
    const correlation = (pairs: readonly (readonly [number, number])[]): number =>
      pairs.reduce((sum, [a, b]) => sum + (a - 0.5) * (b - 0.5), 0) / pairs.length / (1 / 12);
    const counters = Array.from({ length: 20_000 }, (_, i) => [draw(5, i), draw(5, i + 1)] as const);
    const streams = Array.from({ length: 20_000 }, (_, i) => [draw(i, 0), draw(i + 1, 0)] as const);
    expect(Math.abs(correlation(counters))).toBeLessThan(0.03);
    expect(Math.abs(correlation(streams))).toBeLessThan(0.03);
  });
});
