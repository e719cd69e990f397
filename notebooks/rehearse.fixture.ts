/**
 * A notebook run headless, for the tests of this folder: its text in, verdicts and final states out.
 * `swap` edits the text first, to show that a property notices when a rule is wrong.
 */
import { readFile } from 'node:fs/promises';
import { transform } from 'esbuild-wasm';
import { compileCell } from '../kernel/compile/compile.ts';
import type { CompiledCell } from '../kernel/compile/compiled.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import { cellsOf, frontMatterOf } from '../kernel/notebook/notebook.ts';
import { parse } from '../kernel/notebook/parse.ts';
import type { Exploration } from '../kernel/exploration.ts';
import type { Fuzzing } from '../kernel/findings.ts';
import type {
  Frame,
  PlotResult,
  ProgramView,
  PropertyView,
  Race,
  Shown,
  SwapFrom,
  SwapReply,
} from '../kernel/protocol.ts';
import type { Explain } from '../kernel/program/explain.ts';
import type { Program } from '../kernel/program/program.ts';
import { createAssembly, emptyBuild } from '../kernel/session/cells.ts';
import { createSession, type Session } from '../kernel/session.ts';

export interface Rehearsal {
  readonly cells: readonly CompiledCell[];
  readonly program: ProgramView;
  /** The seed of its front matter. */
  readonly seed: number;
  readonly session: Session;
}

export interface Outcome {
  readonly status: Frame['status'];
  readonly diagnostics: readonly Diagnostic[];
  /** By name; a property of the scenario's own without the scenario's name before it. */
  readonly properties: ReadonlyMap<string, PropertyView>;
  /** Node → field → value at the end. */
  readonly states: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** Stat → its value at the end (total, last or median). */
  readonly stats: ReadonlyMap<string, number>;
  /** Of histograms. */
  readonly p99: ReadonlyMap<string, number>;
}

/** An outcome with what the nodes noted, in order. */
export interface LoggedOutcome extends Outcome {
  readonly log: readonly string[];
}

/** One edit of the text: what stands there, once, and what to write instead. */
export type Edit = readonly [from: string, to: string];

export async function read(name: string): Promise<string> {
  return readFile(new URL(name, import.meta.url), 'utf8');
}

/** The text after an edit. Throws unless the edited words stand there exactly once, so that no test edits nothing. */
export function edited(text: string, [from, to]: Edit): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`'${from}' stands ${parts.length - 1} times in the notebook, not once.`);
  return parts.join(to);
}

export async function rehearse(text: string): Promise<Rehearsal> {
  const cells = await compileAll(text);
  const session = createSession({ wallClock: () => performance.now() });
  const seed = frontMatterOf(parse(text))?.seed ?? 1;
  const { program } = session.handle({
    type: 'open',
    cells,
    seed: null,
    defaultSeed: seed,
    scenario: null,
    restore: null,
  });
  return { cells, program, seed, session };
}

/** A run under way. */
export interface Moment extends Pick<Outcome, 'status' | 'states'> {
  readonly now: number;
  /** Edits that took effect. */
  readonly swaps: number;
}

/** Goes on to a virtual time with the run that is open. */
export function advance({ session }: Rehearsal, to: number): Moment {
  const want = { state: true, stats: false, log: 0, density: null };
  const { frame } = session.handle({ type: 'advance', to, steps: null, budgetMs: 60_000, want });
  const swaps = frame.marks.filter(({ kind }) => kind === 'swap').length;
  return { status: frame.status, now: frame.now, states: statesOf(frame), swaps };
}

/** Puts an edited text in force in the run that is open, from now on or from its start. Cells keep their keys. */
export async function swap({ session }: Rehearsal, text: string, from: SwapFrom = 'now'): Promise<SwapReply> {
  return session.handle({ type: 'swap', cells: await compileAll(text), from });
}

export interface Built {
  readonly program: Program;
  readonly explain: Explain;
}

/** The program itself, for explorers that know of no session. */
export async function built(text: string): Promise<Built> {
  const { explain, assemble } = createAssembly();
  const { build } = assemble(emptyBuild.graph, await compileAll(text));
  if (build === null) throw new Error('it is no program');
  return { program: build.program, explain };
}

async function compileAll(text: string): Promise<readonly CompiledCell[]> {
  return Promise.all(
    cellsOf(parse(text)).map(({ key, kind, slug, code }) => compileCell(transform, { key, kind, slug, code })),
  );
}

function statesOf({ nodes }: Frame): Outcome['states'] {
  return new Map(nodes.map(({ id, state }) => [id, Object.fromEntries(state.map(([k, v]) => [k, plain(v)]))]));
}

/** Starts a scenario anew and runs it to its end. */
export function run(rehearsal: Rehearsal, scenario: string, seed: number): Outcome {
  return outcomeOf(runFor(rehearsal, scenario, seed, 0), scenario);
}

/** As `run`, with the log, which takes longer than the run. */
export function runLogged(rehearsal: Rehearsal, scenario: string, seed: number): LoggedOutcome {
  const frame = runFor(rehearsal, scenario, seed, 100_000);
  const log = frame.log.filter(({ node }) => node !== '').map(({ node, text }) => `${node} ${text}`);
  return { ...outcomeOf(frame, scenario), log };
}

/** @param log how many rows of it */
function runFor({ session }: Rehearsal, scenario: string, seed: number, log: number): Frame {
  session.handle({ type: 'restart', scenario, seed });
  const want = { state: true, stats: true, log, density: null };
  const to = Number.MAX_SAFE_INTEGER;
  const { frame } = session.handle({ type: 'advance', to, steps: null, budgetMs: 60_000, want });
  if (frame.scenario !== scenario) throw new Error(`The session runs '${frame.scenario}', not '${scenario}'.`);
  if (frame.status === 'running') throw new Error(`'${scenario}' with seed ${seed} did not end within a minute.`);
  return frame;
}

function outcomeOf(frame: Frame, scenario: string): Outcome {
  return {
    status: frame.status,
    diagnostics: frame.diagnostics,
    properties: new Map(frame.properties.map((view) => [view.name.replace(`${scenario}: `, ''), view])),
    states: statesOf(frame),
    stats: new Map(frame.stats.map(({ name, value }) => [name, value])),
    p99: new Map(
      frame.stats.flatMap(({ name, distribution }) => {
        const p99 = distribution?.percentiles.find(({ of }) => of === 99);
        return p99 === undefined ? [] : [[name, p99.value] as const];
      }),
    ),
  };
}

/** Forks the race of the first event of a rule in the run that `run` made last: every order of it and its rivals. */
export function forkRace({ session }: Rehearsal, rule: string): Race {
  const { step } = session.handle({ type: 'find', step: 0, by: 1, rule });
  if (step === null) throw new Error(`No event of ${rule}.`);
  const { race, diagnostics } = session.handle({ type: 'race', step: step - 1, budgetMs: 60_000 });
  if (race?.status !== 'done')
    throw new Error(`The race is ${race?.status ?? 'none'}. ${diagnostics.map((d) => d.text).join(' ')}`);
  return race;
}

/** The states at the end of a branch, which is the current one from then on. */
export function endOfBranch({ session }: Rehearsal, id: number | null): Outcome['states'] {
  if (id === null) throw new Error('The outcome has no branch.');
  session.handle({ type: 'branch', act: { type: 'switch', id } });
  const want = { state: true, stats: false, log: 0, density: null };
  const { frame } = session.handle({ type: 'advance', to: 0, steps: null, budgetMs: 0, want });
  return statesOf(frame);
}

/** Explores to the end. */
export function explored({ session }: Rehearsal, name: string): Exploration {
  return session.handle({ type: 'explore', name, budgetMs: 60_000 });
}

/** Fuzzes to the end. */
export function fuzzed({ session }: Rehearsal, name: string): Fuzzing {
  return session.handle({ type: 'fuzz', name, budgetMs: 60_000 });
}

/** Draws every plot of the notebook at a moment of the run that `run` made last. */
export function drawPlots(rehearsal: Rehearsal, step: number | null): readonly PlotResult[] {
  return draw(rehearsal, 'plot', step);
}

/** Every view cell at a moment of the run that is open. */
export function drawViews(rehearsal: Rehearsal, step: number | null): readonly PlotResult[] {
  return draw(rehearsal, 'view', step);
}

function draw({ session, cells }: Rehearsal, kind: CompiledCell['kind'], step: number | null): readonly PlotResult[] {
  return cells.filter((cell) => cell.kind === kind).map(({ key }) => session.handle({ type: 'plot', cell: key, step }));
}

/** Names of the properties that a run found wanting: violated, or in error. */
export function violated(outcome: Outcome): readonly string[] {
  return [...outcome.properties.values()]
    .filter(({ verdict }) => verdict === 'violated' || verdict === 'error')
    .map(({ name, text }) => (text === '' ? name : `${name}: ${text}`));
}

function plain(value: Shown): unknown {
  switch (value.t) {
    case 'atom':
      if (value.kind === 'number') return Number(value.text);
      if (value.kind === 'boolean') return value.text === 'true';
      return value.kind === 'null' ? null : value.text;
    case 'list':
      return value.more > 0 ? [...value.items.map(plain), `and ${value.more} more`] : value.items.map(plain);
    case 'record':
      return Object.fromEntries(value.entries.map(([key, member]) => [key, plain(member)]));
  }
}
