/**
 * A space-time diagram on a Canvas. Lines and marks are grouped by colour and light, because each change of colour is what a Canvas
 * pays for.
 */
import { flagLabels } from './space-flags.ts';
import { Cone } from '../../kernel/space-time.ts';
import { ticks } from '../timeline/ticks.ts';
import { type Colours, addForm } from './paint.ts';
import type { Band, Glyph, SpaceEvent, SpaceMessage, SpacePicture } from './space-picture.ts';
import type { MessageSign } from './signs.ts';
import { endOf, markSize, type Plane, xOf, yOf } from './space-plane.ts';

export interface SpaceColours extends Colours {
  readonly rule: string;
  readonly faint: string;
  readonly strong: string;
  readonly accent: string;
  readonly warn: string;
}

export interface Now {
  /** The moment that is shown. */
  readonly head: number;
  /** The newest one. */
  readonly tip: number;
}

/** Of what is not in the cones of the chosen event. */
const dimmed = 0.13;

// ---------------------------------------------------------------- the ground

export function paintGround(
  context: CanvasRenderingContext2D,
  plane: Plane,
  picture: SpacePicture | null,
  tip: number,
  font: string,
  colours: SpaceColours,
): void {
  const { width, height, left, top, shown, lanes } = plane;
  context.font = font;
  context.textBaseline = 'middle';
  context.lineWidth = 1;
  for (const band of picture?.cuts ?? []) paintCut(context, plane, { ...band, to: Math.min(band.to, tip) }, colours);
  const marks = ticks(Math.max(0, shown.from), shown.to, Math.max(2, Math.floor((width - left) / 90)));
  context.strokeStyle = colours.rule;
  context.globalAlpha = 0.7;
  context.beginPath();
  for (const { time } of marks) {
    const x = Math.round(xOf(plane, time)) + 0.5;
    context.moveTo(x, top);
    context.lineTo(x, height);
  }
  context.stroke();
  context.globalAlpha = 1;
  context.fillStyle = colours.faint;
  for (const { time, label } of marks) {
    const x = xOf(plane, time);
    if (x > left + 4 && x + 4 + context.measureText(label).width < width) context.fillText(label, x + 4, top / 2);
  }
  context.strokeStyle = colours.rule;
  context.beginPath();
  context.moveTo(0, top - 0.5);
  context.lineTo(width, top - 0.5);
  context.stroke();
  // Nothing is before the beginning.
  const start = Math.max(left, xOf(plane, 0));
  const end = Math.max(start, Math.min(width, xOf(plane, tip)));
  for (const [from, to, colour] of [
    [start, end, colours.strong],
    [end, width, colours.rule],
  ] as const) {
    context.strokeStyle = colour;
    context.beginPath();
    for (const { y } of lanes.lanes) {
      context.moveTo(from, Math.round(y) + 0.5);
      context.lineTo(to, Math.round(y) + 0.5);
    }
    context.stroke();
  }
  for (const band of picture?.downs ?? []) paintDown(context, plane, { ...band, to: Math.min(band.to, tip) }, colours);
}

function paintCut(context: CanvasRenderingContext2D, plane: Plane, band: Band, colours: SpaceColours): void {
  const { width, height, left, top } = plane;
  const from = Math.max(left, xOf(plane, band.from));
  const to = Math.min(width, xOf(plane, band.to));
  if (to <= from) return;
  context.fillStyle = colours.bad;
  context.globalAlpha = 0.07;
  context.fillRect(from, top, to - from, height - top);
  context.globalAlpha = 0.8;
  context.fillRect(from, top, to - from, 2);
  const text = `cut ${band.text}`;
  context.globalAlpha = 1;
  if (context.measureText(text).width + 8 < to - from) context.fillText(text, from + 5, top + 12);
}

/** A node that is down has a broken lane. */
function paintDown(context: CanvasRenderingContext2D, plane: Plane, band: Band, colours: SpaceColours): void {
  const from = Math.max(plane.left, xOf(plane, band.from));
  const to = Math.min(plane.width, xOf(plane, band.to));
  if (to <= from || band.lane === null) return;
  const y = Math.round(yOf(plane, band.lane)) + 0.5;
  context.strokeStyle = colours.ground;
  context.lineWidth = 3;
  context.beginPath();
  context.moveTo(from, y);
  context.lineTo(to, y);
  context.stroke();
  context.strokeStyle = colours.bad;
  context.lineWidth = 1.4;
  context.setLineDash([2, 5]);
  context.beginPath();
  context.moveTo(from, y);
  context.lineTo(to, y);
  context.stroke();
  context.setLineDash([]);
  context.lineWidth = 1;
}

// ---------------------------------------------------------------- what happened

export function paintSpaceMessages(
  context: CanvasRenderingContext2D,
  plane: Plane,
  messages: readonly SpaceMessage[],
  now: Now,
  hasChosen: boolean,
  signOf: (type: string) => MessageSign,
  colours: SpaceColours,
): void {
  const lines = new Map<string, { colour: number; lit: boolean; list: SpaceMessage[] }>();
  for (const message of messages) {
    if (message.sentAt > plane.shown.to || message.arrivesAt < plane.shown.from) continue;
    const { colour } = signOf(message.type);
    const lit = !hasChosen || message.lit;
    const key = `${colour} ${lit}`;
    const group = lines.get(key);
    if (group === undefined) lines.set(key, { colour, lit, list: [message] });
    else group.list.push(message);
  }
  const many = messages.length > 500;
  context.lineCap = 'butt';
  for (const { colour, lit, list } of [...lines.values()].toSorted((a, b) => Number(a.lit) - Number(b.lit))) {
    context.strokeStyle = colours.series[colour] ?? colours.ink;
    context.globalAlpha = lit ? (many && !hasChosen ? 0.45 : 0.75) : dimmed;
    context.lineWidth = lit && hasChosen ? 1.8 : 1.2;
    // Each by itself: one path of a thousand lines that cross each other takes much longer to fill (33 ms a frame instead of 17).
    for (const message of list) {
      context.beginPath();
      addMessage(context, plane, message, now.tip);
      context.stroke();
    }
  }
  context.globalAlpha = 1;
  paintLost(context, plane, messages, now, hasChosen, colours);
}

function addMessage(context: CanvasRenderingContext2D, plane: Plane, message: SpaceMessage, tip: number): void {
  const x0 = xOf(plane, message.sentAt);
  const y0 = yOf(plane, message.from);
  const end = endOf(plane, message);
  // On its way: as far as it has come.
  const span = message.arrivesAt - message.sentAt;
  const endTime = message.lost ? message.sentAt + span / 2 : message.arrivesAt;
  const share = Math.min(1, (tip - message.sentAt) / Math.max(1e-9, endTime - message.sentAt));
  if (!(share > 0) || !Number.isFinite(span)) return;
  context.moveTo(x0, y0);
  if (message.from === message.to && !message.lost) {
    const x1 = x0 + (end.x - x0) * share;
    context.quadraticCurveTo((x0 + x1) / 2, y0 - Math.min(26, plane.lanes.step * 0.7), x1, y0);
  } else context.lineTo(x0 + (end.x - x0) * share, y0 + (end.y - y0) * share);
}

/** A lost message ends half way, in a cross. */
function paintLost(
  context: CanvasRenderingContext2D,
  plane: Plane,
  messages: readonly SpaceMessage[],
  now: Now,
  hasChosen: boolean,
  colours: SpaceColours,
): void {
  const arm = Math.max(2.5, Math.min(4, plane.lanes.step / 6));
  context.strokeStyle = colours.bad;
  context.lineWidth = 1.6;
  for (const isLit of [false, true]) {
    context.globalAlpha = isLit ? 1 : dimmed * 2;
    context.beginPath();
    for (const message of messages) {
      if (!message.lost || (!hasChosen || message.lit) !== isLit) continue;
      const { x, y } = endOf(plane, message);
      if (x < plane.left - 5 || x > plane.width + 5 || (message.sentAt + message.arrivesAt) / 2 > now.tip) continue;
      context.moveTo(x - arm, y - arm);
      context.lineTo(x + arm, y + arm);
      context.moveTo(x + arm, y - arm);
      context.lineTo(x - arm, y + arm);
    }
    context.stroke();
  }
  context.globalAlpha = 1;
}

export function paintEvents(
  context: CanvasRenderingContext2D,
  plane: Plane,
  events: readonly SpaceEvent[],
  hasChosen: boolean,
  signOf: (type: string) => MessageSign,
  colours: SpaceColours,
): void {
  const inSight = events.filter(({ time }) => time >= plane.shown.from && time <= plane.shown.to);
  const size = markSize(plane, inSight.length);
  for (const lit of [false, true]) {
    context.globalAlpha = lit ? 1 : dimmed * 1.6;
    const groups = new Map<string, SpaceEvent[]>();
    for (const event of inSight) {
      if ((!hasChosen || event.cone !== Cone.none) !== lit) continue;
      const key = event.glyph === 'arrival' ? `arrival ${signOf(event.type).colour}` : event.glyph;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [event]);
      else group.push(event);
    }
    for (const list of groups.values()) {
      const [first] = list;
      if (first === undefined) continue;
      const isArrival = first.glyph === 'arrival';
      const colour = isArrival
        ? (colours.series[signOf(first.type).colour] ?? colours.ink)
        : glyphColour(first.glyph, colours);
      context.fillStyle = isFilled(first.glyph) ? colour : colours.ground;
      context.strokeStyle = colour;
      context.lineWidth = first.glyph === 'crash' ? 2 : 1.3;
      context.beginPath();
      for (const event of list)
        addGlyph(
          context,
          event,
          xOf(plane, event.time),
          yOf(plane, event.lane),
          size,
          isArrival ? signOf(event.type) : null,
        );
      if (first.glyph !== 'crash') context.fill();
      if (!isArrival) context.stroke();
    }
  }
  context.globalAlpha = 1;
}

function glyphColour(glyph: Glyph, colours: SpaceColours): string {
  switch (glyph) {
    case 'crash':
      return colours.bad;
    case 'act':
    case 'restart':
      return colours.accent;
    default:
      return colours.ink;
  }
}

const isFilled = (glyph: Glyph): boolean => glyph === 'arrival' || glyph === 'may' || glyph === 'act';

function addGlyph(
  context: CanvasRenderingContext2D,
  { glyph }: SpaceEvent,
  x: number,
  y: number,
  size: number,
  sign: MessageSign | null,
): void {
  switch (glyph) {
    case 'arrival':
      return addForm(context, sign?.form ?? 'disc', x, y, size);
    // An hourglass is too much for four pixels; a hollow ring it is.
    case 'timer':
      context.moveTo(x + size * 0.85, y);
      context.arc(x, y, size * 0.85, 0, 2 * Math.PI);
      return;
    case 'may':
      return addForm(context, 'diamond', x, y, size * 0.85);
    case 'when':
      return addForm(context, 'triangle', x, y, size * 0.8);
    case 'start':
      context.rect(x - 1, y - size * 1.3, 2, size * 2.6);
      return;
    case 'act':
    case 'restart':
      context.rect(x - size * 0.9, y - size * 0.9, size * 1.8, size * 1.8);
      return;
    case 'crash': {
      const arm = Math.max(3.5, size * 1.3);
      context.moveTo(x - arm, y - arm);
      context.lineTo(x + arm, y + arm);
      context.moveTo(x + arm, y - arm);
      context.lineTo(x - arm, y + arm);
    }
  }
}

// ---------------------------------------------------------------- over it

/** The moment that is shown, what has not happened yet from there, and where runs part. */
export function paintTime(
  context: CanvasRenderingContext2D,
  plane: Plane,
  now: Now,
  forks: readonly { readonly time: number; readonly text: string }[],
  acts: SpacePicture['acts'],
  colours: SpaceColours,
): void {
  const { width, height, left, top } = plane;
  const head = xOf(plane, now.head);
  if (now.head < now.tip && head < width) {
    // Known already, but not yet at the moment that is shown.
    context.fillStyle = colours.ground;
    context.globalAlpha = 0.45;
    context.fillRect(Math.max(left, head), top, width, height - top);
    context.globalAlpha = 1;
  }
  paintFlags(context, plane, acts, height - 9, [], colours.faint);
  paintFlags(context, plane, forks, height - 24, [3, 4], colours.warn);
  if (head >= left && head <= width) {
    context.strokeStyle = colours.accent;
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(head, top - 6);
    context.lineTo(head, height);
    context.stroke();
    context.fillStyle = colours.accent;
    context.beginPath();
    context.moveTo(head - 5, top - 10);
    context.lineTo(head + 5, top - 10);
    context.lineTo(head, top - 3);
    context.fill();
  }
}

function paintFlags(
  context: CanvasRenderingContext2D,
  plane: Plane,
  flags: readonly { readonly time: number; readonly text: string }[],
  y: number,
  dash: readonly number[],
  colour: string,
): void {
  const { left, width, top, height } = plane;
  const seen = flags
    .map(({ time, text }) => ({ x: Math.round(xOf(plane, time)) + 0.5, text }))
    .filter(({ x }) => x >= left && x <= width);
  if (seen.length === 0) return;
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = 1;
  context.setLineDash([...dash]);
  context.beginPath();
  for (const { x } of seen) {
    context.moveTo(x, top);
    context.lineTo(x, height);
  }
  context.stroke();
  context.setLineDash([]);
  const widthOf = (text: string): number => context.measureText(text).width;
  for (const { x, text } of flagLabels(seen, { left, right: width }, widthOf)) context.fillText(text, x, y);
}

export function paintMark(
  context: CanvasRenderingContext2D,
  plane: Plane,
  event: Pick<SpaceEvent, 'time' | 'lane'>,
  isChosen: boolean,
  colours: SpaceColours,
): void {
  const [x, y] = [xOf(plane, event.time), yOf(plane, event.lane)];
  for (const [colour, width] of [
    [colours.ground, 5],
    [isChosen ? colours.accent : colours.ink, 2],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    context.arc(x, y, markSize(plane, 0) + 4, 0, 2 * Math.PI);
    context.stroke();
  }
}
