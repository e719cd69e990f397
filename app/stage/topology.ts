/**
 * `<rh-topology>`: the system as a picture. Links and nodes are SVG, what moves between them is a Canvas. A frame that
 * changes no node costs one Canvas repaint and no rendering.
 */
import { whenEscaped } from '../parts/escape.ts';
import { pointIn } from '../parts/own-px.ts';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { Frame, MessageView } from '../../kernel/protocol.ts';
import { explains } from '../hint/explains.ts';
import { act } from '../model/act.ts';
import { noMarks, type StarMarks, starsOf } from '../model/stars.ts';
import type { Playback } from '../model/state.ts';
import type { Picture } from './about.ts';
import { canvasColours } from './colours.ts';
import { placeBeside, rectsOf } from './card-beside.ts';
import type { At, Told } from '../hint/told.ts';
import { isMenuKey, openMenu, boxOf, pointBox } from '../menu/open.ts';
import { createLongPress } from '../menu/long-press.ts';
import { menuOf, type Target, timerOf } from '../menu/targets.ts';
import { type Division, divisionOf } from './cuts.ts';
import { drawnOf } from './drawn.ts';
import { drawnTimers } from './drawn-timers.ts';
import type { FigureLook } from './figure.ts';
import { figureButton, nextOf } from './figure-button.ts';
import { type GhostLook, ghostLook, noGhost } from './ghost-look.ts';
import { type Glide, placesAt } from './glide.ts';
import { groundShapes, linkedPairs } from './ground.ts';
import { fingerReach, linkAt, messageAt, mouseReach, type Reach, timerAt } from './hit.ts';
import './inspector.ts';
import type { Rect } from './labels.ts';
import { isAsking, type Layout, layOut, type Point } from './layout.ts';
import './legend.ts';
import { measureText } from './measure.ts';
import { layOutMiniature } from './miniature-layout.ts';
import { type Clock, read, synchronised } from './motion.ts';
import { createNodeDrag } from './node-drag.ts';
import { placesFor } from '../storage/places.ts';
import { movedBy, type Places, shareOf, withMoved } from './moved.ts';
import {
  type Colours,
  type Drawn,
  type DrawnTimer,
  paintGone,
  paintTypes,
  paintMessages,
  paintRing,
  paintStars,
  paintTimers,
  withStarNames,
} from './paint.ts';
import { Painting, reducedMotion } from './painting.ts';
import { placeOf, pointAt } from './pointed-place.ts';
import { type Route, routeFor } from './route.ts';
import { drawnMessages, type Scene, type SeenLinks, sceneOf, seeLinks, type Traffic, trafficOf } from './scene.ts';
import { kindOutlines, messageSign, noSigns, noteSent, type Outline, roleSign, type Signs } from './signs.ts';
import { paintStreams } from './stream-paint.ts';
import { streamsAbove, streamsOf } from './streams.ts';
import './thing-card.ts';
import { focusedNode, pictureTold } from './picture-told.ts';
import { topologyStyles } from './topology.css.ts';

const legendHeight = 36;
const legendEveryMs = 200;
const noBox = { x: 0, y: 0, width: 0, height: 0 };
/** What has a card of its own, besides nodes. */
type Picked = Exclude<Target, { readonly type: 'node' }>;

export class RhTopology extends LitElement {
  static override readonly properties = {
    selected: { attribute: false },
    quiet: { type: Boolean, reflect: true },
    pointed: { state: true },
    marked: { attribute: false },
    picked: { state: true },
    muted: { state: true },
    signs: { attribute: false },
    showGhost: { attribute: false },
    different: { attribute: false },
    isOther: { attribute: false },
    hasInspector: { attribute: false },
    stars: { attribute: false, hasChanged: (a: StarMarks, b?: StarMarks) => a.nodesKey !== b?.nodesKey },
    moved: { attribute: false },
  };
  /** The node the inspector shows. */
  declare selected: string | null;
  /** A miniature: names alone, no controls. */
  declare quiet: boolean;
  declare pointed: Target | null;
  /** What a list beside the picture points at. */
  declare marked: Target | null;
  /** What the card is about. The run stands still while it is open. */
  declare picked: Picked | null;
  /** Message types that are not drawn. */
  declare muted: ReadonlySet<string>;
  /** The owner's, so that they outlive this picture. Set before the first frame. */
  declare signs: Signs;
  /** The run as it was before an edit is drawn with it, where there is one. */
  declare showGhost: boolean;
  /** Nodes that are not the same in the branch beside. */
  declare different: ReadonlySet<string>;
  /** Another run than the current one: it is looked at, not acted on, and its states are told elsewhere. */
  declare isOther: boolean;
  /** Whether the inspector is a card over the picture; the owner may have it elsewhere. */
  declare hasInspector: boolean;
  /** What carries a star. */
  declare stars: StarMarks;
  /** Where the reader has put nodes. The owner's, as signs are. */
  declare moved: Places;

  static override readonly styles = topologyStyles;

  #frame: Frame | null = null;
  #playback: Playback | null = null;
  #scene: Scene = sceneOf([]);
  /** The figure of many nodes that is open. */
  #opened: string | null = null;
  #outlines: ReadonlyMap<string, Outline> = new Map();
  #layout: Layout = layOut([], { width: 1, height: 1 });
  #layoutKey = '';
  /** Of a miniature: the kinds whose names stand beneath. */
  #beneath: ReadonlySet<string> = new Set();
  #places: ReadonlyMap<string, Point> = new Map();
  #glide: Glide | null = null;
  #division: Division = { islands: [], broken: [] };
  #cutsKey = '';
  #links: SeenLinks | null = null;
  #clock: Clock | null = null;
  #traffic: Traffic = { messages: [], sample: 1, counts: new Map() };
  #ghost: GhostLook = noGhost;
  #ghostKey = '';
  #legendAt = 0;
  #roving = '';
  #drawn: readonly Drawn[] = [];
  #arcs: readonly DrawnTimer[] = [];
  readonly #routes = new Map<string, Route>();
  readonly #sides = new Map<number, number>();
  readonly #painting = new Painting<Colours>(this, {
    colours: canvasColours,
    paint: (context, colours, wall) => this.#paint(context, colours, wall),
    resized: () => {
      this.#lay(performance.now());
      this.requestUpdate();
    },
  });
  #stopEscape = (): void => {};
  readonly #cardSizes = new ResizeObserver(() => this.#putCards());

  constructor() {
    super();
    this.selected = null;
    this.quiet = false;
    this.pointed = null;
    this.marked = null;
    this.picked = null;
    this.muted = new Set();
    this.signs = noSigns();
    this.showGhost = false;
    this.different = new Set();
    this.isOther = false;
    this.hasInspector = true;
    this.stars = noMarks;
    this.moved = placesFor('');
  }

  // ---------------------------------------------------------------- what comes in

  /** Not reactive: most frames change only what the Canvas draws. */
  set frame(frame: Frame | null) {
    const isKnown = frame === this.#frame;
    this.#frame = frame;
    if (frame === null || isKnown) return;
    const wall = performance.now();
    this.#clock = synchronised(this.#clock, frame.now, wall, this.#rate());
    const scene = sceneOf(frame.nodes, this.#opened);
    const isNew = scene.signature !== this.#scene.signature;
    if (isNew) {
      this.#scene = scene;
      this.#outlines = kindOutlines(
        scene.figures.map(({ kind }) => kind),
        isAsking,
      );
    }
    const seen = seeLinks(this.#links, frame, this.#scene);
    const hasNewLinks = seen.links !== this.#links?.links;
    this.#links = seen;
    this.#traffic = trafficOf(frame.messages, this.muted, drawnMessages[this.#scene.type]);
    noteSent(this.#traffic.counts.keys(), this.signs);
    const cutsKey = frame.cuts.map((cut) => cut.join('\t')).join('\n');
    const hasNewCuts = cutsKey !== this.#cutsKey;
    if (hasNewCuts || isNew) {
      this.#cutsKey = cutsKey;
      this.#division = divisionOf(frame.nodes.length > 200 ? [] : frame.nodes.map((node) => node.id), frame.cuts);
    }
    if (this.picked !== null && menuOf(this.picked, frame, noBox) === null) this.#pick(null);
    const needsLegend = wall - this.#legendAt > legendEveryMs;
    const hasNewGhost = this.#seeGhost(frame);
    if (isNew || hasNewLinks || hasNewCuts || hasNewGhost || needsLegend || this.selected !== null) {
      if (needsLegend) this.#legendAt = wall;
      this.#lay(wall);
      this.requestUpdate();
    }
    this.#painting.schedule();
  }

  get frame(): Frame | null {
    return this.#frame;
  }

  /** True when the nodes are marked otherwise. Kinds, drawn instead of very many nodes, are not marked. */
  #seeGhost(frame: Frame): boolean {
    this.#ghost = this.showGhost && this.#scene.type === 'nodes' ? ghostLook(frame) : noGhost;
    const key = [...this.#ghost.marks].map(([id, { text, role }]) => `${id}\t${text}\t${role}`).join('\n');
    if (key === this.#ghostKey) return false;
    this.#ghostKey = key;
    return true;
  }

  set playback(playback: Playback | null) {
    this.#playback = playback;
  }

  get playback(): Playback | null {
    return this.#playback;
  }

  /** Virtual ms per wall ms at which the picture runs on between frames. With reduced motion each frame is shown as it came. */
  #rate(): number {
    const { playing, speed, playhead } = this.#playback ?? { playing: false, speed: 0, playhead: 'live' };
    const runs = playing && playhead === 'live' && this.#frame?.status === 'running';
    return runs && !reducedMotion.matches ? speed : 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopEscape = whenEscaped(() => !this.quiet && this.checkVisibility() && this.#closeOne());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopEscape();
    this.#cardSizes.disconnect();
  }

  // ---------------------------------------------------------------- places

  #lay(wall: number): void {
    const { width, height: whole } = this.#painting.size;
    const size = { width, height: whole - (this.quiet ? 0 : legendHeight) };
    if (width < 10 || size.height < 10) return;
    const key = `${width}x${size.height}\n${this.#scene.figures.map((figure) => `${figure.id}\t${figure.kind}\t${figure.type === 'node' ? figure.group : ''}`).join('\n')}`;
    if (key === this.#layoutKey) return;
    const hadLayout =
      this.#layoutKey !== '' && this.#layout.size.width === width && this.#layout.size.height === size.height;
    this.#layoutKey = key;
    const { figures } = this.#scene;
    if (this.quiet) {
      const { layout, beneath } = layOutMiniature(figures, size, (text) => measureText(text, 'ui'));
      [this.#layout, this.#beneath] = [layout, beneath];
    } else {
      const isOfKinds = this.#scene.type === 'kinds' && this.#opened === null;
      this.#layout = withMoved(layOut(figures, size, isOfKinds ? 64 : undefined), this.moved.moved);
    }
    this.#glide = hadLayout && !reducedMotion.matches ? { from: this.#places, start: wall } : null;
    this.#place(wall);
  }

  /** The places now: on the way from the old to the new while nodes glide. */
  #place(wall: number): void {
    const { places, isOver } = placesAt(this.#layout, this.#glide, wall);
    this.#places = places;
    if (isOver) this.#glide = null;
    this.#routes.clear();
  }

  #routeOf(message: MessageView): Route | null {
    const from = this.#scene.figureOf.get(message.from) ?? '';
    const to = this.#scene.figureOf.get(message.to) ?? '';
    // Between kinds, messages run side by side in seven lanes.
    const lane = this.#scene.type === 'kinds' ? ((message.id % 7) - 3) / 3 + 0.01 : 0;
    return this.#wayOf(from, to, lane);
  }

  #wayOf(from: string, to: string, lane: number): Route | null {
    const key = `${from}\n${to}\n${lane}`;
    const known = this.#routes.get(key);
    if (known !== undefined) return known;
    const route = routeFor(this.#places, from, to, this.#layout, lane);
    if (route === null) return null;
    this.#routes.set(key, route);
    return route;
  }

  /** What a card over the picture should not cover. */
  obstacles(): readonly Rect[] {
    return [
      ...this.#nodeRects(),
      ...rectsOf(this.renderRoot.querySelectorAll<HTMLElement>('rh-inspector, rh-thing-card')),
    ];
  }

  // ---------------------------------------------------------------- the moving layer

  #moves(): boolean {
    const { messages, timers } = this.#frame ?? { messages: [], timers: [] };
    return messages.length + timers.length + this.#ghost.messages.length > 0;
  }

  /** True when it moves by itself. */
  #paint(context: CanvasRenderingContext2D, colours: Colours, wall: number): boolean {
    const frame = this.#frame;
    if (frame === null || this.#clock === null) return false;
    const glides = this.#glide !== null;
    if (glides) {
      this.#place(wall);
      this.requestUpdate();
    }
    const now = read(this.#clock, wall);
    const { radius } = this.#layout;
    this.#paintStreams(context, colours);
    const timers = radius < 7 ? [] : frame.timers;
    const arcs = drawnTimers(timers, now, this.#places, (node) => this.#roleColour(node));
    this.#arcs = arcs;
    const target = this.#markedNow();
    paintTimers(context, arcs, radius, colours, target?.type === 'timer' ? timerOf(target, frame) : undefined);
    this.#drawn = this.#drawnMessages(this.#traffic.messages, now);
    const dot = Math.max(2, Math.min(6, radius / 6, this.#drawn.length > 200 ? 4 : 6));
    paintGone(context, this.#drawnMessages(this.#ghostTraffic(), now), dot, colours);
    paintMessages(context, this.#drawn, dot, colours);
    if (this.stars.messages.size > 0) paintStars(context, this.#drawn, this.#starsOn, dot, colours);
    const marked = target?.type === 'message' ? this.#drawn.find(({ id }) => id === target.id) : undefined;
    if (marked !== undefined) paintRing(context, marked, dot, colours);
    const named = this.quiet ? [] : withStarNames(this.#drawn, this.#starsOn);
    if (!this.quiet) paintTypes(context, named, dot, this.#nodeRects(), this.#layout, this.#sides, colours);
    return glides || (this.#rate() > 0 && this.#moves());
  }

  /** What the card is about, or what is pointed at. */
  #markedNow(): Target | null {
    return this.picked ?? this.marked ?? this.pointed;
  }

  #ghostTraffic(): readonly MessageView[] {
    return trafficOf(this.#ghost.messages, this.muted, drawnMessages[this.#scene.type]).messages;
  }

  #drawnMessages(messages: readonly MessageView[], now: number): readonly Drawn[] {
    return drawnOf(messages, now, (message) => this.#routeOf(message), this.signs.types);
  }

  /** Very many messages, or those between figures of many nodes. */
  #paintStreams(context: CanvasRenderingContext2D, colours: Colours): void {
    const { type, figureOf } = this.#scene;
    const messages = this.#frame?.messages ?? [];
    if (type === 'nodes' && messages.length <= streamsAbove) return;
    const streams = streamsOf(messages, figureOf, this.muted).flatMap((stream) => {
      const route = this.#wayOf(stream.from, stream.to, 0);
      return route === null ? [] : [{ ...stream, route, colour: messageSign(stream.type, this.signs.types).colour }];
    });
    paintStreams(context, streams, colours);
  }

  #roleColour(node: string): number {
    const figure = this.#figure(node);
    return roleSign(figure?.type === 'node' ? figure.role : '', this.signs.roles).colour;
  }

  readonly #starsOn = (id: number) => starsOf(this.stars, { type: 'message', id });

  #figure(id: string) {
    return this.#scene.figures.find((figure) => figure.id === id);
  }

  #nodeRects(except: string | null = null): readonly Rect[] {
    const reach = this.#layout.radius + 6;
    return [...this.#places]
      .filter(([id]) => id !== except)
      .map(([, { x, y }]) => ({ x: x - reach, y: y - reach, width: 2 * reach, height: 2 * reach }));
  }

  // ---------------------------------------------------------------- the still layers

  override render(): TemplateResult {
    const { width, height } = this.#painting.size;
    return html`
      <svg class="under" viewBox="0 0 ${Math.max(1, width)} ${Math.max(1, height)}" aria-hidden="true">
        ${this.#ground()}
      </svg>
      <canvas ${ref(this.#painting.canvas)} aria-hidden="true"></canvas>
      <svg
        class="over"
        viewBox="0 0 ${Math.max(1, width)} ${Math.max(1, height)}"
        role="group"
        aria-label="Nodes"
        ${explains(this.#tell)}
        @pointerdown=${this.#drag.down}
        @pointermove=${this.#onPointerMove}
        @pointerup=${this.#drag.up}
        @pointercancel=${this.#drag.up}
        @pointerleave=${() => {
          this.#press.cancel();
          this.pointed = null;
          pointAt(this, null);
        }}
        @click=${this.#onClick}
        @contextmenu=${this.#onContextMenu}
        @keydown=${this.#onKey}
      >
        <rect class="ground" width="100%" height="100%"></rect>
        ${this.#scene.figures.map((figure) => this.#node(figure.id))}
      </svg>
      ${this.quiet ? nothing : this.#furniture()}
    `;
  }

  #node(id: string) {
    const figure = this.#figure(id);
    const at = this.#places.get(id);
    if (figure === undefined || at === undefined) return nothing;
    const roving = this.#places.has(this.#roving) ? this.#roving : this.#scene.figures[0]?.id;
    const look: FigureLook = {
      radius: this.#layout.radius,
      roles: this.signs.roles,
      outline: this.#outlines.get(figure.kind) ?? 'disc',
      selected: id === this.selected,
      miniature: !this.quiet ? null : this.#beneath.has(figure.kind) ? 'beneath' : 'within',
      was: this.#ghost.marks.get(id) ?? null,
      differs: this.different.has(id),
      stars: starsOf(this.stars, { type: 'node', id }),
      measure: (text) => measureText(text, 'ui'),
    };
    return figureButton(figure, at, look, id === roving);
  }

  #ground() {
    return groundShapes({
      figures: this.#scene.figures,
      places: this.#places,
      radius: this.#layout.radius,
      links: this.#links?.links ?? new Set(),
      cuts: this.#frame?.cuts ?? [],
      division: this.#division,
      isMiniature: this.quiet,
    });
  }

  #furniture(): TemplateResult {
    const frame = this.#frame;
    const selected = frame?.nodes.find((node) => node.id === this.selected) ?? null;
    return html`
      <rh-legend
        .counts=${this.#traffic.counts}
        .signs=${this.signs}
        .sample=${this.#traffic.sample}
        .off=${this.muted}
        @rh-legend=${this.#onLegend}
      ></rh-legend>
      ${frame !== null && frame.nodes.length === 0 ? html`<p class="empty">No nodes yet. A scenario adds them.</p>` : nothing}
      ${this.#corner()}
      ${
        selected === null || this.picked !== null || frame === null || this.isOther || !this.hasInspector
          ? nothing
          : html`<rh-inspector
              .node=${selected}
              .timers=${frame.timers.filter((timer) => timer.node === selected.id)}
              .now=${frame.now}
              .stars=${this.stars}
            ></rh-inspector>`
      }
      ${
        this.picked === null || frame === null
          ? nothing
          : html`<rh-thing-card
              .target=${this.picked}
              .frame=${frame}
              .signs=${this.signs}
              @rh-card-close=${() => this.#pick(null)}
            ></rh-thing-card>`
      }
    `;
  }

  #corner(): TemplateResult | typeof nothing {
    if (this.#opened !== null)
      return html`<button class="corner" @click=${() => this.#open(null)}>Close ${this.#opened}</button>`;
    if (this.moved.moved.size === 0 || this.isOther) return nothing;
    return html`<button class="corner" @click=${() => this.#putNode(null, null)}>Put all back</button>`;
  }

  /** Not of another run: the kernel is asked about this one. A finger that stays has a menu. */
  readonly #tell = (at: At): Told | null => {
    const frame = this.#frame;
    if (frame === null || this.quiet || this.isOther) return null;
    const pointed = at.type === 'pointer' && (at.isFinger || this.picked !== null) ? null : this.pointed;
    const target = at.type === 'focus' ? focusedNode(this.shadowRoot) : pointed;
    if (target === null) return null;
    return pictureTold(this, target, frame, this.selected, this.#pictureNow(), (except) => this.#nodeRects(except));
  };

  /** Cards are measured, then put where they cover nothing that matters. */
  override updated(changed: PropertyValues<this>): void {
    this.#putCards();
    if (changed.has('pointed') || changed.has('marked') || changed.has('stars')) this.#painting.schedule();
    if (changed.has('showGhost') && this.#frame !== null && this.#seeGhost(this.#frame)) {
      this.requestUpdate();
      this.#painting.schedule();
    }
    if (changed.has('muted') && this.#frame !== null) {
      this.#traffic = trafficOf(this.#frame.messages, this.muted, drawnMessages[this.#scene.type]);
      this.#painting.schedule();
    }
  }

  #putCards(): void {
    for (const [selector, target] of [
      ['rh-inspector', this.selected === null ? null : ({ type: 'node', id: this.selected } as const)],
      ['rh-thing-card', this.picked],
    ] as const) {
      const card = this.renderRoot.querySelector<HTMLElement>(selector);
      if (card === null || target === null) continue;
      this.#putBeside(card, target);
      // Its content is rendered after this, and may come with a later frame.
      this.#cardSizes.observe(card);
    }
  }

  #putBeside(card: HTMLElement, target: Target): void {
    placeBeside(card, target, {
      picture: this.#pictureNow(),
      rectsOf: (except) => this.#nodeRects(except),
      bounds: { width: this.#painting.size.width, height: this.#painting.size.height - legendHeight },
      version: this.#layoutKey.length,
    });
  }

  #pictureNow(): Picture {
    return { places: this.#places, radius: this.#layout.radius, drawn: this.#drawn };
  }

  // ---------------------------------------------------------------- hands

  #nodeAt(event: Event): string | null {
    for (const target of event.composedPath()) {
      if (target instanceof SVGElement && target.dataset['node'] !== undefined) return target.dataset['node'];
      if (target === this) break;
    }
    return null;
  }

  readonly #onPointerMove = (event: PointerEvent): void => {
    this.#press.move(event);
    if (this.#drag.move(event)) return;
    if (this.quiet || event.pointerType === 'touch') return;
    const next = this.#targetAt(event, mouseReach);
    const name = JSON.stringify(next);
    if (name !== JSON.stringify(this.pointed)) this.pointed = next;
    pointAt(this, this.isOther ? null : placeOf(next));
    this.style.cursor = next === null || next.type === 'node' ? '' : 'pointer';
  };

  /** Nodes lie over messages, messages over the arcs of timers, all over links. */
  #targetAt(event: MouseEvent, reach: Reach): Target | null {
    const node = this.#nodeAt(event);
    if (node !== null) return { type: 'node', id: node };
    const point = pointIn(this, event);
    const message = messageAt(point, this.#drawn, reach.message);
    if (message !== null) return { type: 'message', id: message };
    const timer = timerAt(point, this.#arcs, this.#layout.radius, reach.timer);
    if (timer !== null) return { type: 'timer', node: timer.node, key: timer.pending.key ?? '' };
    const { figures, type } = this.#scene;
    const pairs = linkedPairs({ figures, links: this.#links?.links ?? new Set(), isMiniature: false });
    const cut = (this.#frame?.cuts ?? []).map((pair) => pair.join('\n'));
    const link = type === 'nodes' ? linkAt(point, [...pairs, ...cut], this.#places, reach.link) : null;
    return link === null ? null : { type: 'link', a: link[0], b: link[1] };
  }

  readonly #press = createLongPress((event) => this.#askMenu(event, fingerReach));

  readonly #drag = createNodeDrag(this.#press, {
    nodeAt: (event) => (this.quiet ? null : this.#nodeAt(event)),
    put: (node, at) => {
      this.pointed = null;
      this.#putNode(node, shareOf(pointIn(this, at), this.#layout.size));
    },
  });

  /** Null: all nodes back to where the layout has them. */
  #putNode(node: string | null, share: Point | null): void {
    if (node === null) this.moved.clear();
    else this.moved.put(node, share);
    this.#layoutKey = '';
    this.#lay(performance.now());
    this.requestUpdate();
    this.#painting.schedule();
  }

  /** A figure of many nodes is opened, and closed by null. */
  #open(figure: string | null): void {
    this.#opened = figure;
    const frame = this.#frame;
    this.#frame = null;
    this.frame = frame;
  }

  readonly #onClick = (event: MouseEvent): void => {
    if (this.quiet || this.#press.wasLong() || this.#drag.wasDragged()) return;
    const isFinger = event instanceof PointerEvent && event.pointerType === 'touch';
    const target = this.#targetAt(event, isFinger ? fingerReach : mouseReach);
    if (target?.type === 'node') {
      this.#pick(null);
      return this.#select(target.id === this.selected ? null : target.id);
    }
    if (target === null && this.picked === null && this.selected !== null) return this.#select(null);
    this.#pick(target === null || JSON.stringify(target) === JSON.stringify(this.picked) ? null : target);
  };

  #select(node: string | null): void {
    if (node !== null && this.#figure(node)?.type !== 'node') return this.#open(node);
    if (node !== null) this.#roving = node;
    this.pointed = null;
    act(this, { type: 'select-node', node });
  }

  /** Time stands still while a message, link or timer is looked at: it would be gone. */
  #pick(target: Picked | null): void {
    if ((target === null && this.picked === null) || this.isOther) return;
    this.picked = target;
    this.pointed = null;
    act(this, { type: 'hold', on: target !== null });
    this.#painting.schedule();
  }

  readonly #onContextMenu = (event: MouseEvent): void => {
    if (this.quiet) return;
    this.#press.cancel();
    if (this.#askMenu(event, mouseReach)) event.preventDefault();
  };

  #askMenu(event: MouseEvent, reach: Reach): boolean {
    const target = this.quiet || this.isOther ? null : this.#targetAt(event, reach);
    if (target === null || (target.type === 'node' && this.#figure(target.id)?.type !== 'node')) return false;
    this.pointed = null;
    openMenu(event.composedPath()[0] ?? this, target, pointBox(event));
    return true;
  }

  #focus(node: string): void {
    this.#roving = node;
    this.requestUpdate();
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<SVGElement>(`[data-node="${CSS.escape(node)}"]`)?.focus(),
    );
  }

  #openMenuOf(id: string): void {
    const figure = this.renderRoot.querySelector<SVGElement>(`[data-node="${CSS.escape(id)}"]`);
    if (figure !== null && !this.isOther && this.#figure(id)?.type === 'node')
      openMenu(figure, { type: 'node', id }, boxOf(figure));
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const node = this.#nodeAt(event);
    if (node === null) return;
    const moved = event.altKey ? movedBy(event.key, this.#places.get(node), this.#layout.size) : null;
    const ids = this.#scene.figures.map((figure) => figure.id);
    const to = nextOf(event.key, ids.indexOf(node));
    if (moved !== null) this.#putNode(node, moved);
    else if (to !== undefined) this.#focus(ids.at(to % ids.length) ?? node);
    else if (event.key === 'Enter' || event.key === ' ') this.#select(node === this.selected ? null : node);
    else if (event.key === 'Delete' || event.key === 'Backspace') this.#putNode(node, null);
    else if ((event.key === 'm' && !event.ctrlKey && !event.metaKey) || isMenuKey(event)) this.#openMenuOf(node);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** The latest that is open over the picture or in it. */
  #closeOne(): boolean {
    if (this.picked !== null) this.#pick(null);
    else if (this.selected !== null && !this.isOther) this.#select(null);
    else if (this.#opened !== null) this.#open(null);
    else return false;
    return true;
  }

  readonly #onLegend = ({ detail }: CustomEvent<{ readonly type: string }>): void => {
    this.muted = new Set([detail.type]).symmetricDifference(this.muted);
  };
}

customElements.define('rh-topology', RhTopology);

declare global {
  interface HTMLElementTagNameMap {
    'rh-topology': RhTopology;
  }
}
