/** What a node is at the moment, in one word, as its author names it. */
import type { State } from '../program/declaration.ts';

const roleFields = ['role', 'status', 'phase', 'mode', 'state'];

/** Empty when there is none. */
export function roleOf(state: State): string {
  for (const field of roleFields) {
    const value = state[field];
    if (typeof value === 'string') return value;
  }
  return '';
}
