/** How much of the history is kept, in words and as choices of a limit. */
import type { MemoryView } from '../../kernel/protocol.ts';
import { formatTime } from '../stage/format.ts';

const mega = 1_000_000;
const limits = [64, 128, 256, 512, 1_024, 2_048, 4_096] as const;

/** `12 of 512 MB` */
export function memoryText({ bytes, limit }: MemoryView): string {
  return `${Math.ceil(bytes / mega)} of ${Math.round(limit / mega)} MB`;
}

export function sizeText(bytes: number): string {
  const size = Math.round(bytes / mega);
  if (size < 1) return 'less than 1 MB';
  return size >= 1_000 ? `${Number((size / 1_000).toFixed(1))} GB` : `${size} MB`;
}

/** Bytes to choose from: round ones, and what is in force. */
export function limitChoices({ limit }: MemoryView): readonly number[] {
  return [...new Set([...limits.map((size) => size * mega), limit])].toSorted((a, b) => a - b);
}

/** What was thinned, from where on, and what that means: a sentence each. */
export function thinnedText({ thinned }: MemoryView): readonly string[] {
  const { checkpointsBefore, eventsBefore, statsBefore, marksBefore } = thinned;
  const told = (before: number | null, meaning: string): readonly string[] =>
    before === null ? [] : [`Before ${formatTime(before)} ${meaning}`];
  return [
    ...told(checkpointsBefore, 'there are fewer checkpoints: going there takes longer.'),
    ...told(eventsBefore, 'events are made again when they are asked for, which takes a moment.'),
    ...told(statsBefore, 'curves of stats are coarser.'),
    ...told(marksBefore, 'there were too many marks: those of what happened by itself are left out.'),
  ];
}

export const noMemory: MemoryView = {
  bytes: 0,
  limit: 0,
  thinnedBefore: null,
  thinned: { checkpointsBefore: null, eventsBefore: null, statsBefore: null, marksBefore: null },
};
