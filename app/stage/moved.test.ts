import { describe, expect, test } from 'vitest';
import { layOut } from './layout.ts';
import { createPlaces, shareOf, type TextStore, withMoved } from './moved.ts';

function memory(): TextStore & { readonly texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return {
    texts,
    kept: (key) => texts.get(key) ?? null,
    keep: (key, text) => (text === null ? texts.delete(key) : texts.set(key, text)),
  };
}

const size = { width: 600, height: 400 };
const members = ['a', 'b', 'c'].map((id) => ({ id, kind: 'peer' }));

describe('a node that was moved', () => {
  test('stands where it was put when others come and the stage gets another size', () => {
    const moved = new Map([['a', shareOf({ x: 300, y: 100 }, size)]]);
    const placeOf = (layout: ReturnType<typeof layOut>) => withMoved(layout, moved).places.find(({ id }) => id === 'a');
    expect(placeOf(layOut(members, size))).toMatchObject({ x: 300, y: 100 });
    expect(placeOf(layOut([...members, { id: 'd', kind: 'peer' }], size))).toMatchObject({ x: 300, y: 100 });
    expect(placeOf(layOut(members, { width: 1_200, height: 800 }))).toMatchObject({ x: 600, y: 200 });
  });

  test('never leaves the stage', () => {
    const layout = layOut(members, size);
    const at = withMoved(layout, new Map([['b', { x: 1, y: 0 }]])).places.find(({ id }) => id === 'b');
    expect(at?.x).toBeLessThanOrEqual(size.width - layout.radius);
    expect(at?.y).toBeGreaterThanOrEqual(layout.radius);
  });

  test('is where it was on the next visit, in its own notebook, until all are put back', () => {
    const store = memory();
    createPlaces('raft', store).put('a', { x: 0.5, y: 0.25 });
    expect([...createPlaces('raft', store).moved]).toEqual([['a', { x: 0.5, y: 0.25 }]]);
    expect(createPlaces('other', store).moved.size).toBe(0);
    createPlaces('raft', store).clear();
    expect(store.texts.size).toBe(0);
  });

  test('a text that is no list of places is as none', () => {
    const store = memory();
    for (const text of ['{', '{"a":1}', '[["a",{"x":"1"}],["b",{"x":7,"y":0.5}],3]'])
      store.keep(`rehearsal.places.${text}`, text);
    expect(createPlaces('{', store).moved.size).toBe(0);
    expect(createPlaces('{"a":1}', store).moved.size).toBe(0);
    expect([...createPlaces('[["a",{"x":"1"}],["b",{"x":7,"y":0.5}],3]', store).moved]).toEqual([
      ['b', { x: 1, y: 0.5 }],
    ]);
  });
});
