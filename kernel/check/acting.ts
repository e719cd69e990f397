/**
 * The scenario's next action, taken on worlds. It is run on a real world, since it may look at anything and do anything; that is slow, a
 * hundred times an ordinary transition. So what it led to is remembered by what it depends on: the surrounding, and the local states of
 * the nodes that it looked at or did something to. Only messages in flight are not among that: an action that looks at them is run every time,
 * and so is one on links that keep their order. Now and then a remembered one is run again: it must do the same.
 */
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import type { Place } from '../program/declaration.ts';
import type { KindName, World as WorldView } from '../program/language.ts';
import type { Effect } from '../world/effect.ts';
import { EventKind, type Pending } from '../world/queue.ts';
import { createMachine, take } from '../world/step.ts';
import { scenarioPlace, type World } from '../world/world.ts';
import type { TakenBesides } from './besides.ts';
import { type Chooser, everyWay, refuseClock } from './branching.ts';
import { type Codec, headWords, HeadWord, sign, type Words } from './codec.ts';
import { createDraws, isFirst, whateverIsDrawn } from './draws.ts';
import { type Items, itemWords, ItemWord } from './items.ts';
import type { Locals } from './locals.ts';
import { insert } from './successor.ts';
import { Mode, type Surrounding, type Surroundings } from './surroundings.ts';

/** One way through an action: what of a world it changes, and the rules that ran. */
interface Way {
  readonly action: Pending;
  readonly surrounding: number;
  /** Nodes and their local states afterwards. */
  readonly changed: readonly (readonly [node: number, local: number])[];
  /** Items put on the network. */
  readonly sent: readonly number[];
  readonly rules: readonly number[];
}

/** By the local states of these nodes, what an action led to. */
interface Memory {
  readonly nodes: readonly number[];
  readonly byLocals: Map<string, readonly Way[]>;
}

/** What an action depends on, found out while it runs. */
interface Looks {
  readonly nodes: Set<number>;
  /** It looked at messages, or did something to them. */
  around: boolean;
}

/** A remembered action is run again at every so many-th time. */
const againSpacing = 1_024;
/** What is remembered is forgotten when there is more. */
const mostRemembered = 100_000;
/** Of so many that are remembered, one in twenty must be asked for again: else nothing more is remembered. */
const trial = 4_000;
/** Sets of nodes that the actions of one surrounding look at. */
const mostMemories = 16;
/** About what one takes up. */
const bytesEach = 1_000;

export interface Acting {
  /** A record for each way through what `choose` is given. `counts`: each is a transition. */
  act(words: Words, counts: boolean): readonly Words[];
  /** What the next action of a world is, for people. */
  textOf(words: Words): string;
  /** What is remembered takes up about so much memory. */
  bytes(): number;
}

export function createActing({
  name,
  world,
  codec,
  locals,
  items,
  surroundings,
  besides,
}: {
  /** Of the exploration. */
  readonly name: string;
  readonly world: World;
  readonly codec: Codec;
  readonly locals: Locals;
  readonly items: Items;
  readonly surroundings: Surroundings;
  readonly besides: TakenBesides;
}): Acting {
  const nodes = world.nodes.length;
  const first = headWords + nodes;
  const draws = createDraws();
  /** By surrounding, which also tells the action. */
  const memories: (Memory[] | undefined)[] = [];
  let remembered = 0;
  let hits = 0;
  /** False for actions that depend on so much that hardly two worlds are alike to them. */
  let isWorthIt = true;
  let sinceTrial = { remembered: 0, hits: 0 };

  // ---------------------------------------------------------------- running it

  /** Runs it; `ways` is told of each way, unless only what is drawn is tried over. */
  function run(words: Words, looks: Looks, counts: boolean, ways: Way[]): readonly Words[] {
    const { spent } = surroundings.list[words[HeadWord.surrounding] as number] as Surrounding;
    const hand: Chooser = { choose: null };
    const everyOne = (): readonly Words[] =>
      everyWay(hand, () => {
        const machine = createMachine(codec.decode(words), (view) => watched(view, looks));
        machine.context.hand.choose = hand.choose;
        machine.context.hand.draws = draws;
        machine.world.sink = { ...machine.world.sink, acted: (_, effects) => noteEffects(effects, looks) };
        draws.count = 0;
        const [action] = machine.world.heap.filter(({ kind }) => kind === EventKind.action);
        if (action === undefined) throw new Error('there is no action to take');
        machine.world.heap.splice(machine.world.heap.indexOf(action), 1);
        const before = new Set(machine.world.heap);
        const rules: number[] = [];
        take(machine, action, () => rules.push(machine.world.last.rule));
        refuseClock(machine, name);
        const record = codec.encode(machine.world, spent);
        if (isFirst(draws)) {
          if (counts) count({ action, rules });
          ways.push({
            action,
            surrounding: record[HeadWord.surrounding] as number,
            changed: changesOf(words, record),
            sent: machine.world.heap
              .filter((other) => other.kind === EventKind.deliver && !before.has(other))
              .toSorted((a, b) => a.order - b.order)
              .map(({ from, node, type, body }) =>
                items.message(from, node, type, machine.world.names.list[type] ?? '', body),
              ),
            rules,
          });
        }
        return record;
      });
    return whateverIsDrawn(draws, name, everyOne, String);
  }

  function count({ action, rules }: Pick<Way, 'action' | 'rules'>): void {
    besides.act(action);
    for (const rule of rules) besides.fire(rule);
  }

  function changesOf(words: Words, record: Words): Way['changed'] {
    return Array.from({ length: nodes }, (_, node) => node).flatMap((node) => {
      const local = record[headWords + node] as number;
      return local === words[headWords + node] ? [] : [[node, local] as const];
    });
  }

  // ---------------------------------------------------------------- what it depends on

  function watched(view: WorldView, looks: Looks): WorldView {
    const seeKind = <K>(kind: K): K => {
      const kindName = typeof kind === 'string' ? kind : (kind as Partial<KindName> | undefined)?.kindName;
      for (const node of world.nodes) if (node.kind === kindName) looks.nodes.add(node.index);
      return kind;
    };
    return {
      get now(): number {
        return view.now;
      },
      all: (kind) => view.all(seeKind(kind)),
      get: (kind, id) => {
        if (id === undefined) seeKind(kind);
        else noteNode(id, looks);
        return view.get(kind, id);
      },
      find: (kind, holds) => view.find(seeKind(kind), holds),
      inFlight: ((type?: never) => {
        looks.around = true;
        return view.inFlight(type as never);
      }) as WorldView['inFlight'],
      alive: (id) => {
        noteNode(id, looks);
        return view.alive(id);
      },
      linked: (a, b) => view.linked(a, b),
      stat: (stat, labels) => view.stat(stat, labels),
    };
  }

  function noteNode(id: string, looks: Looks): void {
    const node = world.byId.get(id);
    if (node !== undefined) looks.nodes.add(node.index);
  }

  function noteEffects(effects: readonly Effect[], looks: Looks): void {
    for (const effect of effects) {
      switch (effect.type) {
        case 'crash':
        case 'restart':
        case 'fireTimer':
        case 'edit':
        case 'fire':
          noteNode(effect.node, looks);
          break;
        case 'send':
          noteNode(effect.to, looks);
          if (effect.from !== null) noteNode(effect.from, looks);
          break;
        case 'drop':
        case 'delay':
        case 'duplicate':
          looks.around = true;
          break;
        // Told by the surrounding.
        case 'cut':
        case 'heal':
        case 'network':
        case 'note':
      }
    }
  }

  // ---------------------------------------------------------------- remembering

  function recall(words: Words): readonly Way[] | null {
    for (const { nodes: looked, byLocals } of memories[words[HeadWord.surrounding] as number] ?? []) {
      const known = byLocals.get(keyOf(words, looked));
      if (known !== undefined) return known;
    }
    return null;
  }

  function remember(words: Words, looks: Looks, ways: readonly Way[], found: readonly Words[]): void {
    if (!isWorthIt || looks.around || !ways.every(({ surrounding }) => isEven(words, surrounding))) return;
    // Whatever was not thought of above shows here: it was not only what is remembered that changed.
    if (!isSame(ways, words, found)) return;
    const looked = [...looks.nodes].toSorted((a, b) => a - b);
    const among = (memories[words[HeadWord.surrounding] as number] ??= []);
    let memory = among.find((one) => one.nodes.join() === looked.join());
    if (memory === undefined) {
      if (among.length === mostMemories) return;
      among.push((memory = { nodes: looked, byLocals: new Map() }));
    }
    memory.byLocals.set(keyOf(words, looked), ways);
    remembered += 1;
    if (remembered - sinceTrial.remembered >= trial) {
      isWorthIt = (hits - sinceTrial.hits) * 20 >= trial;
      sinceTrial = { remembered, hits };
    }
    if (isWorthIt && remembered < mostRemembered) return;
    memories.length = 0;
    remembered = 0;
    sinceTrial = { remembered, hits };
  }

  function keyOf(words: Words, looked: readonly number[]): string {
    let key = '';
    for (const node of looked) key += `${words[headWords + node] as number} `;
    return key;
  }

  /** No link keeps its messages in order, and none delivers otherwise than before. */
  function isEven(words: Words, surrounding: number): boolean {
    const { modes: before } = surroundings.list[words[HeadWord.surrounding] as number] as Surrounding;
    const { modes } = surroundings.list[surrounding] as Surrounding;
    return modes.every((mode, link) => mode !== Mode.ordered && mode === before[link]);
  }

  function isSame(ways: readonly Way[], words: Words, found: readonly Words[]): boolean {
    return ways.length === found.length && ways.every((way, index) => isEqual(after(words, way), found[index] ?? null));
  }

  /** The record of the world that one way leads to. */
  function after(words: Words, { surrounding, changed, sent }: Way): Words {
    const made = new Int32Array(words.length + sent.length);
    made.set(words);
    for (const [node, local] of changed) made[headWords + node] = local;
    const { modes } = surroundings.list[surrounding] as Surrounding;
    let length = words.length;
    for (const item of sent) {
      const mode = modes[items.words.data[item * itemWords + ItemWord.link] as number];
      const isThere = mode === Mode.duplicating && made.subarray(first, length).includes(item);
      if (!isThere) length = insert(made, first, length, item);
    }
    made[HeadWord.surrounding] = surrounding;
    made[HeadWord.count] = length - first;
    made[HeadWord.outcome] = -1;
    const record = made.subarray(0, length);
    sign(record, nodes, locals, items, surroundings);
    return record;
  }

  return {
    act(words, counts) {
      const known = recall(words);
      if (known !== null && ++hits % againSpacing !== 0) {
        if (counts) for (const way of known) count(way);
        return known.map((way) => after(words, way));
      }
      const looks: Looks = { nodes: new Set(), around: false };
      const ways: Way[] = [];
      const found = run(words, looks, counts, ways);
      if (known === null) remember(words, looks, ways, found);
      else if (!isSame(known, words, found)) throw notDeterministic(name, textOf(words), scenarioPlace(world));
      return found;
    },
    textOf,
    bytes: () => remembered * bytesEach,
  };

  function textOf(words: Words): string {
    const action = codec.decode(words).heap.find(({ kind }) => kind === EventKind.action);
    return `action ${world.names.list[action?.type ?? -1] ?? ''}`;
  }
}

function isEqual(words: Words, others: Words | null): boolean {
  return others !== null && words.length === others.length && words.every((word, at) => word === others[at]);
}

function notDeterministic(name: string, action: string, place: Place | null): DiagnosticError {
  return new DiagnosticError(
    diagnostic(
      'check/not-deterministic',
      `The ${action} did something else when it was run again on the same states, while '${name}' was explored.`,
      {
        cell: place?.cell ?? null,
        range: place?.range ?? null,
        help: 'An action may depend on the world that it is given alone: nothing that it remembers elsewhere.',
      },
    ),
  );
}
