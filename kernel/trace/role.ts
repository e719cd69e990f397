/** What a node is at the moment, in one word, as its author names it. */
import type { State } from '../program/declaration.ts';

const roleFields = ['role', 'status', 'phase', 'mode', 'state'];

/** The field that says it; null when there is none. */
export const roleFieldOf = (state: State): string | null =>
  roleFields.find((field) => typeof state[field] === 'string') ?? null;

/** Empty when there is none. */
export function roleOf(state: State): string {
  const field = roleFieldOf(state);
  const value = field === null ? '' : state[field];
  return typeof value === 'string' ? value : '';
}
