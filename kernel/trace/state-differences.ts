/** What is not the same in the states of two worlds, as a model sees it: the order of a Map's keys or a Set's members is no difference. */
import { equal } from '../plain.ts';
import type { StateDifference } from '../protocol.ts';
import type { World } from '../world/world.ts';
import { shown } from './shown.ts';

/** Differences that are told; of systems with more, there is no seeing them all. */
const differenceLimit = 400;

export function stateDifferences(a: World, b: World): readonly StateDifference[] {
  const found: StateDifference[] = [];
  for (const node of new Set([...a.byId.keys(), ...b.byId.keys()])) {
    const [x, y] = [fieldsOf(a.byId.get(node)), fieldsOf(b.byId.get(node))];
    for (const field of new Set([...Object.keys(x), ...Object.keys(y)])) {
      if (equal(x[field], y[field])) continue;
      const [mine, other] = [field in x ? shown(x[field]) : null, field in y ? shown(y[field]) : null];
      found.push({ node, field, a: mine, b: other });
      if (found.length === differenceLimit) return found;
    }
  }
  return found;
}

function fieldsOf(node: World['nodes'][number] | undefined): Readonly<Record<string, unknown>> {
  return node === undefined ? {} : { ...node.state, '(up)': node.alive };
}
