/** The history of a text as a browser kept it, at the border. One wrong step makes all wrong: each stands upon the next. */
import { maxSteps } from '../model/history.ts';
import { type KeptHistory, type KeptMoment, type KeptStep, mostKept } from '../model/kept-history.ts';
import type { Selection } from '../model/state.ts';
import type { Change } from '../model/text.ts';
import { all, count, either, flag, nothing, numberIn, oneOf, type Read, record, text, wrong } from './read.ts';

/** Beyond these, nobody wrote it by hand. */
const mostText = 5_000_000;
const mostParts = 5_000;

const atMost =
  <T>(of: Read<readonly T[]>, most: number): Read<readonly T[]> =>
  (value) =>
    Array.isArray(value) && value.length > most ? wrong : of(value);

const orNull = either<string | null>(text, nothing);
const selection = record<Selection>({ key: orNull, mode: oneOf('command', 'edit') });
const moment = record<KeptMoment>({ keys: count, selection });
const step = record<KeptStep>({
  change: record<Change>({ start: count, removed: text, inserted: text }),
  before: moment,
  after: moment,
  isStructural: flag,
});
const steps = atMost(all(step), maxSteps);

const saved = record<KeptHistory>({
  keptAt: numberIn(0, 8.64e15),
  text,
  keys: atMost(all(atMost(all(orNull), mostParts)), 2 * 2 * maxSteps),
  nextKey: numberIn(0, 1e9),
  past: steps,
  future: steps,
});

/** Null: there is none, or what is there is none. */
export function readHistory(value: unknown): KeptHistory | null {
  const read = saved(value);
  if (read === wrong || read.text.length > mostText) return null;
  const size = [...read.past, ...read.future].reduce(
    (sum, { change }) => sum + change.removed.length + change.inserted.length,
    0,
  );
  return size > 2 * mostKept ? null : read;
}
