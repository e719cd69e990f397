/** Where a menu or form stands: beside what it belongs to, wholly on the screen. All in px of the viewport. */

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Extent {
  readonly width: number;
  readonly height: number;
}

const margin = 8;

/** Below the anchor, or above it where there is more room; its left edge at the anchor's, as far as the screen allows. */
export function placeBelow(
  anchor: Box,
  size: Extent,
  screen: Extent,
  gap = 2,
): { readonly x: number; readonly y: number } {
  const below = anchor.y + anchor.height + gap;
  const above = anchor.y - gap - size.height;
  const fits = below + size.height <= screen.height - margin;
  const y = fits || above < margin ? below : above;
  return { x: within(anchor.x, size.width, screen.width), y: within(y, size.height, screen.height) };
}

/** To the right of the anchor, or to its left where that is off the screen; its top at the anchor's. */
export function placeBeside(
  anchor: Box,
  size: Extent,
  screen: Extent,
  gap = 0,
): { readonly x: number; readonly y: number } {
  const right = anchor.x + anchor.width + gap;
  const left = anchor.x - gap - size.width;
  const fits = right + size.width <= screen.width - margin;
  const x = fits || left < margin ? right : left;
  return { x: within(x, size.width, screen.width), y: within(anchor.y, size.height, screen.height) };
}

export interface Room {
  readonly x: number;
  readonly y: number;
  readonly maxWidth: number;
  readonly maxHeight: number;
}

/**
 * Never over the anchor: to its right or left where there is room for a text, else below or above it, whichever is more. It may grow
 * as far as the room goes, so that it stays on its side while its text comes.
 */
export function placeClear(anchor: Box, size: Extent, screen: Extent, least: number, gap = 8): Room {
  const right = screen.width - margin - (anchor.x + anchor.width + gap);
  const left = anchor.x - gap - margin;
  const [whole, high] = [screen.width - 2 * margin, screen.height - 2 * margin];
  if (Math.max(right, left) >= least) {
    const isRight = right >= least;
    const maxWidth = isRight ? right : left;
    const width = Math.min(size.width, maxWidth);
    const x = isRight ? anchor.x + anchor.width + gap : anchor.x - gap - width;
    return {
      x: within(x, width, screen.width),
      y: within(anchor.y, size.height, screen.height),
      maxWidth,
      maxHeight: high,
    };
  }
  const below = screen.height - margin - (anchor.y + anchor.height + gap);
  const above = anchor.y - gap - margin;
  const maxHeight = Math.max(0, below, above);
  const height = Math.min(size.height, maxHeight);
  const y = below >= above ? anchor.y + anchor.height + gap : anchor.y - gap - height;
  return { x: within(anchor.x, Math.min(size.width, whole), screen.width), y, maxWidth: whole, maxHeight };
}

/** What is larger than the screen begins at its edge. */
export function within(from: number, length: number, whole: number): number {
  return Math.max(margin, Math.min(from, whole - margin - length));
}
