import { describe, expect, it } from 'vitest';
import type { Race, RaceOutcome } from '../../kernel/protocol.ts';
import { outcomeName } from '../../kernel/outcome-name.ts';
import { counted, outcomeValues, raceMeasure, racePlace, raceSummary, shareOf } from './race-text.ts';

const outcome = (count: number, value: string): RaceOutcome => ({
  branch: null,
  count,
  values: [{ node: 'store', field: 'value', value: { t: 'atom', kind: 'number', text: value } }],
  fault: null,
  violated: [],
  orders: [],
});
const race: Race = {
  ...{ status: 'done', step: 3, time: 10, node: 'store', orders: 6, rivals: [], atRest: true, notes: [] },
  outcomes: [outcome(4, '1'), outcome(2, '2')],
};

describe('a race in words', () => {
  it('says where it was, how many orders there are and how many outcomes', () => {
    expect([racePlace(race), raceSummary(race)]).toEqual(['At store, 10 ms', '6 orders, 2 outcomes']);
    expect(raceSummary({ ...race, orders: 1, outcomes: [outcome(1, '1')] })).toBe('1 order, 1 outcome');
    expect([counted(2, 'branch'), counted(1, 'branch')]).toEqual(['2 branches', '1 branch']);
  });

  it('says when the order does not matter, and by which states outcomes are told apart', () => {
    expect(raceMeasure({ ...race, outcomes: [outcome(6, '2')] })).toContain('ends the same');
    expect(raceMeasure(race)).toContain('come to rest');
    expect(raceMeasure({ ...race, atRest: false })).toContain('never comes to rest');
  });

  it('names what is particular to an outcome, and its share of the orders', () => {
    expect(race.outcomes.map((each) => outcomeValues(each))).toEqual([['store.value = 1'], ['store.value = 2']]);
    expect(race.outcomes.map((each) => shareOf(each, race))).toEqual([4 / 6, 2 / 6]);
    expect([0, 25, 26].map(outcomeName)).toEqual(['A', 'Z', '27']);
  });
});
