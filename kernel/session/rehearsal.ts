/** Rehearses an edit, within a bound of wall time. */
import type { Diagnostic } from '../diagnostic.ts';
import type { Changes } from '../program/program.ts';
import { rehearse } from '../trace/rehearse.ts';
import type { Machine } from '../world/step.ts';
import { type SessionState, stopwatch } from './state.ts';

/** Wall time a rehearsal may take. */
const rehearsalMs = 60;

/** What a rule that the edit concerns does wrong; null when nothing was seen. `machine` is used up. */
export function rehearsed({ host, assembly }: SessionState, machine: Machine, difference: Changes): Diagnostic | null {
  const rules = new Set([...difference.added, ...difference.changed]);
  if (rules.size === 0 && difference.kinds.length === 0) return null;
  return rehearse(
    machine,
    assembly.explain,
    (rule) => rules.has(rule) || rule === '' || difference.kinds.includes(rule.split('.')[0] ?? ''),
    stopwatch(host, rehearsalMs),
  );
}
