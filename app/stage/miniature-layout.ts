/** Where the nodes of a miniature stand, with room for their names. */
import { namedBeneath } from './figure.ts';
import { type Layout, layOut, type Member, type Size } from './layout.ts';

/** The largest figure; px. Names can be read on it, and links are seen between. */
const largestRadius = (height: number): number => Math.round(height / 9);
/** Names beneath take room from figures, and of the foot; px. */
const withNamesBeneath = 0.8;
const nameHeight = 12;

export interface MiniatureLayout {
  readonly layout: Layout;
  /** The kinds whose names stand beneath their figures. */
  readonly beneath: ReadonlySet<string>;
}

export function layOutMiniature(
  members: readonly Member[],
  size: Size,
  measure: (text: string) => number,
): MiniatureLayout {
  const largest = largestRadius(size.height);
  const first = layOut(members, size, largest);
  const isTight = namedBeneath(members, first.radius, measure).size > 0;
  const above = { ...size, height: size.height - nameHeight };
  const layout = isTight ? { ...layOut(members, above, Math.round(largest * withNamesBeneath)), size } : first;
  return { layout, beneath: namedBeneath(members, layout.radius, measure) };
}
