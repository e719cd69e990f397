import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { expressions } from './expressions.ts';
import { inWord } from './search.ts';

const found = (text: string, within: string, wholeWord: boolean): readonly string[] => {
  const pattern = expressions({ text, isRegex: true, matchCase: true, wholeWord });
  if (typeof pattern === 'string') throw new Error(pattern);
  return [...pattern(within)].map(({ text: what, start }) => `${start} ${what}`);
};

/** The browser's own engine looks ahead and behind: slow for some expressions, but it says what is meant. */
const oracle = (text: string, within: string, wholeWord: boolean): readonly string[] => {
  const source = wholeWord ? `(?<![${inWord}])(?:${text})(?![${inWord}])` : text;
  return [...within.matchAll(new RegExp(source, 'gmu'))]
    .filter(([what]) => what !== '')
    .map(({ 0: what, index }) => `${index} ${what}`);
};

const sign = fc.constantFrom('a', 'b', 'é', '$', '-', '.', ' ', '\n', '𝒜', '😀');
const text = fc.array(sign, { maxLength: 12 }).map((signs) => signs.join(''));
const atom = fc.constantFrom('a', 'b', '-', '.', '\\w', '\\W', '[-a]', '[^a]', '\\.', '😀', ' ', 'ab', '--');
const edge = fc.constantFrom('$', '^', '\\b');
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    atom,
    edge,
    // Of what may be nothing, engines repeat differently.
    fc.tuple(atom, fc.constantFrom('*', '+', '?', '*?', '+?')).map(([one, many]) => `(?:${one})${many}`),
    fc.tuple(tie('expression'), tie('expression')).map(([one, other]) => one + other),
    fc.tuple(tie('expression'), tie('expression')).map(([one, other]) => `(?:${one}|${other})`),
  ),
}));

it('each of two signs side by side is a whole word, as nothing of a word is beside it', () => {
  expect(found('-', '--', true)).toEqual(['0 -', '1 -']);
  expect(found('😀', 'a😀😀-😀', true)).toEqual(['3 😀', '6 😀']);
  expect(found('--?', '-----', true)).toEqual(['0 --', '2 --', '4 -']);
});

it('where nothing is found before a sign, half of it is not found either', () => {
  expect(found('\\b|\\W', 'a𝒜', false)).toEqual([]);
  expect(found('x*|😀', '😀x', false)).toEqual(['2 x']);
});

it('an expression finds what looking ahead and behind would find, whole words or not', () => {
  fc.assert(
    fc.property(expression, text, fc.boolean(), (asked, within, wholeWord) => {
      expect(found(asked, within, wholeWord)).toEqual(oracle(asked, within, wholeWord));
    }),
    { numRuns: 2_000 },
  );
});
