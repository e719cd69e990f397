/** `<rh-timeline-tools>`: back to the newest moment, zoom, and how much history is kept. */
import { boxFor } from '../parts/own-px.ts';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { MemoryView } from '../../kernel/protocol.ts';
import { act } from '../model/act.ts';
import { whenPressedOutside } from '../parts/outside.ts';
import { formatNumber } from '../stage/format.ts';
import { limitChoices, memoryText, noMemory, sizeText, thinnedText } from './history.ts';

/** What the timeline does about it: `in`, `out` or `all`. */
export type ZoomWish = 'in' | 'out' | 'all';

export class RhTimelineTools extends LitElement {
  static override readonly properties = {
    live: { type: Boolean },
    whole: { type: Boolean },
    events: { attribute: false },
    memory: { attribute: false },
    open: { type: Boolean },
  };
  declare live: boolean;
  /** The whole run is shown. */
  declare whole: boolean;
  declare events: number;
  declare memory: MemoryView;
  /** The history's popover is open. */
  declare open: boolean;

  #stopWatching: (() => void) | null = null;

  constructor() {
    super();
    this.live = true;
    this.whole = true;
    this.events = 0;
    this.memory = noMemory;
    this.open = false;
  }

  static override readonly styles = css`
    :host {
      display: flex;
      flex-direction: column;
      justify-content: center;
      gap: 6px;
    }
    button {
      all: unset;
      box-sizing: border-box;
      cursor: pointer;
      text-align: center;
    }
    button:focus-visible,
    select:focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 1px;
    }
    .tool {
      border: 1px solid var(--rule);
      border-radius: var(--radius);
      background: var(--raised);
      color: var(--ink-2);
      font: 550 var(--t-s) / 24px var(--font-ui);
      height: 26px;
    }
    .tool:hover:not(:disabled) {
      border-color: var(--accent);
    }
    .tool:disabled {
      cursor: default;
      color: var(--ink-3);
    }
    .live:disabled {
      background: var(--accent-soft);
      color: var(--accent);
      border-color: transparent;
    }
    .live::before {
      content: '';
      display: inline-block;
      width: 7px;
      height: 7px;
      margin-right: 6px;
      border-radius: 99px;
      background: currentColor;
    }
    .zoom {
      display: grid;
      grid-template-columns: 1fr 1fr 1.3fr;
      gap: 4px;
    }
    .history {
      display: grid;
      justify-items: center;
      color: var(--ink-3);
      font: 400 var(--t-xs) / 15px var(--font-ui);
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
      border-radius: var(--radius-s);
      padding: 1px 0;
    }
    .history:hover {
      color: var(--ink);
      background: var(--sunken);
    }
    .history[data-full] {
      color: var(--warn);
    }
    .popover {
      position: fixed;
      inset: auto 12px auto auto;
      width: 268px;
      margin: 0;
      padding: 12px 14px 14px;
      box-sizing: border-box;
      border: 1px solid var(--rule-strong);
      border-radius: var(--radius-l);
      background: var(--raised);
      color: var(--ink-2);
      box-shadow: var(--shadow);
      font: 400 var(--t-s) / 1.45 var(--font-ui);
    }
    h3 {
      margin: 0 0 6px;
      color: var(--ink);
      font: 600 var(--t-m) / 1.3 var(--font-ui);
    }
    meter {
      display: block;
      width: 100%;
      height: 6px;
      margin: 0 0 6px;
      border: 0;
      border-radius: 99px;
      background: var(--rule);
      overflow: hidden;
    }
    meter::-webkit-meter-inner-element,
    meter::-webkit-meter-bar {
      height: 6px;
      border: 0;
      border-radius: 99px;
      background: var(--rule);
    }
    meter::-webkit-meter-optimum-value {
      background: var(--accent);
    }
    meter::-webkit-meter-suboptimum-value {
      background: var(--warn);
    }
    p {
      margin: 0 0 8px;
    }
    label {
      display: flex;
      justify-content: space-between;
      align-items: center;
      color: var(--ink);
    }
    select {
      height: 26px;
      border: 1px solid var(--rule-strong);
      border-radius: var(--radius-s);
      background: var(--paper);
      color: var(--ink);
      font: 500 var(--t-s) var(--font-ui);
    }
    @media (max-width: 760px) {
      .tool {
        padding: 0 10px;
        box-shadow: var(--shadow);
      }
      .zoom,
      .live,
      .history {
        display: none;
      }
    }
  `;

  override render(): TemplateResult {
    const { bytes, limit, thinnedBefore } = this.memory;
    const isNear = limit > 0 && bytes > limit * 0.9;
    return html`
      ${
        this.live
          ? html`<button class="tool live" disabled>Live</button>`
          : html`<button class="tool" title="Back to the newest moment (End)" @click=${() => act(this, { type: 'seek', to: 'live' })}>Go live</button>`
      }
      <div class="zoom">
        <button class="tool" aria-label="Zoom in" title="Zoom in (+)" @click=${() => this.#wish('in')}>+</button>
        <button class="tool" aria-label="Zoom out" title="Zoom out (−)" ?disabled=${this.whole} @click=${() => this.#wish('out')}>−</button>
        <button class="tool" title="Show the whole run (0)" ?disabled=${this.whole} @click=${() => this.#wish('all')}>All</button>
      </div>
      <button
        class="history"
        aria-haspopup="dialog"
        aria-expanded=${this.open}
        ?data-full=${isNear || thinnedBefore !== null}
        title="What the history of this branch takes; its limit"
        @click=${() => this.#toggle(!this.open)}
      >
        <span>${formatNumber(this.events)} events</span>
        <span>${limit === 0 ? nothing : memoryText(this.memory)}</span>
      </button>
      ${this.#history()}
    `;
  }

  #history(): TemplateResult {
    const { bytes, limit } = this.memory;
    return html`<div class="popover" popover="manual" role="dialog" aria-label="History">
      ${
        this.open
          ? html`<h3>History of this branch</h3>
              <meter min="0" max=${limit} high=${limit * 0.9} value=${bytes} aria-label="Memory taken"></meter>
              <p>${formatNumber(this.events)} events take ${sizeText(bytes)}. ${this.memory.thinnedBefore === null ? 'All of it is kept as it was made.' : thinnedText(this.memory).join(' ')}</p>
              <label>
                <span>Limit</span>
                <select @change=${(event: Event & { currentTarget: HTMLSelectElement }) =>
                  act(this, { type: 'memory-limit', bytes: Number(event.currentTarget.value) })}>
                  ${limitChoices(this.memory).map((size) => html`<option value=${size} ?selected=${size === limit}>${sizeText(size)}</option>`)}
                </select>
              </label>`
          : nothing
      }
    </div>`;
  }

  override updated(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (!changed.has('open')) return;
    const popover = this.renderRoot.querySelector<HTMLElement>('.popover');
    const button = this.renderRoot.querySelector('.history');
    if (popover === null || button === null || popover.matches(':popover-open') === this.open) return;
    this.#stopWatching?.();
    this.#stopWatching = null;
    if (!this.open) return popover.hidePopover();
    this.#stopWatching = whenPressedOutside([popover, button], () => this.#toggle(false));
    popover.showPopover();
    const { y } = boxFor(popover, this.getBoundingClientRect());
    popover.style.top = `${Math.max(8, y - popover.offsetHeight - 6)}px`;
    popover.querySelector('select')?.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopWatching?.();
  }

  #toggle(open: boolean): void {
    act(this, { type: 'overlay', overlay: open ? 'history' : 'none' });
  }

  #wish(wish: ZoomWish): void {
    this.dispatchEvent(new CustomEvent<ZoomWish>('rh-zoom', { detail: wish }));
  }
}

customElements.define('rh-timeline-tools', RhTimelineTools);

declare global {
  interface HTMLElementTagNameMap {
    'rh-timeline-tools': RhTimelineTools;
  }
}
