/** Plain data as TypeScript: what it evaluates to is what it was. */

const width = 100;

export function literal(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : numeral(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (value instanceof Map) return `new Map(${value.size === 0 ? '' : literal([...value])})`;
  if (value instanceof Set) return `new Set(${value.size === 0 ? '' : literal([...value])})`;
  const members = Object.entries(value).map(([key, member]) => `${keyOf(key)}: ${literal(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

export function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** Thousands set apart, as in 10_000. */
export function numeral(value: number): string {
  const text = String(value);
  const [, sign = '', whole = '', rest = ''] = /^(-?)(\d+)(\.\d+)?$/.exec(text) ?? [];
  if (whole.length < 5) return text;
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, '_')}${rest}`;
}

export function keyOf(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) && key !== '__proto__' ? key : quoted(key);
}

/** A list in one line when it fits, else a member a line. */
export function listed(open: string, members: readonly string[], close: string, indent: string): string {
  const line = `${open}${members.join(', ')}${close}`;
  if (indent.length + line.length <= width) return line;
  return `${open.trimEnd()}\n${members.map((member) => `${indent}  ${member},\n`).join('')}${indent}${close.trimStart()}`;
}
