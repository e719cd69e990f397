/**
 * `<rh-state-view>`: a table for each kind: nodes down, fields across; what has just changed flashes. Where there are very many nodes,
 * those alike are one row, which can be opened.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Frame, NodeView, Shown, StateDifference } from '../../kernel/protocol.ts';
import { focused } from '../forms/focused.ts';
import { boxOf, isMenuKey, openMenu, pointBox } from '../menu/open.ts';
import { act } from '../model/act.ts';
import { type CellStar, noMarks, type StarMarks, starsOf } from '../model/stars.ts';
import '../parts/icon.ts';
import { Changes } from './changes.ts';
import { explains } from './explains.ts';
import { formatNumber } from './format.ts';
import { aggregateAbove } from './layout.ts';
import { oneLine } from './shown.ts';
import { starSigns, starStyles } from './star-sign.ts';
import { fieldSummary, groupNodes, type NodeGroup } from './state-groups.ts';
import './value.ts';
import { viewStyles } from './view.css.ts';

/** Nodes of a group that is open; the others are counted. */
const mostOpened = 50;
/** A kind of no more nodes than this has a row for each, however many there are of others. */
const fewNodes = 24;

/** Rows of a kind that stand together. */
interface Block {
  readonly name: string;
  /** What they have in common; null: each node is a row. */
  readonly group: NodeGroup | null;
  readonly rows: readonly NodeView[];
  readonly isOpen: boolean;
  /** Nodes of an open group that are not shown. */
  readonly more: number;
}

interface Part {
  readonly kind: string;
  readonly nodes: readonly NodeView[];
  readonly blocks: readonly Block[];
}

export class RhStateView extends LitElement {
  static override readonly properties = {
    frame: { attribute: false },
    selected: { attribute: false },
    showGhost: { attribute: false },
    stars: { attribute: false },
    opened: { state: true },
  };
  declare frame: Frame | null;
  declare selected: string | null;
  /** Values as they were before an edit stand beneath those they are now, where there was one. */
  declare showGhost: boolean;
  /** What carries a star. */
  declare stars: StarMarks;
  /** Groups of nodes that the reader has opened: kind and group. */
  declare opened: ReadonlySet<string>;

  readonly #changes = new Changes();
  /** The cell of each kind that the Tab key comes to. */
  readonly #roving = new Map<string, string>();
  /** One came here to edit the chosen node: the keyboard is to be in its row. */
  #wantsRow = false;
  #was: ReadonlyMap<string, Shown | null> = noValues;

  static override readonly styles = [
    viewStyles,
    starStyles,
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
      tbody th {
        white-space: nowrap;
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
      td {
        position: relative;
        padding-right: 22px;
      }
      .pencil,
      .why {
        all: unset;
        position: absolute;
        top: 3px;
        right: 1px;
        width: 20px;
        height: 20px;
        display: grid;
        place-items: center;
        border-radius: 4px;
        color: var(--ink-3);
        font-size: 12px;
        cursor: pointer;
        opacity: 0;
      }
      .why {
        top: 23px;
      }
      .pencil:hover,
      .why:hover {
        background: var(--sunken);
        color: var(--ink);
      }
      td:hover .pencil,
      td:hover .why,
      .pencil:focus-visible {
        opacity: 1;
      }
      td:has(.pencil:focus-visible) {
        box-shadow: inset 0 0 0 2px var(--accent);
        border-radius: 3px;
      }
      td .pencil:focus-visible {
        outline: none;
      }
      @media (hover: none) {
        .pencil {
          opacity: 1;
        }
      }
      td.starred {
        box-shadow: inset 2px 0 var(--star);
        padding-left: 7px;
      }
      tr.group {
        background: color-mix(in srgb, var(--ink-3) 7%, transparent);
      }
      tr.group th:first-child {
        background: color-mix(in srgb, var(--ink-3) 7%, var(--stage));
      }
      tr.group .role {
        color: var(--ink-3);
        font-weight: 450;
      }
      tr.group rh-icon {
        margin-right: 4px;
        font-size: 11px;
        color: var(--ink-3);
      }
      .summary {
        color: var(--ink-2);
        font-family: var(--font-ui);
      }
      tr.more th {
        color: var(--ink-3);
        font-weight: 400;
      }
      tr.more td,
      tr.more th {
        border-bottom: 0;
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
    this.stars = noMarks;
    this.opened = new Set();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#wantsRow = this.selected !== null && focused() === null;
  }

  override updated(): void {
    if (!this.#wantsRow) return;
    const row = this.renderRoot.querySelector<HTMLElement>('tr.selected');
    const pencil = row?.querySelector<HTMLElement>('.pencil');
    if (pencil == null) return;
    this.#wantsRow = false;
    row?.scrollIntoView({ block: 'nearest' });
    pencil.focus();
  }

  override render(): TemplateResult {
    const nodes = this.frame?.nodes ?? [];
    if (nodes.length === 0) return html`<p class="empty">No nodes yet. A scenario adds them.</p>`;
    this.#was = this.showGhost ? wasValues(this.frame?.ghost?.differences ?? []) : noValues;
    const kinds = Map.groupBy(nodes, (node) => node.kind);
    const parts = [...kinds].map(([kind, own]) => ({
      kind,
      nodes: own,
      blocks: this.#blocks(kind, own, nodes.length > aggregateAbove && own.length > fewNodes),
    }));
    const shown = parts.flatMap(({ blocks }) => blocks.flatMap(({ rows }) => rows));
    const changed = this.#changes.since(
      shown.flatMap((node) => node.state.map(([field, value]) => [cellName(node, field), value] as const)),
    );
    return html`${parts.map((part) => this.#table(part, changed))}`;
  }

  /** The rows of a kind: one block of all its nodes, or one for each group. */
  #blocks(kind: string, nodes: readonly NodeView[], isGrouped: boolean): readonly Block[] {
    if (!isGrouped) return [{ name: '', group: null, rows: nodes, isOpen: true, more: 0 }];
    const ranks = new Map<string, number>();
    return groupNodes(nodes).groups.map((group): Block => {
      // States pass. What was opened is the largest group of followers, the second largest, … and stays open.
      const rank = ranks.get(group.role) ?? 0;
      ranks.set(group.role, rank + 1);
      const name = `${kind}\n${group.role}\n${rank}`;
      const isOpen = this.opened.has(name);
      const rows = isOpen ? group.nodes.slice(0, mostOpened) : [];
      const chosen = group.nodes.find(({ id }) => id === this.selected);
      const all = chosen === undefined || rows.includes(chosen) ? rows : [chosen, ...rows];
      return { name, group, rows: all, isOpen, more: isOpen ? group.nodes.length - all.length : 0 };
    });
  }

  #table({ kind, nodes, blocks }: Part, changed: ReadonlySet<string>): TemplateResult {
    const fields = [...new Set(nodes.flatMap((node) => node.state.map(([field]) => field)))];
    const rows = blocks.flatMap((block) => block.rows);
    const isGrouped = blocks.some(({ group }) => group !== null);
    const roving = this.#rovingCell(kind, rows, fields);
    return html`<section>
      <h3 id="kind-${kind}">${kind} <span>${formatNumber(nodes.length)}${isGrouped ? ', those alike in one row' : ''}</span></h3>
      <table aria-labelledby="kind-${kind}">
        <thead>
          <tr>
            <th scope="col">node</th>
            ${fields.map((field) => html`<th scope="col">${field}</th>`)}
          </tr>
        </thead>
        <tbody @keydown=${this.#onKey}>
          ${blocks.map(
            (block) =>
              html`${block.group === null ? nothing : this.#groupRow(block, block.group, fields)}${repeat(
                block.rows,
                (node) => node.id,
                (node) => this.#row(node, fields, changed, roving),
              )}${
                block.more === 0
                  ? nothing
                  : html`<tr class="more"><th scope="row">${formatNumber(block.more)} more</th><td colspan=${Math.max(1, fields.length)}></td></tr>`
              }`,
          )}
        </tbody>
      </table>
    </section>`;
  }

  #groupRow({ name, isOpen }: Block, { role, nodes }: NodeGroup, fields: readonly string[]): TemplateResult {
    const [only] = nodes;
    const what = nodes.length === 1 && only !== undefined ? only.id : `${formatNumber(nodes.length)} nodes`;
    const toggle = (): void => {
      const opened = new Set(this.opened);
      if (!opened.delete(name)) opened.add(name);
      this.opened = opened;
    };
    return html`<tr class="group">
      <th scope="row">
        <button aria-expanded=${isOpen} @click=${toggle}>
          <rh-icon name=${isOpen ? 'chevron-down' : 'chevron-right'}></rh-icon>${what}${role === '' ? nothing : html` <span class="role">${role}</span>`}
        </button>
      </th>
      ${fields.map((field) => {
        const summary = fieldSummary(nodes, field);
        return summary.type === 'same'
          ? html`<td><rh-value compact .value=${summary.value} .limit=${36}></rh-value></td>`
          : html`<td class="summary">${summary.text}</td>`;
      })}
    </tr>`;
  }

  #wasValue(name: string): TemplateResult | typeof nothing {
    const was = this.#was.get(name);
    if (was === undefined) return nothing;
    if (was === null) return html`<span class="was">new</span>`;
    return html`<del class="was" title="As it was before the edit">${oneLine(was, 36)}</del>`;
  }

  #rovingCell(kind: string, rows: readonly NodeView[], fields: readonly string[]): string {
    const known = this.#roving.get(kind);
    const first = rows[0] === undefined ? '' : cellName(rows[0], fields[0] ?? '');
    return known !== undefined && rows.some(({ id }) => known.startsWith(`${id}\n`)) ? known : first;
  }

  #row(node: NodeView, fields: readonly string[], changed: ReadonlySet<string>, roving: string): TemplateResult {
    const state = new Map<string, Shown>(node.state);
    const isSelected = node.id === this.selected;
    const select = () => act(this, { type: 'select-node', node: isSelected ? null : node.id });
    return html`<tr class="${node.alive ? '' : 'down'} ${isSelected ? 'selected' : ''}">
      <th
        scope="row"
        @contextmenu=${(event: MouseEvent) => {
          event.preventDefault();
          openMenu(event.composedPath()[0] ?? this, { type: 'node', id: node.id }, pointBox(event));
        }}
      >
        <button
          aria-pressed=${isSelected}
          @click=${select}
          @keydown=${(event: KeyboardEvent & { readonly currentTarget: HTMLElement }) => {
            if (!isMenuKey(event)) return;
            event.preventDefault();
            openMenu(event.currentTarget, { type: 'node', id: node.id }, boxOf(event.currentTarget));
          }}
        >
          ${node.id}
        </button>
        ${starSigns(starsOf(this.stars, { type: 'node', id: node.id }), false)}
      </th>
      ${fields.map((field) => this.#cell(node, field, state.get(field), changed, roving))}
    </tr>`;
  }

  #cell(
    node: NodeView,
    field: string,
    value: Shown | undefined,
    changed: ReadonlySet<string>,
    roving: string,
  ): TemplateResult {
    const name = cellName(node, field);
    if (value === undefined) return html`<td><span class="none">–</span></td>`;
    const edit = (event: MouseEvent & { readonly currentTarget: HTMLElement }): void => {
      const cell = event.currentTarget.closest('td');
      if (cell === null) return;
      // A double click selects a word; and where the form was opened is where the focus comes back to.
      getSelection()?.removeAllRanges();
      cell.querySelector<HTMLElement>('.pencil')?.focus();
      act(this, { type: 'form', form: { type: 'value', node: node.id, field, anchor: boxOf(cell), read: null } });
    };
    const why = ({ currentTarget }: MouseEvent & { readonly currentTarget: HTMLElement }): void => {
      const cell = currentTarget.closest('td');
      if (cell !== null)
        act(this, { type: 'explain', of: { type: 'field', node: node.id, field }, anchor: boxOf(cell) });
    };
    const carried = this.stars.cells.get(name) ?? noStarsHere;
    return html`<td ${explains({ type: 'field', node: node.id, field })} class="${changed.has(name) ? 'changed' : ''} ${carried[0] === undefined ? '' : `starred s${carried[0].colour}`}" @dblclick=${edit}>
      ${starSigns(carried, true)}
      <rh-value compact .value=${value} .limit=${36} .place=${{ node: node.id, field }} .stars=${carried}></rh-value>
      ${this.#wasValue(name)}
      <button
        class="pencil"
        aria-label="Edit ${field} of ${node.id}"
        title="Edit ${field} of ${node.id}"
        tabindex=${name === roving ? 0 : -1}
        @click=${edit}
        @focus=${() => {
          this.#roving.set(node.kind, name);
          this.requestUpdate();
        }}
      >
        <rh-icon name="pencil"></rh-icon>
      </button>
      <button class="why" aria-label="Why is ${field} of ${node.id} what it is?" title="Why? (W)" tabindex="-1" @click=${why}>
        <rh-icon name="help"></rh-icon>
      </button>
    </td>`;
  }

  /** Arrow keys go from cell to cell. */
  readonly #onKey = (event: KeyboardEvent & { readonly currentTarget: HTMLTableSectionElement }): void => {
    const [origin] = event.composedPath();
    if (!(origin instanceof HTMLElement) || !origin.classList.contains('pencil')) return;
    if (event.key.toLowerCase() === 'w' && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      event.stopPropagation();
      return origin.closest('td')?.querySelector<HTMLElement>('.why')?.click();
    }
    if (event.key === 'F2') {
      event.preventDefault();
      return origin.click();
    }
    const rows = [...event.currentTarget.rows].map((row) => [...row.querySelectorAll<HTMLElement>('.pencil')]);
    const y = rows.findIndex((row) => row.includes(origin));
    const x = rows[y]?.indexOf(origin) ?? 0;
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowRight: [x + 1, y],
      ArrowLeft: [x - 1, y],
      ArrowDown: [x, y + 1],
      ArrowUp: [x, y - 1],
      Home: [0, y],
      End: [(rows[y]?.length ?? 1) - 1, y],
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const pencil = rows[to[1]]?.[to[0]];
    pencil?.focus();
    pencil?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
}

const noStarsHere: readonly CellStar[] = [];
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
