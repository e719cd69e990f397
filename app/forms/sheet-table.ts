/** The table of a collection as it is drawn: a row for each member that is there, and gaps for those that are not. */
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Member, MembersWish } from '../../kernel/members.ts';
import { pathText } from '../../kernel/path.ts';
import type { Shape } from '../../kernel/shape.ts';
import type { StarPlace } from '../../kernel/star.ts';
import { openMenu, pointBox } from '../menu/open.ts';
import type { CellStar } from '../model/stars.ts';
import '../parts/icon.ts';
import { pointAt } from '../stage/pointed-place.ts';
import type { GridPlace } from './grid-moves.ts';
import { fieldOfPath } from './sheet-head.ts';
import { canRemove, type Column, columnName, memberPath, starAt, type Stretch, toldAt, wayOf } from './sheet-rows.ts';
import { rowName, toldView } from './sheet-words.ts';
import { rowHeight } from './sheet.css.ts';

/** What is drawn. */
export interface SheetPicture {
  readonly wish: MembersWish;
  readonly stretch: Stretch;
  readonly columns: readonly Column[];
  /** Of the collection. */
  readonly shape: Shape;
  /** The cell that the Tab key comes to. */
  readonly at: GridPlace;
  /** The stars that the field carries. */
  readonly carried: readonly CellStar[];
}

/** What its cells and buttons do. */
export interface SheetDoes {
  /** The editor that stands in a cell; null where the value does. */
  editor(place: GridPlace, member: Member, column: Column): TemplateResult | null;
  edit(place: GridPlace): void;
  move(row: number, to: number): void;
  remove(row: number): void;
}

export function sheetTable(host: HTMLElement, picture: SheetPicture, does: SheetDoes): TemplateResult {
  const { columns, stretch } = picture;
  const { from, rows, size, kind } = stretch;
  const after = Math.max(0, size - from - rows.length);
  const gap = (count: number) =>
    count === 0
      ? nothing
      : html`<tr class="gap" aria-hidden="true"><td colspan=${columns.length + 1} style="height: ${count * rowHeight}px"></td></tr>`;
  return html`<table role="grid" aria-labelledby="title" aria-rowcount=${size + 1}>
    <thead>
      <tr aria-rowindex="1">
        ${columns.map((column) => html`<th scope="col">${columnName(column, kind)}</th>`)}
        <th scope="col"><span class="unseen">change</span></th>
      </tr>
    </thead>
    <tbody>
      ${gap(from)}
      ${repeat(
        rows,
        (_, i) => from + i,
        (member, i) => memberRow(host, picture, does, member, from + i),
      )}
      ${gap(after)}
    </tbody>
  </table>`;
}

function memberRow(
  host: HTMLElement,
  picture: SheetPicture,
  does: SheetDoes,
  member: Member,
  row: number,
): TemplateResult {
  const { wish, stretch, shape, columns } = picture;
  const { kind, size } = stretch;
  const name = rowName(stretch, member, row);
  const canGo = canRemove(shape, kind, member) && memberPath(wish.path, kind, member, row) !== null;
  const move = (to: number) => () => does.move(row, to);
  return html`<tr aria-rowindex=${row + 2}>
    ${columns.map((column, i) => memberCell(host, picture, does, member, column, { row, column: i }))}
    <td class="tools">
      ${
        kind === 'array'
          ? html`<button class="icon" tabindex="-1" ?disabled=${row === 0} aria-label="Move ${name} up" title="Move it up (Alt ↑)" @click=${move(row - 1)}><rh-icon name="arrow-up"></rh-icon></button
              ><button class="icon" tabindex="-1" ?disabled=${row === size - 1} aria-label="Move ${name} down" title="Move it down (Alt ↓)" @click=${move(row + 1)}><rh-icon name="arrow-down"></rh-icon></button>`
          : nothing
      }${
        canGo
          ? html`<button class="icon" tabindex="-1" aria-label="Delete ${name} of ${pathText(wish.path)} of ${wish.node}" title="Delete it (Shift Delete)" @click=${() => does.remove(row)}><rh-icon name="trash"></rh-icon></button>`
          : nothing
      }
    </td>
  </tr>`;
}

function memberCell(
  host: HTMLElement,
  picture: SheetPicture,
  does: SheetDoes,
  member: Member,
  column: Column,
  place: GridPlace,
): TemplateResult {
  const name = `${place.row}:${place.column}`;
  const editor = does.editor(place, member, column);
  if (editor !== null) return html`<td class="edits" data-cell=${name} tabindex="-1">${editor}</td>`;
  const told = toldAt(member, column);
  const starred = cellStar(picture, member, place.row, column);
  const star = picture.carried.find(({ places }) => places.has(wayOf(starred)));
  const classes = [column.what, ...(star === undefined ? [] : ['starred', `s${star.colour}`])].join(' ');
  const isTabStop = picture.at.row === place.row && picture.at.column === place.column;
  return html`<td
    data-cell=${name}
    class=${classes}
    title=${star === undefined ? nothing : `★ ${star.name}`}
    tabindex=${isTabStop ? 0 : -1}
    @dblclick=${() => does.edit(place)}
    @click=${(event: Event) => {
      // A finger has no second button, and a double tap zooms.
      if (event instanceof PointerEvent && event.pointerType === 'touch') does.edit(place);
    }}
    @pointerover=${({ currentTarget }: { readonly currentTarget: HTMLElement }) => pointAt(currentTarget, starred)}
    @pointerleave=${({ currentTarget }: { readonly currentTarget: HTMLElement }) => pointAt(currentTarget, null)}
    @contextmenu=${(event: MouseEvent) => {
      event.preventDefault();
      openMenu(host, { type: 'value', place: starred }, pointBox(event));
    }}
  >
    ${told === null ? html`<span class="none">–</span>` : toldView(told)}
  </td>`;
}

/** What is starred, or asked about, in a cell. */
export const cellStar = (
  { wish, stretch }: Pick<SheetPicture, 'wish' | 'stretch'>,
  member: Member,
  row: number,
  column: Column,
): Extract<StarPlace, { type: 'state' }> => starAt(wish.node, fieldOfPath(wish.path), stretch.at, row, member, column);
