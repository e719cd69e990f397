/**
 * What rules cost: the latest events run once more with probes, in a copy of the world, and the lines counted that they pass. Lines, not
 * milliseconds: they are the same on every machine and for every run of the same events, and the run itself pays nothing for it.
 *
 * A line counts once for each call of a function, or turn of a loop, in which something on it was seen. Rules whose text was another one
 * then are counted by their firings alone.
 */
import type { CellKey } from '../diagnostic.ts';
import type { Heat } from '../heat.ts';
import { createFollower, followOn, outsideOf } from '../trace/follow.ts';
import { rowOf } from '../trace/row.ts';
import { type Run, worldOf } from '../trace/run.ts';
import { runProbed, toldOf } from './probe.ts';
import { type Probed, probedOf } from './probing.ts';
import type { SessionState } from './state.ts';

/** So many events are counted. */
const heatEvents = 256;

/** @param step the events before it are meant. Null: the program cannot be probed. */
export function heatOf(state: SessionState, run: Run, step: number): Heat | null {
  const probed = probedOf(state.probing, state.inForce);
  if (probed === null) return null;
  const to = Math.max(0, Math.min(Math.floor(step), worldOf(run).step));
  const from = Math.max(0, to - heatEvents);
  const outside = outsideOf(run);
  const follower = createFollower(run, from);
  const lines = new Map<CellKey, Map<number, number>>();
  const costs = new Map<string, { firings: number; lines: number }>();
  while (follower.machine.world.step < to) {
    const { world } = follower.machine;
    const row = world.step < from ? null : rowOf(run, world.step);
    const isOutside = (outside[follower.passed]?.snapshot.turn ?? Number.POSITIVE_INFINITY) <= world.turn;
    if (row === null || row.rule === '' || isOutside) {
      if (followOn(run, follower, outside) === 'there') break;
      continue;
    }
    const before = world.step;
    const { recorded, fault } = runProbed(state, follower.machine, probed, row.rule);
    const cost = costs.get(row.rule) ?? { firings: 0, lines: 0 };
    cost.firings += 1;
    cost.lines += countInto(lines, probed, recorded);
    costs.set(row.rule, cost);
    if (fault !== null || world.step === before) break;
  }
  const keys = [...lines.keys()];
  return {
    from,
    to,
    lines: keys.flatMap((cell) =>
      [...(lines.get(cell) ?? [])].map(([line, count]) => ({ cell, line, count })).toSorted((a, b) => a.line - b.line),
    ),
    rules: [...costs].map(([rule, cost]) => ({ rule, ...cost })).toSorted((a, b) => b.lines - a.lines),
    cells: keys.map((key) => ({ key, source: probed.cells.get(key)?.cell.source ?? '' })),
  };
}

/** How many lines ran in one event, each counted where it stands. */
function countInto(
  lines: Map<CellKey, Map<number, number>>,
  probed: Probed,
  recorded: Parameters<typeof toldOf>[1],
): number {
  const { blocks, passes, seen } = toldOf(probed, recorded);
  const ran = new Set<string>();
  const note = (cell: CellKey, line: number, pass: number): void => {
    const key = `${cell}\n${line}\n${pass}`;
    if (cell === '' || ran.has(key)) return;
    ran.add(key);
    const own = lines.get(cell) ?? new Map<number, number>();
    own.set(line, (own.get(line) ?? 0) + 1);
    lines.set(cell, own);
  };
  for (const [index, { block }] of passes.entries()) {
    const at = blocks[block];
    if (at !== undefined) note(at.cell, at.range.line, index);
  }
  for (const { cell, range, pass } of seen) note(cell, range.line, pass);
  return ran.size;
}
