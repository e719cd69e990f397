/** All that a session knows of its open notebook, as data. The files of this folder read it and change it, each one concern. */
import type { CompiledCell } from '../compile/compiled.ts';
import type { Explorer } from '../check/explore.ts';
import type { Fuzzer } from '../check/fuzz.ts';
import type { CellKey, Diagnostic } from '../diagnostic.ts';
import type { Program } from '../program/program.ts';
import type { Comparer } from '../trace/compare.ts';
import { createDensities, type Densities } from '../trace/density.ts';
import { createMarkVersions, type MarkVersions } from '../trace/mark-versions.ts';
import type { ExplainJob } from '../trace/explain.ts';
import type { Surroundings } from '../trace/forward.ts';
import type { Run } from '../trace/run.ts';
import type { Trails } from '../trace/trail.ts';
import type { Tree } from '../trace/tree.ts';
import type { Doing, Machine } from '../world/step.ts';
import { type Assembly, type Build, type Builds, createAssembly, createBuilds, emptyBuild } from './cells.ts';
import { createProbing, type Probing } from './probing.ts';
import type { RaceJob } from './race.ts';

export const defaultMemoryLimit = 512_000_000;

export interface Host {
  /** Milliseconds from any origin. Bounds the time a request takes; never reaches a model. */
  readonly wallClock: () => number;
  /** Hears at once, even if the request never comes back, what a check that is watched runs; null when it came back. */
  readonly tell?: (doing: Doing | null) => void;
}

/** Why the newest text of a cell was refused. */
export interface Refusal {
  readonly hash: string;
  readonly diagnostics: readonly Diagnostic[];
}

export interface SessionState {
  readonly host: Host;
  readonly assembly: Assembly;
  inForce: Build;
  /** Programs by the names that journals have for them. */
  builds: Builds;
  /** The cells that were sent last. */
  newest: readonly CompiledCell[];
  /** Those of them that were refused. */
  held: ReadonlyMap<CellKey, Refusal>;
  problems: readonly Diagnostic[];
  /** Cells were put in force, and no reply has told of it. */
  isUntold: boolean;
  /** Null when there is no scenario that can be run. */
  tree: Tree | null;
  race: RaceJob | null;
  readonly probing: Probing;
  comparer: Comparer | null;
  /** What was asked about last. */
  explaining: ExplainJob | null;
  /** The moment looked at last. `tip` is the run's machine at the time: another one is there after a swap or an undone step. */
  looked: { readonly tip: Machine; readonly machine: Machine } | null;
  seeds: { readonly override: number | null; readonly fallback: number | null };
  /** Bytes that the history of a branch may take. */
  memoryLimit: number;
  /** Of one program, by its name: put in force once more, it is made anew, and they go on. */
  explorers: { readonly source: string; readonly known: Map<string, Explorer> };
  readonly fuzzers: WeakMap<Program, Map<string, Fuzzer>>;
  readonly densities: Densities;
  readonly markVersions: MarkVersions;
  /** What the reader's stars are followed by. */
  readonly followed: Trails;
}

export function createState(host: Host): SessionState {
  const assembly = createAssembly();
  return {
    host,
    assembly,
    inForce: emptyBuild,
    builds: createBuilds(assembly, []),
    newest: [],
    held: new Map(),
    problems: [],
    isUntold: false,
    tree: null,
    race: null,
    probing: createProbing(),
    comparer: null,
    explaining: null,
    looked: null,
    seeds: { override: null, fallback: null },
    memoryLimit: defaultMemoryLimit,
    explorers: { source: '', known: new Map() },
    fuzzers: new WeakMap(),
    densities: createDensities(),
    markVersions: createMarkVersions(),
    followed: new WeakMap(),
  };
}

export function currentRun({ tree }: SessionState): Run | null {
  return tree?.current.run ?? null;
}

export function isRebuilding({ tree }: SessionState): boolean {
  return tree?.current.rebuild != null;
}

/** True once `budgetMs` of wall time have passed, from then on for ever. */
export function stopwatch({ wallClock }: Host, budgetMs: number): () => boolean {
  const end = wallClock() + budgetMs;
  let spent = false;
  return () => (spent ||= wallClock() >= end);
}

/** What a run gets from here. */
export function surroundingsOf({ host, assembly, memoryLimit }: SessionState): Surroundings {
  return { explain: assembly.explain, clock: host.wallClock, memoryLimit };
}
