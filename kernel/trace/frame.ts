/**
 * A picture of a run at one moment, as plain data for the page: at its tip, or at an earlier step by way of a
 * silent copy of the world.
 */
import type { Diagnostic } from '../diagnostic.ts';
import type { Place } from '../program/declaration.ts';
import type {
  Frame,
  GhostView,
  LogRow,
  Mark,
  MessageView,
  NodeView,
  PropertyView,
  RuleView,
  RunStatus,
  TimerView,
  Want,
} from '../protocol.ts';
import { EventKind } from '../world/queue.ts';
import { cutPairs } from '../world/act.ts';
import { refOf } from '../world/wire.ts';
import { isOfHistory } from '../world/history-monitor.ts';
import type { Machine } from '../world/step.ts';
import { millis, type NodeInWorld, type World } from '../world/world.ts';
import { type Columns, notesAt, rowAt, rowsUpTo, scan } from './columns.ts';
import type { Densities } from './density.ts';
import { type Ghost, ghostAt } from './ghost.ts';
import { groupOf } from './group.ts';
import { firingsAfter } from './past.ts';
import { rivalCounts } from './rivals.ts';
import { roleFieldOf, roleOf } from './role.ts';
import { rowOf } from './row.ts';
import { type Run, worldOf } from './run.ts';
import { shown, textOf } from './shown.ts';
import { stateDifferences } from './state-differences.ts';
import { statsOf } from './stat-views.ts';
import { memoryOf } from './thin.ts';

const sparkBuckets = 20;
const sparkSpanMs = 2_000;
const sparkRowLimit = 20_000;
const messageLimit = 2_000;
const detailFields = ['term', 'currentTerm', 'ballot', 'epoch', 'view', 'value'];

export interface Picture {
  readonly status: RunStatus;
  /** Where a stat is told. */
  readonly statPlace: (name: string) => Pick<Place, 'cell' | 'range'> | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly ghost: Ghost | null;
  readonly densities: Densities;
}

/** `moment` is the time asked for, in µs: time goes on between an event and the next. */
export function frameOf(
  run: Run,
  at: Machine,
  want: Want,
  picture: Picture,
  moment: number | null = null,
): Omit<Frame, 'branches' | 'marksVersion'> {
  const tip = worldOf(run);
  const { world } = at;
  const isTip = world === tip;
  const { step } = world;
  const now = millis(isTip ? Math.max(run.shown, world.now) : Math.max(moment ?? 0, world.now));
  return {
    status: picture.status,
    now,
    step,
    tip: { now: millis(Math.max(run.shown, tip.now)), step: tip.step },
    until: tip.plan.until,
    scenario: tip.plan.scenario,
    seed: run.seed,
    nodes: world.nodes.map((node) => nodeView(node, want.state)),
    messages: messagesOf(world),
    timers: timersOf(world),
    cuts: cutPairs(world),
    rules: rulesOf(run, world, now, isTip),
    properties: propertiesOf(run),
    stats: want.stats ? statsOf(run, step, now, picture.statPlace) : [],
    log: want.log > 0 ? logOf(run, step, want.log) : [],
    marks: run.marks,
    density: density(run.columns, want, picture),
    diagnostics: picture.diagnostics,
    ghost: picture.ghost === null ? null : ghostView(picture.ghost, world, now, want, picture),
    memory: memoryOf(run),
  };
}

function ghostView(ghost: Ghost, at: World, now: number, want: Want, picture: Picture): GhostView {
  const { run } = ghost;
  const tip = worldOf(run);
  const step = rowsUpTo(run.columns, now * 1000);
  const { world } = ghostAt(ghost, step);
  return {
    step,
    differences: stateDifferences(at, world),
    tip: { now: millis(Math.max(run.shown, tip.now)), step: tip.step },
    nodes: world.nodes.map((node) => nodeView(node, want.state)),
    messages: messagesOf(world),
    stats: want.stats ? statsOf(run, step, now, picture.statPlace) : [],
    density: density(run.columns, want, picture),
    divergence: ghost.search.found,
  };
}

export function nodeView(node: NodeInWorld, withState: boolean): NodeView {
  const { state } = node;
  const group = groupOf(state);
  const roleField = roleFieldOf(state);
  const detail = detailFields
    .map((field) => state[field])
    .find((value) => typeof value === 'number' || typeof value === 'string');
  return {
    id: node.id,
    kind: node.kind,
    alive: node.alive,
    role: roleOf(state),
    ...(roleField === null ? {} : { roleField }),
    detail: detail === undefined ? '' : String(detail),
    ...(group === '' ? {} : { group }),
    state: withState ? Object.entries(state).map(([field, value]) => [field, shown(value)] as const) : [],
  };
}

export function messagesOf(world: World): MessageView[] {
  const messages: MessageView[] = [];
  for (const record of world.heap) {
    if (record.kind !== EventKind.deliver && record.kind !== EventKind.drop) continue;
    messages.push({
      id: record.order,
      type: world.names.list[record.type] ?? '',
      from: world.nodes[record.from]?.id ?? '',
      to: world.nodes[record.node]?.id ?? '',
      sentAt: millis(record.since),
      arrivesAt: millis(record.at),
      lost: record.kind === EventKind.drop,
      text: textOf(record.body, 60),
    });
    if (messages.length === messageLimit) break;
  }
  return messages.toSorted((a, b) => a.id - b.id);
}

export function timersOf(world: World): TimerView[] {
  return world.nodes.flatMap((node) =>
    [...node.timers.values()].map((record): TimerView => {
      const type = world.names.list[record.type] ?? '';
      return {
        node: node.id,
        type,
        key: record.key === type ? '' : record.key.slice(type.length + 1),
        pending: refOf(world, record),
        setAt: millis(record.since),
        firesAt: millis(record.at),
      };
    }),
  );
}

function rulesOf(run: Run, world: World, now: number, isTip: boolean): RuleView[] {
  const { columns } = run;
  const sparks = new Map<number, number[]>();
  const from = (now - sparkSpanMs) * 1000;
  const first = Math.max(rowAt(columns, from), world.step - sparkRowLimit, 0);
  scan(columns, first, world.step, (chunk, begin, end) => {
    for (let row = begin; row < end; row++) {
      const rule = chunk.rule[row] as number;
      if (rule < 0) continue;
      let spark = sparks.get(rule);
      if (spark === undefined) {
        spark = new Array<number>(sparkBuckets).fill(0);
        sparks.set(rule, spark);
      }
      const share = ((chunk.time[row] as number) - from) / (sparkSpanMs * 1000);
      const bucket = Math.min(sparkBuckets - 1, Math.max(0, Math.floor(share * sparkBuckets)));
      spark[bucket] = (spark[bucket] ?? 0) + 1;
    }
  });
  const past = isTip ? run : firingsAfter(run, world.step);
  return [...world.program.rules.values()].map((rule): RuleView => {
    const number = world.names.find(rule.id);
    const last = past.lastFired[number];
    return {
      rule: rule.id,
      cell: rule.place.cell,
      range: rule.place.range,
      count: past.counts[number] ?? 0,
      lastAt: last === undefined ? null : millis(last),
      spark: sparks.get(number) ?? [],
    };
  });
}

function propertiesOf(run: Run): PropertyView[] {
  return run.monitors.list.map(({ property, verdict, at, text }) => ({
    name: property.name,
    kind: property.form,
    cell: property.place.cell,
    range: property.place.range,
    verdict,
    at,
    text: verdict === 'violated' || verdict === 'error' || isOfHistory(property) ? text : '',
  }));
}

function logOf(run: Run, step: number, rows: number): LogRow[] {
  const log: LogRow[] = [];
  const rivals = rivalCounts(run, Math.max(0, step - rows), step);
  const acts = new Map<number, Mark[]>();
  for (const mark of run.marks) {
    const before = mark.entry == null ? undefined : run.entries[mark.entry]?.step;
    if (before !== undefined) acts.set(before, [...(acts.get(before) ?? []), mark]);
  }
  for (let row = step - 1; row >= 0 && log.length < rows; row--) {
    const event = { ...rowOf(run, row), rivals: rivals(row) };
    const notes = notesAt(run.columns, row).map(({ text }): LogRow => ({ ...event, kind: 'note', text }));
    log.push(...notes.toReversed(), event, ...(acts.get(row) ?? []).toReversed().map((mark) => actRow(mark, row)));
  }
  return log.slice(0, rows).toReversed();
}

function density(columns: Columns, want: Want, { densities }: Picture): readonly number[] {
  return want.density === null ? [] : densities.of(columns, want.density);
}

/** What the reader did before an event. */
function actRow({ time, title }: Mark, step: number): LogRow {
  return { step, time, kind: 'reader', node: '', rule: '', text: title };
}

/** The picture when there is no run. */
export function emptyFrame(diagnostics: readonly Diagnostic[]): Frame {
  return {
    status: 'empty',
    now: 0,
    step: 0,
    tip: { now: 0, step: 0 },
    until: null,
    scenario: '',
    seed: 0,
    nodes: [],
    messages: [],
    timers: [],
    cuts: [],
    rules: [],
    properties: [],
    stats: [],
    log: [],
    marks: [],
    marksVersion: '',
    density: [],
    diagnostics,
    branches: [],
    ghost: null,
    memory: {
      bytes: 0,
      limit: 0,
      thinnedBefore: null,
      thinned: { checkpointsBefore: null, eventsBefore: null, statsBefore: null, marksBefore: null },
    },
  };
}
