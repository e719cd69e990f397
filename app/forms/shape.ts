/**
 * What may stand in a place of the model: what a form offers there. Known from the model's types when the type checker is awake,
 * else learnt from the values that stand in such places.
 */
import type { Path } from '../../kernel/path.ts';
import { literal, type Plain } from '../../kernel/plain.ts';
import type { Shape } from '../../kernel/shape.ts';

/** The kinds of plain data that a form tells apart. */
export const kinds = [
  'string',
  'number',
  'boolean',
  'bigint',
  'null',
  'undefined',
  'array',
  'set',
  'map',
  'object',
] as const;
export type Kind = (typeof kinds)[number];

export function kindOf(value: Plain): Kind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Set) return 'set';
  if (value instanceof Map) return 'map';
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' || type === 'bigint' || type === 'undefined'
    ? type
    : 'object';
}

/** The shapes that a shape is one of. */
export function alternatives(shape: Shape): readonly Shape[] {
  return shape.t === 'union' ? shape.of.flatMap(alternatives) : [shape];
}

/** The kinds that may stand there, in the order of the type; all of them when nothing is known. */
export function kindsOf(shape: Shape): readonly Kind[] {
  const found = new Set(alternatives(shape).flatMap(kindsOfOne));
  return [...found];
}

function kindsOfOne(shape: Shape): readonly Kind[] {
  switch (shape.t) {
    case 'any':
      return kinds;
    case 'atom':
      return [shape.kind];
    case 'literal':
      return [kindOf(shape.value)];
    case 'list':
      return [shape.kind];
    case 'map':
      return ['map'];
    case 'object':
      return ['object'];
    case 'union':
      return kindsOf(shape);
  }
}

/** What a value of that kind may be there. */
export function ofKind(shape: Shape, kind: Kind): Shape {
  const own = alternatives(shape).filter((one) => one.t !== 'any' && kindsOfOne(one).includes(kind));
  const [first] = own;
  if (first === undefined) return unknownOf(kind);
  return own.length === 1 ? first : unionOf(own);
}

function unknownOf(kind: Kind): Shape {
  switch (kind) {
    case 'array':
    case 'set':
      return { t: 'list', kind, item: any };
    case 'map':
      return { t: 'map', key: any, value: any };
    case 'object':
      return { t: 'object', fields: [], rest: any };
    case 'string':
    case 'number':
    case 'boolean':
    case 'bigint':
    case 'null':
    case 'undefined':
      return { t: 'atom', kind };
  }
}

export const any: Shape = { t: 'any' };

/** The literals of that kind, when nothing but literals of it may stand there; null when others may. */
export function optionsOf(shape: Shape, kind: 'string' | 'number' | 'bigint'): readonly Plain[] | null {
  const own = alternatives(shape).filter((one) => kindsOfOne(one).includes(kind));
  const values = own.flatMap((one) => (one.t === 'literal' ? [one.value] : []));
  return own.length > 0 && values.length === own.length ? values : null;
}

/** The item of a list or set. */
export function itemOf(shape: Shape): Shape {
  return unionOf(alternatives(shape).flatMap((one) => (one.t === 'list' ? [one.item] : [])));
}

export function keyOf(shape: Shape): Shape {
  return unionOf(alternatives(shape).flatMap((one) => (one.t === 'map' ? [one.key] : [])));
}

export function entryOf(shape: Shape): Shape {
  return unionOf(alternatives(shape).flatMap((one) => (one.t === 'map' ? [one.value] : [])));
}

/** A field of an object; what any other field holds when it is not named. */
export function fieldOf(shape: Shape, name: string): Shape {
  return unionOf(
    alternatives(shape).flatMap((one) => {
      if (one.t !== 'object') return [];
      const field = one.fields.find((other) => other.name === name);
      return field === undefined ? (one.rest === null ? [] : [one.rest]) : [field.shape];
    }),
  );
}

/** What stands at the end of a way into a value of that shape. */
export function shapeAlong(shape: Shape, path: Path): Shape {
  return path.reduce((holder: Shape, part) => {
    const inner = alternatives(holder).flatMap((one): readonly Shape[] => {
      if (one.t === 'list') return [one.item];
      if (one.t === 'map') return [one.value];
      if (one.t !== 'object') return [];
      const name = typeof part === 'object' ? part.key : part;
      return [fieldOf(one, typeof name === 'string' ? name : literal(name))];
    });
    return unionOf(inner);
  }, shape);
}

/** Whether an object may have other fields than those named. */
export function isOpen(shape: Shape): boolean {
  return alternatives(shape).some((one) => one.t === 'any' || (one.t === 'object' && one.rest !== null));
}

/** Fields that may be left out. */
export function optionalFields(shape: Shape): readonly string[] {
  const names = alternatives(shape).flatMap((one) =>
    one.t === 'object' ? one.fields.filter(({ optional }) => optional).map(({ name }) => name) : [],
  );
  return [...new Set(names)];
}

function unionOf(shapes: readonly Shape[]): Shape {
  const [first] = shapes;
  if (first === undefined) return any;
  return shapes.length === 1 ? first : { t: 'union', of: shapes };
}

// ---------------------------------------------------------------- learnt from values

/** Different texts of one field, up to which they are taken for its only ones. */
const exampleLimit = 12;

/** What stood in such a place may stand there again. Texts are examples, not the only ones there can be. */
export function shapeOfValues(values: readonly Plain[]): Shape {
  const byKind = new Map<Kind, Plain[]>();
  for (const value of values) byKind.set(kindOf(value), [...(byKind.get(kindOf(value)) ?? []), value]);
  if (byKind.size === 0) return any;
  const known = [...byKind].map(([kind, own]) => shapeOfKind(kind, own));
  // Null alone says nothing of what may come instead.
  if (byKind.size === 1 && (byKind.has('null') || byKind.has('undefined'))) return { t: 'union', of: [...known, any] };
  return unionOf(known);
}

function shapeOfKind(kind: Kind, values: readonly Plain[]): Shape {
  switch (kind) {
    case 'array':
    case 'set':
      return { t: 'list', kind, item: shapeOfValues(values.flatMap((value) => [...membersOf(value)])) };
    case 'map': {
      const entries = values.flatMap((value) => (value instanceof Map ? [...value] : []));
      return {
        t: 'map',
        key: shapeOfValues(entries.map(([key]) => key)),
        value: shapeOfValues(entries.map(([, value]) => value)),
      };
    }
    case 'object': {
      const all = values.map((value) => Object.entries(value ?? {}) as readonly (readonly [string, Plain])[]);
      const names = [...new Set(all.flatMap((entries) => entries.map(([name]) => name)))];
      const fields = names.map((name) => {
        const own = all.flatMap((entries) => entries.filter(([other]) => other === name).map(([, value]) => value));
        return { name, shape: shapeOfValues(own), optional: own.length < all.length };
      });
      return { t: 'object', fields, rest: shapeOfValues(all.flatMap((entries) => entries.map(([, value]) => value))) };
    }
    case 'string': {
      const texts = [...new Set(values.filter((value) => typeof value === 'string'))];
      return { t: 'atom', kind, ...(texts.length <= exampleLimit ? { examples: texts } : {}) };
    }
    case 'number':
    case 'boolean':
    case 'bigint':
    case 'null':
    case 'undefined':
      return { t: 'atom', kind };
  }
}

function membersOf(value: Plain): Iterable<Plain> {
  return Array.isArray(value) || value instanceof Set ? value : [];
}

/** Texts that stood in such places. */
export function examplesOf(shape: Shape): readonly string[] {
  return [
    ...new Set(
      alternatives(shape).flatMap((one) => (one.t === 'atom' && one.kind === 'string' ? (one.examples ?? []) : [])),
    ),
  ];
}
