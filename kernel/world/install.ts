/**
 * Puts another program in force in a running world, at a step boundary. States keep what they hold: new fields
 * get their new initial value, removed fields are dropped, a migration decides the rest; a field whose type
 * changed with no migration is refused. A migration runs when it is new to a node, and again whenever the shape of the
 * state changes; not for any other edit, for it need not bear being run twice. Throws DiagnosticError and leaves the world half-changed then: install
 * into a copy first.
 */
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import { literal } from '../literal.ts';
import { canonical, copy, NotPlainError, shapeOf } from '../plain.ts';
import { callTurns, grant } from '../program/budget.ts';
import { messageOfThrown } from '../thrown.ts';
import type { State } from '../program/declaration.ts';
import type { Kind, Program } from '../program/program.ts';
import { notPlain } from './effect.ts';
import { createLoad, type Start, startLoad } from './load.ts';
import { type ChangedField, memberText, migrationText, withArticle } from './migration-text.ts';
import { givenTo, initialState, type Plan, type PlannedAction, type PlannedNode } from './plan.ts';
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
      const changed = convert(world, plan, old ?? kind, kind, node);
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
  world.instantFrom = world.step;
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

function convert(world: World, plan: Plan, before: Kind, after: Kind, node: NodeInWorld): Converted {
  const { id, state: live } = node;
  const fresh = initialState(world.program, after.name, id, givenTo(plan, id));
  const state: State = {};
  const initially = before === after ? {} : { ...before.state(id), ...givenTo(world.plan, id) };
  const given = isNewTo(node, after) || !sameShape(initially, fresh) ? migrate(after, live) : null;
  for (const field of Object.keys(fresh)) {
    if (given !== null && Object.hasOwn(given, field)) state[field] = given[field];
    else if (!Object.hasOwn(live, field)) state[field] = fresh[field];
    else state[field] = live[field];
  }
  if (changedFields(initially, fresh, live, given).length > 0) throw stateTypeError(world, plan, before, after);
  return {
    state: withId(state, id),
    added: Object.keys(fresh).filter((field) => !Object.hasOwn(live, field)),
    dropped: Object.keys(live).filter((field) => !Object.hasOwn(fresh, field)),
    migrated:
      before === after || given === null ? [] : Object.keys(fresh).filter((field) => isGiven(given, live, field)),
  };
}

/** True when a migration gives a field another value than it had: `...old` gives them all. */
function isGiven(given: State, live: State, field: string): boolean {
  if (!Object.hasOwn(given, field)) return false;
  return !Object.hasOwn(live, field) || canonical(given[field]) !== canonical(live[field]);
}

/** Fields of a node that hold what the new type does not allow, and that no migration gives. */
function changedFields(initially: State, fresh: State, live: State, given: State | null): ChangedField[] {
  return Object.keys(fresh).flatMap((name): ChangedField[] => {
    if ((given !== null && Object.hasOwn(given, name)) || !Object.hasOwn(live, name)) return [];
    const [was, is] = [shapeOf(live[name]), shapeOf(fresh[name])];
    // A field may hold several types by design (`leader: 0 as number | string`): only a change of the initial value's type counts.
    const isSame = is === 'any' || was === 'any' || is === was || shapeOf(initially[name]) === is;
    return isSame ? [] : [{ name, was, is, initial: fresh[name] }];
  });
}

/** Tells of all nodes of the kind: what one of them holds in a field may be null in another. */
function stateTypeError(world: World, plan: Plan, before: Kind, after: Kind): DiagnosticError {
  const fields = new Map<string, ChangedField>();
  for (const { id, kind, state } of world.nodes) {
    if (kind !== after.name) continue;
    const given = after.migration === null ? null : migrate(after, state);
    const initially = { ...before.state(id), ...givenTo(world.plan, id) };
    const fresh = initialState(world.program, kind, id, givenTo(plan, id));
    for (const field of changedFields(initially, fresh, state, given))
      if (!fields.has(field.name)) fields.set(field.name, field);
  }
  const list = [...fields.values()];
  const texts = list.map(({ name, was, is }) => `${name} was ${withArticle(was)} and is now ${withArticle(is)}`);
  const ways = 'give the field another name, or restart the scenario';
  return new DiagnosticError(
    diagnostic('swap/state-type', `The state of '${after.name}' changed its type: ${texts.join('; ')}.`, {
      cell: after.place.cell,
      range: after.place.range,
      ...(after.migration === null
        ? {
            help: `Say in a cell how to convert it, ${ways}.`,
            mend: { title: 'Insert a migrate cell', code: migrationText(after, list) },
          }
        : {
            help: `Let ${after.variable}.migrate(…) return { ${list.map(memberText).join(', ')} } too, ${ways}.`,
          }),
    }),
  );
}

function migrate(kind: Kind, live: State): State | null {
  const {
    migration,
    place: { cell, range },
  } = kind;
  if (migration === null) return null;
  grant(callTurns);
  try {
    const given: unknown = migration.convert(copy(live));
    if (typeof given !== 'object' || given === null) throw new TypeError('it returned no object');
    return copy(given as State);
  } catch (error) {
    if (error instanceof DiagnosticError) throw error;
    if (error instanceof NotPlainError)
      throw new DiagnosticError({ ...notPlain(error, `What ${kind.name}.migrate returned`).diagnostic, cell, range });
    throw new DiagnosticError(
      diagnostic('swap/migrate-threw', `${kind.name}.migrate failed: ${messageOfThrown(error)}.`, {
        cell: migration.place.cell,
        range: migration.place.range,
        help: 'It is given a copy of the old state and returns the fields to set. The old rules stay in force.',
      }),
    );
  }
}

/** Lets an edited scenario act from now on: the network, new nodes, and the actions and loads still to come. */
function follow(world: World, plan: Plan): string[] {
  const told: string[] = [];
  const kept = new Set(plan.nodes.map(({ id }) => id));
  const gone = world.nodes.filter(({ id }) => !kept.has(id));
  if (gone.length > 0) told.push(`${gone.map(({ id }) => id).join(', ')} stay until the scenario is restarted.`);
  for (const planned of plan.nodes) {
    const live = world.byId.get(planned.id);
    if (live !== undefined) {
      told.push(...giveAnew(world, planned, live));
      continue;
    }
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

/** What an edited scenario gives a node otherwise than before is so from now on; what it gives no more begins anew. */
function giveAnew(world: World, { given, state }: PlannedNode, node: NodeInWorld): string[] {
  const before = givenTo(world.plan, node.id);
  const fields = Object.keys(state).filter((field) => canonical(given[field]) !== canonical(before[field]));
  for (const field of fields) node.state[field] = copy(state[field]);
  return fields.map((field) => `${field} of ${node.id} is ${literal(state[field])}.`);
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
  sweep(world.heap, ({ kind, payload }) => kind !== EventKind.operation || isSame((payload as Start).load));
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
