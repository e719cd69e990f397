/** Histories of one object for tests: a small language, an oracle that tries every order, random ones. */
import fc from 'fast-check';
import { canonical } from '../plain.ts';
import type { CallInput, Linearizer, ObjectEvent, Specification } from './linearize.ts';

export const register: Specification = {
  init: 0,
  observers: ['read'],
  apply(state, { op, value }) {
    if (op === 'read') return { state, result: state };
    if (op === 'write') return { state: value };
    const [from, to] = value as [number, number];
    return state === from ? { state: to, result: true } : { state, result: false };
  },
};

export const queue: Specification = {
  init: [],
  apply(state, { op, value }) {
    const items = state as readonly unknown[];
    if (op === 'put') return { state: [...items, value] };
    return items.length === 0 ? { state, result: 'empty' } : { state: items.slice(1), result: items[0] };
  },
};

/** `a+write 1` asks, `a-` answers, `a-3` answers 3, `a!` fails. */
export function events(...lines: readonly string[]): ObjectEvent[] {
  const names: string[] = [];
  return lines.map((line): ObjectEvent => {
    const [, name = '', sign, rest = ''] = /^(\w+?)([+\-!])(.*)$/.exec(line) ?? [];
    if (sign === '+') {
      const [op = '', value] = rest.split(' ');
      return {
        type: 'invoke',
        call: names.push(name) - 1,
        input: { op, key: null, value: value === undefined ? undefined : JSON.parse(value) },
      };
    }
    const call = names.lastIndexOf(name);
    if (sign === '!') return { type: 'fail', call };
    return { type: 'ok', call, result: rest === '' ? undefined : JSON.parse(rest) };
  });
}

/** Asks until it knows, so many steps at a time. */
export function verdictOf(
  linearizer: Linearizer,
  history: readonly ObjectEvent[],
  slice = 1_000_000,
): 'linearizable' | 'violated' {
  for (const event of history) linearizer.push(event);
  for (;;) {
    const found = linearizer.search(slice);
    if (found !== 'searching') return found;
  }
}

// ---------------------------------------------------------------- the oracle

interface Whole {
  readonly input: CallInput;
  readonly from: number;
  readonly to: number;
  readonly isVoid: boolean;
  readonly result: unknown;
}

function wholes(history: readonly ObjectEvent[]): Whole[] {
  return history.flatMap((event, from) => {
    if (event.type !== 'invoke') return [];
    const to = history.findIndex((other) => other.type !== 'invoke' && other.call === event.call);
    const response = history[to];
    return [
      {
        input: event.input,
        from,
        to: to < 0 || response?.type === 'fail' ? Number.POSITIVE_INFINITY : to,
        isVoid: response?.type === 'fail',
        result: response?.type === 'ok' ? response.result : undefined,
      },
    ];
  });
}

/** All orders of all operations, those without a response left in or out. */
export function bruteForce(specification: Specification, history: readonly ObjectEvent[]): boolean {
  const all = wholes(history).filter(({ isVoid }) => !isVoid);
  const orders = (left: readonly Whole[], state: unknown): boolean =>
    left.every(({ to }) => to === Number.POSITIVE_INFINITY) ||
    left.some((next) => {
      if (left.some(({ to }) => to < next.from)) return false;
      const after = specification.apply(state, next.input);
      const isFitting =
        next.result === undefined || after.result === undefined || canonical(after.result) === canonical(next.result);
      return (
        isFitting &&
        orders(
          left.filter((other) => other !== next),
          after.state,
        )
      );
    });
  return orders(all, specification.init);
}

export interface Draft {
  readonly client: number;
  readonly input: CallInput;
  /** Instants: invoked, takes effect, answers. */
  readonly at: readonly [number, number, number];
  readonly fate: 'ok' | 'open' | 'fail' | 'wrong';
  readonly wrong: unknown;
}

/** Histories that a real object could have made, some of their answers then falsified. */
export function drafts(input: fc.Arbitrary<CallInput>, wrong: fc.Arbitrary<unknown>): fc.Arbitrary<readonly Draft[]> {
  return fc.array(
    fc.record({
      client: fc.nat(2),
      input,
      at: fc
        .tuple(fc.nat(40), fc.nat(20), fc.nat(20))
        .map(([a, b, c]): readonly [number, number, number] => [a, a + b, a + b + c]),
      fate: fc.oneof(
        { weight: 6, arbitrary: fc.constant('ok' as const) },
        { weight: 1, arbitrary: fc.constant('open' as const) },
        { weight: 1, arbitrary: fc.constant('fail' as const) },
        { weight: 2, arbitrary: fc.constant('wrong' as const) },
      ),
      wrong,
    }),
    { minLength: 2, maxLength: 7, size: 'max' },
  );
}

export function played(specification: Specification, all: readonly Draft[]): ObjectEvent[] {
  let state = specification.init;
  const results = new Map<Draft, unknown>();
  for (const draft of all.toSorted((a, b) => a.at[1] - b.at[1])) {
    if (draft.fate === 'fail') continue;
    const after = specification.apply(state, draft.input);
    state = after.state;
    results.set(draft, after.result);
  }
  const moments = all
    .flatMap((draft) => [
      { draft, time: draft.at[0], isStart: true },
      ...(draft.fate === 'open' ? [] : [{ draft, time: draft.at[2], isStart: false }]),
    ])
    .toSorted((a, b) => a.time - b.time || Number(b.isStart) - Number(a.isStart));
  const numbers = new Map<Draft, number>();
  return moments.map(({ draft, isStart }): ObjectEvent => {
    if (isStart) {
      numbers.set(draft, numbers.size);
      return { type: 'invoke', call: numbers.size - 1, input: draft.input };
    }
    const call = numbers.get(draft) ?? -1;
    if (draft.fate === 'fail') return { type: 'fail', call };
    return { type: 'ok', call, result: draft.fate === 'wrong' ? draft.wrong : results.get(draft) };
  });
}
