/**
 * What must happen some time when it stays possible: weak fairness (decision 72). A *duty* is a small integer and stands for one
 * of these: a message in flight arrives (of a link in order: the first one), a timer fires that is neither set again nor cleared, a
 * `may` rule that is declared `fair` acts on a node, the scenario's next action comes. Faults and other `may` rules are nobody's duty.
 */
import type { World } from '../world/world.ts';
import type { Exchange } from './exchange.ts';
import { Label } from './graph.ts';
import { intAt } from './ints.ts';
import { ItemWord, itemWords } from './items.ts';
import type { LocalState } from './locals.ts';
import { GroupKind, GroupWord, groupWords } from './memo.ts';
import type { Space } from './space.ts';
import { Mode, type Surrounding } from './surroundings.ts';

export interface Fairness {
  /** The duty that an edge does; −1 for none. `surrounding`: of the world that it leaves. */
  dutyOf(label: number, surrounding: number): number;
  /** Duties that an edge puts off: timers that it sets again. */
  putOff(label: number): readonly number[];
  /** What a duty is called once nodes were exchanged. */
  exchanged(duty: number, exchange: number): number;
}

const none: readonly number[] = [];

export function createFairness(x: Space, base: World): Fairness {
  const numbers = new Map<string, number>();
  /** By duty. */
  const exchanges: ((by: Exchange, exchange: number) => number)[] = [];
  const number = (text: string, exchanged: (by: Exchange, exchange: number) => number): number => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, exchanges.length);
    return exchanges.push(exchanged) - 1;
  };
  const groupOf = groupsByOutcome(x);
  /** By outcome: a duty that is no arrival; −2: not known yet. */
  const own = new Int32Array(groupOf.length).fill(-2);
  const later: (readonly number[])[] = [];
  const word = (group: number, which: number): number => intAt(x.memo.groups, group * groupWords + which);
  const localOf = (group: number): LocalState => x.locals.list[word(group, GroupWord.local)] as LocalState;

  function arrival(message: number, surrounding: number): number {
    const link = intAt(x.items.words, message * itemWords + ItemWord.link);
    const { modes } = x.surroundings.list[surrounding] as Surrounding;
    return modes[link] === Mode.ordered ? arrivalOnLink(message) : arrivalOf(message);
  }

  function arrivalOf(message: number): number {
    return number(`message ${message}`, (by, exchange) => arrivalOf(by.item(message, exchange)));
  }

  /** @param message any of that link */
  function arrivalOnLink(message: number): number {
    const link = intAt(x.items.words, message * itemWords + ItemWord.link);
    return number(`link ${link}`, (by, exchange) => arrivalOnLink(by.item(message, exchange)));
  }

  function firing(node: number, key: string): number {
    return number(`timer ${node} ${key}`, (by, exchange) => firing(by.node(node, exchange), by.text(key, exchange)));
  }

  function acting(node: number, rule: number): number {
    return number(`may ${node} ${rule}`, (by, exchange) => acting(by.node(node, exchange), rule));
  }

  const action = (): number => number('action', action);

  function ownDuty(group: number): number {
    const { node, timers } = localOf(group);
    const what = word(group, GroupWord.what);
    switch (word(group, GroupWord.kind)) {
      case GroupKind.timer:
        return firing(node, timers[what]?.key ?? '');
      case GroupKind.may: {
        const rule = base.program.rules.get(base.names.list[what] ?? '');
        return rule?.form === 'may' && rule.fair ? acting(node, what) : -1;
      }
      default:
        return -1;
    }
  }

  return {
    dutyOf(label, surrounding) {
      if (label === Label.fault) return -1;
      if (label === Label.action) return action();
      if (label <= Label.firstLost) return arrival(Label.firstLost - label, surrounding);
      const group = groupOf[label] as number;
      if (word(group, GroupWord.kind) === GroupKind.deliver) return arrival(word(group, GroupWord.what), surrounding);
      const known = own[label] as number;
      return known !== -2 ? known : (own[label] = ownDuty(group));
    },
    putOff(label) {
      const again = label < 0 ? undefined : x.memo.setAgain[label];
      if (again === undefined || again.length === 0) return none;
      const { node } = localOf(groupOf[label] as number);
      return (later[label] ??= again.map((key) => firing(node, key)));
    },
    exchanged(duty, exchange) {
      if (x.symmetry === null || exchange === 0) return duty;
      return (exchanges[duty] as (by: Exchange, exchange: number) => number)(x.symmetry.exchange, exchange);
    },
  };
}

function groupsByOutcome({ memo }: Space): Int32Array {
  const groups = new Int32Array(memo.rules.length);
  for (let group = 0; group * groupWords < memo.groups.length; group++) {
    const first = intAt(memo.groups, group * groupWords + GroupWord.first);
    groups.fill(group, first, first + intAt(memo.groups, group * groupWords + GroupWord.count));
  }
  return groups;
}
