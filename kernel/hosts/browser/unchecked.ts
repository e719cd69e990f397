/** What is said of a check that was ended because it did not come back. */
import type { Diagnostic } from '../../diagnostic.ts';
import { type Exploration, noExercise } from '../../exploration.ts';
import type { Fuzzing } from '../../findings.ts';

export function unexplored(name: string, why: Diagnostic): Exploration {
  const nothingFound = {
    states: 0,
    transitions: 0,
    depth: 0,
    waiting: 0,
    rests: 0,
    orderMatters: false,
    collisions: 0,
    path: [],
    loop: null,
    exercise: noExercise,
    violated: null,
    isExpected: false,
    violations: [],
    witnessed: [],
  };
  return { name, ...nothingFound, verdict: 'error', diagnostics: [why] };
}

export function unfuzzed(name: string, why: Diagnostic): Fuzzing {
  return {
    name,
    scenario: '',
    status: 'error',
    seeds: { from: 1, done: 0, of: 0 },
    events: 0,
    faults: 0,
    rules: { fired: 0, of: 0 },
    neverFired: [],
    states: 0,
    witnessed: [],
    failures: [],
    diagnostics: [why],
  };
}
