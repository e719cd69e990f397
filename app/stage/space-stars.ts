/** Events of a space-time diagram that touch a star: a star above each, side by side. */
import type { Colours } from './paint.ts';
import type { SpaceEvent } from './space-picture.ts';
import { type Plane, xOf, yOf } from './space-plane.ts';

/** px */
const size = 13;
const above = 11;

export function paintSpaceStars(
  context: CanvasRenderingContext2D,
  plane: Plane,
  events: readonly SpaceEvent[],
  starsOf: (step: number) => readonly { readonly colour: number }[],
  colours: Colours,
): void {
  context.font = `${size}px sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 3;
  context.strokeStyle = colours.ground;
  context.globalAlpha = 1;
  for (const { step, time, lane } of events) {
    for (const [index, { colour }] of starsOf(step).entries()) {
      const [x, y] = [xOf(plane, time) + index * size * 0.8, yOf(plane, lane) - above];
      context.strokeText('★', x, y);
      context.fillStyle = colours.stars[colour] ?? colours.ink;
      context.fillText('★', x, y);
    }
  }
  context.textAlign = 'start';
}
