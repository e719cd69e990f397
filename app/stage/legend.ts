/** `<rh-legend>`: the message types with their sign and how many are in flight; a click hides a type. */
import { css, html, LitElement, svg, type TemplateResult } from 'lit';
import { formatNumber } from './format.ts';
import { type Form, messageSign, noSigns, sentTypes, type Signs } from './signs.ts';

/** More types than this are counted together. */
const mostTypes = 10;

export class RhLegend extends LitElement {
  static override readonly properties = {
    counts: { attribute: false },
    signs: { attribute: false },
    sample: { attribute: false },
    off: { attribute: false },
  };
  /** Type → messages in flight. */
  declare counts: ReadonlyMap<string, number>;
  declare signs: Signs;
  /** One of so many messages is drawn. */
  declare sample: number;
  /** Types that are hidden. */
  declare off: ReadonlySet<string>;

  static override readonly styles = css`
    :host {
      position: absolute;
      inset: auto 0 0;
      height: 36px;
      display: flex;
      align-items: center;
      gap: 2px;
      padding: 0 10px;
      overflow-x: auto;
      scrollbar-width: none;
      font: 450 var(--t-s) / 1 var(--font-ui);
      color: var(--ink-2);
      white-space: nowrap;
    }
    /* Where there are more than fit, one sees that they go on. */
    :host(:not([noted])) {
      padding-right: 24px;
      mask-image: linear-gradient(to left, transparent, black 24px);
    }
    .note::before {
      content: '';
      position: absolute;
      inset: 0 100% 0 auto;
      width: 24px;
      background: linear-gradient(to left, var(--stage), transparent);
      pointer-events: none;
    }
    button {
      all: unset;
      display: inline-flex;
      align-items: center;
      gap: 6px;
      padding: 5px 8px;
      border-radius: 99px;
      cursor: pointer;
    }
    button:hover {
      background: color-mix(in srgb, var(--stage-ink) 7%, transparent);
    }
    button:focus-visible {
      outline: 2px solid var(--accent);
    }
    button[aria-pressed='false'] {
      text-decoration: line-through;
      color: var(--ink-3);
    }
    button[aria-pressed='false'] svg {
      opacity: 0.35;
    }
    svg {
      width: 11px;
      height: 11px;
      overflow: visible;
    }
    b {
      font: 500 11px var(--font-code);
      font-variant-numeric: tabular-nums;
      min-width: 2ch;
      color: var(--ink-3);
    }
    .note {
      position: sticky;
      right: -10px;
      margin-left: auto;
      padding: 8px 10px 8px 12px;
      background: var(--stage);
      color: var(--ink-3);
    }
  `;

  constructor() {
    super();
    this.counts = new Map();
    this.signs = noSigns();
    this.sample = 1;
    this.off = new Set();
  }

  override render(): TemplateResult {
    const types = sentTypes(this.signs);
    const more = Math.max(0, types.length - mostTypes);
    this.toggleAttribute('noted', more > 0 || this.sample > 1);
    const rest = types.slice(mostTypes).reduce((sum, type) => sum + (this.counts.get(type) ?? 0), 0);
    return html`
      ${types.slice(0, mostTypes).map((type) => {
        const { colour, form } = messageSign(type, this.signs.types);
        const toggle = () => this.dispatchEvent(new CustomEvent('rh-legend', { detail: { type } }));
        return html`<button aria-pressed=${this.off.has(type) ? 'false' : 'true'} title="Show or hide ${type}" @click=${toggle}>
          <svg viewBox="-6 -6 12 12" aria-hidden="true" style="fill: var(--c${colour})">${formShape(form)}</svg>${type}<b>${formatNumber(this.counts.get(type) ?? 0)}</b>
        </button>`;
      })}
      ${more > 0 ? html`<span class="note">${more} more ${more === 1 ? 'type' : 'types'}, ${formatNumber(rest)}</span>` : ''}
      ${this.sample > 1 ? html`<span class="note">one in ${this.sample} messages drawn</span>` : ''}
    `;
  }
}

export function formShape(form: Form) {
  switch (form) {
    case 'disc':
      return svg`<circle r="4.6"></circle>`;
    case 'diamond':
      return svg`<path d="M0 -6L6 0L0 6L-6 0Z"></path>`;
    case 'square':
      return svg`<rect x="-4.2" y="-4.2" width="8.4" height="8.4"></rect>`;
    case 'triangle':
      return svg`<path d="M0 -5.4L5.4 4.2L-5.4 4.2Z"></path>`;
  }
}

customElements.define('rh-legend', RhLegend);

declare global {
  interface HTMLElementTagNameMap {
    'rh-legend': RhLegend;
  }
}
