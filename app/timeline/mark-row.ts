/**
 * `<rh-mark-row>`: what stands out in the current branch, as buttons in a row. A mark leads to its moment; what it tells of, and
 * what can be done about it, is in its hint.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { enterHint } from '../hint/enter.ts';
import { explains } from '../hint/explains.ts';
import { act } from '../model/act.ts';
import { formatTime } from '../stage/format.ts';
import { markGlyph, glyphStyles, markNames } from './mark-glyph.ts';
import { clusterTold } from './mark-told.ts';
import type { Cluster, Marked } from './marks.ts';

export class RhMarkRow extends LitElement {
  static override readonly properties = {
    clusters: { attribute: false },
    width: { attribute: false },
  };
  declare clusters: readonly Cluster[];
  /** px */
  declare width: number;

  #roving = 0;

  constructor() {
    super();
    this.clusters = [];
    this.width = 0;
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
        /* Beside the sign, not over it. */
        left: 15px;
        top: -2px;
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
    `,
  ];

  override render(): TemplateResult {
    const count = this.clusters.length;
    return html`
      <div role="toolbar" aria-label="Marks" @keydown=${this.#onKey}>
        ${this.clusters.map((cluster, i) => this.#mark(cluster, i, count))}
      </div>
    `;
  }

  #mark(cluster: Cluster, i: number, count: number): TemplateResult {
    const { x, marks, gravest } = cluster;
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
        ${explains(() => clusterTold(cluster))}
        @focus=${() => {
          this.#roving = i;
        }}
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

  // ---------------------------------------------------------------- hands

  #buttons(): readonly HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('.mark')];
  }

  #seek({ step }: Marked): void {
    act(this, { type: 'seek', to: step });
  }

  #undo(entry: number): void {
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
    } else if (event.key === 'ArrowUp') enterHint(this);
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      const entry = this.clusters[this.#roving]?.marks.find((mark) => mark.entry != null)?.entry;
      if (entry == null) return;
      this.#undo(entry);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

customElements.define('rh-mark-row', RhMarkRow);

declare global {
  interface HTMLElementTagNameMap {
    'rh-mark-row': RhMarkRow;
  }
}
