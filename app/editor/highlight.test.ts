import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { highlight } from './highlight.ts';

const of = (code: string) =>
  highlight(code)
    .filter((token) => token.type !== 'plain')
    .map(({ text, type }) => [text, type]);

describe('the still text’s colours', () => {
  it('lose no character of any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (code) =>
          highlight(code)
            .map((token) => token.text)
            .join('') === code,
      ),
    );
  });

  it('tell calls, types, keywords, strings, numbers and comments apart', () => {
    expect(of("const A = message<B>('A', 0x1F) // c")).toEqual([
      ['const', 'keyword'],
      ['A', 'type'],
      ['message', 'function'],
      ['B', 'type'],
      ["'A'", 'string'],
      ['0x1F', 'number'],
      ['// c', 'comment'],
    ]);
  });

  it('take a member with a keyword’s name for what it is', () => {
    expect(of('ctx.from')).toEqual([]);
    expect(of('m.delete(k)')).toEqual([['delete', 'function']]);
  });

  it('leave keywords inside strings and names alone', () => {
    expect(of("iffy = 'return'")).toEqual([["'return'", 'string']]);
  });
});
