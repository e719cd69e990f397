/**
 * A place in the rules, watched all along a run: the run is gone over once more in silence, a piece at a time, with probed rules that tell
 * of this one place. It goes on where it was when the run has gone on.
 */
import type { SiteId } from '../compile/probe-sites.ts';
import { installProbes } from '../probe/install.ts';
import type { ProbePlace, Watched, WatchedPoint } from '../protocol.ts';
import { createFollower, followOn, outsideOf } from '../trace/follow.ts';
import { type Run, worldOf } from '../trace/run.ts';
import { StepError } from '../world/step.ts';
import { millis } from '../world/world.ts';
import { type Probed, probedOf, siteAt } from './probing.ts';
import type { SessionState } from './state.ts';
import type { WatchJob } from './watch-job.ts';

/** Places that are remembered. */
const jobLimit = 12;
/** Points of one place: of more, every second one is dropped. */
const pointLimit = 2_000;
/** Turns between two looks at the clock. */
const turnsAtATime = 64;

export function watchPlace(state: SessionState, run: Run | null, place: ProbePlace, isSpent: () => boolean): Watched {
  const { probing, inForce } = state;
  const probed = run === null ? null : probedOf(probing, inForce);
  const site = probed === null ? -1 : siteAt(probed, place);
  const cell = probed?.cells.get(place.cell);
  const span = probed?.sites[site]?.span;
  if (run === null || probed === null || cell === undefined || span === undefined)
    return { status: 'gone', range: null, upTo: { step: 0, time: 0 }, points: [], count: 0, notes: [] };
  const key = JSON.stringify([place.cell, place.kind, place.label, place.nth]);
  const job = jobFor(state, key, run, site);
  goOn(state, job, probed, isSpent);
  const { world } = job.follower.machine;
  return {
    status: job.isDone ? 'done' : 'running',
    range: cell.rangeOf(span),
    upTo: { step: world.step, time: millis(world.now) },
    points: job.points,
    count: job.count,
    notes: notesOf(job, place, probed),
  };
}

/** The one that there is, when it is still about the same run and program. */
function jobFor({ probing: { jobs }, inForce: build }: SessionState, key: string, run: Run, site: SiteId): WatchJob {
  const { edition } = run.columns;
  const old = jobs.get(key);
  jobs.delete(key);
  const isSame = old?.run === run && old.edition === edition && old.build === build && old.site === site;
  const job: WatchJob = isSame
    ? old
    : {
        ...{ run, edition, build, site, follower: createFollower(run), machine: null },
        ...{ points: [], stride: 1, count: 0, others: new Set(), isDone: false },
      };
  jobs.set(key, job);
  // A run that was left is not to be kept for what was watched in it.
  for (const [name, one] of jobs) if (one.run !== run) jobs.delete(name);
  for (const oldest of jobs.keys()) {
    if (jobs.size <= jobLimit) break;
    jobs.delete(oldest);
  }
  return job;
}

function goOn({ probing: { recorder } }: SessionState, job: WatchJob, probed: Probed, isSpent: () => boolean): void {
  const { run, follower } = job;
  const outside = outsideOf(run);
  job.isDone = false;
  let held = '';
  const calls = {
    guard: () => void recorder.hit(),
    held: (id: string, holds: boolean) => void (held = holds ? id : ''),
    body: (id: string) => {
      if (held !== id) recorder.hit();
    },
    action: () => undefined,
  };
  const listen = (): void => {
    const { machine } = follower;
    if (job.machine !== machine) for (const id of installProbes(machine, probed.program, calls)) job.others.add(id);
    job.machine = machine;
    recorder.watch(probed.sites, job.site, [machine.context.ctx]);
  };
  // The rules of a machine that is gone on with tell the calls of an earlier request: they are put in anew.
  job.machine = null;
  listen();
  try {
    for (let turns = 0; !(turns >= turnsAtATime && isSpent()); turns = turns >= turnsAtATime ? 0 : turns + 1) {
      const outcome = followOn(run, follower, outside);
      if (outcome === 'there') {
        job.isDone = true;
        break;
      }
      if (job.machine !== follower.machine) listen();
      const hit = recorder.hit();
      if (hit !== null && outcome === 'event') note(job, hit);
    }
  } catch (error) {
    // It threw where it did not before: nothing more can be told.
    if (!(error instanceof StepError)) throw error;
    job.isDone = true;
  } finally {
    recorder.stop();
  }
}

function note(job: WatchJob, { value, times }: Pick<WatchedPoint, 'value' | 'times'>): void {
  const { world } = job.follower.machine;
  job.count += 1;
  if ((job.count - 1) % job.stride !== 0) return;
  const node = world.nodes[world.last.node]?.id ?? '';
  job.points.push({ step: world.step - 1, time: millis(world.now), node, value, times });
  if (job.points.length <= pointLimit) return;
  job.points = job.points.filter((_, index) => index % 2 === 0);
  job.stride *= 2;
}

function notesOf({ stride, others, run }: WatchJob, { cell }: ProbePlace, { program }: Probed): readonly string[] {
  const here = [...others].filter(
    (id) => program.rules.get(id)?.place.cell === cell && worldOf(run).program.rules.has(id),
  );
  return [
    ...(stride > 1 ? [`One of ${stride} values is shown.`] : []),
    ...(here.length > 0 ? [`Where ${here.join(', ')} was another text, nothing is shown.`] : []),
  ];
}
