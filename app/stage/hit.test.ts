import { describe, expect, it } from 'vitest';
import { linkAt, messageAt, timerAt } from './hit.ts';
import type { Route } from './route.ts';
import { arcReach } from './timer-arcs.ts';

const line = (y: number): Route => ({ type: 'line', from: { x: 0, y }, to: { x: 100, y } });
const flight = (at: number) => ({ at, lost: 0 });

describe('what lies under a point', () => {
  it('is the nearest message within reach', () => {
    const drawn = [
      { id: 1, route: line(0), flight: flight(0.5) },
      { id: 2, route: line(10), flight: flight(0.5) },
    ];
    expect(messageAt({ x: 52, y: 2 }, drawn, 12)).toBe(1);
    expect(messageAt({ x: 52, y: 7 }, drawn, 12)).toBe(2);
    expect(messageAt({ x: 80, y: 0 }, drawn, 12)).toBeNull();
  });

  it('is the timer whose ring is nearest, all round, and none within the node', () => {
    const [radius, centre] = [36, { x: 100, y: 100 }];
    const arcs = [0, 1].map((ring) => ({ timer: `ring ${ring}`, centre, ring }));
    for (const ring of [0, 1])
      for (let turn = 0; turn < 2 * Math.PI; turn += 0.3) {
        const out = arcReach(radius, ring) + 0.5;
        const point = { x: 100 + out * Math.cos(turn), y: 100 + out * Math.sin(turn) };
        expect(timerAt(point, arcs, radius, 5)).toBe(`ring ${ring}`);
      }
    expect(timerAt({ x: 100, y: 100 + radius - 4 }, arcs, radius, 5)).toBeNull();
    expect(timerAt({ x: 100, y: 100 + arcReach(radius, 1) + 6 }, arcs, radius, 5)).toBeNull();
  });

  it('is the nearest link within reach, along its length and not beyond its ends', () => {
    const places = new Map([
      ['a', { x: 0, y: 0 }],
      ['b', { x: 100, y: 0 }],
      ['c', { x: 0, y: 100 }],
    ]);
    const pairs = ['a\nb', 'a\nc', 'b\nc', 'a\nd'];
    expect(linkAt({ x: 50, y: 3 }, pairs, places, 7)).toEqual(['a', 'b']);
    expect(linkAt({ x: 49, y: 49 }, pairs, places, 7)).toEqual(['b', 'c']);
    expect(linkAt({ x: 120, y: 0 }, pairs, places, 7)).toBeNull();
    expect(linkAt({ x: 30, y: 30 }, pairs, places, 7)).toBeNull();
  });
});
