/**
 * `<rh-log-view>`: what happened, newest last; it follows the run until the reader scrolls up or chooses an event. With the chosen
 * one, there are acts: go there, fork here, fork the race, the next event of its node or rule.
 */
import { html, LitElement, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Frame, LogRow } from '../../kernel/protocol.ts';
import { explains } from '../hint/explains.ts';
import type { Told } from '../hint/told.ts';
import { boxOf } from '../menu/open.ts';
import { act } from '../model/act.ts';
import type { Action } from '../model/actions.ts';
import { noMarks, type StarMarks, starsOf } from '../model/stars.ts';
import '../parts/icon.ts';
import { formatTime } from './format.ts';
import { actionOf } from './log-actions.ts';
import { filterLog } from './log-filter.ts';
import { type HeldLog, heldLog } from './log-hold.ts';
import { logStyles } from './log-view.css.ts';
import { measureText } from './measure.ts';
import { pointAt } from './pointed-place.ts';
import { starSigns, starStyles } from './star-sign.ts';
import { raceTold, rowTold } from './told.ts';
import { viewStyles } from './view.css.ts';

export class RhLogView extends LitElement {
  static override readonly properties = {
    frame: { attribute: false },
    isLive: { attribute: false },
    stars: { attribute: false },
    query: { state: true },
    active: { state: true },
    follows: { state: true },
  };
  declare frame: Frame | null;
  /** The newest moment is shown. */
  declare isLive: boolean;
  /** What carries a star. */
  declare stars: StarMarks;
  declare query: string;
  /** The step of the row the keyboard is on. */
  declare active: number | null;
  declare follows: boolean;

  #held: HeldLog | null = null;
  /** The moment that was shown when the reader asked for another event. */
  #askedAt: number | null = null;

  static override readonly styles = [viewStyles, starStyles, logStyles];

  constructor() {
    super();
    this.frame = null;
    this.isLive = true;
    this.stars = noMarks;
    this.query = '';
    this.active = null;
    this.follows = true;
  }

  #rows(): readonly LogRow[] {
    return filterLog(this.#held?.rows ?? [], this.query);
  }

  override willUpdate(): void {
    const { frame } = this;
    if (frame === null) return;
    this.#held = heldLog(this.#held, frame, this.follows, this.isLive);
    // The event that was asked for is the one that led to the moment shown.
    if (this.#askedAt === null || frame.step === this.#askedAt) return;
    this.#askedAt = null;
    this.active = frame.step - 1;
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
      ${this.#chosen() === null ? '' : html`<rh-log-actions .row=${this.#chosen()} @rh-act=${this.#onAct}></rh-log-actions>`}
    `;
  }

  #chosen(): LogRow | null {
    return (
      this.#held?.rows.find(({ step, kind }) => step === this.active && kind !== 'note' && kind !== 'reader') ?? null
    );
  }

  /** Right after the view is chosen its rows are still on their way. */
  #nothing(): TemplateResult {
    const isEmpty = this.frame === null || this.frame.tip.step === 0;
    return html`<p class="empty">${this.query !== '' ? 'No row matches.' : isEmpty ? 'Nothing has happened yet.' : ''}</p>`;
  }

  #list(rows: readonly LogRow[]): TemplateResult {
    return html`<div
      class="rows"
      style="--nodes: ${this.#nodesWidth()}px"
      role="listbox"
      tabindex="0"
      aria-label="Events"
      aria-activedescendant=${this.active === null ? '' : `row-${this.active}.0`}
      ${explains(({ type }) => (type === 'focus' ? this.#tellActive() : null))}
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

  /** Of the row the keyboard is on. */
  #tellActive(): Told | null {
    const row = this.#rows().find(({ step }) => step === this.active);
    const element = this.renderRoot.querySelector('.row.active');
    if (row === undefined || element === null) return null;
    // What can be done with it stays in sight.
    const acts = this.renderRoot.querySelector('rh-log-actions');
    return { ...rowTold(row, `${row.step}.0`, ''), element, others: () => (acts === null ? [] : [boxOf(acts)]) };
  }

  /** Of the longest name: where there is little room the column is no wider. */
  #nodesWidth(): number {
    return Math.ceil(Math.max(0, ...(this.frame?.nodes ?? []).map(({ id }) => measureText(id, 'ui') * 12.5)));
  }

  #row(key: string, row: LogRow): TemplateResult {
    return html`<div
      class="row ${row.step === this.active ? 'active' : ''} ${row.text === '' ? 'wordless' : ''}"
      id="row-${key}"
      role="option"
      aria-selected=${row.step === this.active}
      data-kind=${row.kind}
      ${explains(() => rowTold(row, key, rowNote))}
      @pointerenter=${() => pointAt(this, { type: 'event', step: row.step })}
      @pointerleave=${() => pointAt(this, null)}
      @click=${() => this.#choose(row.step)}
      @dblclick=${() => act(this, { type: 'seek', to: row.step + 1 })}
    >
      <span class="time">${formatTime(row.time)}</span>
      <span class="node">${row.node}</span>
      <span class="rule">${row.rule === '' ? row.kind : row.rule}</span>
      <span class="text">${starSigns(starsOf(this.stars, { type: 'event', step: row.step }), false)} ${row.text}</span>
      ${this.#rivals(row)}
    </div>`;
  }

  #rivals(row: LogRow): TemplateResult {
    const { step, rivals } = row;
    if (rivals === undefined || rivals === 0) return html`<span></span>`;
    // Not by itself in the order of tabs: the list's own key does it.
    return html`<span
      class="rivals"
      ${explains(() => raceTold(row))}
      @click=${(event: MouseEvent) => {
        event.stopPropagation();
        this.#choose(step);
        act(this, { type: 'race', step });
      }}
    ><rh-icon name="fork"></rh-icon>${rivals + 1}</span>`;
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

  #choose(step: number): void {
    this.active = step;
    this.follows = false;
  }

  readonly #onAct = ({ detail }: CustomEvent<Action>): void => {
    if (detail.type === 'find') this.#askedAt = this.frame?.step ?? null;
  };

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
    } else if (event.key === 's' && this.active !== null && !event.ctrlKey && !event.metaKey && !event.altKey) {
      act(this, { type: 'star', place: { type: 'event', step: this.active } });
    } else {
      const row = this.#chosen();
      const action =
        row === null || event.ctrlKey || event.metaKey || event.altKey
          ? null
          : actionOf(event.key, event.shiftKey, row);
      if (action === null) return;
      if (action.type === 'find') this.#askedAt = this.frame?.step ?? null;
      act(this, action);
    }
    event.preventDefault();
    event.stopPropagation();
  };
}

const rowNote = 'Double click goes there';

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
