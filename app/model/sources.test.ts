import { describe, expect, it } from 'vitest';
import { failedCell } from '../../kernel/compile/compiled.ts';
import { sharing } from './sources.ts';

const cell = (key: string, code: string): ReturnType<typeof failedCell> => ({
  ...failedCell({ key, kind: 'rules', slug: null, code }, []),
  hash: code,
  js: code,
});

describe('sources', () => {
  it('share the cells that an edit left alone', () => {
    const known = [cell('a', 'one'), cell('b', 'two')];
    const shared = sharing(
      { id: 'x', cells: structuredClone([cell('a', 'one'), cell('b', 'three'), cell('c', 'four')]) },
      known,
    );
    expect(shared.cells[0]).toBe(known[0]);
    expect(shared.cells[1]).not.toBe(known[1]);
    expect(shared.cells.map(({ source }) => source)).toEqual(['one', 'three', 'four']);
    const stored = structuredClone([shared, { id: 'y', cells: [...known] }]);
    expect(stored[0]?.cells[0]).toBe(stored[1]?.cells[0]);
  });
});
