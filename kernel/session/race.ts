/** Forks a race into branches: one for each order of the rivals, and what came of each. */
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import { outcomeName } from '../outcome-name.ts';
import type { Race, RaceOrder, RaceOutcome } from '../protocol.ts';
import { branchOff, forkAt } from './runs.ts';
import { valueAt } from '../trace/columns.ts';
import { forward, pass } from '../trace/forward.ts';
import { type Finished, finishOrder, type Outcome, outcomesOf, valuesOf } from '../trace/outcome.ts';
import { applyInput, letHappen } from '../trace/outside.ts';
import { worldAfter } from '../trace/past.ts';
import { type Order, orders, raceAt, type Race as Setting, rivalsOf, type Scope } from '../trace/race.ts';
import { rowOf } from '../trace/row.ts';
import { type Run, untilOf } from '../trace/run.ts';
import { type Branch, branchLimit, type Tree } from '../trace/tree.ts';
import { EventKind } from '../world/queue.ts';
import { millis } from '../world/world.ts';

/** Orders for which there is a branch each; of more, there is one for each outcome, up to as many. */
const branchesOfRace = 24;
/** More orders are called too many. */
const orderLimit = 500;
/** Events that a branch is run for after its race. */
const eventLimit = 5_000;

const all = Number.POSITIVE_INFINITY;
/** How far a race is followed: the first that comes to an end within the limit of orders. */
const scopes: readonly (Scope & { readonly notes: readonly string[] })[] = [
  { follow: all, most: all, notes: [] },
  {
    follow: 1,
    most: all,
    notes: ['What follows from a rival takes part once; what follows from that comes by itself.'],
  },
  {
    follow: 1,
    most: 3,
    notes: [
      'Only the three rivals that are due first take part.',
      'What follows from a rival takes part once; what follows from that comes by itself.',
    ],
  },
  {
    follow: 0,
    most: 5,
    notes: ['Only the five rivals that are due first take part, and nothing that follows from them.'],
  },
];

/** A race that is being forked. */
export interface RaceJob {
  readonly step: number;
  readonly run: Run;
  /** False when a branch of it was deleted: it is to be forked anew. */
  isWhole(): boolean;
  /** Goes on for as long as the time given allows. */
  advance(isSpent: () => boolean): Race;
}

/** `step`: of the event whose rivals are meant. Throws DiagnosticError when it can have none, or has none. */
export function createRace(tree: Tree, run: Run, step: number): RaceJob {
  const contested = contestedBy(run, step);
  const time = valueAt(run.columns, 'time', step);
  const setting = raceAt(worldAfter(run, step).world, contested, time);
  const node = setting.start.nodes[contested]?.id ?? '';
  const rivals = rivalsOf(setting, { follow: all, most: all });
  if (rivals.length < 2) throw alone(run, step);

  const empty: Race = {
    ...{ status: 'running', step, time: millis(time), node, orders: 0, outcomes: [] },
    ...{ rivals: rivals.map(({ event }) => event), atRest: true, notes: [] },
  };
  const enumerate = enumeration(setting);
  let finished: Finished[] | null = null;
  let played: ReadonlyMap<Finished, Branch> = new Map();
  let result = empty;

  /** The work, a piece between one `yield` and the next. */
  function* work(): Generator<undefined, Race> {
    const { found, isWhole, notes } = yield* enumerate;
    const done: Finished[] = [];
    finished = done;
    for (const order of found) {
      done.push(finishOrder(order, untilOf(run)));
      yield;
    }
    const { outcomes, atRest } = outcomesOf(done);
    const branches = new Map<Finished, Branch>();
    played = branches;
    const room = Math.min(branchesOfRace, branchLimit - tree.branches.size);
    for (const one of toPlay(done, outcomes, room)) {
      const letter = outcomeName(outcomes.findIndex(({ orders: same }) => same.includes(one)));
      branches.set(one, play(tree, run, step, time, one, letter));
      yield;
    }
    return {
      ...empty,
      status: isWhole ? 'done' : 'limited',
      orders: done.length,
      outcomes: outcomes.map((outcome) => toldOf(outcome, outcomes, node, branches)),
      atRest,
      notes: [...notes, ...(branches.size === 0 ? ['There is no room for more branches: delete some.'] : [])],
    };
  }

  const pieces = work();
  return {
    step,
    run,
    isWhole: () => [...played.values()].every((branch) => tree.branches.get(branch.id) === branch),
    advance(isSpent) {
      while (result.status === 'running') {
        const piece = pieces.next();
        if (piece.done === true) result = piece.value;
        else result = { ...empty, orders: finished?.length ?? 0 };
        if (isSpent()) break;
      }
      return result;
    },
  };
}

/** Index of the node at which the event happened. Throws DiagnosticError when it is none that others could have come before. */
function contestedBy(run: Run, step: number): number {
  const has = step >= 0 && step < run.columns.length;
  const kind = has ? valueAt(run.columns, 'kind', step) : -1;
  if (kind === EventKind.deliver || kind === EventKind.timer || kind === EventKind.may)
    return valueAt(run.columns, 'node', step);
  const what = has ? `Event ${step} (${eventText(run, step)})` : `Event ${step}`;
  throw new DiagnosticError(
    diagnostic(
      'input/stale',
      `${what} is no arrival of a message, no timer and no may rule: nothing could have come instead of it.`,
      {
        help: 'Choose the arrival of a message while another one is on its way to the same node.',
      },
    ),
  );
}

function alone(run: Run, step: number): DiagnosticError {
  const { node } = rowOf(run, step);
  return new DiagnosticError(
    diagnostic(
      'race/none',
      `Event ${step} (${eventText(run, step)}) has no rival: nothing else was on its way to ${node}, no timer of it was due soon, and none of its may rules could act.`,
      { help: 'Choose the arrival of a message while another one is on its way to the same node.' },
    ),
  );
}

function eventText(run: Run, step: number): string {
  const { node, kind, rule, text } = rowOf(run, step);
  const what = text === '' ? rule || kind : text;
  return node === '' ? what : `${what} at ${node}`;
}

interface Enumerated {
  readonly found: readonly Order[];
  readonly isWhole: boolean;
  readonly notes: readonly string[];
}

/** Every order, followed as far as that comes to an end. */
function* enumeration(setting: Setting): Generator<undefined, Enumerated> {
  let found: Order[] = [];
  for (const { notes, ...scope } of scopes) {
    found = [];
    let isWhole = true;
    for (const order of orders(setting, scope)) {
      isWhole = order !== 'endless' && found.length < orderLimit;
      if (!isWhole) break;
      if (order !== 'endless') found.push(order);
      yield;
    }
    if (isWhole) return { found, isWhole: scope.most === all, notes };
  }
  return { found, isWhole: false, notes: [`Only the first ${orderLimit} orders were tried.`] };
}

/** All orders when there is room for a branch each, else the first of each outcome. */
function toPlay(done: readonly Finished[], outcomes: readonly Outcome[], room: number): readonly Finished[] {
  if (done.length <= room) return done;
  return outcomes.slice(0, Math.max(0, room)).flatMap((outcome) => outcome.orders.slice(0, 1));
}

function toldOf(
  outcome: Outcome,
  outcomes: readonly Outcome[],
  node: string,
  branches: ReadonlyMap<Finished, Branch>,
): RaceOutcome {
  const told = outcome.orders.slice(0, branchesOfRace).map((finished): RaceOrder => {
    const { rivals } = finished.order;
    return { branch: branches.get(finished)?.id ?? null, events: rivals.map(({ event }) => event) };
  });
  const monitors = outcome.orders.flatMap((finished) => branches.get(finished)?.run?.monitors.list ?? []);
  const violated = monitors.filter(({ verdict }) => verdict === 'violated').map(({ property }) => property.name);
  return {
    branch: told[0]?.branch ?? null,
    count: outcome.orders.length,
    values: valuesOf(outcome, outcomes, node),
    fault: outcome.fault,
    violated: [...new Set(violated)],
    orders: told,
  };
}

/**
 * A branch in which the rivals come in that order, each by hand; then it runs on to its end. Its name begins with that of its
 * outcome: orders begin alike, and a name is often cut short.
 */
function play(
  tree: Tree,
  run: Run,
  step: number,
  time: number,
  { order: { takes, rivals } }: Finished,
  outcome: string,
): Branch {
  const { run: forked } = forkAt(run, step);
  const branch = branchOff(tree, forked, `${outcome}: ${rivals.map(({ event }) => event.name).join(' · ')}`);
  const limits = { events: Number.POSITIVE_INFINITY, isSpent: () => false };
  pass(forked, time);
  for (const input of takes) {
    applyInput(forked, input);
    letHappen(forked);
  }
  forward(forked, { ...limits, to: untilOf(forked), turns: Number.POSITIVE_INFINITY, events: eventLimit });
  return branch;
}
