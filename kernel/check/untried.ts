/** What an exploration that came to its end has not tried, and was not meant not to: warnings, so that no check passes for want of cases. */
import { type Diagnostic, diagnostic, type Note } from '../diagnostic.ts';
import type { Exercise, RuleUse } from '../exploration.ts';
import type { ExploreDeclaration } from '../program/declaration.ts';
import type { Program } from '../program/program.ts';
import type { PlannedProperty } from '../world/plan.ts';
import type { Explored } from './create-space.ts';
import type { LocalState } from './locals.ts';
import { type FaultName, faultNames } from './surroundings.ts';

export function untried(
  program: Program,
  { name, place, options }: ExploreDeclaration,
  properties: readonly PlannedProperty[],
  explored: Explored,
  exercise: Exercise,
): readonly Diagnostic[] {
  const at = { cell: place.cell, range: place.range };
  const { neverFires } = options.expect ?? {};
  return [...silentRules(), ...wrongExpectations(), ...unusedFaults(), ...idleProperties()];

  function silentRules(): readonly Diagnostic[] {
    return exercise.rules
      .filter(({ rule, times }) => times === 0 && neverFires?.includes(rule) !== true && isAsked(rule))
      .map((use) =>
        diagnostic('check/never-fired', `${use.rule} never fired in '${name}', so nothing was checked of it.`, {
          severity: 'warning',
          cell: use.cell,
          range: use.range,
          help: `${whyOf(use)} If it is meant, write expect: { neverFires: ['${use.rule}'] } in explore('${name}', …).`,
          notes: notesOf(use),
        }),
      );
  }

  /** What is sent to a node is for the scenario to choose; what nodes do by themselves is the model's own. */
  function isAsked(rule: string): boolean {
    return neverFires !== undefined || program.rules.get(rule)?.form !== 'on';
  }

  function whyOf({ rule }: RuleUse): string {
    const form = program.rules.get(rule)?.form;
    if (form === 'on') return 'Nobody sends it there, and no timer brings it.';
    if (form === 'start') return 'No node of its kind starts there.';
    const { states } = explored.space;
    return `Its guard is true in ${states === 1 ? 'no world' : `none of the ${states} worlds`}: look there, or at bounds, faults and scenario.`;
  }

  /** Properties that look at nodes of the kind. */
  function notesOf({ rule }: RuleUse): readonly Note[] {
    const kind = program.rules.get(rule)?.kind;
    const bits = bitsOf((node) => explored.base.nodes[node]?.kind === kind);
    const names = properties.filter((property) => ((explored.findings.looks.get(property.name) ?? 0) & bits) !== 0);
    if (names.length === 0) return [];
    const list = names.map((property) => `'${property.name}'`).join(', ');
    return [{ text: `Not tried against it: ${list}.`, cell: at.cell, range: at.range }];
  }

  function wrongExpectations(): readonly Diagnostic[] {
    return (neverFires ?? []).flatMap((rule) => {
      const use = exercise.rules.find((one) => one.rule === rule);
      if (use !== undefined && use.times === 0) return [];
      const text =
        use === undefined
          ? `'${name}' expects '${rule}' never to fire, which is no rule of a node in its scenario.`
          : `'${name}' expects ${rule} never to fire, and it fired on ${use.times} transitions.`;
      return [diagnostic('check/never-fired', text, { ...at, help: 'Take it out of expect.neverFires.' })];
    });
  }

  function unusedFaults(): readonly Diagnostic[] {
    return faultNames
      .filter((fault) => (options.faults?.[fault] ?? 0) > 0 && exercise.faults[fault] === 0)
      .map((fault) =>
        diagnostic('check/never-tried', `'${name}' may use the fault '${fault}' and never did.`, {
          ...at,
          severity: 'warning',
          help: whyUnused[fault],
        }),
      );
  }

  /** Properties that look at nodes alone, none of which ever changed. */
  function idleProperties(): readonly Diagnostic[] {
    if (explored.space.states < 2) return [];
    const changed = bitsOf(hasChanged(explored));
    return properties.flatMap((property) => {
      const looks = explored.findings.looks.get(property.name) ?? 0;
      if (looks === 0 || (looks & changed) !== 0 || property.form === 'reachable') return [];
      const text = `'${property.name}' was not tried by '${name}': no node that it looks at ever changed.`;
      const help = 'Let the scenario give those nodes something to do, or explore another one.';
      const { cell, range } = property.place;
      return [diagnostic('check/never-tried', text, { severity: 'warning', cell, range, help })];
    });
  }

  function bitsOf(isMeant: (node: number) => boolean): number {
    return explored.base.nodes.reduce((bits, _, node) => (isMeant(node) ? bits | explored.bitOf(node) : bits), 0);
  }
}

const whyUnused: Readonly<Record<FaultName, string>> = {
  crash: 'No node was up to crash.',
  restart: 'Only what has crashed can restart: give a budget for crashes too.',
  drop: 'Nothing was on its way over a link that loses messages; one that delivers any number of times loses none.',
  duplicate:
    'Nothing was on its way over a link that doubles messages; one that delivers any number of times does so anyway.',
};

/** Whether a node was found in more than one local state. */
function hasChanged({ space }: Explored): (node: number) => boolean {
  const counts = new Map<number, number>();
  for (const { node } of space.locals.list as readonly LocalState[]) counts.set(node, (counts.get(node) ?? 0) + 1);
  return (node) => (counts.get(node) ?? 0) > 1;
}
