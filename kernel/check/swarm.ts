/**
 * A bad day, drawn from a seed: which faults befall a run, when, and whom. In the manner of swarm testing (Groce et al., 2012): each
 * run leaves out some kinds of faults and has much of others, because a fault that happens everywhere hides what the others would
 * have shown.
 *
 * The times are drawn beforehand, from how long the run is; whom a fault befalls is decided when its time comes, by draws of its
 * own and what the world is like then. Everything follows from the seed, so a run replays; what was done is written down by the run.
 */
import type { FaultKind, FuzzOptions, NodeId } from '../program/language.ts';
import type { Effect } from '../world/effect.ts';
import type { Glance, PlannedAction } from '../world/plan.ts';
import { exp, ln, power } from '../../stdlib/elementary.ts';
import { EventKind } from '../world/queue.ts';
import { draw, hashName, mix } from '../world/random.ts';

/** Faults in a run, on average: few of those that change much. */
const means: Readonly<Record<FaultKind, number>> = {
  crash: 3,
  partition: 2,
  cut: 3,
  drop: 20,
  duplicate: 10,
  delay: 20,
  clock: 10,
};
export const faultKinds = Object.keys(means) as readonly FaultKind[];

/** A rate is up to so many times more or less than the mean. */
const spread = 4;
/** Nothing goes wrong in the last part of a run: what was broken can show. */
const troubled = 0.9;
/** Parts of the run that a node is down, the network is split, a message is late; on average. */
const downtime = 1 / 12;
const brief = 1 / 300;
const lateness = 1 / 60;
/** More faults of one kind than this are not made, whatever the mean. */
const faultLimit = 2_000;

/** Draws, one after the other, of one purpose. */
type Draws = () => number;

function drawsOf(seed: number, purpose: string): Draws {
  const stream = mix(mix(hashName('fuzz'), seed), hashName(purpose));
  let counter = 0;
  return () => draw(stream, counter++);
}

/** Mean number of faults of each kind in this run. */
export function ratesOf(seed: number, { swarm = true, faults = {} }: FuzzOptions): ReadonlyMap<FaultKind, number> {
  const rates = new Map<FaultKind, number>();
  const random = drawsOf(seed, 'rates');
  for (const kind of faultKinds) {
    const mean = faults[kind] ?? means[kind];
    const [isIn, factor] = [random() < 0.5, random()];
    if (mean <= 0 || (swarm && !isIn)) continue;
    // Between 1/spread and spread, as often less as more.
    rates.set(kind, swarm ? mean * power(spread, 2 * factor - 1) : mean);
  }
  return rates;
}

/** `until`: virtual ms. In the order of their times. */
export function faultsOf(seed: number, until: number, options: FuzzOptions): readonly PlannedAction[] {
  const rates = ratesOf(seed, options);
  const actions = [...rates].flatMap(([kind, rate]) => {
    const random = drawsOf(seed, kind);
    const made: PlannedAction[] = [];
    for (let n = countOf(rate, random); n > 0; n--) made.push(...fault(kind, until, random, options));
    return made;
  });
  return actions.toSorted((a, b) => a.at - b.at);
}

/** Poisson with that mean: how many exponential waits fit into one unit. */
function countOf(mean: number, random: Draws): number {
  const floor = exp(-Math.min(mean, 600));
  let count = 0;
  for (let product = random(); product > floor && count < faultLimit; product *= random()) count += 1;
  return count;
}

function fault(kind: FaultKind, until: number, random: Draws, options: FuzzOptions): readonly PlannedAction[] {
  const at = moment(random() * until * troubled);
  // Half of the troubles are over almost at once: what was forgotten or missed is then still wanted.
  const isBrief = random() < 0.5;
  const end = moment(at + span(random, until * (isBrief ? brief : downtime)));
  // Decisions have draws of their own, as many as they need.
  const which = random();
  const amount = span(random, until * lateness);
  switch (kind) {
    case 'crash': {
      const crashed: NodeId[] = [];
      return [
        decided(at, (world) => {
          const node = crashable(world, options, which);
          if (node === null) return [];
          crashed.push(node);
          return [{ type: 'crash', node }];
        }),
        decided(end, (world) =>
          crashed.flatMap((node): Effect[] => {
            const isDown = world.nodes.some(({ id, alive }) => id === node && !alive);
            return isDown ? [{ type: 'restart', node }] : [];
          }),
        ),
      ];
    }
    case 'partition':
      return [
        decided(at, ({ nodes }) => {
          const groups = split(
            nodes.map(({ id }) => id),
            which,
          );
          return groups === null ? [] : [cutBetween(...groups)];
        }),
        decided(end, () => [{ type: 'heal', pairs: null }]),
      ];
    case 'cut': {
      const cut: (readonly [NodeId, NodeId])[] = [];
      return [
        decided(at, ({ nodes }) => {
          const pair = pairOf(
            nodes.map(({ id }) => id),
            which,
          );
          if (pair === null) return [];
          cut.push(pair);
          return [{ type: 'cut', pairs: [pair], text: `${pair[0]} | ${pair[1]}` }];
        }),
        decided(end, () => (cut.length === 0 ? [] : [{ type: 'heal', pairs: cut }])),
      ];
    }
    case 'drop':
    case 'delay':
    case 'duplicate':
      return [
        decided(at, (world) => {
          const message = messageOf(world, which);
          return message === null ? [] : [{ type: kind, ...message, ms: kind === 'delay' ? amount : 0 }];
        }),
      ];
    case 'clock':
      return [
        decided(at, (world) => {
          const timers = world.nodes.flatMap(({ id, kind: of, alive, timers }) =>
            alive && isMeant(of, options) ? [...timers.keys()].toSorted().map((key) => ({ node: id, key })) : [],
          );
          const timer = pick(timers, which);
          return timer === null ? [] : [{ type: 'fireTimer', ...timer }];
        }),
      ];
  }
}

function decided(at: number, decide: (world: Glance) => readonly Effect[]): PlannedAction {
  return { at, name: '', decide };
}

/** Virtual ms with a half: seldom the instant of anything else, and easily read. */
function moment(ms: number): number {
  return Math.floor(ms) + 0.5;
}

/** Exponential; half a ms at least. */
function span(random: Draws, mean: number): number {
  return Math.max(0.5, Math.round(-mean * ln(1 - random()) * 2) / 2);
}

function pick<T>(list: readonly T[], at: number): T | null {
  return list[Math.floor(at * list.length)] ?? null;
}

function isMeant(kind: string, { kinds }: FuzzOptions): boolean {
  return kinds === undefined || kinds.some(({ kindName }) => kindName === kind);
}

function crashable({ nodes }: Glance, options: FuzzOptions, which: number): NodeId | null {
  const meant = nodes.filter(({ kind }) => isMeant(kind, options));
  const down = nodes.filter(({ alive }) => !alive).length;
  if (down >= (options.down ?? Number.POSITIVE_INFINITY)) return null;
  return (
    pick(
      meant.filter(({ alive }) => alive),
      which,
    )?.id ?? null
  );
}

/** Two groups, neither empty; every division is as likely. */
function split(nodes: readonly NodeId[], which: number): readonly [readonly NodeId[], readonly NodeId[]] | null {
  if (nodes.length < 2) return null;
  const bits = drawsFrom(which);
  // The first is always here: which side is which does not matter.
  const here = nodes.filter((_, i) => i === 0 || bits() < 0.5);
  const there = nodes.filter((node) => !here.includes(node));
  return there.length > 0 ? [here, there] : [nodes.slice(0, -1), nodes.slice(-1)];
}

function drawsFrom(which: number): Draws {
  const stream = mix(hashName('split'), Math.floor(which * 2 ** 32));
  let counter = 0;
  return () => draw(stream, counter++);
}

function cutBetween(here: readonly NodeId[], there: readonly NodeId[]): Effect {
  const pairs = here.flatMap((a) => there.map((b) => [a, b] as const));
  return { type: 'cut', pairs, text: `${here.join(' ')} | ${there.join(' ')}` };
}

function pairOf(nodes: readonly NodeId[], which: number): readonly [NodeId, NodeId] | null {
  const pairs = nodes.flatMap((a, i) => nodes.slice(i + 1).map((b) => [a, b] as const));
  return pick(pairs, which);
}

/** Named as an action names it: by its type and its ends. */
function messageOf(
  { heap, names, nodes }: Glance,
  which: number,
): { readonly message: string; readonly from: NodeId; readonly to: NodeId } | null {
  const records = heap.filter(({ kind, from }) => kind === EventKind.deliver && from >= 0);
  const record = pick(
    records.toSorted((a, b) => a.order - b.order),
    which,
  );
  const [from, to] = [nodes[record?.from ?? -1]?.id, nodes[record?.node ?? -1]?.id];
  if (record === null || from === undefined || to === undefined) return null;
  return { message: names.list[record.type] ?? '', from, to };
}
