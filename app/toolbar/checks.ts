/** The badge `5/6` and the list behind it: properties of the run, explorations, fuzzings. */
import { html, nothing } from 'lit';
import type { PropertyView } from '../../kernel/protocol.ts';
import { act } from '../model/act.ts';
import { type Check, countText, propertyVerdict, toneOf, verdictOf } from '../model/checks.ts';
import { isGood } from '../model/open.ts';
import { sameData, sameMembers, select } from '../model/page.ts';
import { checkBadge } from '../notebook/check-badges.ts';
import { LightElement } from '../parts/light-element.ts';
import { verdictMark } from '../parts/verdict.ts';

const none: readonly PropertyView[] = [];
const noChecks: readonly Check[] = [];

export class RhChecks extends LightElement {
  readonly #properties = select(this, ({ open }) => open?.frame?.properties ?? none, sameData);
  readonly #checks = select(this, ({ open }) => open?.checks ?? noChecks, sameMembers);
  readonly #shown = select(this, ({ overlay }) => overlay === 'checks');

  override render() {
    const checks = this.#checks.value;
    const properties = this.#properties.value.map((one) => ({ ...one, verdict: propertyVerdict(one, checks) }));
    const all = properties.length + checks.length;
    if (all === 0) return nothing;
    const tones = checks.map((check) => toneOf(verdictOf(check)));
    const good = properties.filter(isGood).length + tones.filter((tone) => tone === 'ok').length;
    const bad =
      properties.filter((p) => p.verdict === 'violated' || p.verdict === 'error').length +
      tones.filter((tone) => tone === 'bad').length;
    const state = bad > 0 ? 'bad' : good === all ? 'ok' : 'pending';
    const words = bad > 0 ? `${bad} violated` : state === 'ok' ? 'all hold' : `${all - good} undecided`;
    return html`
      <button
        class="badge"
        data-state=${state}
        aria-expanded=${this.#shown.value}
        aria-haspopup="dialog"
        title=${this.#progress()}
        @click=${() => act(this, { type: 'overlay', overlay: this.#shown.value ? 'none' : 'checks' })}
      >
        <span class="unseen">Checks:</span>
        <span aria-hidden="true">${bad > 0 ? '✗' : state === 'ok' ? '✓' : '…'}</span>${good}/${all}
        <span class="unseen">${words}</span>
      </button>
      ${
        this.#shown.value
          ? html`<div class="popover checks" role="dialog" aria-label="Checks">
              <ul>
                ${properties.map((property) => this.#property(property))}${checks.map((check) => this.#check(check))}
              </ul>
              <button class="text-button all-checks" @click=${() => this.#showAll()}>All about the checks</button>
            </div>`
          : nothing
      }
    `;
  }

  /** What is being tried now. */
  #progress(): string {
    const running = this.#checks.value.filter(({ stage }) => stage === 'running');
    if (running.length === 0) return 'Checks';
    const states = running.reduce((sum, { result }) => sum + (result?.states ?? 0), 0);
    return `${running.length === 1 ? 'One check is' : `${running.length} checks are`} running: ${countText(states)} states so far`;
  }

  #showAll(): void {
    act(this, { type: 'overlay', overlay: 'none' });
    act(this, { type: 'stage-view', view: 'check' });
  }

  #property(property: PropertyView) {
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
        property.verdict === 'violated'
          ? html`<button
              class="text-button"
              aria-label="Why is ${property.name} violated?"
              @click=${() => {
                this.#showAll();
                act(this, { type: 'explain', of: { type: 'property', name: property.name } });
              }}
            >
              Why?
            </button>`
          : nothing
      }
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

  #check(check: Check) {
    const { name, cell, range, type } = check;
    return html`<li data-verdict=${verdictOf(check)}>
      <button
        @click=${() => {
          act(this, { type: 'overlay', overlay: 'none' });
          act(this, { type: 'reveal', cell, range });
        }}
      >
        <span class="check-state">${type === 'explore' ? 'explored' : 'fuzzed'}</span>
        <span class="check-name">${name}</span>
      </button>
      <div class="check-row" @click=${() => act(this, { type: 'overlay', overlay: 'none' })}>${checkBadge(this, check)}</div>
    </li>`;
  }
}

customElements.define('rh-checks', RhChecks);
