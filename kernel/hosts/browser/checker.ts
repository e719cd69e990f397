/**
 * A kernel for checks alone, beside the one that has the run. It may be kept busy and may be ended at any time: what it knows is
 * made of the cells again. A check that does not come back is ended; a fresh kernel does it once more while telling of each rule
 * it runs, so that the guilty one can be named; then it is left alone until another program comes. No DOM here: kernels and time
 * are parameters.
 */
import type { Exploration } from '../../exploration.ts';
import type { Fuzzing } from '../../findings.ts';
import type { Exchanges, ReplyTo, Want } from '../../protocol.ts';
import type { Doing } from '../../world/step.ts';
import { deadlines as usual } from './deadlines.ts';
import { doingOf, explorationHangs, fuzzingHangs, kernelEnded } from './guilt.ts';
import type { Surroundings } from './recovery.ts';
import { succession } from './succession.ts';
import { unexplored, unfuzzed } from './unchecked.ts';

export type CheckRequest = Exchanges[
  | 'open'
  | 'restart'
  | 'advance'
  | 'branch'
  | 'plot'
  | 'story'
  | 'explore'
  | 'fuzz']['request'];

export interface Checker {
  /** Rejects when a kernel does not come back from anything but a check. Each notebook or program begins with `open`. */
  request<R extends CheckRequest>(request: R): Promise<ReplyTo<R>>;
  close(): void;
}

const nothing: Want = { state: false, stats: false, log: 0, density: null };

type CheckWish = Exchanges['explore' | 'fuzz']['request'];
type Found = Exploration | Fuzzing;
type Handlers = {
  readonly [T in CheckRequest['type']]: (request: Exchanges[T]['request']) => Promise<Exchanges[T]['reply']>;
};

/** Wall ms that are given to finding out what hangs. */
const searchMs = 8_000;
/** Wall ms of one request while it is looked for. */
const watchedMs = 4;

export function guardChecks(surroundings: Surroundings): Checker {
  const { clock } = surroundings;
  const deadlines = { ...usual, ...surroundings.deadlines };
  // One that ends by itself is seen to be gone by the next request.
  const kernels = succession(surroundings.start, clock, () => undefined);
  let opened: Exchanges['open']['request'] | null = null;
  /** What hung in the program that is open. */
  let hung = new Map<string, Found>();
  /** How far a check had come, as it last said. */
  let progress = new Map<string, Found>();
  let queue: Promise<unknown> = Promise.resolve();
  let closed = false;

  const handlers: Handlers = {
    async open(request) {
      opened = request;
      [hung, progress] = [new Map(), new Map()];
      return reopen(request);
    },
    restart: insist,
    advance: insist,
    branch: insist,
    plot: insist,
    story: insist,
    explore: (request) => check(request, (doing) => unexplored(request.name, explorationHangs(request.name, doing))),
    fuzz: (request) => check(request, (doing) => unfuzzed(request.name, fuzzingHangs(request.name, doing))),
  };

  async function insist<R extends CheckRequest>(request: R): Promise<ReplyTo<R>> {
    const outcome = await kernels.ask(request, deadlines[request.type]);
    if (outcome.type === 'reply') return outcome.reply;
    if (outcome.type === 'refused') throw outcome.error;
    await kernels.replace();
    throw new Error(kernelEnded(request.type).text);
  }

  async function check<R extends CheckWish>(
    request: R,
    ended: (doing: Doing | null) => ReplyTo<R> & Found,
  ): Promise<ReplyTo<R>> {
    const key = keyOf(request);
    const known = hung.get(key);
    if (known !== undefined) return known;
    const found = await ask(request);
    if (found !== null) return found;
    const doing = await whatHangs(request);
    await startOver();
    // It came back when it was watched: the machine was slow, or the kernel ended by itself.
    const again = doing === 'nothing' ? await ask(request) : null;
    if (again !== null) return again;
    const reply = ended(doing === 'nothing' ? null : doing);
    hung.set(key, reply);
    if (doing === 'nothing') await startOver();
    return reply;
  }

  /** Null when it does not come back. */
  async function ask<R extends CheckWish>(request: R): Promise<ReplyTo<R> | null> {
    const outcome = await kernels.ask(request, deadlines[request.type]);
    if (outcome.type === 'refused') throw outcome.error;
    if (outcome.type === 'down') return null;
    progress.set(keyOf(request), outcome.reply);
    return outcome.reply;
  }

  /** Does the check again in a fresh kernel that tells what it runs. Null when it hangs and does not say in what. */
  async function whatHangs(request: CheckWish): Promise<Doing | 'nothing' | null> {
    await startOver();
    const end = clock.now() + searchMs;
    const wish: CheckWish = { ...fromWhereItWas(request), budgetMs: watchedMs, watch: true };
    while (clock.now() < end) {
      const outcome = await kernels.ask(wish, deadlines[wish.type]);
      if (outcome.type === 'down') return doingOf(outcome.doing);
      if (outcome.type === 'refused' || isOver(outcome.reply)) return 'nothing';
    }
    return 'nothing';
  }

  /** Seeds have nothing to do with each other: those that were done need not be run again. */
  function fromWhereItWas(request: CheckWish): CheckWish {
    const before = progress.get(keyOf(request));
    if (request.type !== 'fuzz' || before === undefined || 'verdict' in before) return request;
    const { from, done, of } = before.seeds;
    return done < of ? { ...request, seeds: { from: from + done, to: from + of } } : request;
  }

  async function startOver(): Promise<void> {
    await kernels.replace();
    if (opened !== null) await reopen(opened);
  }

  /** Until the run that it may begin with is there. */
  async function reopen(request: Exchanges['open']['request']): Promise<Exchanges['open']['reply']> {
    const reply = await insist(request);
    if (request.restore === null) return reply;
    for (;;) {
      const { frame } = await insist({ type: 'advance', to: 0, steps: 0, budgetMs: 50, want: nothing });
      if (frame.status !== 'restoring') return reply;
    }
  }

  return {
    request<R extends CheckRequest>(request: R): Promise<ReplyTo<R>> {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a request's tag and type belong together: Handlers says so
      const handle = handlers[request.type] as (request: R) => Promise<ReplyTo<R>>;
      const result = queue.then(() => {
        if (closed) throw new Error('The checks were closed.');
        return handle(request);
      });
      queue = result.catch(() => undefined);
      return result;
    },
    close() {
      closed = true;
      kernels.close();
    },
  };
}

function keyOf(request: CheckWish): string {
  return `${request.type} ${request.type === 'explore' ? (request.from ?? '') : ''} ${request.name}`;
}

function isOver(found: Found): boolean {
  return 'verdict' in found
    ? found.verdict !== 'exploring'
    : found.status !== 'fuzzing' && found.status !== 'shrinking';
}
