import { expect, test } from 'vitest';
import { groupOf } from './group.ts';

test('a node stands in the narrowest place that its state names', () => {
  expect(groupOf({ rack: 'left', region: 'West' })).toBe('left');
  expect(groupOf({ rack: 2 })).toBe('rack 2');
  expect(groupOf({ zone: 'b' })).toBe('zone b');
  expect(groupOf({ rack: '', role: 'leader' })).toBe('');
  // A list of members is no place.
  expect(groupOf({ group: ['a', 'b'] })).toBe('');
});
