/** The notebook that `New notebook` makes: two nodes that run from the first moment, or a text that is given. */
import { parse } from '../../kernel/notebook/parse.ts';
import { titleOf } from '../model/open.ts';
import pingPong from './new-notebook.sim.md?raw';

export function newNotebook(text = pingPong): { readonly id: string; readonly title: string; readonly text: string } {
  const id = `local/${crypto.randomUUID().slice(0, 8)}`;
  return { id, title: titleOf(parse(text), id), text };
}
