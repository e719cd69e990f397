import { describe, expect, it } from 'vitest';
import type { CellSource } from '../../kernel/compile/compiled.ts';
import { insertCell, replaceCode } from '../../kernel/notebook/edit.ts';
import { cellsOf, print } from '../../kernel/notebook/notebook.ts';
import { parse } from '../../kernel/notebook/parse.ts';
import type { SavedRun } from '../storage/notebooks.ts';
import { compiledCell, journal, notebookText } from '../testing.ts';
import { keysOf } from '../model/kept-history.ts';
import { build, knownCells, knownParts, sourcesForBuild, withSavedKeys } from './restore.ts';

/** A notebook whose second cell was added last, so that its key is out of order. */
const edited = insertCell(parse(notebookText), cellsOf(parse(notebookText))[0]?.key ?? null, {
  kind: 'rules',
  code: 'const added = 1',
}).notebook;

const saved = (details: Partial<SavedRun> = {}): SavedRun => ({
  text: print(edited),
  keys: keysOf(edited),
  nextKey: edited.nextKey,
  inForce: 'p',
  build,
  journal: journal(9, 'p'),
  sources: [{ id: 'p', cells: cellsOf(edited).map(compiledCell) }],
  speed: 1,
  ...details,
});

const keys = (notebook: typeof edited) => cellsOf(notebook).map((cell) => cell.key);

describe('opening again', () => {
  it('gives every cell the key it had, which parsing alone would not', () => {
    expect(keys(parse(print(edited)))).not.toEqual(keys(edited));
    expect(withSavedKeys(print(edited), saved())).toEqual(edited);
  });

  it('gives the keys back even when the text has changed since the run was saved', () => {
    const [first = '', second = '', third = ''] = keys(edited);
    const later = replaceCode(edited, third, 'const b = 77');
    expect(keys(withSavedKeys(print(later), saved()))).toEqual([first, second, third]);
  });

  it('keeps what belongs to a cell until the cell is gone', () => {
    const [first = '', second = ''] = keys(edited);
    const pins = [{ cell: first }, { cell: second }, { cell: 'gone' }];
    expect(knownParts(withSavedKeys(print(edited), saved()), pins, ({ cell }) => cell)).toEqual(pins.slice(0, 2));
  });

  it('without a saved run, parses', () => {
    expect(withSavedKeys(notebookText, null)).toEqual(parse(notebookText));
  });

  it('compiles again only what has changed, and keeps the version in force of what does not compile', () => {
    const [, second = ''] = keys(edited);
    const broken = replaceCode(edited, second, 'const added = !!');
    const known = knownCells(broken, saved().sources, 'p');
    expect(known.compiled[second]).toBeUndefined();
    expect(known.good[second]?.source).toBe('const added = 1\n');
    expect(Object.keys(known.compiled)).toHaveLength(2);
  });

  it('compiles the saved programs anew when another build made them', async () => {
    const compiled: string[] = [];
    const compiler = {
      compile: async (cells: readonly CellSource[]) => {
        compiled.push(...cells.map((cell) => cell.code));
        return cells.map(compiledCell);
      },
    };
    expect(await sourcesForBuild(saved(), compiler)).toEqual(saved().sources);
    expect(compiled).toEqual([]);
    const sources = await sourcesForBuild(saved({ build: 'older' }), compiler);
    expect(sources.map((source) => source.id)).toEqual(['p']);
    expect(compiled).toEqual(['const a = 1\n', 'const added = 1\n', 'const b = 2\n']);
  });
});
