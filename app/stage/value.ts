/** `<rh-value .value>`: a value of the model on one line; collections open to show their entries. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Shown } from '../../kernel/protocol.ts';
import { openMenu, pointBox } from '../menu/open.ts';
import type { StarPlace } from '../../kernel/star.ts';
import type { CellStar } from '../model/stars.ts';
import { pointAt } from './pointed-place.ts';
import { starStyles } from './star-sign.ts';
import { atomText, oneLine, partsOf, sizeOf, summary } from './shown.ts';

/** Deeper values are shown on one line. */
const deepest = 12;

export class RhValue extends LitElement {
  static override readonly properties = {
    value: { attribute: false },
    open: { type: Boolean },
    limit: { type: Number },
    place: { attribute: false },
    stars: { attribute: false },
  };
  declare value: Shown | null;
  /** Opened from the start. */
  declare open: boolean;
  /** Characters on one line. */
  declare limit: number;
  /** Where the value stands, when it is a field of a state: parts of it can be starred. */
  declare place: { readonly node: string; readonly field: string } | null;
  /** The stars that it carries, and where. */
  declare stars: readonly CellStar[];

  /** What the reader opened or closed, by place; what is closed is not rendered, since a state may be large. */
  readonly #opened = new Map<string, boolean>();

  static override readonly styles = [
    starStyles,
    css`
    :host {
      display: inline-block;
      max-width: 100%;
      font: 400 var(--t-s) / 1.5 var(--font-code);
      font-variant-numeric: tabular-nums;
      overflow-wrap: anywhere;
    }
    summary {
      cursor: pointer;
      list-style: none;
      border-radius: 3px;
    }
    summary::-webkit-details-marker {
      display: none;
    }
    summary::before {
      content: '▸';
      color: var(--ink-3);
      display: inline-block;
      width: 1.1em;
      font-size: 0.85em;
    }
    details[open] > summary::before {
      content: '▾';
    }
    summary:focus-visible {
      outline: 2px solid var(--accent);
    }
    details[open] > summary .line,
    details:not([open]) > summary .size {
      display: none;
    }
    :host([compact]) > span,
    :host([compact]) summary {
      display: block;
      white-space: nowrap;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    :host([compact]) {
      display: block;
    }
    .entries {
      padding-left: 1.1em;
      border-left: 1px solid var(--stage-rule);
      margin-left: 0.3em;
    }
    .key {
      color: var(--ink-3);
    }
    .string {
      color: var(--code-string, var(--c3-text));
    }
    .number,
    .bigint {
      color: var(--code-number, var(--c4-text));
    }
    .boolean,
    .null {
      color: var(--code-keyword, var(--c5-text));
    }
    .more,
    .size {
      color: var(--ink-3);
    }
    .carries {
      border-radius: 3px;
      box-shadow:
        inset 0 -2px var(--star),
        0 0 0 2px color-mix(in srgb, var(--star) 13%, transparent);
      background: color-mix(in srgb, var(--star) 13%, transparent);
    }
  `,
  ];

  constructor() {
    super();
    this.value = null;
    this.open = false;
    this.limit = 60;
    this.place = null;
    this.stars = [];
  }

  override render(): TemplateResult | typeof nothing {
    return this.value === null ? nothing : this.#value(this.value, 0, '');
  }

  #value(value: Shown, depth: number, path: string): TemplateResult {
    const carries = this.#carries(path);
    if (value.t === 'atom')
      return html`<span class="${value.kind} ${carries}" data-way=${path}>${atomText(value)}</span>`;
    if (sizeOf(value) === 0 || depth >= deepest)
      return html`<span class=${carries} data-way=${path}>${oneLine(value, this.limit)}</span>`;
    const isOpen = this.#opened.get(path) ?? (this.open && depth === 0);
    const toggle = (event: Event & { readonly currentTarget: HTMLDetailsElement }) => {
      this.#opened.set(path, event.currentTarget.open);
      this.requestUpdate();
    };
    return html`<details ?open=${isOpen} @toggle=${toggle}>
      <summary tabindex=${this.hasAttribute('compact') ? -1 : nothing} class=${carries} data-way=${path} title=${this.place === null ? summary(value) : nothing}><span class="line">${oneLine(value, this.limit)}</span><span class="size">${summary(value)}</span></summary>
      ${isOpen ? this.#entries(value, depth, path) : nothing}
    </details>`;
  }

  /** The class of a part that a star stands for; of several the first. */
  #carries(way: string): string {
    const star = this.stars.find(({ places }) => places.has(way));
    return star === undefined ? '' : `carries s${star.colour}`;
  }

  /** The part that an event is about, as a place that can be starred; null when it is none. */
  placeAt(event: Event): Extract<StarPlace, { type: 'state' }> | null {
    if (this.place === null) return null;
    const part = event.composedPath().find((one) => one instanceof HTMLElement && one.dataset['way'] !== undefined);
    const way = part instanceof HTMLElement ? (part.dataset['way'] ?? '') : '';
    return { type: 'state', ...this.place, ...placeOfWay(way) };
  }

  readonly #point = (event: Event): void => pointAt(this, this.placeAt(event));
  readonly #leave = (): void => pointAt(this, null);
  readonly #menu = (event: MouseEvent): void => {
    const place = this.placeAt(event);
    if (place === null) return;
    event.preventDefault();
    event.stopPropagation();
    openMenu(event.composedPath()[0] ?? this, { type: 'value', place }, pointBox(event));
  };

  override firstUpdated(): void {
    // Not on the element itself: what goes on between two parts within it is not heard outside.
    this.renderRoot.addEventListener('pointerover', this.#point);
    this.addEventListener('pointerleave', this.#leave);
    this.addEventListener('contextmenu', this.#menu);
  }

  #entries(value: Exclude<Shown, { t: 'atom' }>, depth: number, path: string): TemplateResult {
    return html`<div class="entries">
      ${partsOf(value).map(
        (part, i) => html`<div>
          ${part.key === '' ? '' : html`<span class="key ${this.#carries(`${path}/${i}#`)}" data-way="${path}/${i}#">${part.key}: </span>`}${this.#value(part.value, depth + 1, `${path}/${i}`)}
        </div>`,
      )}
      ${value.more > 0 ? html`<div class="more">…${value.more} more</div>` : ''}
    </div>`;
  }
}

/** `/3/1#`: the key of the second part of the fourth. */
function placeOfWay(way: string): Pick<Extract<StarPlace, { type: 'state' }>, 'at' | 'isKey'> {
  const isKey = way.endsWith('#');
  const at = (isKey ? way.slice(0, -1) : way).split('/').slice(1).map(Number);
  return isKey ? { at, isKey } : { at };
}

customElements.define('rh-value', RhValue);

declare global {
  interface HTMLElementTagNameMap {
    'rh-value': RhValue;
  }
}
