/**
 * Checks run by themselves: whenever another program is in force, its explorations and fuzzings begin anew, in a kernel of their
 * own, each a piece at a time so that the quick ones are done soon. What is under way for an older program is dropped. While the
 * reader types they stand still; while the run moves they take what the page's frames leave over (`pace.ts`).
 */
import type { Exploration, StoryStep } from '../../kernel/exploration.ts';
import type { Checker } from '../../kernel/hosts/browser/kernel.ts';
import { frontMatterOf } from '../../kernel/notebook/notebook.ts';
import type { BranchAct } from '../../kernel/protocol.ts';
import { type Check, type FindingRef, idOf, isUnderWay, verdictOf } from '../model/checks.ts';
import type { PageStore } from '../model/page-store.ts';
import type { OpenNotebook } from '../model/state.ts';
import { type Beginning, type CheckProgram, createCheckKernel, type Found, isOver } from './check-kernel.ts';
import { createFrameGauge, firstPace, type FrameGauge, fullPace, nextPace } from './pace.ts';

/** Wall ms that a check may work before the reader decides whether it goes on. */
const allowanceMs = 30_000;
/** After the last key checks stand still for so long, or until the edit is in force. */
const typingMs = 600;
/** A program that was just put in force, and a notebook that was just opened, is seen to run first. */
const settleMs = 60;
const openingMs = 600;
/** Between two pieces of news of a check that goes on. */
const tellEveryMs = 120;
/** Ways of one exploration that are told in full. */
const storyLimit = 12;

export interface CheckHost {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly gauge: () => FrameGauge;
  readonly isHidden: () => boolean;
}

export const pageHost: CheckHost = {
  now: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  gauge: createFrameGauge,
  isHidden: () => document.hidden,
};

export interface Checking {
  /** The text changed: the processor is for the edit. */
  typed(): void;
  /** Another program may be in force. */
  swapped(): void;
  act(id: string, act: 'again' | 'cancel' | 'go-on'): void;
  exploreHere(): void;
  openFinding(finding: FindingRef): void;
  close(): void;
}

/** What is known of a check besides what the page shows. */
interface Job {
  spentMs: number;
  allowedMs: number;
  toldAt: number;
  /** Of an exploration from a moment. */
  readonly beginning: Beginning | null;
}

export function createChecking(store: PageStore, checker: Checker, host: CheckHost = pageHost): Checking {
  const kernel = createCheckKernel(checker);
  let closed = false;
  let working = false;
  let holdUntil = host.now() + openingMs;
  let program: CheckProgram | null = null;
  let jobs = new Map<string, Job>();
  /** Names of the branches that show findings of this program. */
  const shown = new Map<string, string>();
  let turn = 0;

  const open = (): OpenNotebook | null => (closed ? null : store.state.open);
  const find = (id: string): Check | null => open()?.checks.find((check) => idOf(check) === id) ?? null;
  const tell = (check: Check): void => store.dispatch({ type: 'checked', check });
  const say = (text: string): void => store.dispatch({ type: 'notice', notice: { text, actions: [] } });

  function jobOf(id: string): Job {
    const job = jobs.get(id) ?? { spentMs: 0, allowedMs: allowanceMs, toldAt: 0, beginning: null };
    jobs.set(id, job);
    return job;
  }

  // ---------------------------------------------------------------- another program

  function swapped(): void {
    const now = open();
    const latest = now === null ? null : programOf(now);
    if (now === null || latest === null) return;
    holdUntil = Math.min(holdUntil, host.now() + settleMs);
    if (latest.id === program?.id) return;
    program = latest;
    jobs = new Map();
    shown.clear();
    store.dispatch({ type: 'checks', checks: checksOf(now) });
    goOn();
  }

  // ---------------------------------------------------------------- working

  function goOn(): void {
    if (!working && !closed) void work();
  }

  async function work(): Promise<void> {
    working = true;
    // What a listener dispatches is heard by all before it is in the state.
    await Promise.resolve();
    const gauge = host.gauge();
    let pace = firstPace;
    try {
      for (let check = nextCheck(); check !== null; check = nextCheck()) {
        const wait = holdUntil - host.now();
        if (wait > 0) {
          await host.sleep(wait);
          gauge.read();
          continue;
        }
        const gaps = gauge.read();
        if (host.isHidden() || !isMoving(open())) pace = fullPace;
        else if (gaps.length > 0 || pace === fullPace) pace = nextPace(pace, gaps.length > 0 ? gaps : [Infinity]);
        await piece(check, pace.workMs);
        if (pace.restMs > 0) await host.sleep(pace.restMs);
      }
    } finally {
      gauge.close();
      working = false;
    }
  }

  /** Each in its turn. */
  function nextCheck(): Check | null {
    const all = open()?.checks.filter(isUnderWay) ?? [];
    return all[turn % Math.max(1, all.length)] ?? null;
  }

  async function piece(check: Check, workMs: number): Promise<void> {
    const id = idOf(check);
    const job = jobOf(id);
    const of = program;
    if (of === null) return;
    turn += 1;
    try {
      await kernel.open(of, job.beginning);
      const startedAt = host.now();
      const found = await kernel.goOn(of, job.beginning, check, workMs);
      if (jobs.get(id) !== job) return;
      took(id, job, found, host.now() - startedAt);
      if (isOver(found) && 'verdict' in found) await tellStories(id, job, found);
    } catch (error) {
      kernel.forget();
      const failed = find(id);
      if (failed === null || jobs.get(id) !== job) return;
      tell({ ...failed, stage: 'cancelled' });
      say(`“${check.name}” could not be checked: ${reason(error)}`);
    }
  }

  function took(id: string, job: Job, found: Found, tookMs: number): void {
    const check = find(id);
    if (check === null) return;
    job.spentMs += tookMs;
    const isLate = job.spentMs >= job.allowedMs;
    const stage = isOver(found) ? 'done' : check.stage === 'cancelled' ? 'cancelled' : isLate ? 'paused' : 'running';
    const next = withFound({ ...check, stage, spentMs: job.spentMs }, found);
    const isNews = stage !== check.stage || verdictOf(next) !== verdictOf(check);
    if (!isNews && host.now() - job.toldAt < tellEveryMs) return;
    job.toldAt = host.now();
    tell(next);
  }

  /** Asked once it is over: the shortest way is known then. */
  async function tellStories(id: string, job: Job, { violations, witnessed }: Exploration): Promise<void> {
    const stories: Record<string, readonly StoryStep[]> = {};
    for (const property of [...violations.map((one) => one.property), ...witnessed].slice(0, storyLimit)) {
      const check = find(id);
      if (check?.type !== 'explore' || jobs.get(id) !== job) return;
      stories[property] = await kernel.storyOf(check, property);
    }
    const check = find(id);
    if (check?.type === 'explore' && jobs.get(id) === job) tell({ ...check, stories });
  }

  // ---------------------------------------------------------------- wishes

  function act(id: string, wish: 'again' | 'cancel' | 'go-on'): void {
    const check = find(id);
    if (check === null) return;
    switch (wish) {
      case 'cancel':
        if (isUnderWay(check)) tell({ ...check, stage: 'cancelled' });
        return;
      case 'go-on':
        jobOf(id).allowedMs = jobOf(id).spentMs + allowanceMs;
        tell({ ...check, stage: 'waiting' });
        return goOn();
      case 'again':
        // A kernel that has done it would only say so again; the others are done already, or begin anew with it.
        kernel.forget();
        jobs.set(id, { ...jobOf(id), spentMs: 0, allowedMs: allowanceMs, toldAt: 0 });
        tell(anew(check));
        return goOn();
    }
  }

  function exploreHere(): void {
    const now = open();
    const frame = now?.frame ?? null;
    if (now === null || now.journal === null || frame === null || frame.status === 'empty') return;
    // With the faults and bounds that were declared for its scenario, if any were.
    const declared =
      now.program?.explorations.find(({ scenario }) => scenario === frame.scenario) ??
      now.program?.scenarios.find(({ name }) => name === frame.scenario);
    if (declared === undefined) return;
    const { name, cell, range } = declared;
    const check: Check = {
      type: 'explore',
      name,
      cell,
      range,
      from: { step: frame.step, time: frame.now },
      stage: 'waiting',
      spentMs: 0,
      result: null,
      before: null,
      stories: {},
    };
    const id = idOf(check);
    const journal = { ...now.journal, others: [], ahead: null };
    jobs.set(id, {
      spentMs: 0,
      allowedMs: allowanceMs,
      toldAt: 0,
      beginning: { journal, sources: Object.values(now.sources) },
    });
    const others = now.checks.filter((other) => idOf(other) !== id);
    store.dispatch({ type: 'checks', checks: [...others, check] });
    goOn();
  }

  function openFinding(finding: FindingRef): void {
    const check = find(finding.check);
    const wish = check === null ? null : wishFor(check, finding);
    if (check === null || wish === null) return;
    // A branch that shows it may be there already.
    const key = JSON.stringify(finding);
    const branch = open()?.frame?.branches.find(({ name }) => name === shown.get(key));
    store.dispatch({ type: 'pause' });
    if (branch !== undefined) {
      if (!branch.isCurrent) store.dispatch({ type: 'branch', act: { type: 'switch', id: branch.id } });
      return store.dispatch({ type: 'seek', to: 'live' });
    }
    void show(check, wish, key);
  }

  async function show(check: Check, { act, name }: Wish, key: string): Promise<void> {
    const of = program;
    if (of === null) return;
    try {
      const journal = await kernel.runOf(of, jobOf(idOf(check)).beginning, check, act);
      if (closed) return;
      shown.set(key, name);
      store.dispatch({ type: 'branch', act: { type: 'graft', name, journal } });
    } catch (error) {
      if (!closed) say(`It could not be shown: ${reason(error)}`);
    }
  }

  return {
    typed() {
      holdUntil = host.now() + typingMs;
    },
    swapped,
    act,
    exploreHere,
    openFinding,
    close() {
      closed = true;
    },
  };
}

/** What the kernel is asked to make of a finding, and what the branch is called. */
interface Wish {
  readonly act: BranchAct;
  readonly name: string;
}

function wishFor(check: Check, finding: FindingRef): Wish | null {
  if (finding.type !== 'failure') {
    const { property } = finding;
    const from = check.from?.step ?? null;
    return {
      act: { type: 'open-counterexample', explore: check.name, property, from },
      name: `${property}: ${check.name}`,
    };
  }
  const failure = check.type === 'fuzz' ? check.result?.failures[finding.index] : undefined;
  if (failure === undefined) return null;
  return {
    act: { type: 'open-failure', fuzz: check.name, failure: finding.index },
    name: `${failure.property}, seed ${failure.seed}`,
  };
}

/** Plots and views are not checked: an edit of them is no reason to begin anew. Null before there is a program. */
export function programOf({ program, inForce, sources, notebook }: OpenNotebook): CheckProgram | null {
  const source = inForce === null ? undefined : sources[inForce];
  if (program === null || source === undefined) return null;
  const checked = source.cells.filter(({ kind }) => kind !== 'plot' && kind !== 'view');
  const id = checked.map(({ key, hash }) => `${key} ${hash}`).join('\n');
  return { id, cells: source.cells, defaultSeed: frontMatterOf(notebook)?.seed ?? null };
}

/** Those from a moment were about another program. */
function checksOf({ program, checks: before }: OpenNotebook): readonly Check[] {
  const fresh = { from: null, stage: 'waiting', spentMs: 0, result: null } as const;
  const lastOf = (check: Pick<Check, 'type' | 'name' | 'from'>): Check['before'] => {
    const old = before.find((other) => idOf(other) === idOf(check));
    if (old === undefined) return null;
    return isUnderWay(old) ? old.before : verdictOf(old);
  };
  const explorations = (program?.explorations ?? []).map(({ name, cell, range }): Check => {
    const check = { type: 'explore', name, cell, range, ...fresh, stories: {} } as const;
    return { ...check, before: lastOf(check) };
  });
  const fuzzings = (program?.fuzzers ?? []).map(({ name, cell, range }): Check => {
    const check = { type: 'fuzz', name, cell, range, ...fresh } as const;
    return { ...check, before: lastOf(check) };
  });
  return [...explorations, ...fuzzings];
}

function anew(check: Check): Check {
  const fresh = { stage: 'waiting', spentMs: 0, result: null, before: verdictOf(check) } as const;
  return check.type === 'explore' ? { ...check, ...fresh, stories: {} } : { ...check, ...fresh };
}

function withFound(check: Check, result: Found): Check {
  if (check.type === 'explore' && 'verdict' in result) return { ...check, result };
  if (check.type === 'fuzz' && 'seeds' in result) return { ...check, result };
  return check;
}

/** Something is seen to move, so that a late frame would be seen. */
export function isMoving(open: OpenNotebook | null): boolean {
  return open?.playback.playing === true && open.frame?.status === 'running';
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
