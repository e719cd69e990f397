import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Member, Told } from '../../kernel/members.ts';
import { changedAt, positionsOf, valueAt } from '../../kernel/path.ts';
import { canonical, literal, type Plain } from '../../kernel/plain.ts';
import type { Input } from '../../kernel/protocol.ts';
import type { Shape } from '../../kernel/shape.ts';
import { any, kindOf, shapeAlong, shapeOfValues } from './shape.ts';
import {
  canRemove,
  canWrite,
  cellPath,
  type Column,
  columnName,
  columnsOf,
  shapeAt,
  starAt,
  type Stretch,
  toldAt,
  wayOf,
  written,
} from './sheet-rows.ts';
import { plain } from './testing.ts';

const whole = (value: Plain): Told => ({ t: 'whole', value });

function entriesOf(value: Plain): readonly (readonly [Plain, Plain])[] {
  if (Array.isArray(value)) return value.map((item: Plain, i) => [i, item] as const);
  if (value instanceof Map) return [...value];
  if (value instanceof Set) return [...value].map((one) => [one, one] as const);
  return Object.entries(value ?? {});
}

/** As the kernel tells it, all of it small. */
function stretchOf(value: Plain): Stretch {
  const kind = kindOf(value);
  if (kind !== 'array' && kind !== 'set' && kind !== 'map' && kind !== 'object') throw new TypeError('no collection');
  const rows = entriesOf(value).map(
    ([key, held]): Member => ({
      key: whole(key),
      value: whole(held),
      fields:
        kindOf(held) === 'object'
          ? Object.entries(held ?? {}).map(([name, one]: readonly [string, Plain]) => [name, whole(one)])
          : null,
    }),
  );
  return { type: 'members', kind, size: rows.length, from: 0, rows, at: [], taken: null };
}

function done(root: Plain, input: Input): Plain {
  switch (input.type) {
    case 'set':
      return changedAt(root, input.path, { type: 'set', value: input.value });
    case 'add':
      return changedAt(root, input.path, { type: 'add', key: input.key, value: input.value });
    case 'remove':
      return changedAt(root, input.path, { type: 'remove' });
    case 'move':
      return changedAt(root, input.path, { type: 'move', to: input.to });
    default:
      throw new TypeError(input.type);
  }
}

const collection = plain.filter((value) => typeof value === 'object' && value !== null && entriesOf(value).length > 0);
const names = (value: Plain, shape: Shape = any): readonly string[] =>
  columnsOf(stretchOf(value), shape).map((column) => columnName(column, stretchOf(value).kind));

describe('the table of a collection', () => {
  it('writes what is written in a cell to the place that the cell shows, whatever the collection', () => {
    fc.assert(
      fc.property(collection, plain, fc.nat(), fc.nat(), (value, other, nth, which) => {
        const stretch = stretchOf(value);
        const row = nth % stretch.size;
        const member = stretch.rows[row];
        const columns = columnsOf(stretch, any);
        const column = columns[which % columns.length];
        if (member === undefined || column === undefined || column.what === 'index') return;
        if (column.what === 'key' || column.what === 'name' || stretch.kind === 'set') return;
        const root = { field: value };
        const at = cellPath(['field'], stretch.kind, member, row, column);
        const told = toldAt(member, column);
        if (at === null) throw new Error('every key is known');
        if (told !== null) expect(literal(valueAt(root, at))).toBe(literal(told.t === 'whole' ? told.value : ''));
        const input = written('n', ['field'], stretch.kind, member, row, column, other);
        if (input === null || input.type === 'remove') {
          expect(other).toBeUndefined();
          return;
        }
        expect(literal(valueAt(done(root, input), at))).toBe(literal(other));
      }),
      { numRuns: 1_000 },
    );
  });

  it('stars the place that a cell shows', () => {
    fc.assert(
      fc.property(collection, fc.nat(), fc.nat(), (value, nth, which) => {
        const stretch = stretchOf(value);
        const row = nth % stretch.size;
        const member = stretch.rows[row];
        const columns = columnsOf(stretch, any);
        const column = columns[which % columns.length];
        if (member === undefined || column === undefined || toldAt(member, column) === null) return;
        const at = cellPath(['field'], stretch.kind, member, row, column);
        if (at === null) throw new Error('every key is known');
        const star = starAt('n', 'field', [], row, member, column);
        expect(star.at).toEqual(positionsOf({ field: value }, at).slice(1));
        expect(wayOf(star).endsWith('#')).toBe(column.what === 'key' || column.what === 'name');
      }),
    );
  });

  it('has a column for each field of members that are records, and one for others', () => {
    expect(names([{ term: 1, op: 'x' }, { term: 2 }])).toEqual(['#', 'term', 'op']);
    expect(names([1, { term: 2 }])).toEqual(['#', 'value']);
    expect(names(new Map([['a', { n: 1 }]]))).toEqual(['key', 'n']);
    expect(names(new Set([{ n: 1 }]))).toEqual(['member']);
    expect(names({ a: 1, b: [2] })).toEqual(['field', 'value']);
  });

  it('has the columns of its type though nothing is in it', () => {
    const entry: Shape = {
      t: 'object',
      rest: null,
      fields: [
        { name: 'term', shape: { t: 'atom', kind: 'number' }, optional: false },
        { name: 'by', shape: { t: 'atom', kind: 'string' }, optional: true },
      ],
    };
    const list: Shape = { t: 'list', kind: 'array', item: entry };
    expect(names([], list)).toEqual(['#', 'term', 'by']);
    const stretch = stretchOf([{ term: 1 }]);
    const [member] = stretch.rows;
    const by: Column = { what: 'field', name: 'by' };
    if (member === undefined) throw new Error('there is one');
    // It may be left out: to write it adds it, to clear it removes it.
    expect(shapeAt(list, stretch, member, by)).toEqual({
      t: 'union',
      of: [
        { t: 'atom', kind: 'string' },
        { t: 'atom', kind: 'undefined' },
      ],
    });
    expect(written('n', ['log'], 'array', member, 0, by, 'A')).toEqual({
      type: 'add',
      node: 'n',
      path: ['log', 0],
      key: 'by',
      value: 'A',
    });
    expect(written('n', ['log'], 'array', member, 0, by, undefined)).toBeNull();
    expect(written('n', ['log'], 'array', member, 0, { what: 'field', name: 'term' }, 2)).toEqual({
      type: 'set',
      node: 'n',
      path: ['log', 0, 'term'],
      value: 2,
    });
  });

  it('gives an entry another key, and keeps the names and the fields that a type declares', () => {
    const [entry] = stretchOf(new Map([['a', 1]])).rows;
    const [field] = stretchOf({ term: 1 }).rows;
    if (entry === undefined || field === undefined) throw new Error('there is one');
    expect(written('n', ['kv'], 'map', entry, 0, { what: 'key' }, 'b')).toEqual({
      type: 'move',
      node: 'n',
      path: ['kv', { key: 'a' }],
      to: 'b',
    });
    const closed: Shape = {
      t: 'object',
      rest: null,
      fields: [{ name: 'term', shape: { t: 'atom', kind: 'number' }, optional: false }],
    };
    expect(canWrite(closed, { what: 'name' }, field)).toBe(false);
    expect(canRemove(closed, 'object', field)).toBe(false);
    expect(canWrite(any, { what: 'name' }, field)).toBe(true);
    expect(canRemove(any, 'map', entry)).toBe(true);
  });

  it('knows the type at the end of any way, from values as well', () => {
    const value = { log: [{ term: 1, ops: new Set(['p']) }], kv: new Map([['k', { n: 1n }]]) };
    const shape = shapeOfValues([value]);
    expect(shapeAlong(shape, ['log', 0, 'term'])).toEqual({ t: 'atom', kind: 'number' });
    expect(shapeAlong(shape, ['kv', { key: 'k' }, 'n'])).toEqual({ t: 'atom', kind: 'bigint' });
    expect(canonical(shapeAlong(shape, ['log', 0, 'ops', { key: 'p' }]))).toContain('"string"');
    expect(shapeAlong(any, ['log', 0])).toEqual(any);
  });
});
