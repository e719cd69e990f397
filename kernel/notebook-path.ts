/**
 * Other notebooks by the names that imports have for them. A notebook's path is relative to the folder of the notebook that is open:
 * `05-rebalance.sim.md`, `lib/paxos.sim.md`, `../shared/clock.sim.md`. The open one itself has the path ''.
 */

const address = /^\.\.?\/(?:[^/\\\0]+\/)*[^/\\\0]+\.sim\.md$/;

/** `./x.sim.md` or `../lib/x.sim.md`, whether there is such a notebook or not. */
export const isNotebookAddress = (from: string): boolean => address.test(from);

/** @param base path of the notebook in which the import stands. Null when `from` is no address of a notebook. */
export function resolveNotebook(base: string, from: string): string | null {
  if (!isNotebookAddress(from)) return null;
  const path = base.split('/').slice(0, -1);
  for (const part of from.split('/')) {
    if (part === '.') continue;
    if (part === '..' && path.length > 0 && path.at(-1) !== '..') path.pop();
    else path.push(part);
  }
  return path.join('/');
}
