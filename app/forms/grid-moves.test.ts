import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GridPlace, gridMove, nextCell } from './grid-moves.ts';

const size = { rows: 5, columns: 3, page: 3 };
const press = (key: string, at: GridPlace, ctrlKey = false) => gridMove({ key, ctrlKey }, at, size);

describe('the keys of a grid', () => {
  it('go to the cell beside, and stay at the edge', () => {
    expect(press('ArrowRight', { row: 1, column: 1 })).toEqual({ row: 1, column: 2 });
    expect(press('ArrowRight', { row: 1, column: 2 })).toEqual({ row: 1, column: 2 });
    expect(press('ArrowUp', { row: 0, column: 2 })).toEqual({ row: 0, column: 2 });
    expect(press('ArrowDown', { row: 3, column: 0 })).toEqual({ row: 4, column: 0 });
  });

  it('go to the ends of a row by Home and End, and of the grid with Ctrl', () => {
    expect(press('Home', { row: 2, column: 2 })).toEqual({ row: 2, column: 0 });
    expect(press('End', { row: 2, column: 0 })).toEqual({ row: 2, column: 2 });
    expect(press('Home', { row: 2, column: 2 }, true)).toEqual({ row: 0, column: 0 });
    expect(press('End', { row: 2, column: 0 }, true)).toEqual({ row: 4, column: 2 });
    expect(press('ArrowDown', { row: 2, column: 1 }, true)).toEqual({ row: 4, column: 1 });
  });

  it('go by what is seen at once, keeping a row in sight', () => {
    expect(press('PageDown', { row: 0, column: 1 })).toEqual({ row: 2, column: 1 });
    expect(press('PageUp', { row: 1, column: 1 })).toEqual({ row: 0, column: 1 });
  });

  it('are none of the grid when they move nothing', () => {
    expect(press('a', { row: 0, column: 0 })).toBeNull();
    expect(press('Enter', { row: 0, column: 0 })).toBeNull();
  });

  it('never lead out of the grid', () => {
    const keys = ['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp', 'Home', 'End', 'PageDown', 'PageUp'];
    fc.assert(
      fc.property(
        fc.record({ rows: fc.integer({ min: 1, max: 9 }), columns: fc.integer({ min: 1, max: 9 }), page: fc.nat(12) }),
        fc.array(fc.tuple(fc.constantFrom(...keys), fc.boolean()), { maxLength: 20 }),
        (grid, presses) => {
          let at: GridPlace = { row: 0, column: 0 };
          for (const [key, ctrlKey] of presses) at = gridMove({ key, ctrlKey }, at, grid) ?? at;
          expect(at.row).toBeGreaterThanOrEqual(0);
          expect(at.row).toBeLessThan(grid.rows);
          expect(at.column).toBeGreaterThanOrEqual(0);
          expect(at.column).toBeLessThan(grid.columns);
        },
      ),
    );
  });
});

describe('what follows a cell that was written', () => {
  it('is the one below, or beside and then in the next row, until the grid ends', () => {
    expect(nextCell('down', { row: 1, column: 1 }, size)).toEqual({ row: 2, column: 1 });
    expect(nextCell('down', { row: 4, column: 1 }, size)).toEqual({ row: 4, column: 1 });
    expect(nextCell('right', { row: 1, column: 2 }, size)).toEqual({ row: 2, column: 0 });
    expect(nextCell('right', { row: 4, column: 2 }, size)).toBeNull();
    expect(nextCell('left', { row: 1, column: 0 }, size)).toEqual({ row: 0, column: 2 });
    expect(nextCell('left', { row: 0, column: 0 }, size)).toBeNull();
  });
});
