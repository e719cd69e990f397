import { describe, expect, test } from 'vitest';
import { type FigureLook, figureName, figureShape, namedBeneath, outlinePath } from './figure.ts';
import type { NodeFigure } from './scene.ts';

const look: FigureLook = {
  radius: 36,
  roles: new Map(),
  outline: 'disc',
  selected: false,
  miniature: null,
  was: null,
  differs: false,
  stars: [],
  measure: (text) => text.length * 0.58,
};
const leader: NodeFigure = {
  type: 'node',
  id: 'server1',
  kind: 'server',
  alive: true,
  role: 'leader',
  detail: '4',
  group: '',
};

describe('the name of a figure for a screen reader', () => {
  test('tells the node, its role and what goes with it', () => {
    expect(figureName(leader, look)).toBe('server1, leader, 4');
    expect(figureName({ ...leader, alive: false }, look)).toBe('server1, down');
  });

  test('begins with what is drawn when that is cut', () => {
    expect(figureName({ ...leader, id: 'warehouse12' }, { ...look, radius: 18 })).toBe('w12, warehouse12, leader, 4');
  });

  test('ends with how it was before, and with that it differs from the branch beside', () => {
    const was = { role: 'follower', alive: null, text: 'was follower' };
    expect(figureName(leader, { ...look, was })).toBe('server1, leader, 4, was follower');
    expect(figureName(leader, { ...look, differs: true })).toBe('server1, leader, 4, differs');
  });

  test('tells the stars that it carries; of several what is drawn of their names, too', () => {
    const star = { id: '1', name: 'request 1', colour: 1, isMade: false };
    expect(figureName(leader, { ...look, stars: [star] })).toBe('server1, leader, 4, ★ request 1');
    const two = [star, { ...star, id: '2', name: 'txn 7', colour: 2, isMade: true }];
    expect(figureName(leader, { ...look, stars: two })).toBe(
      'server1, leader, 4, ★ req ★ txn, ★ request 1, ★ txn 7 (made of it)',
    );
  });

  test('of a kind tells how many there are and how many are down', () => {
    const stores = { type: 'kind', id: 'store', kind: 'store', count: 240, down: 14, roles: [] } as const;
    expect(figureName(stores, look)).toBe('240 store, 14 down');
  });
});

test('an outline stays within a tenth of the radius', () => {
  for (const outline of ['disc', 'hexagon', 'octagon', 'block'] as const) {
    const numbers =
      outlinePath(outline, 30)
        .match(/-?\d+(\.\d+)?/g)
        ?.map(Number) ?? [];
    expect(Math.max(...numbers.map(Math.abs))).toBeLessThanOrEqual(outline === 'block' ? 60 : 33);
  }
});

/** What stands after `r=` in a template and in those within it. */
function radii(template: unknown): readonly number[] {
  if (Array.isArray(template)) return template.flatMap(radii);
  if (typeof template !== 'object' || template === null || !('strings' in template && 'values' in template)) return [];
  const { strings, values } = template;
  if (!Array.isArray(strings) || !Array.isArray(values)) return [];
  return values.flatMap((value: unknown, i) =>
    typeof value === 'number' && /\br=$/.test(String(strings[i])) ? [value] : radii(value),
  );
}

test('no circle has a negative radius, however small the figures of very many nodes are', () => {
  const kind = { type: 'kind', id: 'store', kind: 'store', count: 240, down: 14, roles: [['leader', 1]] } as const;
  for (const radius of [3, 7, 40]) {
    const found = radii(figureShape(kind, { ...look, radius }));
    expect(found).toHaveLength(2);
    expect(Math.min(...found)).toBeGreaterThanOrEqual(0);
  }
});

test('in a miniature the names of a kind stand within its figures, or all beneath them where one is too long', () => {
  const of = (kind: string, ...ids: readonly string[]) => ids.map((id) => ({ id, kind }));
  const figures = [...of('server', 'a', 'b'), ...of('manager', 'manager'), ...of('client', 'c1', 'client22')];
  expect([...namedBeneath(figures, 20, look.measure)]).toEqual(['manager', 'client']);
  expect(namedBeneath(figures, 60, look.measure).size).toBe(0);
});
