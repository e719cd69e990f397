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
import { millis, type NodeInWorld } from '../world/world.ts';
import { valueAt } from './columns.ts';
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
    const told = group.flatMap((one, index) =>
      Array.from({ length: countBefore(one, step) }, (_, row) => ({
        at: one.step[row] as number,
        value: one.value[row] as number,
        index,
      })),
    );
    const rows = group.length > 1 ? told.toSorted((a, b) => a.at - b.at) : told;
    const current = new Array<number>(group.length).fill(0);
    const points = rows.map(({ at, value, index }): SeriesPoint => {
      current[index] = value;
      const time = at < run.columns.length ? millis(valueAt(run.columns, 'time', at)) : 0;
      return { ...labels, time, value: kind === 'counter' ? current.reduce((sum, part) => sum + part, 0) : value };
    });
    return thinned(points, seriesPointLimit);
  });
}

function thinned<T>(points: readonly T[], limit: number): readonly T[] {
  if (points.length <= limit) return points;
  const stride = points.length / limit;
  return Array.from(
    { length: limit },
    (_, i) => points[i === limit - 1 ? points.length - 1 : Math.floor(i * stride)] as T,
  );
}

/** The newest 2,000 events up to `step` that pass the filter, oldest first. */
export function eventsOf(run: Run, step: number, filter: EventFilter): readonly EventRow[] {
  const { columns } = run;
  const { names, nodes } = worldOf(run);
  const rows: EventRow[] = [];
  for (let row = step - 1; row >= 0 && rows.length < eventRowLimit; row--) {
    const { node, rule, kind, time } = rowOf(run, row);
    const message = names.list[valueAt(columns, 'type', row)] ?? '';
    if (filter.node !== undefined && filter.node !== node) continue;
    if (filter.rule !== undefined && filter.rule !== rule) continue;
    if (filter.kind !== undefined && filter.kind !== kind) continue;
    if (filter.message !== undefined && filter.message !== message) continue;
    rows.push({
      step: row,
      time,
      kind,
      node,
      rule,
      message,
      from: nodes[valueAt(columns, 'from', row)]?.id ?? '',
      cause: Math.max(-1, valueAt(columns, 'cause', row)),
    });
  }
  return rows.toReversed();
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
