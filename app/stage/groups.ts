/** Outlines round nodes that stand in one place: a machine, a rack, a datacentre. */
import { inside, outline } from './cuts.ts';
import type { Point } from './layout.ts';
import type { Figure } from './scene.ts';

export interface GroupLine {
  readonly name: string;
  readonly line: readonly Point[];
}

/** A group with a foreign node inside its line gets none: it would say what is not so. One group of all says nothing. */
export function groupLines(
  figures: readonly Figure[],
  places: ReadonlyMap<string, Point>,
  radius: number,
): readonly GroupLine[] {
  const members = new Map<string, string[]>();
  for (const figure of figures) {
    if (figure.type !== 'node' || figure.group === '') continue;
    const list = members.get(figure.group);
    if (list === undefined) members.set(figure.group, [figure.id]);
    else list.push(figure.id);
  }
  if (members.size < 2) return [];
  const distance = radius + Math.max(7, radius * 0.34);
  return [...members].flatMap(([name, ids]) => {
    const own = new Set(ids);
    const line = outline(
      ids.flatMap((id) => places.get(id) ?? []),
      distance,
    );
    const isClean = ![...places].some(([id, point]) => !own.has(id) && inside(line, point));
    return isClean ? [{ name, line }] : [];
  });
}
