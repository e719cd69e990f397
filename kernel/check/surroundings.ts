/**
 * What surrounds the nodes and messages: cuts, the network and its links, how many of the scenario's actions are still to
 * come, the faults spent so far. Each distinct one is a small integer; most models know only a handful.
 */
import { lanesOf } from '../hash.ts';
import { canonical } from '../plain.ts';
import type { FaultBudget, LinkSpec } from '../program/language.ts';
import { linkEnds, type LinkOverride } from '../world/world.ts';
import { createInts, extend, type Ints } from './ints.ts';
import { linkIndex } from './items.ts';

export type Faults = Required<FaultBudget>;
export type FaultName = keyof Faults;
export const faultNames: readonly FaultName[] = ['crash', 'restart', 'drop', 'duplicate'];
export const noFaults: Faults = { crash: 0, restart: 0, drop: 0, duplicate: 0 };

export interface Surrounding {
  readonly cuts: ReadonlySet<number>;
  readonly network: LinkSpec;
  readonly links: ReadonlyMap<number, LinkOverride>;
  readonly actionsLeft: number;
  readonly spent: Faults;
  /** By link index: how it delivers. */
  readonly modes: Uint8Array;
  /** By link index: 1 where it is cut. */
  readonly cut: Uint8Array;
}

export const Mode = { unordered: 0, duplicating: 1, ordered: 2 } as const;

/** Words of one in `Surroundings.words`. */
export const surroundingWords = 8;
export const SurroundingWord = {
  a: 0,
  b: 1,
  /** The mode of all links when it is one and nothing is cut; −1 otherwise, or when links are ordered: see `modes`. */
  mode: 2,
  /** With one fault more, in the order of `faultNames`; −1 when the budget is spent, −2 when not known yet: see `oneMore`. */
  faults: 3,
  actionsLeft: 7,
} as const;

export interface Surroundings {
  readonly list: Surrounding[];
  readonly words: Ints;
  /** Some link keeps its messages in order, now or at some time. */
  keepsOrder: boolean;
  intern(of: Omit<Surrounding, 'modes' | 'cut'>): number;
  /** The same with one fault more, which the budget must allow. */
  oneMore(number: number, fault: number): number;
}

export function createSurroundings(nodes: number, budget: Faults): Surroundings {
  const numbers = new Map<string, number>();
  const surroundings: Surroundings = {
    list: [],
    words: createInts(),
    keepsOrder: false,
    intern(of) {
      const { cuts, network, links, actionsLeft, spent } = of;
      const inOrder = [...links].toSorted(([a], [b]) => a - b);
      const wires = canonical([network, inOrder.map(([link, { own, spec }]) => [link, own, spec])]);
      const faults = faultNames.map((name) => spent[name]);
      const text = `${[...cuts].toSorted((a, b) => a - b).join()} ${actionsLeft} ${faults.join()} ${wires}`;
      const known = numbers.get(text);
      if (known !== undefined) return known;
      const number = surroundings.list.length;
      numbers.set(text, number);
      const modes = modesOf(nodes, network, links);
      const cut = new Uint8Array(modes.length);
      for (const link of cuts) {
        const [from, to] = linkEnds(link);
        cut[linkIndex(nodes, from, to)] = 1;
      }
      surroundings.list.push({ ...of, modes, cut });
      const [first] = modes;
      surroundings.keepsOrder ||= modes.includes(Mode.ordered);
      const isEven = cuts.size === 0 && first !== Mode.ordered && modes.every((mode) => mode === first);
      const at = extend(surroundings.words, surroundingWords);
      const [a, b] = lanesOf(`surroundings ${text}`);
      const more = faultNames.map((name) => (spent[name] < budget[name] ? -2 : -1));
      surroundings.words.data.set([a, b, isEven ? (first ?? 0) : -1, ...more, actionsLeft], at);
      return number;
    },
    oneMore(number, fault) {
      const of = surroundings.list[number] as Surrounding;
      const name = faultNames[fault] as FaultName;
      const more = surroundings.intern({ ...of, spent: { ...of.spent, [name]: of.spent[name] + 1 } });
      surroundings.words.data[number * surroundingWords + SurroundingWord.faults + fault] = more;
      return more;
    },
  };
  return surroundings;
}

function modesOf(nodes: number, network: LinkSpec, links: Surrounding['links']): Uint8Array {
  const modeOf = ({ delivery }: LinkSpec): number =>
    delivery === 'ordered' ? Mode.ordered : delivery === 'unordered-duplicating' ? Mode.duplicating : Mode.unordered;
  const modes = new Uint8Array((nodes + 1) * nodes).fill(modeOf(network));
  for (const [link, { spec }] of links) {
    const [from, to] = linkEnds(link);
    modes[linkIndex(nodes, from, to)] = modeOf(spec);
  }
  return modes;
}
