/**
 * The Plot that cells see. Observable Plot needs a document and the kernel has none, so a plot cell's calls are
 * recorded as data (`PlotCall`) and the page makes the real ones.
 *
 * The one thing that cannot travel is a function. Accessors can be replaced by what they return, but only when the
 * data they apply to is known: at the mark's call, `Plot.line(rows, { x: (d) => d.time })`, also when the accessor
 * sits inside a transform, `Plot.line(rows, Plot.windowY(10, { x: (d) => d.time }))`. So every call is kept raw
 * until a mark, or the plot itself, settles it. A function that is not an accessor is refused with advice.
 */
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import type { PlotCall, PlotValue } from '../protocol.ts';
import { plotConstants, plotFunctions, plotRefused } from './plot-names.ts';

/** More cannot be sent to the page in the time of a redraw. */
export const plotLimits = { rows: 50_000, values: 500_000, depth: 24, text: 10_000 } as const;

export interface PlotNames {
  readonly functions: readonly string[];
  readonly constants: readonly string[];
  /** Name → what to write instead. */
  readonly refused: Readonly<Record<string, string>>;
}

export interface PlotRecorder {
  /** What a cell calls `Plot`. Members record; unknown and refused ones throw `plot/unsupported`. */
  readonly Plot: { readonly [name: string]: unknown };
  /** The finished plot a cell returned, or null when it returned something else. A bare mark is put in a plot. */
  recorded(value: unknown): PlotCall | null;
}

const knownNames: PlotNames = { functions: plotFunctions, constants: plotConstants, refused: plotRefused };

/** Calls that hold marks; they are not marks and have no data. */
const containers: ReadonlySet<string> = new Set(['plot', 'marks', 'legend']);
/** Calls whose rows are used as a whole, not by column. */
const wholeRows: ReadonlySet<string> = new Set([
  'geo',
  'centroid',
  'geoCentroid',
  'tree',
  'cluster',
  'treeNode',
  'treeLink',
  'identity',
]);
/** What Plot has not and `2-language.md` promises: a stat keeps its value until it is told another. */
const steps: Readonly<Record<string, string>> = { stepX: 'lineX', stepY: 'lineY' };
/** Transforms whose first argument is an accessor. */
const accessorFirst: ReadonlySet<string> = new Set(['filter', 'sort']);

const adviceOf: Readonly<Record<string, string>> = {
  tickFormat: 'Give a d3-format string, such as tickFormat: ".1f" or "~s".',
  format: 'Give d3-format strings, such as format: { x: ".1f" }.',
  curve: 'Name the curve: "linear", "step-after", "monotone-x", …',
  sort: 'Sort the rows before you pass them, or name a column.',
  reduce: 'Name a reducer: "mean", "median", "max", "p95", …',
  order: 'Name an order or a column: "value", "sum", "appearance", …',
  transform: 'Apply it to the data with map() before you pass them.',
  interpolate: 'Name an interpolation, or list the colours as range: […].',
  render: 'A mark cannot draw by itself here: combine marks of Plot.',
};

/** One settling: the call it is for, its data, and what it has cost so far. */
interface Settling {
  readonly call: string;
  readonly data: readonly unknown[] | null;
  readonly cost: { values: number };
}

export function createPlotRecorder(names: PlotNames = knownNames): PlotRecorder {
  const calls = new WeakSet<object>();
  const settledCalls = new WeakMap<object, PlotCall>();

  function remember<Call extends RawCall>(call: Call): Call {
    // Like Plot's own marks: `Plot.line(…).plot({ y: … })`. Not enumerable, so it does not travel.
    Object.defineProperty(call, 'plot', { value: (options: object = {}) => plotAround(call, options) });
    calls.add(call);
    return call;
  }

  function rememberSettled(call: PlotCall): PlotCall {
    settledCalls.set(call, call);
    return remember(call);
  }

  function plotAround(mark: RawCall, options: object): PlotCall {
    const marks: readonly unknown[] = 'marks' in options && Array.isArray(options.marks) ? options.marks : [];
    return settleContainer({ $call: 'plot', args: [{ ...options, marks: [...marks, mark] }] });
  }

  function record(name: string, args: readonly unknown[]): RawCall {
    const raw: RawCall = { $call: name, args };
    if (containers.has(name)) return settleContainer(raw);
    const data = rowsOf(args[0]);
    return data === null ? remember(raw) : rememberSettled(settleMark(raw, data));
  }

  function settleContainer(raw: RawCall): PlotCall {
    return rememberSettled(settleCall(raw, { call: raw.$call, data: null, cost: { values: 0 } }));
  }

  function settleMark(raw: RawCall, data: readonly unknown[]): PlotCall {
    if (data.length > plotLimits.rows) {
      throw unsupported(
        `Plot.${raw.$call} was given ${data.length} rows; at most ${plotLimits.rows} can be drawn.`,
        'Aggregate or thin the rows first.',
      );
    }
    const settling: Settling = { call: raw.$call, data, cost: { values: 0 } };
    const options = raw.args
      .slice(1)
      .map((argument, i, all) => settleArgument(argument, i === all.length - 1, settling));
    const rows = options.length > 0 && !wholeRows.has(raw.$call) ? withColumns(data, stringsIn(options)) : data;
    return { $call: raw.$call, args: [settle(rows, 'data', settling, 0), ...options] };
  }

  function settleCall(raw: RawCall, settling: Settling, depth = 0): PlotCall {
    const args = raw.args.map((argument, i, all) => {
      const isOptions = i === all.length - 1 && !(i === 0 && accessorFirst.has(raw.$call));
      if (isCallable(argument) && accessorFirst.has(raw.$call) && i === 0) {
        return accessed(argument, raw.$call, settling);
      }
      return isOptions
        ? settleArgument(argument, true, settling, depth)
        : settle(argument, raw.$call, settling, depth + 1);
    });
    while (args.length > 0 && raw.args[args.length - 1] === undefined) args.pop();
    return { $call: raw.$call, args };
  }

  /** An argument of a call; the last one holds the options, where functions are accessors. */
  function settleArgument(argument: unknown, isOptions: boolean, settling: Settling, depth = 0): PlotValue {
    if (!isOptions || !isRecord(argument) || calls.has(argument))
      return settle(argument, 'options', settling, depth + 1);
    return settleOptions(argument, settling, depth + 1);
  }

  function settleOptions(options: Readonly<Record<string, unknown>>, settling: Settling, depth: number): PlotValue {
    checkDepth(depth, settling);
    refuseSpread(options);
    const settled: Record<string, PlotValue> = {};
    for (const [key, value] of Object.entries(options)) {
      if (value === undefined) continue;
      if (Object.hasOwn(adviceOf, key) && !(key === 'sort' && typeof value === 'function'))
        settled[key] = settle(value, key, settling, depth + 1);
      else if (isCallable(value)) settled[key] = accessed(value, key, settling);
      else if (
        isRecord(value) &&
        !calls.has(value) &&
        (key === 'channels' || key === 'tip' || key === 'facet' || 'value' in value)
      ) {
        settled[key] = settleOptions(value, key === 'facet' ? facetSettling(value, settling) : settling, depth + 1);
      } else settled[key] = settle(value, key, settling, depth + 1);
    }
    return settled;
  }

  /** The values an accessor gives for the rows at hand. */
  function accessed(accessor: Callable, option: string, settling: Settling): PlotValue {
    if (settling.data === null || accessor.length > 2 || (option === 'sort' && accessor.length === 2))
      throw unsupportedFunction(option, settling);
    return Array.from(settling.data, (row, i) => settle(accessor(row, i), option, settling, 1));
  }

  function settle(value: unknown, option: string, settling: Settling, depth: number): PlotValue {
    checkDepth(depth, settling);
    settling.cost.values++;
    if (settling.cost.values > plotLimits.values) {
      throw unsupported(
        `Plot.${settling.call} was given more than ${plotLimits.values} values.`,
        'Aggregate or thin the rows first.',
      );
    }
    switch (typeof value) {
      case 'undefined':
        return null;
      case 'boolean':
      case 'number':
        return value;
      case 'string':
        return value.length > plotLimits.text ? `${value.slice(0, plotLimits.text)}…` : value;
      case 'bigint':
        return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
      case 'function':
        throw unsupportedFunction(option, settling);
      case 'symbol':
        throw unsupported(`Plot.${settling.call} was given a symbol in ${option}.`, 'Pass text or a number.');
      case 'object':
        return value === null ? null : settleObject(value, option, settling, depth);
    }
  }

  function settleObject(value: object, option: string, settling: Settling, depth: number): PlotValue {
    if (isRawCall(value) && calls.has(value)) {
      return settledCalls.get(value) ?? settleCall(value, settling, depth + 1);
    }
    if (isDate(value)) return new Date(value.getTime());
    const items = itemsOf(value);
    if (items !== null) return Array.from(items, (item) => settle(item, option, settling, depth + 1));
    refuseSpread(value);
    const settled: Record<string, PlotValue> = {};
    for (const [key, entry] of Object.entries(value)) {
      if (entry !== undefined) settled[key] = settle(entry, key, settling, depth + 1);
    }
    return settled;
  }

  const members: Record<string, unknown> = {};
  for (const name of names.functions) members[name] = (...args: readonly unknown[]) => record(name, args);
  for (const [name, line] of Object.entries(steps)) {
    members[name] = (data: unknown, options: object = {}) => record(line, [data, { curve: 'step-after', ...options }]);
  }
  for (const name of names.constants) members[name] = rememberSettled({ $call: name, args: [] });

  return {
    Plot: new Proxy(Object.freeze(members), {
      get(target, name) {
        if (typeof name === 'symbol' || Object.hasOwn(target, name)) return Reflect.get(target, name);
        if (name === 'then' || name === 'toJSON' || name === 'constructor') return undefined;
        throw unknownMember(name, names);
      },
    }),
    recorded(value) {
      if (!isRawCall(value) || !calls.has(value)) return null;
      return (containers.has(value.$call) ? settledCalls.get(value) : undefined) ?? plotAround(value, {});
    },
  };
}

// ---------------------------------------------------------------- shapes of values

interface RawCall {
  readonly $call: string;
  readonly args: readonly unknown[];
}

type Callable = (...args: readonly unknown[]) => unknown;

function isRawCall(value: unknown): value is RawCall {
  return isRecord(value) && typeof value['$call'] === 'string' && Array.isArray(value['args']);
}

function isArrayLike(value: object): value is ArrayLike<unknown> {
  return 'length' in value && typeof value.length === 'number';
}

function isCallable(value: unknown): value is Callable {
  return typeof value === 'function';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !isDate(value) && itemsOf(value) === null;
}

/** Works for a Date of another realm, and where the name Date is taken away. */
function isDate(value: object): value is Date {
  return Object.prototype.toString.call(value) === '[object Date]';
}

function itemsOf(value: object): Iterable<unknown> | null {
  return isIterable(value) ? value : null;
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value && typeof value[Symbol.iterator] === 'function';
}

/** The rows of a mark: an iterable, or `{ length: n }`. Null when the argument is not data. */
function rowsOf(argument: unknown): readonly unknown[] | null {
  if (typeof argument !== 'object' || argument === null) return null;
  if (Array.isArray(argument)) return argument;
  const items = itemsOf(argument);
  if (items !== null) return Array.from(items);
  if (!isArrayLike(argument)) return null;
  // One more than allowed is enough to be refused.
  return Array.from({ ...argument, length: Math.min(argument.length, plotLimits.rows + 1) });
}

/** The rows with only the named columns; a row that is not a record stays as it is. */
function withColumns(rows: readonly unknown[], names: ReadonlySet<string>): readonly unknown[] {
  if (names.has(everyColumn)) return rows;
  return rows.map((row) =>
    isRecord(row) ? Object.fromEntries(Object.entries(row).filter(([name]) => names.has(name))) : row,
  );
}

const everyColumn = '\u0000every column';

/** Every text in the options: among them are the names of the columns used. */
function stringsIn(value: PlotValue | readonly PlotValue[], found: Set<string> = new Set()): Set<string> {
  if (typeof value === 'string') found.add(value);
  else if (Array.isArray(value)) {
    // A channel given as an array holds values, not names; its first few tell which options are lists of names.
    for (const item of value.slice(0, 64)) stringsIn(item, found);
  } else if (typeof value === 'object' && value !== null && !isDate(value)) {
    if ('$call' in value && typeof value['$call'] === 'string' && wholeRows.has(value['$call'])) found.add(everyColumn);
    for (const entry of Object.values(value)) stringsIn(entry, found);
  }
  return found;
}

function facetSettling(facet: Readonly<Record<string, unknown>>, settling: Settling): Settling {
  return { call: settling.call, data: rowsOf(facet['data']), cost: settling.cost };
}

// ---------------------------------------------------------------- errors

function checkDepth(depth: number, settling: Settling): void {
  if (depth > plotLimits.depth) {
    throw unsupported(
      `Plot.${settling.call} was given a value nested more than ${plotLimits.depth} deep, or one that contains itself.`,
      'Pass flat rows.',
    );
  }
}

/** `{ ...Plot.windowY(…), stroke }` would lose the recorded call. */
function refuseSpread(value: object): void {
  if ('$call' in value) {
    throw unsupported(
      `The result of Plot.${String(value.$call)} cannot be spread into options.`,
      `Put the other options inside: Plot.${String(value.$call)}(…, { x, y, stroke }).`,
    );
  }
}

function unsupportedFunction(option: string, settling: Settling): DiagnosticError {
  const advice = adviceOf[option] ?? 'Compute the values first and pass them as an array or a column.';
  return unsupported(
    `Plot.${settling.call} was given a function for ${option}; it cannot be sent to the page.`,
    advice,
  );
}

function unknownMember(name: string, names: PlotNames): DiagnosticError {
  const advice = names.refused[name];
  if (advice !== undefined) return unsupported(`Plot.${name} cannot be used in a plot cell.`, advice);
  const lower = name.toLowerCase();
  const near = names.functions.filter((known) => known.toLowerCase().startsWith(lower.slice(0, 3))).slice(0, 5);
  return unsupported(
    `Plot has no member ${name}.`,
    near.length > 0 ? `There is ${near.join(', ')}.` : 'See the reference of Observable Plot.',
  );
}

function unsupported(text: string, help: string): DiagnosticError {
  return new DiagnosticError(diagnostic('plot/unsupported', text, { help }));
}
