/** Very many messages as streams: one for each way between two figures, as wide as it is full. */
import type { MessageView } from '../../kernel/protocol.ts';

export interface Stream {
  /** Ids of figures. */
  readonly from: string;
  readonly to: string;
  readonly count: number;
  /** The most frequent type on it. */
  readonly type: string;
}

/** More messages than this are drawn as streams too, between nodes as well. */
export const streamsAbove = 1_000;
export function streamsOf(
  messages: readonly MessageView[],
  figureOf: ReadonlyMap<string, string>,
  hidden: ReadonlySet<string>,
): readonly Stream[] {
  const ways = new Map<string, Map<string, number>>();
  for (const { type, from, to } of messages) {
    if (hidden.has(type)) continue;
    const key = `${figureOf.get(from) ?? ''}\n${figureOf.get(to) ?? ''}`;
    const types = ways.get(key) ?? new Map<string, number>();
    types.set(type, (types.get(type) ?? 0) + 1);
    ways.set(key, types);
  }
  return [...ways].flatMap(([key, types]) => {
    const [from = '', to = ''] = key.split('\n');
    let [most, type, count] = [0, '', 0];
    for (const [name, many] of types) {
      count += many;
      if (many > most) [most, type] = [many, name];
    }
    return from === '' || to === '' ? [] : [{ from, to, count, type }];
  });
}

/** px: grows with the logarithm, so that one of ten and one of ten thousand are both seen. */
export function widthOf(count: number): number {
  return Math.min(22, 2 + 1.7 * Math.log2(1 + count));
}
