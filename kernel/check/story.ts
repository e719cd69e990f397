/** A way as a story for people: who sent what to whom, and what changed in which node. */
import type { StoryChange, StoryStep } from '../exploration.ts';
import { equal } from '../plain.ts';
import { bodyText, messageText, textOf } from '../trace/shown.ts';
import { EventKind } from '../world/queue.ts';
import type { World } from '../world/world.ts';
import type { Way } from './way.ts';

/** Characters of one value. */
const valueLimit = 72;

export function storyOf(way: Way): readonly StoryStep[] {
  let before: World | null = null;
  return way.steps.map(({ text, happening }, at): StoryStep => {
    const after = way.worldAt(at);
    const step = {
      text,
      body: 'parcel' in happening ? bodyText(happening.parcel.body) : '',
      sent: happening.type === 'twice' ? [] : sentBetween(before, after),
      changes: before === null ? [] : changesBetween(before, after),
    };
    before = after;
    return step;
  });
}

/** Messages that are on their way now and were not before. */
function sentBetween(before: World | null, after: World): readonly string[] {
  const left = before === null ? [] : messagesIn(before);
  return messagesIn(after).filter((text) => {
    const at = left.indexOf(text);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function messagesIn({ heap, names, nodes }: World): string[] {
  return heap
    .filter(({ kind }) => kind === EventKind.deliver)
    .map(({ type, from, node, body }) => {
      const ends = `${nodes[from]?.id ?? 'outside'} → ${nodes[node]?.id ?? ''}`;
      return `${ends}  ${messageText(names.list[type] ?? '', body)}`;
    })
    .toSorted();
}

function changesBetween(before: World, after: World): readonly StoryChange[] {
  return after.nodes.flatMap(({ id, state, alive }, index) => {
    const was = before.nodes[index];
    const [old, now] = [
      { ...was?.state, '(up)': was?.alive },
      { ...state, '(up)': alive },
    ] as const;
    return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((field): StoryChange[] => {
      const [x, y] = [member(old, field), member(now, field)];
      return equal(x, y) ? [] : [{ node: id, field, before: shownAs(x), after: shownAs(y) }];
    });
  });
}

function member(of: Readonly<Record<string, unknown>>, field: string): unknown {
  return of[field];
}

function shownAs(value: unknown): string | null {
  return value === undefined ? null : textOf(value, valueLimit);
}
