import { describe, expect, test } from 'vitest';
import { Cone, type SpaceTime } from '../../kernel/space-time.ts';
import { thingAt } from './space-hit.ts';
import { lanesOf } from './space-lanes.ts';
import { pictureOf } from './space-picture.ts';
import { endOf, type Plane, xOf, yOf } from './space-plane.ts';
import { onTheWayOf, seenAfter } from './space-traffic.ts';
import { frameOf } from './space.fixture.ts';

const kinds = ['deliver', 'drop', 'timer', 'crash', 'restart', 'cut', 'heal', 'action'];
const nodes = [
  { id: 'a', kind: 'peer' },
  { id: 'b', kind: 'peer' },
];

interface Row {
  readonly step: number;
  readonly time: number;
  readonly kind: string;
  readonly node?: number;
  readonly from?: number;
  readonly sentAt?: number;
  readonly type?: string;
  readonly cause?: number;
  readonly cone?: number;
}

function stretchOf(rows: readonly Row[], more: Partial<SpaceTime> = {}): SpaceTime {
  const names = [...new Set(rows.flatMap(({ type }) => type ?? []))];
  return {
    from: 0,
    to: 100,
    count: rows.length,
    sample: 1,
    names,
    kinds,
    nodes,
    down: [],
    cut: null,
    onTheWay: [],
    tip: { now: 100, step: 100 },
    chosen: null,
    events: {
      step: Int32Array.from(rows, ({ step }) => step),
      time: Float64Array.from(rows, ({ time }) => time),
      kind: Uint8Array.from(rows, ({ kind }) => kinds.indexOf(kind)),
      node: Int16Array.from(rows, ({ node }) => node ?? -1),
      from: Int16Array.from(rows, ({ from }) => from ?? -1),
      sentAt: Float64Array.from(rows, ({ sentAt }) => sentAt ?? Number.NaN),
      type: Int16Array.from(rows, ({ type }) => (type === undefined ? -1 : names.indexOf(type))),
      rule: Int16Array.from(rows, () => -1),
      cause: Int32Array.from(rows, ({ cause }) => cause ?? -1),
      cone: Uint8Array.from(rows, ({ cone }) => cone ?? Cone.none),
    },
    ...more,
  };
}

describe('the picture of a stretch', () => {
  test('has a line for each message that somebody sent, and a mark for each event on a lane', () => {
    const { events, messages, counts } = pictureOf(
      stretchOf([
        { step: 0, time: 10, kind: 'timer', node: 0, type: 'Tick' },
        { step: 1, time: 30, kind: 'deliver', node: 1, from: 0, sentAt: 10, type: 'Ping', cause: 0 },
        { step: 2, time: 40, kind: 'drop', node: 1, from: 0, sentAt: 10, type: 'Ping', cause: 0 },
        { step: 3, time: 50, kind: 'deliver', node: 1, type: 'FromOutside', cause: -2 },
      ]),
      [0, 1],
    );
    expect(events.map(({ step, glyph, lane }) => [step, glyph, lane])).toEqual([
      [0, 'timer', 0],
      [1, 'arrival', 1],
      [3, 'arrival', 1],
    ]);
    expect(messages.map(({ step, sentAt, arrivesAt, lost }) => [step, sentAt, arrivesAt, lost])).toEqual([
      [1, 10, 30, false],
      [2, 10, 40, true],
    ]);
    expect([...counts]).toEqual([
      ['Ping', 2],
      ['FromOutside', 1],
    ]);
  });

  test('has bands while something is cut and while a node is down, from before it begins and beyond its end', () => {
    const { cuts, downs } = pictureOf(
      stretchOf(
        [
          { step: 5, time: 20, kind: 'heal' },
          { step: 6, time: 30, kind: 'restart', node: 1 },
          { step: 7, time: 40, kind: 'crash', node: 0 },
          { step: 8, time: 50, kind: 'cut', type: 'a | b' },
        ],
        { cut: 'a | b', down: [1] },
      ),
      [0, 1],
    );
    expect(cuts).toEqual([
      { from: Number.NEGATIVE_INFINITY, to: 20, text: 'a | b', lane: null },
      { from: 50, to: Number.POSITIVE_INFINITY, text: 'a | b', lane: null },
    ]);
    expect(downs).toEqual([
      { from: Number.NEGATIVE_INFINITY, to: 30, text: '', lane: 1 },
      { from: 40, to: Number.POSITIVE_INFINITY, text: '', lane: 0 },
    ]);
  });

  test('a message is lit when it is a way to the chosen event or from it, not when it goes by it', () => {
    const message = { kind: 'deliver', node: 1, from: 0, type: 'Ping' } as const;
    const { messages } = pictureOf(
      stretchOf([
        { step: 0, time: 0, kind: 'timer', node: 0, cone: Cone.past },
        { ...message, step: 1, time: 10, sentAt: 0, cause: 0, cone: Cone.self },
        { ...message, step: 2, time: 20, sentAt: 0, cause: 0, cone: Cone.future },
        { ...message, step: 3, time: 30, sentAt: 10, cause: 1, cone: Cone.future },
        { ...message, step: 4, time: 40, sentAt: 0, cause: 0, cone: Cone.none },
      ]),
      [0, 1],
    );
    expect(messages.map(({ step, lit }) => [step, lit])).toEqual([
      [1, true],
      [2, false],
      [3, true],
      [4, false],
    ]);
  });
});

describe('what lies under a point', () => {
  const plane: Plane = {
    width: 300,
    height: 200,
    left: 100,
    top: 20,
    shown: { from: 0, to: 100 },
    lanes: lanesOf(nodes, 20, 180),
  };
  const { events, messages } = pictureOf(
    stretchOf([
      { step: 0, time: 10, kind: 'timer', node: 0 },
      { step: 1, time: 60, kind: 'deliver', node: 1, from: 0, sentAt: 10, type: 'Ping', cause: 0 },
      { step: 2, time: 90, kind: 'drop', node: 1, from: 0, sentAt: 70, type: 'Ping', cause: 0 },
    ]),
    [0, 1],
  );
  const at = (x: number, y: number) => thingAt(plane, x, y, events, messages, 10);

  test('is the nearest event, or else a message whose line goes by there', () => {
    expect(at(xOf(plane, 60) + 4, yOf(plane, 1) - 3)).toMatchObject({ type: 'event', event: { step: 1 } });
    const middle = [xOf(plane, 35), (yOf(plane, 0) + yOf(plane, 1)) / 2] as const;
    expect(at(middle[0] + 2, middle[1])).toMatchObject({ type: 'message', message: { step: 1 } });
    expect(at(middle[0] + 30, middle[1])).toBeNull();
  });

  test('of a lost message is only the way that it came', () => {
    const lost = messages[1];
    if (lost === undefined) throw new Error('there is one');
    const end = endOf(plane, lost);
    expect(at(end.x - 3, end.y - 3)).toMatchObject({ message: { step: 2 } });
    expect(at(xOf(plane, 88), yOf(plane, 1) - 12)).toBeNull();
  });
});

describe('messages on their way', () => {
  const message = { id: 7, type: 'Ping', from: 'a', to: 'b', sentAt: 10, arrivesAt: 30, lost: false };

  test('stay in the picture until the next reading, when they have arrived meanwhile', () => {
    const flying = { ...message, text: '' };
    const before = seenAfter(new Map(), frameOf({ now: 20, step: 4, messages: [flying] }));
    const after = seenAfter(before, frameOf({ now: 35, step: 5, messages: [] }));
    expect([...after.keys()]).toEqual([7]);
    // Now it is among the events.
    expect([...onTheWayOf(stretchOf([]), frameOf({ now: 36, step: 5, messages: [] }), true).keys()]).toEqual([]);
  });

  test('are those at the tip when an earlier moment is shown', () => {
    const read = stretchOf([], { onTheWay: [{ ...message, cause: 3, lit: true }] });
    const earlier = frameOf({ now: 5, step: 1, messages: [{ ...message, id: 1, text: '' }] });
    expect([...onTheWayOf(read, earlier, false).values()]).toMatchObject([{ type: 'Ping', lit: true }]);
    expect(seenAfter(new Map(), earlier).size).toBe(0);
  });
});
