/** Values of the model as text: one line, cut at a length, the way a programmer would write them. */
import type { Plain } from '../../kernel/plain.ts';
import type { Shown } from '../../kernel/protocol.ts';

/** Characters of a text that are shown; of a longer one only a part is known here. */
const textLimit = 200;

/** The single value that is shown, whole; null when it is none, or only a part of it is known. */
export function atomOf(value: Shown): { readonly value: Plain } | null {
  if (value.t !== 'atom' || value.text.length > textLimit) return null;
  switch (value.kind) {
    case 'string':
      return { value: value.text };
    case 'number':
      return { value: Number(value.text) };
    case 'bigint':
      return { value: BigInt(value.text.replace(/n$/, '')) };
    case 'boolean':
      return { value: value.text === 'true' };
    case 'null':
      return value.text === 'null' ? { value: null } : value.text === 'undefined' ? { value: undefined } : null;
  }
}

/** `7`, `'leader'`, `[1, 2, …3 more]`, `{ a: 1 }`, a set `{ 1, 2 }`; at most about `limit` characters. */
export function oneLine(value: Shown, limit = 60): string {
  if (value.t === 'atom') return cut(atomText(value), limit);
  const [open, close] = brackets(value);
  const parts: string[] = [];
  let left = limit - open.length - close.length;
  const size = sizeOf(value);
  for (const part of partsOf(value)) {
    const text = oneLine(part.value, Math.max(8, left));
    const whole = part.key === '' ? text : `${part.key}: ${text}`;
    if (parts.length > 0 && whole.length > left) break;
    parts.push(whole);
    left -= whole.length + 2;
    if (left <= 0) break;
  }
  const hidden = size - parts.length;
  if (hidden > 0) parts.push(`…${hidden} more`);
  return `${open}${parts.join(', ')}${close}`;
}

export function atomText(value: Extract<Shown, { t: 'atom' }>): string {
  if (value.kind === 'string') return `'${value.text.replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
  return value.kind === 'bigint' && !value.text.endsWith('n') ? `${value.text}n` : value.text;
}

type Collection = Exclude<Shown, { t: 'atom' }>;

/** Entries, those not sent included. */
export function sizeOf(value: Collection): number {
  return (value.t === 'list' ? value.items.length : value.entries.length) + value.more;
}

/** The entries that were sent; a list's have no key. */
export function partsOf(value: Collection): readonly { readonly key: string; readonly value: Shown }[] {
  return value.t === 'list'
    ? value.items.map((item) => ({ key: '', value: item }))
    : value.entries.map(([key, entry]) => ({ key, value: entry }));
}

/** `4 items`, `1 field`. */
export function summary(value: Collection): string {
  const size = sizeOf(value);
  const noun = value.t === 'list' ? 'item' : value.kind === 'map' ? 'entry' : 'field';
  return `${size} ${size === 1 ? noun : noun === 'entry' ? 'entries' : `${noun}s`}`;
}

function brackets(value: Collection): readonly [string, string] {
  if (value.t === 'list' && value.kind === 'array') return ['[', ']'];
  return sizeOf(value) === 0 ? ['{', '}'] : ['{ ', ' }'];
}

function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, Math.max(1, limit - 1))}…`;
}
