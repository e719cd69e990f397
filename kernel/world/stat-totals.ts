/**
 * What every stat is at this moment, for properties: it belongs to the world, so that a copy of it has its own. What a stat
 * was before is the trace's business.
 */
import type { Labels } from '../program/language.ts';

export type StatKind = 'counter' | 'gauge' | 'histogram';

interface Slot {
  readonly kind: StatKind;
  readonly labels: Labels;
  /** In the values of a world. */
  readonly index: number;
  readonly key: string;
}

/** Which value stands where: append-only, and shared by the copies of a world. */
export interface StatSlots {
  /** By name: in the order of their keys, so that sums are made in the same order wherever they are made. */
  readonly byName: Map<string, { readonly byKey: Map<string, Slot>; readonly sorted: Slot[] }>;
  count: number;
}

export interface StatTotals {
  readonly slots: StatSlots;
  /** By slot; sparse. A counter's total, a gauge's last value, how many values a histogram was told. */
  readonly values: number[];
  /** Raised at every change. */
  version: number;
}

export function createTotals(): StatTotals {
  return { slots: { byName: new Map(), count: 0 }, values: [], version: 0 };
}

export function copyTotals({ slots, values, version }: StatTotals): StatTotals {
  return { slots, values: values.slice(), version };
}

const noLabels: Labels = Object.freeze({});

/** What of a world a stat is told to. */
interface Told {
  readonly stats: StatTotals;
  readonly sink: { stat(kind: StatKind, name: string, value: number, labels: Labels | undefined): void };
}

/** A rule, or the library, tells a stat. */
export function tellStat(world: Told, kind: StatKind, name: string, value: number, labels: Labels | undefined): void {
  const { stats } = world;
  const { index } = slotOf(stats.slots, kind, name, labels);
  stats.values[index] = kind === 'gauge' ? value : (stats.values[index] ?? 0) + (kind === 'counter' ? value : 1);
  stats.version += 1;
  world.sink.stat(kind, name, value, labels);
}

function slotOf(slots: StatSlots, kind: StatKind, name: string, labels: Labels | undefined): Slot {
  let named = slots.byName.get(name);
  if (named === undefined) {
    named = { byKey: new Map(), sorted: [] };
    slots.byName.set(name, named);
  }
  const key = labels === undefined ? kind : `${kind} ${labelKey(labels)}`;
  const known = named.byKey.get(key);
  if (known !== undefined) return known;
  const slot: Slot = { kind, labels: labels === undefined ? noLabels : { ...labels }, index: slots.count++, key };
  named.byKey.set(key, slot);
  let at = named.sorted.length;
  while (at > 0 && (named.sorted[at - 1] as Slot).key > key) at--;
  named.sorted.splice(at, 0, slot);
  return slot;
}

/** Added up over all labels that agree with those given; 0 when it was never told. */
export function statOf(
  { slots, values }: Pick<StatTotals, 'slots' | 'values'>,
  name: string,
  labels: Labels | undefined,
): number {
  const named = slots.byName.get(name);
  if (named === undefined) return 0;
  const wanted = labels === undefined ? [] : Object.entries(labels);
  let sum = 0;
  for (const slot of named.sorted) {
    // A label is compared as it is shown: 1 and '1' are the same.
    if (wanted.every(([label, value]) => String(slot.labels[label]) === String(value))) sum += values[slot.index] ?? 0;
  }
  return sum;
}

export function labelKey(labels: Labels): string {
  return Object.keys(labels)
    .toSorted()
    .map((name) => `${name}=${String(labels[name])}`)
    .join(' ');
}
