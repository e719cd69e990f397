import { expect, it } from 'vitest';
import { blurb } from './blurb.ts';

it('a sentence that tells enough stands alone', () => {
  const first = 'Several databases take part in one transaction, and it must happen in all of them or in none.';
  expect(blurb(`${first} Each may refuse.`)).toBe(first);
});

it('a short one is followed by the next', () => {
  const text = 'Four clients count the visits of a page. Each reads the counter, adds one, and writes it back.';
  expect(blurb(`${text} Nothing crashes.`)).toBe(text);
  expect(blurb(`A page counts its visits. ${'It is visited, and '.repeat(9)}counts.`)).toBe(
    'A page counts its visits.',
  );
  expect(blurb('A service can do 1.5 requests a second.')).toBe('A service can do 1.5 requests a second.');
  expect(blurb('')).toBe('');
  expect(blurb('no end')).toBe('no end');
});
