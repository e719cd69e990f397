/** What is said of an exploration that cannot go on: where it was, and what threw. */
import { type Diagnostic, DiagnosticError, diagnostic } from '../diagnostic.ts';
import type { ExploreDeclaration } from '../program/declaration.ts';
import type { About, Explain } from '../program/explain.ts';
import { changesFrozen } from '../world/frozen.ts';
import { StepError } from '../world/step.ts';
import type { Explored } from './create-space.ts';
import type { Asked } from './judge.ts';

/** @param explored null when it has not begun */
export function failureOf(
  error: unknown,
  { name, place }: ExploreDeclaration,
  explored: Explored | null,
  explain: Explain,
): Diagnostic {
  const doing = explored?.space.lab.doing ?? '';
  const help = `It happened while exploring '${name}'${doing === '' ? '' : `, at: ${doing}`}.`;
  if (error instanceof StepError) {
    const { rule, node, place: where } = error;
    const what = `${rule} threw${node === '' ? '' : ` on ${node}`}`;
    return explain(error.thrown, { code: 'rule/threw', what, place: where, help });
  }
  return explain(error, { ...about(error, explored?.findings.asking ?? null), help });

  function about(thrown: unknown, asking: Asked | null): Omit<About, 'help'> {
    if (asking === null)
      return explored === null
        ? { code: 'scenario/threw', what: `'${name}' cannot begin`, place }
        : { code: 'rule/threw', what: `'${name}' failed`, place };
    return changesFrozen(thrown)
      ? { code: 'property/effect', what: `'${asking.name}' changes the world`, place: asking.place }
      : { code: 'property/threw', what: `'${asking.name}' threw`, place: asking.place };
  }
}

/** Ids have an order of their own, which is not the same after an exchange. */
export function orderUnderSymmetry({ name, place: { cell, range } }: ExploreDeclaration): DiagnosticError {
  return new DiagnosticError(
    diagnostic('check/not-symmetric', `A rule can tell the order of members, so '${name}' has no symmetry.`, {
      cell,
      range,
      help: 'Take members by what they are and not by their place, or leave symmetry out.',
    }),
  );
}
