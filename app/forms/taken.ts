/**
 * Whether a key, or a member of a Set, is in a collection already. Of a large one only a stretch is there: then the run is asked, and
 * answers with what it reads next.
 */
import { canonical, type Plain } from '../../kernel/plain.ts';
import { type FormProblem, problem } from './problem.ts';
import type { Stretch } from './sheet-rows.ts';
import { toldText } from './sheet-words.ts';

export class Taken {
  #asked: { readonly key: Plain; readonly answer: (isTaken: boolean) => void } | null = null;

  /** What was read may be the answer. */
  read({ taken }: Stretch): void {
    if (this.#asked === null || taken === null || canonical(taken.key) !== canonical(this.#asked.key)) return;
    this.#asked.answer(taken.isTaken);
    this.#asked = null;
  }

  /** What is wrong with it. `own`: the one that is edited. `ask`: wants it to be read. */
  async problemOf(
    { rows, size, kind }: Stretch,
    key: Plain,
    own: Plain,
    ask: (key: Plain) => void,
  ): Promise<FormProblem | null> {
    if (canonical(key) === canonical(own)) return null;
    let isTaken = rows.some((member) => member.key.t === 'whole' && canonical(member.key.value) === canonical(key));
    if (!isTaken && rows.length < size)
      isTaken = await new Promise<boolean>((answer) => {
        this.#asked = { key, answer };
        ask(key);
      });
    const what = kind === 'map' ? 'The key' : kind === 'set' ? 'The member' : 'The field';
    return isTaken
      ? problem(
          'form/twice',
          `${what} ${toldText({ t: 'whole', value: key })} is there already.`,
          'Type another, or edit that one.',
        )
      : null;
  }
}
