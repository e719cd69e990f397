/**
 * `<rh-timeline>`: the runs from their start to their end. Each branch has a lane: how much happened when, where it was forked, what it
 * violates. The current one shows besides what stands out in it, and has the playhead. The upper strip belongs to times, the top
 * of the current lane to marks, the rest of it to its density, so nothing is written over anything.
 */
import { boxOn, lengthIn, pointIn, screenFor } from '../parts/own-px.ts';
import { html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import type { Frame } from '../../kernel/protocol.ts';
import { explains } from '../hint/explains.ts';
import type { At, Told } from '../hint/told.ts';
import { act } from '../model/act.ts';
import { noStars, type Stars } from '../model/stars.ts';
import type { Pin } from '../model/probing.ts';
import type { Playback } from '../model/state.ts';
import { formatTime } from '../stage/format.ts';
import { DensityPaths, type DensityWindow, DensityWindows } from './density.ts';
import { drawGrid, drawLanes, drawTimes, type LaneContent, type Scale } from './drawing.ts';
import { noMemory, thinnedText } from './history.ts';
import './lane-list.ts';
import { baseOf, laneAt, type Lane, type LaneLayout, layoutLanes, marksHeight } from './lanes.ts';
import './mark-row.ts';
import { laneViolationTold, starTicksTold } from './mark-told.ts';
import { clustered, type Marked, markedMoments } from './marks.ts';
import './pin-rows.ts';
import { pinHeight } from './pin-rows.ts';
import { following, isWhole, panned, type Range, wholeRun, zoomed } from './range.ts';
import { timelineStyles } from './timeline.css.ts';
import { drawStars, starTickAt } from './star-ticks.ts';
import './timeline-tools.ts';
import type { ZoomWish } from './timeline-tools.ts';

/** The picture is drawn anew at this pace, in ms; the playhead moves with each frame. */
const pace = 50;
/** The page may have been busy with something else (another run) when it was asked for a density; ms. */
const askAgain = 400;
/** Nearer to the tip than this, in px, the playhead snaps to it and follows the run. */
const snap = 5;
const marksApart = 13;
/** A press on another lane that moves less than this, in px, is meant for that lane. */
const steady = 4;
/** Of the sign of a violation, px. */
const violationReach = 8;

export class RhTimeline extends LitElement {
  static override readonly properties = {
    playback: { attribute: false },
    compared: { attribute: false },
    isHistoryOpen: { attribute: false },
    stars: { attribute: false },
    pins: { attribute: false },
    isExpanded: { state: true },
  };
  declare playback: Playback | null;
  /** What the current branch is compared with. */
  declare compared: number | 'ghost' | null;
  declare isHistoryOpen: boolean;
  /** What the reader follows. */
  declare stars: Stars;
  /** Places of the rules that are told of along the run. */
  declare pins: readonly Pin[];
  /** All branches have their lane, however many there are. */
  declare isExpanded: boolean;

  static override readonly styles = timelineStyles;

  #frame: Frame | null = null;
  #width = 0;
  /** Least height, px. */
  #least = 0;
  #layout: LaneLayout = layoutLanes([], false, false, 0);
  /** What is shown; null for the whole run. */
  #zoom: Range | null = null;
  #range: Range = { from: 0, to: 1_000 };
  #asked: DensityWindow | null = null;
  #askedAt = 0;
  /** The page has not been told of `#asked` yet. */
  #isAsking = false;
  #renderedAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dragged: number | null = null;
  /** Another lane was pressed, at this x; it is not dragged yet. */
  #pressed: { readonly lane: Lane; readonly x: number } | null = null;
  #seekScheduled = 0;
  #marked: { readonly of: Frame | null; readonly list: readonly Marked[] } = { of: null, list: [] };
  readonly #windows = new DensityWindows();
  readonly #paths = new DensityPaths();
  readonly #resize = new ResizeObserver(() => {
    this.#width = this.renderRoot.querySelector('.axis')?.clientWidth ?? 0;
    this.#least = Number.parseFloat(getComputedStyle(this).minHeight) || 0;
    this.requestUpdate();
  });

  constructor() {
    super();
    this.playback = null;
    this.compared = null;
    this.isHistoryOpen = false;
    this.stars = noStars;
    this.pins = [];
    this.isExpanded = false;
  }

  set frame(frame: Frame | null) {
    if (frame === this.#frame) return;
    const isOtherRun = frame?.scenario !== this.#frame?.scenario || frame?.seed !== this.#frame?.seed;
    this.#frame = frame;
    if (isOtherRun) this.#zoom = null;
    this.#movePlayhead();
    const wait = this.#renderedAt + pace - performance.now();
    if (wait <= 0) this.requestUpdate();
    else this.#timer ??= setTimeout(() => this.requestUpdate(), wait);
  }

  get frame(): Frame | null {
    return this.#frame;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resize.observe(this);
    // Not passive: the wheel zooms here instead of scrolling the page.
    this.addEventListener('wheel', this.#onWheel, { passive: false });
    this.addEventListener('keydown', this.#onKey);
    this.#asked = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
    this.removeEventListener('wheel', this.#onWheel);
    this.removeEventListener('keydown', this.#onKey);
    clearTimeout(this.#timer);
    this.#timer = undefined;
    cancelAnimationFrame(this.#seekScheduled);
    this.#seekScheduled = 0;
    document.documentElement.style.removeProperty('--timeline');
  }

  /** px, of everything. */
  get #height(): number {
    return this.#layout.height + this.pins.length * pinHeight;
  }

  get #isLive(): boolean {
    return (this.playback?.playhead ?? 'live') === 'live';
  }

  // ---------------------------------------------------------------- places

  readonly #place = (time: number): number =>
    ((time - this.#range.from) / (this.#range.to - this.#range.from)) * this.#width;

  #timeAt(clientX: number): number {
    const { x } = pointIn(this.renderRoot.querySelector('.axis') ?? this, { x: clientX, y: 0 });
    const share = Math.max(0, Math.min(1, x / Math.max(1, this.#width)));
    return this.#range.from + share * (this.#range.to - this.#range.from);
  }

  /** Up to the end of the longest run that has a lane. */
  #whole(): Range {
    const frame = this.#frame;
    const tips = this.#layout.lanes.map(({ branch }) => branch?.tip.now ?? 0);
    return wholeRun(Math.max(frame?.tip.now ?? 0, frame?.ghost?.tip.now ?? 0, ...tips), frame?.until ?? null);
  }

  /** Brings lanes and the shown part up to date, and asks for densities when what is shown changed. */
  #fit(): void {
    const frame = this.#frame;
    this.#layout = layoutLanes(
      frame?.branches ?? [],
      frame !== null && frame.ghost !== null,
      this.isExpanded,
      this.#least - Math.min(this.pins.length, 1) * pinHeight,
    );
    const whole = this.#whole();
    if (this.#zoom !== null && isWhole(this.#zoom, whole)) this.#zoom = null;
    if (this.#zoom !== null && this.#isLive && this.playback?.playing === true && this.#dragged === null) {
      this.#zoom = following(this.#zoom, frame?.tip.now ?? 0);
    }
    this.#range = this.#zoom ?? whole;
    if (this.#width > 0 && frame !== null) this.#askForDensities(frame);
  }

  #askForDensities(frame: Frame): void {
    const buckets = Math.max(24, Math.min(320, Math.round(this.#width / 5)));
    const others = this.#layout.lanes.filter(({ kind }) => kind === 'other').map(({ id }) => id);
    const asked = this.#asked;
    const isUnanswered = this.#windows.of(frame.density) === null && performance.now() - this.#askedAt > askAgain;
    if (
      asked !== null &&
      !isUnanswered &&
      asked.from === this.#range.from &&
      asked.to === this.#range.to &&
      asked.branches?.join() === others.join() &&
      Math.abs(asked.buckets - buckets) <= 16
    )
      return;
    this.#asked = this.#windows.ask(this.#range, buckets, others);
    this.#askedAt = performance.now();
    this.#isAsking = true;
  }

  /** Without rendering: this happens in every frame. */
  #movePlayhead(): void {
    const playhead = this.renderRoot?.querySelector<HTMLElement>('.playhead');
    const label = this.renderRoot?.querySelector<HTMLElement>('.moment');
    if (playhead == null || label == null || this.#frame === null) return;
    const now = this.#dragged ?? this.#frame.now;
    const x = this.#place(now);
    const isHidden = x < -1 || x > this.#width + 1;
    playhead.style.transform = `translateX(${x.toFixed(1)}px)`;
    playhead.hidden = isHidden;
    label.hidden = isHidden;
    label.textContent = formatTime(now);
    // At an edge the label stands beside the line instead of over the edge.
    const half = 34;
    const shift = Math.max(Math.min(half, x), 2 * half - (this.#width - x));
    label.style.transform = `translateX(${(x - shift).toFixed(1)}px)`;
  }

  // ---------------------------------------------------------------- the picture

  override render(): TemplateResult {
    this.#renderedAt = performance.now();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#fit();
    const frame = this.#frame;
    const now = this.#dragged ?? frame?.now ?? 0;
    const layout = this.#layout;
    const scale: Scale = { range: this.#range, width: this.#width, place: this.#place };
    const current = layout.lanes.find(({ kind }) => kind === 'current');
    const clusters = clustered(this.#moments(), this.#range, this.#place, marksApart);
    return html`
      <div class="scroll">
        <div class="content" style="height: ${this.#height}px">
          <rh-lane-list class="names" .layout=${layout} .compared=${this.compared} @rh-lanes=${this.#toggleLanes}></rh-lane-list>
          <div
            class="axis"
            ${explains(this.#tell)}
            @pointerdown=${this.#onPointerDown}
            @pointermove=${this.#onPointerMove}
            @pointerup=${this.#onPointerUp}
            @pointercancel=${this.#onPointerUp}
          >
            <svg class="lanes" aria-hidden="true">
              ${drawGrid(scale)}
              ${drawLanes(this.#contents(), scale, this.#window(), this.#paths, this.#place(now))} ${this.#ends(current)} ${drawStars(this.stars, (ticks) => this.#windows.of(ticks), scale, current)}
            </svg>
            ${this.#thinned(current)}
            <div
              class="playhead"
              role="slider"
              tabindex="0"
              aria-label="Playhead"
              aria-valuemin="0"
              aria-valuemax=${Math.round(frame?.tip.now ?? 0)}
              aria-valuenow=${Math.round(now)}
              aria-valuetext="${formatTime(now)}${this.#isLive ? ', live' : ''}"
              @keydown=${this.#onPlayheadKey}
            ></div>
            <div class="strip" aria-hidden="true">
              <svg>${drawTimes(scale, this.#place(now))}</svg>
              <span class="moment"></span>
            </div>
            <rh-mark-row style="top: ${current?.top ?? 0}px" .clusters=${clusters} .width=${this.#width}></rh-mark-row>
          </div>
          ${
            this.pins.length === 0
              ? nothing
              : html`<rh-pin-rows
                style="top: ${layout.height}px"
                .pins=${this.pins}
                .range=${this.#range}
                .width=${this.#width}
                .step=${frame?.step ?? 0}
              ></rh-pin-rows>`
          }
        </div>
      </div>
      <rh-timeline-tools
        ?live=${this.#isLive}
        ?whole=${this.#zoom === null}
        ?open=${this.isHistoryOpen}
        .events=${frame?.tip.step ?? 0}
        .memory=${frame?.memory ?? noMemory}
        @rh-zoom=${this.#onZoomWish}
      ></rh-timeline-tools>
    `;
  }

  /** Made anew only when the marks or the difference changed: there can be thousands. */
  #moments(): readonly Marked[] {
    const frame = this.#frame;
    const { of } = this.#marked;
    const difference = frame?.ghost?.divergence ?? null;
    const before = of?.ghost?.divergence ?? null;
    const isSame = of?.marks === frame?.marks && before?.step === difference?.step && before?.text === difference?.text;
    if (!isSame) this.#marked = { of: frame, list: markedMoments(frame?.marks ?? [], difference) };
    return this.#marked.list;
  }

  #window(): DensityWindow | null {
    return this.#frame === null ? null : this.#windows.of(this.#frame.density);
  }

  #contents(): readonly LaneContent[] {
    const frame = this.#frame;
    if (frame === null) return [];
    const { ghost } = frame;
    return this.#layout.lanes.map((lane): LaneContent => {
      const { kind, branch } = lane;
      const isCompared = kind === 'ghost' ? this.compared === 'ghost' : branch !== null && this.compared === branch.id;
      if (kind === 'ghost') {
        const density = ghost?.density ?? [];
        return { lane, from: 0, tip: ghost?.tip.now ?? 0, density, violation: null, isCompared };
      }
      const from = kind === 'current' || branch === null || branch.parent === null ? 0 : branch.forkedAt.time;
      const tip = kind === 'current' ? frame.tip.now : (branch?.tip.now ?? 0);
      const density = kind === 'current' ? frame.density : (branch?.density ?? []);
      return { lane, from, tip, density, violation: branch?.violation ?? null, isCompared };
    });
  }

  /** The end of the scenario, and where the current run parts from the one before the edit. */
  #ends(current: Lane | undefined) {
    const frame = this.#frame;
    const inside = (x: number): boolean => x >= 0 && x <= this.#width;
    const until = frame?.until == null ? -1 : this.#place(frame.until);
    const difference = frame?.ghost?.divergence;
    const parted = difference == null ? -1 : this.#place(difference.time);
    const ghost = this.#layout.lanes.find(({ kind }) => kind === 'ghost');
    return [
      inside(until) ? svg`<line class="until" x1=${until} x2=${until} y1="26" y2="100%"></line>` : nothing,
      inside(parted) && ghost !== undefined && current !== undefined
        ? svg`<line class="parted" x1=${parted} x2=${parted} y1=${ghost.top + 2} y2=${baseOf(current)}></line>`
        : nothing,
    ];
  }

  /** History that is no longer kept as it was made is never passed over in silence. */
  #thinned(current: Lane | undefined) {
    const memory = this.#frame?.memory;
    if (memory === undefined || memory.thinnedBefore === null || current === undefined) return nothing;
    const [from, to] = [0, memory.thinnedBefore].map((time) => Math.max(0, Math.min(this.#width, this.#place(time))));
    const width = (to ?? 0) - (from ?? 0);
    if (width < 1) return nothing;
    const height = baseOf(current) - current.top - marksHeight;
    return html`<div class="thinned" title=${thinnedText(memory).join('\n')} style="left: ${from}px; width: ${width}px; top: ${current.top + marksHeight}px; height: ${height}px"></div>`;
  }

  override updated(): void {
    this.#movePlayhead();
    this.#grow();
    if (this.#isAsking) {
      this.#isAsking = false;
      // After this update, since the answer may set properties at once.
      queueMicrotask(() => act(this, { type: 'density', window: this.#asked }));
    }
  }

  /** As high as its lanes, up to a share of the page; what stands above it (a notice) reads the height from the root. */
  #grow(): void {
    const most = Math.max(this.#least, screenFor(this).height * (this.isExpanded ? 0.5 : 0.34));
    const height = `${Math.round(Math.min(this.#height, most))}px`;
    const root = document.documentElement.style;
    if (root.getPropertyValue('--timeline') !== height) root.setProperty('--timeline', height);
  }

  /** What is drawn and is no control: ticks of stars, the first violation of another branch. */
  readonly #tell = (at: At): Told | null => {
    const axis = this.renderRoot.querySelector('.axis');
    if (at.type === 'focus' || axis === null || this.#dragged !== null) return null;
    const { x, y } = pointIn(axis, at);
    const { lanes } = this.#layout;
    for (const lane of lanes) {
      const violation = lane.kind === 'other' ? (lane.branch?.violation ?? null) : null;
      if (violation === null || lane.branch === null) continue;
      const [cx, cy] = [this.#place(violation.time), baseOf(lane) - 3];
      if (Math.hypot(x - cx, y - cy) > violationReach) continue;
      const box = {
        x: cx - violationReach,
        y: cy - violationReach,
        width: 2 * violationReach,
        height: 2 * violationReach,
      };
      return { ...laneViolationTold(lane.branch, violation), box: boxOn(axis, box) };
    }
    const current = lanes.find(({ kind }) => kind === 'current');
    const tick = starTickAt({ x, y }, this.stars, (ticks) => this.#windows.of(ticks), { place: this.#place }, current);
    if (tick === null) return null;
    const name = this.stars.list.find(({ id }) => id === tick.id)?.name ?? '';
    const [from, to] = [this.#place(tick.from), this.#place(tick.to)];
    const box = boxOn(axis, { x: from, y: y - 5, width: to - from, height: 10 });
    return { ...starTicksTold(name, tick.id, tick.count, tick.from, tick.to), box };
  };

  // ---------------------------------------------------------------- hands

  /** The moment a zoom keeps in place: the playhead when it is in sight. */
  #focusTime(): number {
    const { from, to } = this.#range;
    const now = this.#frame?.now ?? from;
    return now >= from && now <= to ? now : (from + to) / 2;
  }

  #zoomBy(factor: number, around: number): void {
    this.#zoom = zoomed(this.#range, factor, around, this.#whole());
    this.requestUpdate();
  }

  #showAll(): void {
    this.#zoom = null;
    this.requestUpdate();
  }

  readonly #onZoomWish = ({ detail }: CustomEvent<ZoomWish>): void => {
    if (detail === 'all') this.#showAll();
    else this.#zoomBy(detail === 'in' ? 0.5 : 2, this.#focusTime());
  };

  readonly #toggleLanes = (): void => {
    this.isExpanded = !this.isExpanded;
  };

  readonly #onWheel = (event: WheelEvent): void => {
    const axis = this.renderRoot.querySelector('.axis');
    // Over the names it scrolls them.
    if (axis === null || !event.composedPath().includes(axis)) return;
    event.preventDefault();
    const sideways = event.shiftKey ? event.deltaY : event.deltaX;
    if (Math.abs(sideways) > Math.abs(event.deltaY) || event.shiftKey) {
      const span = this.#range.to - this.#range.from;
      this.#zoom = panned(this.#range, (lengthIn(axis, sideways) / Math.max(1, this.#width)) * span, this.#whole());
      this.requestUpdate();
      return;
    }
    this.#zoomBy(Math.exp(Math.max(-1, Math.min(1, event.deltaY * 0.003))), this.#timeAt(event.clientX));
  };

  readonly #onPointerDown = (event: PointerEvent): void => {
    const { currentTarget } = event;
    if (event.button !== 0 || this.#frame === null || !(currentTarget instanceof HTMLElement)) return;
    currentTarget.setPointerCapture(event.pointerId);
    const lane = laneAt(this.#layout.lanes, pointIn(currentTarget, event).y);
    if (lane?.kind === 'other') this.#pressed = { lane, x: event.clientX };
    else this.#drag(event);
  };

  readonly #onPointerMove = (event: PointerEvent): void => {
    if (this.#pressed !== null && Math.abs(event.clientX - this.#pressed.x) > steady) {
      this.#pressed = null;
      this.#drag(event);
    } else if (this.#dragged !== null) this.#drag(event);
  };

  readonly #onPointerUp = (event: PointerEvent): void => {
    const pressed = this.#pressed;
    this.#pressed = null;
    this.#dragged = null;
    this.requestUpdate();
    if (pressed !== null && event.type === 'pointerup') this.#enter(pressed.lane, this.#timeAt(event.clientX));
  };

  /** Goes to another branch, at the moment pressed when that lies in its past. */
  #enter({ id, branch }: Lane, time: number): void {
    act(this, { type: 'branch', act: { type: 'switch', id } });
    if (branch !== null && time < branch.tip.now) act(this, { type: 'seek-time', time: Math.max(0, time) });
  }

  #drag(event: PointerEvent): void {
    const tip = this.#frame?.tip.now ?? 0;
    const time = this.#timeAt(event.clientX);
    const moment = this.#place(time) >= this.#place(tip) - snap ? tip : time;
    this.#dragged = moment;
    this.#movePlayhead();
    // The newest moment wins, also when the pointer is up by then.
    cancelAnimationFrame(this.#seekScheduled);
    this.#seekScheduled = requestAnimationFrame(() => {
      this.#seekScheduled = 0;
      this.#seek(moment);
    });
  }

  #seek(time: number): void {
    const tip = this.#frame?.tip.now ?? 0;
    if (time >= tip) act(this, { type: 'seek', to: 'live' });
    else act(this, { type: 'seek-time', time: Math.max(0, time) });
  }

  readonly #onPlayheadKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const span = this.#range.to - this.#range.from;
    const now = this.#frame?.now ?? 0;
    switch (event.key) {
      case 'ArrowRight':
      case 'ArrowUp':
        act(this, { type: 'step', by: event.shiftKey ? 10 : 1 });
        break;
      case 'ArrowLeft':
      case 'ArrowDown':
        act(this, { type: 'step', by: event.shiftKey ? -10 : -1 });
        break;
      case 'PageUp':
        this.#seek(now + span / 20);
        break;
      case 'PageDown':
        this.#seek(now - span / 20);
        break;
      case 'Home':
        this.#seek(0);
        break;
      case 'End':
        act(this, { type: 'seek', to: 'live' });
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  /** Wherever in the timeline the focus is. */
  readonly #onKey = (event: KeyboardEvent): void => {
    const isTyping = event.composedPath().some((target) => target instanceof HTMLInputElement);
    if (event.defaultPrevented || isTyping || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === '+' || event.key === '=') this.#zoomBy(0.5, this.#focusTime());
    else if (event.key === '-') this.#zoomBy(2, this.#focusTime());
    else if (event.key === '0') this.#showAll();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

customElements.define('rh-timeline', RhTimeline);

declare global {
  interface HTMLElementTagNameMap {
    'rh-timeline': RhTimeline;
  }
}
