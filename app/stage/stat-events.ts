/**
 * `<rh-stat-events>`: the events behind a point of a stat's curve. Each is a link to its moment; its line in the notebook is marked as
 * one goes there.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { StatView } from '../../kernel/protocol.ts';
import type { StatEvent, StatEvents, StatWish } from '../../kernel/stat.ts';
import { act } from '../model/act.ts';
import '../parts/icon.ts';
import { formatTime } from './format.ts';
import { labelText, valueText } from './stat-shape.ts';
import { buttonStyles } from './view.css.ts';

export class RhStatEvents extends LitElement {
  static override readonly properties = {
    wish: { attribute: false },
    read: { attribute: false },
    stat: { attribute: false },
    step: { attribute: false },
  };
  declare wish: StatWish;
  declare read: StatEvents | null;
  declare stat: Pick<StatView, 'name' | 'kind'>;
  /** The moment shown. */
  declare step: number;

  static override readonly styles = [
    buttonStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 0;
        max-height: 46%;
        border-top: 1px solid var(--rule-strong, var(--stage-rule));
        background: var(--raised);
      }
      header {
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 5px 8px 5px 18px;
        border-bottom: 1px solid var(--stage-rule);
      }
      h3 {
        margin: 0;
        min-width: 0;
        font: 550 11.5px / 1.5 var(--font-code);
        overflow-wrap: anywhere;
      }
      header span {
        flex: 1;
        color: var(--ink-3);
      }
      ol {
        flex: 1;
        min-height: 0;
        overflow-y: auto;
        list-style: none;
        margin: 0;
        padding: 4px 0;
        scrollbar-width: thin;
      }
      li {
        display: flex;
        align-items: center;
        padding-right: 10px;
      }
      .event {
        flex: 1;
        display: grid;
        grid-template-columns: 62px minmax(40px, 84px) minmax(60px, 180px) minmax(0, 1fr) auto;
        gap: 12px;
        min-width: 0;
        padding: 2px 8px 2px 18px;
        border-radius: 0;
        color: var(--stage-ink);
        font-weight: 400;
      }
      .event > span {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .event[aria-current='true'] {
        background: var(--accent-soft);
      }
      .event:focus-visible,
      .place:focus-visible,
      .icon:focus-visible {
        outline: 2px solid var(--accent);
        outline-offset: -2px;
      }
      .time {
        text-align: right;
        color: var(--ink-3);
      }
      .event[aria-current='true'] .time {
        color: var(--ink-2);
      }
      .node {
        font-weight: 550;
      }
      .rule,
      .labels {
        color: var(--ink-2);
      }
      .labels,
      .told {
        font-family: var(--font-code);
        font-size: 11.5px;
      }
      .told {
        text-align: right;
      }
      p {
        margin: 0;
        padding: 10px 18px;
        color: var(--ink-3);
      }
    `,
  ];

  override render(): TemplateResult {
    const { wish, read } = this;
    const isOf = read !== null && sameWish(read.wish, wish);
    const labels = wish.labels === null ? '' : labelText(wish.labels);
    return html`<header>
        <h3>${wish.name}</h3>
        <span role="status">${labels === '' ? '' : `${labels} · `}${isOf ? this.#summary(read) : 'Looking …'}</span>
        <button class="icon" aria-label="Close the list of events" title="Close" @click=${() => act(this, { type: 'stat', wish: null })}>
          <rh-icon name="x"></rh-icon>
        </button>
      </header>
      ${
        !isOf
          ? nothing
          : read.events.length === 0
            ? html`<p>It had not been told by then.</p>`
            : html`<ol aria-label="Events behind ${wish.name}" @keydown=${this.#onKey}>${read.events.map((event) => this.#row(event))}</ol>`
      }`;
  }

  #summary({ events, count, isPart }: StatEvents): string {
    const { from, to } = this.wish;
    const span = `${formatTime(Math.max(0, from))} – ${formatTime(to)}`;
    if (count === 0) return events.length === 0 ? span : `nothing told it in ${span}; this is the last before`;
    const many = `${isPart ? 'at least ' : ''}${count} ${count === 1 ? 'event' : 'events'}`;
    return `${many} in ${span}${count > events.length ? `, the last ${events.length} are listed` : ''}`;
  }

  #row(event: StatEvent): TemplateResult {
    const { place } = event;
    const { kind } = this.stat;
    const of = (value: number): string => valueText({ name: this.wish.name, value });
    return html`<li>
      <button
        class="event"
        aria-current=${this.step === event.step + 1}
        title="Go to event ${event.step}"
        @click=${() => {
          act(this, { type: 'seek', to: event.step + 1 });
          if (place !== null) act(this, { type: 'reveal', ...place, isQuiet: true });
        }}
      >
        <span class="time">${formatTime(event.time)}</span>
        <span class="node">${event.node}</span>
        <span class="rule">${event.rule === '' ? event.kind : event.rule}</span>
        <span class="labels">${labelText(event.labels) === '' ? event.text : labelText(event.labels)}</span>
        <span class="told">${kind === 'counter' ? `+${of(event.told)} → ${of(event.value)}` : of(event.told)}</span>
      </button>
      ${
        place === null
          ? nothing
          : html`<button class="place" title="Write in the line that told it" @click=${() => act(this, { type: 'reveal', ...place })}>line ${place.range.line}</button>`
      }
    </li>`;
  }

  /** Arrow keys go from event to event. */
  readonly #onKey = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    const all = [...this.renderRoot.querySelectorAll<HTMLElement>('.event')];
    const at = all.findIndex((one) => one === this.shadowRoot?.activeElement);
    event.preventDefault();
    event.stopPropagation();
    all[Math.max(0, Math.min(all.length - 1, at + by))]?.focus();
  };

  /** Where the keyboard goes on. */
  focusFirst(): void {
    this.renderRoot.querySelector<HTMLElement>('.event')?.focus();
  }
}

export function sameWish(a: StatWish, b: StatWish): boolean {
  const labels = (one: StatWish): string | null => (one.labels === null ? null : labelText(one.labels));
  return a.name === b.name && a.from === b.from && a.to === b.to && labels(a) === labels(b);
}

customElements.define('rh-stat-events', RhStatEvents);

declare global {
  interface HTMLElementTagNameMap {
    'rh-stat-events': RhStatEvents;
  }
}
