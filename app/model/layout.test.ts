import { describe, expect, test } from 'vitest';
import { laidOut } from './layout.ts';
import type { Layout } from './state.ts';

const desk: Layout = { split: 0.5, side: 'both', scale: 'desk' };
const room: Layout = { split: 0.5, side: 'stage', scale: 'room' };

describe('the stage for a room', () => {
  test('has the whole width', () => {
    expect(laidOut(desk, { scale: 'room' })).toEqual(room);
  });

  test('is left for the desk, where both sides are seen', () => {
    expect(laidOut(room, { scale: 'desk' })).toEqual(desk);
  });

  test('is left by asking for another side', () => {
    expect(laidOut(room, { side: 'write' })).toEqual({ ...desk, side: 'write' });
    expect(laidOut(room, { side: 'stage' })).toEqual(room);
  });

  test('stays when only the share of the width is another', () => {
    expect(laidOut(room, { split: 2 })).toEqual({ ...room, split: 0.76 });
  });
});

test('the stage alone at a desk is as large as beside the notebook', () => {
  expect(laidOut(desk, { side: 'stage' })).toEqual({ ...desk, side: 'stage' });
});
