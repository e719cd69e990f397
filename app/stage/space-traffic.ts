/**
 * Messages on their way, for the time since a stretch was read: those that were on their way then, and those seen in frames since.
 * What arrived by the time of the reading is in the stretch.
 */
import type { Frame } from '../../kernel/protocol.ts';
import type { SpaceTime } from '../../kernel/space-time.ts';

export interface SeenMessage {
  readonly type: string;
  readonly from: string;
  readonly to: string;
  readonly sentAt: number;
  readonly arrivesAt: number;
  readonly lost: boolean;
  readonly lit: boolean;
}

/** By number of the message. */
export type Seen = ReadonlyMap<number, SeenMessage>;

export function seenAfter(before: Seen, frame: Frame): Seen {
  // Of an earlier moment: what is on its way at the tip is known from the reading.
  if (frame.step < frame.tip.step) return before;
  const seen = new Map(before);
  for (const { id, type, from, to, sentAt, arrivesAt, lost } of frame.messages)
    seen.set(id, { type, from, to, sentAt, arrivesAt, lost, lit: before.get(id)?.lit ?? false });
  return seen;
}

/** Right after a reading. */
export function onTheWayOf(stretch: SpaceTime, frame: Frame | null, isLive: boolean): Seen {
  const seen = new Map(stretch.onTheWay.map((message) => [message.id, message]));
  return frame === null || !isLive ? seen : seenAfter(seen, frame);
}
