/**
 * `<rh-next-panel>`: stepping by hand. What can happen next, by node: messages, timers, `may` rules. Up and Down go through it, Enter
 * makes the chosen one happen, the menu key or a right click offers the faults. It stands beside the stage, which rings what is
 * pointed at.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Choice, Frame } from '../../kernel/protocol.ts';
import { boxOf, isMenuKey, openMenu, pointBox } from '../menu/open.ts';
import type { Target } from '../menu/targets.ts';
import { act } from '../model/act.ts';
import '../parts/icon.ts';
import { type NextGroup, nextGroups, type NextRow } from './next-rows.ts';
import { messageSign, noSigns, type Signs } from './signs.ts';

/** Rows that are listed. */
const mostRows = 300;

export class RhNextPanel extends LitElement {
  static override readonly properties = {
    choices: { attribute: false },
    frame: { attribute: false },
    signs: { attribute: false },
    isPast: { attribute: false },
    isPlaying: { attribute: false },
  };
  declare choices: readonly Choice[];
  declare frame: Frame | null;
  declare signs: Signs;
  /** An earlier moment is shown. */
  declare isPast: boolean;
  declare isPlaying: boolean;

  /** The row that the keyboard is about. */
  #active: string | null = null;
  /** Where it stood, for when it is gone. */
  #activeAt = 0;

  static override readonly styles = css`
    :host {
      display: flex;
      flex-direction: column;
      min-width: 0;
      min-height: 0;
      background: var(--paper);
      color: var(--ink);
      border-left: 1px solid var(--stage-rule);
      font: 400 var(--t-s) / 1.4 var(--font-ui);
      font-variant-numeric: tabular-nums;
    }
    header {
      padding: 10px 8px 9px 14px;
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      border-bottom: 1px solid var(--stage-rule);
    }
    h3 {
      margin: 0;
      font: 600 var(--t-m) / 1.4 var(--font-ui);
    }
    header p {
      grid-column: 1 / -1;
      margin: 1px 6px 0 0;
      color: var(--ink-3);
      text-wrap: pretty;
    }
    header p.branch {
      color: var(--accent);
    }
    .icon {
      all: unset;
      cursor: pointer;
      width: 24px;
      height: 24px;
      display: grid;
      place-items: center;
      border-radius: 5px;
      color: var(--ink-2);
    }
    .icon:hover {
      background: var(--sunken);
    }
    .rows {
      flex: 1;
      min-height: 0;
      overflow-y: auto;
      padding: 0 0 12px;
      scrollbar-width: thin;
      outline: none;
    }
    .node {
      position: sticky;
      top: 0;
      z-index: 1;
      display: flex;
      align-items: baseline;
      gap: 8px;
      padding: 9px 14px 3px;
      background: var(--paper);
      font-weight: 600;
    }
    .node span {
      color: var(--ink-3);
      font-weight: 450;
    }
    .row {
      display: grid;
      grid-template-columns: 14px minmax(0, 1fr) max-content 22px;
      column-gap: 8px;
      align-items: baseline;
      padding: 4px 6px 4px 14px;
      cursor: pointer;
    }
    .row:hover {
      background: var(--sunken);
    }
    .row.active {
      background: var(--accent-soft);
    }
    .row.active .due,
    .row.active .body {
      color: var(--ink-2);
    }
    .rows:focus-visible .row.active {
      box-shadow: inset 0 0 0 2px var(--accent);
    }
    .sign {
      align-self: center;
      width: 9px;
      height: 9px;
      border-radius: 99px;
    }
    .sign.timer {
      box-sizing: border-box;
      border: 2px solid var(--ink-3);
      background: none;
    }
    .sign.may {
      background: none;
      border: 1.5px dashed var(--ink-3);
      box-sizing: border-box;
    }
    .lost .title {
      text-decoration: line-through;
      color: var(--ink-3);
    }
    .title {
      overflow-wrap: anywhere;
    }
    .row.may .title {
      font-style: italic;
    }
    .due {
      color: var(--ink-3);
      white-space: nowrap;
    }
    .body {
      grid-column: 2 / 4;
      color: var(--ink-3);
      font: 400 11px / 1.45 var(--font-code);
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .more {
      opacity: 0;
      width: 22px;
      height: 18px;
    }
    .row:hover .more,
    .row.active .more {
      opacity: 1;
    }
    @media (hover: none) {
      .more {
        opacity: 1;
      }
      .row {
        padding-block: 9px;
      }
    }
    .icon:focus-visible {
      outline: 2px solid var(--accent);
    }
    .empty {
      padding: 14px;
      color: var(--ink-3);
    }
    footer {
      padding: 7px 14px 8px;
      border-top: 1px solid var(--stage-rule);
      color: var(--ink-3);
    }
    kbd {
      font: 500 10.5px / 1.3 var(--font-ui);
      padding: 1px 4px;
      border: 1px solid var(--rule-strong);
      border-radius: 4px;
      color: var(--ink-2);
    }
    @media (hover: none) {
      footer {
        display: none;
      }
    }
  `;

  constructor() {
    super();
    this.choices = [];
    this.frame = null;
    this.signs = noSigns();
    this.isPast = false;
    this.isPlaying = false;
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('.rows')?.focus();
  }

  override render(): TemplateResult {
    const groups = this.#groups();
    const rows = groups.flatMap((group) => group.rows);
    const active = this.#activeRow(rows);
    return html`
      <header>
        <h3 id="title">What can happen next</h3>
        <button class="icon" aria-label="Close" title="Close (H)" @click=${() => act(this, { type: 'by-hand', on: false })}>
          <rh-icon name="x"></rh-icon>
        </button>
        ${this.#state()}
      </header>
      <div
        class="rows"
        role="listbox"
        tabindex="0"
        aria-labelledby="title"
        aria-activedescendant=${active === undefined ? nothing : `row-${rows.indexOf(active)}`}
        @keydown=${this.#onKey}
        @focus=${() => this.#point(this.#activeRow(this.#rows()) ?? null)}
        @blur=${() => this.#point(null)}
        @pointerleave=${() => this.#point(null)}
      >
        ${rows.length === 0 ? html`<div class="empty" role="presentation">${this.#emptyText()}</div>` : nothing}
        ${groups.map((group) => this.#group(group, rows, active))}
      </div>
      <footer><kbd>↑</kbd> <kbd>↓</kbd> choose · <kbd>Enter</kbd> make it happen · <kbd>Shift F10</kbd> more</footer>
    `;
  }

  #state(): TemplateResult | typeof nothing {
    if (this.isPast) return html`<p class="branch">An earlier moment: what you choose begins a branch here.</p>`;
    return this.isPlaying ? html`<p>The run goes on by itself. Pause it (Space) to choose.</p>` : nothing;
  }

  #emptyText(): string {
    if (this.frame?.status === 'ended')
      return 'The scenario has ended. Go back to an earlier moment to choose otherwise.';
    return 'Nothing can happen any more: no message is on its way, no timer runs, no rule is enabled.';
  }

  #groups(): readonly NextGroup[] {
    if (this.frame === null) return [];
    let left = mostRows;
    return nextGroups(this.choices, this.frame).flatMap((group) => {
      const rows = group.rows.slice(0, left);
      left -= rows.length;
      return rows.length === 0 ? [] : [{ ...group, rows }];
    });
  }

  #rows(): readonly NextRow[] {
    return this.#groups().flatMap(({ rows }) => rows);
  }

  /** The one chosen; when it has happened, the one that stands in its place. */
  #activeRow(rows: readonly NextRow[]): NextRow | undefined {
    const found = rows.find(({ key }) => key === this.#active);
    return found ?? rows[Math.min(this.#activeAt, rows.length - 1)];
  }

  #group(group: NextGroup, rows: readonly NextRow[], active: NextRow | undefined): TemplateResult {
    const { node, alive, rivals } = group;
    const about = !alive ? 'down: what comes is lost' : rivals > 0 ? `${rivals} race: their order decides` : '';
    return html`<div role="group" aria-label="${node}${about === '' ? '' : `, ${about}`}">
      <div class="node" aria-hidden="true" @contextmenu=${(event: MouseEvent) => this.#menu(event, { type: 'node', id: node })}>
        ${node} <span>${about}</span>
      </div>
      ${repeat(
        group.rows,
        ({ key }) => key,
        (row) => this.#row(row, rows.indexOf(row), row === active),
      )}
    </div>`;
  }

  #row(row: NextRow, nth: number, isActive: boolean): TemplateResult {
    const { kind, title, text, due, target } = row;
    const type = row.input.type === 'take' ? row.input.pending.type : '';
    const colour =
      kind === 'message' || kind === 'lost' ? `var(--c${messageSign(type, this.signs.types).colour})` : 'none';
    return html`<div
      class="row ${kind} ${isActive ? 'active' : ''}"
      id="row-${nth}"
      role="option"
      aria-selected=${isActive}
      title=${text}
      @click=${() => this.#take(row)}
      @pointerenter=${() => this.#point(row)}
      @contextmenu=${(event: MouseEvent) => target !== null && this.#menu(event, target)}
    >
      <span class="sign ${kind}" style="background: ${colour}"></span>
      <span class="title">${title}</span>
      <span class="due">${due}</span>
      ${
        target === null
          ? html`<span></span>`
          : html`<span
              class="icon more"
              aria-hidden="true"
              title="More"
              @click=${(event: MouseEvent & { readonly currentTarget: HTMLElement }) => {
                event.stopPropagation();
                openMenu(event.currentTarget, target, boxOf(event.currentTarget));
              }}
              ><rh-icon name="ellipsis"></rh-icon
            ></span>`
      }
      ${text === '' ? nothing : html`<span class="body">${text}</span>`}
    </div>`;
  }

  // ---------------------------------------------------------------- hands

  #take(row: NextRow): void {
    this.#activate(row);
    act(this, { type: 'input', input: row.input });
  }

  #activate(row: NextRow): void {
    this.#active = row.key;
    this.#activeAt = Math.max(
      0,
      this.#rows().findIndex(({ key }) => key === row.key),
    );
    this.requestUpdate();
  }

  /** Told to the stage, which marks it in the picture. */
  #point(row: NextRow | null): void {
    this.dispatchEvent(new CustomEvent<Target | null>('rh-point', { detail: row?.target ?? null }));
  }

  #menu(event: MouseEvent, target: Target): void {
    event.preventDefault();
    openMenu(this.renderRoot.querySelector('.rows') ?? this, target, pointBox(event));
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const rows = this.#rows();
    const active = this.#activeRow(rows);
    const at = active === undefined ? -1 : rows.indexOf(active);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + 10,
      PageUp: at - 10,
      Home: 0,
      End: rows.length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) {
      const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
      if (row !== undefined) {
        this.#activate(row);
        this.#point(row);
        void this.updateComplete.then(() => this.#activeElement()?.scrollIntoView({ block: 'nearest' }));
      }
    } else if (event.key === 'Enter' && active !== undefined) this.#take(active);
    else if (isMenuKey(event) && active !== undefined) {
      const row = this.#activeElement();
      const node = this.#groups().find((group) => group.rows.includes(active))?.node ?? '';
      const target = active.target ?? ({ type: 'node', id: node } as const);
      if (row !== null) openMenu(this.renderRoot.querySelector('.rows') ?? this, target, boxOf(row));
    } else if (event.key === 'Escape') act(this, { type: 'by-hand', on: false });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #activeElement(): HTMLElement | null {
    return this.renderRoot.querySelector('.row.active');
  }
}

customElements.define('rh-next-panel', RhNextPanel);

declare global {
  interface HTMLElementTagNameMap {
    'rh-next-panel': RhNextPanel;
  }
}
