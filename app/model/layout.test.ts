import { afterEach, describe, expect, test, vi } from 'vitest';
import { laidOut, storedLayout, storeLayout } from './layout.ts';
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

describe('a layout that was kept', () => {
  const read = (split: string | null, scale: string | null): Layout => {
    const texts = new Map([
      ['rehearsal.layout', split],
      ['rehearsal.scale', scale],
    ]);
    vi.stubGlobal('localStorage', { getItem: (key: string) => texts.get(key) ?? null });
    return storedLayout();
  };

  test('is the usual one where what is there is none', () => {
    const usual = read(null, null);
    for (const split of ['', 'wide', 'NaN', '{}', '-Infinity', '1e999']) {
      expect(read(split, 'hall')).toEqual(usual);
    }
    expect(read('-3', 'room')).toEqual({ split: 0.24, side: 'stage', scale: 'room' });
  });

  test('is not missed where nothing may be kept', () => {
    const refuse = (): never => {
      throw new DOMException('denied', 'SecurityError');
    };
    vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse, removeItem: refuse });
    expect(storedLayout().side).toBe('both');
    expect(() => storeLayout({ split: 0.5, side: 'both', scale: 'desk' })).not.toThrow();
  });

  afterEach(() => {
    vi.unstubAllGlobals();
  });
});
