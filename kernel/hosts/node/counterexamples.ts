/** What an exploration found, as stories for the report and as runs for the page. Nothing here knows of threads or files. */
import type { Exploration, StoryStep } from '../../exploration.ts';
import type { ProgramSource } from '../../protocol.ts';
import { writeRunFile } from '../../run-file.ts';
import type { Session } from './run-scenarios.ts';

export interface Counterexample {
  readonly property: string;
  readonly story: readonly StoryStep[];
  /** The text of a run file that ends where the property is violated; null when it could not be made. */
  readonly run: string | null;
}

/** @param source the program that the exploration is of */
export function counterexamplesOf(
  session: Session,
  { name, violations }: Exploration,
  source: ProgramSource,
  title: string,
): readonly Counterexample[] {
  return violations.map(({ property }) => {
    const { steps } = session.handle({ type: 'story', explore: name, property });
    return { property, story: steps, run: runOf(session, name, property, source, title) };
  });
}

function runOf(
  session: Session,
  explore: string,
  property: string,
  source: ProgramSource,
  title: string,
): string | null {
  const before = session.handle({ type: 'export' }).journal.id;
  session.handle({ type: 'branch', act: { type: 'open-counterexample', explore, property } });
  const { journal, digests } = session.handle({ type: 'export' });
  if (journal.id === before) return null;
  return writeRunFile(
    title,
    { ...journal, parent: null, others: [] },
    [source],
    digests.filter(({ branch }) => branch === journal.id),
  );
}
