/**
 * A migration as an author would begin to write it: for each field whose type changed, what can be made of the old value, or the
 * new initial value where nothing can. It can be put in force as it is, and again; what the author has to decide is marked.
 */
import { literal } from '../literal.ts';
import type { shapeOf } from '../plain.ts';
import type { Kind } from '../program/program.ts';

type FieldShape = ReturnType<typeof shapeOf>;

/** A field of the state that changed its type. */
export interface ChangedField {
  readonly name: string;
  readonly was: FieldShape;
  readonly is: FieldShape;
  /** Its new initial value: plain data. */
  readonly initial: unknown;
}

/** TypeScript that declares the migration. The kind is called by the name it has in its cell. */
export function migrationText(kind: Kind, fields: readonly ChangedField[]): string {
  const lines = fields.flatMap((field) => [
    `  // ${field.name} was ${withArticle(field.was)} and is now ${withArticle(field.is)}${canConvert(field) ? '' : ': what becomes of it?'}`,
    `  ${memberText(field)},`,
  ]);
  return `${kind.variable}.migrate((old) => ({\n  ...old,\n${lines.join('\n')}\n}))`;
}

/** As a member of the object that a migration returns. */
export function memberText(field: ChangedField): string {
  const key = isName(field.name) ? field.name : literal(field.name);
  const old = isName(field.name) ? `old.${field.name}` : `old[${literal(field.name)}]`;
  return `${key}: ${conversions[`${field.was} ${field.is}`]?.(old) ?? `${test(old, field.is)} ? ${old} : ${literal(field.initial)}`}`;
}

export function withArticle(shape: string): string {
  return /^[aeiou]/.test(shape) ? `an ${shape}` : `a ${shape}`;
}

const isName = (text: string): boolean => /^[A-Za-z_$][\w$]*$/.test(text);

function canConvert({ was, is }: ChangedField): boolean {
  return Object.hasOwn(conversions, `${was} ${is}`);
}

/** Whether the old value is of the new shape already: a migration runs again when other fields change. */
function test(old: string, shape: FieldShape): string {
  switch (shape) {
    case 'array':
      return `Array.isArray(${old})`;
    case 'map':
      return `${old} instanceof Map`;
    case 'set':
      return `${old} instanceof Set`;
    default:
      return `typeof ${old} === '${shape}'`;
  }
}

/** From one shape to another, where the new value says what the old one said. None can throw; done again, they change nothing. */
const conversions: Readonly<Record<string, (old: string) => string>> = {
  'number string': (old) => `String(${old})`,
  'boolean string': (old) => `String(${old})`,
  'bigint string': (old) => `String(${old})`,
  'boolean number': (old) => `Number(${old})`,
  'bigint number': (old) => `Number(${old})`,
  'boolean bigint': (old) => `BigInt(${old})`,
  'number boolean': (old) => `Boolean(${old})`,
  'string boolean': (old) => `Boolean(${old})`,
  'array set': (old) => `new Set(${old})`,
  'set array': (old) => `[...${old}]`,
  'map array': (old) => `[...${old}.values()]`,
  'array map': (old) => `new Map(${old}.entries())`,
  'map set': (old) => `new Set(${old}.keys())`,
  'object map': (old) => `${old} instanceof Map ? ${old} : new Map(Object.entries(${old}))`,
  'map object': (old) => `${old} instanceof Map ? Object.fromEntries(${old}) : ${old}`,
};
