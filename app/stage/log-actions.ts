/** `<rh-log-actions>`: what can be done with the event that is chosen in the log. Its keys work in the log itself. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { LogRow } from '../../kernel/protocol.ts';
import type { Action } from '../model/actions.ts';
import { act } from '../model/act.ts';
import '../parts/icon.ts';
import { formatTime } from './format.ts';
import { buttonStyles } from './view.css.ts';

/** What a key does with an event; null when it means nothing here. `step`, in what follows: right after the event. */
export function actionOf(key: string, isShifted: boolean, { step, node, rule }: LogRow): Action | null {
  const by = isShifted ? -1 : 1;
  switch (key.toLowerCase()) {
    case 'enter':
      return { type: 'seek', to: step + 1 };
    case 'f':
      return { type: 'branch', act: { type: 'fork', step: step + 1 } };
    case 'r':
      return { type: 'race', step };
    case 'n':
      return node === '' ? null : { type: 'find', from: step + 1, by, node, rule: null };
    case 'e':
      return rule === '' ? null : { type: 'find', from: step + 1, by, node: null, rule };
    default:
      return null;
  }
}

export class RhLogActions extends LitElement {
  static override readonly properties = { row: { attribute: false } };
  declare row: LogRow | null;

  static override readonly styles = [
    buttonStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px 4px;
        padding: 6px 12px 6px 18px;
        border-top: 1px solid var(--stage-rule);
        background: var(--raised);
        color: var(--stage-ink);
        font: 400 var(--t-s) / 1.45 var(--font-ui);
        font-variant-numeric: tabular-nums;
      }
      p {
        flex: 1 1 180px;
        margin: 0;
        min-width: 0;
        color: var(--ink-2);
      }
      b {
        font-weight: 600;
        color: var(--stage-ink);
      }
      .pair {
        display: inline-flex;
        align-items: center;
        padding-left: 6px;
        color: var(--ink-2);
      }
      .pair button {
        padding: 2px 4px;
      }
      kbd {
        font: 500 var(--t-xs) / 1.4 var(--font-ui);
        color: var(--ink-3);
        padding-left: 3px;
      }
      button:focus-visible {
        outline: 2px solid var(--accent);
        outline-offset: -2px;
      }
    `,
  ];

  constructor() {
    super();
    this.row = null;
  }

  override render(): TemplateResult | typeof nothing {
    const { row } = this;
    if (row === null) return nothing;
    const { step, node, rule, time, rivals } = row;
    return html`
      <p><b>Event ${step}</b> · ${[formatTime(time), node].filter((part) => part !== '').join(' · ')}</p>
      ${this.#button('Go there', 'enter', '⏎', row)} ${this.#button('Fork here', 'f', 'F', row)}
      ${this.#button(rivals === undefined || rivals === 0 ? 'Fork the race' : `Fork the race (${rivals + 1})`, 'r', 'R', row)}
      ${node === '' ? nothing : this.#pair(node, 'n', row)} ${rule === '' ? nothing : this.#pair(rule, 'e', row)}
    `;
  }

  #button(label: string, key: string, shown: string, row: LogRow): TemplateResult {
    return html`<button @click=${() => this.#run(key, false, row)}>${label}<kbd aria-hidden="true">${shown}</kbd></button>`;
  }

  #pair(what: string, key: string, row: LogRow): TemplateResult {
    return html`<span class="pair">
      <button aria-label="Previous event of ${what}" title="Previous (Shift ${key.toUpperCase()})" @click=${() => this.#run(key, true, row)}>‹</button>
      ${what}
      <button aria-label="Next event of ${what}" title="Next (${key.toUpperCase()})" @click=${() => this.#run(key, false, row)}>›</button>
    </span>`;
  }

  #run(key: string, isShifted: boolean, row: LogRow): void {
    const action = actionOf(key, isShifted, row);
    if (action !== null) act(this, action);
  }
}

customElements.define('rh-log-actions', RhLogActions);

declare global {
  interface HTMLElementTagNameMap {
    'rh-log-actions': RhLogActions;
  }
}
