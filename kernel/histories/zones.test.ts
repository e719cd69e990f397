import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLinearizer, type ObjectEvent, type Specification } from './linearize.ts';
import { createObject } from './object.ts';
import { bruteForce, drafts, events, played, register, verdictOf } from './object.fixture.ts';
import { createZones } from './zones.ts';

const plain: Specification = { ...register, asRegister: { read: 'read', write: 'write' } };

/** Each write another value: its place in the history. */
function withDistinctValues(history: readonly ObjectEvent[]): ObjectEvent[] {
  return history.map((event) =>
    event.type === 'invoke' && event.input.op === 'write'
      ? { ...event, input: { ...event.input, value: event.call + 1 } }
      : event,
  );
}

const inputs = fc.oneof(
  fc.constant({ op: 'read', value: undefined, key: null }),
  fc.nat(6).map((value) => ({ op: 'write', value, key: null })),
);

describe('the zones of a register', () => {
  it('agree with trying every order, and name the same first response', () => {
    let violated = 0;
    fc.assert(
      fc.property(drafts(inputs, fc.nat(7)), (all) => {
        // Answers that were right for the drafts are mostly wrong for the values that replace theirs: map them along.
        const drawn = played(plain, all);
        const history = withDistinctValues(drawn).map((event): ObjectEvent => {
          if (event.type !== 'ok' || typeof event.result !== 'number') return event;
          const wrote = drawn.find((one) => one.type === 'invoke' && one.input.value === event.result);
          return { ...event, result: wrote === undefined ? event.result : wrote.call + 1 };
        });
        const zones = createZones(plain.init, { read: 'read', write: 'write' });
        for (const event of history) zones.push(event);
        const found = zones.search(1);
        const expected = bruteForce(plain, history);
        if (!expected) violated += 1;
        expect(found).toBe(expected ? 'linearizable' : 'violated');
        const linearizer = createLinearizer(plain);
        verdictOf(linearizer, history);
        expect(zones.culprit).toBe(linearizer.culprit);
        // The culprit cannot be together with the others named, whatever else was asked.
        if (zones.conflict.length > 0) expect(zones.conflict).toContain(zones.culprit);
      }),
      { numRuns: 1_000, seed: 6 },
    );
    expect(violated).toBeGreaterThan(100);
    expect(violated).toBeLessThan(900);
  });

  it('give way to a search when a value is written twice, with what came before', () => {
    const history = events('a+write 1', 'a-', 'b+write 2', 'b-', 'c+write 1', 'd+read', 'd-2', 'c-', 'e+read', 'e-2');
    const object = createObject(plain);
    expect(verdictOf(object, history)).toBe('violated');
    expect(object.culprit).toBe(4);
    expect([...object.possible]).toEqual(['1']);
  });

  it('name the operations that cannot be together', () => {
    const zones = createZones(0, { read: 'read', write: 'write' });
    for (const event of events('a+write 1', 'a-', 'b+write 2', 'c+read', 'c-2', 'd+read', 'd-1')) zones.push(event);
    expect(zones.search(1)).toBe('violated');
    expect(zones.culprit).toBe(3);
    expect([...zones.conflict].toSorted()).toEqual([0, 1, 2, 3]);
  });

  it('follow a hundred thousand operations of thirty clients', () => {
    const zones = createZones(0, { read: 'read', write: 'write' });
    let value = 0;
    for (let call = 0; call < 100_000; call++) {
      const isRead = call % 3 === 0;
      if (!isRead) value = call;
      zones.push({
        type: 'invoke',
        call,
        input: { op: isRead ? 'read' : 'write', value: isRead ? undefined : value, key: null },
      });
      if (call >= 30 && (call - 30) % 3 !== 0) zones.push({ type: 'ok', call: call - 30, result: null });
    }
    expect(zones.search(1)).toBe('linearizable');
    expect(zones.steps).toBe(166_646);
  });
});
