/** Small models made at random, as programs: their rules are lists of simple acts. For comparing one explorer with another. */
import * as fc from 'fast-check';
import type { Declaration, Place, State } from '../program/declaration.ts';
import { createExplain } from '../program/explain.ts';
import type {
  Actions,
  Context,
  ExploreOptions,
  KindName,
  LinkSpec,
  MessageContext,
  Sent,
  World,
} from '../program/language.ts';
import { joinProgram, type Program } from '../program/program.ts';
import type { Exploration } from '../exploration.ts';
import { makePlan } from '../world/plan.ts';
import type { Snapshot } from '../world/snapshot.ts';
import { createExplorer, type Explorer } from './explore.ts';

const place: Place = { cell: 'model', range: { line: 1, column: 1, endLine: 1, endColumn: 2 }, statement: 0 };
const declared = { place } as const;

// ---------------------------------------------------------------- what a rule does

type Act =
  | { readonly act: 'set'; readonly value: number }
  | { readonly act: 'raise' }
  | {
      readonly act: 'send';
      readonly type: number;
      readonly to: 'first' | 'last' | 'all' | 'back';
      readonly value: number;
    }
  | { readonly act: 'timer'; readonly key: number }
  | { readonly act: 'clear'; readonly key: number }
  | { readonly act: 'choose'; readonly values: readonly number[] }
  | { readonly act: 'add' }
  | { readonly act: 'forget' }
  | { readonly act: 'log' }
  | { readonly act: 'write'; readonly field: 'a' | 'b' }
  /** These can tell the order of members. */
  | { readonly act: 'first of set' }
  | { readonly act: 'first of record' };

const value = fc.integer({ min: 0, max: 2 });
const send = fc.record({
  act: fc.constant('send' as const),
  type: fc.constantFrom(0, 0, 1),
  to: fc.constantFrom('first' as const, 'last' as const, 'all' as const, 'back' as const),
  value: fc.constantFrom(0, 0, 1),
});
const acts = (orderly: boolean): fc.Arbitrary<readonly Act[]> =>
  fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.record({ act: fc.constant('set' as const), value }) },
      { weight: 3, arbitrary: fc.record({ act: fc.constant('raise' as const) }) },
      { weight: 5, arbitrary: send },
      { weight: 2, arbitrary: fc.record({ act: fc.constant('timer' as const), key: fc.integer({ min: 0, max: 1 }) }) },
      { weight: 1, arbitrary: fc.record({ act: fc.constant('clear' as const), key: fc.integer({ min: 0, max: 1 }) }) },
      {
        weight: 1,
        arbitrary: fc.record({
          act: fc.constant('choose' as const),
          values: fc.uniqueArray(value, { minLength: 1, maxLength: 3 }),
        }),
      },
      { weight: 4, arbitrary: fc.record({ act: fc.constant('add' as const) }) },
      { weight: 1, arbitrary: fc.record({ act: fc.constant('forget' as const) }) },
      { weight: 1, arbitrary: fc.record({ act: fc.constant('log' as const) }) },
      {
        weight: 2,
        arbitrary: fc.record({
          act: fc.constant('write' as const),
          field: fc.constantFrom('a' as const, 'b' as const),
        }),
      },
      ...(orderly
        ? []
        : [
            { weight: 8, arbitrary: fc.record({ act: fc.constant('first of set' as const) }) },
            { weight: 4, arbitrary: fc.record({ act: fc.constant('first of record' as const) }) },
          ]),
    ),
    { minLength: 1, maxLength: 3 },
  );

interface ModelState {
  x: number;
  set: Set<string>;
  log: number[];
  record: Record<string, number>;
  kept: number;
}

function perform(list: readonly Act[], state: State, body: unknown, ctx: Context | MessageContext): void {
  const s = state as unknown as ModelState;
  const from = 'from' in ctx && ctx.from !== '' ? ctx.from : ctx.self;
  for (const one of list) {
    switch (one.act) {
      case 'set':
        s.x = one.value;
        break;
      case 'raise':
        s.x = (s.x + 1) % 3;
        s.kept = Math.max(s.kept, s.x);
        break;
      case 'send': {
        const message: Sent = { type: `M${one.type}`, body: { v: one.value, tags: new Set(s.set) } };
        const everyone = ctx.nodes('a').concat(ctx.nodes('b'));
        if (one.to === 'all') ctx.broadcast(message);
        else if (one.to === 'back') ctx.send(from, message);
        else ctx.send((one.to === 'first' ? everyone[0] : everyone.at(-1)) ?? ctx.self, message);
        break;
      }
      case 'timer':
        ctx.setTimer({ type: 'T', body: { v: s.x } }, 5, one.key);
        break;
      case 'clear':
        ctx.clearTimer({ messageName: 'T' }, one.key);
        break;
      case 'choose':
        s.x = ctx.choose(one.values);
        break;
      case 'add':
        s.set.add(from);
        break;
      case 'forget':
        s.set.clear();
        break;
      case 'log':
        s.log = [...s.log, (body as { v?: number } | null)?.v ?? s.x].slice(-2);
        break;
      case 'write':
        s.record[one.field] = s.x;
        break;
      case 'first of set':
        s.x = [...s.set][0] === ctx.self ? 2 : 0;
        break;
      case 'first of record':
        s.x = Object.keys(s.record)[0] === 'a' ? 2 : s.x;
        break;
    }
  }
}

// ---------------------------------------------------------------- models

interface KindModel {
  readonly start: readonly Act[] | null;
  readonly on: readonly (readonly Act[] | null)[];
  readonly timer: readonly Act[] | null;
  readonly may: readonly { readonly when: number; readonly acts: readonly Act[]; readonly fair: boolean }[];
  readonly when: readonly { readonly when: number; readonly acts: readonly Act[] }[];
  readonly durable: boolean;
}

type ActionModel =
  | 'crash'
  | 'restart'
  | 'cut'
  | 'heal'
  | 'edit'
  | 'fire'
  | 'find'
  | 'send'
  | 'network'
  | 'look'
  | 'listen'
  | 'nobody';

export interface Model {
  readonly kinds: readonly [KindModel, KindModel];
  readonly counts: readonly [number, number];
  readonly network: LinkSpec;
  readonly link: LinkSpec | null;
  readonly setUp: readonly ActionModel[];
  readonly actions: readonly ActionModel[];
  readonly faults: {
    readonly crash: number;
    readonly restart: number;
    readonly drop: number;
    readonly duplicate: number;
  };
  readonly most: number;
  readonly wrong: number;
}

const delivery = fc.constantFrom('unordered' as const, 'ordered' as const, 'unordered-duplicating' as const);
const some = <T>(arbitrary: fc.Arbitrary<T>, chance: number): fc.Arbitrary<T | null> =>
  fc.option(arbitrary, { freq: chance });

function kindModel(orderly: boolean): fc.Arbitrary<KindModel> {
  const list = acts(orderly);
  return fc.record({
    start: some(list, 1),
    on: fc.tuple(
      list.map((all): readonly Act[] => [{ act: 'add' }, ...all]),
      some(list, 6),
    ),
    timer: some(list, 4),
    // The first can act at once, and says something.
    may: fc
      .tuple(
        send,
        list,
        fc.boolean(),
        fc.array(fc.record({ when: value, acts: list, fair: fc.boolean() }), { maxLength: 1 }),
      )
      .map(([said, acts, fair, more]) => [{ when: 0, acts: [said, ...acts], fair }, ...more]),
    when: fc.array(fc.record({ when: fc.constant(2), acts: list }), { maxLength: 1 }),
    durable: fc.boolean(),
  });
}

/** @param orderly no rule can tell the order of members */
export function models(orderly: boolean): fc.Arbitrary<Model> {
  const action = fc.constantFrom<ActionModel>(
    'crash',
    'restart',
    'cut',
    'heal',
    'edit',
    'fire',
    'find',
    'send',
    'network',
    'look',
    'listen',
    'nobody',
  );
  const budget = fc.constantFrom(0, 0, 1);
  return fc.record({
    kinds: fc.tuple(kindModel(orderly), kindModel(orderly)),
    counts: fc.constantFrom([2, 1], [1, 2], [1, 1], [3, 0] as const) as fc.Arbitrary<readonly [number, number]>,
    network: fc.record({ delivery }),
    link: some(fc.record({ delivery }), 1),
    setUp: fc.array(action, { maxLength: 1 }),
    actions: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(action, { minLength: 1, maxLength: 2 })),
    faults: fc.record({ crash: budget, restart: budget, drop: budget, duplicate: budget }),
    most: fc.integer({ min: 1, max: 2 }),
    wrong: value,
  });
}

function apply(world: Actions, ids: readonly string[], what: ActionModel): void {
  const first = ids[0];
  const last = ids.at(-1);
  switch (what) {
    case 'crash':
      return world.crash(first);
    case 'restart':
      return world.restart(first);
    case 'cut':
      return world.cut(first ?? '', last ?? '');
    case 'heal':
      return world.heal();
    case 'edit':
      return world.edit({ kindName: 'a' } as never, first, (s: { x: number }) => void (s.x = 2));
    case 'fire':
      return world.fire(last, 'may0');
    case 'find':
      return world.crash(world.find({ kindName: 'a' } as never, (s: { x: number }) => s.x === 1));
    case 'send':
      return world.send(last, { type: 'M0', body: { v: 1, tags: new Set() } });
    case 'network':
      return world.network({ delivery: 'ordered' });
    case 'look':
      if (
        world.alive(first ?? '') &&
        world.find({ kindName: 'a' } as never, (s: { x: number }) => s.x === 1) !== undefined
      )
        world.send(last, { type: 'M0', body: { v: 2, tags: new Set() } }, first);
      return;
    case 'listen':
      return world.inFlight().length > 1 ? world.cut(first ?? '', last ?? '') : world.crash(last);
    case 'nobody':
      return world.note('nothing');
  }
}

const all = (world: World, kind: string): readonly ModelState[] =>
  world.all({ kindName: kind } as KindName as never) as unknown as readonly ModelState[];

/** The same without whatever tells its nodes apart: by place, by name, or by what is done to one of them. */
export function symmetric(model: Model): Model {
  const alike = (list: readonly Act[]): readonly Act[] =>
    list.map((one) => (one.act === 'send' && one.to !== 'back' ? { ...one, to: 'all' } : one));
  const some = (list: readonly Act[] | null): readonly Act[] | null => (list === null ? null : alike(list));
  const kindOf = (kind: KindModel): KindModel => ({
    ...kind,
    start: some(kind.start),
    on: kind.on.map(some),
    timer: some(kind.timer),
    may: kind.may.map((rule) => ({ ...rule, acts: alike(rule.acts) })),
    when: kind.when.map((rule) => ({ ...rule, acts: alike(rule.acts) })),
  });
  return { ...model, kinds: [kindOf(model.kinds[0]), kindOf(model.kinds[1])], link: null, setUp: [], actions: [] };
}

/** Properties that ask for a node by its place or name. */
const ofOneNode: ReadonlySet<string> = new Set(['never falls', 'moves on', 'cut']);

/** @param isSymmetric without the properties that treat nodes of a kind differently */
export function programOf(model: Model, isSymmetric = false): Program {
  const declarations: Declaration[] = ['M0', 'M1', 'T'].map((name) => ({
    ...declared,
    type: 'message',
    name,
    bytes: null,
  }));
  model.kinds.forEach((kindOf, index) => {
    const kind = index === 0 ? 'a' : 'b';
    const isAt =
      (x: number) =>
      (s: State): boolean =>
        s['x'] === x;
    declarations.push({
      ...declared,
      type: 'kind',
      name: kind,
      variable: kind,
      state: () => ({ x: 0, set: new Set(), log: [], record: {}, kept: 0 }),
      durable: kindOf.durable ? ['kept', 'set'] : [],
    });
    const rule = { ...declared, type: 'rule', kind } as const;
    const { start, timer } = kindOf;
    if (start !== null)
      declarations.push({ ...rule, name: 'start', form: 'start', run: (s, ctx) => perform(start, s, null, ctx) });
    if (timer !== null)
      declarations.push({
        ...rule,
        name: 'T',
        form: 'on',
        message: 'T',
        run: (s, m, ctx) => perform(timer, s, m, ctx),
      });
    kindOf.on.forEach((list, i) => {
      if (list === null) return;
      const run = (s: State, m: unknown, ctx: MessageContext): void => perform(list, s, m, ctx);
      declarations.push({ ...rule, name: `M${i}`, form: 'on', message: `M${i}`, run });
    });
    kindOf.may.forEach(({ when, acts, fair }, i) => {
      const run = (s: State, ctx: Context): void => perform(acts, s, null, ctx);
      declarations.push({ ...rule, name: `may${i}`, form: 'may', guard: isAt(when), run, rate: 1, fair });
    });
    kindOf.when.forEach(({ when, acts }, i) => {
      const run = (s: State, ctx: Context): void => {
        // Whatever it does besides, its guard is false afterwards.
        perform(acts, s, null, ctx);
        s['x'] = 1;
      };
      declarations.push({ ...rule, name: `when${i}`, form: 'when', guard: isAt(when), run });
    });
  });
  declarations.push({
    ...declared,
    type: 'scenario',
    name: 's',
    seed: null,
    until: null,
    setUp: (world) => {
      const ids = ['a', 'b'].flatMap((kind, index) => {
        const count = model.counts[index] ?? 0;
        return count === 0 ? [] : world.add({ kindName: kind } as never, count);
      });
      world.network(model.network);
      if (model.link !== null) world.link(ids[0] ?? '', ids.at(-1) ?? '', model.link);
      for (const one of model.setUp) apply(world, ids, one);
      model.actions.forEach((one, i) => world.at(10 + i, (w) => apply(w, ids, one)));
    },
  });
  const property = { ...declared, type: 'property' } as const;
  const wrong = model.wrong;
  declarations.push(
    {
      ...property,
      name: 'not both',
      form: 'always',
      holds: (w) => all(w, 'a').filter(({ x }) => x === wrong).length < 2,
    },
    { ...property, name: 'few on the way', form: 'always', holds: (w) => w.inFlight().length < model.most || 'many' },
    {
      ...property,
      name: 'never falls',
      form: 'step',
      holds: (a, b) => (all(a, 'a')[0]?.x ?? 0) <= (all(b, 'a')[0]?.x ?? 0),
    },
    { ...property, name: 'no loss', form: 'step', holds: (a, b) => a.inFlight().length <= b.inFlight().length },
    { ...property, name: 'b is set', form: 'reachable', holds: (w) => all(w, 'b').some(({ set }) => set.size > 1) },
    {
      ...property,
      name: 'a is right',
      form: 'eventually',
      within: null,
      holds: (w) => all(w, 'a').some(({ x }) => x === wrong),
    },
    {
      ...property,
      name: 'quiet again',
      form: 'leadsTo',
      within: null,
      whenever: (w) => w.inFlight().length > 0,
      holds: (w) => w.inFlight().length === 0,
    },
    {
      ...property,
      name: 'moves on',
      form: 'leadsTo',
      within: null,
      whenever: (w) => all(w, 'a')[0]?.x === wrong,
      holds: (w) => all(w, 'a')[0]?.x !== wrong,
    },
    {
      ...property,
      name: 'each moves on',
      form: 'leadsTo',
      within: null,
      whenever: (w) => all(w, 'b').some(({ set }) => set.size > 0),
      holds: (w) => all(w, 'b').every(({ x }) => x === wrong),
    },
    {
      ...property,
      name: 'cut',
      form: 'reachable',
      holds: (w) => all(w, 'b').length > 0 && !w.linked('a1', 'b1') && w.alive('a1'),
    },
  );
  const wanted = declarations.filter((one) => !isSymmetric || one.type !== 'property' || !ofOneNode.has(one.name));
  return joinProgram(wanted, () => ({ content: '', guarded: null, range: place.range })).program;
}

export function optionsOf(model: Model): ExploreOptions {
  return {
    scenario: 's',
    faults: model.faults,
    within: (w) => w.inFlight().length <= model.most,
  };
}

export function exploreFast(program: Program, options: ExploreOptions, from: Snapshot | null = null): Exploration {
  return explorerFor(program, options, from).advance(() => false);
}

export function explorerFor(program: Program, options: ExploreOptions, from: Snapshot | null = null): Explorer {
  return createExplorer(
    program,
    () => makePlan(program, options.scenario),
    { type: 'explore', place, name: 'all', options },
    explain,
    { wallClock: () => 0, from },
  );
}

export const explain = createExplain(() => undefined);
