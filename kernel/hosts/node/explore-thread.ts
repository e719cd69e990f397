/**
 * The entry of a worker thread in which `rehearsal check` explores: alone, in slices, or as one of several that share the work; and the
 * counterexamples as runs.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { Crew } from '../../check/crew.ts';
import type { Exploration } from '../../exploration.ts';
import { createSession } from '../../session.ts';
import type { Doing } from '../../world/step.ts';
import { hideGlobals } from '../hide-globals.ts';
import { type Counterexample, counterexamplesOf } from './counterexamples.ts';
import { open, type ToRun } from './run-scenarios.ts';

export interface ExploreTask {
  readonly notebook: ToRun;
  readonly name: string;
  /** Wall time that it may take; of a crew, whoever made it minds that. */
  readonly limitMs: number;
  /** Wall time before its first sign of progress. */
  readonly firstMs: number;
  /** Of the notebook, for the runs. */
  readonly title: string;
  /** Null: alone. */
  readonly seat: { readonly crew: Crew; readonly member: number } | null;
  /** It tells of each rule that it runs, and of each property that it asks, to find out what hangs. */
  readonly watch?: boolean;
}

export type ExploreOrder =
  /** To end with what it has. */
  | { readonly type: 'end' }
  /** To put the parts of the whole crew together. */
  | { readonly type: 'join'; readonly parts: readonly Exploration[] };

export type ExploreMessage =
  | {
      readonly type: 'progress';
      readonly states: number;
      readonly transitions: number;
      readonly depth: number;
      /** Several could share the work. */
      readonly canBeShared: boolean;
    }
  | {
      /** Of one of several, its part. */
      readonly type: 'done';
      readonly exploration: Exploration;
      readonly counterexamples: readonly Counterexample[];
      /** False when it was ended before everything was explored. */
      readonly isWhole: boolean;
    }
  | { readonly type: 'doing'; readonly doing: Doing | null }
  | { readonly type: 'joined'; readonly exploration: Exploration };

const port = parentPort;
if (port === null) throw new Error('explore-thread.js is started by `rehearsal check`, not by itself.');

/** Wall time between two signs of progress. */
const sliceMs = 100;

const say = (message: ExploreMessage): void => port.postMessage(message);
const wallClock = performance.now.bind(performance);
const pause = setImmediate;
let isEnded = false;
port.on('message', (order: ExploreOrder) => {
  if (order.type === 'end') isEnded = true;
  else say({ type: 'joined', exploration: session.join(name, order.parts) });
});
const session = createSession({ wallClock, tell: (doing) => say({ type: 'doing', doing }) });
hideGlobals(globalThis);
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this thread is only started by `startExploring` in explore-alone.ts
const { notebook, name, limitMs, firstMs, title, seat, watch = false } = workerData as ExploreTask;
const { source } = open(session, notebook, null);
const startedAt = wallClock();
if (seat === null) goOn(firstMs);
else finish(session.exploreAsOne(name, seat.crew, seat.member));

function goOn(ms: number): void {
  const budgetMs = Math.min(ms, Math.max(1, limitMs - (wallClock() - startedAt)));
  const exploration = session.handle({ type: 'explore', name, budgetMs: isEnded ? 0 : budgetMs, time: limitMs, watch });
  const { verdict, states, transitions, depth } = exploration;
  const isGoingOn = verdict === 'exploring' && !isEnded && wallClock() - startedAt < limitMs;
  say({ type: 'progress', states, transitions, depth, canBeShared: isGoingOn && session.canBeShared(name) });
  // An order to end comes in between.
  if (isGoingOn) pause(goOn, sliceMs);
  else finish(exploration);
}

function finish(exploration: Exploration): void {
  say({
    type: 'done',
    exploration,
    counterexamples: counterexamplesOf(session, exploration, source, title),
    isWhole: exploration.verdict !== 'exploring' && exploration.verdict !== 'limited',
  });
}
