/**
 * `<rh-mark-row>`: what stands out in the current branch, as buttons in a row. A mark leads to its moment; what it tells of, and
 * what can be done about it, is in a popover while the pointer or the focus is there.
 */
import { boxFor, screenFor } from '../parts/own-px.ts';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { act } from '../model/act.ts';
import { formatTime } from '../stage/format.ts';
import { markGlyph, glyphStyles, markNames } from './mark-glyph.ts';
import type { Cluster, Marked } from './marks.ts';

/** Of a group, so many are told of; the others when one zooms in. */
const told = 6;
/** The way from a mark to its popover may take so long, ms. */
const graceMs = 180;

export class RhMarkRow extends LitElement {
  static override readonly properties = {
    clusters: { attribute: false },
    width: { attribute: false },
    open: { state: true },
  };
  declare clusters: readonly Cluster[];
  /** px */
  declare width: number;
  /** Whose popover is open, by its place in the row. */
  declare open: number | null;

  #roving = 0;
  #leaving: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.clusters = [];
    this.width = 0;
    this.open = null;
  }

  static override readonly styles = [
    glyphStyles,
    css`
      :host {
        position: absolute;
        inset-inline: 0;
        height: 22px;
        pointer-events: none;
      }
      .mark {
        all: unset;
        position: absolute;
        top: 1px;
        width: 20px;
        height: 20px;
        margin-left: -10px;
        display: grid;
        place-items: center;
        pointer-events: auto;
        cursor: pointer;
        border-radius: var(--radius-s);
      }
      .mark:hover {
        background: color-mix(in srgb, var(--ink) 8%, transparent);
      }
      .mark:focus-visible {
        outline: 2px solid var(--accent);
        background: var(--paper);
      }
      .mark svg {
        width: 14px;
        height: 14px;
      }
      .several {
        position: absolute;
        right: -4px;
        top: -3px;
        min-width: 12px;
        padding: 0 3px;
        box-sizing: border-box;
        border-radius: 99px;
        background: var(--ink-2);
        color: var(--paper);
        font: 600 9px / 12px var(--font-ui);
        text-align: center;
      }
      .label {
        position: absolute;
        top: 4px;
        margin-left: 12px;
        color: var(--c2-text);
        font: 500 var(--t-xs) / 14px var(--font-ui);
        white-space: nowrap;
      }
      .popover {
        position: fixed;
        inset: auto;
        margin: 0;
        padding: 0;
        border: 1px solid var(--rule-strong);
        border-radius: var(--radius-l);
        background: var(--raised);
        color: var(--ink);
        box-shadow: var(--shadow);
        width: max-content;
        max-width: min(340px, calc(var(--screen-width) - 24px));
        max-height: calc(var(--screen-height) / 2);
        overflow: auto;
        font: 400 var(--t-s) / 1.45 var(--font-ui);
        pointer-events: auto;
        cursor: default;
        user-select: text;
      }
      .told {
        padding: 8px 12px;
      }
      .told + .told {
        border-top: 1px solid var(--rule);
      }
      b {
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .head {
        display: flex;
        justify-content: space-between;
        gap: 16px;
        font-variant-numeric: tabular-nums;
      }
      .kind {
        color: var(--ink-3);
      }
      p {
        margin: 2px 0 0;
        color: var(--ink-2);
        overflow-wrap: anywhere;
      }
      .acts {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 14px;
        margin-top: 5px;
      }
      .popover button {
        all: unset;
        cursor: pointer;
        color: var(--accent);
        font-weight: 550;
        border-radius: var(--radius-s);
      }
      .popover button:hover {
        text-decoration: underline;
        text-underline-offset: 2px;
      }
      .popover button:focus-visible {
        outline: 2px solid var(--accent);
        outline-offset: 2px;
      }
    `,
  ];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#leaving);
  }

  override render(): TemplateResult {
    const count = this.clusters.length;
    return html`
      <div role="toolbar" aria-label="Marks" @keydown=${this.#onKey}>
        ${this.clusters.map((cluster, i) => this.#mark(cluster, i, count))}
      </div>
      ${this.#popover()}
    `;
  }

  #mark({ x, marks, gravest }: Cluster, i: number, count: number): TemplateResult {
    const first = marks
      .slice(0, 3)
      .map(({ kind, title, time }) => `${markNames[kind]}: ${title}, ${formatTime(time)}`)
      .join('. ');
    const more = marks.length > 3 ? `, and ${marks.length - 3} more` : '';
    const left = Math.max(7, Math.min(this.width - 7, x));
    const next = this.clusters[i + 1]?.x ?? this.width;
    return html`<button
        class="mark"
        style="left: ${left.toFixed(1)}px"
        aria-label=${marks.length > 1 ? `${marks.length} marks. ${first}${more}` : first}
        tabindex=${i === Math.min(this.#roving, count - 1) ? 0 : -1}
        @pointerenter=${() => this.#show(i)}
        @pointerleave=${this.#leave}
        @focus=${() => {
          this.#roving = i;
          this.#show(i);
        }}
        @blur=${this.#leave}
        @pointerdown=${(event: PointerEvent) => event.stopPropagation()}
        @click=${() => this.#seek(gravest)}
      >
        <svg viewBox="-7 -7 14 14" aria-hidden="true">${markGlyph(gravest.kind)}</svg>
        ${marks.length > 1 ? html`<span class="several" aria-hidden="true">${marks.length}</span>` : nothing}
      </button>
      ${
        gravest.kind === 'divergence' && next - left > 104
          ? html`<span class="label" style="left: ${left.toFixed(1)}px" aria-hidden="true">first difference</span>`
          : nothing
      }`;
  }

  #popover(): TemplateResult {
    const cluster = this.open === null ? undefined : this.clusters[this.open];
    const marks = cluster?.marks ?? [];
    const shown = marks.slice(0, told);
    const hidden = marks.length - shown.length;
    return html`<div
      class="popover"
      popover="manual"
      role="group"
      aria-label="About this mark"
      @pointerenter=${this.#stay}
      @pointerleave=${this.#leave}
      @pointerdown=${(event: PointerEvent) => event.stopPropagation()}
      @focusin=${this.#stay}
      @focusout=${this.#leave}
      @keydown=${this.#onPopoverKey}
    >
      ${shown.map((mark) => this.#told(mark))}
      ${hidden > 0 ? html`<div class="told kind">${hidden} more: zoom in to see them.</div>` : nothing}
    </div>`;
  }

  #told(mark: Marked): TemplateResult {
    const { kind, title, time, text, entry } = mark;
    const isUndoable = entry !== undefined && entry !== null;
    const acts = [
      ...(isUndoable ? [html`<button @click=${() => this.#undo(entry)}>Undo</button>`] : []),
      ...(kind === 'divergence' ? this.#ghostActs() : []),
    ];
    return html`<div class="told">
      <div class="head">
        <span class="kind">${markNames[kind]}</span>
        <button title="Go to this moment" @click=${() => this.#seek(mark)}>${formatTime(time)}</button>
      </div>
      <b>${title}</b>
      ${text.slice(0, 8).map((sentence) => html`<p>${sentence}</p>`)}
      ${acts.length > 0 ? html`<div class="acts">${acts}</div>` : nothing}
    </div>`;
  }

  #ghostActs(): readonly TemplateResult[] {
    return [
      html`<button @click=${() => act(this, { type: 'compare', with: 'ghost' })}>Compare</button>`,
      html`<button @click=${() => act(this, { type: 'branch', act: { type: 'keep-ghost' } })}>Keep as branch</button>`,
      html`<button @click=${() => act(this, { type: 'branch', act: { type: 'drop-ghost' } })}>Drop</button>`,
    ];
  }

  override updated(): void {
    const popover = this.renderRoot.querySelector<HTMLElement>('.popover');
    const mark = this.open === null ? undefined : this.#buttons()[this.open];
    if (popover === null) return;
    const isOpen = popover.matches(':popover-open');
    if (mark === undefined) {
      if (isOpen) popover.hidePopover();
      return;
    }
    if (!isOpen) popover.showPopover();
    const at = boxFor(popover, mark.getBoundingClientRect());
    const middle = at.x + at.width / 2 - popover.offsetWidth / 2;
    popover.style.left = `${Math.max(12, Math.min(screenFor(popover).width - popover.offsetWidth - 12, middle))}px`;
    popover.style.top = `${Math.max(8, at.y - popover.offsetHeight - 4)}px`;
  }

  // ---------------------------------------------------------------- hands

  #buttons(): readonly HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('.mark')];
  }

  #show(i: number): void {
    clearTimeout(this.#leaving);
    this.open = i;
  }

  readonly #stay = (): void => clearTimeout(this.#leaving);

  readonly #leave = (): void => {
    clearTimeout(this.#leaving);
    this.#leaving = setTimeout(() => {
      if (this.shadowRoot?.activeElement?.closest('.popover') == null) this.open = null;
    }, graceMs);
  };

  #seek({ step }: Marked): void {
    act(this, { type: 'seek', to: step });
  }

  #undo(entry: number): void {
    this.open = null;
    act(this, { type: 'undo-input', entry });
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const moves: Readonly<Record<string, number>> = {
      ArrowRight: this.#roving + 1,
      ArrowLeft: this.#roving - 1,
      Home: 0,
      End: this.clusters.length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) {
      this.#roving = Math.max(0, Math.min(this.clusters.length - 1, to));
      this.#buttons()[this.#roving]?.focus();
    } else if (event.key === 'Escape' && this.open !== null) this.open = null;
    else if (event.key === 'ArrowUp' && this.open !== null)
      this.renderRoot.querySelector<HTMLElement>('.popover button')?.focus();
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      const entry = this.clusters[this.#roving]?.marks.find((mark) => mark.entry != null)?.entry;
      if (entry == null) return;
      this.#undo(entry);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  readonly #onPopoverKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    event.stopPropagation();
    this.#buttons()[this.#roving]?.focus();
  };
}

customElements.define('rh-mark-row', RhMarkRow);

declare global {
  interface HTMLElementTagNameMap {
    'rh-mark-row': RhMarkRow;
  }
}
