/**
 * The moving layer: messages, their trails and labels, and timers, on a Canvas between the links and the nodes.
 * A Canvas because a thousand moving things cost half of what they cost in SVG; grouped by colour, because each
 * change of colour is what a Canvas pays for.
 */
import type { TimerView } from '../../kernel/protocol.ts';
import type { Label, PlacedLabel, Rect } from './labels.ts';
import { placeLabels } from './labels.ts';
import type { Layout, Point } from './layout.ts';
import { measureText } from './measure.ts';
import type { Flight } from './motion.ts';
import { lengthOf, pointOn, type Route } from './route.ts';
import { arcReach, arcWidth } from './timer-arcs.ts';
import type { Form } from './signs.ts';

/** A message as it is drawn now. */
export interface Drawn {
  readonly id: number;
  readonly type: string;
  readonly route: Route;
  readonly flight: Flight;
  readonly form: Form;
  /** Index into `Colours.series`, from 1. */
  readonly colour: number;
}

export interface DrawnTimer {
  readonly timer: TimerView;
  readonly centre: Point;
  readonly left: number;
  /** 0 for the ring nearest to the node. */
  readonly ring: number;
  readonly colour: number;
}

export interface Colours {
  /** `--c1` … `--c6` at 1 … 6. */
  readonly series: readonly string[];
  /** `--s1` … `--s6` at 1 … 6. */
  readonly stars: readonly string[];
  readonly ink: string;
  readonly bad: string;
  readonly ground: string;
}

const trailLength = 34;

/** Moves without end points are drawn under the dots, so all trails come first. */
export function paintMessages(
  context: CanvasRenderingContext2D,
  drawn: readonly Drawn[],
  radius: number,
  colours: Colours,
): void {
  const byColour = new Map<number, Drawn[]>();
  for (const message of drawn) {
    const group = byColour.get(message.colour);
    if (group === undefined) byColour.set(message.colour, [message]);
    else group.push(message);
  }
  context.lineCap = 'round';
  for (const [colour, group] of byColour) {
    context.strokeStyle = colours.series[colour] ?? colours.ink;
    context.globalAlpha = 0.35;
    context.lineWidth = Math.max(1, radius / 2);
    for (const { route, flight } of group) {
      if (flight.lost > 0 || flight.at <= 0 || flight.at >= 1 || route.type === 'loop') continue;
      const length = lengthOf(route);
      const back = length === 0 ? 0 : Math.max(0, flight.at - trailLength / length);
      const from = pointOn(route, back);
      const to = pointOn(route, flight.at);
      // Line by line: one path of a thousand lines takes the rasteriser three times as long.
      context.beginPath();
      context.moveTo(from.x, from.y);
      context.lineTo(to.x, to.y);
      context.stroke();
    }
    context.globalAlpha = 1;
    context.fillStyle = colours.series[colour] ?? colours.ink;
    context.beginPath();
    for (const { route, flight, form } of group) {
      if (flight.lost > 0) continue;
      const { x, y } = pointOn(route, flight.at);
      addForm(context, form, x, y, radius);
    }
    context.fill();
  }
  for (const message of drawn) if (message.flight.lost > 0) paintLost(context, message, radius, colours);
}

export function addForm(context: CanvasRenderingContext2D, form: Form, x: number, y: number, r: number): void {
  switch (form) {
    case 'disc':
      context.moveTo(x + r, y);
      context.arc(x, y, r, 0, 2 * Math.PI);
      return;
    case 'diamond': {
      const d = r * 1.25;
      context.moveTo(x, y - d);
      context.lineTo(x + d, y);
      context.lineTo(x, y + d);
      context.lineTo(x - d, y);
      context.closePath();
      return;
    }
    case 'square':
      context.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8);
      return;
    case 'triangle':
      context.moveTo(x, y - r * 1.2);
      context.lineTo(x + r * 1.15, y + r * 0.85);
      context.lineTo(x - r * 1.15, y + r * 0.85);
      context.closePath();
  }
}

/** It falls off its way, fades, and leaves a cross where it was lost. */
function paintLost(
  context: CanvasRenderingContext2D,
  { route, flight, form, colour }: Drawn,
  radius: number,
  colours: Colours,
): void {
  const { x, y } = pointOn(route, flight.at);
  context.globalAlpha = 1 - flight.lost;
  context.fillStyle = colours.series[colour] ?? colours.ink;
  context.beginPath();
  addForm(context, form, x, y + flight.lost * flight.lost * 26, radius * (1 - 0.4 * flight.lost));
  context.fill();
  const arm = Math.max(3, radius * 0.9);
  context.globalAlpha = Math.min(1, 2 - 2 * flight.lost);
  context.strokeStyle = colours.bad;
  context.lineWidth = Math.max(1.4, radius / 3);
  context.beginPath();
  context.moveTo(x - arm, y - arm);
  context.lineTo(x + arm, y + arm);
  context.moveTo(x + arm, y - arm);
  context.lineTo(x - arm, y + arm);
  context.stroke();
  context.globalAlpha = 1;
}

/** Messages that were on their way before an edit and are not now: hollow, on a dashed way. */
export function paintGone(
  context: CanvasRenderingContext2D,
  drawn: readonly Drawn[],
  radius: number,
  colours: Colours,
): void {
  for (const { route, flight, form, colour } of drawn) {
    if (flight.lost > 0) continue;
    const at = pointOn(route, flight.at);
    context.strokeStyle = colours.series[colour] ?? colours.ink;
    if (route.type === 'line') {
      context.globalAlpha = 0.3;
      context.lineWidth = 1;
      context.setLineDash([2, 5]);
      context.beginPath();
      context.moveTo(route.from.x, route.from.y);
      context.lineTo(route.to.x, route.to.y);
      context.stroke();
      context.setLineDash([]);
    }
    context.globalAlpha = 0.75;
    context.lineWidth = 1.4;
    context.fillStyle = colours.ground;
    context.beginPath();
    addForm(context, form, at.x, at.y, radius);
    context.fill();
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** As they are drawn, with the names of the stars that they carry behind their own. */
export function withStarNames(
  drawn: readonly Drawn[],
  starsOf: (id: number) => readonly { readonly name: string }[],
): readonly Drawn[] {
  return drawn.map((message) => {
    const signs = starsOf(message.id);
    return signs.length === 0
      ? message
      : { ...message, type: `${message.type} ★ ${signs.map(({ name }) => name).join(', ')}` };
  });
}

/** Messages that carry a star: a ring for each, and a star beside it. */
export function paintStars(
  context: CanvasRenderingContext2D,
  drawn: readonly Drawn[],
  starsOf: (id: number) => readonly { readonly colour: number }[],
  radius: number,
  colours: Colours,
): void {
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  context.lineJoin = 'round';
  for (const { id, route, flight } of drawn) {
    const signs = starsOf(id);
    if (signs.length === 0 || flight.lost > 0.4) continue;
    const { x, y } = pointOn(route, flight.at);
    for (const [index, { colour }] of signs.entries()) {
      const own = colours.stars[colour] ?? colours.ink;
      context.strokeStyle = own;
      context.lineWidth = 2;
      context.beginPath();
      context.arc(x, y, radius + 3.5 + index * 3.5, 0, 2 * Math.PI);
      context.stroke();
      // Side by side, above it.
      const at = { x: x + radius + 5 + index * 11, y: y - radius - 5 };
      context.font = '13px sans-serif';
      context.strokeStyle = colours.ground;
      context.lineWidth = 3;
      context.strokeText('★', at.x, at.y);
      context.fillStyle = own;
      context.fillText('★', at.x, at.y);
    }
  }
  context.textAlign = 'start';
}

/** Round the message that is looked at. */
export function paintRing(
  context: CanvasRenderingContext2D,
  { route, flight }: Drawn,
  radius: number,
  colours: Colours,
): void {
  const { x, y } = pointOn(route, flight.at);
  for (const [colour, width] of [
    [colours.ground, 5],
    [colours.ink, 2],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    context.arc(x, y, radius + 6, 0, 2 * Math.PI);
    context.stroke();
  }
}

/** An arc that shortens as the timer runs out, clockwise towards the top. `marked`: the one that is pointed at. */
export function paintTimers(
  context: CanvasRenderingContext2D,
  timers: readonly DrawnTimer[],
  radius: number,
  colours: Colours,
  marked?: TimerView,
): void {
  const width = arcWidth(radius);
  context.lineCap = 'round';
  for (const { timer, centre, left, ring, colour } of timers) {
    const reach = arcReach(radius, ring);
    const isMarked = timer === marked;
    context.lineWidth = isMarked ? width * 1.8 : width;
    context.strokeStyle = colours.series[colour] ?? colours.ink;
    context.globalAlpha = isMarked ? 0.3 : 0.13;
    context.beginPath();
    context.arc(centre.x, centre.y, reach, 0, 2 * Math.PI);
    context.stroke();
    if (left <= 0) continue;
    context.globalAlpha = isMarked ? 1 : 0.7;
    context.beginPath();
    context.arc(centre.x, centre.y, reach, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * left);
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** At most so many messages get their name beside them. */
export const labelledMessages = 16;

export function labelsFor(
  drawn: readonly Drawn[],
  radius: number,
  nodes: readonly Rect[],
  bounds: Rect,
  sides: Map<number, number>,
  widthOf: (text: string) => number,
): readonly PlacedLabel[] {
  if (drawn.length > labelledMessages) return [];
  const labels: Label[] = [];
  const dots: Rect[] = [];
  for (const { id, type, route, flight } of drawn) {
    if (flight.lost > 0.4) continue;
    const { x, y } = pointOn(route, flight.at);
    dots.push({ x: x - radius, y: y - radius, width: radius * 2, height: radius * 2 });
    if (flight.at > 0 && flight.at < 1) labels.push({ key: id, x, y, width: widthOf(type), height: 14 });
  }
  return placeLabels(labels, [...nodes, ...dots], bounds, sides);
}

/** With a rim of the ground's colour, so that a label stays readable over a link. */
export function paintLabels(
  context: CanvasRenderingContext2D,
  labels: readonly PlacedLabel[],
  textOf: ReadonlyMap<number, string>,
  font: string,
  colours: Colours,
): void {
  context.font = font;
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 4;
  context.strokeStyle = colours.ground;
  context.fillStyle = colours.ink;
  for (const label of labels) {
    const text = textOf.get(label.key) ?? '';
    const y = label.y + label.height / 2;
    context.strokeText(text, label.x, y);
    context.fillText(text, label.x, y);
  }
}

/** The names of message types beside the messages, where there are few. As large as the nodes: a projector is read from far. */
export function paintTypes(
  context: CanvasRenderingContext2D,
  drawn: readonly Drawn[],
  dot: number,
  nodes: readonly Rect[],
  { size, radius }: Pick<Layout, 'size' | 'radius'>,
  sides: Map<number, number>,
  colours: Colours,
): void {
  const bounds = { x: 4, y: 4, width: size.width - 8, height: size.height - 8 };
  const fontSize = Math.round(12 * Math.max(1, Math.min(1.4, radius / 44)));
  const labels = labelsFor(drawn, dot, nodes, bounds, sides, (text) => measureText(text, 'code') * fontSize);
  const textOf = new Map(drawn.map(({ id, type }) => [id, type]));
  paintLabels(context, labels, textOf, measureText.font('code', fontSize), colours);
}
