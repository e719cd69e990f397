/**
 * Links: how long a message takes, whether it arrives, how often. Every message draws its fate when it is
 * sent, from a stream of (seed, sender, receiver, type), so a change of one rule's messages leaves the fate of
 * others alone. A lost message stays in flight until it would have arrived, so that one can see it vanish.
 */
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import type { Distribution, LinkSpec } from '../program/language.ts';
import { sampleSpan } from '../../stdlib/distributions.ts';
import { EventKind, type Pending, Priority } from './queue.ts';
import { draw, mix } from './random.ts';
import {
  horizon,
  linkNumber,
  micros,
  millis,
  type NodeInWorld,
  scenarioPlace,
  schedule,
  streamOf,
  type World,
} from './world.ts';

const defaultLatency: Distribution = { kind: 'constant', value: 1 };
/** Chance of one more copy in the mode where a message can arrive any number of times. */
const duplicatingChance = 0.25;
/** Frame and headers of a message, in bytes. */
const overheadBytes = 64;
/** Draws per message: latency, loss, duplication. */
const drawsPerMessage = 4;

export function linkOf(world: World, link: number): LinkSpec {
  return world.links.size === 0 ? world.network : (world.links.get(link)?.spec ?? world.network);
}

/** Puts a message on the wire. `body` belongs to the network from here on; `isShared`: it is on the way to others too. */
export function transmit(
  world: World,
  from: NodeInWorld,
  to: NodeInWorld,
  type: number,
  body: unknown,
  cause: number,
  isShared: boolean,
): void {
  const counter = from.draws[type] ?? 0;
  from.draws[type] = counter + 1;
  dispatch(world, from, to, type, body, cause, counter, 0, isShared);
}

function dispatch(
  world: World,
  from: NodeInWorld,
  to: NodeInWorld,
  type: number,
  body: unknown,
  cause: number,
  counter: number,
  copies: number,
  isShared: boolean,
): void {
  const number = linkNumber(from.index, to.index);
  const spec = linkOf(world, number);
  const latency = spec.latency ?? defaultLatency;
  // A message whose fate is certain draws nothing: most models begin with links like that.
  const isCertain = latency.kind === 'constant' && spec.loss === undefined;
  const stream = isCertain ? 0 : mix(mix(streamOf(world.seed, from.hash, world.names.hash(type)), to.hash), copies);
  const span =
    latency.kind === 'constant'
      ? Math.max(0, latency.value)
      : sampleSpan(latency, () => draw(stream, counter * drawsPerMessage));
  const isLost =
    (spec.loss !== undefined && draw(stream, counter * drawsPerMessage + 1) < spec.loss) || world.cuts.has(number);

  let leaves = world.now;
  let at = 0;
  if (spec.bandwidth !== undefined || spec.delivery === 'ordered') {
    const state = world.linkStates.get(number);
    if (spec.bandwidth !== undefined) {
      leaves = Math.max(leaves, state?.busyUntil ?? 0) + Math.ceil((bytesOf(world, type, body) / spec.bandwidth) * 1e6);
    }
    at = leaves + micros(span);
    if (spec.delivery === 'ordered') at = Math.max(at, state?.lastArrival ?? 0);
    world.linkStates.set(number, { busyUntil: leaves, lastArrival: at });
  } else {
    at = leaves + micros(span);
  }
  if (!(at < horizon)) throw neverArrives(world, from, to, type, at);
  schedule(
    world,
    at,
    Priority.message,
    isLost ? EventKind.drop : EventKind.deliver,
    to.index,
    from.index,
    type,
    body,
    '',
    cause,
    counter,
    copies,
    null,
    world.now,
    isShared,
  );
}

/** At a delivery: sends the same message once more, perhaps. */
export function perhapsDuplicate(world: World, record: Pending): boolean {
  const from = world.nodes[record.from];
  const to = world.nodes[record.node];
  if (from === undefined || to === undefined) return false;
  const spec = linkOf(world, linkNumber(record.from, record.node));
  const chance = spec.duplicate ?? (spec.delivery === 'unordered-duplicating' ? duplicatingChance : 0);
  if (chance === 0) return false;
  const stream = mix(mix(streamOf(world.seed, from.hash, world.names.hash(record.type)), to.hash), record.copies);
  if (draw(stream, record.draw * drawsPerMessage + 2) >= chance) return false;
  // In the duplicating mode copies may go on for ever; otherwise there is at most one more.
  if (spec.delivery !== 'unordered-duplicating' && record.copies > 0) return false;
  dispatch(world, from, to, record.type, record.body, record.cause, record.draw, record.copies + 1, true);
  return true;
}

function bytesOf(world: World, type: number, body: unknown): number {
  const name = world.names.list[type] ?? '';
  const message = world.program.messages.get(name);
  const declared = message?.bytes ?? null;
  if (typeof declared === 'number') return declared;
  if (declared === null) return overheadBytes + estimate(body);
  const bytes: unknown = declared(body);
  if (typeof bytes === 'number' && bytes >= 0 && bytes < Infinity) return bytes;
  throw new DiagnosticError(
    diagnostic('rule/bad-argument', `The size of a message ${name} is ${String(bytes)} bytes.`, {
      cell: message?.place.cell ?? null,
      range: message?.place.range ?? null,
      help: `Let the function bytes of message('${name}', …) return a number that is not negative.`,
    }),
  );
}

function neverArrives(world: World, from: NodeInWorld, to: NodeInWorld, type: number, at: number): DiagnosticError {
  const place = scenarioPlace(world);
  return new DiagnosticError(
    diagnostic(
      'rule/bad-argument',
      `A message ${world.names.list[type] ?? ''} from ${from.id} to ${to.id} would take ${millis(at - world.now)} ms.`,
      {
        cell: place?.cell ?? null,
        range: place?.range ?? null,
        help: 'The latency and the bandwidth of this link must give a time that ends: a tail may be too heavy, as in pareto(1, 0.01).',
      },
    ),
  );
}

function estimate(value: unknown): number {
  if (typeof value === 'string') return value.length + 1;
  if (typeof value !== 'object' || value === null) return 8;
  let bytes = 2;
  if (value instanceof Map) for (const [key, member] of value) bytes += estimate(key) + estimate(member);
  else for (const member of value instanceof Set ? value : Object.values(value)) bytes += 1 + estimate(member);
  return bytes;
}
