/**
 * Acts of the reader on a world: faults, edits of a state, messages, choices by hand. Most become effects, which are events of the
 * present instant; those on what is on its way change the queue.
 */
import { type Diagnostic, DiagnosticError, type DiagnosticCode, diagnostic } from '../diagnostic.ts';
import { changedAt, type Path, PathError, type PlaceChange, pathText } from '../path.ts';
import { copy, NotPlainError, type Plain } from '../plain.ts';
import type { State } from '../program/declaration.ts';
import type { NodeId, Sent } from '../program/language.ts';
import type { Input } from '../protocol.ts';
import { scheduleEffect } from './act.ts';
import { type Effect, notPlain } from './effect.ts';
import { takePending } from './pending.ts';
import { byReader, EventKind, Priority } from './queue.ts';
import { restore, takeSnapshot } from './snapshot.ts';
import { createMachine, isCut, isEnabled, StepError } from './step.ts';
import { delayPending, dropPending, duplicatePending } from './wire.ts';
import { horizon, micros, type NodeInWorld, schedule, type World } from './world.ts';

/**
 * Puts an act into the world's queue. Returns why it cannot be done, or null.
 * @param at virtual µs: the moment shown, which may be later than the last event
 */
export function takeInput(world: World, input: Input, at: number): Diagnostic | null {
  try {
    const effect = effectOfInput(world, input, at);
    if (effect !== null) scheduleEffect(world, effect, at, byReader);
    return null;
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostic;
    if (error instanceof PathError) return refused('input/stale', error.message).diagnostic;
    if (error instanceof NotPlainError) return notPlain(error, 'What was entered').diagnostic;
    throw error;
  }
}

/** Null when the queue is changed already. Throws what `takeInput` knows. */
export function effectOfInput(world: World, input: Input, at: number): Effect | null {
  switch (input.type) {
    case 'crash':
    case 'restart': {
      const { id, alive } = known(world, input.node);
      if (alive !== (input.type === 'crash')) throw stale(`${id} is ${alive ? 'up' : 'down'} already.`);
      return { type: input.type, node: id };
    }
    case 'cut': {
      const { a, b } = input;
      const pair = pairOf(world, a, b);
      if (isBroken(world, a, b)) throw stale(`The link between ${a} and ${b} is cut already.`);
      return { type: 'cut', pairs: [pair], text: `${a} | ${b}` };
    }
    case 'isolate': {
      const { id } = known(world, input.node);
      const pairs = world.nodes.flatMap((other) => (other.id === id ? [] : [[id, other.id] as const]));
      return { type: 'cut', pairs, text: `${id} | the rest` };
    }
    case 'heal': {
      const { a, b } = input;
      if (a == null || b == null) {
        if (world.cuts.size === 0) throw stale('No link is cut.');
        return { type: 'heal', pairs: null };
      }
      const pair = pairOf(world, a, b);
      if (!isBroken(world, a, b)) throw stale(`The link between ${a} and ${b} is not cut.`);
      return { type: 'heal', pairs: [pair] };
    }
    case 'set':
      return edit(world, input.node, input.path, { type: 'set', value: copy(input.value) });
    case 'add':
      return edit(world, input.node, input.path, {
        type: 'add',
        ...(input.key === undefined ? {} : { key: copy(input.key) }),
        value: copy(input.value),
      });
    case 'remove':
      return edit(world, input.node, input.path, { type: 'remove' });
    case 'move':
      return edit(world, input.node, input.path, { type: 'move', to: copy(input.to) });
    case 'send': {
      if (!world.program.messages.has(input.message)) throw stale(`There is no message '${input.message}'.`);
      const from = input.from === null ? null : known(world, input.from).id;
      const { id: to } = known(world, input.to);
      const message = { type: input.message, body: copy(input.body) };
      if (input.after === undefined || input.after === 0) return { type: 'send', from, to, message };
      sendLater(world, from, to, message, at, input.after);
      return null;
    }
    case 'take':
      takePending(world, input.pending, at);
      return null;
    case 'delay':
      delayPending(world, input.pending, input.ms);
      return null;
    case 'drop':
      dropPending(world, input.pending, at);
      return null;
    case 'duplicate':
      duplicatePending(world, input.pending);
      return null;
    case 'choose':
      if (!input.picks.every((pick) => Number.isSafeInteger(pick) && pick >= 0))
        throw refused('input/refused', 'A choice is a place in a list: a whole number from 0.');
      world.picks = input.picks;
      return null;
    case 'note':
      if (typeof input.text !== 'string') throw refused('input/refused', 'A note is text.');
      return null;
    case 'fire':
      return fire(world, known(world, input.node), input.rule, at);
    default:
      throw refused('input/refused', `Unknown act ${JSON.stringify(input satisfies never)}.`);
  }
}

/** On its way from now on; it arrives whatever the network does to others, as what is sent at once. */
function sendLater(world: World, from: NodeId | null, to: NodeId, message: Sent, at: number, after: number): void {
  const arrival = at + micros(after);
  if (!(after >= 0 && arrival < horizon))
    throw refused('input/refused', `A message cannot arrive after ${String(after)} ms.`, 'Give a time from 0.');
  const index = (id: NodeId): number => world.byId.get(id)?.index ?? -1;
  const effect: Effect = { type: 'send', from, to, message };
  schedule(
    world,
    arrival,
    Priority.message,
    EventKind.deliver,
    index(to),
    from === null ? -1 : index(from),
    world.names.of(message.type),
    message.body,
    '',
    byReader,
    0,
    0,
    effect,
    at,
    true,
  );
}

function edit(world: World, id: string, path: Path, change: PlaceChange): Effect {
  const [field, ...inside] = path;
  const node = known(world, id);
  if (typeof field !== 'string' || (inside.length === 0 && (change.type === 'remove' || change.type === 'move')))
    throw refused('input/refused', `${pathText(path) || 'The whole'} of ${id} cannot be changed.`);
  // Tried first: in the run itself it would stop there.
  changedField(copy(node.state), field, inside, change);
  return {
    type: 'edit',
    node: id,
    change: (state) => {
      state[field] = changedField(state, field, inside, change);
    },
  };
}

function changedField(state: State, field: string, inside: Path, change: PlaceChange): Plain {
  if (!Object.keys(state).includes(field)) throw new PathError(`There is no field ${field} in the state.`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- states hold nothing but plain data: it was copied, which checks it
  const whole = state[field] as Plain;
  return changedAt(whole, inside, change);
}

function fire(world: World, node: NodeInWorld, rule: string, at: number): Effect {
  const slot = node.table.may.find((one) => one.rule.name === rule);
  if (slot === undefined) throw stale(`${node.id} has no may rule '${rule}'.`);
  // Guards are asked of a copy: what they do to it must not stay.
  const machine = createMachine(restore(takeSnapshot(world, null)));
  machine.world.now = at;
  const twin = machine.world.nodes[node.index];
  if (twin !== undefined && !isEnabledOrThrows(machine, twin, slot))
    throw stale(
      `'${rule}' of ${node.id} cannot happen: ${node.alive ? 'its guard does not hold' : 'the node is down'}.`,
    );
  return { type: 'fire', node: node.id, rule };
}

/** A guard that throws is let happen: the run stops at it and says why. */
function isEnabledOrThrows(...asked: Parameters<typeof isEnabled>): boolean {
  try {
    return isEnabled(...asked);
  } catch (error) {
    if (error instanceof StepError) return true;
    throw error;
  }
}

/** In both directions. */
function isBroken(world: World, a: string, b: string): boolean {
  return isCut(world, world.cuts, a, b) && isCut(world, world.cuts, b, a);
}

function known(world: World, id: string): NodeInWorld {
  const node = world.byId.get(id);
  if (node !== undefined) return node;
  throw stale(`There is no node '${id}'.`);
}

function pairOf(world: World, a: string, b: string): readonly [string, string] {
  const pair = [known(world, a).id, known(world, b).id] as const;
  if (a === b) throw refused('input/refused', `${a} has no link to itself.`);
  return pair;
}

function stale(text: string): DiagnosticError {
  return refused('input/stale', text, 'It is so in this history. Undo this act, or choose again.');
}

function refused(code: DiagnosticCode, text: string, help = 'Choose again.'): DiagnosticError {
  return new DiagnosticError(diagnostic(code, text, { help }));
}
