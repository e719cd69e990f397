/** A run made again from its journal, a bounded piece of work at a time. */
import type { RunJournal, SwapEntry } from '../protocol.ts';
import { micros } from '../world/world.ts';
import { forward, pass } from './forward.ts';
import { applyInput } from './outside.ts';
import { type Run, worldOf } from './run.ts';

export interface Rebuild {
  readonly journal: RunJournal;
  /** Of the journal's entries. */
  next: number;
}

/**
 * Runs on towards the end of the journal, as far as the time given allows. True when it is there.
 * @param install puts a program that the journal names in force
 */
export function goOnRebuilding(
  run: Run,
  rebuild: Rebuild,
  install: (run: Run, entry: SwapEntry) => void,
  isSpent: () => boolean,
): boolean {
  const { journal } = rebuild;
  for (;;) {
    const entry = journal.entries[rebuild.next];
    const target = entry?.turn ?? journal.turns;
    if (worldOf(run).turn < target) {
      forward(run, { to: Number.POSITIVE_INFINITY, turns: target, events: Number.POSITIVE_INFINITY, isSpent });
      if (worldOf(run).turn < target && run.end === 'running') return false;
    }
    if (entry === undefined) {
      pass(run, micros(journal.time ?? 0));
      return true;
    }
    run.shown = micros(entry.time);
    if (entry.type === 'input') applyInput(run, entry.input);
    else install(run, entry);
    rebuild.next += 1;
  }
}
