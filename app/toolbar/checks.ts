/** The badge `5/6` and the list of properties behind it. */
import { html, nothing } from 'lit';
import type { PropertyView } from '../../kernel/protocol.ts';
import { act } from '../model/act.ts';
import { isGood } from '../model/open.ts';
import { sameData, select } from '../model/page.ts';
import { LightElement } from '../parts/light-element.ts';
import { verdictMark } from '../parts/verdict.ts';

const none: readonly PropertyView[] = [];

export class RhChecks extends LightElement {
  readonly #properties = select(this, ({ open }) => open?.frame?.properties ?? none, sameData);
  readonly #shown = select(this, ({ overlay }) => overlay === 'checks');

  override render() {
    const properties = this.#properties.value;
    if (properties.length === 0) return nothing;
    const good = properties.filter(isGood).length;
    const bad = properties.filter((p) => p.verdict === 'violated' || p.verdict === 'error').length;
    const state = bad > 0 ? 'bad' : good === properties.length ? 'ok' : 'pending';
    const words = bad > 0 ? `${bad} violated` : state === 'ok' ? 'all hold' : `${properties.length - good} undecided`;
    return html`
      <button
        class="badge"
        data-state=${state}
        aria-expanded=${this.#shown.value}
        aria-haspopup="dialog"
        @click=${() => act(this, { type: 'overlay', overlay: this.#shown.value ? 'none' : 'checks' })}
      >
        <span class="visually-hidden">Checks:</span>
        <span aria-hidden="true">${bad > 0 ? '✗' : state === 'ok' ? '✓' : '…'}</span>${good}/${properties.length}
        <span class="visually-hidden">${words}</span>
      </button>
      ${
        this.#shown.value
          ? html`<div class="popover checks" role="dialog" aria-label="Properties">
              <ul>
                ${properties.map((property) => this.#row(property))}
              </ul>
            </div>`
          : nothing
      }
    `;
  }

  #row(property: PropertyView) {
    return html`<li data-verdict=${property.verdict}>
      <button
        @click=${() => {
          act(this, { type: 'overlay', overlay: 'none' });
          act(this, { type: 'reveal', cell: property.cell, range: property.range });
        }}
      >
        ${verdictMark(property.verdict)}
        <span class="check-name">${property.name}</span>
        <span class="check-kind">${property.kind === 'leadsTo' ? 'leads to' : property.kind}</span>
      </button>
      ${property.text === '' ? nothing : html`<p>${property.text}</p>`}
      ${
        property.at === null
          ? nothing
          : html`<button
              class="text-button"
              @click=${() => property.at !== null && act(this, { type: 'seek', to: property.at.step + 1 })}
            >
              at ${(property.at.time / 1000).toFixed(3)} s
            </button>`
      }
    </li>`;
  }
}

customElements.define('rh-checks', RhChecks);
