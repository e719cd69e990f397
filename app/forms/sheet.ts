/**
 * `<rh-sheet .wish .members>`: a collection of a state as a table: cells by the keyboard, each edited in place, members added,
 * deleted and moved; what a cell holds that is itself a collection opens in its stead. However large it is, only what is seen (and
 * a little more) is there. Each change is one act of the reader. Says `rh-sheet-left` when it is closed.
 */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { Member, Members, MembersWish } from '../../kernel/members.ts';
import { type Path, pathText } from '../../kernel/path.ts';
import { literal, type Plain } from '../../kernel/plain.ts';
import type { Shape } from '../../kernel/shape.ts';
import { boxOf, isMenuKey, openMenu } from '../menu/open.ts';
import { act } from '../model/act.ts';
import type { CellStar } from '../model/stars.ts';
import '../parts/icon.ts';
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
import type { FormProblem } from './problem.ts';
import { RefusedText } from './refused-text.ts';
import { any } from './shape.ts';
import './sheet-add.ts';
import type { Added } from './sheet-add.ts';
import { keptIn, type KeptInSheets, type SheetEditing } from './sheet-editing.ts';
import { fieldOfPath, sheetHead } from './sheet-head.ts';
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
  type Stretch,
  toldAt,
  written,
} from './sheet-rows.ts';
import { firstCount, scrollFor, seenRows, wantedFrom } from './sheet-stretch.ts';
import { cellStar, type SheetDoes, sheetTable } from './sheet-table.ts';
import { addWord, canGrow, nameShape, rowName, toldPlain, toldText } from './sheet-words.ts';
import { sheetStyles } from './sheet.css.ts';
import { Taken } from './taken.ts';

interface Found {
  readonly stretch: Stretch;
  readonly member: Member;
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
    kept: { attribute: false },
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
  declare kept: KeptInSheets;
  declare adding: boolean;

  #columns: readonly Column[] = [];
  /** The keyboard is to be in the cell `at`, once it is there. */
  #wantsFocus = false;
  #hadFocus = false;
  readonly #taken = new Taken();
  readonly #texts = new RefusedText<SheetEditing>(this, {
    kept: () => keptIn(this.kept, this.wish),
    isReady: () => this.members?.type === 'members',
    editor: () => this.#openEditor(),
    ask: (input) => answered(this, input),
  });

  static override readonly styles = [formStyles, starStyles, unseenStyles, sheetStyles];

  constructor() {
    super();
    this.members = null;
    this.shape = any;
    this.nodes = [];
    this.carried = [];
    this.note = '';
    this.at = { row: 0, column: 0 };
    this.kept = new Map();
    this.adding = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Opened from a cell; when its tab is only shown again, the keyboard stays where it is.
    const root = this.getRootNode();
    this.#wantsFocus = root instanceof ShadowRoot && root.activeElement !== null;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('wish');
    if (before !== undefined && literal(before.path) !== literal(this.wish.path)) {
      this.at = { row: 0, column: 0 };
      [this.adding, this.#wantsFocus] = [false, true];
      // What waits to be typed again waits for its own table.
      this.#texts.leave(keptIn(this.kept, before));
    }
    if (this.members?.type !== 'members') return;
    this.#columns = columnsOf(this.members, this.shape);
    this.#taken.read(this.members);
    const { size } = this.members;
    if (this.at.row >= size && size > 0) this.at = { ...this.at, row: size - 1 };
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
    return html`<header @keydown=${this.#onEscape}>${sheetHead(this, this.wish, members, this.#leads)}</header>
      ${
        members === null
          ? html`<p class="says" role="status">Reading it…</p>`
          : members.type === 'members'
            ? this.#table(members)
            : html`<p class="says" role="status">${members.type === 'missing' ? members.text : `It is ${toldText(members.value)} now: no collection.`}</p>`
      }`;
  }

  readonly #leads = { go: (to: Path) => this.#go(to), close: () => this.#close() };

  #go(path: Path): void {
    act(this, { type: 'sheet', wish: { node: this.wish.node, path, from: 0, count: firstCount, taken: null } });
  }

  #close(): void {
    this.dispatchEvent(new CustomEvent('rh-sheet-left'));
    act(this, { type: 'sheet', wish: null });
  }

  #table(stretch: Stretch): TemplateResult {
    const { wish, shape, at, carried } = this;
    const picture = { wish, stretch, columns: this.#columns, shape, at, carried };
    return html`<div class="scroll" tabindex="-1" @scroll=${this.#onScroll} @keydown=${this.#onKey} @focusin=${this.#onFocus} @focusout=${this.#onBlur}>
        ${stretch.size === 0 ? html`<p class="says">It is empty.</p>` : sheetTable(this, picture, this.#does)}
      </div>
      ${this.#stranded(stretch)} ${this.#foot(stretch)}`;
  }

  readonly #does: SheetDoes = {
    editor: ({ row, column }, member, own) => {
      const { editing } = this.#texts;
      if (this.members?.type !== 'members' || editing?.row !== row || editing.column !== column) return null;
      return this.#field(this.members, member, editing, own);
    },
    edit: ({ row, column }) => void this.#edit(row, column, null),
    move: (row, to) => this.#move(row, to),
    remove: (row) => this.#remove(row),
  };

  /** What was being typed in a row that went away. */
  #stranded(stretch: Stretch): TemplateResult | typeof nothing {
    const { editing } = this.#texts;
    const column = editing === null ? undefined : this.#columns[editing.column];
    if (editing === null || column === undefined || this.#memberAt(editing.row) !== null) return nothing;
    return html`<div class="says">${this.#field(stretch, editing.member, editing, column)} <span role="status">Its row is gone.</span></div>`;
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

  #openEditor(): RhCellEditor | null {
    return this.renderRoot.querySelector('rh-cell-editor');
  }

  #field(stretch: Stretch, now: Member, editing: SheetEditing, column: Column): TemplateResult {
    const { value, member, row, column: i, refused } = editing;
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
        .typed=${this.#texts.typed(editing)}
        .problem=${refused ?? null}
        .now=${!isSame ? null : told === null ? { value: undefined } : told.t === 'whole' ? { value: told.value } : null}
        .note=${this.note}
        .check=${isKey ? (key: Plain) => this.#check(key, value) : null}
        @rh-cell-written=${({ detail }: CustomEvent<CellWritten>) => {
          const input = written(node, path, stretch.kind, member, row, column, detail.value);
          if (input !== null) void this.#texts.write({ row, column: i, typed: detail.text, value, member }, input);
          this.#end(detail.after);
        }}
        @rh-cell-left=${({ detail }: CustomEvent<After>) => this.#end(detail)}
      ></rh-cell-editor>`;
    // Two texts for one cell are two editors.
    return html`${keyed(editing, editor)}`;
  }

  #end(after: After): void {
    this.#texts.end();
    if (this.members?.type !== 'members') return;
    const size = { rows: this.members.size, columns: this.#columns.length, page: seenRows };
    const next = nextCell(after, this.at, size) ?? this.at;
    this.#focusAt(next);
  }

  /** In the cell; what is a collection opens in this one's stead, and a long text in a form of its own. */
  async #edit(row: number, i: number, typed: string | null): Promise<void> {
    const found = this.#memberAt(row);
    const column = this.#columns[i];
    const open = this.#openEditor();
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
      this.#texts.begin({
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
        form: { type: 'value', node, field: fieldOfPath(path), path: at, anchor: boxOf(cell), read: null },
      });
    } else this.#go(at);
  }

  #memberAt(row: number): Found | null {
    if (this.members?.type !== 'members') return null;
    const member = this.members.rows[row - this.members.from];
    return member === undefined ? null : { stretch: this.members, member };
  }

  #star({ stretch, member }: Found, row: number, column: Column): ReturnType<typeof cellStar> {
    return cellStar({ wish: this.wish, stretch }, member, row, column);
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

  async #check(key: Plain, own: Plain): Promise<FormProblem | null> {
    if (this.members?.type !== 'members') return null;
    return this.#taken.problemOf(this.members, key, own, (asked) =>
      act(this, { type: 'sheet', wish: { ...this.wish, taken: { key: asked } } }),
    );
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
        openMenu(this, { type: 'value', place: this.#star(found, row, own) }, boxOf(cell));
      return;
    }
    const found = this.#memberAt(row);
    const own = this.#columns[column];
    const isHere = event.composedPath()[0] === cell && found !== null && own !== undefined;
    const typed = isHere ? typedBy(event.key, shapeAt(this.shape, found.stretch, found.member, own)) : null;
    // S alone is about what the mouse points at before it is about the cell: the page hears it.
    if (isHere && event.altKey && askedBy(event, typed !== null) === 'star') {
      done();
      return act(this, { type: 'star', place: this.#star(found, row, own) });
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
    if (scroll !== null && this.#memberAt(to.row) === null) scroll.scrollTop = scrollFor(to.row);
    this.requestUpdate();
  }

  readonly #onScroll = ({ currentTarget }: { readonly currentTarget: HTMLElement }): void => {
    // What is typed in a row stays where it is.
    if (this.#texts.editing !== null) return;
    const from = wantedFrom(currentTarget.scrollTop, this.wish.from);
    if (from === null) return;
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
      pointAt(cell, this.#star(found, row, own));
  };

  readonly #onBlur = (event: FocusEvent): void => {
    const cell = cellOf(event);
    if (cell !== null) pointAt(cell, null);
    // What goes out of sight loses the focus to nothing.
    this.#hadFocus = event.relatedTarget === null && this.#hadFocus;
  };
}

customElements.define('rh-sheet', RhSheet);

declare global {
  interface HTMLElementTagNameMap {
    'rh-sheet': RhSheet;
  }
}
