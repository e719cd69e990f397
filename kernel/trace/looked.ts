/** What a property looks at in a world: it is asked once more, in a copy that notes what is read. */
import { equal } from '../plain.ts';
import type { Looked } from '../explanation.ts';
import type { World as WorldView } from '../program/language.ts';
import { callTurns, grant } from '../program/budget.ts';
import { isOfHistory } from '../world/history-monitor.ts';
import type { PlannedProperty } from '../world/plan.ts';
import { ask, createStill, lookAgain, noAnswer, viewsOf } from '../world/still.ts';
import { rerun, worldAfter } from './past.ts';
import type { Run } from './run.ts';
import { textOf } from './shown.ts';

/** Nodes of one kind that are listed; those that have just changed come first when there are more. */
const mostNodes = 12;
const valueLength = 80;

/** @param step the moment after so many events */
export function lookedAt(run: Run, property: PlannedProperty, step: number): readonly Looked[] {
  if (isOfHistory(property)) return [];
  const machine = worldAfter(run, Math.max(0, step - 1));
  const { world } = machine;
  if (property.form === 'step') world.arrived = [];
  const still = createStill(world, true);
  const views = viewsOf(still);
  const was = worldAfter(run, Math.max(0, step - 1)).world;
  rerun(machine, ({ step: at }) => at >= step);
  lookAgain(still, world);
  const answer = noAnswer<unknown>();
  try {
    ask(still, answer, () => questionsOf(property, views.before, views.now), false);
  } catch {
    // What it had read by then is what it came to grief on.
  }
  const read = new Set(answer.reads.list);
  return [...still.kinds].flatMap(([kind, { fields, nodes }]): readonly Looked[] => {
    const names = [...fields.values()].filter(({ number }) => read.has(number)).map(({ name }) => name);
    if (names.length === 0) return [];
    const rows = nodes.map(({ node }) => {
      const now = world.byId.get(node.id)?.state ?? {};
      const before = was.byId.get(node.id)?.state ?? {};
      const values = names.map((name) => ({
        text: name in now ? textOf(now[name], valueLength) : '',
        isNew: !equal(now[name], before[name]),
      }));
      return { node: node.id, values };
    });
    const listed =
      rows.length <= mostNodes
        ? rows
        : rows.toSorted((a, b) => Number(isNew(b.values)) - Number(isNew(a.values))).slice(0, mostNodes);
    return [{ kind, fields: names, rows: listed, more: rows.length - listed.length }];
  });
}

const isNew = (values: Looked['rows'][number]['values']): boolean => values.some((value) => value.isNew);

function questionsOf(property: PlannedProperty, before: WorldView, now: WorldView): unknown {
  grant(callTurns);
  if (isOfHistory(property)) return null;
  if (property.form === 'step') return property.holds(before, now);
  if (property.form === 'leadsTo') return [property.whenever(now), property.holds(now)];
  return property.holds(now);
}
