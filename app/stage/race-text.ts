/** A forked race in words and shares. */
import type { Race, RaceOutcome } from '../../kernel/protocol.ts';
import { formatNumber, formatTime } from './format.ts';
import { oneLine } from './shown.ts';

/** `6 orders, 2 outcomes`. */
export function raceSummary({ orders, outcomes }: Race): string {
  return `${counted(orders, 'order')}, ${counted(outcomes.length, 'outcome')}`;
}

/** `At store, 10 ms`. */
export function racePlace({ node, time }: Race): string {
  return `At ${node}, ${formatTime(time)}`;
}

/** How outcomes are told apart, as a sentence. */
export function raceMeasure({ atRest, outcomes }: Race): string {
  if (outcomes.length === 1) return 'Whatever the order, it ends the same.';
  return atRest
    ? 'Told apart by the states once everything has come to rest.'
    : 'Told apart by the states right after the last of the rivals: this system never comes to rest.';
}

/** `store.value = 1`, a value each. */
export function outcomeValues({ values }: RaceOutcome, limit = 90): readonly string[] {
  return values.map(({ node, field, value }) => `${node}.${field} = ${oneLine(value, limit)}`);
}

/** The share of all orders, 0 … 1. */
export function shareOf({ count }: RaceOutcome, { outcomes }: Race): number {
  return (
    count /
    Math.max(
      1,
      outcomes.reduce((sum, outcome) => sum + outcome.count, 0),
    )
  );
}

export function counted(n: number, noun: string): string {
  return `${formatNumber(n)} ${noun}${n === 1 ? '' : noun.endsWith('ch') ? 'es' : 's'}`;
}
