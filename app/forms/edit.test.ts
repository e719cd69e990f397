import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedAt } from '../../kernel/path.ts';
import { literal, type Plain } from '../../kernel/plain.ts';
import { editOf, type Edit } from './edit.ts';
import { plain } from './testing.ts';

const done = (before: Plain, edit: Edit): Plain => {
  const [, ...path] = edit.path;
  if (edit.type === 'remove') return changedAt(before, path, { type: 'remove' });
  if (edit.type === 'set') return changedAt(before, path, { type: 'set', value: edit.value });
  return changedAt(before, path, { type: 'add', ...('key' in edit ? { key: edit.key } : {}), value: edit.value });
};

/** Values that differ in one place. */
const neighbours = fc
  .tuple(plain, plain, fc.nat())
  .map(([before, other, which]) => [before, near(before, other, which)] as const);

function near(value: Plain, other: Plain, which: number): Plain {
  if (Array.isArray(value) && value.length > 0 && which % 3 > 0) {
    const list: readonly Plain[] = value;
    const at = which % list.length;
    if (which % 5 === 1) return list.toSpliced(at, 1);
    if (which % 5 === 2) return list.toSpliced(at, 0, other);
    return list.with(at, near(list[at], other, which >> 2));
  }
  if (value instanceof Map && value.size > 0 && which % 3 > 0) {
    const entries: readonly (readonly [Plain, Plain])[] = [...value];
    const at = which % entries.length;
    if (which % 5 === 1) return new Map(entries.toSpliced(at, 1));
    return new Map(entries.map(([key, member], i) => [key, i === at ? near(member, other, which >> 2) : member]));
  }
  if (value instanceof Set && which % 3 > 0)
    return which % 2 === 0 ? new Set([...value].slice(1)) : new Set([...value, other]);
  return other;
}

describe('the smallest edit between two values', () => {
  it('makes the one of the other, and is none when they are the same', () => {
    fc.assert(
      fc.property(fc.oneof(fc.tuple(plain, plain), neighbours), ([before, after]) => {
        const edit = editOf('n', ['field'], before, after);
        if (edit === null) expect(literal(after)).toBe(literal(before));
        else expect(literal(done(before, edit))).toBe(literal(after));
      }),
      { numRuns: 2_000 },
    );
  });

  it('names the place that was changed, and no more', () => {
    const log = [
      { term: 1, ops: ['p'] },
      { term: 2, ops: [] as string[] },
    ];
    const map = (value: number) =>
      new Map([
        ['a', { n: value }],
        ['b', { n: 2 }],
      ]);
    const cases: readonly (readonly [Plain, Plain, Partial<Edit>])[] = [
      [1, 2, { type: 'set', path: ['f'], value: 2 }],
      [log, log.with(1, { term: 3, ops: [] }), { type: 'set', path: ['f', 1, 'term'], value: 3 }],
      [log, [...log, { term: 9, ops: [] }], { type: 'add', path: ['f'], value: { term: 9, ops: [] } }],
      [log, log.with(0, { term: 1, ops: ['p', 'q'] }), { type: 'add', path: ['f', 0, 'ops'], value: 'q' }],
      [['a', 'c'], ['a', 'b', 'c'], { type: 'add', path: ['f'], key: 1, value: 'b' }],
      [['a', 'b', 'c'], ['a', 'c'], { type: 'remove', path: ['f', 1] }],
      [map(1), map(5), { type: 'set', path: ['f', { key: 'a' }, 'n'], value: 5 }],
      [map(1), new Map([...map(1), ['c', { n: 3 }]]), { type: 'add', path: ['f'], key: 'c', value: { n: 3 } }],
      [map(1), new Map([['b', { n: 2 }]]), { type: 'remove', path: ['f', { key: 'a' }] }],
      [new Set(['a']), new Set(['a', 'b']), { type: 'add', path: ['f'], value: 'b' }],
      [new Set(['a', 'b']), new Set(['b']), { type: 'remove', path: ['f', { key: 'a' }] }],
      [new Set(['a', 'b']), new Set(['c', 'b']), { type: 'set', path: ['f', { key: 'a' }], value: 'c' }],
      [{ a: 1, b: 2 }, { a: 1 }, { type: 'remove', path: ['f', 'b'] }],
      [{ a: 1 }, { a: 1, b: 2 }, { type: 'add', path: ['f'], key: 'b', value: 2 }],
      [
        { a: 1, b: 2 },
        { a: 5, b: 6 },
        { type: 'set', path: ['f'], value: { a: 5, b: 6 } },
      ],
      [null, 'A', { type: 'set', path: ['f'], value: 'A' }],
    ];
    for (const [before, after, expected] of cases)
      expect(editOf('n', ['f'], before, after)).toEqual({ node: 'n', ...expected });
  });
});
