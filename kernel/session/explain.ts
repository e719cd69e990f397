/** Answers why something is as it is, a piece of the search at a time: what was asked last is remembered, and gone on with. */
import type { Explanation, Subject } from '../explanation.ts';
import { canonical } from '../plain.ts';
import { explain } from '../trace/explain.ts';
import { worldOf } from '../trace/run.ts';
import { machineAt } from './replies.ts';
import { currentRun, type SessionState } from './state.ts';

/** Null while it is looked for; a sentence when there is nothing to explain. */
export function explainMore(
  state: SessionState,
  of: Subject,
  step: number | null,
  isSpent: () => boolean,
): Explanation | string | null {
  const run = currentRun(state);
  if (run === null) return 'Nothing is running.';
  const at = step ?? worldOf(run).step;
  const key = canonical([{ ...of }, at]);
  let job = state.explaining;
  if (job?.run !== run || job.tip !== run.machine || job.key !== key) {
    const { world } = machineAt(state, run, at);
    job = { run, tip: run.machine, key, search: explain(run, of, world), answer: null };
    state.explaining = job;
  }
  while (job.answer === null) {
    const next = job.search.next();
    if (next.done === true) job.answer = next.value;
    else if (isSpent()) return null;
  }
  return job.answer;
}
