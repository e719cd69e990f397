/**
 * What plots and views read: stats over time, events, and fields of the state over time.
 *
 * Fields are not recorded as the run goes on. A silent second world follows the run and notes the fields
 * that some plot asked for; it does a bounded piece of work at a time, so a plot of a long run fills in over a few
 * redraws instead of holding up the page.
 */
import type { EventFilter, EventRow, HistoryPoint, KindName, NodeId, SeriesPoint } from '../program/language.ts';
import { canonical, copy } from '../plain.ts';
import type { Machine } from '../world/step.ts';
import { eventKindNames } from '../world/queue.ts';
import { millis, type NodeInWorld } from '../world/world.ts';
import { chunkBits, chunkRows } from './chunk.ts';
import { chunkAt, thinnedRows, timeAbout, valueAt } from './columns.ts';
import { createFollower, type Follower, followOn, outsideOf } from './follow.ts';
import { rowOf } from './row.ts';
import { type Run, worldOf } from './run.ts';
import { countBefore, type StatSeries } from './stats.ts';

const seriesPointLimit = 2_000;
const eventRowLimit = 2_000;
const historyPointLimit = 20_000;
/** Turns that one redraw may re-run. */
const turnsPerDraw = 50_000;

/** A stat up to `step`, at most 2,000 points for each value of the label `by`; without `by`, labels are added up. */
export function seriesOf(run: Run, step: number, stat: string, by: string | undefined): readonly SeriesPoint[] {
  const all = [...(run.stats.byName.get(stat)?.values() ?? [])];
  const kind = all[0]?.kind;
  if (kind === undefined) return [];
  const groups = new Map<string, StatSeries[]>();
  for (const one of all) {
    const label = by === undefined ? '' : String(one.labels[by] ?? '');
    const group = groups.get(label);
    if (group === undefined) groups.set(label, [one]);
    else group.push(one);
  }
  return [...groups].flatMap(([label, group]) => {
    const labels = by === undefined ? {} : { [by]: label };
    return toldBy(group, step, kind).map(([at, value]): SeriesPoint => {
      const time = at < run.columns.length ? millis(timeAbout(run.columns, at)) : 0;
      return { ...labels, time, value };
    });
  });
}

type Told = readonly [step: number, value: number];

/** What series told up to `step`, in its order; a counter's are added up. Of many points 2,000. */
function toldBy(group: readonly StatSeries[], step: number, kind: StatSeries['kind']): readonly Told[] {
  const counts = group.map((one) => countBefore(one, step));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const [first] = group;
  if (total === 0 || first === undefined) return [];
  const pointOf = (one: StatSeries, row: number): Told => [one.step[row] as number, one.value[row] as number];
  if (group.length === 1) return spread(total).map((row) => pointOf(first, row));
  if (kind === 'counter' && total > seriesPointLimit) return sumsAt(group, counts, step);
  const share = Math.min(1, seriesPointLimit / total);
  const points = group.flatMap((one, index) => {
    const count = counts[index] ?? 0;
    return spread(count, Math.ceil(count * share)).map((row) => ({ index, told: pointOf(one, row) }));
  });
  const ordered = points.toSorted((a, b) => a.told[0] - b.told[0]);
  if (kind !== 'counter') return ordered.map(({ told }) => told);
  const current = new Array<number>(group.length).fill(0);
  let sum = 0;
  return ordered.map(({ index, told: [at, value] }): Told => {
    sum += value - (current[index] ?? 0);
    current[index] = value;
    return [at, sum];
  });
}

/** The sum of counters at moments that are spread evenly over the events in which they were told. */
function sumsAt(group: readonly StatSeries[], counts: readonly number[], step: number): readonly Told[] {
  const firsts = group.flatMap((one, index) => ((counts[index] ?? 0) > 0 ? [one.step[0] as number] : []));
  const from = Math.min(...firsts);
  return spread(step - from).map((offset): Told => {
    const at = from + offset;
    const sum = group.reduce((total, one) => {
      const rows = countBefore(one, at + 1);
      return rows === 0 ? total : total + (one.value[rows - 1] as number);
    }, 0);
    return [at, sum];
  });
}

/** Rows of so many, all or evenly spread, the last one included. */
function spread(count: number, limit = seriesPointLimit): number[] {
  if (count <= limit) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: limit }, (_, i) => (i === limit - 1 ? count - 1 : Math.floor((i * count) / limit)));
}

/** The newest 2,000 events up to `step` that pass the filter, oldest first. Those thinned away are not looked through. */
export function eventsOf(run: Run, step: number, filter: EventFilter): readonly EventRow[] {
  const { columns } = run;
  const { names, nodes, byId } = worldOf(run);
  const number = (wanted: string | undefined, find: (name: string) => number): number | null =>
    wanted === undefined ? null : find(wanted);
  const node = number(filter.node, (id) => byId.get(id)?.index ?? unknown);
  const rule = number(filter.rule, (name) => known(names.find(name)));
  const kind = number(filter.kind, (name) => known(eventKindNames.indexOf(name)));
  const message = number(filter.message, (name) => known(names.find(name)));
  const found: number[] = [];
  const oldest = thinnedRows(columns);
  for (let index = (step - 1) >> chunkBits; index << chunkBits >= oldest && found.length < eventRowLimit; index--) {
    const chunk = chunkAt(columns, index);
    const base = index << chunkBits;
    for (let row = Math.min(chunkRows, step - base) - 1; row >= 0 && found.length < eventRowLimit; row--) {
      if (node !== null && chunk.node[row] !== node) continue;
      if (rule !== null && chunk.rule[row] !== rule) continue;
      if (kind !== null && chunk.kind[row] !== kind) continue;
      if (message !== null && chunk.type[row] !== message) continue;
      found.push(base + row);
    }
  }
  return found.toReversed().map((row): EventRow => {
    const event = rowOf(run, row);
    return {
      step: row,
      time: event.time,
      kind: event.kind,
      node: event.node,
      rule: event.rule,
      message: names.list[valueAt(columns, 'type', row)] ?? '',
      from: nodes[valueAt(columns, 'from', row)]?.id ?? '',
      cause: Math.max(-1, valueAt(columns, 'cause', row)),
    };
  });
}

/** No row has this number. */
const unknown = -2;

function known(number: number): number {
  return number < 0 ? unknown : number;
}

interface Watch {
  readonly kind: string;
  readonly path: readonly string[];
  readonly points: (HistoryPoint & { readonly step: number })[];
  /** The last value seen of each node, as text. */
  readonly last: Map<NodeId, string>;
}

/** Follows a run and remembers the fields that were asked for. */
export interface Historian {
  of(step: number, kind: KindName, path: string): readonly HistoryPoint[];
}

export function createHistorian(run: Run): Historian {
  const watches = new Map<string, Watch>();
  let follower: Follower | null = null;

  function begin(): Follower {
    for (const watch of watches.values()) {
      watch.points.length = 0;
      watch.last.clear();
    }
    const begun = createFollower(run);
    noteAll(begun.machine);
    return begun;
  }

  function noteAll(machine: Machine): void {
    for (const node of machine.world.nodes) note(machine, node);
  }

  function note(machine: Machine, node: NodeInWorld): void {
    for (const watch of watches.values()) {
      if (watch.kind !== node.kind || watch.points.length >= historyPointLimit) continue;
      let value: unknown = node.state;
      for (const field of watch.path)
        value =
          value instanceof Map ? value.get(field) : (value as Record<string, unknown> | null | undefined)?.[field];
      const text = canonical(value);
      if (watch.last.get(node.id) === text) continue;
      watch.last.set(node.id, text);
      watch.points.push({ time: millis(machine.world.now), id: node.id, value: copy(value), step: machine.world.step });
    }
  }

  function follow(): void {
    if (follower === null || follower.machine.world.turn > worldOf(run).turn) follower = begin();
    const outside = outsideOf(run);
    for (let left = turnsPerDraw; left > 0; left--) {
      const outcome = followOn(run, follower, outside);
      if (outcome === 'there') return;
      const { machine } = follower;
      const node = outcome === 'event' ? machine.world.nodes[machine.world.last.node] : undefined;
      if (outcome === 'outside') noteAll(machine);
      else if (node !== undefined) note(machine, node);
    }
  }

  return {
    of(step, kind, path) {
      const key = `${kind.kindName} ${path}`;
      let watch = watches.get(key);
      if (watch === undefined) {
        watch = { kind: kind.kindName, path: path.split('.'), points: [], last: new Map() };
        watches.set(key, watch);
        follower = null;
      }
      follow();
      return watch.points
        .filter((point) => point.step <= step)
        .map(({ time, id, value }): HistoryPoint => ({ time, id, value: value as unknown }));
    },
  };
}
