import { describe, expect, test } from 'vitest';
import type { YcsbName } from '../kernel/program/language.ts';
import { seeded } from './seeded.fixture.ts';
import { acknowledge, keyspace, type NextOperation, operationSampler, poisson, workload } from './workload.ts';
import { ycsb } from './ycsb.ts';

const count = 10_000;

function operations(name: YcsbName, seed = 1): NextOperation[] {
  const spec = workload({ ...ycsb(name), arrivals: poisson(200) });
  const random = seeded(seed);
  const keys = keyspace(spec);
  const draw = operationSampler(spec);
  return Array.from({ length: count }, () => {
    const operation = draw(random, keys);
    if (operation.insert) acknowledge(keys, operation.index);
    return operation;
  });
}

describe('YCSB', () => {
  test.each([
    ['A', { read: 0.5, update: 0.5 }],
    ['B', { read: 0.95, update: 0.05 }],
    ['C', { read: 1 }],
    ['D', { read: 0.95, insert: 0.05 }],
    ['E', { scan: 0.95, insert: 0.05 }],
    ['F', { read: 0.5, 'read-modify-write': 0.5 }],
  ] as const)('10,000 operations of %s are mixed as it says, within 1.5 %%', (name, mix) => {
    const list = operations(name);
    expect([...new Set(list.map(({ op }) => op))].toSorted()).toEqual(Object.keys(mix).toSorted());
    for (const [op, share] of Object.entries(mix))
      expect(Math.abs(list.filter((o) => o.op === op).length / count - share), op).toBeLessThan(0.015);
  });

  test('a scan of E is 1 to 100 keys long, each length as likely; nothing else has a length', () => {
    const lengths = operations('E').flatMap(({ op, count: keys }) => (op === 'scan' ? [keys] : []));
    expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([1, 100]);
    const mean = lengths.reduce((a, b) => a + b, 0) / lengths.length;
    expect(Math.abs(mean - 50.5)).toBeLessThan(1);
    expect(operations('A').every(({ count: keys }) => keys === 1)).toBe(true);
  });

  test('a record is 10 fields of 100 bytes, and there are 1,000 unless it is said', () => {
    expect(new Set(operations('A').map(({ bytes }) => bytes))).toEqual(new Set([1_000]));
    expect(keyspace(workload({ ...ycsb('A'), arrivals: poisson(1) })).issued).toBe(1_000);
    expect(keyspace(workload({ ...ycsb('D', { records: 7 }), arrivals: poisson(1) })).issued).toBe(7);
  });

  test('keys stay in range, and D alone prefers the newest', () => {
    for (const name of ['A', 'B', 'C', 'F'] as const)
      expect(operations(name).every(({ index }) => index >= 0 && index < 1_000)).toBe(true);
    const reads = operations('D').filter(({ op }) => op === 'read');
    expect(reads.filter(({ index }) => index >= 1_000).length / reads.length).toBeGreaterThan(0.4);
  });

  test('keys are named by the hash of their number, as those that YCSB inserts', () => {
    const named = operations('C').find(({ index }) => index === 0);
    expect(named?.key).toBe('user6284781860667377211');
  });

  test('another name is a RangeError that tells the six', () => {
    // @ts-expect-error -- there is no G
    expect(() => ycsb('G')).toThrow(new RangeError('ycsb(name): name must be one of A, B, C, D, E, F, not "G"'));
  });
});
