import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DiagnosticError } from '../diagnostic.ts';
import type { CustomView } from '../view.ts';
import { createPlotRecorder } from './plot.ts';
import { createViewMaker, viewLimits } from './view.ts';
import type { Resolve } from './view-words.ts';

const resolve: Resolve = {
  isNode: (id) => id === 'A' || id === 'B',
  place: (node, path) => (node === 'A' && path === 'log.1' ? { type: 'place', node, field: 'log', at: [1] } : null),
  message: ({ type }) => (type === 'Vote' ? 7 : null),
};
const { Plot, recorded } = createPlotRecorder();
const { View, made } = createViewMaker(resolve, recorded);

function shown(view: unknown): CustomView {
  const found = made(view);
  if (found === null) throw new Error('it is no view');
  return found;
}

function refusal(make: () => unknown): { readonly code: string; readonly text: string; readonly help: string } {
  try {
    make();
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostic;
    throw error;
  }
  throw new Error('it was taken');
}

const plainWord = (text: string) => ({ text, tone: null, note: '', about: null });

describe('words', () => {
  const wordOf = (given: unknown) => {
    const { content } = shown(View.text(given as never));
    return content.kind === 'text' ? content.words[0] : undefined;
  };

  test('are texts, numbers, yes and no, and nothing', () => {
    const { content } = shown(View.text(['a', 1, 2n, true, null, undefined]));
    expect(content).toEqual({ kind: 'text', words: ['a', '1', '2', 'true', '', ''].map(plainWord) });
  });

  test('that are called like a node are about it, unless they say otherwise', () => {
    expect(wordOf('A')?.about).toEqual({ type: 'node', id: 'A' });
    expect(wordOf({ text: 'A', node: null })?.about).toBeNull();
    expect(wordOf({ text: 'the leader', node: 'B' })?.about).toEqual({ type: 'node', id: 'B' });
    expect(wordOf({ text: 'gone', node: 'Z' })?.about).toBeNull();
  });

  test('are about a place in a state, a message on its way, a key or a moment', () => {
    expect(wordOf({ text: 'SET 5', node: 'A', path: 'log.1' })?.about).toEqual({
      type: 'place',
      node: 'A',
      field: 'log',
      at: [1],
    });
    // What is not there is still on that node.
    expect(wordOf({ text: 'SET 5', node: 'A', path: 'log.9' })?.about).toEqual({ type: 'node', id: 'A' });
    const message = { type: 'Vote', from: 'A', to: 'B', body: {}, sentAt: 0, arrivesAt: 1 };
    expect(wordOf({ text: 'vote', message })?.about).toEqual({ type: 'message', id: 7 });
    expect(wordOf({ text: 'gone', message: { ...message, type: 'Old' } })?.about).toBeNull();
    expect(wordOf({ text: 'k42', key: 'k42' })?.about).toEqual({ type: 'key', key: 'k42' });
    expect(wordOf({ text: 'then', step: 3 })?.about).toEqual({ type: 'moment', step: 4 });
  });

  test('that are misspelt, or are something else, say what may be given', () => {
    expect(refusal(() => View.text({ text: 'x', colour: 1 } as never))).toMatchObject({ code: 'view/bad-argument' });
    expect(refusal(() => View.text({ text: 'x', notes: '' } as never)).help).toContain("'note'");
    expect(refusal(() => View.text({ text: 'x', tone: 'bda' as never })).help).toContain("'bad'");
    expect(refusal(() => View.text((() => 1) as never)).text).toContain('a function');
  });
});

describe('rows', () => {
  test('of a table have a field for each column', () => {
    const view = View.table(
      [{ n: 1 }, { n: 2 }],
      { n: (row) => row.n, twice: (row) => [row.n, { text: row.n, tone: row.n }] },
      { title: 'Numbers', replaces: 'state' },
    );
    expect(shown(view)).toMatchObject({
      title: 'Numbers',
      replaces: 'state',
      content: { columns: ['n', 'twice'], more: 0 },
    });
    expect(shown(view).content).toMatchObject({
      rows: [
        [[plainWord('1')], [plainWord('1'), { ...plainWord('1'), tone: 1 }]],
        [[plainWord('2')], [plainWord('2'), { ...plainWord('2'), tone: 2 }]],
      ],
    });
  });

  test('that are too many are shown in part, and counted', () => {
    const rows = Array.from({ length: 1_000 }, (_, i) => i);
    expect(shown(View.table(rows, { i: (i) => i })).content).toMatchObject({ more: 1_000 - viewLimits.rows });
    expect(shown(View.bars(rows, { label: String, value: (i) => i })).content).toMatchObject({
      most: viewLimits.rows - 1,
    });
  });

  test('of lanes keep their last cells, and their marks count all', () => {
    const { content } = shown(
      View.lanes([Array.from({ length: 500 }, (_, i) => i)], {
        label: () => 'A',
        cells: (row) => row,
        marks: () => [{ after: 490, text: 'committed' }],
      }),
    );
    expect(content).toMatchObject({
      lanes: [{ before: 500 - viewLimits.cells, marks: [{ after: 490, text: 'committed' }] }],
    });
    expect(content.kind === 'lanes' && content.lanes[0]?.cells.at(-1)?.text).toBe('499');
  });

  test('that never end are refused', () => {
    function* forever() {
      for (;;) yield 1;
    }
    expect(refusal(() => View.table(forever(), { n: (n) => n })).code).toBe('view/too-big');
    expect(refusal(() => View.lanes([1], { label: () => '', cells: forever }))).toMatchObject({ code: 'view/too-big' });
  });
});

describe('trees and graphs', () => {
  interface Page {
    readonly keys: readonly string[];
    readonly pages: Page[];
  }
  const label = (page: Page) => page.keys;
  const children = (page: Page) => page.pages;

  test('a tree is what its children say', () => {
    const root: Page = { keys: ['m'], pages: [{ keys: ['a', 'f'], pages: [] }] };
    expect(shown(View.tree(root, { label, children })).content).toEqual({
      kind: 'tree',
      more: 0,
      root: {
        label: [plainWord('m')],
        more: 0,
        children: [{ label: [plainWord('a'), plainWord('f')], children: [], more: 0 }],
      },
    });
  });

  test('a node beneath itself is refused; a broad tree is shown in part', () => {
    const round: Page = { keys: ['x'], pages: [] };
    round.pages.push(round, round);
    expect(refusal(() => View.tree(round, { label, children })).code).toBe('view/too-big');
    const broad = (depth: number): Page => ({
      keys: ['x'],
      pages: depth === 0 ? [] : Array.from({ length: 40 }, () => broad(depth - 1)),
    });
    const { content } = shown(View.tree(broad(3), { label, children }));
    expect(content.kind === 'tree' && content.more).toBeGreaterThan(0);
  });

  test('a ring goes round; lines to figures that are not there are left out', () => {
    const { content } = shown(
      View.graph([1, 17, 33], {
        id: String,
        at: (n) => n / 16,
        layout: 'ring',
        links: (n) => [String(n + 16), { to: 'nowhere', text: 'x' }],
      }),
    );
    expect(content).toMatchObject({
      layout: 'ring',
      figures: [
        { id: '1', at: 1 / 16 },
        { id: '17', at: 1 / 16 },
        { id: '33', at: 1 / 16 },
      ],
      lines: [
        { from: '1', to: '17', text: '', tone: null },
        { from: '17', to: '33', text: '', tone: null },
      ],
    });
    expect(refusal(() => View.graph([1, 1], { id: String })).text).toContain('one id');
  });
});

describe('a stack', () => {
  test('holds views and plots, with the titles they have', () => {
    const plot: unknown = Plot['plot'];
    const plotted: unknown = typeof plot === 'function' ? plot({ marks: [] }) : null;
    const view = View.stack([View.text('a', { title: 'One' }), plotted] as never, {
      beside: true,
    });
    expect(shown(view)).toEqual({
      title: '',
      replaces: null,
      content: {
        kind: 'stack',
        beside: true,
        parts: [
          { title: 'One', content: { kind: 'text', words: [plainWord('a')] } },
          { title: '', content: { kind: 'plot', plot: { $call: 'plot', args: [{ marks: [] }] } } },
        ],
      },
    });
  });

  test('that doubles itself is too big before it is sent', () => {
    let view = View.text(Array.from({ length: 50 }, () => 'x'));
    for (let i = 0; i < 9; i++) view = View.stack([view, view]);
    expect(refusal(() => made(view)).code).toBe('view/too-big');
  });

  test('that holds another many times over, and that another, is refused and not counted for ever', () => {
    let view = View.text([]);
    for (let i = 0; i < 14; i++) view = View.stack(Array.from({ length: viewLimits.stacked }, () => view));
    expect(refusal(() => made(view)).code).toBe('view/too-big');
  });
});

test('what View did not make is no view, whatever it looks like', () => {
  expect([null, undefined, 1, 'table', {}, { view: 'table' }, [], () => 1].map((value) => made(value))).toEqual(
    Array.from({ length: 8 }, () => null),
  );
});

describe('whatever is given', () => {
  const throwing = {
    get text(): string {
      throw new DiagnosticError({ ...refusal(() => View.text((() => 1) as never)), code: 'view/threw' } as never);
    },
  };
  const round: unknown[] = [];
  round.push(round);
  const anything = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.anything({
        withBigInt: true,
        withMap: true,
        withSet: true,
        withNullPrototype: true,
        withSparseArray: true,
      }),
    },
    fc.constantFrom<unknown>(
      () => 1,
      Symbol('x'),
      round,
      throwing,
      new Proxy({}, {}),
      Number.NaN,
      -1,
      'A',
      new Date(0),
      /x/g,
    ),
    fc.constant(View.text('x')),
  );
  const accessors = fc.oneof(
    anything,
    anything.map((value) => () => value),
  );
  const specs = fc.oneof(
    anything,
    fc.dictionary(
      fc.constantFrom('label', 'cells', 'marks', 'value', 'children', 'id', 'links', 'at', 'layout', 'most', 'x'),
      accessors,
    ),
  );
  const options = fc.oneof(
    anything,
    fc.constant(undefined),
    fc.dictionary(fc.constantFrom('title', 'replaces', 'empty', 'beside'), anything),
  );

  test('it becomes a view that can be sent, or a diagnostic (property)', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(View)), anything, specs, options, (name, rows, spec, rest) => {
        const member: unknown = Reflect.get(View, name);
        try {
          const view = (member as (...args: unknown[]) => unknown)(
            rows,
            name === 'text' || name === 'stack' ? rest : spec,
            rest,
          );
          const data = made(view);
          expect(data).not.toBeNull();
          expect(structuredClone(data)).toEqual(data);
          expect(JSON.stringify(data).length).toBeLessThan(5_000_000);
        } catch (error) {
          if (!(error instanceof DiagnosticError)) throw error;
          expect(error.diagnostic.text).not.toBe('');
          expect(error.diagnostic.help).not.toBe('');
        }
      }),
      { numRuns: 500 },
    );
  });
});
