/**
 * Properties that are new or were edited, asked over the history that is kept: a silent machine goes over it again, a bounded
 * piece of work at a time, and what they would have said from the beginning takes the place of what they said since the edit.
 */
import { blankMonitor, type Monitors, observe, resumeMonitors } from '../world/monitor.ts';
import { createFollower, type Follower, followOn, outsideOf } from './follow.ts';
import { markNews } from './forward.ts';
import { type Run, worldOf } from './run.ts';

export interface Retrospect {
  readonly names: ReadonlySet<string>;
  readonly follower: Follower;
  readonly monitors: Monitors;
  isUnobserved: boolean;
}

/** Null when there is nothing to ask, or no history. */
export function createRetrospect(run: Run, names: ReadonlySet<string>): Retrospect | null {
  const wanted = run.monitors.list.filter(({ property }) => names.has(property.name));
  if (wanted.length === 0 || worldOf(run).step === 0) return null;
  const follower = createFollower(run);
  const blank = wanted.map(({ property }) => blankMonitor(property, 0));
  return { names, follower, monitors: resumeMonitors(blank, follower.machine.world, run.explain), isUnobserved: true };
}

/** Goes on, as far as the time given allows. True when the run's present is reached and its verdicts are those. */
export function goOnAsking(run: Run, retrospect: Retrospect, isSpent: () => boolean): boolean {
  const { follower, monitors } = retrospect;
  const outside = outsideOf(run);
  for (let turns = 1; ; turns++) {
    const outcome = followOn(run, follower, outside);
    const { machine } = follower;
    if (outcome === 'there') break;
    if (outcome === 'event' || outcome === 'outside') retrospect.isUnobserved = true;
    if (retrospect.isUnobserved && machine.world.unsettled.length === 0) {
      retrospect.isUnobserved = false;
      observe(monitors, machine, Math.max(0, machine.world.step - 1));
    }
    if (turns % 64 === 0 && isSpent()) return false;
  }
  const known = new Map(monitors.list.map((monitor) => [monitor.property.name, monitor]));
  const list = run.monitors.list.map((monitor) => {
    const asked = known.get(monitor.property.name);
    return asked?.property.content === monitor.property.content ? { ...asked, property: monitor.property } : monitor;
  });
  const news = monitors.news.filter((one) => list.some(({ property }) => property === one.property));
  run.monitors = { ...run.monitors, list, news };
  markNews(run);
  return true;
}
