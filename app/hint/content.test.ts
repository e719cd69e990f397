import { expect, it } from 'vitest';
import { hintWords } from './content.ts';
import { part, type Told } from './told.ts';

const told = (...parts: Told['parts']): Told => ({ key: 'x', parts, of: null });

it('what is heard of a thing is what is known beyond its name, in one piece', () => {
  const because = { lines: [{ lead: 'Since 30 ms', text: 'ear received Word' }], links: [] };
  expect(hintWords(told(part('node', 'ear', { facts: ['hearing'], note: 'Click for more.' })), because)).toBe(
    'hearing. Since 30 ms: ear received Word',
  );
  expect(hintWords(told(part('node', 'ear')), 'The run cannot tell.')).toBe('The run cannot tell.');
});

it('of things that lie together all but the first are heard with their names', () => {
  const two = told(part('pin', 'here', { facts: ['at 20 ms'] }), part('mark', 'crash', { value: 'a' }));
  expect(hintWords(two, null)).toBe('at 20 ms. crash. a');
});

it('a sign for the eye and how a mouse does more are not heard', () => {
  const verdict = part('exploration', 'safe', { mark: '✓', facts: ['holds', 'took 3 s'], note: 'Click for more.' });
  expect(hintWords(told(verdict), null)).toBe('holds. took 3 s');
});
