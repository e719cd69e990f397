/** The layer of the topology that moves: messages on their ways and the arcs of timers, on a canvas. What it drew last can be hit. */
import type { Frame, MessageView } from '../../kernel/protocol.ts';
import { type Target, timerOf } from '../menu/targets.ts';
import { type StarMarks, starsOf } from '../model/stars.ts';
import { drawnOf } from './drawn.ts';
import { drawnTimers } from './drawn-timers.ts';
import {
  type Colours,
  type Drawn,
  type DrawnTimer,
  paintGone,
  paintMessages,
  paintRing,
  paintStars,
  paintTimers,
  paintTypes,
  withStarNames,
} from './paint.ts';
import type { PicturePlaces } from './picture-places.ts';
import { drawnMessages, type Scene, type Traffic, trafficOf } from './scene.ts';
import { messageSign, roleSign, type Signs } from './signs.ts';
import { paintStreams } from './stream-paint.ts';
import { streamsAbove, streamsOf } from './streams.ts';

export interface Moving {
  readonly frame: Frame;
  readonly scene: Scene;
  readonly traffic: Traffic;
  /** Messages of the run as it was before an edit. */
  readonly gone: readonly MessageView[];
  /** Message types that are not drawn. */
  readonly muted: ReadonlySet<string>;
  readonly signs: Signs;
  readonly stars: StarMarks;
  /** What the card is about, or what is pointed at. */
  readonly marked: Target | null;
  /** Types stand beside their messages. */
  readonly isNamed: boolean;
}

/** Arcs round a node smaller than this cannot be told apart, px. */
const leastRadius = 7;

export class MovingLayer {
  drawn: readonly Drawn[] = [];
  arcs: readonly DrawnTimer[] = [];
  /** On which side of its message each name stands, so that it stays there. */
  readonly #sides = new Map<number, number>();
  readonly #places: PicturePlaces;

  constructor(places: PicturePlaces) {
    this.#places = places;
  }

  /** @param now virtual ms */
  paint(context: CanvasRenderingContext2D, colours: Colours, now: number, what: Moving): void {
    const { frame, scene, traffic, gone, signs, stars, marked, isNamed } = what;
    const { layout, now: places } = this.#places;
    const { radius } = layout;
    const starsOn = (id: number) => starsOf(stars, { type: 'message', id });
    this.#paintStreams(context, colours, what);
    const timers = radius < leastRadius ? [] : frame.timers;
    this.arcs = drawnTimers(timers, now, places, (node) => roleColour(node, scene, signs));
    paintTimers(context, this.arcs, radius, colours, marked?.type === 'timer' ? timerOf(marked, frame) : undefined);
    this.drawn = this.#draw(traffic.messages, now, what);
    const dot = Math.max(2, Math.min(6, radius / 6, this.drawn.length > 200 ? 4 : 6));
    const ghosts = trafficOf(gone, what.muted, drawnMessages[scene.type]).messages;
    paintGone(context, this.#draw(ghosts, now, what), dot, colours);
    paintMessages(context, this.drawn, dot, colours);
    if (stars.messages.size > 0) paintStars(context, this.drawn, starsOn, dot, colours);
    const ringed = marked?.type === 'message' ? this.drawn.find(({ id }) => id === marked.id) : undefined;
    if (ringed !== undefined) paintRing(context, ringed, dot, colours);
    if (!isNamed) return;
    const named = withStarNames(this.drawn, starsOn);
    paintTypes(context, named, dot, this.#places.rects(), layout, this.#sides, colours);
  }

  #draw(messages: readonly MessageView[], now: number, { scene, signs }: Moving): readonly Drawn[] {
    return drawnOf(messages, now, (message) => this.#places.routeOf(message, scene), signs.types);
  }

  /** Very many messages, or those between figures of many nodes. */
  #paintStreams(
    context: CanvasRenderingContext2D,
    colours: Colours,
    { frame: { messages }, scene: { type, figureOf }, muted, signs }: Moving,
  ): void {
    if (type === 'nodes' && messages.length <= streamsAbove) return;
    const streams = streamsOf(messages, figureOf, muted).flatMap((stream) => {
      const route = this.#places.way(stream.from, stream.to, 0);
      return route === null ? [] : [{ ...stream, route, colour: messageSign(stream.type, signs.types).colour }];
    });
    paintStreams(context, streams, colours);
  }
}

function roleColour(node: string, { figures }: Scene, { roles }: Signs): number {
  const figure = figures.find(({ id }) => id === node);
  return roleSign(figure?.type === 'node' ? figure.role : '', roles).colour;
}
