import { expect, test } from 'vitest';
import type { Mark } from '../protocol.ts';
import { createMarkVersions } from './mark-versions.ts';

const mark = (title: string): Mark => ({ kind: 'action', title, text: [], time: 1, step: 1 });

test('marks have the same version as long as they say the same, and another one when they do not', () => {
  const versions = createMarkVersions();
  const marks = [mark('a'), mark('b')];
  const first = versions.of(marks);
  expect(versions.of(marks)).toBe(first);
  marks.push(mark('c'));
  const second = versions.of(marks);
  expect(second).not.toBe(first);
  marks[0] = { ...mark('a'), text: ['more'] };
  expect(versions.of(marks)).not.toBe(second);
  marks[0] = mark('a');
  expect(versions.of(marks)).toBe(second);
  marks.length = 2;
  expect(versions.of(marks)).toBe(first);
  // Another kernel's session names them alike.
  expect(createMarkVersions().of([mark('a'), mark('b')])).toBe(first);
});

test('no marks are not taken for those of a page that has none yet', () => {
  expect(createMarkVersions().of([])).not.toBe('');
});
