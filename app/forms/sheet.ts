/**
 * `<rh-sheet .wish .members>`: a collection of a state as a table: cells by the keyboard, each edited in place, members added,
 * deleted and moved; what a cell holds that is itself a collection opens in its stead. However large it is, only what is seen (and
 * a little more) is there. Each change is one act of the reader. Says `rh-sheet-left` when it is closed.
 */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Member, Members, MembersWish } from '../../kernel/members.ts';
import { type Path, pathText } from '../../kernel/path.ts';
import { canonical, literal, type Plain } from '../../kernel/plain.ts';
import type { Input } from '../../kernel/input.ts';
import type { Shape } from '../../kernel/shape.ts';
import type { StarPlace } from '../../kernel/star.ts';
import { boxOf, isMenuKey, openMenu, pointBox } from '../menu/open.ts';
import { act } from '../model/act.ts';
import type { CellStar } from '../model/stars.ts';
import '../parts/icon.ts';
import { formatNumber } from '../stage/format.ts';
import { pointAt } from '../stage/pointed-place.ts';
import { starStyles } from '../stage/star-sign.ts';
import { unseenStyles } from '../style/unseen.ts';
import { answered } from './answered.ts';
import './cell-editor.ts';
import type { CellWritten, RhCellEditor } from './cell-editor.ts';
import { askedBy, isScalar, typedBy } from './cell-text.ts';
import { formStyles } from './form.css.ts';
import { cellOf } from './grid.ts';
import { type After, type GridPlace, gridMove, nextCell } from './grid-moves.ts';
import { type FormProblem, problem } from './problem.ts';
import { any } from './shape.ts';
import './sheet-add.ts';
import type { Added } from './sheet-add.ts';
import { rowHeight, sheetStyles } from './sheet.css.ts';
import { addWord, canGrow, counted, nameShape, rowName, toldPlain, toldText, toldView } from './sheet-words.ts';
import {
  canRemove,
  canWrite,
  cellPath,
  type Column,
  columnName,
  columnsOf,
  keyShape,
  memberPath,
  memberShape,
  shapeAt,
  starAt,
  type Stretch,
  toldAt,
  wayOf,
  written,
} from './sheet-rows.ts';
import { begun, ended, joined, left, noTurns, type Turns } from './turns.ts';

/** Rows above and below those that are seen. */
const margin = 20;
/** Rows that are seen at the most. */
const seenRows = 12;
export const firstCount = seenRows + 2 * margin;

export interface SheetEditing extends GridPlace {
  readonly typed: string | null;
  /** As it was when one began. */
  readonly value: Plain;
  readonly member: Member;
  /** It was set, and the run refused it. */
  readonly refused?: FormProblem;
}

type Editing = SheetEditing;

/** By node and way to the collection. */
export type RefusedInSheets = Map<string, Turns<SheetEditing>>;

const nameOf = ({ node, path }: Pick<MembersWish, 'node' | 'path'>): string => literal([node, ...path]);

function keepRefused(refused: RefusedInSheets, wish: MembersWish, turns: Turns<Editing>): void {
  const name = nameOf(wish);
  const all = joined(refused.get(name) ?? noTurns, turns);
  if (all.editing !== null) refused.set(name, all);
}

function takeRefused(refused: RefusedInSheets, wish: MembersWish): Turns<Editing> {
  const name = nameOf(wish);
  const all = refused.get(name) ?? noTurns;
  refused.delete(name);
  return all;
}

export class RhSheet extends LitElement {
  static override readonly properties = {
    wish: { attribute: false },
    members: { attribute: false },
    shape: { attribute: false },
    nodes: { attribute: false },
    carried: { attribute: false },
    note: { attribute: false },
    at: { state: true },
    refused: { attribute: false },
    turns: { state: true },
    adding: { state: true },
  };
  declare wish: MembersWish;
  /** Null while it is read for the first time. */
  declare members: Members | null;
  /** Of the collection. */
  declare shape: Shape;
  declare nodes: readonly string[];
  /** The stars that the field carries. */
  declare carried: readonly CellStar[];
  /** What else a change does; empty when nothing. */
  declare note: string;
  /** The cell that the Tab key comes to. */
  declare at: GridPlace;
  /** What was refused of a collection that was not shown any more then. The owner's: it outlives this table. */
  declare refused: RefusedInSheets;
  declare turns: Turns<Editing>;
  declare adding: boolean;

  #columns: readonly Column[] = [];
  /** The keyboard is to be in the cell `at`, once it is there. */
  #wantsFocus = false;
  #hadFocus = false;
  /** A key of which was asked whether it is there. */
  #asked: { readonly key: Plain; readonly answer: (isTaken: boolean) => void } | null = null;

  static override readonly styles = [formStyles, starStyles, unseenStyles, sheetStyles];

  constructor() {
    super();
    this.members = null;
    this.shape = any;
    this.nodes = [];
    this.carried = [];
    this.note = '';
    this.at = { row: 0, column: 0 };
    this.refused = new Map();
    this.turns = noTurns;
    this.adding = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Opened from a cell; when its tab is only shown again, the keyboard stays where it is.
    const root = this.getRootNode();
    this.#wantsFocus = root instanceof ShadowRoot && root.activeElement !== null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#leave(this.wish);
  }

  #leave(wish: MembersWish): void {
    const editor: RhCellEditor | null = this.renderRoot.querySelector('rh-cell-editor');
    const { editing } = this.turns;
    const typed = editing !== null && editor?.isChanged === true ? { ...editing, typed: editor.text } : null;
    keepRefused(this.refused, wish, left(this.turns, typed));
    this.turns = noTurns;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('wish');
    if (before !== undefined && literal(before.path) !== literal(this.wish.path)) {
      this.at = { row: 0, column: 0 };
      [this.adding, this.#wantsFocus] = [false, true];
      // What waits to be typed again waits for its own table.
      this.#leave(before);
    }
    if (this.members?.type !== 'members') return;
    this.#columns = columnsOf(this.members, this.shape);
    if (this.isConnected) this.turns = joined(this.turns, takeRefused(this.refused, this.wish));
    const { taken, size } = this.members;
    if (this.#asked !== null && taken !== null && canonical(taken.key) === canonical(this.#asked.key)) {
      this.#asked.answer(taken.isTaken);
      this.#asked = null;
    }
    if (this.at.row >= size && size > 0) this.at = { ...this.at, row: size - 1 };
    // The row of what is being typed is gone: it goes on beneath the table, as far as it was typed.
    const typing: RhCellEditor | null = this.renderRoot.querySelector('td rh-cell-editor');
    const { editing } = this.turns;
    if (typing !== null && editing !== null && this.#memberAt(editing.row) === null)
      this.turns = begun(this.turns, { ...editing, typed: typing.text });
  }

  override updated(): void {
    const root = this.renderRoot;
    if (this.#wantsFocus && this.members !== null) {
      const cell = root.querySelector<HTMLElement>(`[data-cell="${this.at.row}:${this.at.column}"]`);
      const other =
        this.members.type === 'members' && this.members.size > 0
          ? null
          : root.querySelector<HTMLElement>('.add, .close');
      if (cell !== null || other !== null) {
        this.#wantsFocus = false;
        (cell ?? other)?.focus({ preventScroll: true });
        (cell ?? other)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      }
    } else if (
      this.#hadFocus &&
      root instanceof ShadowRoot &&
      root.activeElement === null &&
      document.activeElement === document.body
    )
      // The row that had it went out of sight.
      root.querySelector<HTMLElement>('.scroll')?.focus({ preventScroll: true });
  }

  override render(): TemplateResult {
    const { members } = this;
    return html`${this.#head()}
      ${
        members === null
          ? html`<p class="says" role="status">Reading it…</p>`
          : members.type === 'members'
            ? this.#table(members)
            : html`<p class="says" role="status">${members.type === 'missing' ? members.text : `It is ${toldText(members.value)} now: no collection.`}</p>`
      }`;
  }

  // ---------------------------------------------------------------- the head

  #head(): TemplateResult {
    const { node, path } = this.wish;
    const size = this.members?.type === 'members' ? this.members.size : null;
    const whole = ({ currentTarget }: { readonly currentTarget: HTMLElement }): void =>
      act(this, {
        type: 'form',
        form: { type: 'value', node, field: fieldOf(path), path, anchor: boxOf(currentTarget), read: null },
      });
    const star = (): void => {
      const at = this.members?.type === 'members' ? this.members.at : [];
      act(this, { type: 'star', place: { type: 'state', node, field: fieldOf(path), at } });
    };
    return html`<header @keydown=${this.#onEscape}>
      <nav aria-label="Way to this collection" id="title">
        <span>${node}.</span>${path.map((_, i) => {
          const way = path.slice(0, i + 1);
          const text = pathText(way.slice(-1));
          return html`${i === 0 ? nothing : '›'}${
            i === path.length - 1
              ? html`<span>${text}</span>`
              : html`<button @click=${() => this.#go(way)}>${text}</button>`
          }`;
        })}
      </nav>
      <span class="size">${size === null ? '' : `${formatNumber(size)} ${this.members?.type === 'members' ? counted(this.members.kind, size) : ''}`}</span>
      <button class="icon" aria-label="Star ${pathText(path)} of ${node}" title="Star all of it, or let it go" @click=${star}><rh-icon name="star"></rh-icon></button>
      <button class="icon" aria-label="Edit ${pathText(path)} of ${node} as a whole" title="Edit it as a whole, or as text" @click=${whole}>{ }</button>
      <button class="icon close" aria-label="Close ${pathText(path)} of ${node}" title="Close it (Esc)" @click=${() => this.#close()}><rh-icon name="x"></rh-icon></button>
    </header>`;
  }

  #go(path: Path): void {
    act(this, { type: 'sheet', wish: { node: this.wish.node, path, from: 0, count: firstCount, taken: null } });
  }

  #close(): void {
    this.dispatchEvent(new CustomEvent('rh-sheet-left'));
    act(this, { type: 'sheet', wish: null });
  }

  // ---------------------------------------------------------------- the table

  #table(stretch: Stretch): TemplateResult {
    const { size, from, rows, kind } = stretch;
    const after = Math.max(0, size - from - rows.length);
    const gap = (count: number) =>
      count === 0
        ? nothing
        : html`<tr class="gap" aria-hidden="true"><td colspan=${this.#columns.length + 1} style="height: ${count * rowHeight}px"></td></tr>`;
    return html`<div class="scroll" tabindex="-1" @scroll=${this.#onScroll} @keydown=${this.#onKey} @focusin=${this.#onFocus} @focusout=${this.#onBlur}>
        ${
          size === 0
            ? html`<p class="says">It is empty.</p>`
            : html`<table role="grid" aria-labelledby="title" aria-rowcount=${size + 1}>
                <thead>
                  <tr aria-rowindex="1">
                    ${this.#columns.map((column) => html`<th scope="col">${columnName(column, kind)}</th>`)}
                    <th scope="col"><span class="unseen">change</span></th>
                  </tr>
                </thead>
                <tbody>
                  ${gap(from)}
                  ${repeat(
                    rows,
                    (_, i) => from + i,
                    (member, i) => this.#row(stretch, member, from + i),
                  )}
                  ${gap(after)}
                </tbody>
              </table>`
        }
      </div>
      ${this.#stranded(stretch)} ${this.#foot(stretch)}`;
  }

  /** What was being typed in a row that went away. */
  #stranded(stretch: Stretch): TemplateResult | typeof nothing {
    const { editing } = this.turns;
    const column = editing === null ? undefined : this.#columns[editing.column];
    if (editing === null || column === undefined || this.#memberAt(editing.row) !== null) return nothing;
    return html`<div class="says">${this.#field(stretch, editing.member, editing, column)} <span role="status">Its row is gone.</span></div>`;
  }

  #row(stretch: Stretch, member: Member, row: number): TemplateResult {
    const { node, path } = this.wish;
    const { kind, size } = stretch;
    const name = rowName(stretch, member, row);
    const canGo = canRemove(this.shape, kind, member) && memberPath(path, kind, member, row) !== null;
    const move = (to: number) => () => this.#move(row, to);
    return html`<tr aria-rowindex=${row + 2}>
      ${this.#columns.map((column, i) => this.#cell(stretch, member, row, column, i))}
      <td class="tools">
        ${
          kind === 'array'
            ? html`<button class="icon" tabindex="-1" ?disabled=${row === 0} aria-label="Move ${name} up" title="Move it up (Alt ↑)" @click=${move(row - 1)}><rh-icon name="arrow-up"></rh-icon></button
                ><button class="icon" tabindex="-1" ?disabled=${row === size - 1} aria-label="Move ${name} down" title="Move it down (Alt ↓)" @click=${move(row + 1)}><rh-icon name="arrow-down"></rh-icon></button>`
            : nothing
        }${
          canGo
            ? html`<button class="icon" tabindex="-1" aria-label="Delete ${name} of ${pathText(path)} of ${node}" title="Delete it (Shift Delete)" @click=${() => this.#remove(row)}><rh-icon name="trash"></rh-icon></button>`
            : nothing
        }
      </td>
    </tr>`;
  }

  #cell(stretch: Stretch, member: Member, row: number, column: Column, i: number): TemplateResult {
    const { editing } = this.turns;
    const name = `${row}:${i}`;
    if (editing?.row === row && editing.column === i) return this.#editor(stretch, member, editing, column);
    const told = toldAt(member, column);
    const place = this.#star(stretch, member, row, column);
    const star = this.carried.find(({ places }) => places.has(wayOf(place)));
    const classes = [column.what, ...(star === undefined ? [] : ['starred', `s${star.colour}`])].join(' ');
    return html`<td
      data-cell=${name}
      class=${classes}
      title=${star === undefined ? nothing : `★ ${star.name}`}
      tabindex=${this.at.row === row && this.at.column === i ? 0 : -1}
      @dblclick=${() => void this.#edit(row, i, null)}
      @click=${(event: Event) => {
        // A finger has no second button, and a double tap zooms.
        if (event instanceof PointerEvent && event.pointerType === 'touch') void this.#edit(row, i, null);
      }}
      @pointerover=${({ currentTarget }: { readonly currentTarget: HTMLElement }) => pointAt(currentTarget, place)}
      @pointerleave=${({ currentTarget }: { readonly currentTarget: HTMLElement }) => pointAt(currentTarget, null)}
      @contextmenu=${(event: MouseEvent) => {
        event.preventDefault();
        openMenu(this, { type: 'value', place }, pointBox(event));
      }}
    >
      ${told === null ? html`<span class="none">–</span>` : toldView(told)}
    </td>`;
  }

  #star(stretch: Stretch, member: Member, row: number, column: Column): Extract<StarPlace, { type: 'state' }> {
    return starAt(this.wish.node, fieldOf(this.wish.path), stretch.at, row, member, column);
  }

  #foot(stretch: Stretch): TemplateResult | typeof nothing {
    const { kind, rows } = stretch;
    if (kind === 'object' && !canGrow(this.shape, stretch)) return nothing;
    if (this.adding)
      return html`<rh-sheet-add
        .kind=${kind}
        .keyShape=${kind === 'object' ? nameShape(this.shape, stretch) : keyShape(this.shape, stretch)}
        .valueShape=${kind === 'object' ? this.shape : memberShape(this.shape, stretch)}
        .taken=${rows.flatMap(({ key }) => (key.t === 'whole' && kind !== 'array' ? [key.value] : []))}
        .label=${`new ${addWord[kind]}`}
        .nodes=${this.nodes}
        .note=${this.note}
        .check=${(key: Plain) => this.#check(key, null)}
        .add=${(added: Added) => this.#add(stretch, added)}
        @rh-add-end=${() => {
          this.adding = false;
          this.#wantsFocus = true;
        }}
      ></rh-sheet-add>`;
    const text = `Add ${kind === 'map' ? 'an' : kind === 'array' ? 'an' : 'a'} ${addWord[kind]}`;
    return html`<div class="foot">
      <button
        class="add"
        aria-label="${text} to ${pathText(this.wish.path)} of ${this.wish.node}"
        @keydown=${this.#onEscape}
        @click=${() => {
          this.adding = true;
        }}
      >
        <rh-icon name="plus"></rh-icon>${text}
      </button>
    </div>`;
  }

  readonly #onEscape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    this.#up();
  };

  // ---------------------------------------------------------------- editing

  #editor(stretch: Stretch, now: Member, editing: Editing, column: Column): TemplateResult {
    return html`<td class="edits" data-cell="${editing.row}:${editing.column}" tabindex="-1">${this.#field(stretch, now, editing, column)}</td>`;
  }

  #field(stretch: Stretch, now: Member, editing: Editing, column: Column): TemplateResult {
    const { typed, value, member, row, column: i, refused } = editing;
    const { node, path } = this.wish;
    const own = `${columnName(column, stretch.kind)} of ${rowName(stretch, member, row)}`;
    const isKey = column.what === 'key' || column.what === 'name' || stretch.kind === 'set';
    // Another member may stand in this row by now.
    const isSame = stretch.kind === 'array' || literal(toldPlain(now.key)) === literal(toldPlain(member.key));
    const told = toldAt(now, column);
    const editor = html`<rh-cell-editor
        .value=${value}
        .shape=${shapeAt(this.shape, stretch, member, column)}
        .nodes=${this.nodes}
        .label=${own}
        .typed=${typed}
        .problem=${refused ?? null}
        .now=${!isSame ? null : told === null ? { value: undefined } : told.t === 'whole' ? { value: told.value } : null}
        .note=${this.note}
        .check=${isKey ? (key: Plain) => this.#check(key, value) : null}
        @rh-cell-written=${({ detail }: CustomEvent<CellWritten>) => {
          const input = written(node, path, stretch.kind, member, row, column, detail.value);
          if (input !== null) void this.#write({ row, column: i, typed: detail.text, value, member }, input);
          this.#end(detail.after);
        }}
        @rh-cell-left=${({ detail }: CustomEvent<After>) => this.#end(detail)}
      ></rh-cell-editor>`;
    // Two texts for one cell are two editors.
    return html`${keyed(editing, editor)}`;
  }

  /** What the run refuses stands there again as it was typed, with what is wrong beside it; in its own table, should another be open. */
  async #write(editing: Editing, input: Input): Promise<void> {
    const { wish } = this;
    const refused = await answered(this, input);
    if (refused === null) return;
    keepRefused(this.refused, wish, { editing: { ...editing, refused }, waiting: [] });
    this.requestUpdate();
  }

  #end(after: After): void {
    this.turns = ended(this.turns);
    if (this.members?.type !== 'members') return;
    const size = { rows: this.members.size, columns: this.#columns.length, page: seenRows };
    const next = nextCell(after, this.at, size) ?? this.at;
    this.#focusAt(next);
  }

  /** In the cell; what is a collection opens in this one's stead, and a long text in a form of its own. */
  async #edit(row: number, i: number, typed: string | null): Promise<void> {
    const found = this.#memberAt(row);
    const column = this.#columns[i];
    const open: RhCellEditor | null = this.renderRoot.querySelector('rh-cell-editor');
    if (open !== null && !(await open.finish('stay'))) return;
    if (found === null || column === undefined) return;
    const { stretch, member } = found;
    const { node, path } = this.wish;
    const at = cellPath(path, stretch.kind, member, row, column);
    const told = toldAt(member, column);
    if (at === null) return;
    const isScalarHere = told === null || (told.t === 'whole' && isScalar(told.value));
    if (column.what === 'key' || column.what === 'name' ? !isScalarHere : column.what === 'index') return;
    if (isScalarHere) {
      if (!canWrite(this.shape, column, member)) return;
      this.at = { row, column: i };
      this.turns = begun(this.turns, {
        row,
        column: i,
        typed,
        member,
        value: told?.t === 'whole' ? told.value : undefined,
      });
    } else if (told.t === 'part' && (told.kind === 'string' || told.kind === 'bigint')) {
      const cell = this.renderRoot.querySelector(`[data-cell="${row}:${i}"]`) ?? this;
      act(this, {
        type: 'form',
        form: { type: 'value', node, field: fieldOf(path), path: at, anchor: boxOf(cell), read: null },
      });
    } else this.#go(at);
  }

  #memberAt(row: number): { readonly stretch: Stretch; readonly member: Member } | null {
    if (this.members?.type !== 'members') return null;
    const member = this.members.rows[row - this.members.from];
    return member === undefined ? null : { stretch: this.members, member };
  }

  #add({ kind }: Stretch, { key, value }: Added): Promise<FormProblem | null> {
    const { node, path } = this.wish;
    const named = kind === 'map' || kind === 'object' ? { key } : {};
    return answered(this, { type: 'add', node, path, ...named, value });
  }

  #remove(row: number): void {
    const found = this.#memberAt(row);
    const { node, path } = this.wish;
    if (found === null || !canRemove(this.shape, found.stretch.kind, found.member)) return;
    const at = memberPath(path, found.stretch.kind, found.member, row);
    if (at === null) return;
    this.#wantsFocus = true;
    act(this, { type: 'input', input: { type: 'remove', node, path: at } });
  }

  #move(row: number, to: number): void {
    if (this.members?.type !== 'members' || this.members.kind !== 'array' || to < 0 || to >= this.members.size) return;
    const { node, path } = this.wish;
    act(this, { type: 'input', input: { type: 'move', node, path: [...path, row], to } });
    this.#focusAt({ ...this.at, row: to });
  }

  /** Whether a key or a member is there already. `own`: the one that is edited. */
  async #check(key: Plain, own: Plain): Promise<FormProblem | null> {
    if (this.members?.type !== 'members') return null;
    const { rows, size, kind } = this.members;
    if (canonical(key) === canonical(own)) return null;
    let isTaken = rows.some((member) => member.key.t === 'whole' && canonical(member.key.value) === canonical(key));
    if (!isTaken && rows.length < size)
      isTaken = await new Promise<boolean>((answer) => {
        this.#asked = { key, answer };
        act(this, { type: 'sheet', wish: { ...this.wish, taken: { key } } });
      });
    const what = kind === 'map' ? 'The key' : kind === 'set' ? 'The member' : 'The field';
    return isTaken
      ? problem(
          'form/twice',
          `${what} ${toldText({ t: 'whole', value: key })} is there already.`,
          'Type another, or edit that one.',
        )
      : null;
  }

  // ---------------------------------------------------------------- the keyboard

  readonly #onKey = (event: KeyboardEvent): void => {
    if (this.members?.type !== 'members') return;
    const cell = cellOf(event);
    const { row, column } = this.at;
    const done = (): void => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (event.key === 'Escape') {
      done();
      return this.#up();
    }
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      done();
      return this.#move(row, row + (event.key === 'ArrowUp' ? -1 : 1));
    }
    if (event.shiftKey && event.key === 'Delete') {
      done();
      return this.#remove(row);
    }
    if (isMenuKey(event) && cell !== null) {
      done();
      const found = this.#memberAt(row);
      const own = this.#columns[column];
      if (found !== null && own !== undefined)
        openMenu(this, { type: 'value', place: this.#star(found.stretch, found.member, row, own) }, boxOf(cell));
      return;
    }
    const found = this.#memberAt(row);
    const own = this.#columns[column];
    const isHere = event.composedPath()[0] === cell && found !== null && own !== undefined;
    const typed = isHere ? typedBy(event.key, shapeAt(this.shape, found.stretch, found.member, own)) : null;
    // S alone is about what the mouse points at before it is about the cell: the page hears it.
    if (isHere && event.altKey && askedBy(event, typed !== null) === 'star') {
      done();
      return act(this, { type: 'star', place: this.#star(found.stretch, found.member, row, own) });
    }
    if (event.altKey || event.metaKey || event.shiftKey) return;
    const to = gridMove(event, this.at, { rows: this.members.size, columns: this.#columns.length, page: seenRows });
    if (to !== null) {
      done();
      return this.#focusAt(to);
    }
    if (event.ctrlKey || !isHere) return;
    if (event.key !== 'Enter' && event.key !== 'F2' && typed === null) return;
    done();
    void this.#edit(row, column, typed);
  };

  /** To the collection that holds this one, or out of it. */
  #up(): void {
    const { path } = this.wish;
    if (path.length <= 1) return this.#close();
    // A field of a member stands in the table of the members.
    this.#go(path.slice(0, -1));
  }

  #focusAt(to: GridPlace): void {
    this.at = to;
    this.#wantsFocus = true;
    const scroll = this.renderRoot.querySelector('.scroll');
    if (scroll !== null && this.#memberAt(to.row) === null)
      scroll.scrollTop = Math.max(0, to.row - seenRows / 2) * rowHeight;
    this.requestUpdate();
  }

  readonly #onScroll = ({ currentTarget }: { readonly currentTarget: HTMLElement }): void => {
    // What is typed in a row stays where it is.
    if (this.turns.editing !== null) return;
    const first = Math.floor(currentTarget.scrollTop / rowHeight);
    const from = Math.max(0, first - margin);
    if (Math.abs(from - this.wish.from) < margin / 2) return;
    act(this, { type: 'sheet', wish: { ...this.wish, from, count: firstCount } });
  };

  readonly #onFocus = (event: FocusEvent): void => {
    this.#hadFocus = true;
    const cell = cellOf(event);
    const [row, column] = cell?.dataset['cell']?.split(':').map(Number) ?? [];
    if (cell === null || row === undefined || column === undefined) return;
    if (row !== this.at.row || column !== this.at.column) this.at = { row, column };
    const found = this.#memberAt(row);
    const own = this.#columns[column];
    // The key S is about it, until the mouse points at something else.
    if (found !== null && own !== undefined && cell.matches(':focus-visible'))
      pointAt(cell, this.#star(found.stretch, found.member, row, own));
  };

  readonly #onBlur = (event: FocusEvent): void => {
    const cell = cellOf(event);
    if (cell !== null) pointAt(cell, null);
    // What goes out of sight loses the focus to nothing.
    this.#hadFocus = event.relatedTarget === null && this.#hadFocus;
  };
}

const fieldOf = (path: Path): string => (typeof path[0] === 'string' ? path[0] : '');

customElements.define('rh-sheet', RhSheet);

declare global {
  interface HTMLElementTagNameMap {
    'rh-sheet': RhSheet;
  }
}
