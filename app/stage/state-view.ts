/**
 * `<rh-state-view>`: a table for each kind: nodes down, fields across; what has just changed flashes. Where there are very many nodes,
 * those alike are one row, which can be opened.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import type { MembersWish } from '../../kernel/members.ts';
import type { Plain } from '../../kernel/plain.ts';
import type { Frame, NodeView, ProgramView, Shown, StateDifference } from '../../kernel/protocol.ts';
import type { Shape, Shapes } from '../../kernel/shape.ts';
import '../forms/cell-editor.ts';
import type { CellWritten, RhCellEditor } from '../forms/cell-editor.ts';
import { answered } from '../forms/answered.ts';
import { askedBy, typedBy } from '../forms/cell-text.ts';
import { focused } from '../forms/focused.ts';
import { cellOf, goOn, moveByKey } from '../forms/grid.ts';
import type { After } from '../forms/grid-moves.ts';
import { KeptTexts, RefusedText, type Typing } from '../forms/refused-text.ts';
import { any, fieldOf, shapeAlong, shapeOfValues } from '../forms/shape.ts';
import '../forms/sheet.ts';
import type { KeptInSheets } from '../forms/sheet-editing.ts';
import { firstCount } from '../forms/sheet-stretch.ts';
import { boxOf, isMenuKey, openMenu, pointBox } from '../menu/open.ts';
import { act } from '../model/act.ts';
import type { OpenNotebook } from '../model/state.ts';
import { type CellStar, noMarks, type StarMarks, starsOf } from '../model/stars.ts';
import '../parts/icon.ts';
import { Changes } from './changes.ts';
import { explains } from '../hint/explains.ts';
import { formatNumber, formatTime } from './format.ts';
import { aggregateAbove } from './layout.ts';
import { pointAt } from './pointed-place.ts';
import { atomOf, oneLine } from './shown.ts';
import { starSigns, starStyles } from './star-sign.ts';
import { fieldSummary, groupNodes, type NodeGroup } from './state-groups.ts';
import { fieldTold } from './told.ts';
import { stateStyles } from './state-view.css.ts';
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

/** What was typed and not taken by the run when the view went, or was refused after that. */
export interface Kept {
  readonly texts: KeptTexts<Editing>;
  readonly sheets: KeptInSheets;
}

export const nothingKept = (): Kept => ({ texts: new KeptTexts(), sheets: new Map() });

/** `value`: as it was when one began. */
interface Editing extends Typing {
  readonly node: string;
  readonly field: string;
  readonly value: Plain;
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
    shapes: { attribute: false },
    durable: { attribute: false },
    isPast: { attribute: false },
    opened: { state: true },
    sheet: { attribute: false },
    kept: { attribute: false },
  };
  declare frame: Frame | null;
  declare selected: string | null;
  /** Values as they were before an edit stand beneath those they are now, where there was one. */
  declare showGhost: boolean;
  /** What carries a star. */
  declare stars: StarMarks;
  /** Groups of nodes that the reader has opened: kind and group. */
  declare opened: ReadonlySet<string>;
  /** The types that the model declares; null before they are known. */
  declare shapes: Shapes | null;
  /** By kind: the fields that a crash leaves. */
  declare durable: ProgramView['durable'];
  /** An earlier moment is shown. */
  declare isPast: boolean;
  /** The collection that is open beneath its node. */
  declare sheet: OpenNotebook['sheet'];
  /** What outlives the view: it comes and goes with its tab. */
  declare kept: Kept;

  readonly #changes = new Changes();
  /** The cell of each kind that the Tab key comes to. */
  readonly #roving = new Map<string, string>();
  /** One came here to edit the chosen node: the keyboard is to be in its row. */
  #wantsRow = false;
  /** Where the keyboard goes on, once the cell that was edited is a cell again. */
  #goesOn: { readonly from: string; readonly after: After } | null = null;
  readonly #texts = new RefusedText<Editing>(this, {
    kept: () => this.kept.texts,
    isReady: () => true,
    editor: () => this.#openEditor(),
    ask: (input) => answered(this, input),
  });
  #was: ReadonlyMap<string, Shown | null> = noValues;

  static override readonly styles = [viewStyles, starStyles, stateStyles];

  constructor() {
    super();
    this.frame = null;
    this.selected = null;
    this.showGhost = false;
    this.stars = noMarks;
    this.opened = new Set();
    this.shapes = null;
    this.durable = {};
    this.isPast = false;
    this.sheet = { wish: null, read: null };
    this.kept = nothingKept();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#wantsRow = this.selected !== null && focused() === null;
  }

  override updated(): void {
    if (this.#goesOn !== null) {
      const { from, after } = this.#goesOn;
      this.#goesOn = null;
      const cell = this.renderRoot.querySelector<HTMLElement>(`[data-cell="${CSS.escape(from)}"]`);
      const table = cell?.closest('table');
      if (cell !== null && table != null) goOn(table, cell, after);
    }
    if (!this.#wantsRow) return;
    const row = this.renderRoot.querySelector<HTMLElement>('tr.selected');
    const cell = row?.querySelector<HTMLElement>('td[data-cell]');
    if (cell == null) return;
    this.#wantsRow = false;
    row?.scrollIntoView({ block: 'nearest' });
    cell.focus();
  }

  override render(): TemplateResult {
    const nodes = this.frame?.nodes ?? [];
    if (nodes.length === 0) return html`<p class="empty">No nodes yet. A scenario adds them.</p>${this.#stranded([])}`;
    this.#was = this.showGhost ? wasValues(this.frame?.ghost?.differences ?? []) : noValues;
    const kinds = Map.groupBy(nodes, (node) => node.kind);
    const parts = [...kinds].map(([kind, own]) => ({
      kind,
      nodes: own,
      blocks: this.#blocks(kind, own, nodes.length > aggregateAbove && own.length > fewNodes),
    }));
    const shown = parts.flatMap(({ blocks }) => blocks.flatMap(({ rows }) => rows));
    const changed = this.#changes.since(
      shown.flatMap((node) => node.state.map(([field, value]) => [cellName(node.id, field), value] as const)),
    );
    return html`${parts.map((part) => this.#table(part, changed))}${this.#stranded(shown)}`;
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
      <table role="grid" aria-labelledby="kind-${kind}" data-kind=${kind} @keydown=${this.#onKey} @focusin=${this.#onFocus} @focusout=${this.#onBlur}>
        <thead>
          <tr>
            <th scope="col">node</th>
            ${fields.map((field) => html`<th scope="col">${field}${this.durable[kind]?.includes(field) === true ? durableSign : nothing}</th>`)}
          </tr>
        </thead>
        <tbody>
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
        <button data-cell=${cellName(name, '')} tabindex="-1" aria-expanded=${isOpen} @click=${toggle}>
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
    const first = cellName(rows[0]?.id ?? '', fields[0] ?? '');
    return known !== undefined && rows.some(({ id }) => known.startsWith(`${id}\n`)) ? known : first;
  }

  #row(node: NodeView, fields: readonly string[], changed: ReadonlySet<string>, roving: string): TemplateResult {
    const state = new Map<string, Shown>(node.state);
    const isSelected = node.id === this.selected;
    const select = () => act(this, { type: 'select-node', node: isSelected ? null : node.id });
    const name = cellName(node.id, '');
    return html`<tr class="${node.alive ? '' : 'down'} ${isSelected ? 'selected' : ''}">
      <th
        scope="row"
        @contextmenu=${(event: MouseEvent) => {
          event.preventDefault();
          openMenu(event.composedPath()[0] ?? this, { type: 'node', id: node.id }, pointBox(event));
        }}
      >
        <button
          data-cell=${name}
          tabindex=${name === roving ? 0 : -1}
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
    </tr>${this.sheet.wish?.node === node.id ? this.#sheet(this.sheet.wish, fields.length + 1) : nothing}`;
  }

  #cell(
    node: NodeView,
    field: string,
    value: Shown | undefined,
    changed: ReadonlySet<string>,
    roving: string,
  ): TemplateResult {
    const name = cellName(node.id, field);
    const tabindex = name === roving ? 0 : -1;
    if (value === undefined) return html`<td data-cell=${name} tabindex=${tabindex}><span class="none">–</span></td>`;
    const { editing } = this.#texts;
    if (editing?.node === node.id && editing.field === field)
      return html`<td class="edits" data-cell=${name} tabindex="-1">${this.#editor(editing, value)}</td>`;
    const edit = (event: MouseEvent & { readonly currentTarget: HTMLElement }): void => {
      const cell = event.currentTarget.closest('td');
      // A double click selects a word.
      getSelection()?.removeAllRanges();
      if (cell !== null) void this.#edit(node.id, field, cell, null);
    };
    const why = ({ currentTarget }: MouseEvent & { readonly currentTarget: HTMLElement }): void => {
      const cell = currentTarget.closest('td');
      if (cell !== null)
        act(this, { type: 'explain', of: { type: 'field', node: node.id, field }, anchor: boxOf(cell) });
    };
    const carried = this.stars.cells.get(name) ?? noStarsHere;
    return html`<td data-cell=${name} tabindex=${tabindex} aria-expanded=${value.t === 'atom' ? nothing : this.#isOpen(node.id, field)} ${explains(() => fieldTold(node.id, field, value))} class="${changed.has(name) ? 'changed' : ''} ${carried[0] === undefined ? '' : `starred s${carried[0].colour}`}" @dblclick=${edit}>
      ${starSigns(carried, true)}
      <rh-value compact .value=${value} .limit=${36} .place=${{ node: node.id, field }} .stars=${carried}></rh-value>
      ${this.#wasValue(name)}
      <span class="tools">
        <button class="star-it" tabindex="-1" aria-label="Star ${field} of ${node.id}" title="Star it, or let it go (S, Alt S where letters are typed)" @click=${() => act(this, { type: 'star', place: { type: 'state', node: node.id, field, at: [] } })}>
          <rh-icon name="star"></rh-icon>
        </button>
        <button class="why" tabindex="-1" aria-label="Why is ${field} of ${node.id} what it is?" title="Why? (W, Alt W where letters are typed)" @click=${why}>
          <rh-icon name="help"></rh-icon>
        </button>
        <button class="pencil" tabindex="-1" aria-label="Edit ${field} of ${node.id}" title="Edit it (Enter)" @click=${edit}>
          <rh-icon name="pencil"></rh-icon>
        </button>
      </span>
    </td>`;
  }

  /** A collection, beneath the node that holds it. */
  #sheet(wish: MembersWish, columns: number): TemplateResult {
    const { node, path } = wish;
    const field = typeof path[0] === 'string' ? path[0] : '';
    return html`<tr class="inside">
      <td colspan=${columns}>
        <rh-sheet
          .wish=${wish}
          .members=${this.sheet.read?.members ?? null}
          .shape=${shapeAlong(this.#shape(node, field), path.slice(1))}
          .nodes=${this.frame?.nodes.map(({ id }) => id) ?? []}
          .carried=${this.stars.cells.get(cellName(node, field)) ?? noStarsHere}
          .note=${this.#note()}
          .kept=${this.kept.sheets}
          @rh-sheet-left=${() => {
            this.#goesOn = { from: cellName(node, field), after: 'stay' };
          }}
        ></rh-sheet>
      </td>
    </tr>`;
  }

  #isOpen(node: string, field: string): boolean {
    const { wish } = this.sheet;
    return wish !== null && wish.node === node && wish.path[0] === field;
  }

  #note(): string {
    return this.isPast ? `Begins a branch at ${formatTime(this.frame?.now ?? 0)}.` : '';
  }

  // ---------------------------------------------------------------- editing

  #openEditor(): RhCellEditor | null {
    return this.renderRoot.querySelector('rh-cell-editor');
  }

  /** What is being typed for a cell that is not there any more, or not to be seen. */
  #stranded(shown: readonly NodeView[]): TemplateResult | typeof nothing {
    const { editing } = this.#texts;
    if (editing === null) return nothing;
    const node = shown.find(({ id }) => id === editing.node);
    if (node?.state.some(([field]) => field === editing.field) === true) return nothing;
    return html`<div class="stranded">${this.#editor(editing, null)} <span role="status">${editing.field} of ${editing.node} is not shown any more.</span></div>`;
  }

  /** `now`: what stands there; null: nothing. */
  #editor(editing: Editing, now: Shown | null): TemplateResult {
    const { node, field, value, refused } = editing;
    const editor = html`<rh-cell-editor
      .value=${value}
      .shape=${this.#shape(node, field)}
      .nodes=${this.frame?.nodes.map(({ id }) => id) ?? []}
      .label="${field} of ${node}"
      .typed=${this.#texts.typed(editing)}
      .problem=${refused ?? null}
      .now=${now === null ? null : atomOf(now)}
      .note=${this.#note()}
      @rh-cell-written=${({ detail }: CustomEvent<CellWritten>) => {
        const input = { type: 'set', node, path: [field], value: detail.value } as const;
        void this.#texts.write({ node, field, value, typed: detail.text }, input);
        this.#end(detail.after);
      }}
      @rh-cell-left=${({ detail }: CustomEvent<After>) => this.#end(detail)}
    ></rh-cell-editor>`;
    // Two texts for one cell are two editors.
    return html`${keyed(editing, editor)}`;
  }

  /** In the cell itself, or, what is no single value or too long for one, in a form over it. */
  async #edit(node: string, field: string, cell: HTMLElement, typed: string | null): Promise<void> {
    const open = this.#openEditor();
    // What was typed elsewhere is set first; while it is wrong, it stays.
    if (open !== null && !(await open.finish('stay'))) return;
    const shown = this.frame?.nodes.find(({ id }) => id === node)?.state.find(([name]) => name === field)?.[1];
    const atom = shown === undefined ? null : atomOf(shown);
    cell.focus();
    if (atom !== null) this.#texts.begin({ node, field, value: atom.value, typed });
    else if (shown?.t === 'atom')
      act(this, { type: 'form', form: { type: 'value', node, field, anchor: boxOf(cell), read: null } });
    else {
      act(this, {
        type: 'sheet',
        wish: this.#isOpen(node, field) ? null : { node, path: [field], from: 0, count: firstCount, taken: null },
      });
    }
  }

  #end(after: After): void {
    const { editing } = this.#texts;
    if (editing === null) return;
    this.#texts.end();
    const hadFocus =
      focused()?.getRootNode() instanceof ShadowRoot && this.renderRoot.querySelector('td.edits:focus-within') !== null;
    if (hadFocus) this.#goesOn = { from: cellName(editing.node, editing.field), after };
  }

  /** As the types have it; before those are known, as the values at all nodes of the kind have it. */
  #shape(node: string, field: string): Shape {
    const nodes = this.frame?.nodes ?? [];
    const kind = nodes.find(({ id }) => id === node)?.kind ?? '';
    const state = this.shapes?.kinds[kind];
    const declared = state === undefined ? any : fieldOf(state, field);
    if (declared.t !== 'any') return declared;
    const values = nodes
      .filter((one) => one.kind === kind)
      .flatMap((one) => one.state.filter(([name]) => name === field).map(([, value]) => atomOf(value)));
    return shapeOfValues(values.flatMap((one) => (one === null ? [] : [one.value])));
  }

  // ---------------------------------------------------------------- the grid's keys

  /** Arrow keys go from cell to cell; Enter, F2, or a key that a value begins with edits one. */
  readonly #onKey = (event: KeyboardEvent & { readonly currentTarget: HTMLTableElement }): void => {
    const cell = cellOf(event);
    if (cell === null || moveByKey(event, event.currentTarget, cell)) return;
    const [node = '', field = ''] = cell.dataset['cell']?.split('\n') ?? [];
    if (field === '') return;
    const done = (): void => {
      event.preventDefault();
      event.stopPropagation();
    };
    const isHere = event.composedPath()[0] === cell;
    const typed = typedBy(event.key, this.#shape(node, field));
    const asked = askedBy(event, isHere && typed !== null);
    // S alone is about what the mouse points at, a part of a value say, before it is about the cell: the page hears it.
    if (asked === 'why' || (asked === 'star' && event.altKey)) {
      done();
      return cell.querySelector<HTMLElement>(asked === 'why' ? '.why' : '.star-it')?.click();
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (isMenuKey(event)) {
      done();
      return openMenu(cell, { type: 'value', place: { type: 'state', node, field, at: [] } }, boxOf(cell));
    }
    if (event.key === 'F2' || (isHere && (event.key === 'Enter' || typed !== null))) {
      done();
      void this.#edit(node, field, cell, typed);
    }
  };

  readonly #onFocus = (event: FocusEvent & { readonly currentTarget: HTMLTableElement }): void => {
    const cell = cellOf(event);
    if (cell === null) return;
    const name = cell.dataset['cell'] ?? '';
    const { kind } = event.currentTarget.dataset;
    if (kind !== undefined && this.#roving.get(kind) !== name) {
      this.#roving.set(kind, name);
      this.requestUpdate();
    }
    if (!cell.matches(':focus-visible')) return;
    // The key S is about it, until the mouse points at something else.
    const [node = '', field = ''] = name.split('\n');
    pointAt(cell, field === '' ? { type: 'node', node } : { type: 'state', node, field, at: [] });
  };

  readonly #onBlur = (event: FocusEvent): void => {
    const cell = cellOf(event);
    if (cell !== null) pointAt(cell, null);
  };
}

/** Says it in a word; what is not durable is not marked. */
const durableSign = html`<span class="durable" role="img" aria-label="durable" title="Durable: a crash leaves it"><rh-icon name="disk"></rh-icon></span>`;

const noStarsHere: readonly CellStar[] = [];
const noValues: ReadonlyMap<string, Shown | null> = new Map();

function wasValues(differences: readonly StateDifference[]): ReadonlyMap<string, Shown | null> {
  return new Map(differences.map(({ node, field, b }) => [`${node}\n${field}`, b]));
}

function cellName(node: string, field: string): string {
  return `${node}\n${field}`;
}

customElements.define('rh-state-view', RhStateView);

declare global {
  interface HTMLElementTagNameMap {
    'rh-state-view': RhStateView;
  }
}
