/**
 * Puts another program in force in a running world, at a step boundary. States keep what they hold: new fields
 * get their new initial value, removed fields are dropped, a migration decides the rest; a field whose type
 * changed with no migration is refused. A migration runs when it is new to a node, and again whenever the shape of the
 * state changes; not for any other edit, for it need not bear being run twice. Throws DiagnosticError and leaves the world half-changed then: install
 * into a copy first.
 */
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import { canonical, copy, NotPlainError, shapeOf } from '../plain.ts';
import { callTurns, grant } from '../program/budget.ts';
import type { State } from '../program/declaration.ts';
import type { Kind, Program } from '../program/program.ts';
import { notPlain } from './effect.ts';
import { createLoad, startLoad } from './load.ts';
import { initialState, type Plan, type PlannedAction } from './plan.ts';
import { EventKind, Priority, sweep } from './queue.ts';
import { setLink } from './act.ts';
import { addNode, scheduleAction, scheduleChance } from './create.ts';
import { tablesOf } from './tables.ts';
import { withId } from './view.ts';
import { micros, type NodeInWorld, schedule, type World } from './world.ts';

/** What became of the states, for the receipt. */
export interface Installed {
  readonly added: readonly string[];
  readonly dropped: readonly string[];
  readonly migrated: readonly string[];
  /** Sentences about the scenario. */
  readonly scenario: readonly string[];
}

/** `at`: virtual µs; not before the last event. `plan`: the scenario under the new program. */
export function install(world: World, program: Program, plan: Plan, at: number): Installed {
  const added = new Set<string>();
  const dropped = new Set<string>();
  const migrated = new Set<string>();
  const before = world.program;
  world.program = program;
  world.tables = tablesOf(program, world.names);
  if (at > world.now) world.now = at;

  for (const node of world.nodes) {
    const kind = program.kinds.get(node.kind);
    const table = world.tables.get(node.kind);
    if (kind === undefined || table === undefined) {
      throw new DiagnosticError(
        diagnostic('program/unknown-kind', `The run has nodes of kind '${node.kind}', which no longer exists.`, {
          help: 'Declare it again, or restart the scenario to run without it.',
        }),
      );
    }
    node.table = table;
    const old = before.kinds.get(node.kind);
    if (old === undefined || old.content !== kind.content || isNewTo(node, kind)) {
      const changed = convert(world, old ?? kind, kind, node);
      for (const field of changed.added) added.add(`${node.kind}.${field}`);
      for (const field of changed.dropped) dropped.add(`${node.kind}.${field}`);
      for (const field of changed.migrated) migrated.add(`${node.kind}.${field}`);
      node.state = changed.state;
      node.migration = kind.migration?.content ?? node.migration;
    }
    node.version += 1;
  }

  renewChances(world, before);
  const scenario = plan.content === world.plan.content ? [] : follow(world, plan);
  world.plan = plan;
  world.unsettled = world.nodes.filter(({ alive, table }) => alive && table.when.length > 0).map(({ index }) => index);
  world.whenRun = 0;
  return { added: [...added], dropped: [...dropped], migrated: [...migrated], scenario };
}

/** `may` rules that are new, or come at another rate, get their next chance from now on; those that are gone get none. */
function renewChances(world: World, before: Program): void {
  const waiting = new Set<string>();
  sweep(world.heap, ({ kind, node, type, payload }) => {
    if (kind !== EventKind.may || payload !== null) return true;
    const rule = world.nodes[node]?.table.may.find(({ number }) => number === type)?.rule;
    const old = before.rules.get(world.names.list[type] ?? '');
    const isKept = rule !== undefined && old?.form === 'may' && old.rate === rule.rate;
    if (isKept) waiting.add(`${node} ${type}`);
    else world.chances -= 1;
    return isKept;
  });
  for (const node of world.nodes) {
    for (const slot of node.table.may)
      if (!waiting.has(`${node.index} ${slot.number}`)) scheduleChance(world, node, slot, world.now);
  }
}

/** The same program from another text: only where its rules stand has changed. */
export function refresh(world: World, program: Program): void {
  world.program = program;
  world.tables = tablesOf(program, world.names);
  for (const node of world.nodes) node.table = world.tables.get(node.kind) ?? node.table;
}

interface Converted {
  readonly state: State;
  readonly added: readonly string[];
  readonly dropped: readonly string[];
  readonly migrated: readonly string[];
}

function isNewTo(node: NodeInWorld, { migration }: Kind): boolean {
  return migration !== null && migration.content !== node.migration;
}

function sameShape(a: unknown, b: unknown): boolean {
  const shape = shapeOf(a);
  if (shape !== shapeOf(b)) return false;
  if (shape !== 'object') return true;
  const [one, other] = [new Map(Object.entries(a as object)), new Map(Object.entries(b as object))];
  return (
    one.size === other.size && [...one].every(([key, member]) => other.has(key) && sameShape(member, other.get(key)))
  );
}

function convert(world: World, before: Kind, after: Kind, node: NodeInWorld): Converted {
  const { id, state: live } = node;
  const place = { cell: after.place.cell, range: after.place.range };
  const fresh = initialState(world.program, after.name, id);
  const state: State = {};
  const mismatched: string[] = [];
  // A field may hold several types by design (`leader: 0 as number | string`): only a change of the initial value's type counts.
  const initially = before === after ? {} : before.state(id);
  const given = isNewTo(node, after) || !sameShape(initially, fresh) ? migrate(after, live, place) : null;
  for (const field of Object.keys(fresh)) {
    if (given !== null && Object.hasOwn(given, field)) state[field] = given[field];
    else if (!Object.hasOwn(live, field)) state[field] = fresh[field];
    else {
      const wanted = shapeOf(fresh[field]);
      const found = shapeOf(live[field]);
      const isSame = wanted === 'any' || found === 'any' || wanted === found || shapeOf(initially[field]) === wanted;
      if (!isSame) mismatched.push(`${field} was ${describe(found)} and is now ${describe(wanted)}`);
      state[field] = live[field];
    }
  }
  if (mismatched.length > 0) {
    throw new DiagnosticError(
      diagnostic('swap/state-type', `The state of '${after.name}' changed its type: ${mismatched.join('; ')}.`, {
        ...place,
        help: `Say how to convert it: ${after.name}.migrate((old) => ({ ${mismatched.map((text) => `${text.split(' ')[0]}: …`).join(', ')} })), give the field another name, or restart the scenario.`,
      }),
    );
  }
  return {
    state: withId(state, id),
    added: Object.keys(fresh).filter((field) => !Object.hasOwn(live, field)),
    dropped: Object.keys(live).filter((field) => !Object.hasOwn(fresh, field)),
    migrated: before === after || given === null ? [] : Object.keys(given),
  };
}

function migrate(
  kind: Kind,
  live: State,
  place: { readonly cell: string; readonly range: Kind['place']['range'] },
): State | null {
  const { migration } = kind;
  if (migration === null) return null;
  grant(callTurns);
  try {
    const given: unknown = migration.convert(copy(live));
    if (typeof given !== 'object' || given === null) throw new TypeError('it returned no object');
    return copy(given as State);
  } catch (error) {
    if (error instanceof DiagnosticError) throw error;
    if (error instanceof NotPlainError)
      throw new DiagnosticError({ ...notPlain(error, `What ${kind.name}.migrate returned`).diagnostic, ...place });
    throw new DiagnosticError(
      diagnostic(
        'swap/migrate-threw',
        `${kind.name}.migrate failed: ${error instanceof Error ? error.message : String(error)}.`,
        {
          cell: migration.place.cell,
          range: migration.place.range,
          help: 'It is given a copy of the old state and returns the fields to set. The old rules stay in force.',
        },
      ),
    );
  }
}

function describe(shape: string): string {
  return /^[aeiou]/.test(shape) ? `an ${shape}` : `a ${shape}`;
}

/** Lets an edited scenario act from now on: the network, new nodes, and the actions and loads still to come. */
function follow(world: World, plan: Plan): string[] {
  const told: string[] = [];
  const kept = new Set(plan.nodes.map(({ id }) => id));
  const gone = world.nodes.filter(({ id }) => !kept.has(id));
  if (gone.length > 0) told.push(`${gone.map(({ id }) => id).join(', ')} stay until the scenario is restarted.`);
  for (const planned of plan.nodes) {
    if (world.byId.has(planned.id)) continue;
    const node = addNode(world, planned.id, planned.kind, copy(planned.state));
    schedule(world, world.now, Priority.action, EventKind.start, node.index, -1, -1, null, '', -1, 0, 0, null);
    told.push(`${planned.id} joined.`);
  }
  const links = plan.effects.filter((effect) => effect.type === 'network');
  const linksBefore = world.plan.effects.filter((effect) => effect.type === 'network');
  if (JSON.stringify(links) !== JSON.stringify(linksBefore)) {
    world.network = {};
    world.links.clear();
    for (const effect of links) setLink(world, effect.link, effect.spec);
    told.push('The network changed.');
  }
  followActions(world, plan, told);
  followLoads(world, plan);
  return told;
}

/** Actions still to come. Of those that are due right now, as many are done as the old scenario had done. */
function followActions(world: World, plan: Plan, told: string[]): void {
  const isNow = ({ at }: PlannedAction): boolean => micros(at) === world.now;
  const waiting = world.heap.filter(({ kind, at }) => kind === EventKind.action && at === world.now).length;
  let done = world.plan.actions.filter(isNow).length - waiting;
  sweep(world.heap, ({ kind }) => kind !== EventKind.action);
  const ahead = plan.actions.filter((action) => micros(action.at) > world.now || (isNow(action) && --done < 0));
  for (const action of ahead) scheduleAction(world, action);
  if (plan.actions.length > ahead.length)
    told.push(`Actions before now were not done again (${plan.actions.length - ahead.length}).`);
}

/** A load that is as it was goes on as it was. Another one in its place starts; operations under way are no longer its. */
function followLoads(world: World, plan: Plan): void {
  const before = world.loads;
  const isSame = (index: number): boolean => {
    const [old, wanted] = [before[index]?.planned, plan.loads[index]];
    return old !== undefined && wanted !== undefined && canonical(old) === canonical(wanted);
  };
  sweep(world.heap, ({ kind, payload }) => kind !== EventKind.operation || isSame(payload as number));
  for (const [id, operation] of world.operations)
    if (operation.load !== null && !isSame(operation.load)) world.operations.set(id, { ...operation, load: -1 });
  world.loads = plan.loads.map((load, index) => {
    const earlier = before[index];
    if (earlier !== undefined && isSame(index)) return earlier;
    const made = createLoad(load);
    return earlier === undefined
      ? made
      : { ...made, keys: earlier.keys, started: earlier.started, draws: earlier.draws, turn: earlier.turn };
  });
  world.loads.forEach((_, index) => {
    if (!isSame(index)) startLoad(world, index);
  });
}
