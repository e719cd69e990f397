/**
 * The program in force with other seeds, in a kernel of its own, one seed after the other and each in small pieces, so that the run
 * does not wait. An edit begins anew; until the first of the new seeds are done the bands of the program before stay. The seeds are
 * run some way beyond the moment shown: when the run gets there, they are run again, twice as far.
 */
import { type CompiledCell, notebookOf } from '../../kernel/compile/compiled.ts';
import type { Checker } from '../../kernel/hosts/browser/kernel.ts';
import type { Frame, Want } from '../../kernel/protocol.ts';
import {
  bandEvery,
  bandsOf,
  noSeeds,
  type OverSeeds,
  otherSeeds,
  type PlotCurve,
  plotBandsOf,
  sampled,
  type SampledCurve,
  type SeedRun,
  violationsOf,
} from '../model/over-seeds.ts';
import type { PageStore } from '../model/page-store.ts';
import { type PlotId, plotsOf } from '../model/plots.ts';
import { curvesOf } from '../plot/curves.ts';
import type { CheckProgram } from './check-kernel.ts';
import { type CheckHost, isMoving, pageHost, programOf } from './checking.ts';
import { firstPace, fullPace, nextPace } from './pace.ts';

/** Virtual ms that seeds are run at the least. */
const leastMs = 500;
/** After the last key seeds stand still for so long, or until the edit is in force. */
const typingMs = 600;

/** Requests for one plot of one seed. */
const mostPieces = 10;

const nothing: Want = { state: false, stats: false, log: 0, density: null };

export interface RunOverSeeds {
  /** The text changed: the processor is for the edit. */
  typed(): void;
  /** Something that the seeds depend on may be another: whether they are wanted, the program, the moment shown. */
  look(): void;
  close(): void;
}

/** What is run; another one takes its place when something is otherwise. */
interface Job {
  readonly key: string;
  readonly program: CheckProgram;
  readonly scenario: string;
  readonly seeds: readonly number[];
  /** Virtual ms. */
  readonly until: number;
  readonly runs: SeedRun[];
  isBegun: boolean;
  isOver: boolean;
}

export function createOverSeeds(store: PageStore, checker: Checker, host: CheckHost = pageHost): RunOverSeeds {
  let closed = false;
  let working = false;
  let holdUntil = 0;
  let job: Job | null = null;
  /** The program that the kernel has open. */
  let opened: string | null = null;
  /** Plots that did not come back, by their text. */
  const hung = new Set<string>();

  function look(): void {
    const open = closed ? null : store.state.open;
    const frame = open?.frame ?? null;
    const program = open === null ? null : programOf(open);
    if (open === null || open.overSeeds === null) job = null;
    else if (frame !== null && frame.status !== 'empty' && program !== null) want(open.overSeeds, program, frame);
  }

  function want(shown: OverSeeds, program: CheckProgram, frame: Frame): void {
    const { scenario, seed, now } = frame;
    const key = JSON.stringify([nameOf(program), scenario, seed]);
    const isSame = job?.key === key;
    if (isSame && job !== null && (now <= job.until || job.until >= (frame.until ?? Infinity))) return;
    holdUntil = isSame ? holdUntil : Math.min(holdUntil, host.now());
    // What was once far enough is so after an edit, too: the run may be on its way there again.
    const far = Math.max(leastMs, 2 * now, job?.scenario === scenario ? job.until : 0);
    const until = Math.min(far, frame.until ?? Infinity);
    job = { key, program, scenario, seeds: otherSeeds(seed), until, runs: [], isBegun: false, isOver: false };
    tell({ ...shown, done: 0, isOld: shown.isOld || !isSame, failure: '' });
    if (!working) void work();
  }

  function tell(seeds: OverSeeds): void {
    queueMicrotask(() => {
      if (!closed && store.state.open?.overSeeds != null) store.dispatch({ type: 'seeds-ran', seeds });
    });
  }

  async function work(): Promise<void> {
    working = true;
    // What a listener dispatches is heard by all before it is in the state.
    await Promise.resolve();
    const gauge = host.gauge();
    let pace = firstPace;
    try {
      for (let now = job; now !== null && !now.isOver; now = job) {
        const wait = holdUntil - host.now();
        if (wait > 0) {
          await host.sleep(wait);
          gauge.read();
          continue;
        }
        const gaps = gauge.read();
        if (host.isHidden() || !isMoving(store.state.open)) pace = fullPace;
        else if (gaps.length > 0 || pace === fullPace) pace = nextPace(pace, gaps.length > 0 ? gaps : [Infinity]);
        await piece(now, pace.workMs);
        if (pace.restMs > 0) await host.sleep(pace.restMs);
      }
    } finally {
      gauge.close();
      working = false;
    }
  }

  async function piece(of: Job, budgetMs: number): Promise<void> {
    try {
      await begin(of);
      if (job !== of) return;
      const advance = { type: 'advance', to: of.until, budgetMs } as const;
      const { frame } = await checker.request({ ...advance, steps: null, want: nothing });
      if (job !== of || !isDone(frame, of.until)) return;
      const { frame: last } = await checker.request({ ...advance, steps: 0, want: { ...nothing, stats: true } });
      const plots = job === of ? await curvesOfAll(of) : null;
      if (job === of && plots !== null) took(of, last, plots);
    } catch (error) {
      opened = null;
      if (job !== of) return;
      of.isOver = true;
      tell({ ...latest(), failure: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Begins the next seed, if none is under way. */
  async function begin(of: Job): Promise<void> {
    if (of.isBegun) return;
    const seed = of.seeds[of.runs.length] ?? 0;
    const { program, scenario } = of;
    if (opened !== nameOf(program)) {
      opened = null;
      const { cells, defaultSeed } = program;
      await checker.request({ type: 'open', cells, seed, defaultSeed, scenario, restore: null });
      opened = nameOf(program);
    } else await checker.request({ type: 'restart', scenario, seed });
    of.isBegun = true;
  }

  /** The lines over time of each plot. One that cannot be made for this seed says nothing. */
  async function curvesOfAll(of: Job): Promise<NonNullable<SeedRun['plots']>> {
    const plots: Record<PlotId, readonly SampledCurve[]> = {};
    for (const cell of of.program.cells.filter(hasPlots)) Object.assign(plots, await curvesIn(of, cell));
    return plots;
  }

  async function curvesIn(of: Job, { key, hash }: CompiledCell): Promise<NonNullable<SeedRun['plots']>> {
    let plots: readonly (readonly [PlotId, readonly PlotCurve[]])[] = [];
    if (hung.has(hash)) return {};
    try {
      // Fields of states over a long run are read a piece at a time.
      for (let asked = 0; asked < mostPieces; asked++) {
        const result = await checker.request({ type: 'plot', cell: key, step: null });
        if (job !== of) return {};
        const before = sizeOf(plots);
        plots = plotsOf(key, result).map(([id, plot]) => [id, curvesOf(plot)]);
        if (plots.every(([, curves]) => curves.length === 0) || sizeOf(plots) === before) break;
      }
    } catch {
      // It did not come back, and the kernel was replaced. The others go on without it.
      hung.add(hash);
      opened = null;
      return {};
    }
    const drawn = plots.filter(([, curves]) => curves.length > 0);
    return Object.fromEntries(drawn.map(([id, curves]) => [id, curves.map((curve) => sampled(curve, of.until))]));
  }

  function took(of: Job, frame: Frame, plots: NonNullable<SeedRun['plots']>): void {
    const violated = frame.properties
      .filter(({ verdict }) => verdict === 'violated')
      .map(({ name, at }) => ({ property: name, time: at?.time ?? null }));
    const stats = frame.stats.map(({ name, kind, points }) => ({ name, kind, points }));
    const seed = of.seeds[of.runs.length] ?? 0;
    of.runs.push({ seed, stats, plots, violated, isStopped: frame.status === 'stopped-by-error' });
    of.isBegun = false;
    const done = of.runs.length;
    of.isOver = done === of.seeds.length;
    if (done % bandEvery !== 0 && !of.isOver) return tell({ ...latest(), done });
    tell({
      done,
      bands: bandsOf(of.runs, of.until),
      plotBands: plotBandsOf(of.runs, of.until),
      isOld: false,
      violations: violationsOf(of.runs),
      stopped: of.runs.filter(({ isStopped }) => isStopped).length,
      failure: '',
    });
  }

  const latest = (): OverSeeds => store.state.open?.overSeeds ?? noSeeds;

  return {
    typed() {
      holdUntil = host.now() + typingMs;
    },
    look,
    close() {
      closed = true;
      job = null;
    },
  };
}

/**
 * Of a notebook's own plots; those of an imported one are not shown. A view that does not name Plot has none: it is in scope in
 * no rule, so no helper can make one.
 */
const hasPlots = (cell: CompiledCell): boolean =>
  cell.js !== null &&
  notebookOf(cell) === '' &&
  (cell.kind === 'plot' || (cell.kind === 'view' && cell.js.includes('Plot')));

/** Its plots are a part of what is run. */
const nameOf = ({ id, cells }: CheckProgram): string =>
  [id, ...cells.filter(hasPlots).map(({ key, hash }) => `${key} ${hash}`)].join('\n');

const sizeOf = (plots: readonly (readonly [PlotId, readonly PlotCurve[]])[]): number =>
  plots.reduce((sum, [, curves]) => curves.reduce((points, curve) => points + curve.points.length, sum), 0);

function isDone({ status, now }: Frame, until: number): boolean {
  const goesOn = status === 'running' || status === 'restoring' || status === 'rerunning';
  return !goesOn || now >= until;
}
