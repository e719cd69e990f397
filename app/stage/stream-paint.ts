/** Streams of messages on the Canvas, under the messages that are drawn one by one. */
import { formatNumber } from './format.ts';
import { measureText } from './measure.ts';
import type { Colours } from './paint.ts';
import { pointOn, type Route } from './route.ts';
import { type Stream, widthOf } from './streams.ts';

/** Below this, a number would be more than what it counts. */
const numberedFrom = 10;

export function paintStreams(
  context: CanvasRenderingContext2D,
  streams: readonly (Stream & { readonly route: Route; readonly colour: number })[],
  colours: Colours,
): void {
  context.lineCap = 'butt';
  for (const { route, colour, count } of streams) {
    context.strokeStyle = colours.series[colour] ?? colours.ink;
    context.globalAlpha = 0.2;
    context.lineWidth = widthOf(count);
    context.beginPath();
    if (route.type === 'line') {
      context.moveTo(route.from.x, route.from.y);
      context.lineTo(route.to.x, route.to.y);
    } else context.arc(route.centre.x, route.centre.y, route.radius, 0, 2 * Math.PI);
    context.stroke();
  }
  context.globalAlpha = 1;
  context.font = measureText.font('ui', 11);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 4;
  context.strokeStyle = colours.ground;
  context.fillStyle = colours.ink;
  // Where streams are many, their numbers would hide them.
  for (const { route, count } of streams.length > 40 ? [] : streams) {
    if (count < numberedFrom) continue;
    // A third of the way: the one that comes back has its number elsewhere.
    const { x, y } = pointOn(route, 0.34);
    context.strokeText(formatNumber(count), x, y);
    context.fillText(formatNumber(count), x, y);
  }
  context.textAlign = 'start';
}
