/**
 * The cells of a table that is a grid: what has `data-cell` in its rows has the focus, one of them by Tab. What stands within a row of
 * its own beneath another (`inside`) is no row of the grid.
 */
import { screenFor } from '../parts/own-px.ts';
import { type After, type GridPlace, gridMove, type GridSize, nextCell } from './grid-moves.ts';

type Cells = readonly (readonly HTMLElement[])[];

function cellsOf(table: HTMLTableElement): Cells {
  return [...table.tBodies].flatMap((body) =>
    [...body.rows]
      .filter((row) => !row.classList.contains('inside'))
      .map((row) => [...row.querySelectorAll<HTMLElement>('[data-cell]')])
      .filter((cells) => cells.length > 0),
  );
}

function placeOf(cells: Cells, cell: HTMLElement): GridPlace | null {
  const row = cells.findIndex((all) => all.includes(cell));
  return row < 0 ? null : { row, column: cells[row]?.indexOf(cell) ?? 0 };
}

function sizeOf(cells: Cells, table: HTMLTableElement): GridSize {
  const height = cells[0]?.[0]?.closest('tr')?.offsetHeight ?? 24;
  const screen = screenFor(table).height;
  // What holds the table scrolls; the table itself may be higher than it.
  const seen = table.getRootNode() instanceof ShadowRoot ? screen / 2 : screen;
  return {
    rows: cells.length,
    columns: Math.max(1, ...cells.map((row) => row.length)),
    page: Math.floor(seen / height),
  };
}

/** The cell that an event is about, of the tree that hears it; null when it is about none. */
export function cellOf({ target }: Event): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-cell]') : null;
}

/** Goes where a key leads. True: the key was one that moves. */
export function moveByKey(event: KeyboardEvent, table: HTMLTableElement, cell: HTMLElement): boolean {
  if (event.altKey || event.metaKey || event.shiftKey) return false;
  const cells = cellsOf(table);
  const at = placeOf(cells, cell);
  const to = at === null ? null : gridMove(event, at, sizeOf(cells, table));
  if (to === null) return false;
  event.preventDefault();
  event.stopPropagation();
  focusAt(cells, to);
  return true;
}

/** To the cell that follows one that was written. */
export function goOn(table: HTMLTableElement, cell: HTMLElement, after: After): void {
  const cells = cellsOf(table);
  const at = placeOf(cells, cell);
  if (at === null) return;
  // Names of rows are not written in.
  const to = skipped(cells, after, nextCell(after, at, sizeOf(cells, table)), sizeOf(cells, table));
  focusAt(cells, to ?? at);
}

function skipped(cells: Cells, after: After, to: GridPlace | null, size: GridSize): GridPlace | null {
  const cell = to === null ? undefined : cells[to.row]?.[to.column];
  return to !== null && cell instanceof HTMLButtonElement && (after === 'right' || after === 'left')
    ? nextCell(after, to, size)
    : to;
}

function focusAt(cells: Cells, { row, column }: GridPlace): void {
  const own = cells[row] ?? [];
  const cell = own[Math.min(column, own.length - 1)];
  cell?.focus();
  cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}
