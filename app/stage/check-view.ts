/** `<rh-check-view>`: the properties and what this run says about them; what is wrong comes first. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Frame, PropertyView } from '../../kernel/protocol.ts';
import { act } from '../model/act.ts';
import { formatTime } from './format.ts';
import { viewStyles } from './view.css.ts';

type Verdict = PropertyView['verdict'];

const signs: Readonly<Record<Verdict, { readonly sign: string; readonly word: string; readonly order: number }>> = {
  violated: { sign: '✗', word: 'violated', order: 0 },
  error: { sign: '!', word: 'failed to run', order: 1 },
  pending: { sign: '…', word: 'not decided yet', order: 2 },
  witnessed: { sign: '★', word: 'witnessed', order: 3 },
  holds: { sign: '✓', word: 'holds', order: 4 },
};

const kindWords: Readonly<Record<PropertyView['kind'], string>> = {
  always: 'always',
  step: 'every step',
  reachable: 'reachable',
  eventually: 'eventually',
  leadsTo: 'leads to',
  linearizable: 'linearizable',
  isolated: 'isolated',
};

export class RhCheckView extends LitElement {
  static override readonly properties = { frame: { attribute: false } };
  declare frame: Frame | null;

  static override readonly styles = [
    viewStyles,
    css`
      ul {
        list-style: none;
        margin: 0;
        padding: 6px 0 20px;
      }
      li {
        display: grid;
        grid-template-columns: 26px minmax(0, 1fr) auto;
        gap: 2px 8px;
        padding: 9px 18px;
        border-bottom: 1px solid var(--stage-rule);
        align-items: baseline;
      }
      .sign {
        grid-row: span 2;
        width: 22px;
        height: 22px;
        border-radius: 99px;
        display: grid;
        place-items: center;
        font-weight: 700;
        align-self: start;
        color: var(--sign);
        background: color-mix(in srgb, var(--sign) 13%, transparent);
      }
      .holds,
      .witnessed {
        --sign: var(--ok);
      }
      .violated,
      .error {
        --sign: var(--bad);
      }
      .pending {
        --sign: var(--ink-3);
      }
      button {
        all: unset;
        cursor: pointer;
        border-radius: 4px;
      }
      .name {
        font-weight: 600;
        font-size: var(--t-m);
        overflow-wrap: anywhere;
      }
      .name:hover,
      .at:hover {
        color: var(--accent);
        text-decoration: underline;
      }
      .at {
        color: var(--ink-2);
        white-space: nowrap;
      }
      .about {
        grid-column: 2 / -1;
        color: var(--ink-3);
      }
      .about b {
        font-weight: 500;
        color: var(--sign);
      }
      .about p {
        margin: 3px 0 0;
        color: var(--stage-ink);
        overflow-wrap: anywhere;
      }
    `,
  ];

  constructor() {
    super();
    this.frame = null;
  }

  override render(): TemplateResult {
    const properties = (this.frame?.properties ?? []).toSorted(
      (a, b) => signs[a.verdict].order - signs[b.verdict].order,
    );
    if (properties.length === 0) {
      return html`<p class="empty">No properties yet. A check cell says what must hold: <span class="code">always('…', (world) => …)</span>.</p>`;
    }
    return html`<ul>
      ${repeat(
        properties,
        (property) => property.name,
        (property) => this.#property(property),
      )}
    </ul>`;
  }

  #property(property: PropertyView): TemplateResult {
    const { at, cell, range, kind, verdict, name, text } = property;
    const { sign, word } = signs[verdict];
    return html`<li class=${verdict}>
      <span class="sign" aria-hidden="true">${sign}</span>
      <button class="name" title="Show the property" @click=${() => act(this, { type: 'reveal', cell, range })}>${name}</button>
      ${
        at === null
          ? html`<span></span>`
          : html`<button class="at" title="Go to this moment" @click=${() => act(this, { type: 'seek', to: at.step + 1 })}>
              ${formatTime(at.time)}
            </button>`
      }
      <div class="about"><b>${word}</b> · ${kindWords[kind]} ${text === '' ? '' : html`<p>${text}</p>`}</div>
    </li>`;
  }
}

customElements.define('rh-check-view', RhCheckView);

declare global {
  interface HTMLElementTagNameMap {
    'rh-check-view': RhCheckView;
  }
}
