import { parseExpressionAt } from 'acorn';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { literal } from '../../kernel/plain.ts';
import { printPlain, readPlain } from './plain-text.ts';
import { plain } from './testing.ts';

const read = (text: string) => readPlain(text, parseExpressionAt);

describe('plain data as text', () => {
  it('is read back as what was printed, whatever it is', () => {
    fc.assert(
      fc.property(plain, (value) => {
        const found = read(printPlain(value));
        expect('value' in found ? literal(found.value) : found.problem).toBe(literal(value));
      }),
      { numRuns: 500 },
    );
  });

  it('is written as in a notebook, on one line when it fits', () => {
    expect(printPlain({ term: 3, votes: new Set(['A']), big: 10n, 'a b': new Map([[1, null]]) })).toBe(
      "{ term: 3, votes: new Set(['A']), big: 10n, 'a b': new Map([[1, null]]) }".length > 60
        ? "{\n  term: 3,\n  votes: new Set(['A']),\n  big: 10n,\n  'a b': new Map([[1, null]]),\n}"
        : '',
    );
    expect(printPlain(new Set())).toBe('new Set()');
    expect(printPlain("it's")).toBe("'it\\'s'");
  });

  it('may be written as people do', () => {
    expect(read("{a: 1, 'b': [-2, +3, 1_000], c: `x`,}")).toEqual({ value: { a: 1, b: [-2, 3, 1000], c: 'x' } });
    expect(read('  new Map()  ')).toEqual({ value: new Map() });
    expect(read('(7)')).toEqual({ value: 7 });
  });

  it.each([
    ['', 'Nothing is written', 0],
    ['{ a: 1', 'ends too early', 6],
    ['{ a: }', '"}" is not expected here', 5],
    ['1 2', 'not expected', 2],
    ['1); (2', 'something after the value', 2],
    ['{ a: term }', 'The name term is no plain data', 5],
    ['{ term }', 'A field is written name: value', 2],
    ['new Date()', 'is no plain data', 0],
    ['f()', 'is no plain data', 0],
    ['() => 1', 'is no plain data', 0],
    ['/a/', 'A regular expression', 0],
    ['[1, , 2]', 'A gap', 0],
    ['new Map([1])', 'new Map([[key, value], …])', 0],
    ['new Set(1)', 'new Set([…])', 0],
    ['{ __proto__: {} }', 'A field has a name', 2],
    ['{ ["a"]: 1 }', 'A field has a name', 2],
    ['1 + 1', 'An expression', 0],
  ])('that is none (%s) is refused with what is wrong and where', (text, problem, at) => {
    const found = read(text);
    expect('problem' in found ? found.problem : found).toContain(problem);
    expect('at' in found ? found.at : -1).toBe(at);
  });

  it('is never run', () => {
    expect(read('globalThis.hacked = 1')).toHaveProperty('problem');
    expect(Reflect.get(globalThis, 'hacked')).toBeUndefined();
  });
});
