/**
 * Very many nodes of a kind as few rows. Nodes in the same state are one row; where there are too many states for that, nodes of one
 * role are, and of each field is told what they have in common.
 */
import type { NodeView, Shown } from '../../kernel/protocol.ts';
import { formatNumber } from './format.ts';
import { oneLine } from './shown.ts';

/** States of a kind that are rows of their own. */
export const mostStates = 24;
/** Rows of a kind, when each is a role. */
export const mostRoles = 24;
const mostValues = 3;

export interface NodeGroup {
  /** The same for the same group in the next picture, as far as that can be said. */
  readonly key: string;
  /** `leader`, `down`; empty when nothing else than their state tells them apart. */
  readonly role: string;
  readonly nodes: readonly NodeView[];
}

export interface Grouped {
  readonly by: 'state' | 'role';
  /** The largest first. */
  readonly groups: readonly NodeGroup[];
}

export function groupNodes(nodes: readonly NodeView[]): Grouped {
  const byState = groupsBy(nodes, ({ alive, state }) => `${alive} ${JSON.stringify(state)}`, mostStates);
  if (byState !== null) return { by: 'state', groups: byState };
  const byRole = groupsBy(nodes, roleOf, mostRoles);
  return { by: 'role', groups: byRole ?? [{ key: 'all', role: '', nodes }] };
}

const roleOf = ({ alive, role }: NodeView): string => (alive ? role : 'down');

/** Null when there would be more than `most`. */
function groupsBy(
  nodes: readonly NodeView[],
  keyOf: (node: NodeView) => string,
  most: number,
): readonly NodeGroup[] | null {
  const groups = new Map<string, NodeView[]>();
  for (const node of nodes) {
    const key = keyOf(node);
    const group = groups.get(key);
    if (group !== undefined) group.push(node);
    else if (groups.size === most) return null;
    else groups.set(key, [node]);
  }
  return [...groups]
    .map(([key, own]) => ({ key, role: own[0] === undefined ? '' : roleOf(own[0]), nodes: own }))
    .toSorted((a, b) => b.nodes.length - a.nodes.length);
}

export type FieldSummary =
  /** All have it. */
  { readonly type: 'same'; readonly value: Shown } | { readonly type: 'text'; readonly text: string };

/** What nodes have in a field: one value, the span of their numbers, the commonest values, or how many there are. */
export function fieldSummary(nodes: readonly NodeView[], field: string): FieldSummary {
  const counts = new Map<string, { readonly value: Shown; count: number }>();
  const numbers: number[] = [];
  let without = 0;
  for (const { state } of nodes) {
    const value = state.find(([name]) => name === field)?.[1];
    if (value === undefined) {
      without += 1;
      continue;
    }
    if (value.t === 'atom' && value.kind === 'number') numbers.push(Number(value.text));
    const text = JSON.stringify(value);
    const known = counts.get(text);
    if (known === undefined) counts.set(text, { value, count: 1 });
    else known.count += 1;
  }
  const [first] = counts.values();
  if (first !== undefined && counts.size === 1 && without === 0) return { type: 'same', value: first.value };
  const lack = without === 0 ? '' : `, ${formatNumber(without)} without`;
  if (first === undefined) return { type: 'text', text: '–' };
  if (numbers.length + without === nodes.length && counts.size > mostValues)
    return { type: 'text', text: `${spanText(numbers)}${lack}` };
  const common = [...counts.values()].toSorted((a, b) => b.count - a.count);
  if (common.length > mostValues) {
    const [top] = common;
    const most = top !== undefined && top.count > 1 ? `${oneLine(top.value, 18)} ×${formatNumber(top.count)}, ` : '';
    return { type: 'text', text: `${most}${formatNumber(counts.size)} values${lack}` };
  }
  const told = common.map(({ value, count }) => `${oneLine(value, 18)} ×${formatNumber(count)}`).join(', ');
  return { type: 'text', text: `${told}${lack}` };
}

function spanText(numbers: readonly number[]): string {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (index: number): string => formatNumber(sorted[index] ?? 0);
  return `${at(0)} … ${at(sorted.length - 1)}, median ${at(Math.floor((sorted.length - 1) / 2))}`;
}
