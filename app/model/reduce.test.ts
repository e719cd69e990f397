import { describe, expect, it } from 'vitest';
import { nothingExplored } from '../../kernel/exploration.ts';
import { cellsOf, print } from '../../kernel/notebook/notebook.ts';
import type { BranchView, GhostView, Race } from '../../kernel/protocol.ts';
import {
  compiledCell,
  frame,
  journal as journalOf,
  notebookText,
  openNotebook,
  opened,
  runningPage,
  swapReply,
} from '../testing.ts';
import type { Check } from './checks.ts';
import { badgeOf, blocksOf, diagnosticsOf, programCells, titleOf } from './open.ts';
import { createPage, type PageStore } from './page-store.ts';

const keys = (page = runningPage()) => cellsOf(opened(page).notebook).map((cell) => cell.key);

describe('an edit', () => {
  it('changes only its own cell, and that cell is rehearsing until the kernel has answered', () => {
    const page = runningPage();
    const [one = '', two = ''] = keys(page);
    page.dispatch({ type: 'edit', key: one, text: 'const a = 2' });
    expect(print(opened(page).notebook)).toBe(notebookText.replace('const a = 1', 'const a = 2'));
    expect(badgeOf(opened(page), one)).toBe('rehearsing');
    expect(badgeOf(opened(page), two)).toBe('live');

    const cell = cellsOf(opened(page).notebook)[0];
    if (cell === undefined) throw new Error('no cell');
    page.dispatch({ type: 'compiled', cells: [compiledCell(cell)] });
    expect(badgeOf(opened(page), one)).toBe('rehearsing');
    const cells = programCells(opened(page));
    page.dispatch({ type: 'swapped', cells, reply: swapReply(cells) });
    expect(badgeOf(opened(page), one)).toBe('live');
  });

  it('that does not compile keeps the last good version in what a swap sends, and says why', () => {
    const page = runningPage();
    const [one = ''] = keys(page);
    const before = programCells(opened(page));
    page.dispatch({ type: 'edit', key: one, text: 'const a = !!' });
    const cell = cellsOf(opened(page).notebook)[0];
    if (cell === undefined) throw new Error('no cell');
    page.dispatch({ type: 'compiled', cells: [compiledCell(cell)] });
    expect(programCells(opened(page))).toEqual(before);
    expect(badgeOf(opened(page), one)).toBe('kept');
    expect(diagnosticsOf(opened(page), one).map((d) => d.code)).toEqual(['compile/syntax']);
  });

  it('that goes back to the text in force is live at once', () => {
    const page = runningPage();
    const [one = ''] = keys(page);
    page.dispatch({ type: 'edit', key: one, text: 'const a = 2' });
    page.dispatch({ type: 'edit', key: one, text: 'const a = 1' });
    expect(badgeOf(opened(page), one)).toBe('live');
  });

  it('marks the text as not yet saved', () => {
    const page = runningPage();
    page.dispatch({ type: 'edit', key: keys(page)[0] ?? '', text: 'const a = 2' });
    expect(opened(page).saved).toEqual({ type: 'saving' });
  });
});

describe('what the run says of a cell', () => {
  it('about the end of the text stands on the last line that is shown', () => {
    const page = runningPage();
    const [one = ''] = keys(page);
    const range = { line: 2, column: 1, endLine: 2, endColumn: 2 };
    const end = {
      code: 'rule/threw',
      severity: 'error',
      cell: one,
      range,
      text: 'It threw.',
      help: '',
      notes: [],
      mend: null,
    } as const;
    page.dispatch({ type: 'framed', frame: frame({ diagnostics: [end] }), journal: null });
    expect(diagnosticsOf(opened(page), one)[0]?.range).toEqual({ line: 1, column: 11, endLine: 1, endColumn: 12 });
  });

  it('has no place in the text once the text on the page is another than the one in force', () => {
    const page = runningPage();
    const [one = ''] = keys(page);
    const range = { line: 1, column: 1, endLine: 1, endColumn: 2 };
    const threw = {
      code: 'rule/threw',
      severity: 'error',
      cell: one,
      range,
      text: 'It threw.',
      help: '',
      notes: [],
      mend: null,
    } as const;
    page.dispatch({ type: 'framed', frame: frame({ diagnostics: [threw] }), journal: null });
    expect(diagnosticsOf(opened(page), one)[0]?.range).toEqual(range);
    page.dispatch({ type: 'edit', key: one, text: 'const a = 2' });
    const cell = cellsOf(opened(page).notebook)[0];
    if (cell === undefined) throw new Error('no cell');
    page.dispatch({ type: 'compiled', cells: [compiledCell(cell)] });
    expect(diagnosticsOf(opened(page), one)[0]?.range).toBeNull();
  });
});

describe('what an exploration came to grief on', () => {
  const threw = { code: 'rule/threw', severity: 'error', text: 'It threw.', help: '', notes: [], mend: null } as const;
  const range = { line: 1, column: 1, endLine: 1, endColumn: 2 };
  const grieving = (cell: string | null, checkIn: string): PageStore => {
    const page = runningPage();
    const result = { ...nothingExplored, name: 'all', verdict: 'error' } as const;
    const diagnostics = [
      { ...threw, cell, range: cell === null ? null : range },
      { ...threw, cell, range, severity: 'warning' },
    ] as const;
    const check: Check = {
      type: 'explore',
      name: 'all',
      cell: checkIn,
      range,
      from: null,
      stage: 'done',
      spentMs: 1,
      result: { ...result, diagnostics },
      before: null,
      stories: {},
    };
    page.dispatch({ type: 'checks', checks: [check] });
    return page;
  };

  it('stands under the cell of the rule, at its line; what it only warns of does not', () => {
    const [one = '', two = ''] = keys();
    const page = grieving(one, two);
    expect(diagnosticsOf(opened(page), one)).toMatchObject([{ code: 'rule/threw', severity: 'error', range }]);
    expect(diagnosticsOf(opened(page), two)).toEqual([]);
  });

  it('stands at the check when no rule is to blame', () => {
    const [, two = ''] = keys();
    expect(diagnosticsOf(opened(grieving(null, two)), two)).toMatchObject([{ code: 'rule/threw', range }]);
  });
});

describe('deleting', () => {
  it('can be undone to the byte, several times over', () => {
    const page = runningPage();
    const [one = '', two = ''] = keys(page);
    page.dispatch({ type: 'delete', key: one });
    page.dispatch({ type: 'delete', key: two });
    expect(cellsOf(opened(page).notebook)).toHaveLength(0);
    page.dispatch({ type: 'undo-delete' });
    page.dispatch({ type: 'undo-delete' });
    expect(print(opened(page).notebook)).toBe(notebookText);
    expect(keys(page)).toEqual([one, two]);
  });

  it('can be undone after other edits, which stay', () => {
    const page = runningPage();
    const [one = '', two = ''] = keys(page);
    page.dispatch({ type: 'delete', key: one });
    page.dispatch({ type: 'edit', key: two, text: 'const b = 3' });
    page.dispatch({ type: 'undo-delete' });
    expect(cellsOf(opened(page).notebook).map((cell) => cell.code)).toEqual(['const a = 1\n', 'const b = 3\n']);
    expect(keys(page)).toEqual([one, two]);
    expect(badgeOf(opened(page), one)).toBe('live');
  });

  it('offers the undo', () => {
    const page = runningPage();
    page.dispatch({ type: 'delete', key: keys(page)[0] ?? '' });
    expect(page.state.notice?.actions[0]?.type).toBe('undo-delete');
  });
});

describe('moving and adding', () => {
  it('moves a cell over the text before it and keeps its key', () => {
    const page = runningPage();
    const [one = '', two = ''] = keys(page);
    page.dispatch({ type: 'move', key: two, by: -1 });
    const order = blocksOf(opened(page)).map((block) => (block.type === 'cell' ? block.code.trim() : block.raw.trim()));
    expect(order).toEqual(['# Two cells', 'const a = 1', 'const b = 2', 'Between them.']);
    expect(keys(page)).toEqual([one, two]);
  });

  it('does nothing at the ends', () => {
    const page = runningPage();
    const { notebook } = opened(page);
    page.dispatch({ type: 'move', key: keys(page)[1] ?? '', by: 1 });
    expect(opened(page).notebook).toBe(notebook);
  });

  it('adds a cell below the chosen one and chooses it for writing', () => {
    const page = runningPage();
    const [one = ''] = keys(page);
    page.dispatch({ type: 'add', after: one, kind: 'check' });
    const added = cellsOf(opened(page).notebook)[1];
    expect(added?.kind).toBe('check');
    expect(opened(page).selection).toEqual({ key: added?.key, mode: 'edit' });
  });

  it('gives every added cell a key of its own', () => {
    const page = runningPage();
    const [one = ''] = keys(page);
    page.dispatch({ type: 'add', after: one, kind: 'rules' });
    page.dispatch({ type: 'add', after: one, kind: 'rules' });
    expect(new Set(keys(page)).size).toBe(4);
    expect(keys(page)).not.toContain('');
  });

  it('shows blank text between cells only while it is written in', () => {
    const page = createPage();
    page.dispatch({
      type: 'opened',
      open: openNotebook('```ts rules\nconst a = 1\n```\n\n```ts rules\nconst b = 2\n```\n'),
    });
    expect(blocksOf(opened(page))).toHaveLength(2);
    page.dispatch({ type: 'add', after: keys(page)[0] ?? '', kind: 'prose' });
    expect(blocksOf(opened(page)).map((block) => block.type)).toEqual(['cell', 'prose', 'cell']);
    page.dispatch({ type: 'select-next', by: 1 });
    expect(blocksOf(opened(page))).toHaveLength(2);
  });
});

describe('a swap', () => {
  it('keeps the sources that the journal names, and the newest of the others', () => {
    const page = runningPage();
    const cells = programCells(opened(page));
    const first = opened(page).inForce ?? '';
    const swapTo = (id: string, named: string): void =>
      page.dispatch({
        type: 'swapped',
        cells,
        reply: swapReply(cells, { source: { id, cells }, journal: journalOf(4, named) }),
      });
    for (let n = 0; n < 80; n++) swapTo(`program ${n}`, first);
    const kept = Object.keys(opened(page).sources);
    expect(kept).toContain(first);
    expect(kept).toContain('program 79');
    expect(kept).toContain('program 40');
    expect(kept).not.toContain('program 0');
    expect(kept.length).toBeLessThan(60);
  });
});

describe('the title', () => {
  it('is the front matter’s, else the first heading, else the file’s name', () => {
    expect(titleOf(openNotebook().notebook, 'x.sim.md')).toBe('Two');
    expect(titleOf(openNotebook('Text.\n\n## Only a heading\n').notebook, 'x.sim.md')).toBe('Only a heading');
    expect(titleOf(openNotebook('Text.\n').notebook, 'x.sim.md')).toBe('x');
  });
});

describe('branches', () => {
  const branch = (id: number, isCurrent = false): BranchView => ({
    ...{ id, name: `b${id}`, parent: null, forkedAt: { step: 0, time: 0 }, tip: { now: 0, step: 0 }, isCurrent },
    ...{ violated: 0, violation: null, density: [] },
  });
  const framed = (store: PageStore, branches: readonly BranchView[], ghost: GhostView | null = null): void =>
    store.dispatch({ type: 'framed', frame: frame({ branches, ghost }), journal: null });

  it('are compared in the topology, until one of them is no longer there', () => {
    const store = runningPage();
    framed(store, [branch(1, true), branch(2)]);
    store.dispatch({ type: 'stage-view', view: 'branches' });
    store.dispatch({ type: 'compare', with: 2 });
    expect(opened(store)).toMatchObject({ stageView: 'topology', comparing: { with: 2 } });
    framed(store, [branch(1, true), branch(2)]);
    expect(opened(store).comparing).not.toBeNull();
    framed(store, [branch(1, true)]);
    expect(opened(store).comparing).toBeNull();
    store.dispatch({ type: 'compare', with: 'ghost' });
    framed(store, [branch(1, true)]);
    expect(opened(store).comparing).toBeNull();
  });

  it('are compared the other way round when one goes to the other', () => {
    const store = runningPage();
    framed(store, [branch(1, true), branch(2), branch(3)]);
    store.dispatch({ type: 'compare', with: 2 });
    store.dispatch({ type: 'branch', act: { type: 'switch', id: 2 } });
    expect(opened(store).comparing).toMatchObject({ with: 1 });
    framed(store, [branch(1), branch(2, true), branch(3)]);
    store.dispatch({ type: 'branch', act: { type: 'switch', id: 3 } });
    expect(opened(store).comparing).toMatchObject({ with: 1 });
  });

  it('that were deleted are remembered by name until they are brought back', () => {
    const store = runningPage();
    framed(store, [branch(1, true), branch(2), branch(3)]);
    for (const id of [1, 2, 3]) store.dispatch({ type: 'branch', act: { type: 'delete', id } });
    expect(opened(store).deletedBranches).toEqual(['b2', 'b3']);
    store.dispatch({ type: 'branch', act: { type: 'undelete' } });
    expect(opened(store).deletedBranches).toEqual(['b2']);
  });

  it('of a race come to the front once, when it is done', () => {
    const store = runningPage();
    const race: Race = {
      ...{ status: 'running', step: 4, time: 1, node: 'a', orders: 0, rivals: [], atRest: true, notes: [] },
      outcomes: [],
    };
    store.dispatch({ type: 'race', step: 4 });
    store.dispatch({ type: 'raced', race });
    expect(opened(store).stageView).toBe('topology');
    store.dispatch({ type: 'raced', race: { ...race, status: 'done' } });
    expect(opened(store).stageView).toBe('branches');
    store.dispatch({ type: 'stage-view', view: 'log' });
    store.dispatch({ type: 'raced', race: { ...race, status: 'done' } });
    expect(opened(store).stageView).toBe('log');
  });
});

describe('the list of notebooks', () => {
  it('that cannot be read again stays as it was, and says why; read once more, it is whole', () => {
    const page = createPage();
    const entry = { file: 'a.sim.md', title: 'A', description: '' };
    expect(page.state.gallery).toEqual({ status: 'reading', entries: [] });
    page.dispatch({ type: 'gallery-read', gallery: [entry], why: '', recent: [] });
    page.dispatch({ type: 'gallery-read', gallery: null, why: 'The server does not answer.', recent: [] });
    expect(page.state.gallery).toEqual({ status: 'failed', entries: [entry], why: 'The server does not answer.' });
    page.dispatch({ type: 'gallery-read', gallery: [], why: '', recent: [] });
    expect(page.state.gallery).toEqual({ status: 'read', entries: [] });
  });
});
