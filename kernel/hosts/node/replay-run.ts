/** Makes every branch of a journal again on a session, one after the other. Nothing here knows of threads or files. */
import type { Diagnostic } from '../../diagnostic.ts';
import { lastProgram } from '../../journal.ts';
import type { BranchJournal, Frame, Journal, ProgramSource, PropertyView, Want } from '../../protocol.ts';
import type { Session } from './run-scenarios.ts';

/** A journal, and its programs as this build compiles them. */
export interface ToReplay {
  readonly journal: Journal;
  readonly sources: readonly ProgramSource[];
}

export interface BranchReplay {
  readonly id: number;
  readonly name: string;
  readonly parent: number | null;
  readonly scenario: string;
  readonly seed: number;
  /** Events recorded. */
  readonly events: number;
  /** Virtual ms shown last. */
  readonly now: number;
  /** Empty when it could not be made. */
  readonly digest: string;
  readonly status: Frame['status'];
  readonly properties: readonly PropertyView[];
  readonly diagnostics: readonly Diagnostic[];
}

const nothing: Want = { state: false, stats: false, log: 0, density: null };
/** Wall time between two signs of progress. */
const sliceMs = 100;

/** @param onProgress says how far a branch has come, before each stretch of it */
export function replayRun(
  session: Session,
  { journal, sources }: ToReplay,
  onProgress: (branch: string, step: number) => void = () => undefined,
): readonly BranchReplay[] {
  const { others, format: _, ...current } = journal;
  return [current, ...others]
    .toSorted((a, b) => a.id - b.id)
    .map((branch) => replayBranch(session, branch, sources, (step) => onProgress(branch.name, step)));
}

function replayBranch(
  session: Session,
  branch: BranchJournal,
  sources: readonly ProgramSource[],
  onProgress: (step: number) => void,
): BranchReplay {
  const { id, name, parent, scenario, seed } = branch;
  // Under the program that is in force at its end: nothing is put in force that was not.
  const cells = sources.find((source) => source.id === lastProgram(branch))?.cells ?? [];
  onProgress(0);
  const { program } = session.handle({
    type: 'open',
    cells,
    seed: null,
    defaultSeed: null,
    scenario,
    restore: { journal: { ...branch, format: 2, others: [] }, sources },
  });
  // It was begun anew: that is another run.
  const broken = program.diagnostics.filter(({ code }) => code.startsWith('journal/'));
  const about = { id, name, parent, scenario, seed };
  if (broken.length > 0)
    return { ...about, events: 0, now: 0, digest: '', status: 'empty', properties: [], diagnostics: broken };
  for (let isRerunning = false; ; ) {
    // To its last event and no further; what was still to be run again when it was saved is run again.
    const steps: 0 | null = isRerunning ? null : 0;
    const { frame }: { readonly frame: Frame } = session.handle({
      type: 'advance',
      to: 0,
      steps,
      budgetMs: sliceMs,
      want: nothing,
    });
    onProgress(frame.tip.step);
    isRerunning = frame.status === 'rerunning';
    if (isRerunning || frame.status === 'restoring') continue;
    const { digest, steps: events } = session.handle({ type: 'digest' });
    const { status, properties, diagnostics } = frame;
    return { ...about, events, now: frame.tip.now, digest, status, properties, diagnostics };
  }
}
