/**
 * Makes the real calls of a recorded plot. What comes in was written by a stranger's cell, or by something that
 * pretends to be one, so nothing in it is trusted: only Plot's own functions are called, options that reach outside
 * the picture are dropped, sizes and steps that would make Plot loop for ever are refused, long data are thinned.
 */
import type { PlotCall, PlotValue } from '../../kernel/protocol.ts';
import { thinAbove, thinned } from './thin.ts';

export const limits = {
  values: 1_500_000,
  calls: 2_000,
  depth: 28,
  marks: 500,
  facets: 100,
  height: 1_600,
  text: 10_000,
} as const;

/** The namespace of `@observablehq/plot`. */
export type PlotModule = Readonly<Record<string, unknown>>;

/** Why a plot is not drawn: what is wrong and what to do. */
export class PlotRefused extends Error {
  override readonly name = 'PlotRefused';
  constructor(
    text: string,
    readonly help: string,
  ) {
    super(text);
  }
}

export interface Interpreted {
  /** What the outermost call returned. */
  readonly value: unknown;
  /** Sentences about what was left out. */
  readonly notes: readonly string[];
}

/** Functions of Plot that are of no use, or of harm, to a picture made of data. */
const refused: ReadonlySet<string> = new Set([
  ...['autoSpec', 'column', 'formatIsoDate', 'formatMonth', 'formatNumber', 'formatWeekday', 'initializer', 'scale'],
  ...['interpolateNearest', 'interpolateNone', 'interpolatorBarycentric', 'interpolatorRandomWalk'],
  ...['numberInterval', 'timeInterval', 'transform', 'utcInterval', 'valueof'],
]);
const constants: ReadonlySet<string> = new Set(['identity', 'indexOf']);
const containers: ReadonlySet<string> = new Set(['plot', 'marks', 'legend']);

/** Options that reach outside the picture (links, styles, documents), or are functions in Plot. */
const dropped: ReadonlySet<string> = new Set([
  ...['href', 'target', 'className', 'style', 'document', 'render', 'initializer', 'transform'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'ownerDocument', 'nodeType'],
]);

/** Option → the least and greatest number it may be. */
const bounds: Readonly<Record<string, readonly [number, number]>> = {
  height: [20, limits.height],
  width: [40, 4_000],
  ticks: [0, 200],
  tickSpacing: [8, 10_000],
  thresholds: [1, 500],
  base: [2, 1_000],
  binWidth: [3, 1_000],
  pixelSize: [1, 1_000],
  multiple: [1, 1_000],
  strokeWidth: [0, 200],
  fontSize: [1, 200],
};

/** Options that cut the data's extent into steps. */
const steps: ReadonlySet<string> = new Set(['interval', 'unit']);
const mostSteps = 5_000;
const namedThresholds: ReadonlySet<string> = new Set(['auto', 'freedman-diaconis', 'scott', 'sturges']);

interface Walk {
  readonly plot: PlotModule;
  /** The greatest number in the data, for options that are steps. */
  readonly extent: number;
  readonly notes: string[];
  values: number;
  calls: number;
}

/** The names of Plot's functions that a plot may call. */
export function allowedNames(plot: PlotModule): readonly string[] {
  return Object.keys(plot).filter((name) => functionNamed(plot, name) !== null);
}

export function interpret(call: PlotCall, plot: PlotModule): Interpreted {
  const walk: Walk = { plot, extent: greatest(call, 0), notes: [], values: 0, calls: 0 };
  return { value: called(call, walk, 0), notes: walk.notes };
}

/** The top call with a plot's options laid over it; a bare mark is put into a plot. */
export function withPlotOptions(
  call: PlotCall,
  change: (options: Readonly<Record<string, PlotValue>>) => Readonly<Record<string, PlotValue>>,
): PlotCall {
  if (call.$call !== 'plot')
    return containers.has(call.$call) && call.$call !== 'marks'
      ? call
      : { $call: 'plot', args: [change({ marks: [call] })] };
  const [options] = call.args;
  return { $call: 'plot', args: [change(isOptions(options) ? options : {})] };
}

// ---------------------------------------------------------------- calls

function functionNamed(plot: PlotModule, name: string): ((...args: readonly unknown[]) => unknown) | null {
  if (!Object.hasOwn(plot, name) || refused.has(name) || !/^[a-z]/.test(name)) return null;
  const member: unknown = plot[name];
  return isFunction(member) ? member : null;
}

function called(call: PlotCall, walk: Walk, depth: number): unknown {
  const name = call.$call;
  walk.calls++;
  if (walk.calls > limits.calls)
    throw new PlotRefused(`The plot makes more than ${limits.calls} calls.`, 'Use fewer marks with more rows.');
  if (constants.has(name) && Object.hasOwn(walk.plot, name)) return walk.plot[name];
  const member = functionNamed(walk.plot, name);
  if (member === null)
    throw new PlotRefused(`Plot.${name.slice(0, 40)} cannot be called.`, 'See the reference of Observable Plot.');
  if (!Array.isArray(call.args) || call.args.length > 8)
    throw new PlotRefused(`Plot.${name} was given wrong arguments.`, '');
  const args: readonly PlotValue[] = call.args;
  const [data, options] = args;
  if (containers.has(name) || !Array.isArray(data))
    return member(...args.map((argument) => optionValue(argument, '', walk, depth + 1)));
  return member(...markArguments(name, data, options, args.slice(2), walk, depth));
}

/** A mark's rows are data: any column name goes, and long ones are thinned when no transform needs them all. */
function markArguments(
  name: string,
  data: readonly PlotValue[],
  given: PlotValue | undefined,
  rest: readonly PlotValue[],
  walk: Walk,
  depth: number,
): readonly unknown[] {
  checkFacets(data, given);
  const others = rest.map((argument) => optionValue(argument, '', walk, depth + 1));
  // A transform counts all rows, so only a plain mark can do with fewer.
  const isPlain = given === undefined || (isOptions(given) && !isCall(given));
  const options = isPlain && given !== undefined ? withSeries(name, data, given) : given;
  const kept = isPlain && data.length > thinAbove ? keptRows(data, options) : null;
  if (kept !== null) walk.notes.push(`Plot.${name}: ${kept.length} of ${data.length} rows drawn.`);
  const rows = dataValue(kept === null ? data : pick(data, kept), walk, depth + 1);
  if (options === undefined) return [rows];
  const thin = kept === null || !isOptions(options) ? options : thinChannels(options, data.length, kept);
  return [rows, optionValue(thin, '', walk, depth + 1), ...others];
}

function keptRows(data: readonly PlotValue[], options: PlotValue | undefined): readonly number[] {
  const { x, y, y2, z, stroke, fill } = isOptions(options) ? options : {};
  return thinned(data.length, numberOf(reader(data, y ?? y2 ?? x)), reader(data, z ?? stroke ?? fill));
}

/** A line of few rows and many colours: without a `z` that says the same, Plot would warn in each redraw. */
function withSeries(
  name: string,
  data: readonly PlotValue[],
  options: Readonly<Record<string, PlotValue>>,
): Readonly<Record<string, PlotValue>> {
  const channel = name.startsWith('area') ? options['fill'] : name.startsWith('line') ? options['stroke'] : undefined;
  if (channel === undefined || 'z' in options) return options;
  const read = reader(data, channel);
  const series = new Set(data.map((_, row) => read(row)));
  return series.size > 1 && series.size > (1 + data.length) >> 1 ? { ...options, z: channel } : options;
}

/** Channels given as arrays lose the same rows as the data. */
function thinChannels(
  options: Readonly<Record<string, PlotValue>>,
  count: number,
  kept: readonly number[],
): Readonly<Record<string, PlotValue>> {
  return Object.fromEntries(
    Object.entries(options).map(([key, value]): [string, PlotValue] => {
      if (Array.isArray(value) && value.length === count) return [key, pick(value, kept)];
      if (isOptions(value) && (key === 'channels' || Array.isArray(value['value'])))
        return [key, thinChannels(value, count, kept)];
      return [key, value];
    }),
  );
}

function pick(values: readonly PlotValue[], rows: readonly number[]): readonly PlotValue[] {
  return rows.map((row) => values[row] ?? null);
}

/** How to read a channel of a row: a column's name, or an array beside the data. */
function reader(data: readonly PlotValue[], channel: PlotValue | undefined): (row: number) => unknown {
  if (typeof channel === 'string') {
    return (row) => {
      const value = data[row];
      return isOptions(value) && Object.hasOwn(value, channel) ? value[channel] : null;
    };
  }
  if (Array.isArray(channel)) return (row) => channel[row];
  return () => null;
}

function numberOf(read: (row: number) => unknown): (row: number) => number {
  return (row) => {
    const value = read(row);
    return typeof value === 'number' ? value : Number.NaN;
  };
}

/** Each facet is a plot of its own. */
function checkFacets(data: readonly PlotValue[], options: PlotValue | undefined): void {
  if (!isOptions(options)) return;
  for (const channel of [options['fx'], options['fy']]) {
    if (channel === undefined) continue;
    const read = reader(data, channel);
    const seen = new Set<unknown>();
    for (let row = 0; row < data.length && seen.size <= limits.facets; row++) seen.add(read(row));
    if (seen.size > limits.facets)
      throw new PlotRefused(`The plot has more than ${limits.facets} facets.`, 'Group the rows first.');
  }
}

// ---------------------------------------------------------------- values

function count(walk: Walk, depth: number): void {
  walk.values++;
  if (walk.values > limits.values)
    throw new PlotRefused('The plot holds too many values.', 'Aggregate or thin the rows first.');
  if (depth > limits.depth) throw new PlotRefused('The plot is nested too deep.', 'Pass flat rows.');
}

/** Data: text is only ever shown as text, or looked up as a colour. */
function dataValue(value: PlotValue, walk: Walk, depth: number): unknown {
  count(walk, depth);
  if (typeof value === 'string') return harmless(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map((item) => dataValue(item, walk, depth + 1));
  const row: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(value))
    if (key !== '__proto__') row[key] = dataValue(entry, walk, depth + 1);
  return row;
}

function optionValue(value: PlotValue, key: string, walk: Walk, depth: number): unknown {
  count(walk, depth);
  if (steps.has(key)) return checkedStep(value, key, walk);
  if (typeof value === 'number') return bounded(value, key);
  if (typeof value === 'string') return checkedText(value, key);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) {
    if (key === 'marks' && value.length > limits.marks)
      throw new PlotRefused(`The plot has more than ${limits.marks} marks.`, 'Use fewer marks with more rows.');
    return value.map((item) => optionValue(item, key === 'marks' ? '' : key, walk, depth + 1));
  }
  if (isCall(value)) return called(value, walk, depth + 1);
  const options: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(value)) {
    if (dropped.has(name) || (name === 'src' && !isPicture(entry))) continue;
    options[name] = optionValue(entry, name, walk, depth + 1);
  }
  return options;
}

function bounded(value: number, key: string): number {
  const range = Object.hasOwn(bounds, key) ? bounds[key] : undefined;
  return range === undefined
    ? value
    : Math.max(range[0], Math.min(range[1], Number.isFinite(value) ? value : range[0]));
}

function checkedStep(value: PlotValue, key: string, walk: Walk): PlotValue {
  if (typeof value === 'number' && value > 0 && walk.extent / value <= mostSteps) return value;
  throw new PlotRefused(
    `The option ${key} would cut the plot into too many steps, or is not a number.`,
    `Give ${key} as a number of at least ${(walk.extent / mostSteps).toPrecision(2)}.`,
  );
}

function checkedText(value: string, key: string): string {
  // Names of time intervals would count every second of a wide domain.
  if (key === 'ticks') throw new PlotRefused('Ticks cannot be named.', 'Give the number of ticks, or their values.');
  if (key === 'thresholds' && !namedThresholds.has(value))
    throw new PlotRefused(`There are no thresholds named ${value.slice(0, 40)}.`, 'Give their number.');
  return harmless(value);
}

/** `url(…)` in a colour or filter could fetch from elsewhere; also when written with CSS escapes. */
function harmless(text: string): string {
  const short = text.length > limits.text ? `${text.slice(0, limits.text)}…` : text;
  if (!short.includes('(')) return short;
  return short.replaceAll(/\\/g, '').replaceAll(/(url|src|image|image-set|element)\s*\(/gi, '$1\u200b(');
}

function isPicture(value: PlotValue): boolean {
  if (Array.isArray(value)) return value.every(isPicture);
  return typeof value === 'string' && /^data:image\/(png|jpeg|gif|webp);base64,/.test(value);
}

function greatest(value: PlotValue, depth: number): number {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.abs(value) : 0;
  if (value instanceof Date) return Math.abs(value.getTime());
  if (typeof value !== 'object' || value === null || depth > limits.depth) return 0;
  let most = 0;
  for (const entry of Array.isArray(value) ? value : Object.values(value))
    most = Math.max(most, greatest(entry, depth + 1));
  return most;
}

function isCall(value: PlotValue): value is PlotCall {
  return isOptions(value) && typeof value['$call'] === 'string';
}

/** A record: neither a list nor a date. */
export function isOptions(value: PlotValue | undefined): value is { readonly [key: string]: PlotValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function isFunction(value: unknown): value is (...args: readonly unknown[]) => unknown {
  return typeof value === 'function';
}
