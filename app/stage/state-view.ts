/** `<rh-state-view>`: a table for each kind: nodes down, fields across; what has just changed flashes. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Frame, NodeView, Shown, StateDifference } from '../../kernel/protocol.ts';
import { act } from '../model/act.ts';
import { Changes } from './changes.ts';
import { oneLine } from './shown.ts';
import './value.ts';
import { viewStyles } from './view.css.ts';

/** More rows of a kind than this are only counted. */
const mostRows = 200;

export class RhStateView extends LitElement {
  static override readonly properties = {
    frame: { attribute: false },
    selected: { attribute: false },
    showGhost: { attribute: false },
  };
  declare frame: Frame | null;
  declare selected: string | null;
  /** Values as they were before an edit stand beneath those they are now, where there was one. */
  declare showGhost: boolean;

  readonly #changes = new Changes();
  #was: ReadonlyMap<string, Shown | null> = noValues;

  static override readonly styles = [
    viewStyles,
    css`
      section {
        padding: 4px 0 14px;
      }
      h3 {
        position: sticky;
        left: 0;
        margin: 0;
        padding: 10px 18px 6px;
        font: 600 var(--t-m) / 1.3 var(--font-ui);
        width: max-content;
      }
      h3 span {
        color: var(--ink-3);
        font-weight: 450;
      }
      table {
        border-collapse: separate;
        border-spacing: 0;
        min-width: 100%;
      }
      th,
      td {
        padding: 4px 14px 4px 0;
        text-align: left;
        vertical-align: top;
        border-bottom: 1px solid var(--stage-rule);
        font: 400 11.5px / 1.5 var(--font-code);
      }
      td {
        max-width: 300px;
      }
      thead th {
        color: var(--ink-3);
        font: 500 var(--t-xs) / 1.4 var(--font-ui);
        border-bottom-color: var(--rule-strong, var(--stage-rule));
        white-space: nowrap;
      }
      th:first-child {
        position: sticky;
        left: 0;
        background: var(--stage);
        padding-left: 18px;
        z-index: 1;
      }
      tbody th button {
        all: unset;
        cursor: pointer;
        font: 600 var(--t-s) / 1.5 var(--font-ui);
        white-space: nowrap;
        border-radius: 3px;
      }
      tbody th button:hover {
        color: var(--accent);
      }
      tr.selected th:first-child {
        box-shadow: inset 3px 0 var(--accent);
      }
      tr.down {
        color: var(--ink-3);
      }
      tr.down th button::after {
        content: ' ✕ down';
        color: var(--bad);
        font-weight: 450;
      }
      td.changed {
        animation: flash 900ms ease-out;
      }
      @keyframes flash {
        from {
          background: color-mix(in srgb, var(--c2) 24%, transparent);
        }
      }
      @media (prefers-reduced-motion: reduce) {
        td.changed {
          animation: none;
          box-shadow: inset 0 -2px var(--c2);
        }
      }
      .none,
      .was {
        color: var(--ink-3);
      }
      .was {
        display: block;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        text-decoration-color: var(--ink-3);
      }
    `,
  ];

  constructor() {
    super();
    this.frame = null;
    this.selected = null;
    this.showGhost = false;
  }

  override render(): TemplateResult {
    const nodes = this.frame?.nodes ?? [];
    if (nodes.length === 0) return html`<p class="empty">No nodes yet. A scenario adds them.</p>`;
    this.#was = this.showGhost ? wasValues(this.frame?.ghost?.differences ?? []) : noValues;
    const kinds = Map.groupBy(nodes, (node) => node.kind);
    const shown = [...kinds.values()].flatMap((own) => own.slice(0, mostRows));
    const changed = this.#changes.since(
      shown.flatMap((node) => node.state.map(([field, value]) => [cellName(node, field), value] as const)),
    );
    return html`${[...kinds].map(([kind, own]) => this.#table(kind, own, changed))}`;
  }

  #table(kind: string, nodes: readonly NodeView[], changed: ReadonlySet<string>): TemplateResult {
    const rows = nodes.slice(0, mostRows);
    const fields = [...new Set(rows.flatMap((node) => node.state.map(([field]) => field)))];
    return html`<section>
      <h3 id="kind-${kind}">${kind} <span>${nodes.length}${nodes.length > rows.length ? `, the first ${rows.length} shown` : ''}</span></h3>
      <table aria-labelledby="kind-${kind}">
        <thead>
          <tr>
            <th scope="col">node</th>
            ${fields.map((field) => html`<th scope="col">${field}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${repeat(
            rows,
            (node) => node.id,
            (node) => this.#row(node, fields, changed),
          )}
        </tbody>
      </table>
    </section>`;
  }

  #wasValue(name: string): TemplateResult | typeof nothing {
    const was = this.#was.get(name);
    if (was === undefined) return nothing;
    if (was === null) return html`<span class="was">new</span>`;
    return html`<del class="was" title="As it was before the edit">${oneLine(was, 36)}</del>`;
  }

  #row(node: NodeView, fields: readonly string[], changed: ReadonlySet<string>): TemplateResult {
    const state = new Map<string, Shown>(node.state);
    const isSelected = node.id === this.selected;
    const select = () => act(this, { type: 'select-node', node: isSelected ? null : node.id });
    return html`<tr class="${node.alive ? '' : 'down'} ${isSelected ? 'selected' : ''}">
      <th scope="row"><button aria-pressed=${isSelected} @click=${select}>${node.id}</button></th>
      ${fields.map((field) => {
        const value = state.get(field);
        return html`<td class=${changed.has(cellName(node, field)) ? 'changed' : ''}>
          ${value === undefined ? html`<span class="none">–</span>` : html`<rh-value compact .value=${value} .limit=${36}></rh-value>`}
          ${this.#wasValue(cellName(node, field))}
        </td>`;
      })}
    </tr>`;
  }
}

const noValues: ReadonlyMap<string, Shown | null> = new Map();

function wasValues(differences: readonly StateDifference[]): ReadonlyMap<string, Shown | null> {
  return new Map(differences.map(({ node, field, b }) => [`${node}\n${field}`, b]));
}

function cellName(node: NodeView, field: string): string {
  return `${node.id}\n${field}`;
}

customElements.define('rh-state-view', RhStateView);

declare global {
  interface HTMLElementTagNameMap {
    'rh-state-view': RhStateView;
  }
}
