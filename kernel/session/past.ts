/** How an edit takes effect, and how far back it concerns the past. */
import { DiagnosticError } from '../diagnostic.ts';
import type { Explain } from '../program/explain.ts';
import { changes, isUnchanged, type Program } from '../program/program.ts';
import type { SwapFrom } from '../protocol.ts';
import { type Build, differsOnlyIn } from './cells.ts';
import { firstActionAffected, firstAffected } from '../trace/affected.ts';
import { type Run, worldOf } from '../trace/run.ts';
import { makePlan, type Plan } from '../world/plan.ts';

/** `at`: step, for `here`. */
export interface From {
  readonly from: SwapFrom;
  readonly at: number | null;
  /** The ghost stays the run that it is. */
  readonly keepGhost: boolean;
}

export const fromNow: From = { from: 'now', at: null, keepGhost: false };

/**
 * The event from which on the past is to be run again under the new program; null when it stays as it was.
 * @param whole the run up to its tip
 * @param old what is in force
 */
export function concernedFrom(whole: Run, old: Build, build: Build, plan: Plan, { from, at }: From): number | null {
  const world = worldOf(whole);
  const difference = changes(world.program, build.program);
  /** Another program was in force there, or is in a past that is still being run again. */
  const wasOther = (step: number): boolean =>
    !isUnchanged(difference) ||
    !isUnchanged(changes(old.program, build.program)) ||
    whole.entries.some((entry) => entry.type === 'swap' && entry.step >= step);
  switch (from) {
    case 'here':
      return at !== null && at < world.step && wasOther(at) ? at : null;
    case 'now': {
      const actions = actionsConcerned(whole, old, build, plan);
      return actions !== null && actions < world.step ? actions : null;
    }
    case 'start':
      if (!wasOther(0)) return null;
      // From the beginning there is only this program: what older ones did is not its past.
      if (whole.entries.some(({ type }) => type === 'swap') || plan.content !== world.plan.content) return 0;
      return firstAffected(whole, difference, world.program, build.program);
  }
}

/** The first event that an edit of nothing but timed actions concerns. */
function actionsConcerned(whole: Run, old: Build, build: Build, plan: Plan): number | null {
  const { plan: before, program } = worldOf(whole);
  if (plan.content === before.content) return null;
  const find = (among: Program) => among.scenarios.find(({ name }) => name === plan.scenario);
  const [was, is] = [find(program), find(build.program)];
  if (was === undefined || is === undefined) return null;
  if (!differsOnlyIn(old, build, is.place.cell, is.place.statement)) return null;
  return firstActionAffected(whole, before, plan, [String(was.setUp), String(is.setUp)]);
}

/** Runs a scenario's set-up. Throws DiagnosticError. */
export function planOf(program: Program, name: string, explain: Explain): Plan {
  const place = program.scenarios.find((scenario) => scenario.name === name)?.place ?? null;
  try {
    return makePlan(program, name);
  } catch (error) {
    throw new DiagnosticError(
      explain(error, {
        code: 'scenario/threw',
        what: `The scenario '${name}' threw`,
        place,
        help: 'It is run once to see which nodes, links and actions it wants.',
      }),
    );
  }
}
