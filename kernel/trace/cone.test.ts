import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Cone } from '../space-time.ts';
import { EventKind } from '../world/queue.ts';
import { append, type Columns, createColumns } from './columns.ts';
import { conesOf } from './cone.ts';

interface Event {
  readonly node: number;
  readonly kind: EventKind;
  /** An earlier row, or −1. */
  readonly cause: number;
}

function traceOf(events: readonly Event[]): Columns {
  const columns = createColumns();
  for (const [i, { node, kind, cause }] of events.entries())
    append(columns, i * 1000, { kind, node, rule: -1, type: -1, from: -1, cause, since: 0 });
  return columns;
}

/** Straight from the definition: pairs first, then all that follows from pairs. */
function happenedBefore(events: readonly Event[]): boolean[][] {
  const before = events.map((b, j) =>
    events.map((a, i) => {
      const isLocal = ({ node, kind }: Event): boolean => node >= 0 && kind !== EventKind.drop;
      return b.cause === i || (i < j && a.node === b.node && isLocal(a) && isLocal(b));
    }),
  );
  for (let k = 0; k < events.length; k++)
    for (const row of before)
      if (row[k] === true) for (let i = 0; i < events.length; i++) if (before[k]?.[i] === true) row[i] = true;
  return before;
}

const events = fc
  .array(
    fc.record({
      node: fc.integer({ min: -1, max: 3 }),
      kind: fc.constantFrom(EventKind.deliver, EventKind.drop, EventKind.timer, EventKind.action),
      back: fc.integer({ min: 0, max: 12 }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((list) =>
    list.map(({ node, kind, back }, i): Event => ({ node, kind, cause: back === 0 || back > i ? -1 : i - back })),
  );

describe('the causal cones', () => {
  test('are what the definition of happened-before gives, for any event and stretch (property)', () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(events, part, part, part, (list, where, a, b) => {
        const at = (share: number, most: number): number => Math.min(most, Math.floor(share * (most + 1)));
        const step = at(where, list.length - 1);
        const [from = 0, to = 0] = [at(a, list.length), at(b, list.length)].toSorted((x, y) => x - y);
        const before = happenedBefore(list);
        const naive = list.map((_, row) => {
          if (row === step) return Cone.self;
          if (before[step]?.[row] === true) return Cone.past;
          return before[row]?.[step] === true ? Cone.future : Cone.none;
        });
        const cones = conesOf(traceOf(list), step, from, to, 1_000);
        expect([...cones.of]).toEqual(naive.slice(from, to));
        expect(cones.isWhole).toBe(true);
      }),
    );
  });

  test('go over the borders of chunks', () => {
    const list = Array.from({ length: 40_000 }, (_, i) => ({ node: i % 2, kind: EventKind.timer, cause: -1 }));
    const { of } = conesOf(traceOf(list), 20_000, 0, list.length, 1_000_000);
    expect([of[0], of[1], of[19_998], of[19_999]]).toEqual([Cone.past, Cone.none, Cone.past, Cone.none]);
    expect([of[20_000], of[20_001], of[20_002], of[39_998]]).toEqual([Cone.self, Cone.none, Cone.future, Cone.future]);
  });

  test('say so when an event is too far away for them to be followed', () => {
    const list = Array.from({ length: 100 }, () => ({ node: 0, kind: EventKind.timer, cause: -1 }));
    const near = conesOf(traceOf(list), 10, 80, 100, 30);
    expect(near).toEqual({ of: new Uint8Array(20), isWhole: false });
    expect(conesOf(traceOf(list), 90, 0, 20, 30).isWhole).toBe(false);
  });
});
