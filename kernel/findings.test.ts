import { expect, test } from 'vitest';
import { smallText } from './findings.ts';

test('a failure made small says what was left out, and when nothing could be', () => {
  const size = { events: 412, deeds: 3, nodes: 3 };
  expect(smallText(size, { events: 7, deeds: 1, nodes: 3 })).toBe('made small: 412 → 7 events, 3 → 1 act; 3 nodes');
  expect(smallText(size, { events: 7, deeds: 1, nodes: 1 })).toBe('made small: 412 → 7 events, 3 → 1 act, 3 → 1 node');
  expect(smallText({ ...size, deeds: 0 }, { events: 7, deeds: 0, nodes: 3 })).toBe(
    'made small: 412 → 7 events; 3 nodes',
  );
  expect(smallText(size, size)).toBe('as small as it can be: 412 events, 3 acts, 3 nodes');
});
