/** Explorations and fuzzings of the open notebook, and what they have come to. */
import type { CellKey, Range } from '../../kernel/diagnostic.ts';
import type { Exploration, StoryStep } from '../../kernel/exploration.ts';
import type { Fuzzing } from '../../kernel/findings.ts';
import type { PropertyView } from '../../kernel/protocol.ts';

export type CheckStage =
  /** For its turn, or for the reader to stop typing. */
  | 'waiting'
  | 'running'
  /** It is as whole as it will be. */
  | 'done'
  /** Its time is up; it can go on. */
  | 'paused'
  /** By the reader. */
  | 'cancelled';

interface CheckOf<Type extends string, Result> {
  readonly type: Type;
  readonly name: string;
  readonly cell: CellKey;
  readonly range: Range | null;
  /** Not from its scenario's start: from this moment of a run. */
  readonly from: { readonly step: number; readonly time: number } | null;
  readonly stage: CheckStage;
  /** Wall ms that its kernel has worked on it. */
  readonly spentMs: number;
  /** Null before anything is known under the program in force. */
  readonly result: Result | null;
  /** What it had come to under the program before. */
  readonly before: CheckVerdict | null;
}

export interface ExploreCheck extends CheckOf<'explore', Exploration> {
  /** The way to each violation and witness in full, by property, as far as it was asked for. */
  readonly stories: Readonly<Record<string, readonly StoryStep[]>>;
}
export type FuzzCheck = CheckOf<'fuzz', Fuzzing>;
export type Check = ExploreCheck | FuzzCheck;

export type CheckVerdict =
  | 'waiting'
  | 'running'
  /** Everything was tried, and nothing is wrong. */
  | 'holds'
  /** What was tried is all right; there is more. */
  | 'unviolated'
  | 'violated'
  /** And that is what the notebook says. */
  | 'expected'
  /** It could not be done, or came to something else than expected. */
  | 'failed';

/** What a reader can go to: a way to a violation or a witness, a failing run made small. */
export type FindingRef =
  | { readonly type: 'violation'; readonly check: string; readonly property: string }
  | { readonly type: 'witness'; readonly check: string; readonly property: string }
  | { readonly type: 'failure'; readonly check: string; readonly index: number };

/** Names a check among those of its notebook. */
export const idOf = ({ type, name, from }: Pick<Check, 'type' | 'name' | 'from'>): string =>
  `${type} ${from === null ? '' : `from ${from.step} `}${name}`;

export function verdictOf(check: Check): CheckVerdict {
  const { stage } = check;
  if (check.result === null) return stage === 'running' || stage === 'waiting' ? stage : 'unviolated';
  return check.type === 'explore' ? exploredVerdict(stage, check.result) : fuzzedVerdict(stage, check.result);
}

function exploredVerdict(stage: CheckStage, { violated, isExpected, verdict, diagnostics }: Exploration): CheckVerdict {
  if (verdict === 'error') return 'failed';
  if (violated !== null && !isExpected) return 'violated';
  if (diagnostics.some(({ severity }) => severity === 'error')) return 'failed';
  if (stage === 'running' || stage === 'waiting') return 'running';
  if (violated !== null) return 'expected';
  return verdict === 'holds' ? 'holds' : 'unviolated';
}

function fuzzedVerdict(stage: CheckStage, { failures, status, diagnostics }: Fuzzing): CheckVerdict {
  if (failures.some(({ isExpected }) => !isExpected)) return 'violated';
  if (status === 'error' || diagnostics.some(({ severity }) => severity === 'error')) return 'failed';
  if (stage === 'running' || stage === 'waiting') return 'running';
  return failures.length > 0 ? 'expected' : 'unviolated';
}

export type CheckTone = 'ok' | 'bad' | 'pending';

export const toneOf = (verdict: CheckVerdict): CheckTone =>
  verdict === 'violated' || verdict === 'failed'
    ? 'bad'
    : verdict === 'waiting' || verdict === 'running'
      ? 'pending'
      : 'ok';

export const isUnderWay = ({ stage }: Check): boolean => stage === 'waiting' || stage === 'running';

/** Thousands apart, as they are read. */
export const countText = (n: number): string => n.toLocaleString('en');

/** Colour is never the only sign. */
export const marks: Readonly<Record<CheckVerdict, string>> = {
  waiting: '○',
  running: '◔',
  holds: '✓',
  unviolated: '✓',
  expected: '✓',
  violated: '✗',
  failed: '!',
};

/** A few words that say how much was tried. */
export function wordsOf(check: Check): string {
  const verdict = verdictOf(check);
  const many = countOf(check);
  switch (verdict) {
    case 'running':
      return check.result === null ? 'running' : many;
    case 'holds':
      return `holds in ${many}`;
    case 'unviolated':
      if (check.result === null) return 'cancelled';
      return `no violation in ${many}${isWhole(check) ? '' : ', not complete'}`;
    case 'expected':
      return 'violated, as expected';
    default:
      return verdict;
  }
}

function countOf(check: Check): string {
  if (check.type === 'explore') return counted(check.result?.states ?? 0, 'state');
  const { done = 0, of = 0 } = check.result?.seeds ?? {};
  return done < of ? `${countText(done)} of ${counted(of, 'seed')}` : counted(of, 'seed');
}

const counted = (n: number, what: string): string => `${countText(n)} ${what}${n === 1 ? '' : 's'}`;

/** Seeds are a sample, and never the whole; a fuzzing is whole when all of those that were asked for were run. */
function isWhole(check: Check): boolean {
  return check.type === 'explore' ? check.result?.verdict === 'holds' : check.result?.status === 'passed';
}

/** A verdict of the run, or what the checks know better: a witness they came by, a way to violate it. */
export function propertyVerdict(property: PropertyView, checks: readonly Check[]): PropertyView['verdict'] {
  if (property.verdict !== 'pending' || property.kind !== 'reachable') return property.verdict;
  return checks.some(({ result }) => result?.witnessed.includes(property.name)) ? 'witnessed' : 'pending';
}

/** The first that nobody expected. */
export function firstFinding(check: Check): FindingRef | null {
  const id = idOf(check);
  if (check.type === 'explore') {
    const property = check.result?.violated?.property;
    return property === undefined ? null : { type: 'violation', check: id, property };
  }
  const index = check.result?.failures.findIndex(({ isExpected }) => !isExpected) ?? -1;
  return index < 0 ? null : { type: 'failure', check: id, index };
}

/** What it has found, in words. */
export function whatOf(check: Check): string {
  return check.type === 'explore'
    ? `violates ${check.result?.violated?.property ?? ''}`
    : `fails ${check.result?.failures.find(({ isExpected }) => !isExpected)?.property ?? ''}`;
}
