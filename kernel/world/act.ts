/**
 * Acts on a world from outside the rules: scheduled as events of the present instant, applied when their turn comes.
 */

import { NotPlainError } from '../plain.ts';
import { callTurns, grant } from '../program/budget.ts';
import type { State } from '../program/declaration.ts';
import type { LinkSpec } from '../program/language.ts';
import { type Effect, notPlain, timerText } from './effect.ts';
import { loseOperations } from './operations.ts';
import { EventKind, Priority } from './queue.ts';
import { delayPending, dropPending, duplicatePending, firstOnWire } from './wire.ts';
import { withId } from './view.ts';
import { copyIn, linkEnds, linkNumber, type NodeInWorld, schedule, type World } from './world.ts';

/** Effects become events of the present instant, in order. */
export function scheduleEffect(world: World, effect: Effect, at: number, cause: number): void {
  const indexOf = (id: string): number => world.byId.get(id)?.index ?? -1;
  const put = (kind: EventKind, node: number, type = -1, from = -1, body: unknown = null): void => {
    schedule(world, at, Priority.effect, kind, node, from, type, body, '', cause, 0, 0, effect, at, true);
  };
  /** After an edit the story may be another one: the log says so, and the run goes on. */
  const tell = (text: string): void => scheduleEffect(world, { type: 'note', text }, at, cause);
  switch (effect.type) {
    case 'crash':
      return put(EventKind.crash, indexOf(effect.node));
    case 'restart':
      return put(EventKind.restart, indexOf(effect.node));
    case 'cut':
      return put(EventKind.cut, -1, world.names.of(effect.text));
    case 'heal':
      return put(EventKind.heal, -1);
    case 'network':
      return put(EventKind.network, -1);
    case 'edit':
      return put(EventKind.edit, indexOf(effect.node));
    case 'note':
      return put(EventKind.note, -1, world.names.of(effect.text));
    case 'send':
      return put(
        EventKind.deliver,
        indexOf(effect.to),
        world.names.of(effect.message.type),
        effect.from === null ? -1 : indexOf(effect.from),
        effect.message.body,
      );
    case 'fireTimer': {
      const node = world.byId.get(effect.node);
      const timer = node?.timers.get(effect.key);
      if (node === undefined || timer === undefined)
        return tell(`no timer ${timerText(effect.key)} of ${effect.node} is pending`);
      const early = schedule(
        world,
        at,
        Priority.effect,
        EventKind.timer,
        node.index,
        node.index,
        timer.type,
        timer.body,
        timer.key,
        cause,
        0,
        0,
        null,
        timer.since,
        true,
      );
      node.timers.set(timer.key, early);
      node.version += 1;
      world.stale += 1;
      return undefined;
    }
    case 'drop':
    case 'delay':
    case 'duplicate': {
      const { message, from, to, ms } = effect;
      const ref = firstOnWire(world, message, from, to);
      if (ref === null) return tell(`no ${message} from ${from} to ${to} is on its way`);
      if (effect.type === 'drop') dropPending(world, ref, at);
      else if (effect.type === 'delay') delayPending(world, ref, ms);
      else duplicatePending(world, ref);
      return undefined;
    }
    case 'fire': {
      const node = world.byId.get(effect.node);
      const slot = node?.table.may.find(({ rule }) => rule.name === effect.rule);
      if (node === undefined || slot === undefined) return tell(`${effect.node} has no may rule '${effect.rule}'`);
      schedule(world, at, Priority.effect, EventKind.may, node.index, -1, slot.number, null, '', cause, 0, 0, effect);
      return undefined;
    }
  }
}

/** Applies what needs no rule. False when there is nothing to do: no event then. */
export function applyEffect(world: World, effect: Effect, node: NodeInWorld | undefined): boolean {
  switch (effect.type) {
    case 'crash': {
      if (node === undefined || !node.alive) return false;
      world.stale += node.timers.size;
      node.timers.clear();
      node.alive = false;
      node.version += 1;
      loseOperations(world, node.index);
      return true;
    }
    case 'cut':
    case 'heal': {
      const cuts = new Set(effect.pairs === null ? [] : world.cuts);
      for (const link of linksOf(world, effect.pairs ?? [])) {
        if (effect.type === 'cut') cuts.add(link);
        else cuts.delete(link);
      }
      world.cuts = cuts;
      return true;
    }
    case 'network':
      setLink(world, effect.link, effect.spec);
      return true;
    case 'edit': {
      if (node === undefined) return false;
      // A state may hold what is frozen: the definitions' own.
      const state = ownState(world, node.id, node.state);
      grant(callTurns);
      effect.change(state);
      // What it put there may belong to another node, or to the scenario.
      node.state = ownState(world, node.id, state);
      node.version += 1;
      world.unsettled.push(node.index);
      return true;
    }
    case 'note':
      world.sink.note(effect.text, undefined);
      return true;
    default:
      return false;
  }
}

function ownState(world: World, id: string, state: State): State {
  try {
    return withId(copyIn(world, state), id);
  } catch (error) {
    throw error instanceof NotPlainError ? notPlain(error, `The state of ${id}`) : error;
  }
}

/** Both ways, for every pair. */
function linksOf(world: World, pairs: readonly (readonly [string, string])[]): number[] {
  return pairs.flatMap(([a, b]) => {
    const from = world.byId.get(a)?.index;
    const to = world.byId.get(b)?.index;
    return from === undefined || to === undefined ? [] : [linkNumber(from, to), linkNumber(to, from)];
  });
}

/** What a link does not say of itself, the network goes on saying. */
export function setLink(world: World, link: readonly [string, string] | null, spec: LinkSpec): void {
  if (link === null) {
    world.network = { ...world.network, ...spec };
    for (const [number, { own }] of world.links) world.links.set(number, { own, spec: { ...world.network, ...own } });
    return;
  }
  const from = world.byId.get(link[0])?.index;
  const to = world.byId.get(link[1])?.index;
  if (from === undefined || to === undefined) return;
  const number = linkNumber(from, to);
  const own = { ...world.links.get(number)?.own, ...spec };
  world.links.set(number, { own, spec: { ...world.network, ...own } });
}

/** Pairs of nodes that cannot reach each other, each pair once. */
export function cutPairs(world: World): (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  for (const link of world.cuts) {
    const [from, to] = linkEnds(link);
    if (from < to || !world.cuts.has(linkNumber(to, from)))
      pairs.push([world.nodes[from]?.id ?? '', world.nodes[to]?.id ?? '']);
  }
  return pairs;
}
