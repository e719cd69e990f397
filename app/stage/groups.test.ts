import { expect, test } from 'vitest';
import { groupLines } from './groups.ts';
import { layOut } from './layout.ts';
import type { Figure } from './scene.ts';

const figures = (groups: readonly string[]): readonly Figure[] =>
  groups.map((group, i) => ({ type: 'node', id: `n${i}`, kind: 'peer', alive: true, role: '', detail: '', group }));

function linesOf(groups: readonly string[]) {
  const all = figures(groups);
  const layout = layOut(
    all.map((figure) => ({ ...figure, group: figure.type === 'node' ? figure.group : '' })),
    { width: 700, height: 600 },
  );
  return groupLines(all, new Map(layout.places.map((place) => [place.id, place])), layout.radius);
}

test('nodes of one rack stand together and have a line round them, however they are mixed in the scenario', () => {
  expect(linesOf(['left', 'right', 'left', 'right', 'left', 'right']).map(({ name }) => name)).toEqual([
    'left',
    'right',
  ]);
  expect(linesOf(['r1', 'r2', 'r3', 'r1', 'r2', 'r3', 'r1', 'r2', 'r3'])).toHaveLength(3);
});

test('one group of all is no news, and none is none', () => {
  expect(linesOf(['left', 'left', 'left'])).toEqual([]);
  expect(linesOf(['', '', ''])).toEqual([]);
});
