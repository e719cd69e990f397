/** `<rh-race>`: a race that was forked: its rivals, the distinct outcomes as bars, and the orders that lead to each. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { outcomeName } from '../../kernel/outcome-name.ts';
import type { BranchView, Race, RaceEvent, RaceOrder, RaceOutcome } from '../../kernel/protocol.ts';
import { act } from '../model/act.ts';
import '../parts/icon.ts';
import { counted, outcomeValues, raceMeasure, racePlace, raceSummary, shareOf } from './race-text.ts';
import { buttonStyles, viewStyles } from './view.css.ts';

/** Values of an outcome that are shown; the rest is in its branch. */
const mostValues = 4;

export class RhRace extends LitElement {
  static override readonly properties = { race: { attribute: false }, branches: { attribute: false } };
  /** Null while its first answer is on its way. */
  declare race: Race | null;
  /** Those there are: one may have been deleted since. */
  declare branches: readonly BranchView[];

  static override readonly styles = [
    viewStyles,
    buttonStyles,
    css`
      :host {
        height: auto;
        padding: 14px 18px 16px;
        border-bottom: 1px solid var(--stage-rule);
        background: color-mix(in srgb, var(--accent) 4%, var(--stage));
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 2px 10px;
      }
      h3 {
        margin: 0;
        font: 600 var(--t-l) / 1.3 var(--font-ui);
      }
      header p {
        margin: 0;
        color: var(--ink-2);
        flex: 1;
      }
      .about {
        margin: 4px 0 0;
        color: var(--ink-3);
        max-width: 70ch;
      }
      .rivals {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 5px;
        list-style: none;
        margin: 8px 0 0;
        padding: 0;
      }
      .rivals li {
        padding: 2px 7px;
        border: 1px solid var(--stage-rule);
        border-radius: 4px;
        background: var(--raised);
        font: 400 11.5px / 1.5 var(--font-code);
        overflow-wrap: anywhere;
      }
      .outcomes {
        list-style: none;
        margin: 14px 0 0;
        padding: 0;
        display: grid;
        gap: 14px;
      }
      .outcome {
        display: grid;
        grid-template-columns: 26px minmax(0, 1fr) auto;
        gap: 3px 10px;
      }
      .letter {
        grid-row: span 3;
        align-self: start;
        display: grid;
        place-items: center;
        width: 26px;
        height: 26px;
        border-radius: 5px;
        background: var(--state);
        color: var(--stage);
        font: 650 var(--t-m) / 1 var(--font-ui);
      }
      .good {
        --state: var(--ok);
      }
      .bad {
        --state: var(--bad);
      }
      .plain {
        --state: var(--ink-2);
      }
      .bar {
        align-self: center;
        display: flex;
        align-items: center;
        gap: 9px;
        min-width: 0;
      }
      .track {
        flex: 1;
        height: 12px;
        border-radius: 3px;
        background: color-mix(in srgb, var(--stage-ink) 8%, transparent);
        overflow: hidden;
      }
      .track span {
        display: block;
        height: 100%;
        background: var(--state);
        opacity: 0.85;
      }
      /* Colour is not the only sign of a violation. */
      .bad .track span {
        background: repeating-linear-gradient(
          -55deg,
          var(--state) 0 5px,
          color-mix(in srgb, var(--state) 62%, var(--stage)) 5px 8px
        );
      }
      .count {
        font-weight: 600;
        white-space: nowrap;
      }
      .actions {
        display: flex;
        gap: 4px;
        align-items: center;
      }
      .what {
        grid-column: 2 / -1;
        overflow-wrap: anywhere;
      }
      .values {
        margin: 0;
        font: 400 var(--t-s) / 1.5 var(--font-code);
      }
      .values span + span::before {
        content: ' · ';
        color: var(--ink-3);
      }
      .verdict {
        color: var(--state);
        font-weight: 550;
      }
      details {
        grid-column: 2 / -1;
      }
      summary {
        cursor: pointer;
        color: var(--ink-2);
        width: max-content;
        border-radius: 3px;
      }
      summary:focus-visible {
        outline: 2px solid var(--accent);
      }
      .orders {
        margin: 4px 0 0;
        padding: 0;
        list-style: none;
      }
      .orders li {
        display: flex;
        gap: 8px;
        align-items: baseline;
        padding: 3px 0;
        border-top: 1px solid var(--stage-rule);
      }
      .events {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
        font: 400 11.5px / 1.55 var(--font-code);
      }
      .events b,
      .rivals b {
        font-weight: 550;
        white-space: nowrap;
      }
      .body {
        color: var(--ink-3);
      }
      .events i {
        font-style: normal;
        color: var(--ink-3);
        padding: 0 2px;
      }
      @media (width < 620px) {
        .actions {
          grid-column: 2 / -1;
          grid-row: 4;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.race = null;
    this.branches = [];
  }

  override render(): TemplateResult {
    const { race } = this;
    if (race === null || race.status === 'running') {
      const tried = race === null || race.orders === 0 ? '' : ` ${counted(race.orders, 'order')} so far.`;
      return html`<header>
        <h3>Forking the race</h3>
        <p role="status">Every order of the rivals is tried.${tried}</p>
        ${this.#close('Stop')}
      </header>`;
    }
    const [a, b] = race.outcomes;
    return html`
      <header>
        <h3>${raceSummary(race)}</h3>
        <p>${racePlace(race)}</p>
        ${
          a === undefined || b === undefined || !this.#has(a.branch) || !this.#has(b.branch)
            ? nothing
            : html`<button class="primary" @click=${() => this.#beside(a.branch, b.branch)}>A beside B</button>`
        }
        ${this.#close('Close')}
      </header>
      <p class="about">${[raceMeasure(race), ...race.notes].join(' ')}</p>
      <ul class="rivals" aria-label="Rivals">
        ${race.rivals.map((rival) => html`<li>${eventOf(rival)}</li>`)}
      </ul>
      <ol class="outcomes" aria-label="Outcomes">
        ${race.outcomes.map((outcome, i) => this.#outcome(outcome, race, i))}
      </ol>`;
  }

  #close(label: string): TemplateResult {
    const close = () => act(this, { type: 'race', step: null });
    return html`<button class="icon" aria-label="${label} the race" title=${label} @click=${close}><rh-icon name="x"></rh-icon></button>`;
  }

  #outcome(outcome: RaceOutcome, race: Race, index: number): TemplateResult {
    const { branch, count, violated, fault, orders } = outcome;
    const name = outcomeName(index);
    const isBad = violated.length > 0 || fault !== null;
    // Without properties nothing says which is the good one.
    const tone = isBad ? 'bad' : race.outcomes.some((other) => other.violated.length > 0) ? 'good' : 'plain';
    const values = outcomeValues(outcome);
    const label = `Outcome ${name}: ${count} of ${counted(race.orders, 'order')}`;
    return html`<li class="outcome ${tone}" aria-label=${label}>
      <span class="letter" aria-hidden="true">${name}</span>
      <div class="bar">
        <div class="track" aria-hidden="true"><span style="width: ${(shareOf(outcome, race) * 100).toFixed(1)}%"></span></div>
        <span class="count">${count} of ${race.orders}</span>
      </div>
      <div class="actions">${this.#has(branch) ? this.#actions(branch, name) : nothing}</div>
      <div class="what">
        <p class="values">${values.slice(0, mostValues).map((value) => html`<span>${value}</span>`)}${values.length > mostValues ? html`<span>${values.length - mostValues} more</span>` : nothing}</p>
        ${violated.map((property) => html`<div class="verdict">✗ ${property}</div>`)}
        ${fault === null ? nothing : html`<div class="verdict">! ${fault}</div>`}
        ${tone === 'good' ? html`<div class="verdict">✓ no property is violated</div>` : nothing}
      </div>
      <details>
        <summary>${counted(count, 'order')}</summary>
        <ol class="orders">
          ${orders.map((order) => this.#order(order))}
          ${count > orders.length ? html`<li>${counted(count - orders.length, 'order')} more</li>` : nothing}
        </ol>
      </details>
    </li>`;
  }

  #actions(branch: number, name: string): TemplateResult {
    const isCurrent = this.branches.some(({ id, isCurrent: current }) => current && id === branch);
    if (isCurrent) return html`<span class="here">shown</span>`;
    return html`
      <button aria-label="Show outcome ${name}" @click=${() => act(this, { type: 'branch', act: { type: 'switch', id: branch } })}>Show</button>
      <button
        aria-label="Compare what is shown with outcome ${name}"
        @click=${() => act(this, { type: 'compare', with: branch })}
      >Compare</button>`;
  }

  #order({ branch, events }: RaceOrder): TemplateResult {
    const isCurrent = this.branches.some(({ id, isCurrent: current }) => current && id === branch);
    const show = () => branch !== null && act(this, { type: 'branch', act: { type: 'switch', id: branch } });
    return html`<li>
      <span class="events">${events.map((event, i) => html`${i === 0 ? nothing : html`<i aria-hidden="true">→</i> `}${eventOf(event)} `)}</span>
      ${isCurrent ? html`<span class="here">shown</span>` : this.#has(branch) ? html`<button @click=${show}>Show</button>` : nothing}
    </li>`;
  }

  #has(branch: number | null): branch is number {
    return branch !== null && this.branches.some(({ id }) => id === branch);
  }

  /** Shows the one and compares it with the other; when one of them is shown already, it stays. */
  #beside(a: number | null, b: number | null): void {
    if (a === null || b === null) return;
    const current = this.branches.find(({ isCurrent }) => isCurrent)?.id;
    if (current !== a && current !== b) act(this, { type: 'branch', act: { type: 'switch', id: a } });
    act(this, { type: 'compare', with: current === b ? a : b });
  }
}

function eventOf({ name, body }: RaceEvent): TemplateResult {
  return html`<b>${name}</b>${body === '' ? nothing : html` <span class="body">${body}</span>`}`;
}

customElements.define('rh-race', RhRace);

declare global {
  interface HTMLElementTagNameMap {
    'rh-race': RhRace;
  }
}
