/**
 * What makes an event of one run the same as an event of another: that the same thing happened at the same node, led to by the same
 * events. Neither its position nor its time counts, so a run that is only later, or that does the same in another order, differs in
 * no event.
 */
import { mix } from '../world/random.ts';
import { valueAt } from './columns.ts';
import { type Run, worldOf } from './run.ts';

/** Identities of the rows that a run does not share with the run it is compared with. Grows with the run. */
export interface Identities {
  readonly run: Run;
  /** Rows before are the same in both. */
  readonly shared: number;
  /** From row `shared` on. 53 bits each. */
  readonly ids: number[];
  readonly all: Set<number>;
  readonly alike: Map<number, number>;
}

/** `shared`: at most so many rows that the two runs have in common. */
export function createIdentities(run: Run, shared: number): Identities {
  return { run, shared, ids: [], all: new Set(), alike: new Map() };
}

/** Takes in what has happened since. False when the run is shorter than it was: events were undone. */
export function identify({ run, shared, ids, all, alike }: Identities): boolean {
  const { columns } = run;
  if (columns.length < shared + ids.length) return false;
  const { names, nodes } = worldOf(run);
  const name = (number: number): number => (number < 0 ? -1 : names.hash(number));
  const node = (index: number): number => nodes[index]?.hash ?? -1;
  for (let row = shared + ids.length; row < columns.length; row++) {
    const cause = valueAt(columns, 'cause', row);
    const led = cause < shared ? cause : (ids[cause - shared] ?? -1);
    let low = mix(led | 0, valueAt(columns, 'kind', row));
    low = mix(low, node(valueAt(columns, 'node', row)));
    low = mix(low, name(valueAt(columns, 'type', row)));
    low = mix(low, name(valueAt(columns, 'rule', row)));
    low = mix(low, node(valueAt(columns, 'from', row)));
    const high = mix(mix(low, Math.floor(led / 2 ** 32)), 0x9e3779b9);
    // Of several alike, the first is the first of the other run.
    const plain = joined(high, low);
    const count = alike.get(plain) ?? 0;
    alike.set(plain, count + 1);
    const id = count === 0 ? plain : joined(mix(high, count), mix(low, count));
    ids.push(id);
    all.add(id);
  }
  return true;
}

function joined(high: number, low: number): number {
  return (high & 0x1fffff) * 2 ** 32 + (low >>> 0);
}
