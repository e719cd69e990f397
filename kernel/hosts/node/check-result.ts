/** What `rehearsal check` finds out. `--json` prints it; the text and JUnit reports are made from it. */
import type { Diagnostic } from '../../diagnostic.ts';
import type { Exercise, Exploration, StoryStep, Violation } from '../../exploration.ts';
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
  /** Wall time. */
  readonly ms: number;
  /** `limited`: ended before everything was explored, and nothing was violated so far. */
  readonly verdict: Exploration['verdict'];
  /** False when it was ended before everything was explored. */
  readonly isWhole: boolean;
  readonly failed: boolean;
  /** What came of it, in a sentence. */
  readonly text: string;
  /** The shortest way to a violation of each property, and what goes round for ever after it. */
  readonly violations: readonly ViolationResult[];
  /** Names of `reachable` properties that were seen. */
  readonly witnessed: readonly string[];
  readonly exercise: Exercise;
  /** Rules that never fired, of those that could. */
  readonly neverFired: readonly string[];
}

export interface ViolationResult extends Violation {
  /** It is the one that `expect.violates` names. */
  readonly isExpected: boolean;
  readonly story: readonly StoryStep[];
  /** The text of a run file that ends there; null when it could not be made. */
  readonly run: string | null;
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

/** Something that is not as it was accepted. */
export interface Difference {
  /** `scenario three resource managers` */
  readonly of: string;
  /** `events`; null when all of it is meant: it is new, or gone, or has one fact only. */
  readonly fact: string | null;
  /** Null: it was not there. */
  readonly was: string | null;
  /** Null: it is gone. */
  readonly is: string | null;
}

/** What was found, compared with what is kept beside the notebook. */
export interface Comparison {
  /** Where the expected results are. */
  readonly file: string;
  readonly differences: readonly Difference[];
  /** What was ended before its end and could not be compared: `explore every interleaving`. */
  readonly unfinished: readonly string[];
  /** The differences were written to the file: they are what is expected now. */
  readonly isAccepted: boolean;
}

export interface FileResult {
  readonly file: string;
  readonly diagnostics: readonly FileDiagnostic[];
  readonly scenarios: readonly ScenarioResult[];
  readonly properties: readonly PropertyResult[];
  readonly explorations: readonly ExplorationResult[];
  readonly fuzzings: readonly FuzzResult[];
  /** Null when there are no expected results, or other seeds were asked for. */
  readonly comparison: Comparison | null;
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
    result.fuzzings.some(({ failed }) => failed) ||
    differs(result)
  );
}

/** It is not as it was accepted. */
export function differs({ comparison }: FileResult): boolean {
  return comparison !== null && comparison.differences.length > 0 && !comparison.isAccepted;
}
