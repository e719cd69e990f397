/**
 * Checkpoints: copies of the world on the way, each with what else is known at that moment (verdicts, firings), so that
 * any point is rebuilt by running forward from the last one before it. How far apart they are follows from what events and
 * copies cost (pace.ts). What they take is bounded by the length of the run: when it is more, the oldest half is thinned to
 * every second one.
 */
import type { Monitor } from '../world/monitor.ts';
import type { Snapshot } from '../world/snapshot.ts';
import { bytesOfSnapshot } from './size.ts';

/** Bytes of checkpoints for each event, and for any run however short. */
const bytesPerEvent = 60;
const freeBytes = 8_000_000;

export interface Checkpoint {
  readonly snapshot: Snapshot;
  readonly monitors: readonly Monitor[];
  /** By number of the rule's id. */
  readonly counts: readonly number[];
  readonly lastFired: readonly number[];
  /** As in Run. */
  readonly isUnobserved: boolean;
  /** How many entries of the journal came before. */
  readonly entries: number;
  /** Something came from outside here, or the run began: a re-run knows nothing of that, so it is never thinned away. */
  readonly isOutside: boolean;
  /** Estimate of what it takes beside the one before it. */
  readonly bytes: number;
}

export interface Checkpoints {
  /** Oldest first. */
  list: Checkpoint[];
  bytes: number;
  /** Before this step they are farther apart than they were made. */
  thinnedBefore: number;
}

export function createCheckpoints(): Checkpoints {
  return { list: [], bytes: 0, thinnedBefore: 0 };
}

export function addCheckpoint(checkpoints: Checkpoints, added: Checkpoint): void {
  checkpoints.list.push(added);
  checkpoints.bytes += added.bytes;
  const allowed = freeBytes + added.snapshot.step * bytesPerEvent;
  if (checkpoints.bytes > allowed) thinCheckpoints(checkpoints, allowed, Number.POSITIVE_INFINITY);
}

/**
 * Thins until they take no more than so many bytes, as far as they can be thinned: the oldest half to every second one, again
 * and again, then all but the newest.
 * @param gap events that may lie between two of them when one between is dropped
 */
export function thinCheckpoints(checkpoints: Checkpoints, allowed: number, gap: number): void {
  while (checkpoints.bytes > allowed) {
    const before = checkpoints.list.length;
    thin(checkpoints, Math.ceil(before / 2), gap);
    if (checkpoints.list.length < before) continue;
    thin(checkpoints, before, gap);
    if (checkpoints.list.length === before) return;
  }
}

/** Drops every second one of the first `count` that may go. */
function thin(checkpoints: Checkpoints, count: number, gap: number): void {
  const { list } = checkpoints;
  const kept: Checkpoint[] = [];
  let wasDropped = false;
  for (const [index, one] of list.entries()) {
    const last = kept[kept.length - 1] ?? null;
    const next = list[index + 1]?.snapshot.step ?? Number.POSITIVE_INFINITY;
    const mayGo =
      !one.isOutside && index < Math.min(count, list.length - 1) && next - (last?.snapshot.step ?? 0) <= gap;
    if (mayGo && !wasDropped) wasDropped = true;
    else {
      // What it shared with the one that was dropped is its own now.
      kept.push(wasDropped ? { ...one, bytes: bytesOfSnapshot(one.snapshot, last?.snapshot ?? null) } : one);
      wasDropped = false;
    }
  }
  if (kept.length === list.length) return;
  const end = list[Math.min(count, list.length - 1)]?.snapshot.step ?? 0;
  checkpoints.thinnedBefore = Math.max(checkpoints.thinnedBefore, end);
  checkpoints.list = kept;
  checkpoints.bytes = kept.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The last one for which `holds`; it must hold for the first. */
export function lastCheckpoint({ list }: Checkpoints, holds: (checkpoint: Checkpoint) => boolean): Checkpoint {
  for (let i = list.length - 1; i >= 0; i--) {
    const checkpoint = list[i];
    if (checkpoint !== undefined && holds(checkpoint)) return checkpoint;
  }
  throw new Error('a run always keeps its first checkpoint');
}

/** Those for which `holds`, to go on from. */
export function keptCheckpoints(checkpoints: Checkpoints, holds: (checkpoint: Checkpoint) => boolean): Checkpoints {
  const list = checkpoints.list.filter(holds);
  const end = list[list.length - 1]?.snapshot.step ?? 0;
  return {
    list,
    bytes: list.reduce((sum, { bytes }) => sum + bytes, 0),
    thinnedBefore: Math.min(checkpoints.thinnedBefore, end),
  };
}
