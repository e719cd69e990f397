/**
 * Whether something never comes, found in the plainest way: the fixpoint of Emerson and Lei (1986) over sets of worlds, on the graph
 * of `naive.fixture.ts` with a loop at each world for staying as it is. It shares nothing with `lasso.ts`.
 */
import type { World as WorldView } from '../program/language.ts';
import type { Program } from '../program/program.ts';
import { wrongOf } from '../world/monitor.ts';
import { makePlan } from '../world/plan.ts';
import type { NaiveEdge, NaiveResult } from './naive.fixture.ts';

/** Names of the `eventually` and `leadsTo` that do not hold under weak fairness. */
export function brokenPromises(program: Program, scenario: string, graph: NaiveResult): ReadonlySet<string> {
  const worlds = graph.edges.map((_, world) => world);
  const views = worlds.map(graph.viewOf);
  const viewOf = (world: number): WorldView => views[world] as WorldView;
  const properties = [...program.properties, ...makePlan(program, scenario).properties];
  const broken = new Set<string>();
  for (const property of properties) {
    if (property.form !== 'eventually' && property.form !== 'leadsTo') continue;
    const isBad = worlds.map((world) => wrongOf(property.holds(viewOf(world)), property) !== null);
    const endless = endlessIn(graph.edges, new Set(worlds.filter((world) => isBad[world])));
    const isBegun = (world: number): boolean =>
      property.form === 'eventually' ? graph.starts.includes(world) : property.whenever(viewOf(world)) === true;
    // Every world here is reached from a start.
    if (worlds.some((world) => isBegun(world) && endless.has(world))) broken.add(property.name);
  }
  return broken;
}

/** The worlds of a set from which some fair way stays in it for ever. */
function endlessIn(edges: readonly (readonly NaiveEdge[])[], set: ReadonlySet<number>): ReadonlySet<number> {
  const duties = new Set(edges.flatMap((out) => out.map(({ duty }) => duty)).filter((duty) => duty !== ''));
  let inside = set;
  for (;;) {
    let next = inside;
    for (const duty of duties) {
      const isContent = (world: number): boolean => {
        const out = edges[world] ?? [];
        if (!out.some((edge) => edge.duty === duty)) return true;
        return out.some(({ to, duty: done, putOff }) => next.has(to) && (done === duty || putOff.includes(duty)));
      };
      next = leadingTo(edges, next, new Set([...next].filter(isContent)));
    }
    if (next.size === inside.size) return inside;
    inside = next;
  }
}

/** Of the worlds inside, those from which a way inside leads to a goal. */
function leadingTo(
  edges: readonly (readonly NaiveEdge[])[],
  inside: ReadonlySet<number>,
  goals: ReadonlySet<number>,
): ReadonlySet<number> {
  const found = new Set(goals);
  for (;;) {
    const before = found.size;
    for (const world of inside) if ((edges[world] ?? []).some(({ to }) => found.has(to))) found.add(world);
    if (found.size === before) return found;
  }
}
