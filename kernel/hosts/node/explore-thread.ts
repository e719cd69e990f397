/**
 * The entry of a worker thread in which `rehearsal check` explores, in slices: alone until others are there to help, then as the first of
 * a crew; or as one of those that help, which warms up until there is something to do. And the counterexamples as runs.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { type Crew, fillTable, takeSeat } from '../../check/crew.ts';
import type { Handover } from '../../check/handover.ts';
import type { Exploration } from '../../exploration.ts';
import { createSession } from '../../session.ts';
import { closeRealm } from '../hide-globals.ts';
import { type Counterexample, counterexamplesOf } from './counterexamples.ts';
import type { DoingMessage } from './hangs.ts';
import { open, type ToRun } from './run-scenarios.ts';

export interface ExploreTask {
  readonly notebook: ToRun;
  readonly name: string;
  /** Wall time that it may take. */
  readonly limitMs: number;
  /** Wall time between two signs of progress; orders are heard in between. */
  readonly sliceMs: number;
  /** Of the notebook, for the runs. */
  readonly title: string;
  /** It is to help another one. */
  readonly isHelper: boolean;
  /** It tells of each rule that it runs, and of each property that it asks, to find out what hangs. */
  readonly watch?: boolean;
}

export type ExploreOrder =
  /** To end with what it has. */
  | { readonly type: 'end' }
  /** To hand over what it has found, and go on as the first of this crew. */
  | { readonly type: 'share'; readonly crew: Crew }
  /** To go on from there as one of this crew. */
  | { readonly type: 'help'; readonly crew: Crew; readonly member: number; readonly handover: Handover }
  /** To put the parts of the whole crew together. */
  | { readonly type: 'join'; readonly parts: readonly Exploration[] };

export type ExploreMessage =
  | {
      readonly type: 'progress';
      readonly states: number;
      readonly transitions: number;
      readonly depth: number;
      /** With how many sharing the work it would be quicker; null: it cannot be shared. */
      readonly crewFrom: number | null;
    }
  | DoingMessage
  /** One that helps is. */
  | { readonly type: 'ready' }
  /** Null: it cannot be shared, and goes on alone. */
  | { readonly type: 'handed'; readonly handover: Handover | null }
  /** Of one of a crew. Ways are told where all were ended before everything was explored. */
  | { readonly type: 'part'; readonly exploration: Exploration; readonly counterexamples: readonly Counterexample[] }
  | {
      readonly type: 'done';
      readonly exploration: Exploration;
      /** Of those violations to which this thread knows the way. */
      readonly counterexamples: readonly Counterexample[];
      /** False when it was ended before everything was explored. */
      readonly isWhole: boolean;
    };

const port = parentPort;
if (port === null) throw new Error('explore-thread.js is started by `rehearsal check`, not by itself.');

const say = (message: ExploreMessage): void => port.postMessage(message);
const wallClock = performance.now.bind(performance);
const pause = setImmediate;
/** What is to be done next; orders are heard before it. */
let next: (() => void) | null = null;
let isEnded = false;
/** Wall time that a helper explores to be warm, at the most. */
const warmMs = 2_000;
const warmSliceMs = 10;

port.on('message', (order: ExploreOrder) => {
  switch (order.type) {
    case 'end':
      isEnded = true;
      return;
    case 'share':
      // It may have come to its end by itself.
      if (next !== null) share(order.crew);
      return;
    case 'help':
      next = null;
      sayPart(explorer.goOnTogether(takeSeat(order.crew, order.member, order.handover.depth), order.handover));
      return;
    case 'join':
      then(() => joinParts(order.parts));
      return;
  }
});
const session = createSession({ wallClock, tell: (doing) => say({ type: 'doing', doing }) });
closeRealm(globalThis);
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this thread is only started by `startExploring` in explore-alone.ts
const { notebook, name, limitMs, sliceMs, title, isHelper, watch = false } = workerData as ExploreTask;
const { source } = open(session, notebook, null);
const explorer = session.explorer(name, { time: limitMs, watch });
const startedAt = wallClock();
if (isHelper) {
  say({ type: 'ready' });
  then(warmUp);
} else goOn();

/** Does it after what has been ordered meanwhile. */
function then(work: () => void): void {
  next = work;
  pause(() => {
    if (next === work) {
      next = null;
      work();
    }
  });
}

function spentMs(): number {
  return wallClock() - startedAt;
}

/** Says how far it has come. True when there is time for more. */
function mayGoOn({ verdict, states, transitions, depth }: Exploration): boolean {
  const isGoingOn = verdict === 'exploring' && !isEnded && spentMs() < limitMs;
  say({ type: 'progress', states, transitions, depth, crewFrom: isGoingOn ? explorer.crewFrom() : null });
  return isGoingOn;
}

// ---------------------------------------------------------------- alone

function goOn(): void {
  const budgetMs = isEnded ? 0 : Math.min(sliceMs, Math.max(1, limitMs - spentMs()));
  const until = wallClock() + budgetMs;
  const exploration = explorer.advance(() => wallClock() >= until);
  if (mayGoOn(exploration)) then(goOn);
  else finish(exploration, counterexamplesOf(session, exploration, source, title));
}

function finish(exploration: Exploration, counterexamples: readonly Counterexample[]): void {
  const isWhole = exploration.verdict !== 'exploring' && exploration.verdict !== 'limited';
  say({ type: 'done', exploration, counterexamples, isWhole });
}

// ---------------------------------------------------------------- in a crew

function share(crew: Crew): void {
  const handed = isEnded ? null : explorer.handOver();
  const isShared = handed !== null && fillTable(crew, handed.seen);
  say({ type: 'handed', handover: isShared ? handed.handover : null });
  if (!isShared) return;
  next = null;
  sayPart(explorer.goOnTogether(takeSeat(crew, 0, handed.handover.depth), null));
}

/** The engine is to know the loops, and the rules. */
function warmUp(): void {
  const until = wallClock() + warmSliceMs;
  const { verdict } = explorer.advance(() => wallClock() >= until);
  if (verdict === 'exploring' && spentMs() < warmMs) then(warmUp);
}

function sayPart(exploration: Exploration): void {
  const isEnd = exploration.verdict === 'limited';
  const counterexamples = isEnd ? counterexamplesOf(session, exploration, source, title) : [];
  say({ type: 'part', exploration, counterexamples });
}

function joinParts(parts: readonly Exploration[]): void {
  const until = wallClock() + sliceMs;
  const isSpent = isEnded || spentMs() >= limitMs ? null : () => wallClock() >= until;
  const exploration = explorer.join(parts, isSpent);
  if (exploration.verdict === 'exploring') {
    say({ type: 'progress', ...exploration, crewFrom: null });
    return then(() => joinParts(parts));
  }
  // To the others' violations only they know the way.
  const violations = exploration.violations.filter(({ property }) => explorer.wayTo(property) !== null);
  finish(exploration, counterexamplesOf(session, { ...exploration, violations }, source, title));
}
