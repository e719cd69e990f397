import { describe, expect, it } from 'vitest';
import { nothingExplored } from '../../kernel/exploration.ts';
import type { ExploreCheck, FuzzCheck } from '../model/checks.ts';
import { exerciseText, factsOf, neverFired, outcomeText, secondsText } from './check-words.ts';

const range = { line: 1, column: 1, endLine: 1, endColumn: 2 };
const rule = (name: string, times: number) => ({ rule: name, cell: 'a', range, times, ways: 1 });

const explored = (details: Partial<ExploreCheck> = {}): ExploreCheck => ({
  type: 'explore',
  name: 'all',
  cell: 'a',
  range,
  from: null,
  stage: 'done',
  spentMs: 40,
  result: { ...nothingExplored, name: 'all', states: 1, transitions: 1_146, depth: 11, verdict: 'holds' },
  before: null,
  stories: {},
  ...details,
});

describe('the words of a check', () => {
  it('say how much was tried and how long it took', () => {
    expect(factsOf(explored())).toEqual(['1 state', '1,146 transitions', 'depth 11']);
    expect(factsOf(explored({ result: null }))).toEqual([]);
    expect([40, 3_210].map(secondsText)).toEqual(['0.04 s', '3.2 s']);
  });

  it('say what a fuzzing came by', () => {
    const check: FuzzCheck = {
      ...explored(),
      type: 'fuzz',
      spentMs: 0,
      result: {
        name: 'all',
        scenario: 's',
        status: 'fuzzing',
        seeds: { from: 1, done: 12, of: 100 },
        events: 4_000,
        faults: 1,
        rules: { fired: 3, of: 4 },
        neverFired: ['n.Tick'],
        states: 9,
        witnessed: [],
        failures: [],
        diagnostics: [],
      },
    };
    expect(factsOf(check)).toEqual([
      '12 of 100 seeds',
      '4,000 events',
      '1 fault',
      '9 kinds of worlds',
      '3 of 4 rules fired',
    ]);
  });

  it('tell complete from not complete', () => {
    expect(outcomeText(explored())).toBe('complete');
    expect(outcomeText(explored({ stage: 'paused' }))).toContain('not complete');
    expect(outcomeText(explored({ stage: 'cancelled' }))).toContain('not complete');
    const result = {
      ...nothingExplored,
      name: 'all',
      verdict: 'limited',
      limitedBy: 'time',
      unsearched: ['p'],
    } as const;
    expect(outcomeText(explored({ result }))).toBe(
      "not complete: its limit of time was reached; not looked for: ways on which 'p' never comes",
    );
  });

  it('name what never fired, and the faults that befell', () => {
    const exercise = {
      rules: [rule('n.Tick', 4), rule('n.Vote', 0)],
      faults: { crash: 2, restart: 0, drop: 1, duplicate: 0 },
      actions: [
        { name: 'cut', times: 3 },
        { name: 'heal', times: 0 },
      ],
    };
    expect(exerciseText(exercise)).toEqual(['1 of 2 rules fired', '1 of 2 actions taken', '2 crashes', '1 loss']);
    expect(neverFired(exercise).map((one) => one.rule)).toEqual(['n.Vote']);
  });
});
