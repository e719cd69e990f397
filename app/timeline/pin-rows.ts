/**
 * `<rh-pin-rows>`: what pinned places of the rules held along the run, a row each: numbers as lines, anything else as coloured stretches,
 * each node by itself. A click goes to the event nearest to it.
 */
import { boxOn, pointIn } from '../parts/own-px.ts';
import { css, html, LitElement, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { WatchedPoint } from '../../kernel/protocol.ts';
import { explains } from '../hint/explains.ts';
import type { At, Told } from '../hint/told.ts';
import { act } from '../model/act.ts';
import type { Pin } from '../model/probing.ts';
import '../parts/icon.ts';
import { formatTime } from '../stage/format.ts';
import { oneLine } from '../stage/shown.ts';
import { watchedTold } from './mark-told.ts';
import { lastBefore, nearest, type Strip, stripOf } from './pins.ts';
import type { Range } from './range.ts';

export const pinHeight = 38;
const pad = 6;
/** Of more nodes the names would lie on each other. */
const mostNames = 5;

export class RhPinRows extends LitElement {
  static override readonly properties = {
    pins: { attribute: false },
    range: { attribute: false },
    width: { attribute: false },
    step: { attribute: false },
  };
  declare pins: readonly Pin[];
  declare range: Range;
  /** Of the axis, px. */
  declare width: number;
  /** Events before the moment shown. */
  declare step: number;

  readonly #strips = new WeakMap<readonly WatchedPoint[], Strip>();

  constructor() {
    super();
    this.pins = [];
    this.range = { from: 0, to: 1 };
    this.width = 0;
    this.step = 0;
  }

  static override readonly styles = css`
    :host {
      position: absolute;
      inset-inline: 0;
      pointer-events: none;
    }
    .row {
      position: relative;
      height: ${pinHeight}px;
      border-top: 1px solid var(--rule);
      pointer-events: auto;
    }
    .head {
      position: absolute;
      inset: 0 auto 0 6px;
      width: calc(var(--names) - 12px);
      display: grid;
      grid-template: 18px 16px / 1fr 18px;
      align-content: center;
      font: 500 11px/16px var(--font-code);
    }
    .label,
    .now {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .label {
      color: var(--ink-2);
    }
    .now {
      grid-column: 1 / -1;
      color: var(--ink);
    }
    .node {
      color: var(--ink-3);
    }
    button {
      all: unset;
      display: grid;
      place-items: center;
      width: 18px;
      height: 18px;
      border-radius: var(--radius-s);
      color: var(--ink-3);
      cursor: pointer;
      font-size: 12px;
    }
    button:hover {
      color: var(--ink);
      background: var(--sunken);
    }
    button:focus-visible {
      outline: 2px solid var(--accent);
    }
    .strip {
      position: absolute;
      inset: 0 0 0 var(--names);
      cursor: pointer;
      overflow: clip;
    }
    .strip:focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: -2px;
    }
    .strip svg {
      position: absolute;
      inset: 0;
      width: 100%;
      height: 100%;
    }
    path {
      fill: none;
      stroke-width: 1.4;
      stroke-linejoin: round;
    }
    .most,
    .least,
    .gone {
      position: absolute;
      font: 400 10px/1 var(--font-code);
      color: var(--ink-3);
      right: 4px;
      background: color-mix(in srgb, var(--paper) 75%, transparent);
      pointer-events: none;
    }
    .most {
      top: 3px;
    }
    .least {
      bottom: 3px;
    }
    .gone {
      left: 0;
      right: auto;
      top: 14px;
      font: 400 11px/1 var(--font-ui);
    }
    text {
      font: 500 10px var(--font-code);
      fill: var(--ink);
    }
  `;

  override render(): TemplateResult {
    return html`${this.pins.map((pin, index) => this.#row(pin, index))}`;
  }

  #row(pin: Pin, index: number): TemplateResult {
    const { place, watched } = pin;
    const points = watched?.points ?? [];
    const now = lastBefore(points, this.step);
    const value = now === null ? '' : oneLine(now.value, 40);
    const title = [`${place.label}: ${watched?.count ?? 0} events`, ...(watched?.notes ?? [])].join('\n');
    const name = nameOf(place);
    return html`<div class="row">
      <div class="head">
        <span class="label" title=${title}>${name}</span>
        <button aria-label=${`Take ${name} off the timeline`} title="Unpin" @click=${() => act(this, { type: 'pin', place, on: false })}><rh-icon name="x"></rh-icon></button>
        <span class="now" title=${now === null ? '' : `${now.node} at ${formatTime(now.time)}: ${oneLine(now.value, 400)}`}>${now === null ? html`<span class="node">${watched?.status === 'running' ? 'looking…' : '—'}</span>` : html`<span class="node">${now.node} </span>${value}`}</span>
      </div>
      <div class="strip" role="group" tabindex="0" aria-label=${`${name} along the run: ${watched?.count ?? 0} values`} @keydown=${(event: KeyboardEvent) => this.#onKey(event, points)} @click=${(event: MouseEvent) => this.#go(event, points)} ${explains((at) => this.#tell(at, pin, index))}>
        ${this.width > 0 && points.length > 0 ? this.#picture(points, watched?.upTo.time ?? 0) : nothing}
        ${watched?.status === 'gone' ? html`<span class="gone">There is no such place in the rules any more.</span>` : nothing}
      </div>
    </div>`;
  }

  readonly #place = (time: number): number =>
    ((time - this.range.from) / (this.range.to - this.range.from)) * this.width;

  #pointAt(
    {
      x: clientX,
      y: clientY,
      currentTarget,
    }: { readonly x: number; readonly y: number; readonly currentTarget: EventTarget | null | undefined },
    points: readonly WatchedPoint[],
  ): WatchedPoint | null {
    if (!(currentTarget instanceof HTMLElement)) return null;
    const { x } = pointIn(currentTarget, { x: clientX, y: clientY });
    return nearest(points, this.range.from + (x / Math.max(1, this.width)) * (this.range.to - this.range.from));
  }

  #go(event: MouseEvent, points: readonly WatchedPoint[]): void {
    const point = this.#pointAt(event, points);
    if (point !== null) act(this, { type: 'seek', to: point.step + 1 });
  }

  /** The value nearest to the pointer; by the keyboard, the one at the moment shown. */
  #tell(at: At, { place, watched }: Pin, row: number): Told | null {
    const points = watched?.points ?? [];
    const strip = this.renderRoot.querySelectorAll('.strip')[row];
    const point =
      at.type === 'focus' ? lastBefore(points, this.step) : this.#pointAt({ ...at, currentTarget: strip }, points);
    if (point === null || strip === undefined) return null;
    const x = this.#place(point.time);
    return {
      ...watchedTold(nameOf(place), point),
      box: boxOn(strip, { x: x - 6, y: 0, width: 12, height: pinHeight }),
    };
  }

  /** To the event before or after the moment shown in which it was seen. */
  #onKey(event: KeyboardEvent, points: readonly WatchedPoint[]): void {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    event.stopPropagation();
    const point =
      event.key === 'ArrowLeft'
        ? lastBefore(points, this.step - 1)
        : (points.find(({ step }) => step >= this.step) ?? null);
    if (point !== null) act(this, { type: 'seek', to: point.step + 1 });
  }

  #picture(points: readonly WatchedPoint[], upTo: number): TemplateResult {
    const strip = this.#strips.get(points) ?? stripOf(points);
    this.#strips.set(points, strip);
    return strip.type === 'numbers' ? this.#numbers(strip) : this.#categories(strip, upTo);
  }

  #numbers({ rows, least, most }: Extract<Strip, { type: 'numbers' }>): TemplateResult {
    const y = (value: number): number =>
      most === least ? pinHeight / 2 : pinHeight - pad - ((value - least) / (most - least)) * (pinHeight - 2 * pad);
    const lines = rows.map(({ node, colour, points }): SVGTemplateResult => {
      let path = '';
      for (const { time, value } of points) {
        const x = this.#place(time).toFixed(1);
        path += path === '' ? `M${x} ${y(value).toFixed(1)}` : `H${x}V${y(value).toFixed(1)}`;
      }
      const [last] = points.slice(-1);
      const dot =
        points.length === 1 && last !== undefined
          ? svg`<circle cx=${this.#place(last.time)} cy=${y(last.value)} r="2" fill=${colour}></circle>`
          : nothing;
      const name =
        rows.length > 1 && rows.length <= mostNames && last !== undefined
          ? svg`<text class="of" style="fill: ${colour}" x=${this.#place(last.time) + 4} y=${y(last.value) + 3}>${node}</text>`
          : nothing;
      return svg`<path d=${path} stroke=${colour}></path>${dot}${name}`;
    });
    return html`<svg aria-hidden="true">${lines}</svg>
      ${most === least ? nothing : html`<span class="most">${short(most)}</span><span class="least">${short(least)}</span>`}`;
  }

  #categories({ rows }: Extract<Strip, { type: 'categories' }>, upTo: number): TemplateResult {
    const height = (pinHeight - 2 * pad) / Math.max(1, rows.length);
    return html`<svg aria-hidden="true">
      ${rows.map(({ node, stretches }, row) =>
        stretches.map(({ from, to, colour, text: value }, index): SVGTemplateResult | typeof nothing => {
          const x = Math.max(-2, this.#place(from));
          const end = Math.min(this.width + 2, this.#place(to ?? upTo));
          if (end < 0 || x > this.width) return nothing;
          const text = rows.length > 1 && index === 0 ? `${node} ${value}` : value;
          const top = pad + row * height;
          const width = Math.max(1.5, end - x);
          const hasText = height >= 11 && width > text.length * 6.4 + 8;
          return svg`<rect x=${x} y=${top} width=${width} height=${Math.max(2, height - 1)} fill=${colour} opacity="0.55"></rect>
            ${hasText ? svg`<text x=${Math.max(4, x + 4)} y=${top + height / 2 + 3}>${text}</text>` : nothing}`;
        }),
      )}
    </svg>`;
  }
}

const nameOf = ({ label }: Pin['place']): string => (label === '' ? 'turns' : label);

const short = (value: number): string => String(Number(value.toPrecision(5)));

customElements.define('rh-pin-rows', RhPinRows);

declare global {
  interface HTMLElementTagNameMap {
    'rh-pin-rows': RhPinRows;
  }
}
