/** The last message that the reader sent in the current branch, for sending it again. */
import type { Input, Journal } from '../../kernel/protocol.ts';

export type SentBefore = Extract<Input, { type: 'send' }>;

/** Null when none was. */
export function lastSent(journal: Journal | null): SentBefore | null {
  const entry = journal?.entries.findLast((one) => one.type === 'input' && one.input.type === 'send');
  return entry?.type === 'input' && entry.input.type === 'send' ? entry.input : null;
}
