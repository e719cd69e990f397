/** What is done to the runs of an open notebook: they go on, are run again, forked, compared. */
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import type { Divergence, JournalEntry, Mark, SwapEntry } from '../protocol.ts';
import { createSearch, goOnSearching } from '../trace/divergence.ts';
import { forkRun } from '../trace/fork.ts';
import { rowsUpTo } from '../trace/columns.ts';
import { createGhost, type Ghost, ghostOf } from '../trace/ghost.ts';
import type { Limits } from '../trace/forward.ts';
import { checkpointHere } from '../trace/outside.ts';
import { type Past, pastAfter } from '../trace/past.ts';
import { goOnRebuilding } from '../trace/rebuild.ts';
import { createRerun, goOnAgain } from '../trace/rerun.ts';
import { goOnAsking } from '../trace/retrospect.ts';
import { type Run, worldOf } from '../trace/run.ts';
import { addBranch, type Branch, branchLimit, setRun, type Tree } from '../trace/tree.ts';

/** Acts that were skipped, as a receipt lists them. */
const skippedListed = 3;

/** Puts a program that a journal names in force in a run. */
export type InstallProgram = (run: Run, entry: SwapEntry) => void;

/** The whole history of a branch: while its past is run again, that is the run as it was. */
export function wholeRun(branch: Branch): Run | null {
  return branch.rerun?.old ?? branch.run;
}

/** The run after `step` events, as another run. */
export function forkAt(run: Run, step: number): { readonly run: Run; readonly past: Past } {
  if (step >= worldOf(run).step) checkpointHere(run);
  const past = pastAfter(run, Math.min(step, worldOf(run).step));
  return { run: forkRun(run, past), past };
}

/**
 * Puts `fresh` in the place of a branch's run: it is brought to where that one was by going on. The old one is the ghost; the
 * last mark of `fresh` is to tell what came of it.
 * @param again what came from outside and comes again
 * @param shared rows that both have
 * @param keepGhost the ghost, when there is one, stays the run that it is
 */
export function replaceRun(
  branch: Branch,
  old: Run,
  fresh: Run,
  again: readonly JournalEntry[],
  shared: number,
  keepGhost: boolean,
): void {
  const { ghost } = branch;
  setRun(branch, fresh);
  branch.rerun = createRerun(old, again, shared, fresh.marks.at(-1));
  branch.ghost = keepGhost && ghost !== null ? ghostOf(ghost, fresh, shared) : createGhost(old, fresh, shared);
}

/** What a branch has to do before it can go on. True when nothing is left. */
export function catchUp(branch: Branch, install: InstallProgram, limits: Pick<Limits, 'isSpent' | 'events'>): boolean {
  const { isSpent } = limits;
  const { run } = branch;
  if (run === null) return true;
  if (branch.rebuild !== null) {
    if (!goOnRebuilding(run, branch.rebuild, install, isSpent)) return false;
    branch.rebuild = null;
  }
  if (branch.rerun !== null && run.end !== 'stopped') {
    const { rerun } = branch;
    const isThere = goOnAgain(run, rerun, install, limits);
    if (!isThere || run.fault !== null) {
      lookForDivergence(branch, run, false, isSpent);
      return false;
    }
    if (branch.ghost !== null) branch.ghost.toTell = rerun;
    branch.rerun = null;
  }
  tellOutcome(branch, run, isSpent);
  if (branch.retrospect !== null && branch.rerun === null && goOnAsking(run, branch.retrospect, isSpent))
    branch.retrospect = null;
  return branch.rerun === null;
}

/**
 * Looks where a run that was run again parts from what it was. True when that is known, as far as both go.
 * @param isWhole it is where the other one was
 */
function lookForDivergence(branch: Branch, run: Run, isWhole: boolean, isSpent: () => boolean): boolean {
  const { ghost } = branch;
  if (ghost === null) return true;
  // What was seen was taken back.
  if (ghost.search.edition !== run.columns.edition) ghost.search = createSearch(ghost.run, run, ghost.shared);
  return goOnSearching(ghost.search, isWhole, isSpent);
}

/** Says in the receipt what came of running a run again; a ghost that is the same in all is none. */
function tellOutcome(branch: Branch, run: Run, isSpent: () => boolean): void {
  const { ghost } = branch;
  if (ghost?.toTell == null || !lookForDivergence(branch, run, true, isSpent)) return;
  const { receipt, old } = ghost.toTell;
  const { found } = ghost.search;
  ghost.toTell = null;
  if (found === null && isAsFar(ghost.run, run)) branch.ghost = null;
  if (receipt === null) return;
  // While a literal is dragged, a newer receipt stands in its place.
  const known = run.marks.indexOf(receipt);
  const place = known >= 0 ? known : run.marks.findLastIndex(({ kind }) => kind === 'swap');
  const told = run.marks[place];
  if (told === undefined) return;
  run.marks[place] = {
    ...told,
    text: [...told.text, againText(run, ghost), divergenceText(found), ...skippedText(run, old)],
  };
}

/**
 * Two runs of one time that do not differ: neither goes further. Where one stood amid the events of an instant, the other has gone
 * through all of it.
 */
function isAsFar(a: Run, b: Run): boolean {
  const [fewer, more] = [a.columns, b.columns].toSorted((one, other) => one.length - other.length);
  if (fewer === undefined || more === undefined) return true;
  return fewer.length === more.length || rowsUpTo(more, Math.min(a.shown, b.shown) - 1) <= fewer.length;
}

/** Acts of the reader that were done before and have no place in this history. */
function skippedText(run: Run, old: Run | null): string[] {
  const isSkipped = ({ title, entry }: Mark): boolean => entry != null && title.startsWith('Skipped: ');
  const before = new Set(old?.marks.filter(isSkipped).map(({ title }) => title));
  const skipped = run.marks.filter((mark) => isSkipped(mark) && !before.has(mark.title));
  const more = skipped.length - skippedListed;
  return [
    ...skipped.slice(0, skippedListed).map(({ title, text }) => `${title}. ${text[0] ?? ''}`),
    ...(more > 0 ? [`${more} more acts were skipped.`] : []),
  ];
}

function againText(run: Run, { shared }: Ghost): string {
  const events = run.columns.length - shared;
  return events === 1 ? 'One event was run again.' : `${events} events were run again.`;
}

function divergenceText(divergence: Divergence | null): string {
  return divergence === null
    ? 'History is the same under it.'
    : `History differs from event ${divergence.step} at ${divergence.time} ms: ${divergence.text}`;
}

// ---------------------------------------------------------------- branches

/** As `addBranch`. Throws DiagnosticError when there are too many. */
export function branchOff(tree: Tree, run: Run, name: string, forkedAt?: Branch['forkedAt']): Branch {
  if (tree.branches.size >= branchLimit)
    throw new DiagnosticError(
      diagnostic('input/stale', `There are ${branchLimit} branches already.`, { help: 'Delete some of them.' }),
    );
  return addBranch(tree, run, name, forkedAt);
}

/** Rows that two branches have by descent: up to where the first of them was forked off. */
export function sharedRows(tree: Tree, a: Branch, b: Branch): number {
  const line = (branch: Branch): Map<number, number> => {
    const steps = new Map<number, number>();
    let shared = Number.POSITIVE_INFINITY;
    for (let at: Branch | undefined = branch; at !== undefined && !steps.has(at.id); ) {
      steps.set(at.id, shared);
      shared = Math.min(shared, at.forkedAt.step);
      at = at.parent === null ? undefined : tree.branches.get(at.parent);
    }
    return steps;
  };
  const mine = line(a);
  for (const [id, step] of line(b)) {
    const own = mine.get(id);
    if (own !== undefined) return Math.min(own, step);
  }
  return 0;
}
