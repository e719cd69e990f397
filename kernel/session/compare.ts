/** Compares two branches, or one and its ghost. Both are brought to the moment that is compared. */
import { type Diagnostic, DiagnosticError, diagnostic } from '../diagnostic.ts';
import type { Comparison } from '../protocol.ts';
import { createComparer } from '../trace/compare.ts';
import { forward, pass } from '../trace/forward.ts';
import type { Run } from '../trace/run.ts';
import type { Branch, Tree } from '../trace/tree.ts';
import { attempt } from './branches.ts';
import { installNamed } from './programs.ts';
import { catchUp, sharedRows } from './runs.ts';
import { beginRebuild } from './start.ts';
import type { SessionState } from './state.ts';

/** The moment of `a`: after so many events, or at a virtual time (µs). */
export interface Moment {
  readonly step: number | null;
  readonly time: number;
}

/** `b` null: the ghost of `a`. The comparison is null as long as one of them has no run. */
export function compareBranches(
  state: SessionState,
  tree: Tree,
  a: Branch,
  b: Branch | null,
  { step, time }: Moment,
  isSpent: () => boolean,
): { readonly comparison: Comparison | null; readonly diagnostics: readonly Diagnostic[] } {
  let ready = true;
  const diagnostics = attempt(() => {
    for (const branch of [a, b])
      if (branch !== null && branch !== tree.current && !bring(state, branch, time, isSpent)) ready = false;
  });
  const other = b === null ? (a.ghost?.run ?? null) : b.run;
  if (!ready || diagnostics.length > 0 || a.run === null || other === null) return { comparison: null, diagnostics };
  const shared = b === null ? (a.ghost?.shared ?? 0) : sharedRows(tree, a, b);
  return {
    comparison: comparer(state, a.run, other, Number.isFinite(shared) ? shared : 0).at(step, time, isSpent),
    diagnostics,
  };
}

/** The last one, when it is of the same runs: it knows most of what is asked. */
function comparer(state: SessionState, a: Run, b: Run, shared: number): NonNullable<SessionState['comparer']> {
  if (state.comparer?.a !== a || state.comparer.b !== b) state.comparer = createComparer(a, b, shared);
  return state.comparer;
}

/**
 * Runs a branch that is not the current one up to a virtual time; makes it from its journal first when it has no run yet. False while
 * that takes longer. Throws DiagnosticError when it cannot be made.
 */
function bring(state: SessionState, branch: Branch, time: number, isSpent: () => boolean): boolean {
  // What is in force is that of the current branch.
  const { inForce, problems } = state;
  try {
    if (branch.run === null) {
      const wrong = beginRebuild(state, branch);
      if (wrong !== null)
        throw new DiagnosticError(diagnostic('journal/broken', wrong, { help: 'The branch stays as it is.' }));
    }
    const { run } = branch;
    const limits = { isSpent, events: Number.POSITIVE_INFINITY };
    const isMade = catchUp(branch, (of, entry) => installNamed(state, of, entry), limits);
    if (!isMade || branch.rebuild !== null || run === null) return false;
    if (run.end === 'running' && run.shown < time) {
      const why = forward(run, { ...limits, to: time, turns: Number.POSITIVE_INFINITY });
      if (why === 'isSpent') return false;
      if (why === 'to') pass(run, time);
    }
    return true;
  } finally {
    state.inForce = inForce;
    state.problems = problems;
  }
}
