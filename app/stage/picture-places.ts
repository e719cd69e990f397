/** Where things stand in the topology: its nodes, also while they glide to new places, and the ways between them. */
import type { MessageView } from '../../kernel/protocol.ts';
import { type Glide, placesAt } from './glide.ts';
import type { Rect } from './labels.ts';
import { isAsking, type Layout, layOut, type Point, type Size } from './layout.ts';
import { measureText } from './measure.ts';
import { layOutMiniature } from './miniature-layout.ts';
import { type Moved, withMoved } from './moved.ts';
import { type Route, routeFor } from './route.ts';
import type { Scene } from './scene.ts';
import { kindOutlines, type Outline } from './signs.ts';

export interface HowLaid {
  readonly isMiniature: boolean;
  /** A figure of many nodes is open: its nodes are drawn as nodes. */
  readonly isOpened: boolean;
  /** Where the reader has put nodes. */
  readonly moved: Moved;
  /** Nodes glide to new places. */
  readonly glides: boolean;
  /** px at the right edge in which no node is to stand. */
  readonly reserved: number;
}

/** px, of a figure that stands for many nodes. */
const largestOfKinds = 64;
/** A picture smaller than this has no room for anything, px. */
const leastSide = 10;

export class PicturePlaces {
  layout: Layout = layOut([], { width: 1, height: 1 });
  /** The places now: on the way from the old to the new while nodes glide. */
  now: ReadonlyMap<string, Point> = new Map();
  outlines: ReadonlyMap<string, Outline> = new Map();
  /** Of a miniature: the kinds whose names stand beneath. */
  beneath: ReadonlySet<string> = new Set();
  #key = '';
  #version = 0;
  #size: Size = { width: 0, height: 0 };
  #glide: Glide | null = null;
  readonly #ways = new Map<string, Route>();

  get glides(): boolean {
    return this.#glide !== null;
  }

  /** Another one when the layout is another. */
  get version(): number {
    return this.#version;
  }

  /** Nothing is done while figures and size are the same. `wall`: ms of the wall clock. */
  lay(
    { figures, type }: Scene,
    whole: Size,
    { isMiniature, isOpened, moved, glides, reserved }: HowLaid,
    wall: number,
  ): void {
    const { width, height } = whole;
    const size = { width: width - reserved, height };
    if (width < leastSide || height < leastSide) return;
    const key = `${width}x${height} ${reserved}\n${figures.map((figure) => `${figure.id}\t${figure.kind}\t${figure.type === 'node' ? figure.group : ''}`).join('\n')}`;
    if (key === this.#key) return;
    const hadLayout = this.#key !== '' && this.#size.width === width && this.#size.height === height;
    this.#key = key;
    this.#size = whole;
    this.#version += 1;
    if (isMiniature) {
      const { layout, beneath } = layOutMiniature(figures, size, (text) => measureText(text, 'ui'));
      [this.layout, this.beneath] = [layout, beneath];
    } else {
      const isOfKinds = type === 'kinds' && !isOpened;
      this.layout = withMoved(layOut(figures, size, isOfKinds ? largestOfKinds : undefined), moved);
    }
    this.#glide = hadLayout && glides ? { from: this.now, start: wall } : null;
    this.goOn(wall);
  }

  /** Next time all is laid anew. */
  forget(): void {
    this.#key = '';
  }

  /** Of each kind a shape of its own. */
  outline({ figures }: Scene): void {
    this.outlines = kindOutlines(
      figures.map(({ kind }) => kind),
      isAsking,
    );
  }

  /** Nodes glide on. */
  goOn(wall: number): void {
    const { places, isOver } = placesAt(this.layout, this.#glide, wall);
    this.now = places;
    if (isOver) this.#glide = null;
    this.#ways.clear();
  }

  routeOf({ id, from, to }: MessageView, { figureOf, type }: Scene): Route | null {
    // Between kinds, messages run side by side in seven lanes.
    const lane = type === 'kinds' ? ((id % 7) - 3) / 3 + 0.01 : 0;
    return this.way(figureOf.get(from) ?? '', figureOf.get(to) ?? '', lane);
  }

  way(from: string, to: string, lane: number): Route | null {
    const key = `${from}\n${to}\n${lane}`;
    const known = this.#ways.get(key);
    if (known !== undefined) return known;
    const route = routeFor(this.now, from, to, this.layout, lane);
    if (route === null) return null;
    this.#ways.set(key, route);
    return route;
  }

  /** What nodes cover, one of them left out. */
  rects(except: string | null = null): readonly Rect[] {
    const reach = this.layout.radius + 6;
    return [...this.now]
      .filter(([id]) => id !== except)
      .map(([, { x, y }]) => ({ x: x - reach, y: y - reach, width: 2 * reach, height: 2 * reach }));
  }
}
