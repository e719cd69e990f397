import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kindsAsMembers, type Layout, layOut, type Member } from './layout.ts';

const stage = { width: 800, height: 640 };

function nodes(kinds: Readonly<Record<string, number>>): readonly Member[] {
  return Object.entries(kinds).flatMap(([kind, count]) =>
    Array.from({ length: count }, (_, i) => ({ id: count === 1 ? kind : `${kind}${i + 1}`, kind })),
  );
}

/** The closest two nodes, centre to centre, in diameters. */
function closest({ places, radius }: Layout): number {
  let least = Number.POSITIVE_INFINITY;
  for (const [i, p] of places.entries()) {
    for (const q of places.slice(i + 1)) least = Math.min(least, Math.hypot(p.x - q.x, p.y - q.y));
  }
  return least / (2 * radius);
}

/** The middle of what the nodes cover. */
function middle({ places }: Layout): number {
  const heights = places.map(({ y }) => y);
  return (Math.min(...heights) + Math.max(...heights)) / 2;
}

function at(layout: Layout, id: string) {
  const place = layout.places.find((p) => p.id === id);
  if (place === undefined) throw new Error(`${id} has no place`);
  return place;
}

describe('a layout', () => {
  test('never puts a node over another or over the edge, whatever the kinds and the stage (property)', () => {
    const kinds = fc.dictionary(
      fc.constantFrom('server', 'client', 'tm', 'rm', 'router', 'store', 'shard', 'user'),
      fc.integer({ min: 1, max: 60 }),
      { minKeys: 1 },
    );
    fc.assert(
      fc.property(
        kinds,
        fc.integer({ min: 300, max: 1400 }),
        fc.integer({ min: 280, max: 1000 }),
        (mix, width, height) => {
          const members = nodes(mix).slice(0, 200);
          const layout = layOut(members, { width, height });
          expect(layout.places.map((place) => place.id)).toEqual(members.map((member) => member.id));
          expect(closest(layout)).toBeGreaterThanOrEqual(1);
          for (const { x, y } of layout.places) {
            expect(x).toBeGreaterThanOrEqual(layout.radius);
            expect(x).toBeLessThanOrEqual(width - layout.radius);
            expect(y).toBeGreaterThanOrEqual(layout.radius);
            expect(y).toBeLessThanOrEqual(height - layout.radius);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  test('puts one kind on a ring with the first node at the top', () => {
    const layout = layOut(nodes({ server: 5 }), stage);
    const first = at(layout, 'server1');
    expect(first.x).toBeCloseTo(400);
    for (const place of layout.places) expect(place.y).toBeGreaterThanOrEqual(first.y);
    expect(layout.radius).toBe(40);
  });

  test('puts a coordinator in the middle of the others', () => {
    const layout = layOut(nodes({ tm: 1, rm: 3 }), stage);
    const tm = at(layout, 'tm');
    const distances = ['rm1', 'rm2', 'rm3'].map((id) => Math.hypot(at(layout, id).x - tm.x, at(layout, id).y - tm.y));
    expect(tm.x).toBeCloseTo(400);
    for (const distance of distances) expect(distance).toBeGreaterThan(150);
  });

  test('puts clients aside of the servers: left on a wide stage, below on a narrow one', () => {
    const members = nodes({ client: 3, server: 5 });
    const wide = layOut(members, stage);
    const narrow = layOut(members, { width: 390, height: 640 });
    for (const server of ['server1', 'server3', 'server5']) {
      for (const client of ['client1', 'client3']) {
        expect(at(wide, client).x).toBeLessThan(at(wide, server).x - 2 * wide.radius);
        expect(at(narrow, client).y).toBeGreaterThan(at(narrow, server).y + 2 * narrow.radius);
      }
    }
  });

  test('puts two clients on either side of several nodes, in their order', () => {
    for (const store of [2, 3, 5]) {
      const layout = layOut(nodes({ store, client: 2 }), stage);
      const across = layout.places.filter(({ kind }) => kind === 'store').map(({ x }) => x);
      expect(at(layout, 'client1').x).toBeLessThan(Math.min(...across) - 2 * layout.radius);
      expect(at(layout, 'client2').x).toBeGreaterThan(Math.max(...across) + 2 * layout.radius);
    }
  });

  test('puts clients around the one node that they ask', () => {
    const layout = layOut(nodes({ store: 1, client: 4 }), stage);
    const store = at(layout, 'store');
    expect(Math.hypot(store.x - 400, store.y - 320)).toBeLessThan(1);
    const two = layOut(nodes({ store: 1, client: 2 }), stage);
    expect(at(two, 'client1').x).toBeLessThan(at(two, 'store').x - 4 * two.radius);
    expect(at(two, 'client2').x).toBeGreaterThan(at(two, 'store').x + 4 * two.radius);
  });

  test('puts a kind of many around a kind of few', () => {
    const layout = layOut(nodes({ store: 12, router: 3 }), stage);
    const reach = (id: string) => Math.hypot(at(layout, id).x - 400, at(layout, id).y - 320);
    expect(reach('router2')).toBeLessThan(reach('store2'));
  });

  test('is the same for the same nodes, so a crash moves nothing', () => {
    expect(layOut(nodes({ server: 7, client: 2 }), stage)).toEqual(layOut(nodes({ server: 7, client: 2 }), stage));
  });

  test('keeps the order round the ring when a node is added', () => {
    const turn = (layout: Layout, id: string) =>
      (Math.atan2(at(layout, id).y - middle(layout), at(layout, id).x - 400) + 2.5 * Math.PI + 1e-9) % (2 * Math.PI);
    const layout = layOut(nodes({ server: 6 }), stage);
    const turns = [1, 2, 3, 4, 5, 6].map((i) => turn(layout, `server${i}`));
    expect(turns).toEqual(turns.toSorted((a, b) => a - b));
  });

  test('makes nodes smaller as they become more, and still readable as dots at 200', () => {
    const radii = [5, 20, 60, 120, 200].map((server) => layOut(nodes({ server }), stage).radius);
    expect(radii).toEqual(radii.toSorted((a, b) => b - a));
    expect(radii.at(-1)).toBeGreaterThanOrEqual(5);
  });
});

test('very many nodes become one member a kind, in the order of the notebook', () => {
  expect(kindsAsMembers(nodes({ server: 300, client: 20 }))).toEqual([
    { id: 'server', kind: 'server' },
    { id: 'client', kind: 'client' },
  ]);
});
