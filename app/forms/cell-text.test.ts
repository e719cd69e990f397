import { parseExpressionAt } from 'acorn';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { literal, type Plain } from '../../kernel/plain.ts';
import type { Shape } from '../../kernel/shape.ts';
import { askedBy, choiceFor, choicesOf, fits, readCell, typedBy, wanted, writeCell } from './cell-text.ts';
import { plain } from './testing.ts';

const read = (text: string, shape: Shape) => readCell(text, shape, parseExpressionAt);
const valueOf = (text: string, shape: Shape): Plain => {
  const found = read(text, shape);
  if ('problem' in found) throw new Error(`${found.problem.text} ${found.problem.help}`);
  return found.value;
};
const problemOf = (text: string, shape: Shape) => {
  const found = read(text, shape);
  return 'problem' in found ? found.problem : null;
};
const atom = (kind: Extract<Shape, { t: 'atom' }>['kind']): Shape => ({ t: 'atom', kind });
const oneOf = (...of: readonly Shape[]): Shape => ({ t: 'union', of });
const texts = (...values: readonly string[]): Shape =>
  oneOf(...values.map((value) => ({ t: 'literal', value }) as const));

// ---------------------------------------------------------------- any value of any type

interface Typed {
  readonly shape: Shape;
  readonly value: Plain;
}

const odd = fc.constantFrom(
  '',
  ' ',
  '7',
  'null',
  "'a'",
  '"',
  '`',
  '[1]',
  '{ a }',
  'new Set()',
  '1n',
  'a\nb',
  '\\',
  'true',
);
const text = fc.oneof(fc.string({ maxLength: 6, unit: 'binary' }), odd);
const name = fc.string({ minLength: 1, maxLength: 4 }).filter((one) => one !== '__proto__');

const { typed } = fc.letrec<{ typed: Typed }>((tie) => {
  const made = (of: (values: readonly Typed[]) => Typed): fc.Arbitrary<Typed> =>
    fc.array(tie('typed'), { maxLength: 3 }).map(of);
  return {
    typed: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      text.map((value): Typed => ({ shape: atom('string'), value })),
      fc.double().map((value): Typed => ({ shape: atom('number'), value })),
      fc.bigInt().map((value): Typed => ({ shape: atom('bigint'), value })),
      fc.boolean().map((value): Typed => ({ shape: atom('boolean'), value })),
      fc.constant<Typed>({ shape: atom('null'), value: null }),
      fc.constant<Typed>({ shape: atom('undefined'), value: undefined }),
      fc
        .oneof(text, fc.integer(), fc.boolean(), fc.bigInt())
        .map((value): Typed => ({ shape: { t: 'literal', value }, value })),
      plain.map((value): Typed => ({ shape: { t: 'any' }, value })),
      made((all) => ({
        shape: { t: 'list', kind: 'array', item: oneOf(...all.map(({ shape }) => shape)) },
        value: all.map(({ value }) => value),
      })),
      made((all) => ({
        shape: { t: 'list', kind: 'set', item: oneOf(...all.map(({ shape }) => shape)) },
        value: new Set(all.map(({ value }) => value)),
      })),
      fc.array(fc.tuple(tie('typed'), tie('typed')), { maxLength: 3 }).map(
        (all): Typed => ({
          shape: {
            t: 'map',
            key: oneOf(...all.map(([key]) => key.shape)),
            value: oneOf(...all.map(([, held]) => held.shape)),
          },
          value: new Map(all.map(([key, held]) => [key.value, held.value])),
        }),
      ),
      fc.dictionary(name, fc.tuple(tie('typed'), fc.boolean()), { maxKeys: 3, noNullPrototype: true }).map(
        (all): Typed => ({
          shape: {
            t: 'object',
            rest: null,
            fields: Object.entries(all).map(([field, [{ shape }, optional]]) => ({ name: field, shape, optional })),
          },
          value: Object.fromEntries(Object.entries(all).map(([field, [{ value }]]) => [field, value])),
        }),
      ),
      fc
        .tuple(tie('typed'), tie('typed'))
        .map(([one, other]): Typed => ({ shape: oneOf(one.shape, other.shape), value: one.value })),
    ),
  };
});

describe('a value in a cell', () => {
  it('is read as it was written, whatever its type and whatever else may stand there', () => {
    fc.assert(
      fc.property(typed, ({ shape, value }) => {
        expect(fits(value, shape)).toBe(true);
        const written = writeCell(value, shape);
        expect(written).not.toMatch(/[\n\r]/);
        expect(literal(valueOf(written, shape))).toBe(literal(value));
      }),
      { numRuns: 3_000 },
    );
  });

  it('is refused when the type has no room for it, and what is refused is told how to mend', () => {
    fc.assert(
      fc.property(typed, text, ({ shape }, anything) => {
        const found = read(anything, shape);
        if ('value' in found) expect(fits(found.value, shape)).toBe(true);
        else {
          expect(found.problem.text).not.toBe('');
          expect(found.problem.help).toMatch(/^Type .+\.$/);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('of a text is what is typed, quotes or not', () => {
    expect(valueOf('7', atom('string'))).toBe('7');
    expect(valueOf(' a ', atom('string'))).toBe(' a ');
    expect(valueOf("'two\\nlines'", atom('string'))).toBe('two\nlines');
    expect(valueOf("it's", atom('string'))).toBe("it's");
    expect(valueOf("'half", atom('string'))).toBe("'half");
  });

  it('of a number that may be a text as well is a number, and the text has quotes', () => {
    const shape = oneOf(atom('number'), atom('string'));
    expect(valueOf('7', shape)).toBe(7);
    expect(valueOf("'7'", shape)).toBe('7');
    expect(writeCell('7', shape)).toBe("'7'");
    expect(writeCell('seven', shape)).toBe('seven');
  });

  it('left empty is nothing where nothing may stand', () => {
    expect(valueOf('', oneOf(atom('number'), atom('null')))).toBeNull();
    expect(valueOf(' ', oneOf(atom('number'), atom('undefined')))).toBeUndefined();
    expect(problemOf('', atom('number'))?.code).toBe('form/missing');
  });

  it('says by a code what is wrong, and what may stand there', () => {
    expect(problemOf('ten', atom('number'))).toEqual({
      code: 'form/not-a-number',
      text: '‘ten’ is no number.',
      help: 'Type a number such as 2.5.',
    });
    expect(problemOf('1.5', atom('bigint'))?.code).toBe('form/not-whole');
    expect(problemOf('boss', texts('leader', 'follower'))).toEqual({
      code: 'form/not-offered',
      text: '‘boss’ may not stand there.',
      help: "Type 'leader' or 'follower'.",
    });
    expect(problemOf('[1', { t: 'list', kind: 'array', item: atom('number') })?.code).toBe('form/not-plain');
    expect(problemOf("['a']", { t: 'list', kind: 'array', item: atom('number') })?.code).toBe('form/not-offered');
    expect(problemOf('7', { t: 'map', key: atom('string'), value: atom('number') })?.code).toBe('form/kind');
  });
});

describe('what can be chosen', () => {
  const node: Shape = { t: 'atom', kind: 'string', isNode: true };

  it('is all that the type lists: texts, true and false, nodes, nothing', () => {
    expect(choicesOf(texts('leader', 'follower'), [], 'leader')).toEqual(['leader', 'follower']);
    expect(choicesOf(atom('boolean'), [], true)).toEqual([true, false]);
    expect(choicesOf(oneOf(node, atom('null')), ['A', 'B'], null)).toEqual(['A', 'B', null]);
  });

  it('is not listed where anything else may be typed', () => {
    expect(choicesOf(atom('number'), [], 1)).toBeNull();
    expect(choicesOf(oneOf(texts('a'), atom('string')), [], 'a')).toBeNull();
    expect(choicesOf(node, [], 'A')).toBeNull();
  });

  it('keeps what is there, though the type does not know it', () => {
    expect(choicesOf(node, ['A', 'B'], 'gone')).toEqual(['gone', 'A', 'B']);
  });

  it('is the first that begins as was typed, or nothing after all was deleted', () => {
    const shape = oneOf(texts('leader', 'follower'), atom('null'));
    const choices = choicesOf(shape, [], 'leader') ?? [];
    expect(choiceFor('F', choices, shape, 0)).toBe(1);
    expect(choiceFor('x', choices, shape, 0)).toBe(0);
    expect(choiceFor('', choices, shape, 0)).toBe(2);
  });
});

describe('whether a value fits a type', () => {
  it('looks at members, keys, fields and what may be left out', () => {
    const shape: Shape = {
      t: 'object',
      rest: null,
      fields: [
        { name: 'term', shape: atom('number'), optional: false },
        { name: 'by', shape: atom('string'), optional: true },
      ],
    };
    expect(fits({ term: 1 }, shape)).toBe(true);
    expect(fits({ term: 1, by: 'A' }, shape)).toBe(true);
    expect(fits({ by: 'A' }, shape)).toBe(false);
    expect(fits({ term: 1, other: 2 }, shape)).toBe(false);
    expect(fits(new Map([['a', 1]]), { t: 'map', key: atom('string'), value: atom('number') })).toBe(true);
    expect(fits(new Map([[1, 1]]), { t: 'map', key: atom('string'), value: atom('number') })).toBe(false);
  });

  it('names all that is wanted, up to a few', () => {
    expect(wanted(texts('a', 'b', 'c', 'd', 'e', 'f', 'g'))).toBe("'a', 'b', 'c', 'd', 'e', 'f' or another of 7");
  });
});

describe('a key on a cell', () => {
  const press = (key: string, more: Partial<KeyboardEvent> = {}) =>
    ({
      key,
      code: `Key${key.toUpperCase()}`,
      altKey: false,
      ctrlKey: false,
      metaKey: false,
      shiftKey: false,
      ...more,
    }) as KeyboardEvent;

  it('begins a text with any letter, and a number with none', () => {
    expect(['s', 'w', 'é', '"', 'Enter', 'F2'].map((key) => typedBy(key, atom('string')))).toEqual([
      's',
      'w',
      'é',
      '"',
      null,
      null,
    ]);
    expect(['s', 'w', '7', '-', 'Delete'].map((key) => typedBy(key, atom('number')))).toEqual([
      null,
      null,
      '7',
      '-',
      '',
    ]);
  });

  it('asks for the star or why; where letters are typed, with Alt, whatever letter the layout makes of it', () => {
    expect([askedBy(press('s'), false), askedBy(press('w'), false), askedBy(press('x'), false)]).toEqual([
      'star',
      'why',
      null,
    ]);
    expect([askedBy(press('s'), true), askedBy(press('s', { altKey: true }), true)]).toEqual([null, 'star']);
    expect(askedBy(press('∑', { altKey: true, code: 'KeyW' }), true)).toBe('why');
    expect(askedBy(press('s', { ctrlKey: true }), false)).toBeNull();
  });
});
