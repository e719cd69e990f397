/**
 * `<rh-topology>`: the system as a picture. Links and nodes are SVG, what moves between them is a Canvas. A frame that
 * changes no node costs one Canvas repaint and no rendering.
 */
import { html, LitElement, nothing, type PropertyValues, svg, type TemplateResult } from 'lit';
import { createRef, type Ref, ref } from 'lit/directives/ref.js';
import type { Frame, MessageView } from '../../kernel/protocol.ts';
import { act } from '../model/act.ts';
import { noMarks, type StarMarks, starsOf } from '../model/stars.ts';
import type { Playback } from '../model/state.ts';
import { onThemeChange } from '../style/theme.ts';
import { canvasColours } from './colours.ts';
import { aboutOf } from './about.ts';
import { placeCard } from './card-place.ts';
import { isMenuKey, openMenu, boxOf, pointBox } from '../menu/open.ts';
import { createLongPress } from '../menu/long-press.ts';
import { menuOf, type Target } from '../menu/targets.ts';
import { type Division, divisionOf } from './cuts.ts';
import { drawnTimers } from './drawn-timers.ts';
import { type FigureLook, figureName, figureShape } from './figure.ts';
import { type GhostLook, ghostLook, noGhost } from './ghost-look.ts';
import { groundShapes, linkedPairs } from './ground.ts';
import { fingerReach, linkAt, messageAt, mouseReach, type Reach } from './hit.ts';
import './inspector.ts';
import type { Rect } from './labels.ts';
import { isAsking, type Layout, layOut, type Point, type Size } from './layout.ts';
import './legend.ts';
import { measureText } from './measure.ts';
import { type Clock, flightOf, read, synchronised } from './motion.ts';
import { placeOf, pointAt } from './pointed-place.ts';
import {
  type Colours,
  type Drawn,
  type DrawnTimer,
  labelsFor,
  paintGone,
  paintLabels,
  paintMessages,
  paintRing,
  paintStars,
  paintTimers,
  withStarNames,
} from './paint.ts';
import { type Route, routeBetween, routeFromOutside } from './route.ts';
import { drawnMessages, type Scene, type SeenLinks, sceneOf, seeLinks, type Traffic, trafficOf } from './scene.ts';
import { kindOutlines, messageSign, noSigns, type Outline, roleSign, type Signs } from './signs.ts';
import './thing-card.ts';
import { messageTip, nodeTip } from './tooltip.ts';
import { topologyStyles } from './topology.css.ts';

const legendHeight = 36;
/** Nodes glide to a new place for so long, in ms. */
const glideFor = 280;
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
    stars: { attribute: false, hasChanged: (a: StarMarks, b?: StarMarks) => a.nodesKey !== b?.nodesKey },
  };
  /** The node the inspector shows. */
  declare selected: string | null;
  /** A miniature: no texts, no controls. */
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
  /** What carries a star. */
  declare stars: StarMarks;

  static override readonly styles = topologyStyles;

  #frame: Frame | null = null;
  #playback: Playback | null = null;
  #scene: Scene = sceneOf([]);
  #outlines: ReadonlyMap<string, Outline> = new Map();
  #layout: Layout = layOut([], { width: 1, height: 1 });
  #layoutKey = '';
  #size: Size = { width: 0, height: 0 };
  #places: ReadonlyMap<string, Point> = new Map();
  #glide: { readonly from: ReadonlyMap<string, Point>; readonly start: number } | null = null;
  #division: Division = { islands: [], broken: [] };
  #cutsKey = '';
  #links: SeenLinks | null = null;
  #clock: Clock | null = null;
  #traffic: Traffic = { messages: [], sample: 1, counts: new Map() };
  #ghost: GhostLook = noGhost;
  #ghostKey = '';
  #legendAt = 0;
  #roving = '';
  #scheduled = 0;
  #drawn: readonly Drawn[] = [];
  #colours: Colours | null = null;
  readonly #routes = new Map<string, Route>();
  readonly #sides = new Map<number, number>();
  readonly #canvas: Ref<HTMLCanvasElement> = createRef();
  readonly #resize = new ResizeObserver(([entry]) => {
    if (entry !== undefined) this.#resized(entry.contentRect);
  });
  readonly #cardSizes = new ResizeObserver(() => this.#putCards());
  #stopTheme: () => void = () => {};

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
    this.stars = noMarks;
  }

  // ---------------------------------------------------------------- what comes in

  /** Not reactive: most frames change only what the Canvas draws. */
  set frame(frame: Frame | null) {
    const isKnown = frame === this.#frame;
    this.#frame = frame;
    if (frame === null || isKnown) return;
    const wall = performance.now();
    this.#clock = synchronised(this.#clock, frame.now, wall, this.#rate());
    const scene = sceneOf(frame.nodes);
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
    for (const type of this.#traffic.counts.keys()) messageSign(type, this.signs.types);
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
    this.#schedule();
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

  /** Virtual ms per wall ms at which the picture runs on between frames. */
  #rate(): number {
    const { playing, speed, playhead } = this.#playback ?? { playing: false, speed: 0, playhead: 'live' };
    return playing && playhead === 'live' && this.#frame?.status === 'running' ? speed : 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resize.observe(this);
    this.#stopTheme = onThemeChange(() => {
      this.#colours = null;
      this.#schedule();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
    this.#cardSizes.disconnect();
    this.#stopTheme();
    cancelAnimationFrame(this.#scheduled);
    this.#scheduled = 0;
  }

  #resized({ width, height }: Size): void {
    this.#size = { width, height };
    this.#lay(performance.now());
    this.requestUpdate();
    this.#schedule();
  }

  // ---------------------------------------------------------------- places

  #lay(wall: number): void {
    const { width } = this.#size;
    const height = this.#size.height - (this.quiet ? 0 : legendHeight);
    if (width < 10 || height < 10) return;
    const key = `${width}x${height}\n${this.#scene.figures.map((figure) => `${figure.id}\t${figure.kind}`).join('\n')}`;
    if (key === this.#layoutKey) return;
    const hadLayout =
      this.#layoutKey !== '' && this.#layout.size.width === width && this.#layout.size.height === height;
    this.#layoutKey = key;
    this.#layout = layOut(
      this.#scene.figures,
      { width, height },
      this.quiet ? 17 : this.#scene.type === 'kinds' ? 64 : undefined,
    );
    this.#glide = hadLayout && !reducedMotion.matches ? { from: this.#places, start: wall } : null;
    this.#place(wall);
  }

  /** The places now: on the way from the old to the new while nodes glide. */
  #place(wall: number): void {
    const glide = this.#glide;
    const share = glide === null ? 1 : Math.min(1, (wall - glide.start) / glideFor);
    const eased = 1 - (1 - share) ** 3;
    this.#places = new Map(
      this.#layout.places.map(({ id, x, y }) => {
        const from = glide?.from.get(id) ?? { x, y };
        return [id, { x: from.x + (x - from.x) * eased, y: from.y + (y - from.y) * eased }];
      }),
    );
    if (share >= 1) this.#glide = null;
    this.#routes.clear();
  }

  #routeOf(message: MessageView): Route | null {
    const from = this.#scene.figureOf.get(message.from) ?? '';
    const to = this.#scene.figureOf.get(message.to) ?? '';
    // Between kinds, messages run side by side in seven lanes.
    const lane = this.#scene.type === 'kinds' ? ((message.id % 7) - 3) / 3 + 0.01 : 0;
    const key = `${from}\n${to}\n${lane}`;
    const known = this.#routes.get(key);
    if (known !== undefined) return known;
    const target = this.#places.get(to);
    if (target === undefined) return null;
    const source = this.#places.get(from);
    const { radius, size } = this.#layout;
    const route =
      source === undefined
        ? routeFromOutside(target, { x: size.width / 2, y: size.height / 2 }, radius)
        : routeBetween(source, target, radius, lane);
    this.#routes.set(key, route);
    return route;
  }

  /** What a card over the picture should not cover. */
  obstacles(): readonly Rect[] {
    const cards = [...this.renderRoot.querySelectorAll<HTMLElement>('rh-inspector, rh-thing-card')];
    const own = cards.map((card) => ({
      x: card.offsetLeft,
      y: card.offsetTop,
      width: card.offsetWidth,
      height: card.offsetHeight,
    }));
    return [...this.#nodeRects(), ...own];
  }

  // ---------------------------------------------------------------- the moving layer

  #schedule(): void {
    if (this.#scheduled !== 0 || !this.isConnected) return;
    this.#scheduled = requestAnimationFrame((wall) => {
      this.#scheduled = 0;
      if (this.#glide !== null) {
        this.#place(wall);
        this.requestUpdate();
        this.#schedule();
      }
      this.#paint(performance.now());
      if (this.#rate() > 0 && this.#moves() && !reducedMotion.matches) this.#schedule();
    });
  }

  #moves(): boolean {
    const { messages, timers } = this.#frame ?? { messages: [], timers: [] };
    return messages.length + timers.length + this.#ghost.messages.length > 0;
  }

  #paint(wall: number): void {
    const canvas = this.#canvas.value;
    const frame = this.#frame;
    const context = canvas?.getContext('2d') ?? null;
    if (canvas === undefined || context === null || frame === null || this.#clock === null) return;
    const { width, height } = this.#size;
    const ratio = Math.min(2, globalThis.devicePixelRatio);
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const colours = (this.#colours ??= canvasColours());
    const now = read(this.#clock, wall);
    const { radius } = this.#layout;
    if (radius >= 7) paintTimers(context, this.#drawnTimers(frame, now), radius, colours);
    this.#drawn = this.#drawnMessages(this.#traffic.messages, now);
    const dot = Math.max(2, Math.min(6, radius / 6, this.#drawn.length > 200 ? 4 : 6));
    paintGone(context, this.#drawnMessages(this.#ghostTraffic(), now), dot, colours);
    paintMessages(context, this.#drawn, dot, colours);
    if (this.stars.messages.size > 0) paintStars(context, this.#drawn, this.#starsOn, dot, colours);
    const marked = this.#markedMessage();
    if (marked !== undefined) paintRing(context, marked, dot, colours);
    if (!this.quiet) this.#paintLabels(context, dot, colours);
  }

  /** The one that the card is about, or that is pointed at. */
  #markedMessage(): Drawn | undefined {
    const target = this.picked?.type === 'message' ? this.picked : (this.marked ?? this.pointed);
    return target?.type === 'message' ? this.#drawn.find(({ id }) => id === target.id) : undefined;
  }

  #ghostTraffic(): readonly MessageView[] {
    return trafficOf(this.#ghost.messages, this.muted, drawnMessages[this.#scene.type]).messages;
  }

  #drawnMessages(messages: readonly MessageView[], now: number): readonly Drawn[] {
    const drawn: Drawn[] = [];
    for (const message of messages) {
      const route = this.#routeOf(message);
      if (route === null) continue;
      const { colour, form } = messageSign(message.type, this.signs.types);
      drawn.push({ id: message.id, type: message.type, route, flight: flightOf(message, now), form, colour });
    }
    return drawn;
  }

  #drawnTimers({ timers }: Frame, now: number): readonly DrawnTimer[] {
    return drawnTimers(timers, now, this.#places, (node) => {
      const figure = this.#figure(node);
      return roleSign(figure?.type === 'node' ? figure.role : '', this.signs.roles).colour;
    });
  }

  #paintLabels(context: CanvasRenderingContext2D, dot: number, colours: Colours): void {
    const { size } = this.#layout;
    const bounds = { x: 4, y: 4, width: size.width - 8, height: size.height - 8 };
    // As large as the nodes: a projector is read from far.
    const fontSize = Math.round(12 * Math.max(1, Math.min(1.4, this.#layout.radius / 44)));
    const widthOf = (text: string) => measureText(text, 'code') * fontSize;
    const drawn = withStarNames(this.#drawn, this.#starsOn);
    const labels = labelsFor(drawn, dot, this.#nodeRects(), bounds, this.#sides, widthOf);
    const textOf = new Map(drawn.map(({ id, type }) => [id, type]));
    paintLabels(context, labels, textOf, measureText.font('code', fontSize), colours);
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
    const { width, height } = this.#size;
    return html`
      <svg class="under" viewBox="0 0 ${Math.max(1, width)} ${Math.max(1, height)}" aria-hidden="true">
        ${this.#ground()}
      </svg>
      <canvas ${ref(this.#canvas)} aria-hidden="true"></canvas>
      <svg
        class="over"
        viewBox="0 0 ${Math.max(1, width)} ${Math.max(1, height)}"
        role="group"
        aria-label="Nodes"
        @pointerdown=${this.#press.down}
        @pointermove=${this.#onPointerMove}
        @pointerup=${this.#press.up}
        @pointercancel=${this.#press.up}
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
      quiet: this.quiet,
      was: this.#ghost.marks.get(id) ?? null,
      differs: this.different.has(id),
      stars: starsOf(this.stars, { type: 'node', id }),
      measure: (text) => measureText(text, 'ui'),
    };
    return svg`<g
      class="node"
      transform="translate(${at.x.toFixed(1)} ${at.y.toFixed(1)})"
      data-node=${id}
      role=${this.quiet ? 'img' : 'button'}
      tabindex=${this.quiet ? nothing : id === roving ? 0 : -1}
      aria-label=${figureName(figure, look)}
      aria-pressed=${this.quiet ? nothing : look.selected ? 'true' : 'false'}
    >${figureShape(figure, look)}</g>`;
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
        .register=${this.signs.types}
        .sample=${this.#traffic.sample}
        .off=${this.muted}
        @rh-legend=${this.#onLegend}
      ></rh-legend>
      ${frame !== null && frame.nodes.length === 0 ? html`<p class="empty">No nodes yet. A scenario adds them.</p>` : nothing}
      ${this.#tooltip()}
      ${
        selected === null || this.picked !== null || frame === null || this.isOther
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

  #tooltip(): TemplateResult | typeof nothing {
    const { pointed } = this;
    const frame = this.#frame;
    if (pointed === null || frame === null || this.picked !== null) return nothing;
    if (pointed.type === 'message') return messageTip(frame, pointed.id);
    if (pointed.type !== 'node' || pointed.id === this.selected) return nothing;
    return nodeTip(frame, pointed.id, this.selected === null);
  }

  /** Cards are measured, then put where they cover nothing that matters. */
  override updated(changed: PropertyValues<this>): void {
    this.#putCards();
    const tooltip = this.renderRoot.querySelector<HTMLElement>('.tooltip');
    if (tooltip !== null && this.pointed !== null) this.#putBeside(tooltip, this.pointed);
    if (changed.has('pointed') || changed.has('marked') || changed.has('stars')) this.#schedule();
    if (changed.has('showGhost') && this.#frame !== null && this.#seeGhost(this.#frame)) {
      this.requestUpdate();
      this.#schedule();
    }
    if (changed.has('muted') && this.#frame !== null) {
      this.#traffic = trafficOf(this.#frame.messages, this.muted, drawnMessages[this.#scene.type]);
      this.#schedule();
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
    const about = aboutOf(target, { places: this.#places, radius: this.#layout.radius, drawn: this.#drawn });
    const own = target.type === 'node' ? target.id : target.type === 'timer' ? target.node : null;
    if (about !== null) this.#put(card, about, card.localName === 'div' && own === null ? [] : this.#nodeRects(own));
  }

  #put(card: HTMLElement, about: Rect, others: readonly Rect[]): void {
    // Its height grows in steps, so that a state that changes does not make it wander.
    const size = { width: card.offsetWidth, height: Math.ceil(card.offsetHeight / 48) * 48 };
    const key = `${Math.round(about.x)},${Math.round(about.y)},${size.width},${size.height},${this.#layoutKey.length}`;
    if (card.dataset['placed'] === key) return;
    card.dataset['placed'] = key;
    const bounds = { width: this.#size.width, height: this.#size.height - legendHeight };
    const { x, y } = placeCard(size, bounds, about, others);
    card.style.left = `${x}px`;
    card.style.top = `${y}px`;
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
    if (this.quiet || event.pointerType === 'touch') return;
    const next = this.#targetAt(event, mouseReach);
    const name = JSON.stringify(next);
    if (name !== JSON.stringify(this.pointed)) this.pointed = next;
    pointAt(this, this.isOther ? null : placeOf(next));
    this.style.cursor = next === null || next.type === 'node' ? '' : 'pointer';
  };

  /** Nodes lie over messages, messages over links. */
  #targetAt(event: MouseEvent, reach: Reach): Target | null {
    const node = this.#nodeAt(event);
    if (node !== null) return { type: 'node', id: node };
    const box = this.getBoundingClientRect();
    const point = { x: event.clientX - box.left, y: event.clientY - box.top };
    const message = messageAt(point, this.#drawn, reach.message);
    if (message !== null) return { type: 'message', id: message };
    const { figures, type } = this.#scene;
    const pairs = linkedPairs({ figures, links: this.#links?.links ?? new Set(), isMiniature: false });
    const cut = (this.#frame?.cuts ?? []).map((pair) => pair.join('\n'));
    const link = type === 'nodes' ? linkAt(point, [...pairs, ...cut], this.#places, reach.link) : null;
    return link === null ? null : { type: 'link', a: link[0], b: link[1] };
  }

  readonly #press = createLongPress((event) => this.#askMenu(event, fingerReach));

  readonly #onClick = (event: MouseEvent): void => {
    if (this.quiet || this.#press.wasLong()) return;
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
    if (node !== null && this.#figure(node)?.type !== 'node') return;
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
    this.#schedule();
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
    const ids = this.#scene.figures.map((figure) => figure.id);
    const at = ids.indexOf(node);
    const next: Readonly<Record<string, number>> = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: -1,
    };
    const to = next[event.key];
    if (to !== undefined) this.#focus(ids.at(to % ids.length) ?? node);
    else if (event.key === 'Enter' || event.key === ' ') this.#select(node === this.selected ? null : node);
    else if (event.key === 'Escape' && this.picked !== null) this.#pick(null);
    else if (event.key === 'Escape' && this.selected !== null) this.#select(null);
    else if (event.key === 'm' || isMenuKey(event)) this.#openMenuOf(node);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  readonly #onLegend = ({ detail }: CustomEvent<{ readonly type: string }>): void => {
    const next = new Set(this.muted);
    if (!next.delete(detail.type)) next.add(detail.type);
    this.muted = next;
  };
}

const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');

customElements.define('rh-topology', RhTopology);

declare global {
  interface HTMLElementTagNameMap {
    'rh-topology': RhTopology;
  }
}
