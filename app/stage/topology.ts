/**
 * `<rh-topology>`: the system as a picture. Links and nodes are SVG, what moves between them is a Canvas. A frame that
 * changes no node costs one Canvas repaint and no rendering.
 */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';
import type { Frame } from '../../kernel/protocol.ts';
import { explains } from '../hint/explains.ts';
import type { At, Told } from '../hint/told.ts';
import { boxOf, isMenuKey, openMenu } from '../menu/open.ts';
import { menuOf, type Target } from '../menu/targets.ts';
import { act } from '../model/act.ts';
import { noMarks, type StarMarks, starsOf } from '../model/stars.ts';
import type { Playback } from '../model/state.ts';
import { whenEscaped } from '../parts/escape.ts';
import { LongPress, type Press } from '../parts/long-press.ts';
import { pointIn } from '../parts/own-px.ts';
import { placesFor } from '../storage/places.ts';
import type { Picture } from './about.ts';
import { placeBeside, rectsOf } from './card-beside.ts';
import { cardMargin, covered } from './card-place.ts';
import { canvasColours } from './colours.ts';
import { type Division, divisionOf } from './cuts.ts';
import type { FigureLook } from './figure.ts';
import { figureButton, nextOf } from './figure-button.ts';
import { type GhostLook, ghostLook, noGhost } from './ghost-look.ts';
import { groundShapes } from './ground.ts';
import { fingerReach, mouseReach, type Reach } from './hit.ts';
import './inspector.ts';
import type { Rect } from './labels.ts';
import type { Point } from './layout.ts';
import './legend.ts';
import { measureText } from './measure.ts';
import { type Clock, read, synchronised } from './motion.ts';
import { movedBy, type Places, shareOf } from './moved.ts';
import { MovingLayer } from './moving-layer.ts';
import { createNodeDrag } from './node-drag.ts';
import type { Colours } from './paint.ts';
import { Painting, reducedMotion } from './painting.ts';
import { figureIn, hitAt } from './picture-hit.ts';
import { PicturePlaces } from './picture-places.ts';
import { focusedNode, pictureTold } from './picture-told.ts';
import { placeOf, pointAt } from './pointed-place.ts';
import { drawnMessages, type Scene, type SeenLinks, sceneOf, seeLinks, type Traffic, trafficOf } from './scene.ts';
import { noSigns, noteSent, type Signs } from './signs.ts';
import './thing-card.ts';
import { topologyStyles } from './topology.css.ts';

const legendHeight = 36;
/** Nodes make way for the inspector where they keep so much of the width, px. */
const leastBesideDock = 400;
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
  /** px at the right edge that the inspector has for itself: it would have covered nodes. 0: it stands beside its node. */
  #dock = 0;
  readonly #places = new PicturePlaces();
  readonly #moving = new MovingLayer(this.#places);
  #division: Division = { islands: [], broken: [] };
  #cutsKey = '';
  #links: SeenLinks | null = null;
  #clock: Clock | null = null;
  #traffic: Traffic = { messages: [], sample: 1, counts: new Map() };
  #ghost: GhostLook = noGhost;
  #ghostKey = '';
  #legendAt = 0;
  #roving = '';
  readonly #painting = new Painting<Colours>(this, {
    colours: canvasColours,
    paint: (context, colours, wall) => this.#paint(context, colours, wall),
    resized: () => {
      this.#dock = 0;
      this.#lay(performance.now());
      this.requestUpdate();
    },
  });
  readonly #over = createRef<SVGSVGElement>();
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
      this.#places.outline(scene);
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
    const how = {
      reserved: this.#dock,
      isMiniature: this.quiet,
      isOpened: this.#opened !== null,
      moved: this.moved.moved,
    };
    this.#places.lay(this.#scene, size, { ...how, glides: !reducedMotion.matches }, wall);
  }

  /** What a card over the picture should not cover. */
  obstacles(): readonly Rect[] {
    return [
      ...this.#places.rects(),
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
    const { glides } = this.#places;
    if (glides) {
      this.#places.goOn(wall);
      this.requestUpdate();
    }
    this.#moving.paint(context, colours, read(this.#clock, wall), {
      frame,
      scene: this.#scene,
      traffic: this.#traffic,
      gone: this.#ghost.messages,
      muted: this.muted,
      signs: this.signs,
      stars: this.stars,
      marked: this.picked ?? this.marked ?? this.pointed,
      isNamed: !this.quiet,
    });
    return glides || (this.#rate() > 0 && this.#moves());
  }

  #figure(id: string) {
    return this.#scene.figures.find((figure) => figure.id === id);
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
        ${ref(this.#over)}
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
    const at = this.#places.now.get(id);
    if (figure === undefined || at === undefined) return nothing;
    const roving = this.#places.now.has(this.#roving) ? this.#roving : this.#scene.figures[0]?.id;
    const look: FigureLook = {
      radius: this.#places.layout.radius,
      roles: this.signs.roles,
      outline: this.#places.outlines.get(figure.kind) ?? 'disc',
      selected: id === this.selected,
      miniature: !this.quiet ? null : this.#places.beneath.has(figure.kind) ? 'beneath' : 'within',
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
      places: this.#places.now,
      radius: this.#places.layout.radius,
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
    return pictureTold(this, target, frame, this.selected, this.#pictureNow(), (except) => this.#places.rects(except));
  };

  /** Cards are measured, then put where they cover nothing that matters. */
  override updated(changed: PropertyValues<this>): void {
    if (this.selected === null && this.#dock > 0) this.#reserve(0);
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
      if (selector === 'rh-inspector') this.#putInspector(card, target);
      else this.#putBeside(card, target);
      // Its content is rendered after this, and may come with a later frame.
      this.#cardSizes.observe(card);
    }
  }

  #putBeside(card: HTMLElement, target: Target): void {
    placeBeside(card, target, {
      picture: this.#pictureNow(),
      rectsOf: (except) => this.#places.rects(except),
      bounds: { width: this.#painting.size.width, height: this.#painting.size.height - legendHeight },
      version: this.#places.version,
    });
  }

  /** Beside its node; or, where it would cover nodes, at the edge, and the nodes make way. It stays there until it is closed. */
  #putInspector(card: HTMLElement, target: Target): void {
    const { width } = this.#painting.size;
    if (this.#dock === 0) {
      this.#putBeside(card, target);
      const [rect] = rectsOf([card]);
      const wanted = card.offsetWidth + 2 * cardMargin;
      if (rect === undefined || width - wanted < leastBesideDock) return;
      if (covered(rect, rect, this.#places.rects()) === 0) return;
      this.#reserve(wanted);
    }
    card.dataset['placed'] = '';
    card.style.left = `${width - card.offsetWidth - cardMargin}px`;
    card.style.top = `${cardMargin}px`;
  }

  #reserve(width: number): void {
    this.#dock = width;
    this.#lay(performance.now());
    this.requestUpdate();
    this.#painting.schedule();
  }

  #pictureNow(): Picture {
    return { places: this.#places.now, radius: this.#places.layout.radius, drawn: this.#moving.drawn };
  }

  // ---------------------------------------------------------------- hands

  readonly #onPointerMove = (event: PointerEvent): void => {
    if (this.#drag.move(event)) return;
    if (this.quiet || event.pointerType === 'touch') return;
    const next = this.#targetAt(at(event), mouseReach);
    const name = JSON.stringify(next);
    if (name !== JSON.stringify(this.pointed)) this.pointed = next;
    pointAt(this, this.isOther ? null : placeOf(next));
    this.style.cursor = next === null || next.type === 'node' ? '' : 'pointer';
  };

  #targetAt({ x, y, path }: Press, reach: Reach): Target | null {
    const node = figureIn(path, this);
    if (node !== null) return { type: 'node', id: node };
    const [frame, scene, places, moving, links] = [this.#frame, this.#scene, this.#places, this.#moving, this.#links];
    return hitAt(pointIn(this, { x, y }), { frame, scene, places, moving, links }, reach);
  }

  /** Cards over the picture have no menu. */
  readonly #press = new LongPress(this, {
    target: this,
    ask: (press) => press.path.some((one) => one === this.#over.value) && this.#askMenu(press, fingerReach),
  });

  readonly #drag = createNodeDrag({
    nodeAt: (event) => (this.quiet ? null : figureIn(event.composedPath(), this)),
    put: (node, at) => {
      this.pointed = null;
      this.#putNode(node, shareOf(pointIn(this, at), this.#places.layout.size));
    },
  });

  /** Null: all nodes back to where the layout has them. */
  #putNode(node: string | null, share: Point | null): void {
    if (node === null) this.moved.clear();
    else this.moved.put(node, share);
    this.#places.forget();
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
    if (this.quiet || this.#drag.wasDragged()) return;
    const isFinger = event instanceof PointerEvent && event.pointerType === 'touch';
    const target = this.#targetAt(at(event), isFinger ? fingerReach : mouseReach);
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
    if (!this.quiet && this.#askMenu(at(event), mouseReach)) event.preventDefault();
  };

  #askMenu(place: Press, reach: Reach): boolean {
    const target = this.quiet || this.isOther ? null : this.#targetAt(place, reach);
    if (target === null || (target.type === 'node' && this.#figure(target.id)?.type !== 'node')) return false;
    this.pointed = null;
    openMenu(place.path[0] ?? this, target, { x: place.x, y: place.y, width: 0, height: 0 });
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
    const node = figureIn(event.composedPath(), this);
    if (node === null) return;
    const moved = event.altKey ? movedBy(event.key, this.#places.now.get(node), this.#places.layout.size) : null;
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

const at = (event: MouseEvent): Press => ({ x: event.clientX, y: event.clientY, path: event.composedPath() });

customElements.define('rh-topology', RhTopology);

declare global {
  interface HTMLElementTagNameMap {
    'rh-topology': RhTopology;
  }
}
