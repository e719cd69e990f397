import { describe, expect, test } from 'vitest';
import { lanesOf } from './space-lanes.ts';

const nodes = (count: number, kind = 'server') =>
  Array.from({ length: count }, (_, i) => ({ id: `${kind}${i + 1}`, kind }));

describe('the lanes', () => {
  test('stand in the order of the nodes, one each, within the height', () => {
    const { lanes, laneOf, step } = lanesOf(nodes(5), 24, 500);
    expect(lanes.map(({ name }) => name)).toEqual(['server1', 'server2', 'server3', 'server4', 'server5']);
    expect(laneOf).toEqual([0, 1, 2, 3, 4]);
    expect(step).toBe(100);
    expect(lanes[0]?.y).toBeGreaterThan(24);
    expect(lanes.at(-1)?.y).toBeLessThan(524);
    // As much room above as below.
    expect((lanes[0]?.y ?? 0) - 24).toBeCloseTo(524 - (lanes.at(-1)?.y ?? 0));
  });

  test('all fit however many there are; names leave room for each other', () => {
    const { lanes } = lanesOf(nodes(150), 0, 300);
    expect(lanes.at(-1)?.y).toBeLessThan(300);
    const named = lanes.filter(({ isNamed }) => isNamed).map(({ y }) => y);
    expect(named.length).toBeGreaterThan(10);
    for (const [i, y] of named.slice(1).entries()) expect(y - (named[i] ?? 0)).toBeGreaterThanOrEqual(15);
  });

  test('stand for kinds above 200 nodes', () => {
    const { lanes, laneOf } = lanesOf([...nodes(200), ...nodes(30, 'client')], 0, 400);
    expect(lanes.map(({ name, count }) => [name, count])).toEqual([
      ['server × 200', 200],
      ['client × 30', 30],
    ]);
    expect([laneOf[0], laneOf[199], laneOf[200]]).toEqual([0, 0, 1]);
  });
});
