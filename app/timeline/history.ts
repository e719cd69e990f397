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

/** What was thinned and what that means; null when nothing was. */
export function thinnedText({ thinnedBefore }: MemoryView): string | null {
  if (thinnedBefore === null) return null;
  return `Before ${formatTime(thinnedBefore)} there are fewer checkpoints than were made: going there takes longer. Every event is still there.`;
}
