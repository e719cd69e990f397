import { describe, expect, test } from 'vitest';
import type { WorkloadSpec } from '../kernel/program/language.ts';
import { constant, uniform } from './distributions.ts';
import { latest, zipfian } from './keys.ts';
import { seeded } from './seeded.fixture.ts';
import {
  acknowledge,
  closed,
  concurrency,
  keyspace,
  type NextOperation,
  nextDelay,
  operationSampler,
  poisson,
  regular,
  startDelay,
  stretchesOf,
  workload,
} from './workload.ts';

const A = workload({ mix: { read: 0.5, update: 0.5 }, keys: zipfian(1000), arrivals: poisson(200) });
const D = workload({ mix: { read: 95, insert: 5 }, keys: latest(1000), arrivals: poisson(200) });

function operations(spec: WorkloadSpec, count: number, seed: number): NextOperation[] {
  const random = seeded(seed);
  const keys = keyspace(spec);
  const draw = operationSampler(spec);
  return Array.from({ length: count }, () => draw(random, keys));
}

describe('operations', () => {
  test("10,000 operations of YCSB's A are half reads, within 1.5 %", () => {
    const reads = operations(A, 10_000, 1).filter((o) => o.op === 'read').length;
    expect(Math.abs(reads / 10_000 - 0.5)).toBeLessThan(0.015);
  });

  test('the same seed gives the same list of operations, another seed another', () => {
    expect(operations(A, 1000, 9)).toEqual(operations(A, 1000, 9));
    expect(operations(A, 1000, 9)).not.toEqual(operations(A, 1000, 10));
  });

  test('weights need not sum to 1, and a weight of 0 never comes', () => {
    const names = operations({ ...A, mix: { never: 0, often: 30, seldom: 10 } }, 10_000, 2).map((o) => o.op);
    expect(names).not.toContain('never');
    expect(Math.abs(names.filter((n) => n === 'often').length / 10_000 - 0.75)).toBeLessThan(0.015);
  });

  test('D never reads a key whose insert is not acknowledged, however late acknowledgements are', () => {
    const random = seeded(4);
    const keys = keyspace(D);
    const draw = operationSampler(D);
    const exists = new Set(Array.from({ length: 1000 }, (_, i) => i));
    const pending: number[] = [];
    let readOfNew = 0;
    for (let i = 0; i < 20_000; i++) {
      const operation = draw(random, keys);
      if (operation.insert) {
        expect(exists.has(operation.index)).toBe(false);
        pending.push(operation.index);
      } else {
        expect(exists.has(operation.index), `read of ${operation.key}`).toBe(true);
        if (operation.index >= 1000) readOfNew++;
      }
      if (pending.length > 5) {
        const [index] = pending.splice(Math.floor(random() * pending.length), 1);
        exists.add(index as number);
        acknowledge(keys, index as number);
      }
    }
    expect(readOfNew).toBeGreaterThan(5000);
  });

  test('which operations insert is the author’s to say; each takes the next key', () => {
    const spec = workload({ mix: { sign: 1 }, keys: latest(2), arrivals: regular(5), inserts: ['sign'] });
    expect(operations(spec, 3, 1)).toEqual([
      { op: 'sign', index: 2, key: 'k2', insert: true, count: 1, bytes: 0, collection: '' },
      { op: 'sign', index: 3, key: 'k3', insert: true, count: 1, bytes: 0, collection: '' },
      { op: 'sign', index: 4, key: 'k4', insert: true, count: 1, bytes: 0, collection: '' },
    ]);
  });
});

describe('latest', () => {
  /** Reads that came before their key was acknowledged, of 20,000 operations with six inserts under way. */
  function readsOfMissing(counts: 'acknowledged' | 'issued'): number {
    const spec = { ...D, keys: latest(1000, { counts }) };
    const random = seeded(4);
    const keys = keyspace(spec);
    const draw = operationSampler(spec);
    const pending: number[] = [];
    let missing = 0;
    for (let i = 0; i < 20_000; i++) {
      const operation = draw(random, keys);
      if (operation.insert) pending.push(operation.index);
      else if (pending.includes(operation.index)) missing++;
      if (pending.length > 5) acknowledge(keys, pending.shift() as number);
    }
    return missing;
  }

  test('counting inserts that were issued reads keys that are not there; counting acknowledged ones never does', () => {
    expect(readsOfMissing('acknowledged')).toBe(0);
    expect(readsOfMissing('issued')).toBeGreaterThan(1_000);
  });
});

describe('what an operation is about', () => {
  const all: WorkloadSpec = {
    ...A,
    mix: { scan: 1, update: 1 },
    scanLength: uniform(3, 5),
    valueBytes: uniform(10, 20),
    collections: { 'east/p/b/one': 3, 'east/p/b/two': 1, 'west/p/b/one': 0 },
  };

  test('scans have a length, values have one, and collections come by their weights', () => {
    const list = operations(all, 10_000, 3);
    const lengths = (op: string): Set<number> => new Set(list.flatMap((o) => (o.op === op ? [o.count] : [])));
    expect([...lengths('scan')].toSorted()).toEqual([3, 4]);
    expect([...lengths('update')]).toEqual([1]);
    expect(list.every(({ bytes }) => bytes >= 10 && bytes <= 20)).toBe(true);
    const inOne = list.filter(({ collection }) => collection === 'east/p/b/one').length;
    expect(Math.abs(inOne / 10_000 - 0.75)).toBeLessThan(0.015);
    expect(new Set(list.map(({ collection }) => collection)).size).toBe(2);
  });

  test('which operations are scans is the author’s to say', () => {
    const list = operations({ ...all, mix: { list: 1, scan: 1 }, scans: ['list'] }, 100, 3);
    expect(list.filter(({ count }) => count > 1).every(({ op }) => op === 'list')).toBe(true);
  });

  test('another distribution of keys makes another hottest partition: the same operations, the same seed', () => {
    const partitions = 16;
    const hottest = (spec: WorkloadSpec): number => {
      const loads = new Array<number>(partitions).fill(0);
      for (const { index } of operations(spec, 10_000, 6)) {
        const at = Math.floor((index * partitions) / 1_000);
        loads[at] = (loads[at] ?? 0) + 1;
      }
      return (Math.max(...loads) * partitions) / 10_000;
    };
    // Ranges of neighbours: the hot keys are all in the first one, unless they are scattered.
    expect(hottest({ ...A, keys: uniform(0, 1_000) })).toBeLessThan(1.15);
    expect(hottest({ ...A, keys: zipfian(1_000, { scrambled: true }) })).toBeLessThan(2.2);
    expect(hottest({ ...A, keys: zipfian(1_000) })).toBeGreaterThan(8);
  });
});

describe('phases', () => {
  const three = workload({
    ...A,
    from: 500,
    phases: [
      { for: 1_000 },
      { for: 2_000, arrivals: regular(5) },
      { for: 500, mix: { read: 1 }, keys: uniform(0, 10) },
    ],
  });

  test('follow each other, each with what it says and the rest of the workload', () => {
    const stretches = stretchesOf(three);
    expect(stretches.map(({ from, until }) => [from, until])).toEqual([
      [500, 1_500],
      [1_500, 3_500],
      [3_500, 4_000],
    ]);
    expect(stretches.map(({ spec }) => [spec.arrivals.kind, Object.keys(spec.mix).length, spec.keys.kind])).toEqual([
      ['poisson', 2, 'zipfian'],
      ['regular', 2, 'zipfian'],
      ['poisson', 1, 'uniform'],
    ]);
  });

  test('a wrong phase is a RangeError that names the part', () => {
    expect(() => workload({ ...A, phases: [] })).toThrow(new RangeError('workload: phases holds no phase'));
    expect(() => workload({ ...A, phases: [{ for: 0 }] })).toThrow(/a phase's `for` must be above 0, not 0/);
    expect(() => workload({ ...A, phases: [{ for: 1, mix: {} }] })).toThrow(/the mix of a phase names no operation/);
    expect(() => workload({ ...A, until: 5, phases: [{ for: 1 }] })).toThrow(/with phases there is no until/);
    expect(() => workload({ ...A, phases: [{ for: 1, keys: uniform(0, 2_000) }] })).toThrow(
      /a phase draws from 2000 keys, and the workload has 1000 of them/,
    );
  });
});

describe('arrivals', () => {
  test('poisson starts its mean number of operations a second, with gaps as spread as their mean', () => {
    const random = seeded(8);
    const gaps = Array.from({ length: 50_000 }, () => nextDelay(poisson(200), random));
    const mean = gaps.reduce((a, b) => a + b, 0) / gaps.length;
    expect(Math.abs(mean - 5)).toBeLessThan(0.1);
    expect(Math.abs(gaps.filter((g) => g > 5).length / gaps.length - Math.exp(-1))).toBeLessThan(0.01);
  });

  test('regular starts at once and then every so often', () => {
    expect([startDelay(regular(25), seeded(1)), nextDelay(regular(25), seeded(1)), concurrency(regular(25))]).toEqual([
      0, 25, 1,
    ]);
  });

  test('a closed workload has one stream a client, spaced by its think time', () => {
    const arrivals = closed(4, { think: uniform(10, 20) });
    expect(concurrency(arrivals)).toBe(4);
    expect(nextDelay(arrivals, () => 0.5)).toBe(15);
    expect(startDelay(closed(2), () => 0.5)).toBe(0);
    expect(nextDelay(closed(1, { think: constant(-3) }), () => 0)).toBe(0);
  });
});

test('a wrong specification is a RangeError that names the part', () => {
  expect(() => workload({ ...A, mix: {} })).toThrow(
    new RangeError('workload: the mix names no operation with a weight above 0'),
  );
  expect(() => workload({ ...A, mix: { read: -1 } })).toThrow(
    new RangeError("workload: the weight of 'read' must be 0 or more, not -1"),
  );
  expect(() => workload({ ...A, operations: 1.5 })).toThrow(RangeError);
  expect(() => workload({ ...A, from: 10, until: 5 })).toThrow(
    new RangeError('workload: until (5) must not come before from (10)'),
  );
  expect(() => poisson(0)).toThrow(RangeError);
  expect(() => regular(-1)).toThrow(RangeError);
  expect(() => regular(0.0001)).toThrow(RangeError);
  expect(() => workload({ ...A, from: Infinity })).toThrow(RangeError);
  expect(() => workload({ ...A, arrivals: { kind: 'regular', everyMs: NaN } })).toThrow(RangeError);
  expect(() => closed(1, { think: { kind: 'exponential', mean: Infinity } })).toThrow(RangeError);
  expect(() => closed(0)).toThrow(new RangeError('closed(clients): clients must be a whole number from 1, not 0'));
});
