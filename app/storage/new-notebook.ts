/** The notebook that `New notebook` makes: two nodes that run from the first moment. */
import text from './new-notebook.sim.md?raw';

export function newNotebook(): { readonly id: string; readonly title: string; readonly text: string } {
  return { id: `local/${crypto.randomUUID().slice(0, 8)}`, title: 'Untitled', text };
}
