/**
 * Checkpoints: copies of the world on the way, each with what else is known at that moment (verdicts, firings), so that
 * any point is rebuilt by running forward from the last one before it. They are made every so many events. What they
 * take is bounded by the length of the run: when it is more, the oldest half is thinned to every second one.
 */
import type { Monitor } from '../world/monitor.ts';
import type { Snapshot } from '../world/snapshot.ts';

/** Events between checkpoints, at first. */
const firstSpacing = 1024;
/** More checkpoints than this are thinned. */
const countLimit = 512;
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
  /** Estimate of what it takes and shares with no other. */
  readonly bytes: number;
}

export interface Checkpoints {
  /** Oldest first. */
  list: Checkpoint[];
  /** Events between one and the next from here on. */
  spacing: number;
  bytes: number;
  /** Before this step they are farther apart than they were made. */
  thinnedBefore: number;
}

export function createCheckpoints(): Checkpoints {
  return { list: [], spacing: firstSpacing, bytes: 0, thinnedBefore: 0 };
}

export function isDue({ list, spacing }: Checkpoints, step: number): boolean {
  const last = list[list.length - 1];
  return last === undefined || step - last.snapshot.step >= spacing;
}

/** `limit`: bytes that all checkpoints may take, whatever the length of the run. */
export function addCheckpoint(checkpoints: Checkpoints, added: Checkpoint, limit: number): void {
  checkpoints.list.push(added);
  checkpoints.bytes += added.bytes;
  if (checkpoints.list.length > countLimit) thin(checkpoints, checkpoints.list.length, true);
  limitCheckpoints(checkpoints, Math.min(limit, freeBytes + added.snapshot.step * bytesPerEvent));
}

/** Thins until they take no more than so many bytes, as far as they can be thinned. */
export function limitCheckpoints(checkpoints: Checkpoints, allowed: number): void {
  while (checkpoints.bytes > allowed) {
    const before = checkpoints.list.length;
    thin(checkpoints, Math.ceil(before / 2), false);
    if (checkpoints.list.length < before) continue;
    thin(checkpoints, before, true);
    if (checkpoints.list.length === before) return;
  }
}

/** Drops every second one of the first `count` that may go. `all`: those to come are made half as often too. */
function thin(checkpoints: Checkpoints, count: number, all: boolean): void {
  const { list } = checkpoints;
  let isKept = false;
  const kept = list.filter(({ isOutside }, index) => {
    if (isOutside || index >= count || index === list.length - 1) return true;
    isKept = !isKept;
    return !isKept;
  });
  if (all) checkpoints.spacing *= 2;
  if (kept.length === list.length) return;
  checkpoints.thinnedBefore = Math.max(checkpoints.thinnedBefore, list[count]?.snapshot.step ?? 0);
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
  return { ...checkpoints, list, bytes: list.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** Estimate of the bytes that plain data takes, in V8's way of keeping it. */
export function sizeOf(value: unknown, depth = 0): number {
  if (typeof value === 'string') return 16 + value.length;
  if (typeof value !== 'object' || value === null || depth > 100) return 8;
  let bytes = 24;
  if (Array.isArray(value)) {
    for (const member of value as unknown[]) bytes += typeof member === 'object' ? 8 + sizeOf(member, depth + 1) : 8;
  } else if (value instanceof Map) {
    for (const [key, member] of value) bytes += 24 + sizeOf(key, depth + 1) + sizeOf(member, depth + 1);
  } else if (value instanceof Set) {
    for (const member of value) bytes += 24 + sizeOf(member, depth + 1);
  } else {
    for (const key in value) {
      const member = (value as Readonly<Record<string, unknown>>)[key];
      bytes += typeof member === 'object' ? 8 + sizeOf(member, depth + 1) : 8;
    }
  }
  return bytes;
}
