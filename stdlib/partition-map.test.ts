import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byName, difference, loadOf, readMap, showMap, stateAt } from './partition-map.ts';
import { anyMap, NODES } from './planner.fixture.ts';

test('a map that is shown and read again is the same', () => {
  fc.assert(
    fc.property(anyMap(6, 2, 12), (map) => {
      const sorted = Object.fromEntries(
        Object.entries(map).map(([p, { primary = [], replica = [] }]) => [p, { primary, replica: replica.toSorted() }]),
      );
      expect(readMap(showMap(map, NODES), NODES)).toEqual(sorted);
    }),
  );
});

test('columns to the right may be left out, and other letters may be chosen', () => {
  expect(readMap('m', ['a', 'b'])).toEqual({ P0: { primary: ['a'], replica: [] } });
  expect(readMap('PR', ['a', 'b'], { primary: 'P', replica: 'R' })).toEqual({ P0: { primary: ['a'], replica: ['b'] } });
});

test('a letter or a column that means nothing is a RangeError that says which', () => {
  expect(() => readMap('x.', ['a', 'b'])).toThrow(new RangeError("readMap: 'x' in 'x.' is no state's letter"));
  expect(() => readMap('m..', ['a'])).toThrow(new RangeError("readMap: 'm..' has 3 columns for 1 nodes"));
});

test('numbers at the end of a name count as numbers', () => {
  expect(['P10', 'P9', 'P', 'A2', 'P09'].toSorted(byName)).toEqual(['A2', 'P', 'P09', 'P9', 'P10']);
});

test('what it takes from one map to another: copies where there was none, and primaries elsewhere', () => {
  const nodes = ['a', 'b', 'c'];
  expect(difference(readMap('ms. ms. ms.', nodes), readMap('ms. sm. .ms', nodes))).toEqual({
    built: 1,
    primariesMoved: 2,
  });
  expect(loadOf(readMap('ms. sm.', nodes), 'a')).toEqual({ primary: 1, replica: 1 });
  expect(['a', 'b', 'c'].map((node) => stateAt(readMap('ms.', nodes), 'P0', node))).toEqual([
    'primary',
    'replica',
    null,
  ]);
});
