/** Which word of a view the arrow keys go to. */

type Box = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>;

/** Left and right in the order in which they are read; up and down to the nearest there. Null: not a key that moves. */
export function wordBeside(key: string, at: number, boxes: () => readonly Box[], count: number): number | null {
  switch (key) {
    case 'ArrowRight':
      return Math.min(count - 1, at + 1);
    case 'ArrowLeft':
      return Math.max(0, at - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    case 'ArrowDown':
    case 'ArrowUp':
      return nearest(at, boxes(), key === 'ArrowDown' ? 1 : -1);
    default:
      return null;
  }
}

function nearest(at: number, boxes: readonly Box[], way: 1 | -1): number {
  const from = boxes[at];
  if (from === undefined) return at;
  const middle = (box: Box): readonly [number, number] => [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const [x, y] = middle(from);
  let best = at;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, box] of boxes.entries()) {
    const [otherX, otherY] = middle(box);
    const below = (otherY - y) * way;
    if (below < 4) continue;
    const distance = below + 2 * Math.abs(otherX - x);
    if (distance < least) [best, least] = [index, distance];
  }
  return best;
}
