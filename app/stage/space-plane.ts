/** Where times and lanes lie on the screen. */
import type { Lanes } from './space-lanes.ts';
import type { SpaceMessage } from './space-picture.ts';
import type { Stretch } from './space-window.ts';

export interface Plane {
  readonly width: number;
  readonly height: number;
  /** Lanes begin right of it, px. */
  readonly left: number;
  /** Height of the axis, px. */
  readonly top: number;
  readonly shown: Stretch;
  readonly lanes: Lanes;
}

export const axisHeight = 26;

export function xOf({ left, width, shown }: Plane, time: number): number {
  return left + ((time - shown.from) / (shown.to - shown.from)) * (width - left);
}

export function yOf({ lanes }: Plane, lane: number): number {
  return lanes.lanes[lane]?.y ?? 0;
}

/** Radius of an event's mark: smaller where lanes or events stand close. */
export function markSize({ lanes }: Plane, shownEvents: number): number {
  return Math.max(1.4, Math.min(4.5, lanes.step / 5, shownEvents > 900 ? 2.4 : shownEvents > 300 ? 3.2 : 4.5));
}

/** Where a lost message is seen for the last time: half way. */
export function endOf(plane: Plane, message: SpaceMessage): { readonly x: number; readonly y: number } {
  const share = message.lost ? 0.5 : 1;
  const [x0, y0] = [xOf(plane, message.sentAt), yOf(plane, message.from)];
  return {
    x: x0 + (xOf(plane, message.arrivesAt) - x0) * share,
    y: y0 + (yOf(plane, message.to) - y0) * share,
  };
}
