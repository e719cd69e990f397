/**
 * `<rh-space-time>`: a lane for each node, time from left to right, messages as slanted lines. The chosen event's causal past and future
 * are lit and the rest is dimmed. What is drawn comes from the kernel a stretch at a time; between two readings the picture runs on.
 */
import { boxOn, lengthIn, pointIn } from '../parts/own-px.ts';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { Frame } from '../../kernel/protocol.ts';
import type { SpaceTime } from '../../kernel/space-time.ts';
import type { Box } from '../menu/place.ts';
import { act } from '../model/act.ts';
import { noMarks, type StarMarks, starsOf } from '../model/stars.ts';
import type { Playback } from '../model/state.ts';
import '../parts/icon.ts';
import { spaceColours } from './colours.ts';
import { formatNumber, formatTime } from './format.ts';
import './legend.ts';
import { explains } from '../hint/explains.ts';
import type { At, Told } from '../hint/told.ts';
import { actionOf } from './log-actions.ts';
import { measureText } from './measure.ts';
import { type Clock, read, synchronised } from './motion.ts';
import { messageSign, noSigns, noteSent, type Signs } from './signs.ts';
import { type SpaceThing, thingAt } from './space-hit.ts';
import { nameLines } from './name-lines.ts';
import { type Lane, type Lanes, lanesOf, nameHeight } from './space-lanes.ts';
import {
  paintEvents,
  paintGround,
  paintMark,
  paintSpaceMessages,
  paintTime,
  type SpaceColours,
} from './space-paint.ts';
import { Painting } from './painting.ts';
import { pointAt } from './pointed-place.ts';
import { paintSpaceStars } from './space-stars.ts';
import { forksOf, pictureOf, type SpaceEvent, type SpaceMessage, type SpacePicture } from './space-picture.ts';
import { axisHeight, type Plane, xOf, yOf } from './space-plane.ts';
import { spaceTimeStyles } from './space-time-view.css.ts';
import { onTheWayOf, type Seen, seenAfter } from './space-traffic.ts';
import { coneText, eventText } from './space-words.ts';
import { eventTold, wayTold } from './told.ts';
import { aroundOf, following, panned, serves, showing, spanFor, spanOf, type Stretch, zoomed } from './space-window.ts';
import { buttonStyles } from './view.css.ts';
import { unseenStyles } from '../style/unseen.ts';

/** Events that are asked for at once. */
const mostEvents = 2_400;
const zoomStep = 1.5;
const mouseReach = 10;
const fingerReach = 22;
/** A press that moves less is a click, px. */
const dragFrom = 4;
/** Names of lanes and what can be read are rendered at this pace while the run goes on, in ms. */
const readingPace = 120;
/** Names of lanes get a larger share of less width, px. */
const narrow = 560;

export class RhSpaceTime extends LitElement {
  static override readonly properties = {
    signs: { attribute: false },
    selected: { attribute: false },
    stretch: { attribute: false },
    stars: { attribute: false },
    chosen: { state: true },
    muted: { state: true },
    pointed: { state: true },
    follows: { state: true },
    isDragged: { state: true },
  };
  /** The owner's: a message type looks the same in every view. */
  declare signs: Signs;
  declare selected: string | null;
  /** What was read last. */
  declare stretch: SpaceTime | null;
  /** What carries a star. */
  declare stars: StarMarks;
  /** The step of the event whose past and future are lit. */
  declare chosen: number | null;
  declare muted: ReadonlySet<string>;
  declare pointed: SpaceThing | null;
  /** The moment that is shown stays in sight. */
  declare follows: boolean;
  declare isDragged: boolean;

  static override readonly styles = [buttonStyles, unseenStyles, spaceTimeStyles];

  #frame: Frame | null = null;
  #playback: Playback | null = null;
  #clock: Clock | null = null;
  #shown: Stretch = { from: 0, to: 1 };
  /** Virtual ms that are seen; null until the reader zooms: as the speed has it. */
  #span: number | null = null;
  #asked = '';
  #askedFor: Stretch | null = null;
  #run = '';
  #seen: Seen = new Map();
  #picture: SpacePicture | null = null;
  #pictureOf: SpaceTime | null = null;
  #lanes: Lanes = lanesOf([], 0, 1);
  #lanesKey = '';
  #left = 80;
  #renderedAt = 0;
  #headStep = -1;
  #press: { readonly x: number; readonly shown: Stretch; readonly pointer: number } | null = null;
  #events: readonly SpaceEvent[] = [];
  #messages: readonly SpaceMessage[] = [];
  readonly #painting = new Painting<SpaceColours>(this, {
    colours: spaceColours,
    paint: (context, colours, wall) => this.#paint(context, colours, wall),
    resized: () => {
      this.#lanesKey = '';
      this.requestUpdate();
    },
  });

  constructor() {
    super();
    this.signs = noSigns();
    this.selected = null;
    this.stretch = null;
    this.stars = noMarks;
    this.chosen = null;
    this.muted = new Set();
    this.pointed = null;
    this.follows = true;
    this.isDragged = false;
  }

  // ---------------------------------------------------------------- what comes in

  /** Not reactive: most frames change only what the Canvas draws. */
  set frame(frame: Frame | null) {
    const isKnown = frame === this.#frame;
    this.#frame = frame;
    if (frame === null || isKnown) return;
    const wall = performance.now();
    this.#clock = synchronised(this.#clock, frame.now, wall, this.#rate());
    const run = `${frame.scenario}\n${frame.seed}\n${frame.branches.find(({ isCurrent }) => isCurrent)?.id}`;
    if (run !== this.#run) {
      this.#run = run;
      this.chosen = null;
      this.#asked = '';
      this.#seen = new Map();
    }
    this.#seen = seenAfter(this.#seen, frame);
    if (frame.step !== this.#headStep && this.#rate() === 0) this.#show(frame.now);
    this.#headStep = frame.step;
    if (wall - this.#renderedAt > readingPace || this.#rate() === 0) this.requestUpdate();
    this.#painting.schedule();
  }

  get frame(): Frame | null {
    return this.#frame;
  }

  set playback(playback: Playback | null) {
    this.#playback = playback;
  }

  get playback(): Playback | null {
    return this.#playback;
  }

  #isLive(): boolean {
    return this.#playback?.playhead === 'live';
  }

  /** Virtual ms per wall ms at which the picture runs on between frames. */
  #rate(): number {
    const { playing, speed } = this.#playback ?? { playing: false, speed: 0 };
    return playing && this.#isLive() && this.#frame?.status === 'running' ? speed : 0;
  }

  // ---------------------------------------------------------------- what is in sight

  #spanWanted(): number {
    return this.#span ?? spanFor(this.#playback?.speed ?? 0.1);
  }

  /** A moment that was gone to is brought into sight, where the reader follows. */
  #show(time: number): void {
    if (!this.follows) return;
    const span = this.#spanWanted();
    const shown = Math.abs(spanOf(this.#shown) - span) < span * 1e-6 ? this.#shown : following(time, span);
    this.#shown = showing(shown, time);
  }

  #ask(): void {
    const wanted =
      this.#askedFor !== null && serves(this.#askedFor, this.#shown) ? this.#askedFor : aroundOf(this.#shown);
    const key = `${wanted.from} ${wanted.to} ${this.chosen}`;
    if (key === this.#asked || this.#frame === null) return;
    this.#asked = key;
    this.#askedFor = wanted;
    act(this, { type: 'space-time', wish: { ...wanted, limit: mostEvents, event: this.chosen } });
  }

  #lay(): void {
    const nodes = this.#frame?.nodes ?? [];
    const { width, height } = this.#painting.size;
    const key = `${width}x${height} ${nodes.map(({ id }) => id).join(' ')}`;
    if (key === this.#lanesKey) return;
    this.#lanesKey = key;
    this.#lanes = lanesOf(nodes, axisHeight, Math.max(1, height - axisHeight - 8));
    const longest = Math.max(0, ...this.#lanes.lanes.map(({ name }) => measureText(name, 'ui') * 12));
    const widest = width * (width < narrow ? 0.34 : 0.28);
    this.#left = Math.round(Math.min(widest, Math.max(48, longest + 26)));
    this.#pictureOf = null;
    // The names of the lanes stand in the page, beside the canvas.
    this.requestUpdate();
  }

  #planeNow(): Plane {
    return {
      width: this.#painting.size.width,
      height: this.#painting.size.height,
      left: this.#left,
      top: axisHeight,
      shown: this.#shown,
      lanes: this.#lanes,
    };
  }

  #pictureNow(): SpacePicture | null {
    if (this.stretch === null) return null;
    if (this.#pictureOf !== this.stretch) {
      this.#pictureOf = this.stretch;
      this.#picture = pictureOf(this.stretch, this.#lanes.laneOf);
      noteSent(this.#picture.counts.keys(), this.signs);
      this.#seen = onTheWayOf(this.stretch, this.#frame, this.#isLive());
    }
    return this.#picture;
  }

  // ---------------------------------------------------------------- the picture

  /** True when it moves by itself. */
  #paint(context: CanvasRenderingContext2D, colours: SpaceColours, wall: number): boolean {
    const frame = this.#frame;
    const { width, height } = this.#painting.size;
    if (frame === null || this.#clock === null) return false;
    this.#lay();
    const head = read(this.#clock, wall);
    if (this.follows && this.#press === null) {
      if (this.#playback?.playing === true) this.#shown = following(head, this.#spanWanted());
      else if (this.#asked === '') this.#shown = following(head, this.#spanWanted());
    }
    this.#ask();
    const plane = this.#planeNow();
    const picture = this.#pictureNow();
    const now = { head, tip: this.#isLive() ? head : Math.max(frame.tip.now, head) };
    const font = measureText.font('ui', 11);
    paintGround(context, plane, picture, now.tip, font, colours);
    context.save();
    context.beginPath();
    context.rect(plane.left - 6, 0, width, height);
    context.clip();
    const signOf = (type: string) => messageSign(type, this.signs.types);
    const isWanted = ({ type }: { readonly type: string }) => type === '' || !this.muted.has(type);
    this.#messages = this.#messagesNow(picture, frame).filter(isWanted);
    this.#events = (picture?.events ?? []).filter((event) => event.time <= now.tip && isWanted(event));
    const hasChosen = picture?.hasChosen === true && this.chosen !== null;
    paintSpaceMessages(context, plane, this.#messages, now, hasChosen, signOf, colours);
    paintEvents(context, plane, this.#events, hasChosen, signOf, colours);
    if (this.stars.events.size > 0)
      paintSpaceStars(context, plane, this.#events, (step) => starsOf(this.stars, { type: 'event', step }), colours);
    paintTime(context, plane, now, forksOf(frame), picture?.acts ?? [], colours);
    const chosen = this.#events.find(({ step }) => step === this.chosen);
    if (chosen !== undefined) paintMark(context, plane, chosen, true, colours);
    if (this.pointed?.type === 'event') paintMark(context, plane, this.pointed.event, false, colours);
    context.restore();
    return this.#rate() > 0;
  }

  #messagesNow(picture: SpacePicture | null, frame: Frame): readonly SpaceMessage[] {
    const { laneOf } = this.#lanes;
    const indexOf = new Map(frame.nodes.map(({ id }, index) => [id, index]));
    const until = this.stretch?.tip.now ?? 0;
    const later = [...this.#seen].flatMap(([id, message]): SpaceMessage[] => {
      const [from, to] = [indexOf.get(message.from), indexOf.get(message.to)];
      if (from === undefined || to === undefined || message.arrivesAt <= until) return [];
      return [{ ...message, id, step: -1, from: laneOf[from] ?? 0, to: laneOf[to] ?? 0 }];
    });
    return [...(picture?.messages ?? []), ...later];
  }

  // ---------------------------------------------------------------- what is read

  override render(): TemplateResult {
    this.#renderedAt = performance.now();
    const { stretch } = this;
    const chosen = stretch?.chosen?.row.step === this.chosen ? (stretch?.chosen ?? null) : null;
    const frame = this.#frame;
    return html`
      <div class="tools">
        <p class="said">${this.#said()}</p>
        ${
          this.follows
            ? nothing
            : html`<button @click=${this.#follow} title="Keep the moment that is shown in sight">Follow</button>`
        }
        <button class="icon" aria-label="See less time" title="See less time (+)" @click=${() => this.#zoom(1 / zoomStep)}><rh-icon name="plus"></rh-icon></button>
        <button class="icon" aria-label="See more time" title="See more time (−)" @click=${() => this.#zoom(zoomStep)}><rh-icon name="minus"></rh-icon></button>
      </div>
      <div
        class="plane ${this.pointed === null ? '' : 'over'} ${this.isDragged ? 'dragged' : ''}"
        ${ref(this.#painting.room)}
        ${explains(this.#tell)}
        role="application"
        tabindex="0"
        aria-label="Space-time diagram"
        aria-describedby="told"
        @pointerdown=${this.#onDown}
        @pointermove=${this.#onMove}
        @pointerup=${this.#onUp}
        @pointercancel=${this.#onCancel}
        @pointerleave=${() => {
          this.pointed = null;
        }}
        @wheel=${this.#onWheel}
        @keydown=${this.#onKey}
      >
        <canvas ${ref(this.#painting.canvas)} aria-hidden="true"></canvas>
        <ul class="lanes" style="width:${this.#left}px" aria-label="Lanes">
          ${this.#lanes.lanes.map((lane) =>
            lane.isNamed
              ? html`<li
                  style="top:${lane.y}px"
                  title=${lane.name}
                  class="${frame?.nodes.find(({ id }) => id === lane.name)?.alive === false ? 'down' : ''} ${lane.name === this.selected ? 'chosen' : ''}"
                >${this.#nameOf(lane).map((line) => html`<span>${line}</span>`)}</li>`
              : nothing,
          )}
        </ul>
        ${frame !== null && frame.tip.step === 0 ? html`<p class="empty">Nothing has happened yet.</p>` : nothing}
        <p id="told" class="unseen" role="status">${
          chosen === null
            ? 'Left and right go along a lane, up to the cause of an event, down to what it caused; Enter goes there.'
            : eventText(chosen)
        }</p>
      </div>
      <rh-legend
        .counts=${this.#pictureNow()?.counts ?? new Map()}
        .signs=${this.signs}
        .sample=${stretch?.sample ?? 1}
        .off=${this.muted}
        @rh-legend=${this.#onLegend}
      ></rh-legend>
      ${chosen === null ? nothing : html`<rh-log-actions .row=${chosen.row}></rh-log-actions>`}
    `;
  }

  /** On as many lines as there is room for until the next name. */
  #nameOf({ name }: Lane): readonly string[] {
    const { step, lanes } = this.#lanes;
    const every = lanes[1]?.isNamed === false ? 1 : Math.max(1, Math.floor((step - 2) / nameHeight));
    return nameLines(name, this.#left - 18, Math.min(3, every), (text) => measureText(text, 'ui') * 12);
  }

  #said(): TemplateResult | string {
    const { stretch } = this;
    if (stretch === null) return '';
    const { chosen, sample, count } = stretch;
    const clipped =
      stretch.from > (this.#askedFor?.from ?? 0) + 1e-6
        ? ` Too many events before ${formatTime(stretch.from)} to be drawn: see less time.`
        : '';
    const thinned = sample > 1 ? ` One in ${sample} of ${formatNumber(count)} events is drawn.` : '';
    if (chosen !== null && this.chosen === chosen.row.step) {
      const reach = chosen.isWhole ? '' : ' It is too far from here for all of them to be found.';
      return html`<b>Event ${chosen.row.step}</b>: ${coneText(chosen)}${reach}${thinned}${clipped}`;
    }
    return `${thinned}${clipped}`.trim() || 'Choose an event to see what led to it and what came of it.';
  }

  /** What the keyboard is on is told of beneath, with its acts. */
  readonly #tell = (at: At): Told | null => {
    if (at.type === 'focus' || this.isDragged) return null;
    const thing = at.isFinger ? this.#thingAt(at.x, at.y, fingerReach) : this.pointed;
    if (thing === null) return null;
    const told =
      thing.type === 'event'
        ? eventTold(thing.event)
        : wayTold(
            thing.message,
            this.#lanes.lanes.map(({ name }) => name),
            this.#frame?.messages.some(({ id }) => id === thing.message.id) === true
              ? (thing.message.id ?? null)
              : null,
          );
    return { ...told, box: this.#boxOf(thing, at) };
  };

  /** An event, or the part of a message's line that is pointed at; in px of the viewport. */
  #boxOf(thing: SpaceThing, at: { readonly x: number; readonly y: number }): Box {
    const room = this.#painting.room.value ?? this;
    const plane = this.#planeNow();
    const middle =
      thing.type === 'event' ? { x: xOf(plane, thing.event.time), y: yOf(plane, thing.event.lane) } : pointIn(room, at);
    return boxOn(room, { x: middle.x - 8, y: middle.y - 8, width: 16, height: 16 });
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('stretch')) this.#reachChosen();
    if (changed.has('pointed'))
      pointAt(this, this.pointed?.type === 'event' ? { type: 'event', step: this.pointed.event.step } : null);
    this.#painting.schedule();
  }

  /** An event that was chosen by a key may lie out of sight. */
  #reachChosen(): void {
    const { stretch } = this;
    const row = stretch?.chosen?.row;
    if (row === undefined || row.step !== this.chosen || this.#wantsSight !== row.step) return;
    this.#wantsSight = null;
    this.#shown = showing(this.#shown, row.time);
  }

  #wantsSight: number | null = null;

  // ---------------------------------------------------------------- hands

  #choose(step: number | null, isToBeSeen = false): void {
    this.chosen = step;
    this.#wantsSight = isToBeSeen ? step : null;
    this.#painting.schedule();
  }

  readonly #follow = (): void => {
    this.follows = true;
    this.#span = null;
    this.#asked = '';
    this.#painting.schedule();
  };

  #zoom(factor: number, share: number | null = null): void {
    const head = this.#clock === null ? 0 : read(this.#clock, performance.now());
    const plane = this.#planeNow();
    const atHead = (xOf(plane, head) - plane.left) / Math.max(1, plane.width - plane.left);
    const isHeld = this.follows && this.#playback?.playing === true;
    const held = isHeld || share === null ? Math.max(0, Math.min(1, atHead)) : share;
    this.#shown = zoomed(this.#shown, factor, held);
    this.#span = spanOf(this.#shown);
    this.#painting.schedule();
  }

  #pan(share: number): void {
    this.follows = false;
    this.#shown = panned(this.#shown, share);
    this.#painting.schedule();
  }

  readonly #onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const width = Math.max(1, this.#painting.size.width - this.#left);
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))
      return this.#pan(lengthIn(this, event.deltaX === 0 ? event.deltaY : event.deltaX) / width);
    this.#zoom(1.0022 ** event.deltaY, this.#shareAt(event));
  };

  #place(event: MouseEvent): { readonly x: number; readonly y: number } {
    return pointIn(this.#painting.room.value ?? this, event);
  }

  #shareAt(event: MouseEvent): number {
    return (this.#place(event).x - this.#left) / Math.max(1, this.#painting.size.width - this.#left);
  }

  /** In px of the viewport. */
  #thingAt(clientX: number, clientY: number, reach: number): SpaceThing | null {
    const { x, y } = pointIn(this.#painting.room.value ?? this, { x: clientX, y: clientY });
    return x < this.#left - reach ? null : thingAt(this.#planeNow(), x, y, this.#events, this.#messages, reach);
  }

  readonly #onDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    this.#press = { x: event.clientX, shown: this.#shown, pointer: event.pointerId };
  };

  readonly #onMove = (event: PointerEvent): void => {
    const press = this.#press;
    if (press?.pointer === event.pointerId) {
      const moved = lengthIn(this, event.clientX - press.x);
      if (!this.isDragged && Math.abs(moved) < dragFrom) return;
      if (!this.isDragged) this.#painting.room.value?.setPointerCapture(event.pointerId);
      this.isDragged = true;
      this.pointed = null;
      this.follows = false;
      this.#shown = panned(press.shown, -moved / Math.max(1, this.#painting.size.width - this.#left));
      return this.#painting.schedule();
    }
    if (event.pointerType === 'touch') return;
    const thing = this.#thingAt(event.clientX, event.clientY, reachOf(event));
    if (nameOf(thing) !== nameOf(this.pointed)) this.pointed = thing;
  };

  readonly #onUp = (event: PointerEvent): void => {
    if (this.#press === null) return;
    this.#press = null;
    if (this.isDragged) {
      this.isDragged = false;
      return;
    }
    const thing = this.#thingAt(event.clientX, event.clientY, reachOf(event));
    const step = thing === null ? -1 : thing.type === 'event' ? thing.event.step : thing.message.step;
    if (step < 0) return this.#choose(null);
    this.#choose(step);
    act(this, { type: 'seek', to: step + 1 });
  };

  readonly #onCancel = (): void => {
    this.#press = null;
    this.isDragged = false;
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!this.#obey(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  #obey(event: KeyboardEvent): boolean {
    const { key } = event;
    const chosen = this.stretch?.chosen?.row.step === this.chosen ? (this.stretch?.chosen ?? null) : null;
    switch (key) {
      case 'ArrowLeft':
      case 'ArrowRight':
      case 'ArrowUp':
      case 'ArrowDown': {
        if (event.shiftKey) return false;
        if (this.chosen === null) return this.#chooseAtHead();
        const { before, after, cause, effect } = chosen?.neighbours ?? noNeighbours;
        const to = { ArrowLeft: before, ArrowRight: after, ArrowUp: cause, ArrowDown: effect }[key];
        if (to !== null) this.#choose(to, true);
        return true;
      }
      case '+':
      case '=':
        this.#zoom(1 / zoomStep);
        return true;
      case '-':
        this.#zoom(zoomStep);
        return true;
      case '0':
        this.#follow();
        return true;
      case 'PageUp':
      case 'PageDown':
        this.#pan(key === 'PageUp' ? -0.5 : 0.5);
        return true;
      case 'Escape':
        if (this.chosen === null) return false;
        this.#choose(null);
        return true;
      default: {
        const action = chosen === null ? null : actionOf(key, event.shiftKey, chosen.row);
        if (action === null) return false;
        act(this, action);
        return true;
      }
    }
  }

  /** The last event at the moment that is shown. */
  #chooseAtHead(): boolean {
    const head = this.#frame?.step ?? 0;
    const event = this.#events.findLast(({ step }) => step < head) ?? this.#events[0];
    if (event === undefined) return false;
    this.#choose(event.step, true);
    return true;
  }

  readonly #onLegend = ({ detail }: CustomEvent<{ readonly type: string }>): void => {
    const next = new Set(this.muted);
    if (!next.delete(detail.type)) next.add(detail.type);
    this.muted = next;
  };
}

const reachOf = ({ pointerType }: PointerEvent): number => (pointerType === 'touch' ? fingerReach : mouseReach);

const noNeighbours = { before: null, after: null, cause: null, effect: null };

const nameOf = (thing: SpaceThing | null): string =>
  thing === null
    ? ''
    : thing.type === 'event'
      ? `event ${thing.event.step}`
      : `message ${thing.message.sentAt} ${thing.message.from} ${thing.message.to} ${thing.message.type}`;

customElements.define('rh-space-time', RhSpaceTime);

declare global {
  interface HTMLElementTagNameMap {
    'rh-space-time': RhSpaceTime;
  }
}
