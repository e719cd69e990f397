/**
 * `<rh-history-chart>`: what clients asked and were told, against time, where no order of it can be explained. A click on an
 * operation goes to that moment.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import type { ChartedOperation, HistoryChart } from '../../kernel/findings.ts';
import { act } from '../model/act.ts';
import { formatTime } from './format.ts';
import { type Lane, layoutHistory, type PlacedOperation } from './history-layout.ts';
import { measureText } from './measure.ts';

const rowHeight = 24;
const labelSize = 11.5;

export class RhHistoryChart extends LitElement {
  static override readonly properties = {
    chart: { attribute: false },
    property: {},
    width: { state: true },
  };
  declare chart: HistoryChart | null;
  /** Name of the property it is about. */
  declare property: string;
  declare width: number;

  readonly #observer = new ResizeObserver(([entry]) => {
    this.width = Math.round(entry?.contentRect.width ?? 0);
  });

  static override readonly styles = css`
    :host {
      display: block;
      margin: 10px 0 4px;
      color: var(--stage-ink);
      font: 400 var(--t-s) / 1.4 var(--font-ui);
      font-variant-numeric: tabular-nums;
    }
    figure {
      margin: 0;
    }
    .axis {
      display: flex;
      justify-content: space-between;
      margin-left: var(--names);
      padding-bottom: 3px;
      color: var(--ink-3);
      border-bottom: 1px solid var(--stage-rule);
    }
    .lane {
      display: grid;
      grid-template-columns: var(--names) minmax(0, 1fr);
      border-bottom: 1px solid var(--stage-rule);
      padding: 3px 0;
    }
    .client {
      padding-top: 4px;
      color: var(--ink-2);
      font-weight: 550;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .plot {
      position: relative;
    }
    button {
      all: unset;
      position: absolute;
      box-sizing: border-box;
      display: flex;
      align-items: center;
      height: 20px;
      cursor: pointer;
      color: var(--ink-2);
      font: 500 11.5px / 1 var(--font-code);
      white-space: pre;
    }
    .bar {
      position: absolute;
      inset: 0;
      box-sizing: border-box;
      border: 1px solid var(--tone);
      border-radius: 4px;
      background: color-mix(in srgb, var(--tone) var(--fill), transparent);
    }
    button {
      --tone: var(--ink-3);
      --fill: 10%;
    }
    .offending {
      --tone: var(--warn);
      --fill: 18%;
      color: var(--stage-ink);
    }
    .culprit {
      --tone: var(--bad);
      --fill: 22%;
      color: var(--stage-ink);
      font-weight: 700;
    }
    .culprit .bar {
      border-width: 2px;
    }
    .open .bar {
      border-right-style: dashed;
      border-radius: 4px 0 0 4px;
      mask-image: linear-gradient(to right, black 60%, rgb(0 0 0 / 35%));
    }
    .failed .bar {
      border-style: dashed;
      background: none;
    }
    .label {
      position: relative;
      padding: 0 5px;
    }
    .after .label {
      position: absolute;
      left: 100%;
    }
    .before .label {
      position: absolute;
      right: 100%;
    }
    button:hover .bar {
      background: color-mix(in srgb, var(--tone) calc(var(--fill) + 14%), transparent);
    }
    button:focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 1px;
      border-radius: 4px;
    }
    figcaption {
      margin-top: 6px;
      color: var(--ink-2);
    }
    figcaption p {
      margin: 2px 0 0;
    }
    .cycle {
      margin: 4px 0 0;
      padding: 0;
      list-style: none;
    }
    b {
      font-weight: 600;
      color: var(--stage-ink);
    }
    @media (prefers-reduced-motion: no-preference) {
      .bar {
        transition: background var(--quick);
      }
    }
  `;

  constructor() {
    super();
    this.chart = null;
    this.property = '';
    this.width = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  override render(): TemplateResult | typeof nothing {
    const { chart, width } = this;
    if (chart === null || chart.operations.length === 0 || width === 0) return nothing;
    const names = Math.ceil(
      Math.min(110, Math.max(...chart.operations.map(({ node }) => measureText(node, 'ui') * 12)) + 12),
    );
    const plot = Math.max(120, width - names);
    const { from, to, lanes } = layoutHistory(chart, plot, (text) => measureText(text, 'code') * labelSize);
    return html`<figure aria-label="What clients asked and were told: ${this.property}" style="--names: ${names}px">
      <div class="axis" aria-hidden="true"><span>${formatTime(from)}</span><span>${formatTime(to)}</span></div>
      ${lanes.map((lane) => this.#lane(lane))}
      <figcaption>${this.#caption(chart)}</figcaption>
    </figure>`;
  }

  #lane({ node, rows, operations }: Lane): TemplateResult {
    return html`<div class="lane" role="group" aria-label=${node}>
      <div class="client">${node}</div>
      <div class="plot" style="height: ${rows * rowHeight}px">${operations.map((placed) => this.#operation(placed))}</div>
    </div>`;
  }

  #operation({ operation, x, width, label, labelAt, row, isOpen }: PlacedOperation): TemplateResult {
    const { isCulprit, isOffending, outcome } = operation;
    const kind = [
      labelAt,
      isCulprit ? 'culprit' : isOffending ? 'offending' : '',
      isOpen ? 'open' : '',
      outcome === 'fail' ? 'failed' : '',
    ];
    const place = { left: `${x}px`, top: `${row * rowHeight + 2}px`, width: `${width}px` };
    const words = wordsOf(operation);
    return html`<button class=${kind.join(' ').trim()} style=${styleMap(place)} title=${words} aria-label=${words} @click=${() => this.#go(operation)}>
      <span class="bar"></span><span class="label">${label}</span>
    </button>`;
  }

  /** To where it was asked; of what cannot be explained, to where it was told. */
  #go({ invoked, ended, isCulprit }: ChartedOperation): void {
    act(this, { type: 'seek', to: (isCulprit ? (ended ?? invoked) : invoked).step + 1 });
  }

  #caption({ key, possible, links }: HistoryChart): TemplateResult {
    return html`
      <p>
        <b>✗</b> was told what no order of these can explain${key === null ? '' : ` of ${key}`}; <b>!</b> cannot be together with
        it${possible.length === 0 ? '.' : html`. It could have been told <b>${possible.join(', ')}</b>.`}
      </p>
      ${
        links.length === 0
          ? nothing
          : html`<ul class="cycle" aria-label="The cycle">
              ${links.map(({ from, to, text }) => html`<li><b>T${from}</b> ${text} <b>T${to}</b></li>`)}
            </ul>`
      }
    `;
  }
}

function wordsOf({ node, text, invoked, ended, outcome, isCulprit, isOffending }: ChartedOperation): string {
  const end =
    ended === null
      ? 'never answered'
      : outcome === 'unknown'
        ? `given up at ${formatTime(ended.time)}`
        : `answered at ${formatTime(ended.time)}`;
  const mark = isCulprit ? '; cannot be explained' : isOffending ? '; offends' : '';
  return `${node}: ${text}, asked at ${formatTime(invoked.time)}, ${end}${mark}`;
}

customElements.define('rh-history-chart', RhHistoryChart);

declare global {
  interface HTMLElementTagNameMap {
    'rh-history-chart': RhHistoryChart;
  }
}
