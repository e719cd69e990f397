/** A value that is typed to be starred: `k42`, `'k42'`, `7`, `txn: 7`, `entry.term: 2`, `{ txn: 7, key: 'x' }`. */
import type { Plain } from '../../kernel/plain.ts';
import type { Pattern } from '../../kernel/star.ts';

/** Null when nothing was typed. */
export function parsePattern(text: string): Pattern | null {
  const whole = text.trim();
  if (whole === '') return null;
  const [, name, rest] = /^([A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*)\s*:\s*(.+)$/s.exec(whole) ?? [];
  return name === undefined || rest === undefined
    ? { under: [], value: valueOf(whole) }
    : { under: name.split('.'), value: valueOf(rest.trim()) };
}

/** A record of atoms, or an atom; what reads like neither is a text. */
function valueOf(text: string): Plain {
  const record = /^\{(.*)\}$/s.exec(text)?.[1];
  if (record === undefined) return atomOf(text);
  const fields: [string, Plain][] = [];
  for (const part of record.split(',')) {
    const [, name, value] = /^\s*([A-Za-z_$][\w$]*|'[^']*'|"[^"]*")\s*:\s*(.+?)\s*$/s.exec(part) ?? [];
    if (name === undefined || value === undefined) return text;
    fields.push([name.replaceAll(/^['"]|['"]$/g, ''), atomOf(value)]);
  }
  return Object.fromEntries(fields);
}

function atomOf(text: string): Plain {
  const quoted = /^(['"])(.*)\1$/s.exec(text)?.[2];
  if (quoted !== undefined) return quoted;
  if (/^-?\d+n$/.test(text)) return BigInt(text.slice(0, -1));
  if (/^-?\d[\d_]*(\.\d+)?(e[+-]?\d+)?$/i.test(text)) return Number(text.replaceAll('_', ''));
  const words: Readonly<Record<string, Plain>> = { true: true, false: false, null: null };
  return Object.hasOwn(words, text) ? words[text] : text;
}

/**
 * What is followed when a value of a form is starred: a text means the same wherever it stands, a number only under its name.
 * @param names that lead to it, the nearest last
 */
export function patternFor(value: Plain, names: readonly string[]): Pattern {
  const isText = typeof value === 'string' && value !== '';
  const isThing = typeof value === 'object' && value !== null;
  return { under: isText || isThing ? [] : names.slice(-1), value };
}

/** How a star is followed by its value, in words. */
export function patternText({ under, value }: Pattern): string {
  const what = literalOf(value, 60);
  return under.length === 0 ? what : `${what} in ${under.join('.')}`;
}

/** As one would type it, about. */
export function literalOf(value: Plain, most: number): string {
  const text = write(value);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function write(value: Plain): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(write).join(', ')}]`;
  if (value instanceof Set) return `{ ${[...value].map(write).join(', ')} }`;
  const entries: readonly (readonly [string, Plain])[] =
    value instanceof Map ? [...value].map(([key, member]) => [write(key), member] as const) : Object.entries(value);
  return `{ ${entries.map(([key, member]) => `${key}: ${write(member)}`).join(', ')} }`;
}
