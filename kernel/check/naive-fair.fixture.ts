/**
 * Whether something never comes, found in the plainest way: the fixpoint of Emerson and Lei (1986) over sets of worlds, on the graph
 * of `naive.fixture.ts` with a loop at each world for staying as it is. It shares nothing with `lasso.ts`.
 */
import { expect } from 'vitest';
import type { Exploration } from '../exploration.ts';
import type { World as WorldView } from '../program/language.ts';
import type { Program } from '../program/program.ts';
import { wrongOf } from '../world/monitor.ts';
import { makePlan } from '../world/plan.ts';
import { readsStats } from './reads-stats.ts';
import type { NaiveEdge, NaiveResult } from './naive.fixture.ts';

/** Names of the `eventually` and `leadsTo` that do not hold under weak fairness. */
export function brokenPromises(program: Program, scenario: string, graph: NaiveResult): ReadonlySet<string> {
  const worlds = graph.edges.map((_, world) => world);
  const views = worlds.map(graph.viewOf);
  const viewOf = (world: number): WorldView => views[world] as WorldView;
  const plan = makePlan(program, scenario);
  const properties = [...program.properties, ...plan.properties].filter((property) => !readsStats(property, plan));
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

/** Each lasso that an exploration found is one of the graph. */
export function expectLassos(program: Program, graph: NaiveResult, { violations }: Exploration): void {
  for (const { property: name, path, loop } of violations) {
    if (loop === null) continue;
    const property = [...program.properties, ...makePlan(program, 's').properties].find((one) => one.name === name);
    if (property?.form !== 'eventually' && property?.form !== 'leadsTo') throw new Error(`${name} is no promise`);
    const isBad = (world: number): boolean => wrongOf(property.holds(graph.viewOf(world)), property) !== null;
    expect({ name, path, loop, isThere: hasFairLasso(graph, isBad, path, loop) }).toMatchObject({ isThere: true });
  }
}

/**
 * Whether a graph has a way that does these things one after the other, and then a loop of these through bad worlds alone on which
 * whatever stays possible is done or put off. Things are known by their texts, so all ways that fit are tried.
 */
function hasFairLasso(
  graph: NaiveResult,
  isBad: (world: number) => boolean,
  path: readonly string[],
  loop: readonly string[],
): boolean {
  const { edges } = graph;
  const labelOf = (text: string): string => text.replace(/ \(choice \d+ of \d+\)$/, '');
  let here = new Set(graph.starts);
  for (const text of path.slice(1))
    here = new Set(
      [...here].flatMap((world) =>
        (edges[world] ?? []).filter(({ to, label }) => to >= 0 && label === labelOf(text)).map(({ to }) => to),
      ),
    );
  const possibleIn = (world: number): readonly string[] =>
    (edges[world] ?? []).filter(({ to, duty }) => to !== world && duty !== '').map(({ duty }) => duty);

  function goesRound(first: number, world: number, at: number, owed: readonly string[]): boolean {
    if (!isBad(world)) return false;
    const still = owed.filter((duty) => possibleIn(world).includes(duty));
    if (at === loop.length) return world === first && still.length === 0;
    return (edges[world] ?? [])
      .filter(({ to, label }) => to >= 0 && label === labelOf(loop[at] ?? ''))
      .some(({ to, duty: done, putOff }) =>
        goesRound(
          first,
          to,
          at + 1,
          still.filter((duty) => duty !== done && !putOff.includes(duty)),
        ),
      );
  }
  return [...here].some((world) => goesRound(world, world, 0, possibleIn(world)));
}
