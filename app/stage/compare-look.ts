/** Two branches side by side: what each is called, the picture of the other one, and what only one of them has, in order. */
import type { BranchView, Comparison, EventDifference, Frame } from '../../kernel/protocol.ts';

export interface Sides {
  readonly a: string;
  readonly b: string;
}

/** The current branch and what it is compared with, by name. */
export function sidesOf(branches: readonly BranchView[], other: number | 'ghost'): Sides {
  const current = branches.find(({ isCurrent }) => isCurrent)?.name ?? '';
  if (other === 'ghost') return { a: current, b: 'as it was' };
  return { a: current, b: branches.find(({ id }) => id === other)?.name ?? '' };
}

/** The other branch as a frame of its own: what is not known of it is that of the current one. */
export function frameBeside(frame: Frame, { b, time }: Comparison): Frame {
  const { nodes, messages, timers, cuts, step, tip } = b;
  return { ...frame, nodes, messages, timers, cuts, step, tip, now: time, ghost: null, log: [], stats: [] };
}

/** Nodes whose state is not the same. */
export function differentNodes({ states }: Comparison): ReadonlySet<string> {
  return new Set(states.map(({ node }) => node));
}

/** An event that only one side has, beneath the one that led to it. */
export interface EventRow {
  readonly event: EventDifference;
  /** How many events above led to it, one to the next. */
  readonly depth: number;
  /** What led to it, where that is no row above it. */
  readonly after: string;
}

/** Deeper rows are not moved to the right any more. */
const deepest = 4;

/** Those of one side, each event followed by what it led to. */
export function eventRows(events: readonly EventDifference[], side: 'a' | 'b'): readonly EventRow[] {
  const own = events.filter((event) => event.in === side);
  const steps = new Set(own.map(({ step }) => step));
  const children = new Map<number, EventDifference[]>();
  const roots: EventDifference[] = [];
  for (const event of own) {
    const cause = event.cause?.step ?? -1;
    if (!steps.has(cause)) roots.push(event);
    else children.set(cause, [...(children.get(cause) ?? []), event]);
  }
  const rowsOf = (event: EventDifference, depth: number): readonly EventRow[] => [
    { event, depth: Math.min(depth, deepest), after: depth === 0 ? (event.cause?.text ?? '') : '' },
    ...(children.get(event.step) ?? []).flatMap((next) => rowsOf(next, depth + 1)),
  ];
  return roots.flatMap((event) => rowsOf(event, 0));
}

/** What the differences come to, as a sentence. */
export function verdictOf({ divergence, states, eventCount }: Comparison): string {
  if (divergence === null && states.length === 0) return 'Nothing differs so far.';
  if (states.length === 0 && eventCount === 0) return 'No state differs at this moment.';
  if (eventCount === 0) return 'The same events, in another order or at other times.';
  return '';
}
