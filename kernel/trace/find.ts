/** Looks for events in the trace. */
import { type Chunk, chunkBits, chunkRows, type Outline } from './chunk.ts';
import { chunkAt } from './columns.ts';
import { type Run, worldOf } from './run.ts';

/**
 * The nearest event after (1) or before (−1) the moment after `step` events, of a node or a rule (null: any).
 * @returns the moment right after it, as a number of events; null when there is none
 */
export function findEvent(run: Run, step: number, by: 1 | -1, node: string | null, rule: string | null): number | null {
  const { columns } = run;
  const { names, byId } = worldOf(run);
  const wanted: Wanted = {
    node: node === null ? any : (byId.get(node)?.index ?? none),
    rule: rule === null ? any : names.find(rule) === -1 ? none : names.find(rule),
  };
  if (wanted.node === none || wanted.rule === none) return null;
  // The event that led to the moment shown is not meant.
  const from = by === 1 ? Math.max(0, step) : Math.min(step, columns.length + 1) - 2;
  if (from < 0) return null;
  for (let index = from >> chunkBits; index >= 0 && index << chunkBits < columns.length; index += by) {
    const slot = columns.slots[index];
    if (slot?.isThinned === true && !mayHold(slot, wanted)) continue;
    const base = index << chunkBits;
    const chunk = chunkAt(columns, index);
    const found =
      by === 1
        ? firstIn(chunk, Math.max(0, from - base), Math.min(chunkRows, columns.length - base), wanted)
        : lastIn(chunk, Math.min(chunkRows - 1, from - base), wanted);
    if (found >= 0) return base + found + 1;
  }
  return null;
}

interface Wanted {
  readonly node: number;
  readonly rule: number;
}

/** Events of the world itself have −1 for node and rule, so these are others. */
const any = -2;
const none = -3;

/** False when it is certain that there is none in it. */
function mayHold({ nodes, rules }: Outline, { node, rule }: Wanted): boolean {
  return (node === any || nodes.has(node)) && (rule === any || rules.has(rule));
}

function firstIn(chunk: Chunk, from: number, to: number, { node, rule }: Wanted): number {
  const [nodes, rules] = [chunk.node, chunk.rule];
  for (let row = from; row < to; row++)
    if ((node === any || nodes[row] === node) && (rule === any || rules[row] === rule)) return row;
  return -1;
}

function lastIn(chunk: Chunk, from: number, { node, rule }: Wanted): number {
  const [nodes, rules] = [chunk.node, chunk.rule];
  for (let row = from; row >= 0; row--)
    if ((node === any || nodes[row] === node) && (rule === any || rules[row] === rule)) return row;
  return -1;
}
