/** What is said of a check that was ended because it did not come back. */
import type { Diagnostic } from '../../diagnostic.ts';
import { type Exploration, nothingExplored } from '../../exploration.ts';
import { type Fuzzing, nothingFuzzed } from '../../findings.ts';

export function unexplored(name: string, why: Diagnostic): Exploration {
  return { ...nothingExplored, name, verdict: 'error', diagnostics: [why] };
}

export function unfuzzed(name: string, why: Diagnostic): Fuzzing {
  return { ...nothingFuzzed, name, status: 'error', diagnostics: [why] };
}
