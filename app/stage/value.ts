/** `<rh-value .value>`: a value of the model on one line; collections open to show their entries. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Shown } from '../../kernel/protocol.ts';
import { atomText, oneLine, partsOf, sizeOf, summary } from './shown.ts';

/** Deeper values are shown on one line. */
const deepest = 12;

export class RhValue extends LitElement {
  static override readonly properties = {
    value: { attribute: false },
    open: { type: Boolean },
    limit: { type: Number },
  };
  declare value: Shown | null;
  /** Opened from the start. */
  declare open: boolean;
  /** Characters on one line. */
  declare limit: number;

  /** What the reader opened or closed, by place; what is closed is not rendered, since a state may be large. */
  readonly #opened = new Map<string, boolean>();

  static override readonly styles = css`
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
  `;

  constructor() {
    super();
    this.value = null;
    this.open = false;
    this.limit = 60;
  }

  override render(): TemplateResult | typeof nothing {
    return this.value === null ? nothing : this.#value(this.value, 0, '');
  }

  #value(value: Shown, depth: number, path: string): TemplateResult {
    if (value.t === 'atom') return html`<span class=${value.kind}>${atomText(value)}</span>`;
    if (sizeOf(value) === 0 || depth >= deepest) return html`<span>${oneLine(value, this.limit)}</span>`;
    const isOpen = this.#opened.get(path) ?? (this.open && depth === 0);
    const toggle = (event: Event & { readonly currentTarget: HTMLDetailsElement }) => {
      this.#opened.set(path, event.currentTarget.open);
      this.requestUpdate();
    };
    return html`<details ?open=${isOpen} @toggle=${toggle}>
      <summary title=${summary(value)}><span class="line">${oneLine(value, this.limit)}</span><span class="size">${summary(value)}</span></summary>
      ${isOpen ? this.#entries(value, depth, path) : nothing}
    </details>`;
  }

  #entries(value: Exclude<Shown, { t: 'atom' }>, depth: number, path: string): TemplateResult {
    return html`<div class="entries">
      ${partsOf(value).map(
        (part, i) => html`<div>
          ${part.key === '' ? '' : html`<span class="key">${part.key}: </span>`}${this.#value(part.value, depth + 1, `${path}/${i}`)}
        </div>`,
      )}
      ${value.more > 0 ? html`<div class="more">…${value.more} more</div>` : ''}
    </div>`;
  }
}

customElements.define('rh-value', RhValue);

declare global {
  interface HTMLElementTagNameMap {
    'rh-value': RhValue;
  }
}
