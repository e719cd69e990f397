/** Forks a race into branches: one for each order of the rivals, and what came of each. */
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import type { Race, RaceOutcome } from '../protocol.ts';
import { branchOff, forkAt } from './runs.ts';
import { valueAt } from '../trace/columns.ts';
import { forward } from '../trace/forward.ts';
import { applyInput } from '../trace/outside.ts';
import { worldAfter } from '../trace/past.ts';
import { type Order, orderLimit, orders, rivalsOf } from '../trace/race.ts';
import { type Run, untilOf } from '../trace/run.ts';
import type { Branch, Tree } from '../trace/tree.ts';
import { EventKind } from '../world/queue.ts';

/** Orders for which there is a branch each; of more, there is one for each outcome. */
const orderBranches = 24;

/** A race that is being forked. */
export interface RaceJob {
  readonly step: number;
  readonly run: Run;
  /** Goes on for as long as the time given allows. */
  advance(isSpent: () => boolean): Race;
}

/** `step`: of the arrival whose rivals are meant. Throws DiagnosticError when it is none. */
export function createRace(tree: Tree, run: Run, step: number): RaceJob {
  const contested = step < run.columns.length ? valueAt(run.columns, 'node', step) : -1;
  if (contested < 0 || valueAt(run.columns, 'kind', step) !== EventKind.deliver)
    throw new DiagnosticError(
      diagnostic('input/stale', `Event ${step} is no arrival of a message.`, {
        help: 'Choose the arrival of a message while another one is on its way to the same node.',
      }),
    );
  const start = worldAfter(run, step).world;
  const rivals = rivalsOf(start, contested);
  const search = orders(start, contested, untilOf(run));
  const found: Order[] = [];
  let result: Race = { status: 'running', orders: 0, outcomes: [], rivals };

  /** Orders that get a branch each: all of them, or the first of each outcome. */
  let toPlay: readonly Order[] | null = null;
  const played = new Map<Order, Branch>();

  function isDone(): boolean {
    if (toPlay === null) {
      const next = search.next();
      if (next.done !== true) found.push(next.value);
      else toPlay = found.length <= orderBranches ? found : groupsOf(found).map(({ first }) => first);
      return false;
    }
    const next = toPlay.find((order) => !played.has(order));
    if (next !== undefined) played.set(next, play(tree, run, step, next));
    return next === undefined;
  }

  function conclude(): Race {
    const groups = groupsOf(found);
    const outcomes = groups.flatMap(({ first, all }): RaceOutcome[] => {
      const branch = played.get(first);
      if (branch === undefined) return [];
      const monitors = branch.run?.monitors.list ?? [];
      return [
        {
          branch: branch.id,
          count: all.length,
          text: describe(
            first,
            groups.map((group) => group.first),
          ),
          violated: monitors.filter(({ verdict }) => verdict === 'violated').map(({ property }) => property.name),
          orders: all.slice(0, orderBranches).map(({ lines }) => lines),
        },
      ];
    });
    const status = found.length >= orderLimit ? 'limited' : 'done';
    return { status, orders: found.length, outcomes, rivals };
  }

  return {
    step,
    run,
    advance(isSpent) {
      while (result.status === 'running') {
        if (isDone()) result = conclude();
        if (isSpent()) break;
      }
      return result.status === 'running' ? { ...result, orders: found.length } : result;
    },
  };
}

/** Orders with the same outcome. */
interface Group {
  readonly first: Order;
  readonly all: Order[];
}

function groupsOf(found: readonly Order[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const order of found) {
    const key = JSON.stringify([...order.states]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: order, all: [order] });
    else group.all.push(order);
  }
  return [...groups.values()];
}

/** A branch in which the rivals come in that order, each by hand; then it runs on to its end. */
function play(tree: Tree, run: Run, step: number, { takes, lines }: Order): Branch {
  const { run: forked } = forkAt(run, step);
  const limits = { turns: Number.POSITIVE_INFINITY, isSpent: () => false };
  for (const pending of takes) {
    applyInput(forked, { type: 'take', pending });
    const { world } = forked.machine;
    forward(forked, { ...limits, to: world.now, events: 1 });
    while (world.unsettled.length > 0 && forked.end === 'running')
      forward(forked, { ...limits, to: world.now, events: 1 });
  }
  forward(forked, { ...limits, to: untilOf(forked), events: 5_000 });
  return branchOff(tree, forked, lines.join(', '));
}

/** What is particular to an outcome: the nodes whose final state is not the same in all of them. */
function describe(order: Order, all: readonly Order[]): string {
  const particular = [...order.states].filter(
    ([id, text]) => all.length === 1 || all.some((other) => other.states.get(id) !== text),
  );
  return particular
    .map(([id, text]) => `${id} ${text}`)
    .join('; ')
    .slice(0, 400);
}
