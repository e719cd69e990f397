import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CallInput, createLinearizer } from './linearize.ts';
import { bruteForce, drafts, events, played, queue, register, verdictOf } from './object.fixture.ts';

const registerInput: fc.Arbitrary<CallInput> = fc.oneof(
  fc.constant({ op: 'read', value: undefined, key: null }),
  fc.nat(2).map((value) => ({ op: 'write', value, key: null })),
  fc.tuple(fc.nat(2), fc.nat(2)).map((value) => ({ op: 'cas', value, key: null })),
);
const queueInput: fc.Arbitrary<CallInput> = fc.oneof(
  fc.nat(2).map((value) => ({ op: 'put', value, key: null })),
  fc.constant({ op: 'take', value: undefined, key: null }),
);

describe('linearizability of one object', () => {
  for (const [name, specification, input, wrong] of [
    ['register', register, registerInput, fc.oneof(fc.nat(2), fc.boolean())],
    ['queue', queue, queueInput, fc.oneof(fc.nat(2), fc.constant('empty'))],
  ] as const) {
    it(`agrees with trying every order, for a ${name}`, () => {
      let violated = 0;
      fc.assert(
        fc.property(drafts(input, wrong), (all) => {
          const history = played(specification, all);
          const expected = bruteForce(specification, history);
          if (!expected) violated += 1;
          expect(verdictOf(createLinearizer(specification), history)).toBe(expected ? 'linearizable' : 'violated');
        }),
        { numRuns: 800, seed: 4 },
      );
      // Both verdicts must have been tried.
      expect(violated).toBeGreaterThan(80);
      expect(violated).toBeLessThan(720);
    });

    it(`names the first response that cannot be explained, for a ${name}, whenever it is asked`, () => {
      fc.assert(
        fc.property(drafts(input, wrong), fc.nat(3), (all, slice) => {
          const history = played(specification, all);
          const linearizer = createLinearizer(specification);
          const found = verdictOf(linearizer, history, slice + 1);
          const prefix = history.findIndex((_, i) => !bruteForce(specification, history.slice(0, i + 1)));
          expect(found).toBe(prefix < 0 ? 'linearizable' : 'violated');
          expect(linearizer.culprit).toBe(prefix < 0 ? null : history[prefix]?.call);
        }),
        { numRuns: 500, seed: 5 },
      );
    });
  }

  it('lets a read that overlaps a write see the old value or the new one', () => {
    for (const seen of [0, 1])
      expect(verdictOf(createLinearizer(register), events('a+write 1', 'b+read', `b-${seen}`, 'a-'))).toBe(
        'linearizable',
      );
  });

  it('refuses the old value after the new one was read, and says what could have been read', () => {
    const linearizer = createLinearizer(register);
    const found = verdictOf(linearizer, events('a+write 1', 'b+read', 'b-1', 'c+read', 'c-0', 'a-'));
    expect(found).toBe('violated');
    expect(linearizer.culprit).toBe(2);
    expect([...linearizer.possible]).toEqual(['1']);
  });

  it('lets an operation without a response take effect late, once, or never', () => {
    expect(verdictOf(createLinearizer(register), events('a+write 1', 'b+read', 'b-0', 'c+read', 'c-1'))).toBe(
      'linearizable',
    );
    expect(verdictOf(createLinearizer(register), events('a+write 1', 'b+read', 'b-0'))).toBe('linearizable');
    const twice = events('a+write 1', 'b+read', 'b-1', 'c+write 0', 'c-', 'd+read', 'd-1');
    expect(verdictOf(createLinearizer(register), twice)).toBe('violated');
  });

  it('takes a failed operation for one that never took effect, even when it was thought to have', () => {
    expect(verdictOf(createLinearizer(register), events('a+write 1', 'b+read', 'b-1', 'a!'))).toBe('violated');
    expect(verdictOf(createLinearizer(register), events('a+write 1', 'b+read', 'b-0', 'a!'))).toBe('linearizable');
  });

  it('costs about one step an operation when operations fit one after the other', () => {
    const lines = Array.from({ length: 5_000 }, (_, i) =>
      i % 2 === 0 ? [`w+write ${i}`, 'w-'] : ['r+read', `r-${i - 1}`],
    );
    const linearizer = createLinearizer(register);
    const found = verdictOf(linearizer, events(...lines.flat()));
    expect(found).toBe('linearizable');
    expect(linearizer.steps).toBeLessThan(5_100);
  });
});
