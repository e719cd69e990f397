/**
 * How much of a processor checks may have while the run is watched. The page's own frames tell: when they come late, checks get
 * less of the time, when they come in time, more, as TCP shares a line. While nobody watches anything move, they get all of it.
 */

export interface Pace {
  /** Wall ms of one piece of work, and of the rest after it. */
  readonly workMs: number;
  readonly restMs: number;
  /** The part of the time that is work. */
  readonly share: number;
}

/** A frame at 60 a second takes 16.7 ms; later than this it is late. */
export const lateMs = 18.5;
const pieceMs = 8;
const least = 0.1;
const most = 0.85;

/** Not even what is shown stands in the way: a longer piece costs less in between. */
export const fullPace: Pace = { workMs: 40, restMs: 0, share: 1 };
export const firstPace: Pace = paceOf(0.5);

function paceOf(share: number): Pace {
  return { workMs: pieceMs, restMs: (pieceMs * (1 - share)) / share, share };
}

/**
 * @param gaps wall ms between the page's latest frames; empty when nothing moves
 */
export function nextPace(pace: Pace, gaps: readonly number[]): Pace {
  if (gaps.length === 0) return fullPace;
  const late = gaps.filter((gap) => gap > lateMs).length / gaps.length;
  const share = Math.min(pace.share, most);
  return paceOf(late > 0.1 ? Math.max(least, share * 0.7) : Math.min(most, share + 0.04));
}

export interface FrameGauge {
  /** Gaps since it was read last. */
  read(): readonly number[];
  close(): void;
}

/** Measures the page's frames for as long as it is open. */
export function createFrameGauge(): FrameGauge {
  let gaps: number[] = [];
  let last: number | null = null;
  let request = requestAnimationFrame(frame);

  function frame(now: number): void {
    if (last !== null && gaps.length < 240) gaps.push(now - last);
    last = now;
    request = requestAnimationFrame(frame);
  }

  return {
    read() {
      const read = gaps;
      gaps = [];
      return read;
    },
    close: () => cancelAnimationFrame(request),
  };
}
