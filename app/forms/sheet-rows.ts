/**
 * The table of a collection: which columns it has, what stands in each cell, where that is in the state, and what act of the reader
 * changes it. Pure. Members that are objects have a column for each field.
 */
import type { CollectionKind, Member, Members, Told } from '../../kernel/members.ts';
import type { Path, PathPart } from '../../kernel/path.ts';
import type { Plain } from '../../kernel/plain.ts';
import type { Input } from '../../kernel/protocol.ts';
import type { Shape } from '../../kernel/shape.ts';
import type { StarPlace } from '../../kernel/star.ts';
import { alternatives, any, entryOf, fieldOf, isOpen, itemOf, keyOf, optionalFields, shapeOfValues } from './shape.ts';

export type Stretch = Extract<Members, { type: 'members' }>;

export type Column =
  /** `index`: of a list. `key`: of a Map. `name`: of an object's field. `value`: the member itself. */
  { readonly what: 'index' | 'key' | 'name' | 'value' } | { readonly what: 'field'; readonly name: string };

const mostColumns = 24;

/** What a member is, as the type has it or, when that is not known, as those that are there have it. */
export function memberShape(shape: Shape, { kind, rows }: Stretch): Shape {
  const declared = kind === 'map' ? entryOf(shape) : kind === 'object' ? any : itemOf(shape);
  return declared.t === 'any' && kind !== 'object'
    ? shapeOfValues(rows.flatMap(({ value }) => wholeOf(value)))
    : declared;
}

export function keyShape(shape: Shape, { kind, rows }: Stretch): Shape {
  if (kind === 'object') return { t: 'atom', kind: 'string' };
  const declared = kind === 'set' ? itemOf(shape) : keyOf(shape);
  return declared.t === 'any' ? shapeOfValues(rows.flatMap(({ key }) => wholeOf(key))) : declared;
}

const wholeOf = (told: Told): readonly Plain[] => (told.t === 'whole' ? [told.value] : []);

export function columnsOf(stretch: Stretch, shape: Shape): readonly Column[] {
  const { kind, rows } = stretch;
  const first = firstColumn[kind];
  return [
    ...(first === null ? [] : [first]),
    ...(fieldsOf(rows, memberShape(shape, stretch), kind) ?? [{ what: 'value' } as const]),
  ];
}

const firstColumn: Readonly<Record<CollectionKind, Column | null>> = {
  array: { what: 'index' },
  map: { what: 'key' },
  object: { what: 'name' },
  set: null,
};

/** The fields of members that are objects; null when some are not. A member of a Set is one thing, whatever it is. */
function fieldsOf(rows: readonly Member[], shape: Shape, kind: CollectionKind): readonly Column[] | null {
  if (kind === 'set' || rows.some(({ fields }) => fields === null)) return null;
  const declared = alternatives(shape).flatMap((one) => (one.t === 'object' ? one.fields.map(({ name }) => name) : []));
  const isKnown = alternatives(shape).every((one) => one.t === 'object');
  if (rows.length === 0 && !isKnown) return null;
  const seen = rows.flatMap(({ fields }) => (fields ?? []).map(([name]) => name));
  const names = [...new Set([...(isKnown ? declared : []), ...seen])];
  return names.length === 0 || names.length > mostColumns
    ? null
    : names.map((name) => ({ what: 'field', name }) as const);
}

export function columnName(column: Column, kind: CollectionKind): string {
  if (column.what === 'field') return column.name;
  if (column.what === 'index') return '#';
  if (column.what === 'name') return 'field';
  return column.what === 'value' && kind === 'set' ? 'member' : column.what;
}

/** Null where an object lacks the field. */
export function toldAt({ key, value, fields }: Member, column: Column): Told | null {
  switch (column.what) {
    case 'index':
    case 'key':
    case 'name':
      return key;
    case 'value':
      return value;
    case 'field':
      return fields?.find(([name]) => name === column.name)?.[1] ?? null;
  }
}

export function shapeAt(shape: Shape, stretch: Stretch, member: Member, column: Column): Shape {
  switch (column.what) {
    case 'index':
      return { t: 'atom', kind: 'number' };
    case 'key':
    case 'name':
      return keyShape(shape, stretch);
    case 'value': {
      if (stretch.kind !== 'object') return memberShape(shape, stretch);
      const name = member.key.t === 'whole' && typeof member.key.value === 'string' ? member.key.value : '';
      return orNothing(fieldOf(shape, name), optionalFields(shape).includes(name), member.value);
    }
    case 'field': {
      const holder =
        stretch.kind === 'object' ? shapeAt(shape, stretch, member, { what: 'value' }) : memberShape(shape, stretch);
      const told = toldAt(member, column);
      return orNothing(fieldOf(holder, column.name), optionalFields(holder).includes(column.name), told);
    }
  }
}

/** Of a field that may be left out: nothing is one of its values. */
function orNothing(shape: Shape, isOptional: boolean, told: Told | null): Shape {
  const known = shape.t === 'any' && told !== null ? shapeOfValues(wholeOf(told)) : shape;
  return isOptional ? { t: 'union', of: [known, { t: 'atom', kind: 'undefined' }] } : known;
}

/** The way to a member; null when its key is too large to be told. */
export function memberPath(path: Path, kind: CollectionKind, { key }: Member, index: number): Path | null {
  if (kind === 'array') return [...path, index];
  if (key.t === 'part') return null;
  const part: PathPart = kind === 'object' && typeof key.value === 'string' ? key.value : { key: key.value };
  return [...path, part];
}

export function cellPath(path: Path, kind: CollectionKind, member: Member, index: number, column: Column): Path | null {
  const own = memberPath(path, kind, member, index);
  return own !== null && column.what === 'field' ? [...own, column.name] : own;
}

/** Whether what stands in the cell can be another value there. A declared field keeps its name. */
export function canWrite(shape: Shape, column: Column, member: Member): boolean {
  if (column.what === 'index') return false;
  if (column.what !== 'name') return true;
  return canRemove(shape, 'object', member) && isOpen(shape);
}

/** Members of collections can go; of an object, only fields that may be left out. */
export function canRemove(shape: Shape, kind: CollectionKind, { key }: Member): boolean {
  if (kind !== 'object') return true;
  const name = key.t === 'whole' && typeof key.value === 'string' ? key.value : '';
  const isNamed = alternatives(shape).some(
    (one) => one.t === 'object' && one.fields.some((field) => field.name === name),
  );
  return optionalFields(shape).includes(name) || (!isNamed && isOpen(shape));
}

/** What the reader does by writing `value` in a cell; null when nothing is changed by it. */
export function written(
  node: string,
  path: Path,
  kind: CollectionKind,
  member: Member,
  index: number,
  column: Column,
  value: Plain,
): Input | null {
  const at = cellPath(path, kind, member, index, column);
  if (at === null || column.what === 'index') return null;
  if (column.what === 'key' || column.what === 'name') return { type: 'move', node, path: at, to: value };
  const isThere = column.what !== 'field' || toldAt(member, column) !== null;
  if (isThere) {
    const goes = value === undefined && (column.what === 'field' || kind === 'object');
    return goes ? { type: 'remove', node, path: at } : { type: 'set', node, path: at, value };
  }
  const holder = at.slice(0, -1);
  return value === undefined || column.what !== 'field'
    ? null
    : { type: 'add', node, path: holder, key: column.name, value };
}

/** `at`: the way to the collection, by places. */
export function starAt(
  node: string,
  field: string,
  at: readonly number[],
  index: number,
  member: Member,
  column: Column,
): Extract<StarPlace, { type: 'state' }> {
  const own = [...at, index];
  if (column.what === 'key' || column.what === 'name') return { type: 'state', node, field, at: own, isKey: true };
  if (column.what !== 'field') return { type: 'state', node, field, at: own };
  const place = (member.fields ?? []).findIndex(([name]) => name === column.name);
  return { type: 'state', node, field, at: place < 0 ? own : [...own, place] };
}

/** As `CellStar` names places. */
export function wayOf({ at, isKey }: Pick<Extract<StarPlace, { type: 'state' }>, 'at' | 'isKey'>): string {
  return `${at.map((place) => `/${place}`).join('')}${isKey === true ? '#' : ''}`;
}
