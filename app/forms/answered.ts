/**
 * An act whose form wants to know what became of it: what was typed must not be lost when the run refuses it, because the place went
 * away meanwhile, for one.
 */
import type { Input } from '../../kernel/protocol.ts';
import { act } from '../model/act.ts';
import { page } from '../model/page.ts';
import { answerTo } from './answer.ts';
import type { FormProblem } from './problem.ts';

/** Null when it was done, or when nobody is there any more to answer. */
export function answered(host: EventTarget, input: Input): Promise<FormProblem | null> {
  const answer = answerTo(page, input);
  act(host, { type: 'input', input });
  return answer;
}
