/**
 * What the lines of a rule held, as the page shows it: of each function and loop one pass is in sight, chosen by the reader, and the
 * values of a line are those of the passes in sight.
 */
import type { CellKey, Range } from '../../kernel/diagnostic.ts';
import type { Frame, Probe, ProbePlace, Seen, Watched } from '../../kernel/protocol.ts';

/** How the run is played, as far as it matters here. */
interface Played {
  readonly playing: boolean;
}

/** A place that is watched along the timeline. */
export interface Pin {
  readonly place: ProbePlace;
  /** Null before the first answer. */
  readonly watched: Watched | null;
}

export interface Probing {
  readonly isOn: boolean;
  /** Of the event that led to the moment shown; null while it is not known, and while the run is played. */
  readonly probe: Probe | null;
  /** Passes that the reader chose, by position of their block. */
  readonly chosen: Readonly<Record<number, number>>;
  /** The block whose pass was chosen last. */
  readonly turned: number | null;
  readonly pins: readonly Pin[];
}

export const noProbing: Probing = { isOn: true, probe: null, chosen: {}, turned: null, pins: [] };

export const samePlace = (a: ProbePlace, b: ProbePlace): boolean =>
  a.cell === b.cell && a.kind === b.kind && a.label === b.label && a.nth === b.nth;

/** Rows that fit above the fold; the oldest pin goes. */
const pinLimit = 6;

export const withPass = (probing: Probing, block: number, pass: number): Probing => ({
  ...probing,
  chosen: { ...probing.chosen, [block]: pass },
  turned: block,
});

export function withPin(probing: Probing, place: ProbePlace, on: boolean): Probing {
  const others = probing.pins.filter((pin) => !samePlace(pin.place, place));
  return { ...probing, pins: on ? [...others, { place, watched: null }].slice(-pinLimit) : others };
}

/** With those that an earlier visit left. */
export const withPins = (probing: Probing, places: readonly ProbePlace[]): Probing =>
  places.reduce((all, place) => withPin(all, place, true), probing);

export const withWatched = (probing: Probing, place: ProbePlace, watched: Watched): Probing => ({
  ...probing,
  pins: probing.pins.map((pin) => (samePlace(pin.place, place) ? { ...pin, watched } : pin)),
});

/** The event whose lines are shown: the one that led to the moment, or the one that stopped the run. Null while the run is played. */
export function eventShown(frame: Frame | null, playback: Played): number | null {
  if (frame === null) return null;
  const { status, step, tip } = frame;
  const isTip = step === tip.step;
  const rests = isTip && (status === 'ended' || status === 'quiescent' || status === 'stopped-by-error');
  if (status === 'restoring' || status === 'rerunning' || (playback.playing && !rests)) return null;
  if (status === 'stopped-by-error' && isTip) return step;
  return step > 0 ? step - 1 : null;
}

/** A block with several passes, one of which is in sight. */
export interface Turning {
  /** Position of the block in the probe. */
  readonly block: number;
  readonly kind: 'call' | 'loop';
  readonly cell: CellKey;
  readonly range: Range;
  /** In order, as positions in the probe. */
  readonly passes: readonly number[];
  /** Index in `passes`. */
  readonly at: number;
  /** How many there were, those that are not told of included. */
  readonly of: number;
}

export interface InSight {
  readonly passes: ReadonlySet<number>;
  readonly turnings: readonly Turning[];
}

/** Of each block the chosen pass, or the first. */
export function inSight({ blocks, passes, seen }: Probe, chosen: Probing['chosen']): InSight {
  const shown = new Set<number>();
  const turnings: Turning[] = [];
  /** The pass of each block that is in sight. */
  const at = new Map<number, number | null>();
  const look = (block: number): number | null => {
    const known = at.get(block);
    if (known !== undefined) return known;
    const found = blocks[block];
    if (found === undefined) return null;
    const around = found.within === null ? null : look(found.within);
    const all = passes.flatMap((pass, index) => (pass.block === block && pass.within === around ? [index] : []));
    const wanted = chosen[block];
    const now = wanted !== undefined && all.includes(wanted) ? wanted : (all[0] ?? null);
    at.set(block, now);
    if (now === null) return null;
    shown.add(now);
    if (all.length < 2) return now;
    const told = seen.find(
      ({ kind, pass, range }) =>
        kind === 'turns' && pass === around && range.line === found.range.line && range.column === found.range.column,
    );
    const total = told?.value.t === 'atom' ? Number(told.value.text) : 0;
    const { kind, cell, range } = found;
    turnings.push({ block, kind, cell, range, passes: all, at: all.indexOf(now), of: Math.max(total, all.length) });
    return now;
  };
  for (const block of blocks.keys()) look(block);
  return { passes: shown, turnings };
}

/** The pass before or after the one in sight, of the loop that was turned last or of the first one there is. */
export function passBeside({ probe, chosen, turned }: Probing, by: 1 | -1): { block: number; pass: number } | null {
  if (probe === null) return null;
  const { turnings } = inSight(probe, chosen);
  const inOrder = turnings.toSorted((a, b) => a.range.line - b.range.line);
  const turning =
    inOrder.find(({ block }) => block === turned) ?? inOrder.find(({ kind }) => kind === 'loop') ?? inOrder[0];
  const pass = turning?.passes[turning.at + by];
  return turning === undefined || pass === undefined ? null : { block: turning.block, pass };
}

/** What stands beside one line. */
export interface ProbedLine {
  readonly line: number;
  readonly turnings: readonly Turning[];
  readonly seen: readonly Seen[];
}

export interface ProbedCell {
  /** From the top. */
  readonly lines: readonly ProbedLine[];
  readonly skipped: readonly Range[];
  /** Lines that ran, whether there is something beside them or not. */
  readonly ran: readonly number[];
  /** The cell has another text by now. */
  readonly isOther: boolean;
  readonly notes: readonly string[];
}

/** What a probe tells of one cell; null when nothing of it ran. `code`: the text of the cell now. */
export function probedCell({ probe, chosen, isOn }: Probing, key: CellKey, code: string): ProbedCell | null {
  const source = isOn ? probe?.cells.find((cell) => cell.key === key)?.source : undefined;
  if (probe === null || source === undefined) return null;
  // Values at the lines of another text would be lies.
  if (source !== code) return { lines: [], skipped: [], ran: [], isOther: true, notes: [] };
  const { passes, turnings } = inSight(probe, chosen);
  const lines = new Map<number, { turnings: Turning[]; seen: Seen[] }>();
  const at = (line: number): { turnings: Turning[]; seen: Seen[] } => {
    const found = lines.get(line) ?? { turnings: [], seen: [] };
    lines.set(line, found);
    return found;
  };
  for (const turning of turnings) if (turning.cell === key) at(turning.range.line).turnings.push(turning);
  for (const seen of probe.seen) if (seen.cell === key && passes.has(seen.pass)) at(seen.range.line).seen.push(seen);
  const told = [...lines].map(([line, { turnings: here, seen }]): ProbedLine => {
    return { line, turnings: here, seen: withoutRepeats(seen, here.length > 0) };
  });
  const skipped = probe.skipped.filter((one) => one.cell === key && passes.has(one.pass)).map(({ range }) => range);
  const isRule = probe.blocks[0]?.cell === key;
  return {
    lines: told.filter((one) => one.seen.length + one.turnings.length > 0).toSorted((a, b) => a.line - b.line),
    skipped,
    ran: linesRun(probe, key, passes, skipped),
    isOther: false,
    notes: isRule ? probe.notes : [],
  };
}

/** The same name with the same value once; a condition that is nothing but what it asks is told as such. */
function withoutRepeats(all: readonly Seen[], hasTurning: boolean): readonly Seen[] {
  const seen = new Set<string>();
  return all.filter(({ kind, label, value }) => {
    if (kind === 'turns') return value.t === 'atom' && value.text === '0' && !hasTurning;
    const content = kind === 'effect' ? `${kind} ${label}` : kind === 'value' || kind === 'compared' ? label : kind;
    const text = `${content} ${JSON.stringify(value)}`;
    if (kind !== 'effect' && seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}

/** From the first to the last line of each function of which something was seen, but for those that were skipped. */
function linesRun(
  { blocks, passes, seen }: Probe,
  key: CellKey,
  shown: ReadonlySet<number>,
  skipped: readonly Range[],
): readonly number[] {
  /** The function that a block is, or stands in. */
  const callOf = (block: number): number => {
    const found = blocks[block];
    return found?.kind === 'loop' && found.within !== null ? callOf(found.within) : block;
  };
  const ends = new Map<number, readonly [first: number, last: number]>();
  for (const { cell, pass, range } of seen) {
    if (cell !== key || !shown.has(pass)) continue;
    const call = callOf(passes[pass]?.block ?? -1);
    const [first, last] = ends.get(call) ?? [range.line, range.line];
    ends.set(call, [Math.min(first, range.line), Math.max(last, range.line)]);
  }
  const lines = new Set<number>();
  for (const [first, last] of ends.values())
    for (let line = first; line <= last; line++)
      if (!skipped.some((range) => range.line < line && line <= range.endLine)) lines.add(line);
  return [...lines].toSorted((a, b) => a - b);
}
