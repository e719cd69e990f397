/**
 * What was done to a run, as data: enough to do it again without the seed that it was drawn from, and to do less of it. A schedule
 * stands on a scenario's plan; what the scenario's own actions did is in it as what they did, not as what their author wrote.
 */
import { literal } from '../literal.ts';
import { copy } from '../plain.ts';
import type { State } from '../program/declaration.ts';
import type { LinkSpec } from '../program/language.ts';
import type { Effect } from '../world/effect.ts';
import type { Plan, PlannedAction, PlannedLoad, PlannedNode } from '../world/plan.ts';

/** An edit says what it changed instead of how: functions cannot be written down. */
export type Done =
  | Exclude<Effect, { readonly type: 'edit' }>
  | { readonly type: 'edit'; readonly node: string; readonly fields: State };

/** One thing that was done. */
export interface Deed {
  /** Virtual ms. */
  readonly at: number;
  /** The title of the scenario's action; empty for none. */
  readonly name: string;
  readonly isFault: boolean;
  readonly done: Done;
}

export interface Schedule {
  readonly seed: number;
  /** Virtual ms. */
  readonly until: number;
  readonly nodes: readonly PlannedNode[];
  /** Done before the nodes start. */
  readonly start: readonly Done[];
  readonly loads: readonly PlannedLoad[];
  readonly deeds: readonly Deed[];
}

/** The plan of a schedule. Nothing of what an author wrote is called any more. */
export function planOfSchedule({ until, nodes, start, loads, deeds }: Schedule, base: Plan): Plan {
  return {
    ...base,
    until,
    nodes,
    effects: start.map(effectOf),
    loads,
    actions: deeds.map(({ at, name, done }): PlannedAction => {
      const effect = effectOf(done);
      return { at, name, decide: () => [effect] };
    }),
    properties: [],
  };
}

function effectOf(done: Done): Effect {
  if (done.type !== 'edit') return done;
  const { node, fields } = done;
  return { type: 'edit', node, change: (state) => void Object.assign(state, copy(fields)) };
}

/** `stateOf`: as it is before the edit. */
export function doneOf(effect: Effect, stateOf: (node: string) => State | undefined): Done {
  if (effect.type !== 'edit') return effect;
  const { node, change } = effect;
  const before = stateOf(node) ?? {};
  const after = copy(before);
  change(after);
  const changed = Object.entries(after).filter(([field, value]) => literal(value) !== literal(before[field]));
  return { type: 'edit', node, fields: Object.fromEntries(changed) };
}

/** The nodes that it is about; of a partition, both sides. */
export function nodesOf(done: Done): readonly string[] {
  switch (done.type) {
    case 'crash':
    case 'restart':
    case 'fireTimer':
    case 'edit':
    case 'fire':
      return [done.node];
    case 'drop':
    case 'delay':
    case 'duplicate':
      return [done.from, done.to];
    case 'send':
      return done.from === null ? [done.to] : [done.from, done.to];
    case 'network':
      return done.link ?? [];
    case 'cut':
    case 'heal':
    case 'note':
      return [];
  }
}

/** What is left of it when only these nodes are there; null when nothing is. */
export function without(done: Done, isThere: (node: string) => boolean): Done | null {
  if (done.type !== 'cut' && done.type !== 'heal') return nodesOf(done).every(isThere) ? done : null;
  if (done.pairs === null) return done;
  const pairs = done.pairs.filter(([a, b]) => isThere(a) && isThere(b));
  return pairs.length === 0 ? null : { ...done, pairs };
}

/** Only what the network does by chance is taken away. */
export function reliable(spec: LinkSpec): LinkSpec {
  const { loss: _, duplicate: __, ...rest } = spec;
  return rest;
}
