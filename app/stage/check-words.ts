/** What a check has come to, in the words of the check view. */
import { type Exercise, missingText } from '../../kernel/exploration.ts';
import { type Check, type CheckVerdict, countText, type ExploreCheck, type FuzzCheck } from '../model/checks.ts';

/** Wall time: `0.04 s`, `3.2 s`. */
export const secondsText = (ms: number): string =>
  `${ms < 1_000 ? (ms / 1_000).toFixed(2) : (ms / 1_000).toFixed(1)} s`;

const counted = (n: number, one: string, many = `${one}s`): string => `${countText(n)} ${n === 1 ? one : many}`;

/** Figures, each a few words: the same on every machine. */
export const factsOf = (check: Check): readonly string[] =>
  check.type === 'explore' ? exploredFacts(check) : fuzzedFacts(check);

function exploredFacts({ result }: ExploreCheck): readonly string[] {
  if (result === null || result.states === 0) return [];
  const { states, transitions, depth, rests } = result;
  return [
    counted(states, 'state'),
    counted(transitions, 'transition'),
    `depth ${countText(depth)}`,
    ...(rests > 0 ? [`${countText(rests)} at rest`] : []),
  ];
}

function fuzzedFacts({ result }: FuzzCheck): readonly string[] {
  if (result === null || result.seeds.of === 0) return [];
  const { seeds, events, faults, states, rules } = result;
  return [
    `${countText(seeds.done)} of ${counted(seeds.of, 'seed')}`,
    counted(events, 'event'),
    counted(faults, 'fault'),
    counted(states, 'kind of world', 'kinds of worlds'),
    `${rules.fired} of ${counted(rules.of, 'rule')} fired`,
  ];
}

export const neverFired = ({ rules }: Exercise): Exercise['rules'] => rules.filter(({ times }) => times === 0);

/** `5 of 6 rules fired · 2 crashes`; empty when there is nothing to tell. */
export function exerciseText({ rules, faults, actions }: Exercise): readonly string[] {
  const { crash, restart, drop, duplicate } = faults;
  const befell = [
    [crash, 'crash', 'crashes'],
    [restart, 'restart', 'restarts'],
    [drop, 'loss', 'losses'],
    [duplicate, 'duplicate', 'duplicates'],
  ] as const;
  const taken = actions.filter(({ times }) => times > 0).length;
  return [
    ...(rules.length === 0
      ? []
      : [`${rules.length - neverFired({ rules, faults, actions }).length} of ${counted(rules.length, 'rule')} fired`]),
    ...(actions.length === 0 ? [] : [`${taken} of ${counted(actions.length, 'action')} taken`]),
    ...befell.flatMap(([n, one, many]) => (n === 0 ? [] : [counted(n, one, many)])),
  ];
}

export const verdictWords: Readonly<Record<CheckVerdict, string>> = {
  waiting: 'waiting',
  running: 'running',
  holds: 'holds',
  unviolated: 'no violation found',
  expected: 'violated, as expected',
  violated: 'violated',
  failed: 'failed',
};

/** What stands beside the verdict: what was and was not found out. */
export function outcomeText(check: Check): string {
  const isWhole = check.type === 'explore' && check.result?.verdict === 'holds';
  // What could not go on says why it did not.
  const missing =
    check.type === 'explore' && check.result !== null && check.result.verdict !== 'error'
      ? missingText(check.result)
      : '';
  switch (check.stage) {
    case 'waiting':
      return check.result === null ? '' : 'going on';
    case 'running':
      return check.type === 'fuzz' && check.result?.status === 'shrinking' ? 'making what failed small' : '';
    case 'cancelled':
      return `cancelled: not complete${missing === '' ? '' : `; ${missing}`}`;
    case 'paused':
      return `its time is up: not complete${missing === '' ? '' : `; ${missing}`}`;
    case 'done':
      return isWhole ? 'complete' : missing === '' ? '' : `not complete: ${missing}`;
  }
}
