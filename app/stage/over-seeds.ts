/** `<rh-over-seeds>`: turns the bands of other seeds on and off, says how far they are and which properties they violate. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { act } from '../model/act.ts';
import { type OverSeeds, seedCount } from '../model/over-seeds.ts';
import { seedsText, violationTexts } from './over-seeds-words.ts';

export class RhOverSeeds extends LitElement {
  static override readonly properties = { seeds: { attribute: false }, now: { attribute: false } };
  /** Null when they are off. */
  declare seeds: OverSeeds | null;
  /** The moment shown, virtual ms. */
  declare now: number;

  static override readonly styles = css`
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 12px;
      min-width: 0;
      color: var(--ink-2);
      font: 400 var(--t-s) / 1.45 var(--font-ui);
      font-variant-numeric: tabular-nums;
    }
    button {
      flex: none;
      border: 1px solid var(--stage-rule);
      border-radius: 5px;
      background: var(--raised);
      color: inherit;
      font: inherit;
      padding: 3px 9px;
      cursor: pointer;
    }
    button:hover {
      border-color: var(--accent);
    }
    button:focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 1px;
    }
    button[aria-pressed='true'] {
      border-color: var(--accent);
      background: color-mix(in srgb, var(--accent) 14%, var(--raised));
      color: var(--ink);
    }
    .key {
      display: inline-flex;
      align-items: center;
      gap: 6px;
    }
    .key svg {
      width: 24px;
      height: 12px;
    }
    .key rect {
      fill: color-mix(in srgb, var(--ink-3) 30%, transparent);
    }
    .key path {
      stroke: var(--ink-2);
      stroke-width: 1.4;
    }
    .count {
      min-width: 11ch;
    }
    .bad {
      color: var(--bad, var(--ink));
      font-weight: 500;
    }
  `;

  constructor() {
    super();
    this.seeds = null;
    this.now = 0;
  }

  override render(): TemplateResult {
    const { seeds, now } = this;
    return html`<button
        aria-pressed=${seeds !== null}
        title="The program in force, from its start, with ${seedCount} other seeds"
        @click=${() => act(this, { type: 'over-seeds', on: this.seeds === null })}
      >over seeds</button>
      ${
        seeds === null
          ? nothing
          : html`<span class="count">${seedsText(seeds)}</span>
            <span class="key"
              ><svg viewBox="0 0 24 12" aria-hidden="true"><rect width="24" height="12"></rect><path d="M0 6H24"></path></svg>
              10–90 %, median</span
            >`
      }
      <span class="bad" role="status">${seeds === null ? nothing : violationTexts(seeds, now).map((text) => html`<div>${text}</div>`)}</span>`;
  }
}

customElements.define('rh-over-seeds', RhOverSeeds);

declare global {
  interface HTMLElementTagNameMap {
    'rh-over-seeds': RhOverSeeds;
  }
}
