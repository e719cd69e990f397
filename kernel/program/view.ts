/**
 * The `View` that a view cell sees. Its functions take the author's rows and what to show of each, ask at once for everything they
 * show, and keep plain, bounded data: no function, getter or loop of the author's goes to the page.
 *
 * What is too long is shown in part and the rest counted, so that a view of a run that grows goes on being a view. What never
 * ends, contains itself or is no word is refused where it was given.
 */
import type { PlotCall } from '../plot-call.ts';
import { type Branching, builtInViews, type CustomView, type ViewContent, type Word } from '../view.ts';
import type { CustomView as Opaque, Views } from './view-language.ts';
import {
  bad,
  fieldsOf,
  kindOf,
  listOf,
  type Resolve,
  textOf,
  tooBig,
  toneOf,
  wordLimits,
  wordOf,
  wordsOf,
} from './view-words.ts';

export const viewLimits = {
  rows: 200,
  columns: 40,
  /** In one field, or of one line of text. */
  words: 60,
  /** Of a lane: its last ones. */
  cells: 60,
  marks: 20,
  parts: 24,
  figures: 150,
  lines: 600,
  /** Of a tree. */
  branches: 400,
  depth: 16,
  children: 32,
  stacked: 24,
  /** Of a view, all in all. */
  all: 6_000,
} as const;

export interface ViewMaker {
  /** What a cell calls `View`. Its functions throw DiagnosticError for what cannot be shown. */
  readonly View: Views;
  /** What a cell returned, when `View` made it; null when not. Throws DiagnosticError when it is too big. */
  made(value: unknown): CustomView | null;
  /** Made by `View`; a plot is not. */
  isMade(value: unknown): boolean;
}

/** @param plotOf a plot that a cell made with `Plot`; null when it is none */
export function createViewMaker(resolve: Resolve, plotOf: (value: unknown) => PlotCall | null): ViewMaker {
  const views = new WeakMap<object, CustomView>();

  function keep(name: string, content: (empty: string) => ViewContent, options: unknown): Opaque {
    const { title, replaces, empty } = optionsOf(options, name);
    const opaque: Opaque = Object.freeze({ view: name });
    views.set(opaque, { title, replaces, content: content(empty) });
    return opaque;
  }

  /** What an accessor gives for each row, as far as rows are shown. */
  function rowsOf(rows: unknown, of: string, most: number = viewLimits.rows): ReturnType<typeof listOf> {
    return listOf(rows, `the rows of ${of}`, most);
  }

  const words = (given: unknown, where: string): readonly Word[] => wordsOf(given, where, resolve, viewLimits.words);

  function partOf(value: unknown): { readonly title: string; readonly content: ViewContent } {
    const own = typeof value === 'object' && value !== null ? views.get(value) : undefined;
    if (own !== undefined) return own;
    const plot = plotOf(value);
    if (plot !== null) return { title: '', content: { kind: 'plot', plot } };
    throw bad(
      `A part of View.stack is ${kindOf(value)}.`,
      'Its parts are made by View.table, View.lanes, … or Plot.plot.',
    );
  }

  const View: Views = {
    table(rows, columns, options) {
      const accessors = Object.entries(fieldsOf(columns, Object.keys(columns ?? {}), 'the columns of View.table'));
      if (accessors.length > viewLimits.columns)
        throw tooBig(`View.table has ${accessors.length} columns; ${viewLimits.columns} can be shown.`, 'Show fewer.');
      for (const [name, accessor] of accessors) requireAccessor(accessor, `the column '${name}' of View.table`);
      const { items, more } = rowsOf(rows, 'View.table');
      return keep(
        'table',
        (empty) => ({
          kind: 'table',
          columns: accessors.map(([name]) => textOf(name, 'a column', wordLimits.text)),
          rows: items.map((row, i) =>
            accessors.map(([name, of]) => words(call(of, row, i), `the column '${name}' of View.table`)),
          ),
          more,
          empty,
        }),
        options,
      );
    },

    lanes(rows, spec, options) {
      const { label, cells, marks } = accessorsOf(spec, 'View.lanes', ['label', 'cells'], ['marks']);
      const { items, more } = rowsOf(rows, 'View.lanes');
      const lanes = items.map((row, i) => {
        const own = listOf(call(cells, row, i), 'the cells of View.lanes', viewLimits.cells, true);
        const lines =
          marks === undefined ? [] : listOf(call(marks, row, i), 'the marks of View.lanes', viewLimits.marks).items;
        return {
          label: words(call(label, row, i), 'the label of View.lanes'),
          before: own.more,
          cells: own.items.map((cell) => wordOf(cell, 'the cells of View.lanes', resolve)),
          marks: lines.map(markOf).toSorted((a, b) => a.after - b.after),
        };
      });
      return keep('lanes', (empty) => ({ kind: 'lanes', lanes, more, empty }), options);
    },

    bars(rows, spec, options) {
      const given = fieldsOf(spec, ['label', 'value', 'most', 'unit'], 'the second argument of View.bars');
      const { label, value } = accessorsOf(
        { label: given['label'], value: given['value'] },
        'View.bars',
        ['label', 'value'],
        [],
      );
      const { items, more } = rowsOf(rows, 'View.bars');
      const bars = items.map((row, i) => ({
        label: words(call(label, row, i), 'the label of View.bars'),
        parts: barParts(call(value, row, i)),
      }));
      const greatest = Math.max(0, ...bars.map(({ parts }) => parts.reduce((sum, part) => sum + part.value, 0)));
      const most = given['most'] === undefined ? greatest : amountOf(given['most'], 'most of View.bars');
      const unit = textOf(given['unit'], 'the unit of View.bars', 20);
      return keep('bars', (empty) => ({ kind: 'bars', bars, most: most > 0 ? most : 1, unit, more, empty }), options);
    },

    tree(root, spec, options) {
      const { label, children } = accessorsOf(spec, 'View.tree', ['label', 'children'], []);
      const left = { branches: viewLimits.branches, more: 0 };
      const branchOf = (node: unknown, index: number, depth: number): Branching => {
        if (depth > viewLimits.depth)
          throw tooBig(
            `View.tree is more than ${viewLimits.depth} deep, or a node is beneath itself.`,
            'Let children return fewer levels.',
          );
        left.branches -= 1;
        const own = listOf(call(children, node, index), 'the children of View.tree', viewLimits.children);
        const shown = own.items.slice(0, Math.max(0, left.branches));
        const hidden = own.more + own.items.length - shown.length;
        const branch = {
          label: words(call(label, node, index), 'the label of View.tree'),
          children: shown.map((child, i) => branchOf(child, i, depth + 1)),
          more: hidden,
        };
        left.more += hidden;
        return branch;
      };
      const content = branchOf(root, 0, 0);
      return keep('tree', () => ({ kind: 'tree', root: content, more: left.more }), options);
    },

    graph(rows, spec, options) {
      const given = fieldsOf(spec, ['id', 'label', 'links', 'layout', 'at'], 'the second argument of View.graph');
      const { layout = 'layers', ...rest } = given;
      if (layout !== 'layers' && layout !== 'ring')
        throw bad(`The layout of View.graph is ${kindOf(layout)}.`, "Give 'layers' or 'ring'.");
      const { id, label, links, at } = accessorsOf(rest, 'View.graph', ['id'], ['label', 'links', 'at']);
      const { items, more } = rowsOf(rows, 'View.graph', viewLimits.figures);
      const figures = items.map((row, i) => {
        const name = nameOf(call(id, row, i), 'the id of View.graph');
        const place = at === undefined ? i / items.length : placeOf(call(at, row, i));
        const word = wordOf(label === undefined ? name : call(label, row, i), 'the label of View.graph', resolve);
        return { id: name, word, at: place };
      });
      const known = new Set(figures.map((figure) => figure.id));
      if (known.size < figures.length)
        throw bad('Two figures of View.graph have one id.', 'Give each row an id of its own.');
      const lines =
        links === undefined
          ? []
          : items.flatMap((row, i) => {
              const from = figures[i]?.id ?? '';
              return listOf(call(links, row, i), 'the links of View.graph', viewLimits.lines).items.map((link) =>
                lineOf(from, link),
              );
            });
      return keep(
        'graph',
        (empty) => ({
          kind: 'graph',
          layout,
          figures,
          lines: lines.filter(({ to }) => known.has(to)).slice(0, viewLimits.lines),
          more,
          empty,
        }),
        options,
      );
    },

    text(given, options) {
      const own = words(given, 'View.text');
      return keep('text', () => ({ kind: 'text', words: own }), options);
    },

    stack(given, options = {}) {
      const { beside, ...rest } = fieldsOf(options, ['beside', ...optionNames], 'the options of View.stack');
      const { items, more } = listOf(given, 'the parts of View.stack', viewLimits.stacked);
      if (more > 0)
        throw tooBig(
          `View.stack has ${items.length + more} parts; ${viewLimits.stacked} can be shown.`,
          'Make views of more than one row.',
        );
      const parts = items.map((item) => {
        const { title, content } = partOf(item);
        return { title, content };
      });
      return keep('stack', () => ({ kind: 'stack', parts, beside: beside === true }), rest);
    },
  };

  return {
    View: Object.freeze(View),
    isMade: (value) => typeof value === 'object' && value !== null && views.has(value),
    made(value) {
      const own = typeof value === 'object' && value !== null ? views.get(value) : undefined;
      const plot = own === undefined ? plotOf(value) : null;
      const view =
        own ?? (plot === null ? null : { title: '', replaces: null, content: { kind: 'plot', plot } as const });
      if (view === null) return null;
      const size = sizeOf(view.content, 0);
      if (size <= viewLimits.all) return view;
      throw tooBig(`The view has more than ${viewLimits.all} words.`, 'Show fewer rows, or add them up.');
    },
  };
}

// ---------------------------------------------------------------- what authors give

const optionNames = ['title', 'replaces', 'empty'];

function optionsOf(given: unknown, name: string): Pick<CustomView, 'title' | 'replaces'> & { readonly empty: string } {
  const { title, replaces, empty } = fieldsOf(given ?? {}, optionNames, `the options of View.${name}`);
  const found = replaces === undefined ? null : builtInViews.find((view) => view === replaces);
  if (found === undefined)
    throw bad(`View.${name} replaces ${kindOf(replaces)}, which is no view.`, `Views: ${builtInViews.join(', ')}.`);
  return {
    title: textOf(title, `the title of View.${name}`, 40),
    replaces: found,
    empty: textOf(empty, `empty of View.${name}`, wordLimits.text),
  };
}

type Accessor = (row: unknown, index: number) => unknown;

function accessorsOf<Must extends string, May extends string>(
  spec: unknown,
  of: string,
  must: readonly Must[],
  may: readonly May[],
): { readonly [K in Must]: Accessor } & { readonly [K in May]?: Accessor } {
  const fields = fieldsOf(spec, [...must, ...may], `the second argument of ${of}`);
  const found: [string, Accessor][] = [];
  for (const name of [...must, ...may]) {
    const accessor = fields[name];
    if (accessor === undefined && may.some((one) => one === name)) continue;
    requireAccessor(accessor, `${name} of ${of}`);
    found.push([name, accessor]);
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each name of `must` was looked for above
  return Object.fromEntries(found) as { readonly [K in Must]: Accessor } & { readonly [K in May]?: Accessor };
}

function requireAccessor(value: unknown, what: string): asserts value is Accessor {
  if (isAccessor(value)) return;
  const text = what.charAt(0).toUpperCase() + what.slice(1);
  throw bad(`${text} is ${kindOf(value)}.`, 'Give a function of the row, as (s) => s.term.');
}

const isAccessor = (value: unknown): value is Accessor => typeof value === 'function';

const call = (accessor: unknown, row: unknown, index: number): unknown =>
  isAccessor(accessor) ? accessor(row, index) : undefined;

function markOf(given: unknown): { readonly after: number; readonly text: string } {
  const { after, text } = fieldsOf(given, ['after', 'text'], 'a mark of View.lanes');
  return { after: amountOf(after, 'after of a mark of View.lanes'), text: textOf(text, 'the text of a mark', 60) };
}

function barParts(given: unknown): readonly { value: number; text: string; tone: Word['tone'] }[] {
  if (typeof given !== 'object' || given === null)
    return [{ value: amountOf(given, 'a value of View.bars'), text: '', tone: null }];
  return listOf(given, 'the parts of View.bars', viewLimits.parts).items.map((part) => {
    const { value, text, tone } = fieldsOf(part, ['value', 'text', 'tone'], 'a part of View.bars');
    return {
      value: amountOf(value, 'the value of a part of View.bars'),
      text: textOf(text, 'a part of View.bars', 60),
      tone: tone === undefined ? null : toneOf(tone, 'a part of View.bars'),
    };
  });
}

function lineOf(from: string, given: unknown): { from: string; to: string; text: string; tone: Word['tone'] } {
  if (typeof given === 'string') return { from, to: given, text: '', tone: null };
  const { to, text, tone } = fieldsOf(given, ['to', 'text', 'tone'], 'a link of View.graph');
  return {
    from,
    to: nameOf(to, 'to of a link of View.graph'),
    text: textOf(text, 'a link of View.graph', 60),
    tone: tone === undefined ? null : toneOf(tone, 'a link of View.graph'),
  };
}

function nameOf(given: unknown, what: string): string {
  if (typeof given === 'string' || typeof given === 'number') return textOf(given, what, wordLimits.text);
  throw bad(`${what.charAt(0).toUpperCase()}${what.slice(1)} is ${kindOf(given)}.`, 'Give a text.');
}

function amountOf(given: unknown, what: string): number {
  if (typeof given === 'number' && Number.isFinite(given) && given >= 0) return given;
  throw bad(
    `${what.charAt(0).toUpperCase()}${what.slice(1)} is ${kindOf(given)}.`,
    'Give a number that is not negative.',
  );
}

/** Round and round: 1.25 is a quarter. */
function placeOf(given: unknown): number {
  if (typeof given === 'number' && Number.isFinite(given)) return given - Math.floor(given);
  throw bad(`at of View.graph is ${kindOf(given)}.`, 'Give a number from 0 to 1.');
}

// ---------------------------------------------------------------- how much it is

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

function sizeOf(content: ViewContent, depth: number): number {
  if (depth > viewLimits.depth) throw tooBig('View.stack is nested too deep.', 'Put all parts into one.');
  switch (content.kind) {
    case 'text':
      return content.words.length;
    case 'table':
      return sum(content.rows.map((row) => 1 + sum(row.map((cell) => cell.length))));
    case 'lanes':
      return sum(content.lanes.map(({ label, cells, marks }) => label.length + cells.length + marks.length));
    case 'bars':
      return sum(content.bars.map(({ label, parts }) => label.length + parts.length));
    case 'tree':
      return branchSize(content.root);
    case 'graph':
      return content.figures.length + content.lines.length;
    case 'plot':
      return 1;
    case 'stack':
      return stackSize(content.parts, depth);
  }
}

/** As far as it matters: one that holds another many times over, and so on, would be counted for ever. */
function stackSize(parts: Extract<ViewContent, { kind: 'stack' }>['parts'], depth: number): number {
  let size = 1;
  for (const { content } of parts) {
    size += sizeOf(content, depth + 1);
    if (size > viewLimits.all) break;
  }
  return size;
}

const branchSize = ({ label, children }: Branching): number => label.length + sum(children.map(branchSize));
