/**
 * What a space-time diagram draws, in virtual time and lanes: made once for each stretch that is read, and only moved and scaled for
 * each picture after that.
 */
import { Cone, type SpaceTime } from '../../kernel/space-time.ts';
import type { Frame } from '../../kernel/protocol.ts';

/** How an event is marked on its lane. */
export type Glyph = 'arrival' | 'timer' | 'may' | 'when' | 'crash' | 'restart' | 'start' | 'act';

export interface SpaceEvent {
  readonly step: number;
  readonly time: number;
  readonly lane: number;
  readonly glyph: Glyph;
  /** Of the message or timer; empty when there is none. */
  readonly type: string;
  readonly rule: string;
  readonly node: string;
  readonly from: string;
  readonly kind: string;
  readonly cone: number;
}

export interface SpaceMessage {
  /** Of its arrival or loss; −1 while it is on its way. */
  readonly step: number;
  /** Its number, while it is on its way. */
  readonly id?: number;
  readonly type: string;
  readonly from: number;
  readonly to: number;
  readonly sentAt: number;
  readonly arrivesAt: number;
  readonly lost: boolean;
  /** It is a way to the chosen event, or from it. */
  readonly lit: boolean;
}

/** A stretch of time in which something is so, on some lanes or on all. */
export interface Band {
  readonly from: number;
  /** Infinity: to the present and on. */
  readonly to: number;
  readonly text: string;
  readonly lane: number | null;
}

export interface SpacePicture {
  readonly events: readonly SpaceEvent[];
  readonly messages: readonly SpaceMessage[];
  readonly cuts: readonly Band[];
  readonly downs: readonly Band[];
  /** Titles of what the scenario did, and when. */
  readonly acts: readonly { readonly time: number; readonly text: string }[];
  /** Type → messages of the stretch. */
  readonly counts: ReadonlyMap<string, number>;
  readonly hasChosen: boolean;
}

const glyphs: Readonly<Record<string, Glyph>> = {
  deliver: 'arrival',
  timer: 'timer',
  may: 'may',
  when: 'when',
  crash: 'crash',
  restart: 'restart',
  start: 'start',
};

/** @param laneOf index of a node → index of its lane */
export function pictureOf(stretch: SpaceTime, laneOf: readonly number[]): SpacePicture {
  const { events: columns, names, kinds, nodes } = stretch;
  const events: SpaceEvent[] = [];
  const messages: SpaceMessage[] = [];
  const cuts: Band[] = [];
  const downs: Band[] = [];
  const acts: { time: number; text: string }[] = [];
  const counts = new Map<string, number>();
  const down = new Map(stretch.down.map((node) => [node, Number.NEGATIVE_INFINITY]));
  let cut = stretch.cut === null ? null : { from: Number.NEGATIVE_INFINITY, text: stretch.cut };
  const isByKind = nodes.length > new Set(laneOf).size;
  const endDown = (node: number, to: number): void => {
    const from = down.get(node);
    if (from === undefined) return;
    down.delete(node);
    if (!isByKind) downs.push({ from, to, text: '', lane: laneOf[node] ?? 0 });
  };
  for (let i = 0; i < columns.step.length; i++) {
    const time = columns.time[i] ?? 0;
    const kind = kinds[columns.kind[i] ?? -1] ?? '';
    const node = columns.node[i] ?? -1;
    const type = names[columns.type[i] ?? -1] ?? '';
    const from = columns.from[i] ?? -1;
    const cone = columns.cone[i] ?? 0;
    const isMessage = kind === 'deliver' || kind === 'drop';
    if (isMessage) {
      const sentAt = columns.sentAt[i] ?? Number.NaN;
      counts.set(type, (counts.get(type) ?? 0) + 1);
      if (from >= 0 && node >= 0 && !Number.isNaN(sentAt))
        messages.push({
          step: columns.step[i] ?? 0,
          type,
          from: laneOf[from] ?? 0,
          to: laneOf[node] ?? 0,
          sentAt,
          arrivesAt: time,
          lost: kind === 'drop',
          lit: isOnWay(columns, i),
        });
    }
    if (kind === 'crash') down.set(node, time);
    else if (kind === 'restart') endDown(node, time);
    else if (kind === 'cut' || kind === 'heal') {
      if (cut !== null) cuts.push({ ...cut, to: time, lane: null });
      cut = kind === 'cut' ? { from: time, text: type } : null;
    } else if (kind === 'action' && type !== '') acts.push({ time, text: type });
    if (kind === 'drop' || node < 0) continue;
    events.push({
      step: columns.step[i] ?? 0,
      time,
      lane: laneOf[node] ?? 0,
      glyph: glyphs[kind] ?? 'act',
      type,
      rule: names[columns.rule[i] ?? -1] ?? '',
      node: nodes[node]?.id ?? '',
      from: nodes[from]?.id ?? '',
      kind,
      cone,
    });
  }
  for (const node of down.keys()) endDown(node, Number.POSITIVE_INFINITY);
  if (cut !== null) cuts.push({ ...cut, to: Number.POSITIVE_INFINITY, lane: null });
  return { events, messages, cuts, downs, acts, counts, hasChosen: stretch.chosen !== null };
}

/** A message is part of a cone with both its ends; one from the past into the future goes by the event. */
function isOnWay({ step, cause, cone }: SpaceTime['events'], arrival: number): boolean {
  const end = cone[arrival] ?? 0;
  if (end === Cone.none) return false;
  const wanted = cause[arrival] ?? -1;
  let low = 0;
  let high = arrival;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((step[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  // The sender is not among the events that were given: what is known is how the arrival stands.
  if (step[low] !== wanted) return true;
  const start = cone[low] ?? 0;
  return start !== Cone.none && !(start === Cone.past && end === Cone.future);
}

/** Moments at which other runs part from this one, or it from them. */
export function forksOf(frame: Frame | null): readonly { readonly time: number; readonly text: string }[] {
  if (frame === null) return [];
  const current = frame.branches.find(({ isCurrent }) => isCurrent);
  const own =
    current === undefined || current.parent === null
      ? []
      : [{ time: current.forkedAt.time, text: `${current.name} begins` }];
  const others = frame.branches
    .filter(({ parent }) => current !== undefined && parent === current.id)
    .map(({ forkedAt, name }) => ({ time: forkedAt.time, text: name }));
  const divergence = frame.ghost?.divergence ?? null;
  return [...own, ...others, ...(divergence === null ? [] : [{ time: divergence.time, text: 'first difference' }])];
}
