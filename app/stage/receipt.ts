/**
 * `<rh-receipt>`: the card about the latest swap: what an edit changed, for some seconds after it happened. Later the
 * same text is at its mark on the timeline. Compact, it is one line, and the rest of it is there on demand.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Mark } from '../../kernel/protocol.ts';
import { act } from '../model/act.ts';
import '../parts/icon.ts';
import { formatTime } from './format.ts';

export class RhReceipt extends LitElement {
  static override readonly properties = {
    mark: { attribute: false },
    compact: { type: Boolean, reflect: true },
    open: { type: Boolean, reflect: true },
  };
  declare mark: Mark | null;
  declare compact: boolean;
  /** Compact, and all of it is read nevertheless. */
  declare open: boolean;

  static override readonly styles = css`
    :host {
      position: absolute;
      z-index: 2;
      left: 12px;
      top: 12px;
      width: min(290px, calc(100% - 28px));
    }
    .card {
      position: relative;
      background: var(--raised);
      color: var(--ink-2);
      border: 1px solid var(--rule-strong, var(--stage-rule));
      border-left: 3px solid var(--accent);
      border-radius: 6px;
      box-shadow: var(--shadow, 0 6px 24px rgb(0 0 0 / 6%));
      padding: 9px 30px 10px 12px;
      font: 400 var(--t-s) / 1.45 var(--font-ui);
      animation: arrive 160ms ease-out;
    }
    @keyframes arrive {
      from {
        opacity: 0;
        transform: translateY(6px);
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .card {
        animation: none;
      }
    }
    b {
      color: var(--ink);
      font-weight: 600;
    }
    p {
      margin: 2px 0 0;
      overflow-wrap: anywhere;
    }
    button {
      all: unset;
      cursor: pointer;
      border-radius: 4px;
    }
    .at {
      white-space: nowrap;
      color: var(--accent);
      font-variant-numeric: tabular-nums;
    }
    :host([compact]:not([open])) {
      width: max-content;
      max-width: min(460px, calc(100% - 28px));
    }
    :host([compact]:not([open])) .card {
      display: flex;
      gap: 8px;
      padding-block: 5px;
    }
    :host([compact]) .card {
      padding-right: 56px;
    }
    :host([compact]:not([open])) b {
      min-width: 0;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .more,
    .close {
      position: absolute;
      top: 5px;
      right: 6px;
      width: 22px;
      height: 22px;
      display: grid;
      place-items: center;
      color: var(--ink-3);
    }
    .more {
      right: 30px;
    }
    .more:hover,
    .close:hover {
      color: var(--ink);
    }
    :host([open]) .more rh-icon {
      rotate: 180deg;
    }
    button:focus-visible {
      outline: 2px solid var(--accent);
    }
  `;

  constructor() {
    super();
    this.mark = null;
    this.compact = false;
    this.open = false;
  }

  override updated(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.has('open') && changed.get('open') !== undefined)
      this.dispatchEvent(new CustomEvent('rh-receipt-resized'));
  }

  override render(): TemplateResult | typeof nothing {
    const { mark } = this;
    if (mark === null) return nothing;
    return html`<div class="card" role="status">
      <b>${mark.title}</b>
      <button class="at" title="Go to this moment" @click=${() => act(this, { type: 'seek', to: mark.step })}>${formatTime(mark.time)}</button>
      ${this.compact && !this.open ? nothing : shortened(mark.text).map((sentence) => html`<p>${sentence}</p>`)}
      ${
        this.compact
          ? html`<button
              class="more"
              aria-label="What it changed"
              title="What it changed"
              aria-expanded=${this.open}
              @click=${() => {
                this.open = !this.open;
              }}
            >
              <rh-icon name="chevron-down"></rh-icon>
            </button>`
          : nothing
      }
      <button class="close" aria-label="Close" @click=${() => this.dispatchEvent(new CustomEvent('rh-receipt-close'))}>
        <rh-icon name="x"></rh-icon>
      </button>
    </div>`;
  }
}

/** What was changed stands first, what came of it last. */
const shortened = (text: readonly string[]): readonly string[] =>
  text.length <= 5 ? text : [...text.slice(0, 2), ...text.slice(-3)];

customElements.define('rh-receipt', RhReceipt);

declare global {
  interface HTMLElementTagNameMap {
    'rh-receipt': RhReceipt;
  }
}
