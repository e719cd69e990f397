import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { literal, type Plain } from '../../kernel/plain.ts';
import {
  blank,
  type Draft,
  draftOf,
  finish,
  namesAlong,
  partAt,
  recast,
  renamed,
  withMember,
  without,
  withPart,
} from './draft.ts';
import { any, kindsOf, shapeOfValues } from './shape.ts';
import { plain } from './testing.ts';

const valueOf = (draft: Draft): Plain => {
  const finished = finish(draft);
  if ('problems' in finished) throw new Error(finished.problems.map(({ text }) => text).join(' '));
  return finished.value;
};
const problemsOf = (draft: Draft): readonly string[] => {
  const finished = finish(draft);
  return 'problems' in finished ? finished.problems.map(({ text }) => text) : [];
};

describe('a draft', () => {
  it('stands for the value it was made of, whatever that is', () => {
    fc.assert(
      fc.property(plain, (value) => {
        expect(literal(valueOf(draftOf(value)))).toBe(literal(value));
      }),
    );
  });

  it('keeps what was typed, and says in a sentence what is wrong with it, and where', () => {
    const draft = draftOf({ term: 3, ids: [1, 2] });
    const wrong = withPart(draft, [0], { kind: 'number', text: '3x' });
    expect(finish(wrong)).toEqual({
      problems: [{ way: [0], code: 'form/not-a-number', text: '‘3x’ is no number.', help: 'Type one, such as 2.5.' }],
    });
    expect(partAt(wrong, [0])).toEqual({ kind: 'number', text: '3x' });
    expect(problemsOf(withPart(draft, [1, 0], { kind: 'bigint', text: '1.5' }))).toEqual(['‘1.5’ is no whole number.']);
    expect(problemsOf(withPart(draft, [0], { kind: 'number', text: ' ' }))).toEqual(['A number is missing.']);
  });

  it('reads numbers as people write them', () => {
    const numbers = ['1_000', ' 7 ', '-.5', '1e3', 'Infinity', '-0', 'NaN', '+4'].map((text) =>
      valueOf({ kind: 'number', text }),
    );
    expect(numbers).toEqual([1000, 7, -0.5, 1000, Infinity, -0, NaN, 4]);
    for (const text of ['', '1,5', '0x', 'ten', '1e', '--1'])
      expect(problemsOf({ kind: 'number', text })).toHaveLength(1);
    expect(valueOf({ kind: 'bigint', text: '12n' })).toBe(12n);
  });

  it('refuses members, keys and fields that are there twice', () => {
    const set = withPart(draftOf(new Set(['a', 'b'])), [1], { kind: 'string', text: 'a' });
    expect(finish(set)).toMatchObject({
      problems: [{ way: [1], code: 'form/twice', text: '‘a’ is in the set twice.' }],
    });
    const map = withPart(
      draftOf(
        new Map([
          ['a', 1],
          ['b', 2],
        ]),
      ),
      [1, 'key'],
      { kind: 'string', text: 'a' },
    );
    expect(finish(map)).toMatchObject({ problems: [{ way: [1, 'key'], text: 'The key ‘a’ is there twice.' }] });
    const object = renamed(draftOf({ a: 1, b: 2 }), [], 1, 'a');
    expect(finish(object)).toMatchObject({ problems: [{ way: [1, 'key'], text: 'The field ‘a’ is there twice.' }] });
    expect(problemsOf(renamed(draftOf({ a: 1 }), [], 0, '__proto__'))).toEqual(['A field cannot be named __proto__.']);
  });

  it('begins the name of a node with one that there is', () => {
    const node = { t: 'atom', kind: 'string', isNode: true } as const;
    const shape = { t: 'object', rest: null, fields: [{ name: 'to', shape: node, optional: false }] } as const;
    expect(valueOf(blank(shape, ['A', 'B']))).toEqual({ to: 'A' });
    expect(valueOf(blank(shape))).toEqual({ to: '' });
  });

  it('knows the names that lead to each part: of fields, and keys that are texts', () => {
    const draft = draftOf({
      kv: new Map<Plain, Plain>([
        ['k', { n: 1 }],
        [7, 2],
      ]),
      log: [{ term: 3 }],
    });
    expect(namesAlong(draft, [0, 0, 0])).toEqual(['kv', 'k', 'n']);
    expect(namesAlong(draft, [0, 0, 'key'])).toEqual(['kv']);
    expect(namesAlong(draft, [0, 1])).toEqual(['kv']);
    expect(namesAlong(draft, [1, 0, 0])).toEqual(['log', 'term']);
  });

  it('gets and loses members at any depth, and its other members keep their names', () => {
    const value = { log: [{ ops: new Set(['p']) }] };
    const shape = shapeOfValues([value]);
    const logShape = shape.t === 'object' ? (shape.fields[0]?.shape ?? any) : any;
    const grown = withMember(draftOf(value), [0], logShape);
    expect(valueOf(grown.draft)).toEqual({ log: [{ ops: new Set(['p']) }, { ops: new Set() }] });
    const item = logShape.t === 'list' ? logShape.item : any;
    const ops = item.t === 'object' ? (item.fields[0]?.shape ?? any) : any;
    const inner = withMember(grown.draft, [0, 0, 0], ops);
    const typed = withPart(inner.draft, [0, 0, 0, inner.id], { kind: 'string', text: 'q' });
    expect(valueOf(typed)).toEqual({ log: [{ ops: new Set(['p', 'q']) }, { ops: new Set() }] });
    const less = without(typed, [0], 0);
    expect(valueOf(less)).toEqual({ log: [{ ops: new Set() }] });
    expect(partAt(less, [0, grown.id])).not.toBeNull();
    expect(partAt(less, [0, 0])).toBeNull();
  });
});

describe('a blank value', () => {
  it('of what was learnt from values is a value of the same kind', () => {
    fc.assert(
      fc.property(fc.array(plain, { minLength: 1, maxLength: 3 }), (values) => {
        const shape = shapeOfValues(values);
        const [first] = values;
        const made = valueOf(blank(shape));
        expect(kindsOf(shapeOfValues([made]))[0]).toBe(kindsOf(shapeOfValues([first]))[0]);
        for (const value of values) expect(kindsOf(shape)).toContain(kindsOf(shapeOfValues([value]))[0]);
      }),
    );
  });

  it('has the fields that must be there, and the first of the texts that can be', () => {
    const shape = {
      t: 'object',
      fields: [
        {
          name: 'op',
          shape: {
            t: 'union',
            of: [
              { t: 'literal', value: 'SET' },
              { t: 'literal', value: 'ADD' },
            ],
          },
          optional: false,
        },
        { name: 'note', shape: { t: 'atom', kind: 'string' }, optional: true },
        {
          name: 'to',
          shape: {
            t: 'union',
            of: [
              { t: 'atom', kind: 'null' },
              { t: 'atom', kind: 'string' },
            ],
          },
          optional: false,
        },
      ],
      rest: null,
    } as const;
    expect(valueOf(blank(shape))).toEqual({ op: 'SET', to: null });
  });

  it('of another kind keeps the text that was typed', () => {
    const shape = {
      t: 'union',
      of: [
        { t: 'atom', kind: 'string' },
        { t: 'atom', kind: 'number' },
        { t: 'atom', kind: 'null' },
      ],
    } as const;
    expect(recast({ kind: 'string', text: '12' }, shape, 'number')).toEqual({ kind: 'number', text: '12' });
    expect(recast({ kind: 'number', text: '12' }, shape, 'null')).toEqual({ kind: 'null' });
    expect(recast({ kind: 'null' }, shape, 'number')).toEqual({ kind: 'number', text: '0' });
  });

  it('of a set whose members can only be some is one that it does not have', () => {
    const options = ['a', 'b', 'c'].map((value) => ({ t: 'literal', value }) as const);
    const grown = withMember(draftOf(new Set(['a', 'c'])), [], {
      t: 'list',
      kind: 'set',
      item: { t: 'union', of: options },
    });
    expect(valueOf(grown.draft)).toEqual(new Set(['a', 'c', 'b']));
    const nodes = { t: 'list', kind: 'set', item: { t: 'atom', kind: 'string', isNode: true } } as const;
    const votes = withMember(draftOf(new Set(['n1'])), [], nodes, null, ['n1', 'n2', 'n3']);
    expect(valueOf(votes.draft)).toEqual(new Set(['n1', 'n2']));
  });
});
