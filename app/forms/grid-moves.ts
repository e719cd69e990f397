/** Where a key leads in a grid of cells, as in a spreadsheet (ARIA's grid pattern): pure, by places. */

export interface GridPlace {
  /** From 0. */
  readonly row: number;
  readonly column: number;
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  /** Rows that are seen at once. */
  readonly page: number;
}

export interface GridKey {
  readonly key: string;
  readonly ctrlKey: boolean;
}

/** Null when the key is none that moves. At an edge one stays there. */
export function gridMove({ key, ctrlKey }: GridKey, { row, column }: GridPlace, size: GridSize): GridPlace | null {
  const last = { row: size.rows - 1, column: size.columns - 1 };
  const page = Math.max(1, size.page - 1);
  const to = ((): GridPlace | null => {
    switch (key) {
      case 'ArrowRight':
        return { row, column: ctrlKey ? last.column : column + 1 };
      case 'ArrowLeft':
        return { row, column: ctrlKey ? 0 : column - 1 };
      case 'ArrowDown':
        return { row: ctrlKey ? last.row : row + 1, column };
      case 'ArrowUp':
        return { row: ctrlKey ? 0 : row - 1, column };
      case 'Home':
        return { row: ctrlKey ? 0 : row, column: 0 };
      case 'End':
        return { row: ctrlKey ? last.row : row, column: last.column };
      case 'PageDown':
        return { row: row + page, column };
      case 'PageUp':
        return { row: row - page, column };
      default:
        return null;
    }
  })();
  return to === null ? null : within(to, size);
}

function within({ row, column }: GridPlace, { rows, columns }: GridSize): GridPlace {
  return { row: Math.max(0, Math.min(rows - 1, row)), column: Math.max(0, Math.min(columns - 1, column)) };
}

/** Where one goes on after a cell was written. `stay`: it has the focus again. */
export type After = 'down' | 'up' | 'right' | 'left' | 'stay';

/** Along a row and on to the next one, as Tab does; down and up stay in their column. Null: out of the grid. */
export function nextCell(after: After, { row, column }: GridPlace, { rows, columns }: GridSize): GridPlace | null {
  switch (after) {
    case 'stay':
      return { row, column };
    case 'down':
      return { row: Math.min(rows - 1, row + 1), column };
    case 'up':
      return { row: Math.max(0, row - 1), column };
    case 'right':
      if (column + 1 < columns) return { row, column: column + 1 };
      return row + 1 < rows ? { row: row + 1, column: 0 } : null;
    case 'left':
      if (column > 0) return { row, column: column - 1 };
      return row > 0 ? { row: row - 1, column: columns - 1 } : null;
  }
}
