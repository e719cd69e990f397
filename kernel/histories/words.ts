/** Operations and values in words, short enough for one line. */
import { canonical } from '../plain.ts';
import type { Invocation, Operation, Response } from './history.ts';

const lengthLimit = 48;

export function valueText(value: unknown): string {
  return short(canonical(value));
}

/** `write x 3`, `read x → 5`, `transaction [read x, append y 3] → [read x [1], …]`. */
export function operationText({ invoked, returned }: Operation): string {
  return `${invocationText(invoked)}${returned === null ? '' : responseText(invoked, returned)}`;
}

function invocationText({ op, key, value }: Invocation): string {
  return [
    op,
    ...(key === null ? [] : [key]),
    ...(value === undefined ? [] : [accessesText(value) ?? valueText(value)]),
  ].join(' ');
}

function responseText({ value }: Invocation, response: Response): string {
  if (response.type === 'fail') return ' failed';
  // That a write was told nothing goes without saying.
  if (response.type === 'unknown' || response.result === undefined) return '';
  if (response.result === null && value !== undefined) return '';
  // The answer to a transaction says what was asked too.
  const answer = accessesText(response.result);
  if (answer === null) return ` → ${valueText(response.result)}`;
  return answer === accessesText(value) ? '' : ` → ${answer}`;
}

/** Null when it is no list of accesses. */
function accessesText(value: unknown): string | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const parts = value.map((access: unknown) => {
    const [type, key, held] = Array.isArray(access) ? (access as readonly unknown[]) : [];
    if (!(type === 'read' || type === 'write' || type === 'append')) return null;
    return [
      type,
      typeof key === 'string' ? key : canonical(key),
      ...(held === undefined ? [] : [canonical(held)]),
    ].join(' ');
  });
  return parts.includes(null) ? null : short(parts.join(', '));
}

function short(text: string): string {
  return text.length > lengthLimit ? `${text.slice(0, lengthLimit - 1)}…` : text;
}
