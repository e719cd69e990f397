/** `<rh-stats-view>`: each stat as a small multiple over the whole run; a click goes to the line that counts it. */
import { css, html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Frame, StatView } from '../../kernel/protocol.ts';
import { act } from '../model/act.ts';
import type { OverSeeds } from '../model/over-seeds.ts';
import { bandShape, besideOf } from './band-shape.ts';
import { formatNumber, formatTime } from './format.ts';
import './over-seeds.ts';
import { areaOf, valueText } from './stat-shape.ts';
import { viewStyles } from './view.css.ts';

const width = 200;
const height = 52;

export class RhStatsView extends LitElement {
  static override readonly properties = {
    frame: { attribute: false },
    showGhost: { attribute: false },
    overSeeds: { attribute: false },
  };
  declare frame: Frame | null;
  /** The stats as they were before an edit are drawn behind, where there was one. */
  declare showGhost: boolean;
  /** Null: the run alone. */
  declare overSeeds: OverSeeds | null;

  static override readonly styles = [
    viewStyles,
    css`
      .grid {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(200px, 1fr));
        gap: 10px;
        padding: 14px 18px 24px;
      }
      button {
        all: unset;
        box-sizing: border-box;
        min-width: 0;
        border: 1px solid var(--stage-rule);
        border-radius: 8px;
        background: var(--raised);
        padding: 9px 0 0;
        cursor: pointer;
        overflow: hidden;
      }
      button:hover {
        border-color: var(--accent);
      }
      button:disabled {
        cursor: default;
        border-color: var(--stage-rule);
      }
      .name {
        padding: 0 12px;
        color: var(--ink-2);
        font: 450 11.5px / 1.4 var(--font-code);
        overflow-wrap: anywhere;
      }
      .value {
        padding: 0 12px;
        font-size: 19px;
        font-weight: 600;
        letter-spacing: -0.01em;
      }
      .value small {
        font-size: var(--t-xs);
        font-weight: 450;
        letter-spacing: 0;
        color: var(--ink-3);
      }
      svg {
        display: block;
        width: 100%;
        height: 52px;
        margin-top: 4px;
      }
      .fill {
        fill: color-mix(in srgb, var(--accent) 18%, transparent);
      }
      .line {
        fill: none;
        stroke: var(--accent);
        stroke-width: 1.4;
        vector-effect: non-scaling-stroke;
      }
      .line.was {
        stroke: var(--ink-3);
        stroke-dasharray: 3 3;
      }
      rh-over-seeds {
        padding: 8px 18px;
        border-bottom: 1px solid var(--stage-rule);
      }
      .seeds.old {
        opacity: 0.45;
      }
      .band {
        fill: color-mix(in srgb, var(--ink-3) 30%, transparent);
      }
      .median {
        fill: none;
        stroke: var(--ink-2);
        stroke-width: 1;
        vector-effect: non-scaling-stroke;
      }
      .range {
        display: flex;
        justify-content: space-between;
        padding: 3px 12px 6px;
        color: var(--ink-3);
        font-size: var(--t-xs);
      }
    `,
  ];

  constructor() {
    super();
    this.frame = null;
    this.showGhost = false;
    this.overSeeds = null;
  }

  override render(): TemplateResult {
    const stats = this.frame?.stats ?? [];
    if (stats.length === 0) {
      return html`<p class="empty">No stats yet. A rule counts with <span class="code">ctx.count('service.entity_total')</span>.</p>`;
    }
    return html`<rh-over-seeds .seeds=${this.overSeeds} .now=${this.frame?.now ?? 0}></rh-over-seeds>
    <div class="grid">
      ${repeat(
        stats,
        (stat) => stat.name,
        (stat) => this.#stat(stat),
      )}
    </div>`;
  }

  #stat(stat: StatView): TemplateResult {
    const end = this.frame?.now ?? 0;
    const ghost = this.showGhost ? this.frame?.ghost?.stats.find(({ name }) => name === stat.name) : undefined;
    const band = this.overSeeds?.bands.find(({ name }) => name === stat.name);
    const seeds = besideOf(band, end);
    const was = ghost === undefined ? null : areaOf(ghost.points, end, width, height, [...stat.points, ...seeds]);
    const area = areaOf(stat.points, end, width, height, [...(ghost?.points ?? []), ...seeds]);
    const shape = band === undefined ? null : bandShape(band, end, area, width, height);
    const { cell, range } = stat;
    const word = { counter: 'total', gauge: 'now', histogram: 'median' }[stat.kind];
    return html`<button
      ?disabled=${cell === null}
      title=${cell === null ? nothing : 'Show the line that counts it'}
      @click=${() => cell !== null && act(this, { type: 'reveal', cell, range })}
    >
      <div class="name">${stat.name}</div>
      <div class="value">
        ${valueText(stat)} <small>${word}</small>
        ${ghost === undefined || ghost.value === stat.value ? nothing : html`<small class="was">was ${valueText(ghost)}</small>`}
      </div>
      <svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">
        ${
          shape === null
            ? svg`<path class="fill" d=${area.fill}></path>`
            : svg`<g class="seeds ${this.overSeeds?.isOld === true ? 'old' : ''}"><path class="band" d=${shape.area}></path><path class="median" d=${shape.median}></path></g>`
        }
        ${svg`
          ${was === null ? nothing : svg`<path class="line was" d=${was.line}></path>`}
          <path class="line" d=${area.line}></path>`}
      </svg>
      <div class="range"><span>0 – ${formatTime(end)}</span><span>max ${formatNumber(area.most)}</span></div>
    </button>`;
  }
}

customElements.define('rh-stats-view', RhStatsView);

declare global {
  interface HTMLElementTagNameMap {
    'rh-stats-view': RhStatsView;
  }
}
