/** `<rh-log-view>`: what happened, newest last; it follows the run until the reader scrolls up. A row seeks to its event. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Frame, LogRow } from '../../kernel/protocol.ts';
import { act } from '../model/act.ts';
import { formatTime } from './format.ts';
import { filterLog } from './log-filter.ts';
import { viewStyles } from './view.css.ts';

export class RhLogView extends LitElement {
  static override readonly properties = {
    frame: { attribute: false },
    query: { state: true },
    active: { state: true },
    follows: { state: true },
  };
  declare frame: Frame | null;
  declare query: string;
  /** The step of the row the keyboard is on. */
  declare active: number | null;
  declare follows: boolean;

  static override readonly styles = [
    viewStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        overflow: hidden;
      }
      .tools {
        display: flex;
        gap: 10px;
        align-items: center;
        padding: 8px 18px;
        border-bottom: 1px solid var(--stage-rule);
      }
      input {
        flex: 1;
        max-width: 320px;
        font: 400 var(--t-s) / 1.4 var(--font-ui);
        color: inherit;
        background: var(--raised);
        border: 1px solid var(--rule-strong, var(--stage-rule));
        border-radius: 5px;
        padding: 4px 8px;
      }
      input::placeholder {
        color: var(--ink-3);
        opacity: 1;
      }
      .count {
        color: var(--ink-3);
      }
      .tools button {
        all: unset;
        margin-left: auto;
        cursor: pointer;
        color: var(--accent);
        font-weight: 550;
        padding: 3px 6px;
        border-radius: 5px;
      }
      .rows {
        flex: 1;
        overflow-y: auto;
        overflow-x: hidden;
        padding: 4px 0;
        scrollbar-width: thin;
        overscroll-behavior: contain;
      }
      .row {
        display: grid;
        grid-template-columns: 62px 84px minmax(80px, 190px) minmax(0, 1fr);
        gap: 12px;
        padding: 2px 18px;
        cursor: pointer;
        font-size: var(--t-s);
      }
      .row:hover {
        background: color-mix(in srgb, var(--stage-ink) 5%, transparent);
      }
      .row.active {
        background: var(--accent-soft);
      }
      .row > * {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .time {
        text-align: right;
        color: var(--ink-3);
      }
      .node {
        font-weight: 550;
      }
      .rule {
        color: var(--ink-2);
      }
      .text {
        font-family: var(--font-code);
        font-size: 11.5px;
      }
      .row[data-kind='note'] .text {
        font-family: var(--font-ui);
        font-size: var(--t-s);
        font-weight: 500;
      }
      .row[data-kind='crash'] .node,
      .row[data-kind='drop'] .text,
      .row[data-kind='lost'] .text {
        color: var(--bad);
      }
      @media (width < 620px) {
        .row {
          grid-template-columns: 62px 70px minmax(0, 1fr);
          padding: 2px 10px;
        }
        .rule {
          display: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.frame = null;
    this.query = '';
    this.active = null;
    this.follows = true;
  }

  #rows(): readonly LogRow[] {
    return filterLog(this.frame?.log ?? [], this.query);
  }

  override render(): TemplateResult {
    const rows = this.#rows();
    return html`
      <div class="tools">
        <input
          type="search"
          aria-label="Filter the log"
          placeholder="Filter by node, rule or text; -word leaves out"
          .value=${this.query}
          @input=${(event: InputEvent & { readonly target: HTMLInputElement }) => {
            this.query = event.target.value;
          }}
        />
        <span class="count">${rows.length} ${rows.length === 1 ? 'row' : 'rows'}</span>
        ${this.follows ? '' : html`<button @click=${this.#follow}>Follow the run</button>`}
      </div>
      ${rows.length === 0 ? this.#nothing() : this.#list(rows)}
    `;
  }

  /** Right after the view is chosen its rows are still on their way. */
  #nothing(): TemplateResult {
    const isEmpty = this.frame === null || this.frame.tip.step === 0;
    return html`<p class="empty">${this.query !== '' ? 'No row matches.' : isEmpty ? 'Nothing has happened yet.' : ''}</p>`;
  }

  #list(rows: readonly LogRow[]): TemplateResult {
    return html`<div
      class="rows"
      role="listbox"
      tabindex="0"
      aria-label="Events"
      aria-activedescendant=${this.active === null ? '' : `row-${this.active}.0`}
      @scroll=${this.#onScroll}
      @keydown=${this.#onKey}
    >
      ${repeat(
        withKeys(rows),
        ({ key }) => key,
        ({ key, row }) => this.#row(key, row),
      )}
    </div>`;
  }

  #row(key: string, row: LogRow): TemplateResult {
    return html`<div
      class="row ${row.step === this.active ? 'active' : ''}"
      id="row-${key}"
      role="option"
      aria-selected=${row.step === this.active}
      data-kind=${row.kind}
      title="${row.kind} · event ${row.step}"
      @click=${() => this.#seek(row.step)}
    >
      <span class="time">${formatTime(row.time)}</span>
      <span class="node">${row.node}</span>
      <span class="rule">${row.rule === '' ? row.kind : row.rule}</span>
      <span class="text">${row.text}</span>
    </div>`;
  }

  override updated(): void {
    const list = this.#scroller();
    if (this.follows && list !== null) list.scrollTop = list.scrollHeight;
  }

  #scroller(): HTMLElement | null {
    return this.renderRoot.querySelector('.rows');
  }

  readonly #onScroll = (): void => {
    const list = this.#scroller();
    if (list !== null) this.follows = list.scrollTop + list.clientHeight >= list.scrollHeight - 24;
  };

  readonly #follow = (): void => {
    this.follows = true;
    this.active = null;
    act(this, { type: 'seek', to: 'live' });
  };

  #seek(step: number): void {
    this.active = step;
    this.follows = false;
    act(this, { type: 'seek', to: step });
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const rows = this.#rows();
    const at = rows.findIndex((row) => row.step === this.active);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at < 0 ? rows.length - 1 : at - 1,
      PageDown: at + 12,
      PageUp: at - 12,
      Home: 0,
      End: rows.length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) {
      const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
      if (row === undefined) return;
      this.active = row.step;
      this.follows = false;
      void this.updateComplete.then(() =>
        this.renderRoot.querySelector('.row.active')?.scrollIntoView({ block: 'nearest' }),
      );
    } else if (event.key === 'Enter' && this.active !== null) this.#seek(this.active);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

/** An event can have several rows: its own and its notes. */
function withKeys(rows: readonly LogRow[]): readonly { readonly key: string; readonly row: LogRow }[] {
  let before: LogRow | undefined;
  let nth = 0;
  return rows.map((row) => {
    nth = before?.step === row.step ? nth + 1 : 0;
    before = row;
    return { key: `${row.step}.${nth}`, row };
  });
}

customElements.define('rh-log-view', RhLogView);

declare global {
  interface HTMLElementTagNameMap {
    'rh-log-view': RhLogView;
  }
}
