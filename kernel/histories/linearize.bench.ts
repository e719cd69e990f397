/** How long it takes to say that a history is linearizable, or that it is not. */
import type { Benchmark } from '../bench.ts';
import type { ObjectEvent, Specification } from './linearize.ts';
import { createObject } from './object.ts';

const register: Specification = {
  init: 0,
  observers: ['read'],
  apply: (state, { op, value }) => (op === 'read' ? { state, result: state } : { state: value }),
};

interface Planned {
  /** Instants. */
  readonly asked: number;
  readonly happens: number;
  readonly answered: number;
  readonly isRead: boolean;
  readonly value: number;
  result: unknown;
  call: number;
}

/** Clients that are never idle, on one register: the most that overlaps. `wrong`: one read near the end is stale. */
function history(operations: number, clients: number, seed: number, wrong: boolean): readonly ObjectEvent[] {
  let word = seed;
  const random = (): number => {
    word = (Math.imul(word, 1_664_525) + 1_013_904_223) >>> 0;
    return word / 2 ** 32;
  };
  const freeAt = new Array<number>(clients).fill(0);
  const all = Array.from({ length: operations }, (_, value): Planned => {
    const client = freeAt.indexOf(Math.min(...freeAt));
    const asked = (freeAt[client] ?? 0) + random() * 5;
    const happens = asked + random() * 10;
    const answered = happens + random() * 10;
    freeAt[client] = answered;
    return {
      asked,
      happens,
      answered,
      isRead: random() < 0.5,
      value: value + 1,
      result: undefined,
      call: -1,
    };
  });
  let held = 0;
  for (const one of all.toSorted((a, b) => a.happens - b.happens)) {
    one.result = one.isRead ? held : undefined;
    if (!one.isRead) held = one.value;
  }
  const reads = all.filter(({ isRead }) => isRead);
  const late = reads[Math.floor(reads.length * 0.9)];
  if (wrong && late !== undefined) late.result = reads[Math.floor(reads.length * 0.5)]?.result;
  let calls = 0;
  return all
    .flatMap((one) => [
      { at: one.asked, one, isStart: true },
      { at: one.answered, one, isStart: false },
    ])
    .toSorted((a, b) => a.at - b.at)
    .map(({ one, isStart }): ObjectEvent => {
      if (!isStart) return { type: 'ok', call: one.call, result: one.result };
      one.call = calls++;
      return {
        type: 'invoke',
        call: one.call,
        input: { op: one.isRead ? 'read' : 'write', key: null, value: one.value },
      };
    });
}

function checking(name: string, specification: Specification, wrong: boolean, budget: number | null): Benchmark {
  return {
    name,
    unit: 'ms',
    better: 'lower',
    budget,
    rounds: 15,
    prepare({ small, now }) {
      let seed = 0;
      return () => {
        const events = history(small ? 100 : 1_000, small ? 4 : 10, ++seed, wrong);
        const object = createObject(specification);
        const started = now();
        for (const event of events) object.push(event);
        const found = object.search(10_000_000);
        if (found !== (wrong ? 'violated' : 'linearizable')) throw new Error(`it was found to be ${found}`);
        return now() - started;
      };
    },
  };
}

export const benchmarks: readonly Benchmark[] = [
  checking(
    'linearizability, register, 1,000 operations of 10 clients',
    { ...register, asRegister: { read: 'read', write: 'write' } },
    false,
    1_000,
  ),
  checking('the same, one read stale', { ...register, asRegister: { read: 'read', write: 'write' } }, true, 1_000),
  checking('the same history by search, as for any model', register, false, 1_000),
  checking('the same by search, one read stale', register, true, null),
];
