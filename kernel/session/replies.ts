/** What the page is told of the program, the journal and the run. */
import { seedsOf } from '../check/fuzz.ts';
import type { CompiledCell } from '../compile/compiled.ts';
import { findStat } from '../compile/stat-place.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { emptyJournal } from '../journal.ts';
import type { MessageDeclaration } from '../program/declaration.ts';
import type { CellStatus, Frame, Journal, ProgramView, RunStatus, SwapReply, Want } from '../protocol.ts';
import { emptyFrame, frameOf, type Picture } from '../trace/frame.ts';
import { worldAfter } from '../trace/past.ts';
import { type Run, worldOf } from '../trace/run.ts';
import { branchViews, journalOfTree } from '../trace/tree.ts';
import type { Machine } from '../world/step.ts';
import { currentRun, type SessionState } from './state.ts';

/** `more`: what is wrong with the request itself. */
export function swapReply(state: SessionState, more: readonly Diagnostic[] = []): SwapReply {
  const program = programView(state, more);
  state.isUntold = false;
  return {
    accepted:
      program.cells.every(({ status }) => status === 'live') &&
      !program.diagnostics.some(({ severity, code }) => severity === 'error' && code.startsWith('scenario/')),
    program,
    source: state.inForce.source,
    journal: journal(state),
  };
}

/** Of cells that were put in force in the middle of something else; null when there are none. */
export function untold(state: SessionState): SwapReply | null {
  return state.isUntold ? swapReply(state) : null;
}

export function journal({ tree, inForce }: SessionState): Journal {
  return tree === null ? emptyJournal(inForce.source.id) : journalOfTree(tree);
}

function programView(state: SessionState, more: readonly Diagnostic[]): ProgramView {
  const { seeds, newest, problems } = state;
  const { program } = state.inForce;
  return {
    messages: messageNames(state.inForce),
    durable: Object.fromEntries(
      [...program.kinds].flatMap(([name, { durable }]) => (durable.length === 0 ? [] : [[name, durable]])),
    ),
    scenarios: program.scenarios.map(({ name, place, seed, until }) => ({
      name,
      cell: place.cell,
      range: place.range,
      seed: seeds.override ?? seed ?? seeds.fallback ?? 1,
      until,
    })),
    cells: newest.map((cell) => ({ key: cell.key, status: statusOf(state, cell) })),
    diagnostics: more.length === 0 ? problems : [...problems, ...more],
    explorations: program.explorations.map(({ name, options, place }) => ({
      name,
      scenario: options.scenario,
      cell: place.cell,
      range: place.range,
    })),
    fuzzers: program.fuzzers.map((declared) => ({
      name: declared.name,
      cell: declared.place.cell,
      range: declared.place.range,
      seeds: seedsOf(declared),
    })),
  };
}

/** Cells are evaluated in the order in which they need each other; they are read from the top. */
function messageNames({ program, source }: SessionState['inForce']): readonly string[] {
  const order = new Map(source.cells.map(({ key }, index) => [key, index]));
  const cellOf = ({ place }: MessageDeclaration): number => order.get(place.cell) ?? order.size;
  return [...program.messages.values()]
    .toSorted((a, b) => cellOf(a) - cellOf(b) || a.place.statement - b.place.statement)
    .map(({ name }) => name);
}

function statusOf({ inForce, held }: SessionState, { key }: CompiledCell): CellStatus {
  const node = inForce.graph.nodes.get(key);
  if (held.has(key)) return node?.inForce == null ? 'broken' : 'kept';
  return node?.status ?? 'broken';
}

// ---------------------------------------------------------------- pictures

/** `moment`: virtual µs asked for. */
export function frame(state: SessionState, want: Want, at?: Machine, moment?: number): Frame {
  const { tree, densities } = state;
  const run = currentRun(state);
  if (run === null || tree === null) return emptyFrame(state.problems);
  const marksVersion = state.markVersions.of(run.marks);
  return {
    ...frameOf(run, at ?? run.machine, want, picture(state, run), moment),
    ...(marksVersion === want.marksVersion ? { marks: [] } : {}),
    marksVersion,
    branches: branchViews(tree, want.density, densities),
  };
}

function picture(state: SessionState, run: Run): Picture {
  const faults = [
    ...(run.fault === null ? [] : [run.fault]),
    ...run.monitors.list.flatMap(({ error }) => (error === null ? [] : [error])),
  ];
  return {
    status: status(state, run),
    statPlace: (name) => findStat(state.inForce.source.cells, name),
    diagnostics: faults,
    ghost: state.tree?.current.ghost ?? null,
    densities: state.densities,
  };
}

function status({ tree }: SessionState, run: Run): RunStatus {
  if (run.end === 'stopped') return 'stopped-by-error';
  if (tree?.current.rebuild != null) return 'restoring';
  return tree?.current.rerun != null ? 'rerunning' : run.end;
}

/** The world after so many events. The moment looked at last is kept. */
export function machineAt(state: SessionState, run: Run, step: number): Machine {
  const tip = worldOf(run);
  const wanted = Math.min(Math.max(0, Math.floor(step)), tip.step);
  if (wanted === tip.step) return run.machine;
  const { looked } = state;
  if (looked?.tip === run.machine && looked.machine.world.step === wanted) return looked.machine;
  const machine = worldAfter(run, wanted);
  state.looked = { tip: run.machine, machine };
  return machine;
}
