/**
 * The way to a world as a run, which the timeline shows, journals keep and anybody can go on from. Exploring knows no time, and a run
 * has it: so at each step either what comes next by itself is what is wanted, or the reader makes it happen, before anything else
 * can. Time goes on between the steps as far as that allows.
 *
 * What a way cannot say is left to the run: how long messages take, and what is drawn. Neither can change what rules do, or the
 * exploration would have refused them.
 */
import type { Input, PendingRef } from '../input.ts';
import { canonical } from '../plain.ts';
import { forward } from '../trace/forward.ts';
import { applyInput, letHappen } from '../trace/outside.ts';
import { type Run, untilOf, worldOf } from '../trace/run.ts';
import { takeInput } from '../world/input.ts';
import { linkOf } from '../world/network.ts';
import { EventKind, isBefore, type Pending, Priority } from '../world/queue.ts';
import { restore, takeSnapshot } from '../world/snapshot.ts';
import { comeToRest, createMachine, type Machine, take } from '../world/step.ts';
import { refOf } from '../world/wire.ts';
import { isStale, linkNumber, type World } from '../world/world.ts';
import { type Chooser, everyWay } from './branching.ts';
import { startNodes } from './begin.ts';
import type { Happening, Parcel, Way, WayStep } from './way.ts';

/** Virtual µs between two steps, when nothing else is due. */
const stepUs = 1_000;

/**
 * Brings a run that has not begun, or that stands in the world where the way begins, to the way's end.
 * @param isExact messages that can arrive any number of times stay on their way, although nobody will want them again: it
 * makes the run longer, and only matters to who looks at messages
 */
export function reenact(run: Run, way: Way, isExact: boolean): void {
  const last = way.steps.length - 1;
  start(run, way);
  for (let at = 1; at <= last; at++) {
    if (way.loop === at - 1) note(run, 'From here on the same goes round and round, for ever');
    follow(run, way, at, isExact);
  }
  if (way.loop === last) note(run, 'Here all may stay as it is, for ever');
  else if (way.loop !== null) note(run, 'Here all is as it was where it began to go round');
}

function note(run: Run, text: string): void {
  applyInput(run, { type: 'note', text });
}

const noLimits = { to: Number.POSITIVE_INFINITY, turns: Number.POSITIVE_INFINITY, events: Number.POSITIVE_INFINITY };
const isSpent = (): boolean => false;

/** Lets the scenario's nodes start. */
function start(run: Run, way: Way): void {
  const [first] = way.steps as readonly [WayStep];
  if (first.branches > 1) choose(run, way, 0, startNodes);
  letHappen(run);
  while (run.end === 'running' && worldOf(run).heap.some(({ kind }) => kind === EventKind.start)) {
    forward(run, { ...noLimits, events: 1, isSpent });
    letHappen(run);
  }
}

function follow(run: Run, way: Way, at: number, isExact: boolean): void {
  const { happening, branches } = way.steps[at] as WayStep;
  const world = worldOf(run);
  const message = recordOf(world, happening);
  if (message !== null && happening.type === 'arrival' && isKept(world, message) && (isExact || comesAgain(way, at)))
    applyInput(run, { type: 'duplicate', pending: refOf(world, message) });
  const wanted = recordOf(world, happening);
  const next = nextOf(world);
  if (wanted !== null && wanted === next && isByItself(happening, wanted) && wanted.at <= untilOf(run)) {
    if (branches > 1) choose(run, way, at, (machine) => take(machine, popped(machine.world, wanted)));
    forward(run, { ...noLimits, events: 1, isSpent });
    return letHappen(run);
  }
  const input = inputOf(world, happening);
  if (input === null) return;
  wait(run, next, way.steps.length - at);
  if (branches > 1)
    choose(run, way, at, (machine) => {
      takeInput(machine.world, input, run.shown);
      comeToRest(machine);
    });
  applyInput(run, input);
  letHappen(run);
}

/** Lets some time go by, so little that as many steps as are left find their place before what is due by itself. */
function wait(run: Run, next: Pending | null, left: number): void {
  const room = Math.min(next?.at ?? Number.POSITIVE_INFINITY, untilOf(run)) - run.shown;
  const to = run.shown + Math.min(stepUs, Math.max(0, Math.floor(room / (left + 1))));
  forward(run, { ...noLimits, to, isSpent });
  run.shown = Math.max(run.shown, to);
}

/** Finds the choices with which `act` leads to where the way leads, and says them to the run. */
function choose(run: Run, way: Way, at: number, act: (machine: Machine) => void): void {
  const before = takeSnapshot(worldOf(run), null);
  const hand: Chooser = { choose: null };
  let found: readonly number[] | null = null;
  everyWay(hand, () => {
    const machine = createMachine(restore(before));
    const picks: number[] = [];
    machine.context.hand.choose = (count) => {
      const pick = hand.choose?.(count) ?? 0;
      picks.push(pick);
      return pick;
    };
    act(machine);
    if (found === null && way.isAt(machine.world, at)) found = picks;
  });
  if (found !== null) applyInput(run, { type: 'choose', picks: found });
}

// ---------------------------------------------------------------- what is meant, in a world of the run

function inputOf(world: World, happening: Happening): Input | null {
  const record = recordOf(world, happening);
  const pending: PendingRef | null = record === null ? null : refOf(world, record);
  switch (happening.type) {
    case 'start':
      return null;
    case 'action':
    case 'arrival':
    case 'timer':
      return pending === null ? null : { type: 'take', pending };
    case 'lost':
    case 'lost in cut':
      return pending === null ? null : { type: 'drop', pending };
    case 'twice':
      return pending === null ? null : { type: 'duplicate', pending };
    case 'may':
      return { type: 'fire', node: happening.node, rule: happening.rule };
    case 'crash':
    case 'restart':
      return { type: happening.type, node: happening.node };
  }
}

/** What it is about in the queue; null when it is about nothing there. */
function recordOf(world: World, happening: Happening): Pending | null {
  switch (happening.type) {
    case 'action':
      return earliest(world.heap.filter(({ kind }) => kind === EventKind.action));
    case 'timer':
      return world.byId.get(happening.node)?.timers.get(happening.key) ?? null;
    case 'arrival':
    case 'lost':
    case 'lost in cut':
    case 'twice': {
      const alike = world.heap.filter((record) => isAlike(world, record, happening.parcel));
      // One that chance has decided to lose is taken when there is no other.
      return earliest(alike.filter(({ kind }) => kind === EventKind.deliver)) ?? earliest(alike);
    }
    default:
      return null;
  }
}

function isAlike(world: World, { kind, type, from, node, body }: Pending, parcel: Parcel): boolean {
  return (
    (kind === EventKind.deliver || kind === EventKind.drop) &&
    world.names.list[type] === parcel.type &&
    (world.nodes[from]?.id ?? '') === parcel.from &&
    world.nodes[node]?.id === parcel.to &&
    canonical(body) === canonical(parcel.body)
  );
}

/** Whether it will come about by itself, once it is due. */
function isByItself({ type }: Happening, { kind }: Pending): boolean {
  return type === 'timer' || type === 'action' || (type === 'arrival' && kind === EventKind.deliver);
}

/** A message that can arrive any number of times. */
function isKept(world: World, { from, node }: Pending): boolean {
  return linkOf(world, linkNumber(from, node)).delivery === 'unordered-duplicating';
}

function comesAgain({ steps }: Way, at: number): boolean {
  const text = (one: WayStep | undefined): string =>
    one?.happening.type === 'arrival' ? canonical(one.happening.parcel) : '';
  return steps.slice(at + 1).some((later) => text(later) === text(steps[at]));
}

/** What is due next; null when nothing is. */
function nextOf(world: World): Pending | null {
  return earliest(world.heap.filter((record) => !isStale(world, record)));
}

function earliest(records: readonly Pending[]): Pending | null {
  return records.reduce<Pending | null>((first, one) => (first === null || isBefore(one, first) ? one : first), null);
}

/** Taken out of the queue of a copy, where records are the same. */
function popped(world: World, record: Pending): Pending {
  world.heap.splice(world.heap.indexOf(record), 1);
  // A timer is known by its record.
  if (record.kind === EventKind.timer) return record;
  return { ...record, priority: Priority.effect };
}
