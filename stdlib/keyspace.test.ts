import fc from 'fast-check';
import { expect, test } from 'vitest';
import { acknowledge, issue, keyspaceOf } from './keyspace.ts';

test('a key may be read only when it and every key before it are acknowledged', () => {
  const keys = keyspaceOf(3);
  expect([issue(keys), issue(keys), issue(keys)]).toEqual([3, 4, 5]);
  expect(keys.newest).toBe(2);
  acknowledge(keys, 4);
  expect(keys).toEqual({ issued: 6, newest: 2, early: [4] });
  acknowledge(keys, 3);
  expect(keys).toEqual({ issued: 6, newest: 4, early: [] });
});

test('acknowledging twice, an old key, or a key never issued changes nothing', () => {
  const keys = keyspaceOf(1);
  issue(keys);
  issue(keys);
  acknowledge(keys, 2);
  acknowledge(keys, 2);
  acknowledge(keys, 0);
  acknowledge(keys, 9);
  expect(keys).toEqual({ issued: 3, newest: 0, early: [2] });
});

test('in whatever order acknowledgements come, newest is the end of the unbroken run', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 29 })), (order) => {
      const keys = keyspaceOf(0);
      for (let i = 0; i < 30; i++) issue(keys);
      const done = new Set<number>();
      for (const index of order) {
        acknowledge(keys, index);
        done.add(index);
        let run = -1;
        while (done.has(run + 1)) run++;
        expect(keys.newest).toBe(run);
      }
    }),
  );
});
