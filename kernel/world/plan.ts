/**
 * A scenario, run once to see what it wants: nodes, network, loads, timed actions, its own properties. A
 * plan is data, so an edited scenario can be compared with the one in force.
 */
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import { requireFunction, requireName } from '../program/arguments.ts';
import { callTurns, cellTurns, grant } from '../program/budget.ts';
import type { Action, Place, PropertyForm, State } from '../program/declaration.ts';
import type { Actions, KindName, Ms, NodeId, Scene, Workload } from '../program/language.ts';
import type { Program } from '../program/program.ts';
import { literal } from '../literal.ts';
import { copy, NotPlainError } from '../plain.ts';
import { collectEffects, type Effect, notPlain } from './effect.ts';
import type { Pending } from './queue.ts';
import { createView, withId } from './view.ts';

export interface PlannedNode {
  readonly id: NodeId;
  readonly kind: string;
  readonly state: State;
  /** Fields in which it is not like others of its kind; they are the same after a crash. */
  readonly given: State;
}

export type PlannedAction = { readonly at: Ms; readonly name: string } & (
  | { readonly run: Action }
  /** It was not written by an author: decided when its time comes, by what the world is like then. */
  | { readonly decide: (world: Glance) => readonly Effect[] }
);

/** What a decision may look at; it is not to be changed. */
export interface Glance {
  /** Virtual µs. */
  readonly now: number;
  readonly names: { readonly list: readonly string[] };
  readonly nodes: readonly {
    readonly id: NodeId;
    readonly kind: string;
    readonly alive: boolean;
    readonly timers: ReadonlyMap<string, Pending>;
  }[];
  readonly heap: readonly Pending[];
}

export interface PlannedLoad {
  readonly kind: string;
  readonly workload: Workload;
}

/** A property that only this scenario has. */
export type PlannedProperty = {
  readonly type: 'property';
  readonly name: string;
  readonly place: Place;
  readonly content: string;
} & PropertyForm;

export interface Plan {
  readonly scenario: string;
  readonly content: string;
  readonly seed: number | null;
  /** Virtual ms. */
  readonly until: Ms | null;
  readonly nodes: readonly PlannedNode[];
  /** Done at time 0, before the nodes start. */
  readonly effects: readonly Effect[];
  readonly loads: readonly PlannedLoad[];
  readonly actions: readonly PlannedAction[];
  readonly properties: readonly PlannedProperty[];
}

/** Limits, so that a typing slip cannot take the page down. */
export const nodeLimit = 5_000;
const actionLimit = 100_000;

export function tooManyNodes(place: Place | null): DiagnosticError {
  return new DiagnosticError(
    diagnostic('program/bad-argument', `A world has at most ${nodeLimit} nodes.`, {
      cell: place?.cell ?? null,
      range: place?.range ?? null,
      help: 'Add fewer nodes. Those that an edited scenario adds no more stay in the run until it is restarted.',
    }),
  );
}

/** Runs a scenario's set-up. Throws what it throws, and diagnostics of its own. */
export function makePlan(program: Program, name: string): Plan {
  const declared = program.scenarios.find((scenario) => scenario.name === name);
  if (declared === undefined) {
    throw new DiagnosticError(
      diagnostic('check/unknown-scenario', `There is no scenario '${name}'.`, { help: 'It was renamed or deleted.' }),
    );
  }
  const nodes: PlannedNode[] = [];
  const effects: Effect[] = [];
  const loads: PlannedLoad[] = [];
  const actions: PlannedAction[] = [];
  const properties: PlannedProperty[] = [];
  const { place, content } = declared;

  const world = createView({
    now: 0,
    get nodes() {
      return nodes.map((node) => ({ ...node, alive: true }));
    },
    messages: () => [],
    isCut: () => false,
    stat: () => 0,
  });
  const acts = collectEffects({ world, nodeIds: () => nodes.map(({ id }) => id) }, effects);

  function add(
    kind: KindName,
    which?: number | readonly NodeId[] | Readonly<Record<NodeId, State>>,
  ): NodeId | NodeId[] {
    const kindName = (kind as KindName | undefined)?.kindName;
    const spec = kindName === undefined ? undefined : program.kinds.get(kindName);
    if (spec === undefined) {
      throw wrong(
        'program/unknown-kind',
        `world.add(…) was given ${kindName === undefined ? 'something that is not a kind of node' : `the kind '${kindName}', which does not exist`}.`,
        'Give the value that node(…) returned.',
      );
    }
    if (typeof which === 'number' && !(Number.isInteger(which) && which >= 1 && which <= nodeLimit)) {
      throw wrong(
        'program/bad-argument',
        `world.add(${spec.name}, ${which}): the count must be a whole number from 1 to ${nodeLimit}.`,
        'Leave it out for one node.',
      );
    }
    if (which !== undefined && typeof which !== 'number' && (typeof which !== 'object' || which === null)) {
      throw wrong(
        'program/bad-argument',
        `world.add(${spec.name}, …) was given ${which === null ? 'null' : `a ${typeof which}`}.`,
        'Give nothing for one node, a number of nodes, a list of names, or an object of names with the fields of each.',
      );
    }
    const names = typeof which === 'object' && !isList(which) ? which : {};
    const ids =
      which === undefined
        ? [spec.name]
        : typeof which === 'number'
          ? Array.from({ length: which }, (_, i) => `${spec.name}${i + 1}`)
          : isList(which)
            ? which.map(String)
            : Object.keys(which);
    if (nodes.length + ids.length > nodeLimit) throw tooManyNodes(place);
    for (const id of ids) {
      if (nodes.some((node) => node.id === id))
        throw wrong(
          'program/bad-argument',
          `There are two nodes named '${id}'.`,
          'Give each its own name: world.add(kind, [names]).',
        );
      const given = givenOf(spec.name, id, names);
      const state = initialState(program, spec.name, id, given);
      const unknown = Object.keys(given).find((field) => !Object.hasOwn(state, field));
      if (unknown !== undefined) {
        throw wrong(
          'rule/unknown-field',
          `world.add(${spec.name}, …) gives '${id}' a field '${unknown}', which is no field of the state of '${spec.name}'.`,
          `Fields: ${Object.keys(state).join(', ') || 'none'}.`,
        );
      }
      nodes.push({ id, kind: spec.name, state, given });
    }
    return which === undefined ? (ids[0] as NodeId) : ids;
  }

  function givenOf(kind: string, id: NodeId, names: Readonly<Record<NodeId, State>>): State {
    const given: unknown = Object.hasOwn(names, id) ? names[id] : {};
    if (typeof given !== 'object' || given === null || isList(given)) {
      throw wrong(
        'program/bad-argument',
        `world.add(${kind}, …) gives '${id}' something that is not an object of fields.`,
        `Write world.add(${kind}, { ${literal(id)}: { field: value } }), or a list of names.`,
      );
    }
    try {
      return copy(given as State);
    } catch (error) {
      if (!(error instanceof NotPlainError)) throw error;
      throw new DiagnosticError({
        ...notPlain(error, `What world.add(${kind}, …) gives '${id}'`).diagnostic,
        cell: place.cell,
        range: place.range,
      });
    }
  }

  type Asked = Extract<PropertyForm, { readonly form: 'always' | 'reachable' | 'eventually' }>;
  function judge(title: string, form: Asked): void {
    requireName(title, `world.${form.form}`, place);
    requireFunction(form.holds, `world.${form.form}('${title}', …)`, place);
    if (properties.some((property) => property.name === `${name}: ${title}`))
      throw wrong(
        'program/name-twice',
        `Two properties of the scenario '${name}' are called '${title}'.`,
        'Give each its own name: it is how what was found is told.',
      );
    properties.push({ type: 'property', name: `${name}: ${title}`, place, content: `${content} ${title}`, ...form });
  }

  const own: Omit<Scene, keyof Actions> = {
    add: add as Scene['add'],
    load: (kind, workload) => {
      if (program.kinds.get(kind.kindName) === undefined || !workload?.isWorkload) {
        throw wrong(
          'program/bad-argument',
          'world.load(…) needs a kind of node and a workload.',
          'Write world.load(client, workload({ mix, keys, arrivals })).',
        );
      }
      loads.push({ kind: kind.kindName, workload });
    },
    at: (time: Ms, ...rest: readonly (string | Action)[]) => {
      const run = rest[rest.length - 1];
      if (typeof run !== 'function' || !(time >= 0 && time < 1e12)) {
        throw wrong(
          'program/bad-argument',
          'world.at(…) needs a time in ms and a function.',
          "Write world.at(2_000, 'kill the leader', (w) => w.crash('server1')).",
        );
      }
      if (actions.length >= actionLimit)
        throw wrong(
          'program/bad-argument',
          `A scenario has at most ${actionLimit} timed actions.`,
          'Use a workload or a rule.',
        );
      actions.push({ at: time, name: typeof rest[0] === 'string' ? rest[0] : '', run });
    },
    eventually: (title, holds, options = {}) => {
      const within = options.within ?? null;
      if (within !== null && !(within > 0))
        throw wrong(
          'program/bad-argument',
          `within is ${String(within)} in '${title}'.`,
          'Give a positive number of virtual ms.',
        );
      judge(title, { form: 'eventually', holds, within });
    },
    always: (title, holds) => judge(title, { form: 'always', holds }),
  };
  grant(cellTurns);
  let isSetUp = false;
  const scene = Object.defineProperties(own, Object.getOwnPropertyDescriptors(acts)) as Scene;
  declared.setUp(onlyUntil(scene, () => isSetUp));
  isSetUp = true;
  if (nodes.length === 0) {
    throw wrong(
      'scenario/no-nodes',
      `The scenario '${name}' adds no nodes.`,
      'Add some: world.add(kind) or world.add(kind, 3).',
    );
  }
  return {
    scenario: name,
    content,
    seed: declared.seed,
    until: declared.until,
    nodes,
    effects,
    loads,
    actions,
    properties,
  };

  function wrong(
    code:
      | 'scenario/no-nodes'
      | 'program/bad-argument'
      | 'program/unknown-kind'
      | 'program/name-twice'
      | 'rule/unknown-field',
    text: string,
    help: string,
  ): DiagnosticError {
    return new DiagnosticError(diagnostic(code, text, { cell: place.cell, range: place.range, help }));
  }
}

/**
 * The set-up's world is for the set-up. An action that went on using it, instead of the world it is given, would change a plan that is
 * already carried out: nothing would happen, and nothing would say so.
 */
function onlyUntil(scene: Scene, isOver: () => boolean): Scene {
  const guarded: Scene = Object.create(scene);
  for (const name of Object.keys(scene)) {
    const member = (): unknown => {
      if (!isOver()) return Reflect.get(scene, name);
      throw new DiagnosticError(
        diagnostic(
          'scenario/set-up-over',
          `world.${name} is used in an action, when the set-up of the scenario is over.`,
          {
            help: `Use the world that the action is given: world.at(10, (w) => w.${name === 'add' || name === 'at' ? 'crash' : name}(…)). Nodes, loads and actions are added in the set-up.`,
          },
        ),
      );
    };
    Object.defineProperty(guarded, name, { get: member, enumerable: true });
  }
  return guarded;
}

/** The fields that a plan gives a node; none when it is not of the plan. */
export function givenTo(plan: Plan, id: NodeId): State {
  return plan.nodes.find((node) => node.id === id)?.given ?? {};
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** A new node's state: plain, its own, with its id. `given`: fields in which it is not like others of its kind; others are left out. */
export function initialState(program: Program, kindName: string, id: NodeId, given: State): State {
  const kind = program.kinds.get(kindName);
  if (kind === undefined)
    throw new DiagnosticError(diagnostic('program/unknown-kind', `There is no node kind '${kindName}'.`));
  const at = { cell: kind.place.cell, range: kind.place.range };
  grant(callTurns);
  const made: unknown = kind.state(id);
  if (typeof made !== 'object' || made === null || Object.getPrototypeOf(made) !== Object.prototype) {
    throw new DiagnosticError(
      diagnostic('program/bad-argument', `The state of '${kindName}' is not an object.`, {
        ...at,
        help: 'Return an object with a field for each thing to remember: state: () => ({ count: 0 }).',
      }),
    );
  }
  const unknown = kind.durable.find((field) => !Object.hasOwn(made, field));
  if (unknown !== undefined) {
    throw new DiagnosticError(
      diagnostic('rule/unknown-field', `'${unknown}' is durable but no field of the state of '${kindName}'.`, {
        ...at,
        help: `Fields: ${Object.keys(made).join(', ') || 'none'}.`,
      }),
    );
  }
  try {
    const state = copy(made as State);
    for (const field of Object.keys(state)) if (Object.hasOwn(given, field)) state[field] = copy(given[field]);
    return withId(state, id);
  } catch (error) {
    if (!(error instanceof NotPlainError)) throw error;
    throw new DiagnosticError({ ...notPlain(error, `The state of '${kindName}'`).diagnostic, ...at });
  }
}
