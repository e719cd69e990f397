/** What became of an act that was asked of the run. */
import type { Input } from '../../kernel/protocol.ts';
import type { PageStore } from '../model/page-store.ts';
import { type FormProblem, problem } from './problem.ts';

/** Listens from now on. Null when it was done, or when nobody is there any more to answer. */
export function answerTo(store: Pick<PageStore, 'subscribe'>, input: Input): Promise<FormProblem | null> {
  return new Promise((resolve) => {
    const stop = store.subscribe((action) => {
      const isMine = action.type === 'input-answered' && action.input === input;
      if (!isMine && action.type !== 'go') return;
      stop();
      resolve(
        isMine && action.refused !== null ? problem('form/refused', action.refused.text, action.refused.help) : null,
      );
    });
  });
}
