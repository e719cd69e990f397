/**
 * An act whose form wants to know what became of it: what was typed must not be lost when the run refuses it, because the place went
 * away meanwhile, for one.
 */
import type { Input } from '../../kernel/protocol.ts';
import { act } from '../model/act.ts';
import { page } from '../model/page.ts';
import { type FormProblem, problem } from './problem.ts';

/** Null when it was done, or when nobody is there any more to answer. */
export function answered(host: EventTarget, input: Input): Promise<FormProblem | null> {
  return new Promise((resolve) => {
    const stop = page.subscribe((action) => {
      const isMine = action.type === 'input-answered' && action.input === input;
      if (!isMine && action.type !== 'go') return;
      stop();
      resolve(
        isMine && action.refused !== null ? problem('form/refused', action.refused.text, action.refused.help) : null,
      );
    });
    act(host, { type: 'input', input });
  });
}
