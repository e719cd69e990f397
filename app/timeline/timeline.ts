/**
 * `<rh-timeline>`: the run from its start to its end: how much happened when, what stands out, and the playhead. The
 * upper strip belongs to times, the next to marks, the rest to the density, so nothing is written over anything.
 */
import { html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import type { Frame, Mark } from '../../kernel/protocol.ts';
import { act } from '../model/act.ts';
import type { Playback } from '../model/state.ts';
import { formatNumber, formatTime } from '../stage/format.ts';
import { densityPath, DensityWindows, type DensityWindow } from './density.ts';
import { markGlyph, markNames } from './mark-glyph.ts';
import { type Cluster, clustered } from './marks.ts';
import { following, isWhole, panned, type Range, wholeRun, zoomed } from './range.ts';
import { ticks } from './ticks.ts';
import { timelineStyles } from './timeline.css.ts';

/** The picture is drawn anew at this pace, in ms; the playhead moves with each frame. */
const pace = 50;
/** The page may have been busy with something else (another run) when it was asked for a density; ms. */
const askAgain = 400;
const topOfDensity = 52;
const footOfDensity = 10;
/** Nearer to the tip than this, in px, the playhead snaps to it and follows the run. */
const snap = 5;
const marksApart = 13;

export class RhTimeline extends LitElement {
  static override readonly properties = { playback: { attribute: false }, open: { state: true } };
  declare playback: Playback | null;
  /** The cluster of marks whose popover is open, by its place in the row. */
  declare open: number | null;

  static override readonly styles = timelineStyles;

  #frame: Frame | null = null;
  #width = 0;
  #height = 0;
  /** What is shown; null for the whole run. */
  #zoom: Range | null = null;
  #range: Range = { from: 0, to: 1_000 };
  #asked: DensityWindow | null = null;
  #askedAt = 0;
  /** The page has not been told of `#asked` yet. */
  #isAsking = false;
  #roving = 0;
  #renderedAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dragged: number | null = null;
  #seekScheduled = 0;
  readonly #windows = new DensityWindows();
  readonly #resize = new ResizeObserver(([entry]) => {
    if (entry === undefined) return;
    const axis = this.renderRoot.querySelector('.axis');
    this.#width = axis?.clientWidth ?? entry.contentRect.width;
    this.#height = entry.contentRect.height;
    this.requestUpdate();
  });

  constructor() {
    super();
    this.playback = null;
    this.open = null;
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
    this.#asked = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
    this.removeEventListener('wheel', this.#onWheel);
    clearTimeout(this.#timer);
    this.#timer = undefined;
    cancelAnimationFrame(this.#seekScheduled);
    this.#seekScheduled = 0;
  }

  get #isLive(): boolean {
    return (this.playback?.playhead ?? 'live') === 'live';
  }

  // ---------------------------------------------------------------- places

  readonly #place = (time: number): number =>
    ((time - this.#range.from) / (this.#range.to - this.#range.from)) * this.#width;

  #timeAt(clientX: number): number {
    const left = this.renderRoot.querySelector('.axis')?.getBoundingClientRect().left ?? 0;
    const share = Math.max(0, Math.min(1, (clientX - left) / Math.max(1, this.#width)));
    return this.#range.from + share * (this.#range.to - this.#range.from);
  }

  #whole(): Range {
    return wholeRun(this.#frame?.tip.now ?? 0, this.#frame?.until ?? null);
  }

  /** Brings the shown part up to date and asks for its density when it changed. */
  #fit(): void {
    const whole = this.#whole();
    if (this.#zoom !== null && isWhole(this.#zoom, whole)) this.#zoom = null;
    if (this.#zoom !== null && this.#isLive && this.playback?.playing === true && this.#dragged === null) {
      this.#zoom = following(this.#zoom, this.#frame?.tip.now ?? 0);
    }
    this.#range = this.#zoom ?? whole;
    if (this.#width <= 0 || this.#frame === null) return;
    const buckets = Math.max(24, Math.min(320, Math.round(this.#width / 5)));
    const asked = this.#asked;
    const isUnanswered = this.#windows.of(this.#frame.density) === null && performance.now() - this.#askedAt > askAgain;
    if (
      asked !== null &&
      !isUnanswered &&
      asked.from === this.#range.from &&
      asked.to === this.#range.to &&
      Math.abs(asked.buckets - buckets) <= 16
    )
      return;
    this.#asked = this.#windows.ask(this.#range, buckets);
    this.#askedAt = performance.now();
    this.#isAsking = true;
  }

  /** Without rendering: this happens in every frame. */
  #movePlayhead(): void {
    const playhead = this.renderRoot?.querySelector<HTMLElement>('.playhead');
    if (playhead === null || playhead === undefined || this.#frame === null) return;
    const now = this.#dragged ?? this.#frame.now;
    const x = this.#place(now);
    playhead.style.transform = `translateX(${x.toFixed(1)}px)`;
    playhead.hidden = x < -1 || x > this.#width + 1;
    const label = playhead.querySelector<HTMLElement>('.moment');
    if (label === null) return;
    label.textContent = formatTime(now);
    // At an edge the label stands beside the line instead of over the edge.
    const half = 34;
    label.style.setProperty('--shift', `${-Math.max(Math.min(half, x), 2 * half - (this.#width - x))}px`);
  }

  // ---------------------------------------------------------------- the picture

  override render(): TemplateResult {
    this.#renderedAt = performance.now();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#fit();
    const frame = this.#frame;
    const now = this.#dragged ?? frame?.now ?? 0;
    const clusters = this.#clusters();
    return html`
      <div class="axis" @pointerdown=${this.#onPointerDown} @pointermove=${this.#onPointerMove} @pointerup=${this.#onPointerUp} @pointercancel=${this.#onPointerUp}>
        <svg aria-hidden="true">${this.#ticks(now)} ${this.#density(now)} ${this.#ends()}</svg>
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
        >
          <span class="moment"></span>
        </div>
        <div class="marks" role="toolbar" aria-label="Marks" @keydown=${(event: KeyboardEvent) => this.#onMarkKey(event, clusters)}>
          ${clusters.map((cluster, i) => this.#mark(cluster, i, clusters.length))}
        </div>
      </div>
      ${this.#tools()} ${this.#popover(clusters)}
    `;
  }

  #ticks(now: number) {
    const most = Math.max(2, Math.floor(this.#width / 92));
    const playhead = this.#place(now);
    return ticks(this.#range.from, this.#range.to, most).map(({ time, label }) => {
      const x = this.#place(time);
      // The playhead's time has the strip to itself.
      const isFree = Math.abs(x + 18 - playhead) > 64 && x < this.#width - 36;
      return svg`<line class="tick" x1=${x} x2=${x} y1="22" y2="100%"></line>
        ${isFree ? svg`<text class="tick-name" x=${x + 4} y="15">${label}</text>` : nothing}`;
    });
  }

  #density(now: number) {
    const frame = this.#frame;
    const height = Math.max(10, this.#height - topOfDensity - footOfDensity);
    const window = frame === null ? null : this.#windows.of(frame.density);
    const base = topOfDensity + height;
    const tip = Math.max(0, Math.min(this.#width, this.#place(frame?.tip.now ?? 0)));
    const start = Math.max(0, this.#place(0));
    const split = Math.max(0, Math.min(this.#width, this.#place(now)));
    const path = frame === null || window === null ? '' : densityPath(frame.density, window, this.#place, height);
    return svg`
      <clipPath id="past"><rect x="0" y="0" width=${split} height="100%"></rect></clipPath>
      <clipPath id="future"><rect x=${split} y="0" width=${Math.max(0, tip - split)} height="100%"></rect></clipPath>
      <g transform="translate(0 ${topOfDensity})">
        <path class="past" d=${path} clip-path="url(#past)"></path>
        <path class="future" d=${path} clip-path="url(#future)"></path>
      </g>
      <line class="base" x1=${start} x2=${tip} y1=${base} y2=${base}></line>
      <line class="ahead" x1=${tip} x2=${this.#width} y1=${base} y2=${base}></line>`;
  }

  #ends() {
    const until = this.#frame?.until ?? null;
    if (until === null) return nothing;
    const x = this.#place(until);
    if (x < 0 || x > this.#width) return nothing;
    return svg`<line class="until" x1=${x} x2=${x} y1="26" y2="100%"></line>`;
  }

  #clusters(): readonly Cluster[] {
    const { marks } = this.#frame ?? { marks: [] };
    const seen = marks.filter(({ time }) => time >= this.#range.from && time <= this.#range.to);
    return clustered(seen, this.#place, marksApart);
  }

  #mark(cluster: Cluster, i: number, count: number): TemplateResult {
    const names = cluster.marks
      .map(({ kind, title, time }) => `${markNames[kind]}: ${title}, ${formatTime(time)}`)
      .join('. ');
    const show = () => {
      this.open = i;
    };
    const hide = () => {
      this.open = null;
    };
    return html`<button
      class="mark"
      style="left: ${Math.max(7, Math.min(this.#width - 7, cluster.x)).toFixed(1)}px"
      aria-label=${cluster.marks.length > 1 ? `${cluster.marks.length} marks. ${names}` : names}
      tabindex=${i === Math.min(this.#roving, count - 1) ? 0 : -1}
      @pointerenter=${show}
      @pointerleave=${hide}
      @focus=${() => {
        this.#roving = i;
        show();
      }}
      @blur=${hide}
      @pointerdown=${(event: PointerEvent) => event.stopPropagation()}
      @click=${() => this.#seekMark(cluster)}
    >
      <svg viewBox="-7 -7 14 14" aria-hidden="true">${markGlyph(cluster.gravest)}</svg>
      ${cluster.marks.length > 1 ? html`<span class="several">${cluster.marks.length}</span>` : nothing}
    </button>`;
  }

  #popover(clusters: readonly Cluster[]): TemplateResult {
    const cluster = this.open === null ? undefined : clusters[this.open];
    const shown: readonly Mark[] = cluster?.marks.slice(-6) ?? [];
    const hidden = (cluster?.marks.length ?? 0) - shown.length;
    return html`<div class="popover" popover="manual" role="tooltip">
      ${hidden > 0 ? html`<div class="kind">${hidden} more before</div>` : nothing}
      ${shown.map(
        ({ kind, title, time, text }) => html`<div>
          <span class="kind">${markNames[kind]}</span> <b>${title}</b><time>${formatTime(time)}</time>
          ${text.slice(0, 8).map((sentence) => html`<p>${sentence}</p>`)}
        </div>`,
      )}
    </div>`;
  }

  #tools(): TemplateResult {
    const frame = this.#frame;
    const tip = frame === null ? '' : `${formatNumber(frame.tip.step)} events`;
    const middle = (this.#range.from + this.#range.to) / 2;
    return html`<div class="tools">
      ${
        this.#isLive
          ? html`<button class="live" disabled>Live</button>`
          : html`<button title="Back to the newest moment" @click=${() => act(this, { type: 'seek', to: 'live' })}>Go live</button>`
      }
      <div class="zoom">
        <button aria-label="Zoom in" title="Zoom in (+)" @click=${() => this.#zoomBy(0.5, this.#focusTime(middle))}>+</button>
        <button aria-label="Zoom out" title="Zoom out (−)" ?disabled=${this.#zoom === null} @click=${() => this.#zoomBy(2, this.#focusTime(middle))}>−</button>
        <button title="Show the whole run (0)" ?disabled=${this.#zoom === null} @click=${this.#showAll}>All</button>
      </div>
      <div class="tip">${tip}</div>
    </div>`;
  }

  override updated(): void {
    this.#movePlayhead();
    if (this.#isAsking) {
      this.#isAsking = false;
      // After this update, since the answer may set properties at once.
      queueMicrotask(() => act(this, { type: 'density', window: this.#asked }));
    }
    const popover = this.renderRoot.querySelector<HTMLElement>('.popover');
    const marks = this.renderRoot.querySelectorAll<HTMLElement>('.mark');
    const mark = this.open === null ? undefined : marks[this.open];
    if (popover === null) return;
    const isOpen = popover.matches(':popover-open');
    if (mark === undefined) {
      if (isOpen) popover.hidePopover();
      return;
    }
    if (!isOpen) popover.showPopover();
    const at = mark.getBoundingClientRect();
    const left = Math.max(
      12,
      Math.min(innerWidth - popover.offsetWidth - 12, at.left + at.width / 2 - popover.offsetWidth / 2),
    );
    popover.style.left = `${left}px`;
    popover.style.top = `${Math.max(8, at.top - popover.offsetHeight - 6)}px`;
  }

  // ---------------------------------------------------------------- hands

  /** The moment a zoom keeps in place: the playhead when it is in sight. */
  #focusTime(otherwise: number): number {
    const now = this.#frame?.now ?? otherwise;
    return now >= this.#range.from && now <= this.#range.to ? now : otherwise;
  }

  #zoomBy(factor: number, around: number): void {
    this.#zoom = zoomed(this.#range, factor, around, this.#whole());
    this.requestUpdate();
  }

  readonly #showAll = (): void => {
    this.#zoom = null;
    this.requestUpdate();
  };

  readonly #onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const sideways = event.shiftKey ? event.deltaY : event.deltaX;
    if (Math.abs(sideways) > Math.abs(event.deltaY) || event.shiftKey) {
      const span = this.#range.to - this.#range.from;
      this.#zoom = panned(this.#range, (sideways / Math.max(1, this.#width)) * span, this.#whole());
      this.requestUpdate();
      return;
    }
    this.#zoomBy(Math.exp(Math.max(-1, Math.min(1, event.deltaY * 0.003))), this.#timeAt(event.clientX));
  };

  readonly #onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0 || this.#frame === null) return;
    const { currentTarget } = event;
    if (currentTarget instanceof HTMLElement) currentTarget.setPointerCapture(event.pointerId);
    this.#drag(event);
  };

  readonly #onPointerMove = (event: PointerEvent): void => {
    if (this.#dragged !== null) this.#drag(event);
  };

  readonly #onPointerUp = (): void => {
    this.#dragged = null;
    this.requestUpdate();
  };

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

  #seekMark({ marks, gravest }: Cluster): void {
    const mark = marks.find(({ kind }) => kind === gravest);
    if (mark !== undefined) act(this, { type: 'seek', to: mark.step });
  }

  readonly #onPlayheadKey = (event: KeyboardEvent): void => {
    const span = this.#range.to - this.#range.from;
    const now = this.#frame?.now ?? 0;
    switch (event.key) {
      case 'ArrowRight':
      case 'ArrowLeft':
        act(this, { type: 'step', by: (event.key === 'ArrowRight' ? 1 : -1) * (event.shiftKey ? 10 : 1) });
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
        if (!this.#zoomKey(event.key)) return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  #onMarkKey(event: KeyboardEvent, clusters: readonly Cluster[]): void {
    const moves: Readonly<Record<string, number>> = {
      ArrowRight: this.#roving + 1,
      ArrowLeft: this.#roving - 1,
      Home: 0,
      End: clusters.length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) {
      this.#roving = Math.max(0, Math.min(clusters.length - 1, to));
      this.renderRoot.querySelectorAll<HTMLElement>('.mark')[this.#roving]?.focus();
    } else if (event.key === 'Escape' && this.open !== null) this.open = null;
    else if (!this.#zoomKey(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  #zoomKey(key: string): boolean {
    const around = this.#focusTime((this.#range.from + this.#range.to) / 2);
    if (key === '+' || key === '=') this.#zoomBy(0.5, around);
    else if (key === '-') this.#zoomBy(2, around);
    else if (key === '0') this.#showAll();
    else return false;
    return true;
  }
}

customElements.define('rh-timeline', RhTimeline);

declare global {
  interface HTMLElementTagNameMap {
    'rh-timeline': RhTimeline;
  }
}
