/**
 * `<rh-stat-card>`: one stat. Its name opens the line that tells it; a point of its curve, chosen by a click or by the arrow keys and
 * Enter, says `rh-stat-point` with the span of time it stands for. Beside the curve of a histogram stands its distribution.
 */
import { html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import type { StatView } from '../../kernel/protocol.ts';
import type { StatPart, StatWish } from '../../kernel/stat.ts';
import { act } from '../model/act.ts';
import type { Band } from '../model/over-seeds.ts';
import { bandShape, besideOf } from './band-shape.ts';
import { formatNumber, formatTime } from './format.ts';
import { cardStyles } from './stat-card.css.ts';
import { areaOf, breakable, labelText, pointOf, pointsOf, valueText } from './stat-shape.ts';

const width = 200;
const height = 52;
/** Parts that are shown before one asks for the rest. */
const partsAtFirst = 4;
const barsWidth = 56;

export class RhStatCard extends LitElement {
  static override readonly properties = {
    stat: { attribute: false },
    was: { attribute: false },
    now: { attribute: false },
    band: { attribute: false },
    isOldBand: { attribute: false },
    wish: { attribute: false },
    pointed: { state: true },
    isOpen: { state: true },
  };
  declare stat: StatView;
  /** As it was before an edit. */
  declare was: StatView | undefined;
  /** Virtual ms at the end of the curve. */
  declare now: number;
  /** Of the other seeds, when there are any. */
  declare band: Band | undefined;
  /** Made before the latest edit. */
  declare isOldBand: boolean;
  /** The point whose events are listed, when it is one of this stat. */
  declare wish: StatWish | null;
  /** The point under the mouse or the keyboard, from 0. */
  declare pointed: number | null;
  declare isOpen: boolean;

  static override readonly styles = cardStyles;

  constructor() {
    super();
    this.band = undefined;
    this.isOldBand = false;
    this.wish = null;
    this.pointed = null;
    this.isOpen = false;
    this.now = 0;
  }

  override render(): TemplateResult {
    const { stat, was } = this;
    const { cell, range } = stat;
    const word = { counter: 'total', gauge: 'now', histogram: 'median' }[stat.kind];
    const noun = { counter: 'counter', gauge: 'gauge', histogram: 'histogram' }[stat.kind];
    return html`<article aria-labelledby="name">
      <h3 id="name">
        <button
          ?disabled=${cell === null}
          title=${cell === null ? nothing : 'Show the line that tells it'}
          @click=${() => cell !== null && act(this, { type: 'reveal', cell, range })}
        >${breakable(stat.name).map((part) => html`${part}<wbr />`)}</button>
      </h3>
      ${stat.help === '' ? nothing : html`<p class="help">${stat.help}</p>`}
      <p class="value">
        ${valueText(stat)} <small>${word}${stat.distribution === null ? nothing : html` of ${formatNumber(stat.distribution.count)}`}</small>
        ${was === undefined || was.value === stat.value ? nothing : html`<small class="was">was ${valueText(was)}</small>`}
        <small class="kind">${noun}${stat.unit === '' ? nothing : html` · ${stat.unit}`}</small>
      </p>
      <div class="picture">${this.#curve()}${this.#bars()}</div>
      ${this.#percentiles()}
      ${this.#parts()}
    </article>`;
  }

  #curve(): TemplateResult {
    const { stat, was, now, band } = this;
    const seeds = besideOf(band, now);
    const area = areaOf(stat.points, now, width, height, [...(was?.points ?? []), ...seeds]);
    const before = was === undefined ? null : areaOf(was.points, now, width, height, [...stat.points, ...seeds]);
    const shape = band === undefined ? null : bandShape(band, now, area, width, height);
    const at = this.pointed;
    const chosen = this.wish;
    const x = (time: number): number => (now <= 0 ? 0 : (time / now) * width);
    return html`<div
        class="curve"
        role="slider"
        tabindex="0"
        aria-label="${stat.name} over time"
        aria-valuemin="0"
        aria-valuemax=${Math.round(now)}
        aria-valuenow=${Math.round(at === null ? now : pointOf(at, now).to)}
        aria-valuetext=${this.#told(at)}
        aria-description="Arrow keys choose a point; Enter lists the events behind it."
        @pointermove=${(event: PointerEvent) => this.#point(event)}
        @pointerleave=${() => {
          this.pointed = null;
        }}
        @click=${(event: MouseEvent) => {
          this.#point(event);
          this.#choose();
        }}
        @keydown=${this.#onKey}
        @blur=${() => {
          this.pointed = null;
        }}
      >
        <svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">
          ${
            chosen === null || chosen.from > now
              ? nothing
              : svg`<rect class="chosen" x=${x(chosen.from)} width=${Math.max(1.5, x(chosen.to) - x(chosen.from))} y="0" height=${height}></rect>`
          }
          ${
            shape === null
              ? svg`<path class="fill" d=${area.fill}></path>`
              : svg`<g class="seeds ${this.isOldBand ? 'old' : ''}"><path class="band" d=${shape.area}></path><path class="median" d=${shape.median}></path></g>`
          }
          ${svg`
            ${before === null ? nothing : svg`<path class="line was" d=${before.line}></path>`}
            <path class="line" d=${area.line}></path>`}
          ${at === null ? nothing : svg`<line class="at" x1=${x(pointOf(at, now).to)} x2=${x(pointOf(at, now).to)} y1="0" y2=${height}></line>`}
        </svg>
        <div class="range">
          ${
            at === null
              ? html`<span>0 – ${formatTime(now)}</span><span>max ${valueText({ ...stat, value: stat.distribution?.most ?? area.most })}</span>`
              : html`<span>at ${formatTime(pointOf(at, now).to)}</span><span>${valueText({ ...stat, value: this.#valueAt(at) })}</span>`
          }
        </div>
      </div>`;
  }

  #valueAt(point: number): number {
    const { to } = pointOf(point, this.now);
    return this.stat.points.findLast(([time]) => time <= to + 1e-6)?.[1] ?? 0;
  }

  #told(point: number | null): string {
    const at = point ?? pointsOf - 1;
    return `${valueText({ ...this.stat, value: this.#valueAt(at) })} at ${formatTime(pointOf(at, this.now).to)}`;
  }

  #point({ clientX }: MouseEvent): void {
    const box = this.renderRoot.querySelector('.curve')?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return;
    const share = Math.min(1, Math.max(0, (clientX - box.left) / box.width));
    // What led to a value lies before it: the stretch that is under the mouse ends at the next point.
    this.pointed = Math.min(pointsOf - 1, Math.max(1, Math.ceil(share * (pointsOf - 1))));
  }

  #choose(labels: StatWish['labels'] = null, span: { readonly from: number; readonly to: number } | null = null): void {
    const { from, to } = span ?? pointOf(this.pointed ?? pointsOf - 1, this.now);
    const detail: StatWish = { name: this.stat.name, labels, from, to };
    this.dispatchEvent(new CustomEvent('rh-stat-point', { detail, bubbles: true, composed: true }));
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = this.pointed ?? pointsOf - 1;
    const far = event.shiftKey ? 10 : 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowRight: at + far,
      ArrowLeft: at - far,
      ArrowUp: at + far,
      ArrowDown: at - far,
      Home: 1,
      End: pointsOf - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) this.pointed = Math.min(pointsOf - 1, Math.max(1, to));
    else if (event.key === 'Enter' || event.key === ' ') this.#choose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** On its side, as wide as the curve is high: how many fell where. */
  #bars(): TemplateResult | typeof nothing {
    const { distribution } = this.stat;
    if (distribution === null || distribution.bars.length < 2) return nothing;
    const most = Math.max(...distribution.bars.map(({ count }) => count));
    const step = barsWidth / distribution.bars.length;
    return html`<svg class="bars" width=${barsWidth} height=${height} role="img" aria-label="Distribution: ${this.#distributionText()}">
      <title>${this.#distributionText()}</title>
      ${distribution.bars.map(
        ({ count }, i) =>
          svg`<rect x=${(i * step).toFixed(1)} width=${Math.max(0.8, step - 0.6).toFixed(1)} y=${(height - (count / most) * (height - 4)).toFixed(1)} height=${((count / most) * (height - 4)).toFixed(1)}></rect>`,
      )}
    </svg>`;
  }

  #distributionText(): string {
    const bars = this.stat.distribution?.bars ?? [];
    const text = (value: number): string => valueText({ ...this.stat, value });
    return `from ${text(bars[0]?.from ?? 0)} to ${text(bars.at(-1)?.to ?? 0)}, each bar wider than the one before by the same factor`;
  }

  #percentiles(): TemplateResult | typeof nothing {
    const { distribution } = this.stat;
    if (distribution === null || distribution.percentiles.length === 0) return nothing;
    return html`<dl>${distribution.percentiles.map(
      ({ of, value }) => html`<div><dt>p${of}</dt><dd>${valueText({ ...this.stat, value })}</dd></div>`,
    )}</dl>`;
  }

  #parts(): TemplateResult | typeof nothing {
    const { parts } = this.stat;
    if (parts.length < 2 && parts[0] !== undefined && labelText(parts[0].labels) === '') return nothing;
    if (parts.length === 0) return nothing;
    const shown = this.isOpen ? parts : parts.slice(0, partsAtFirst);
    const most = Math.max(1e-9, ...parts.map(({ value }) => Math.abs(value)));
    return html`<ul class="parts" aria-label="By label">
      ${shown.map((part) => html`<li>${this.#part(part, most)}</li>`)}
      ${
        parts.length <= partsAtFirst
          ? nothing
          : html`<li><button class="more" aria-expanded=${this.isOpen} @click=${() => {
              this.isOpen = !this.isOpen;
            }}>${this.isOpen ? 'fewer' : `${parts.length - partsAtFirst} more`}</button></li>`
      }
    </ul>`;
  }

  #part(part: StatPart, most: number): TemplateResult {
    const text = labelText(part.labels);
    return html`<button
      class="part"
      title="List what was told with ${text === '' ? 'no labels' : text}"
      @click=${() => this.#choose(part.labels, { from: -1, to: this.now })}
    >
      <span class="bar" style="width:${((Math.abs(part.value) / most) * 100).toFixed(1)}%"></span>
      <span class="labels">${text === '' ? 'no labels' : text}</span>
      <span>${valueText({ ...this.stat, value: part.value })}</span>
    </button>`;
  }
}

customElements.define('rh-stat-card', RhStatCard);

declare global {
  interface HTMLElementTagNameMap {
    'rh-stat-card': RhStatCard;
  }
}
