/**
 * Takes up an edit: puts as much of the cells in force as is good. A cell whose new text is refused is held back at its text in
 * force, and the others are tried again, so one bad cell never keeps another's edit out.
 */
import { type CompiledCell, notebookOf } from '../compile/compiled.ts';
import type { CellKey, Diagnostic } from '../diagnostic.ts';
import { inError } from '../graph/problems.ts';
import { changes, isUnchanged } from '../program/program.ts';
import { adopt, checkpointHere, relocateRun, tryInstall } from '../trace/outside.ts';
import { receiptOf, titleOf } from '../trace/receipt.ts';
import { withoutSwaps } from '../trace/rerun.ts';
import { createRetrospect } from '../trace/retrospect.ts';
import { markSwap, worldOf } from '../trace/run.ts';
import type { Build } from './cells.ts';
import { concernedFrom, type From, fromNow } from './past.ts';
import { planFor } from './programs.ts';
import { rehearsed } from './rehearsal.ts';
import { rewind } from './rewind.ts';
import { wholeRun } from './runs.ts';
import type { Refusal, SessionState } from './state.ts';

export function putInForce(state: SessionState, cells: readonly CompiledCell[], how: From = fromNow): void {
  state.newest = cells;
  state.isUntold = true;
  const refused = new Map<CellKey, Refusal>();
  for (;;) {
    const { inForce } = state;
    const wanted = cells.flatMap((cell) => (refused.has(cell.key) ? textInForce(inForce, cell.key) : [cell]));
    const changed = wanted.filter(
      (cell) => inForce.graph.nodes.get(cell.key)?.inForce?.cell.hash !== cell.hash && cell.js !== null,
    );
    const { build, diagnostics } = state.assembly.assemble(inForce.graph, wanted);
    const wrong =
      build === null
        ? diagnostics.filter(({ severity, code }) => severity === 'error' && code.startsWith('program/'))
        : tryIn(state, build, how);
    if (build !== null && wrong.length === 0) {
      state.held = refused;
      state.problems = [
        ...diagnostics.map((one) => knowing(one, cells, refused)),
        ...[...refused.values()].flatMap((why) => why.diagnostics),
      ];
      state.inForce = build;
      return;
    }
    const named = changed.filter(({ key }) => wrong.some(({ cell }) => cell === key));
    // Where two do not go together, it is the importer that takes something which does not suit it.
    const own = named.filter((cell) => notebookOf(cell) === '');
    const guilty = own.length > 0 ? own : named;
    // Nobody is named: it will be one that was refused before. If not, all are held back.
    const known = changed.filter(({ key, hash }) => state.held.get(key)?.hash === hash);
    const back = guilty.length > 0 ? guilty : known.length > 0 ? known : changed;
    if (back.length === 0) {
      // Nothing is left to hold back: the fault lies in what was removed or moved. Everything stays as it was.
      state.held = new Map(
        cells.map((cell) => [cell.key, refused.get(cell.key) ?? { hash: cell.hash, diagnostics: [] }]),
      );
      state.problems = [
        ...diagnostics.filter((one) => !wrong.includes(one)),
        ...wrong,
        ...[...refused.values()].flatMap((why) => why.diagnostics),
      ];
      return;
    }
    for (const cell of back) {
      const about = wrong.filter((one) => one.cell === cell.key);
      const why = about.length > 0 ? about : guilty.length > 0 ? [] : wrong;
      refused.set(cell.key, { hash: cell.hash, diagnostics: why });
    }
  }
}

/** A name that is missing for want of a cell that is held back is not defined nowhere, and no other name is meant. */
function knowing(
  found: Diagnostic,
  cells: readonly CompiledCell[],
  refused: ReadonlyMap<CellKey, Refusal>,
): Diagnostic {
  if (found.code !== 'graph/undefined') return found;
  const cell = cells.find(({ key }) => key === found.cell);
  const reference = cell?.references.find(
    ({ range }) => range.line === found.range?.line && range.column === found.range.column,
  );
  if (cell === undefined || reference === undefined) return found;
  const { name } = reference;
  const owner = cells.find(
    ({ key, definitions }) => refused.has(key) && definitions.some((definition) => definition.name === name),
  );
  if (owner === undefined) return found;
  const range = owner.definitions.find((definition) => definition.name === name)?.range ?? null;
  return inError(cell, reference, { cell: owner.key, range });
}

function textInForce({ graph }: Build, key: CellKey): readonly CompiledCell[] {
  const cell = graph.nodes.get(key)?.inForce?.cell;
  return cell === undefined ? [] : [cell];
}

/** Tries a program in the run and puts it in force there. Returns what is wrong with it. */
function tryIn(state: SessionState, build: Build, how: From): readonly Diagnostic[] {
  const { assembly, builds, inForce } = state;
  const branch = state.tree?.current;
  if (branch?.run == null) return [];
  const { run } = branch;
  const difference = changes(inForce.program, build.program);
  try {
    const plan = planFor(state, build.program, worldOf(run).plan);
    const past = concernedFrom(wholeRun(branch) ?? run, inForce, build, plan, how);
    if (past !== null) return rewind(state, branch, build, plan, past, how);
    if (isUnchanged(difference)) {
      relocateRun(run, build.program);
      return [];
    }
    if (!checkpointHere(run)) return run.fault === null ? [] : [run.fault];
    const wrong = rehearsed(state, tryInstall(run, build.program, plan).machine, difference);
    if (wrong !== null) return [wrong];
    const { machine, installed } = tryInstall(run, build.program, plan);
    builds.keep(build);
    adopt(run, machine, build.source.id, how.keepGhost);
    markSwap(run, titleOf(difference), receiptOf(difference, installed), how.keepGhost);
    // What was still to come again of older programs is past now.
    if (branch.rerun !== null) branch.rerun = withoutSwaps(branch.rerun);
    branch.retrospect = createRetrospect(run, new Set(difference.properties));
    return [];
  } catch (error) {
    return [
      assembly.explain(error, {
        code: 'scenario/threw',
        what: 'The edit cannot be put in force',
        place: null,
        help: 'The old rules stay in force.',
      }),
    ];
  }
}
