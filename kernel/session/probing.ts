/**
 * Programs with probes: the cells of a program that was in force, put together once more with the compiler's probes in them. They have an
 * assembly of their own, so nothing of the run's programs is touched; only copies of a world are given their rules.
 */
import { probeCell } from '../compile/probe.ts';
import type { ProbedCell, Site, SiteId } from '../compile/probe-sites.ts';
import type { CellKey, Range } from '../diagnostic.ts';
import { emptyGraph } from '../graph/graph.ts';
import { createRecorder, type Recorder } from '../probe/recorder.ts';
import type { Explain } from '../program/explain.ts';
import type { Program } from '../program/program.ts';
import type { ProbePlace, Seen } from '../protocol.ts';
import { type Assembly, type Build, createAssembly } from './cells.ts';
import type { WatchJob } from './watch-job.ts';

export interface Probed {
  readonly program: Program;
  /** Of all its cells. */
  readonly sites: readonly Site[];
  readonly cells: ReadonlyMap<CellKey, ProbedCell>;
  /** What names each site, by position. */
  readonly places: readonly ProbePlace[];
  /** Positions in a cell's text of what probed code threw. */
  readonly explain: Explain;
}

export interface Probing {
  readonly recorder: Recorder;
  readonly assembly: Assembly;
  /** Null: it cannot be put together. */
  readonly known: WeakMap<Build, Probed | null>;
  /** By place. */
  readonly jobs: Map<string, WatchJob>;
}

export function createProbing(): Probing {
  const recorder = createRecorder();
  return { recorder, assembly: createAssembly(recorder.probe), known: new WeakMap(), jobs: new Map() };
}

/** Null when its cells do not go together by themselves: one of them keeps values of a text that is gone. */
export function probedOf({ assembly, known }: Probing, build: Build): Probed | null {
  const old = known.get(build);
  if (old !== undefined) return old;
  const sites: Site[] = [];
  const cells = new Map<CellKey, ProbedCell>();
  const sources = build.source.cells.map((cell) => {
    // Plots and views run in no event.
    if (cell.js === null || cell.kind === 'plot' || cell.kind === 'view') return cell;
    const probed = probeCell(cell, sites.length);
    for (const site of probed.sites) sites.push(site);
    cells.set(cell.key, probed);
    return probed.cell;
  });
  const made = assembly.assemble(emptyGraph(), sources).build;
  const probed =
    made === null
      ? null
      : { program: made.program, sites, cells, places: placesOf(sites, cells), explain: assembly.explain };
  known.set(build, probed);
  return probed;
}

function placesOf(sites: readonly Site[], cells: ReadonlyMap<CellKey, ProbedCell>): readonly ProbePlace[] {
  const counts = new Map<string, number>();
  const texts = new Map([...cells].map(([key, { cell }]) => [key, cell.source.split(/\r\n|[\n\r]/)]));
  return sites.map(({ cell, kind, role, label: code, span }): ProbePlace => {
    // As the author wrote it: esbuild gives names another number and writes `void 0`.
    const range = kind === 'effect' || kind === 'loop' || kind === 'call' ? undefined : cells.get(cell)?.rangeOf(span);
    const line = range === undefined ? undefined : texts.get(cell)?.[range.line - 1];
    const written = line !== undefined && range?.line === range?.endLine ? writtenAt(line, range) : undefined;
    const place = { cell, kind: kindOf(kind, role), label: labelOf(written ?? code) };
    const key = JSON.stringify(place);
    const nth = counts.get(key) ?? 0;
    counts.set(key, nth + 1);
    return { ...place, nth };
  });
}

/** esbuild's `void 0` is shorter than `undefined`: a word is never cut. */
function writtenAt(line: string, range: Range | undefined): string | undefined {
  if (range === undefined) return undefined;
  const more = /^\w*/.exec(line.slice(range.endColumn - 1))?.[0] ?? '';
  const text = line.slice(range.column - 1, range.endColumn - 1);
  return /\w$/.test(text) ? text + more : text;
}

function kindOf(kind: Site['kind'], role: Site['role']): Seen['kind'] {
  switch (kind) {
    case 'condition':
    case 'effect':
      return kind;
    case 'loop':
      return 'turns';
    case 'throw':
      return 'thrown';
    case 'switch':
      return 'compared';
    default:
      return role === 'held' ? 'value' : role;
  }
}

const labelLimit = 60;

function labelOf(code: string): string {
  const line = code.replace(/\s+/g, ' ');
  return line.length > labelLimit ? `${line.slice(0, labelLimit - 1)}…` : line;
}

/** The site that a place names; −1 when there is none. */
export function siteAt({ places }: Probed, { cell, kind, label, nth }: ProbePlace): SiteId {
  return places.findIndex((one) => one.cell === cell && one.kind === kind && one.label === label && one.nth === nth);
}
