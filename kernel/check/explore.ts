/**
 * Explores every interleaving of a scenario, breadth first, by making each world anew from a copy and running the
 * step function itself. Slow and plain: it is the meaning of exploring, and the oracle of any faster way.
 *
 * Time is abstract: a pending timer may fire, a message arrive and a `may` rule fire at any moment; `choose` takes
 * every value; crashes, restarts, losses and duplicates are choices within the budgets declared. Two worlds are the same when
 * their states, pending timers, messages in flight, cuts and spent budgets are; what a crashed node held in memory is gone
 * at once. Worlds that differ only in the order in which the members of a Map, Set or object were put there are explored
 * each, because rules can see that order, and counted as one. A world is looked at with its `when` rules at rest. Properties
 * are checked in every world reached; those beyond `within` are neither counted nor left again.
 */
import { type Diagnostic, DiagnosticError, diagnostic } from '../diagnostic.ts';
import { canonical, literal } from '../plain.ts';
import { callTurns, grant } from '../program/budget.ts';
import type { ExploreDeclaration } from '../program/declaration.ts';
import type { About, Explain } from '../program/explain.ts';
import type { FaultBudget, World as WorldView } from '../program/language.ts';
import type { Program } from '../program/program.ts';
import type { Exploration } from '../protocol.ts';
import { createWorld } from '../world/create.ts';
import { timerText } from '../world/effect.ts';
import { wrongOf } from '../world/monitor.ts';
import { linkOf } from '../world/network.ts';
import type { Plan, PlannedProperty } from '../world/plan.ts';
import { EventKind, type Pending, Priority } from '../world/queue.ts';
import { restore, type Snapshot, takeSnapshot } from '../world/snapshot.ts';
import { afterCrash, createMachine, enabledChances, type Machine, StepError, take } from '../world/step.ts';
import { isStale, linkNumber, type World } from '../world/world.ts';

/** More worlds than this are not explored. */
export const stateLimit = 200_000;

export interface Explorer {
  /** Goes on until done or `isSpent`. */
  advance(isSpent: () => boolean): Exploration;
}

type Faults = Required<FaultBudget>;
const noFaults: Faults = { crash: 0, restart: 0, drop: 0, duplicate: 0 };

/** A world that was found and is still to be expanded. */
interface Found {
  readonly snapshot: Snapshot;
  readonly index: number;
  readonly depth: number;
  readonly spent: Faults;
}

interface Choice {
  readonly label: string;
  readonly fault: keyof Faults | null;
  readonly act: (machine: Machine) => void;
}

/** Marks a record that is handled out of turn: no second draw of its fate. */
const byHand = Object.freeze({ explored: true });

export function createExplorer(
  program: Program,
  planned: () => Plan,
  declared: ExploreDeclaration,
  explain: Explain,
): Explorer {
  const { options, place, name } = declared;
  const at = { cell: place.cell, range: place.range };
  const budget: Faults = { ...noFaults, ...options.faults };
  const failed = { what: `'${name}' failed`, code: 'rule/threw', place } as const;
  const seen = new Map<string, number>();
  /** Worlds, whatever the order of members. */
  const counted = new Set<string>();
  /** By index of the world: where it was reached from, and how. */
  const parents: number[] = [];
  const labels: string[] = [];
  const witnessed = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  let properties: readonly PlannedProperty[] = [];
  let hasBegun = false;
  let queue: Found[] = [];
  let next = 0;
  let transitions = 0;
  let depth = 0;
  let verdict: Exploration['verdict'] = 'exploring';
  let violated: Exploration['violated'] = null;
  let end = -1;

  function begin(): void {
    const plan = planned();
    properties = [...program.properties, ...plan.properties];
    if (plan.loads.length > 0 || (options.symmetry?.length ?? 0) > 0) {
      diagnostics.push(
        diagnostic(
          'check/not-available',
          `'${name}' cannot be explored yet: ${plan.loads.length > 0 ? 'its scenario has a workload' : 'symmetry is not known to this version'}.`,
          {
            ...at,
            severity: 'warning',
            help: plan.loads.length > 0 ? 'Explore a scenario without world.load(…).' : 'Leave symmetry out.',
          },
        ),
      );
      verdict = 'limited';
      return;
    }
    const later = properties.filter(({ form }) => form === 'eventually' || form === 'leadsTo');
    if (later.length > 0) {
      diagnostics.push(
        diagnostic(
          'check/not-available',
          `'${name}' does not check ${later.map((property) => `'${property.name}'`).join(', ')}: what comes later is not explored yet.`,
          {
            ...at,
            severity: 'warning',
            help: 'Only always, step and reachable are checked here; runs check the others.',
          },
        ),
      );
    }
    everyWay(takeSnapshot(createWorld(program, plan, 1), null), 'start', (machine) => {
      const { world } = machine;
      makeReliable(world);
      for (const record of world.heap
        .filter(({ kind, priority }) => kind === EventKind.start || priority === Priority.effect)
        .toSorted((a, b) => a.priority - b.priority || a.order - b.order)) {
        // One effect takes those that follow with it, and a restart the first start.
        const index = world.heap.indexOf(record);
        if (index < 0) continue;
        world.heap.splice(index, 1);
        take(machine, record);
      }
      refuseClock(machine, name);
      arrive(machine, -1, 'start', 0, noFaults, null);
    });
  }

  /** Runs the author's code; what it throws ends the exploration. */
  function attempt(act: () => void, about: Omit<About, 'help'>, label: string): void {
    try {
      act();
    } catch (error) {
      verdict = 'error';
      const help = `It happened while exploring '${name}'${label === '' ? '' : `, at: ${label}`}.`;
      diagnostics.push(
        error instanceof StepError
          ? explain(error.thrown, {
              code: 'rule/threw',
              what: `${error.rule} threw${error.node === '' ? '' : ` on ${error.node}`}`,
              place: error.place,
              help,
            })
          : explain(error, { ...about, help }),
      );
    }
  }

  /** Does something to copies of a world: again with every path through what `choose` is given, as it turns up. */
  function everyWay(from: Snapshot, label: string, act: (machine: Machine) => void): void {
    let script: number[] = [];
    for (;;) {
      const machine = createMachine(restore(from));
      const counts: number[] = [];
      machine.context.hand.choose = (count) => {
        const at = counts.push(count) - 1;
        return script[at] ?? 0;
      };
      attempt(() => act(machine), failed, label);
      if (verdict !== 'exploring') return;
      script = counts.map((_, at) => script[at] ?? 0);
      while (script.length > 0 && (script.at(-1) ?? 0) + 1 >= (counts[script.length - 1] ?? 0)) script.pop();
      if (script.length === 0) return;
      script[script.length - 1] = (script.at(-1) ?? 0) + 1;
    }
  }

  /** Takes note of a world: new ones are asked about and, within bounds, kept for expansion. */
  function arrive(
    { world, view: live }: Machine,
    from: number,
    label: string,
    steps: number,
    spent: Faults,
    before: WorldView | null,
  ): void {
    // An action can have changed the network.
    makeReliable(world);
    world.heap = world.heap.filter((record) => isPossible(world, record));
    for (const node of world.nodes) if (!node.alive) node.state = afterCrash(world, node);
    const view = withoutClock(live, name);
    const key = keyOf(world, spent, literal);
    const known = seen.get(key);
    let index = known;
    if (known === undefined && isWithin(view)) {
      index = parents.length;
      seen.set(key, index);
      counted.add(keyOf(world, spent, canonical));
      parents.push(from);
      labels.push(label);
      depth = Math.max(depth, steps);
      queue.push({ snapshot: takeSnapshot(world, null), index, depth: steps, spent });
    }
    for (const property of properties) {
      // A world that is known was asked about; the transition to it was not.
      if (known !== undefined && property.form !== 'step') continue;
      const wrong = wrongAt(property, before, view, label);
      if (verdict !== 'exploring') return;
      if (wrong === null) continue;
      verdict = 'violated';
      violated = { property: property.name, text: wrong };
      // The way to a world that was known before, or is not kept, ends with this transition.
      if (known !== undefined || index === undefined) {
        parents.push(from);
        labels.push(label);
        index = parents.length - 1;
      }
      end = index;
      return;
    }
  }

  function isWithin(view: WorldView): boolean {
    if (options.within === undefined) return true;
    grant(callTurns);
    return options.within(view);
  }

  /** What is wrong with a world just reached; null when nothing is. */
  function wrongAt(property: PlannedProperty, before: WorldView | null, view: WorldView, label: string): string | null {
    let wrong: string | null = null;
    const about = { code: 'property/threw', what: `'${property.name}' threw`, place: property.place } as const;
    const ask = (): void => {
      grant(callTurns);
      if (property.form === 'always') wrong = wrongOf(property.holds(view), property);
      else if (property.form === 'step' && before !== null) wrong = wrongOf(property.holds(before, view), property);
      else if (property.form === 'reachable' && wrongOf(property.holds(view), property) === null)
        witnessed.add(property.name);
    };
    attempt(ask, about, label);
    return wrong;
  }

  function expand(found: Found): void {
    const looking = createMachine(restore(found.snapshot));
    const before = withoutClock(looking.view, name);
    let choices: readonly Choice[] = [];
    attempt(
      () => {
        choices = choicesOf(looking, budget, found.spent);
        refuseClock(looking, name);
      },
      failed,
      '',
    );
    for (const { fault, label, act } of choices) {
      if (verdict !== 'exploring') return;
      const spent = fault === null ? found.spent : { ...found.spent, [fault]: found.spent[fault] + 1 };
      everyWay(found.snapshot, label, (machine) => {
        act(machine);
        refuseClock(machine, name);
        transitions += 1;
        arrive(machine, found.index, label, found.depth + 1, spent, before);
      });
    }
  }

  function pathTo(index: number): readonly string[] {
    const path: string[] = [];
    for (let i = index; i >= 0; i = parents[i] ?? -1) path.push(labels[i] ?? '');
    return path.toReversed();
  }

  function conclude(): void {
    verdict = 'holds';
    const missed = options.expect?.violates;
    if (missed !== undefined) {
      diagnostics.push(
        diagnostic('check/not-violated', `'${name}' was expected to violate '${missed}', and nothing was violated.`, {
          ...at,
          help: 'If the model was mended, drop expect.violates.',
        }),
      );
    }
    const wanted = options.expect?.states;
    if (wanted !== undefined && wanted !== counted.size) {
      diagnostics.push(
        diagnostic('check/states-differ', `'${name}' found ${counted.size} states, not ${wanted}.`, {
          ...at,
          help: `If the model was meant to change, write expect: { states: ${counted.size} }.`,
        }),
      );
    }
  }

  return {
    advance(isSpent) {
      if (!hasBegun) {
        hasBegun = true;
        try {
          begin();
        } catch (error) {
          verdict = 'error';
          diagnostics.push(explain(error, { code: 'scenario/threw', what: `'${name}' cannot begin`, place, help: '' }));
        }
      }
      while (verdict === 'exploring') {
        const found = queue[next];
        if (found === undefined) conclude();
        else if (seen.size > stateLimit) verdict = 'limited';
        else {
          next += 1;
          expand(found);
          if (next > 4_096) {
            queue = queue.slice(next);
            next = 0;
          }
        }
        if (isSpent()) break;
      }
      return {
        name,
        states: counted.size,
        transitions,
        depth,
        verdict,
        path: violated === null ? [] : pathTo(end),
        violated,
        isExpected: violated !== null && violated.property === options.expect?.violates,
        witnessed: [...witnessed],
        diagnostics,
      };
    },
  };
}

/** Loss and duplication are choices here, within the budget; never chance. */
function makeReliable(world: World): void {
  const reliable = { loss: 0, duplicate: 0 };
  world.network = { ...world.network, ...reliable };
  for (const [link, { own, spec }] of world.links)
    world.links.set(link, { own: { ...own, ...reliable }, spec: { ...spec, ...reliable } });
}

/** What can still happen in an abstract time: not what is lost, replaced, or only a chance in simulated time. */
function isPossible(world: World, record: Pending): boolean {
  return record.kind !== EventKind.drop && record.kind !== EventKind.may && !isStale(world, record);
}

function choicesOf(machine: Machine, budget: Faults, spent: Faults): readonly Choice[] {
  const { world } = machine;
  const choices: Choice[] = [];
  const idOf = (index: number): string => world.nodes[index]?.id ?? 'outside';
  const without = (to: World, record: Pending): void => void to.heap.splice(to.heap.indexOf(record), 1);

  const messages = new Map<string, Pending>();
  const firstOnLink = new Set<number>();
  for (const record of world.heap
    .filter(({ kind }) => kind === EventKind.deliver)
    .toSorted((a, b) => a.order - b.order)) {
    const link = linkNumber(record.from, record.node);
    if (linkOf(world, link).delivery === 'ordered') {
      if (firstOnLink.has(link)) continue;
      firstOnLink.add(link);
    }
    messages.set(messageKey(world, record, literal), record);
  }
  for (const record of messages.values()) {
    const text = `${world.names.list[record.type] ?? ''} ${idOf(record.from)} → ${idOf(record.node)}`;
    if (world.cuts.has(linkNumber(record.from, record.node))) {
      // Whether it arrives before the link is healed is a matter of time, so both are possible; it costs no fault.
      choices.push({ label: `lost in the cut: ${text}`, fault: null, act: (on) => without(on.world, record) });
      continue;
    }
    const isKept = linkOf(world, linkNumber(record.from, record.node)).delivery === 'unordered-duplicating';
    choices.push({
      label: text,
      fault: null,
      act: (on) => {
        if (!isKept) without(on.world, record);
        take(on, { ...record, payload: byHand });
      },
    });
    if (!isKept && spent.drop < budget.drop)
      choices.push({ label: `lost: ${text}`, fault: 'drop', act: (on) => without(on.world, record) });
    if (!isKept && spent.duplicate < budget.duplicate) {
      choices.push({
        label: `twice: ${text}`,
        fault: 'duplicate',
        act: (on) => void on.world.heap.push({ ...record, order: on.world.order++ }),
      });
    }
  }
  for (const node of world.nodes) {
    for (const record of node.timers.values()) {
      choices.push({
        label: `${timerText(record.key)} fires on ${node.id}`,
        fault: null,
        act: (on) => {
          without(on.world, record);
          take(on, record);
        },
      });
    }
    const effect = (kind: 'crash' | 'restart'): Choice => ({
      label: `${node.id} ${kind}s`,
      fault: kind,
      act: (on) =>
        take(on, { ...blank, kind: EventKind[kind], node: node.index, payload: { type: kind, node: node.id } }),
    });
    if (node.alive && spent.crash < budget.crash) choices.push(effect('crash'));
    if (!node.alive && spent.restart < budget.restart) choices.push(effect('restart'));
  }
  for (const { node, slot } of enabledChances(machine)) {
    choices.push({
      label: `${slot.rule.name} on ${node.id}`,
      fault: null,
      act: (on) => take(on, { ...blank, kind: EventKind.may, node: node.index, type: slot.number, payload: byHand }),
    });
  }
  // A scenario's actions keep their order; each may come at any moment.
  const [action] = world.heap
    .filter(({ kind }) => kind === EventKind.action)
    .toSorted((a, b) => a.at - b.at || a.order - b.order);
  if (action !== undefined) {
    choices.push({
      label: `action ${world.names.list[action.type] ?? ''}`,
      fault: null,
      act: (on) => {
        without(on.world, action);
        take(on, action);
      },
    });
  }
  return choices;
}

const blank: Omit<Pending, 'kind'> = {
  at: 0,
  priority: Priority.may,
  order: 0,
  node: -1,
  from: -1,
  type: -1,
  body: null,
  isShared: false,
  key: '',
  cause: -1,
  since: 0,
  draw: 0,
  copies: 0,
  payload: null,
};

type TextOf = (value: unknown) => string;

function messageKey(world: World, { from, node, type, body }: Pending, textOf: TextOf): string {
  return `${from} ${node} ${world.names.list[type] ?? ''} ${textOf(body)}`;
}

/** Equal for worlds from which the same can happen, as far as `textOf` tells values apart. */
function keyOf(world: World, spent: Faults, textOf: TextOf): string {
  const nodes = world.nodes.map(({ alive, state, timers }) => {
    const pending = [...timers].map(([key, { body }]) => `${key} ${textOf(body)}`).toSorted();
    return `${alive ? '' : 'dead '}${textOf(state)} ${pending.join(' ')}`;
  });
  let messages: string[] = [];
  for (const record of world.heap) {
    if (record.kind !== EventKind.deliver) continue;
    const link = linkNumber(record.from, record.node);
    const key = messageKey(world, record, textOf);
    const { delivery } = linkOf(world, link);
    if (delivery === 'unordered-duplicating' && messages.includes(key)) continue;
    messages.push(key);
  }
  const inOrder =
    world.network.delivery === 'ordered' || [...world.links.values()].some(({ spec }) => spec.delivery === 'ordered');
  if (inOrder) {
    const queues = world.heap.filter(({ kind }) => kind === EventKind.deliver).toSorted((a, b) => a.order - b.order);
    messages = queues
      .map((record) => messageKey(world, record, textOf))
      .toSorted((a, b) => (linkOfKey(a) < linkOfKey(b) ? -1 : linkOfKey(a) > linkOfKey(b) ? 1 : 0));
  } else messages = messages.toSorted();
  const actions = world.heap.filter(({ kind }) => kind === EventKind.action).length;
  return [...nodes, messages.join('|'), [...world.cuts].toSorted().join(','), actions, ...Object.values(spent)].join(
    '\n',
  );
}

/** Sender and receiver; the sort that uses it is stable, so messages of one link stay in order. */
function linkOfKey(key: string): string {
  return key.split(' ', 2).join(' ');
}

function refuseClock({ context }: Machine, name: string): void {
  if (context.hand.clockReader === null) return;
  const { rule } = context.hand.clockReader;
  throw new DiagnosticError(
    diagnostic('check/reads-clock', `${rule.id} reads ctx.now, which means nothing while '${name}' is explored.`, {
      cell: rule.place.cell,
      range: rule.place.range,
      help: 'Let a timer say that time has passed.',
    }),
  );
}

/** A property is asked at no certain time. */
function withoutClock(view: WorldView, name: string): WorldView {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made of a view, it is one
  return Object.create(view, {
    now: {
      get: () => {
        throw new DiagnosticError(
          diagnostic('check/reads-clock', `world.now is read, which means nothing while '${name}' is explored.`, {
            help: 'Say it by what the nodes know or have done, or check it in a run.',
          }),
        );
      },
    },
  }) as WorldView;
}
