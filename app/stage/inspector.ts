/** `<rh-inspector>`: the card about one node: role, timers, state. Fields that just changed are marked. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { NodeView, TimerView } from '../../kernel/protocol.ts';
import { boxOf, openMenu, pointBox } from '../menu/open.ts';
import { timerTitle } from '../menu/targets.ts';
import { act } from '../model/act.ts';
import { noMarks, type StarMarks, starsOf } from '../model/stars.ts';
import '../parts/icon.ts';
import { Changes } from './changes.ts';
import { explains } from '../hint/explains.ts';
import { formatTime } from './format.ts';
import { fieldTold, timerTold } from './told.ts';
import { starSigns, starStyles } from './star-sign.ts';
import './value.ts';

export class RhInspector extends LitElement {
  static override readonly properties = {
    node: { attribute: false },
    timers: { attribute: false },
    now: { attribute: false },
    stars: { attribute: false },
  };
  declare node: NodeView | null;
  declare timers: readonly TimerView[];
  declare now: number;
  /** What carries a star. */
  declare stars: StarMarks;

  readonly #changes = new Changes();

  static override readonly styles = [
    starStyles,
    css`
    :host {
      position: absolute;
      z-index: 3;
      width: min(288px, calc(100% - 24px));
      max-height: min(320px, 56%);
      display: flex;
      flex-direction: column;
      background: var(--raised);
      color: var(--ink);
      border: 1px solid var(--rule-strong, var(--stage-rule));
      border-radius: 8px;
      box-shadow: var(--shadow, 0 6px 24px rgb(0 0 0 / 8%));
      font: 400 var(--t-s) / 1.4 var(--font-ui);
      overflow: hidden;
    }
    @media (width < 620px) {
      :host {
        width: min(260px, calc(100% - 24px));
        max-height: 40%;
      }
    }
    header {
      display: flex;
      align-items: center;
      gap: 6px;
      padding: 6px 6px 6px 12px;
      border-bottom: 1px solid var(--stage-rule);
    }
    h4 {
      margin: 0;
      font-weight: 600;
      font-size: var(--t-m);
    }
    header span {
      flex: 1;
      color: var(--ink-3);
      text-align: right;
      white-space: nowrap;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    button {
      all: unset;
      cursor: pointer;
      display: grid;
      place-items: center;
      width: 24px;
      height: 24px;
      border-radius: 5px;
      color: var(--ink-2);
    }
    button:hover {
      background: var(--sunken);
    }
    button:focus-visible {
      outline: 2px solid var(--accent);
    }
    .body {
      overflow-y: auto;
    }
    table {
      width: 100%;
      border-collapse: collapse;
      table-layout: fixed;
    }
    td,
    th {
      padding: 3px 12px;
      vertical-align: top;
      text-align: left;
      font: 400 11.5px / 1.5 var(--font-code);
    }
    th {
      width: 104px;
      color: var(--ink-3);
      padding-right: 0;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    tr.changed td {
      animation: flash 900ms ease-out;
    }
    @keyframes flash {
      from {
        background: color-mix(in srgb, var(--c2) 34%, transparent);
      }
    }
    @media (prefers-reduced-motion: reduce) {
      tr.changed td {
        animation: none;
        box-shadow: inset 2px 0 var(--c2);
      }
    }
    .timers {
      padding: 5px 12px 7px;
      border-top: 1px solid var(--stage-rule);
      color: var(--ink-2);
      font-variant-numeric: tabular-nums;
    }
    .timers div {
      display: flex;
      align-items: center;
      gap: 8px;
    }
    .timers span:first-child {
      flex: 1;
    }
    td {
      position: relative;
      padding-right: 30px;
    }
    .why {
      display: inline;
      width: auto;
      height: auto;
      color: inherit;
      border-radius: 3px;
    }
    .why:hover {
      background: none;
      color: var(--accent);
      text-decoration: underline dotted;
    }
    .pencil {
      position: absolute;
      top: 1px;
      right: 6px;
      opacity: 0;
      color: var(--ink-3);
    }
    tr:hover .pencil,
    .pencil:focus-visible {
      opacity: 1;
    }
    @media (hover: none) {
      .pencil {
        opacity: 1;
      }
    }
    .empty {
      padding: 10px 12px;
      color: var(--ink-3);
    }
    .timers .stars {
      flex: none;
    }
  `,
  ];

  constructor() {
    super();
    this.node = null;
    this.timers = [];
    this.now = 0;
    this.stars = noMarks;
  }

  override render(): TemplateResult | typeof nothing {
    const { node } = this;
    if (node === null) return nothing;
    const changed = this.#changes.since(node.state.map(([field, value]) => [`${node.id}\n${field}`, value]));
    const about = node.alive ? [node.role, node.detail].filter((part) => part !== '').join(' · ') : 'down';
    return html`
      <header>
        <h4>${node.id}</h4>
        <span>${about === '' ? node.kind : about}</span>
        <button
          aria-label="Star ${node.id}"
          title="Star it, or let it go"
          @click=${() => act(this, { type: 'star', place: { type: 'node', node: node.id } })}
        >
          <rh-icon name="star"></rh-icon>
        </button>
        ${this.#step(-1)} ${this.#step(1)}
        <button
          aria-label="Actions on ${node.id}"
          title="Actions"
          aria-haspopup="menu"
          @click=${({ currentTarget }: { readonly currentTarget: HTMLElement }) =>
            openMenu(currentTarget, { type: 'node', id: node.id }, boxOf(currentTarget))}
        >
          <rh-icon name="ellipsis"></rh-icon>
        </button>
        <button aria-label="Close" title="Close" @click=${() => act(this, { type: 'select-node', node: null })}>
          <rh-icon name="x"></rh-icon>
        </button>
      </header>
      <div class="body" tabindex="0" role="region" aria-label="State of ${node.id}">
        ${
          node.state.length === 0
            ? html`<div class="empty">No state.</div>`
            : html`<table>
                <tbody>
                  ${repeat(
                    node.state,
                    ([field]) => `${node.id}\n${field}`,
                    ([
                      field,
                      value,
                    ]) => html`<tr ${explains(() => fieldTold(node.id, field, value))} class=${changed.has(`${node.id}\n${field}`) ? 'changed' : ''}>
                      <th scope="row">
                        <button class="why" aria-label="Why is ${field} what it is?" @click=${() => this.#why(node.id, field)}>
                          ${field}
                        </button>
                      </th>
                      <td @dblclick=${(event: MouseEvent) => this.#edit(node.id, field, event)}>
                        ${this.#carried(node.id, field)}
                        <rh-value .value=${value} .limit=${52} .place=${{ node: node.id, field }} .stars=${this.stars.cells.get(`${node.id}\n${field}`) ?? []}></rh-value>
                        <button
                          class="pencil"
                          aria-label="Edit ${field}"
                          title="Edit ${field}"
                          @click=${(event: MouseEvent) => this.#edit(node.id, field, event)}
                        >
                          <rh-icon name="pencil"></rh-icon>
                        </button>
                      </td>
                    </tr>`,
                  )}
                </tbody>
              </table>`
        }
        ${
          this.timers.length === 0
            ? nothing
            : html`<div class="timers">
                ${this.timers.slice(0, 8).map(
                  (
                    timer,
                  ) => html`<div ${explains(() => timerTold(timer, this.now))} @contextmenu=${(event: MouseEvent) => this.#timerMenu(timer, event)}>
                    <span>${timer.type}${timer.key === '' ? '' : ` ${timer.key}`}</span>
                    ${starSigns(starsOf(this.stars, { type: 'timer', node: timer.node, key: timer.pending.key ?? '' }), false)}
                    <span>in ${formatTime(Math.max(0, timer.firesAt - this.now))}</span>
                    <button
                      aria-label="Fire ${timerTitle(timer)} now"
                      title="Fire now"
                      @click=${() => act(this, { type: 'input', input: { type: 'take', pending: timer.pending } })}
                    >
                      <rh-icon name="zap"></rh-icon>
                    </button>
                  </div>`,
                )}
              </div>`
        }
      </div>`;
  }

  /** To the event of this node before or after the moment shown. */
  #step(by: 1 | -1): TemplateResult | typeof nothing {
    const { node } = this;
    if (node === null) return nothing;
    const label = `${by === 1 ? 'Next' : 'Previous'} event of ${node.id}`;
    return html`<button aria-label=${label} title=${label} @click=${() => act(this, { type: 'find', by, node: node.id, rule: null })}>
      <rh-icon name=${by === 1 ? 'chevron-right' : 'chevron-left'}></rh-icon>
    </button>`;
  }

  #carried(node: string, field: string): TemplateResult | typeof nothing {
    return starSigns(starsOf(this.stars, { type: 'cell', node, field }), false);
  }

  #edit(node: string, field: string, event: MouseEvent): void {
    const { currentTarget } = event;
    const cell = currentTarget instanceof Element ? currentTarget.closest('td') : null;
    if (cell !== null)
      act(this, { type: 'form', form: { type: 'value', node, field, anchor: boxOf(cell), read: null } });
  }

  #why(node: string, field: string): void {
    // Clear of the whole card: what is explained stands beside its explanation.
    act(this, { type: 'explain', of: { type: 'field', node, field }, anchor: boxOf(this) });
  }

  #timerMenu({ node, pending }: TimerView, event: MouseEvent): void {
    event.preventDefault();
    openMenu(this, { type: 'timer', node, key: pending.key ?? '' }, pointBox(event));
  }
}

customElements.define('rh-inspector', RhInspector);

declare global {
  interface HTMLElementTagNameMap {
    'rh-inspector': RhInspector;
  }
}
