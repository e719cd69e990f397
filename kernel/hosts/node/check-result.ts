/** What `rehearsal check` finds out. `--json` prints it; the text and JUnit reports are made from it. */
import type { Diagnostic } from '../../diagnostic.ts';
import type { Exercise, Exploration, Violation } from '../../exploration.ts';
import type { Fuzzing, HistoryChart } from '../../findings.ts';
import type { PropertyKind, PropertyView } from '../../protocol.ts';

export interface ScenarioResult {
  readonly name: string;
  readonly seed: number;
  /** Events recorded. */
  readonly events: number;
  /** Of the whole trace: the same in every host for the same notebook and seed. */
  readonly digest: string;
  readonly verdict: 'passed' | 'failed';
  /** Where the scenario says it ends, in virtual ms; null when it does not say. */
  readonly until: number | null;
  /** Where it ended. */
  readonly now: number;
  /** Why it failed, or how it ended when that needs saying; empty otherwise. */
  readonly text: string;
}

export interface PropertyResult {
  readonly name: string;
  readonly kind: PropertyKind;
  readonly verdict: PropertyView['verdict'];
  readonly at: { readonly scenario: string; readonly step: number; readonly time: number } | null;
  /** The line in the file. */
  readonly line: number;
  readonly failed: boolean;
  /** What is wrong; empty when nothing is. */
  readonly text: string;
  /** The operations that offend, when it is about what clients were told. */
  readonly chart: HistoryChart | null;
}

export interface ExplorationResult {
  readonly name: string;
  /** Distinct worlds found. */
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** `limited`: ended before everything was explored. */
  readonly verdict: Exploration['verdict'];
  readonly failed: boolean;
  /** What is wrong, and the way there; empty when nothing is. */
  readonly text: string;
  /** The shortest way to a violation of each property, and what goes round for ever after it. */
  readonly violations: readonly Violation[];
  readonly exercise: Exercise;
  /** Rules that never fired, of those that could. */
  readonly neverFired: readonly string[];
}

export interface FuzzResult extends Fuzzing {
  readonly failed: boolean;
  /** False when it was ended before all seeds were run. */
  readonly isWhole: boolean;
}

/** A diagnostic with its place in the file; both count from 1, null when the whole file is meant. */
export interface FileDiagnostic extends Diagnostic {
  readonly line: number | null;
  readonly column: number | null;
}

export interface FileResult {
  readonly file: string;
  readonly diagnostics: readonly FileDiagnostic[];
  readonly scenarios: readonly ScenarioResult[];
  readonly properties: readonly PropertyResult[];
  readonly explorations: readonly ExplorationResult[];
  readonly fuzzings: readonly FuzzResult[];
}

export interface CheckResult {
  readonly files: readonly FileResult[];
}

export function fileFailed(result: FileResult): boolean {
  return (
    result.diagnostics.some(({ severity }) => severity === 'error') ||
    result.scenarios.some(({ verdict }) => verdict === 'failed') ||
    result.properties.some(({ failed }) => failed) ||
    result.explorations.some(({ failed }) => failed) ||
    result.fuzzings.some(({ failed }) => failed)
  );
}
