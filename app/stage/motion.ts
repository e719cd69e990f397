/**
 * The moment drawn between frames. Frames come when the kernel has time; messages must glide at the screen's rate.
 * The clock runs on from the last frame at the playback's speed, and when it and a new frame differ a little, it
 * hurries or slows down for a moment instead of jumping. It never runs backwards by itself.
 */
import type { MessageView, TimerView } from '../../kernel/protocol.ts';

export interface Clock {
  /** The virtual time at `wall`. */
  readonly now: number;
  /** Wall time, ms, of the last frame. */
  readonly wall: number;
  /** Virtual ms per ms of wall time until the next frame. */
  readonly rate: number;
}

/** Without a new frame for so long, in ms of wall time, the picture stands still. */
const longestGlide = 150;
/** A difference is made up for within so many ms of wall time. */
const correction = 120;

/** The clock after a frame that shows `frameNow`. `rate` is 0 when the run is not playing. */
export function synchronised(clock: Clock | null, frameNow: number, wall: number, rate: number): Clock {
  if (clock === null || rate <= 0) return { now: frameNow, wall, rate: 0 };
  const shown = read(clock, wall);
  const behind = frameNow - shown;
  // Farther apart than a glide can explain: a seek, a restart, a jump.
  if (Math.abs(behind) > rate * longestGlide * 2) return { now: frameNow, wall, rate };
  return { now: shown, wall, rate: Math.max(0, rate + behind / correction) };
}

export function read(clock: Clock, wall: number): number {
  const elapsed = Math.min(Math.max(0, wall - clock.wall), longestGlide);
  return clock.now + clock.rate * elapsed;
}

/** Where a message is on its way. */
export interface Flight {
  /** 0 at the sender, 1 at the receiver. */
  readonly at: number;
  /** 0 while it flies, up to 1 when a lost message has vanished. */
  readonly lost: number;
}

/** A lost message gets half way, then falls until it would have arrived. */
export function flightOf(message: Pick<MessageView, 'sentAt' | 'arrivesAt' | 'lost'>, now: number): Flight {
  const span = message.arrivesAt - message.sentAt;
  // Held back for ever (a duplicating network keeps copies): it waits in the middle.
  if (!Number.isFinite(span)) return { at: 0.5, lost: 0 };
  const share = span <= 0 ? 1 : Math.min(1, Math.max(0, (now - message.sentAt) / span));
  return message.lost ? { at: Math.min(share, 0.5), lost: Math.max(0, share - 0.5) * 2 } : { at: share, lost: 0 };
}

/** The share of a timer's span that is left: 1 when just set, 0 when it fires. */
export function remaining(timer: Pick<TimerView, 'setAt' | 'firesAt'>, now: number): number {
  const span = timer.firesAt - timer.setAt;
  if (!Number.isFinite(span)) return 1;
  return span <= 0 ? 0 : Math.min(1, Math.max(0, (timer.firesAt - now) / span));
}
