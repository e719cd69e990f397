/** A place that is watched all along a run, and what is known of it so far. */
import type { SiteId } from '../compile/probe-sites.ts';
import type { WatchedPoint } from '../protocol.ts';
import type { Follower } from '../trace/follow.ts';
import type { Run } from '../trace/run.ts';
import type { Machine } from '../world/step.ts';
import type { Build } from './cells.ts';

export interface WatchJob {
  readonly run: Run;
  readonly edition: number;
  readonly build: Build;
  readonly site: SiteId;
  readonly follower: Follower;
  /** The machine that has probes. */
  machine: Machine | null;
  points: WatchedPoint[];
  /** One of so many is kept. */
  stride: number;
  count: number;
  /** Rules that were other ones somewhere on the way. */
  readonly others: Set<string>;
  isDone: boolean;
}
