import { expect, it } from 'vitest';
import { starsWith, starView } from '../model/star.fixture.ts';
import type { Lane } from './lanes.ts';
import { starTickAt } from './star-ticks.ts';

const current: Lane = { kind: 'current', id: 1, name: 'main', branch: null, top: 24, height: 90 };
const stars = starsWith(starView('a', { ticks: [0, 0, 3, 0] }), starView('b', { ticks: [1, 0, 0, 0] }));
const window = { from: 0, to: 400, buckets: 4, branches: [] };
const scale = { place: (time: number) => time };
const at = (x: number, y: number) => starTickAt({ x, y }, stars, () => window, scale, current);

it('a tick of a star is hit in its row, and a little beside it', () => {
  const top = 24 + 22;
  expect(at(250, top + 3)).toEqual({ id: 'a', count: 3, from: 200, to: 300 });
  expect(at(303, top + 3)).toMatchObject({ id: 'a' });
  expect(at(310, top + 3)).toBeNull();
  expect(at(250, top + 11)).toBeNull();
  expect(at(50, top + 11)).toEqual({ id: 'b', count: 1, from: 0, to: 100 });
  expect(at(50, top + 40)).toBeNull();
  expect(starTickAt({ x: 250, y: top + 3 }, stars, () => null, scale, current)).toBeNull();
});
