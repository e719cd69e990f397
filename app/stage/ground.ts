/** What lies under the moving things, as SVG: links, the outlines of a partition, broken links. */
import { nothing, svg } from 'lit';
import { type Division, inside, outline, pathOf } from './cuts.ts';
import { groupLines } from './groups.ts';
import type { Point } from './layout.ts';
import type { Figure } from './scene.ts';

export interface Ground {
  readonly figures: readonly Figure[];
  readonly places: ReadonlyMap<string, Point>;
  readonly radius: number;
  /** Links seen in use, `a\nb` with a < b. */
  readonly links: ReadonlySet<string>;
  readonly cuts: readonly (readonly [string, string])[];
  readonly division: Division;
  readonly isMiniature: boolean;
}

/** More nodes than this, and their links are not drawn: their traffic shows them. */
const linkedNodes = 60;
/** A group of equals as small as this may all talk to each other: the mesh is there from the first moment. */
const meshNodes = 7;
const mostBroken = 80;

export function groundShapes(ground: Ground) {
  const outlines = islandLines(ground);
  return svg`${groupShapes(ground)} ${islandShapes(outlines, ground)} ${linkLines(ground)} ${brokenLinks(outlines, ground)}`;
}

// ---------------------------------------------------------------- links

function linkLines(ground: Ground) {
  const { figures, places, cuts } = ground;
  if (figures.length > linkedNodes) return nothing;
  const pairs = linkedPairs(ground);
  const broken = new Set(cuts.map(([a, b]) => linkName(a, b)));
  // Many links are drawn fainter: their crossings must not be darker than what moves on them.
  const opacity = Math.max(0.2, Math.min(1, 60 / pairs.size));
  return [...pairs].map((pair) => {
    const [a = '', b = ''] = pair.split('\n');
    const p = places.get(a);
    const q = places.get(b);
    if (p === undefined || q === undefined || broken.has(pair)) return nothing;
    return svg`<line class="link" stroke-opacity=${opacity} x1=${p.x} y1=${p.y} x2=${q.x} y2=${q.y}></line>`;
  });
}

/** The links to draw: those seen, and a few that are plain from the start. */
export function linkedPairs({
  figures,
  links,
  isMiniature,
}: Pick<Ground, 'figures' | 'links' | 'isMiniature'>): ReadonlySet<string> {
  const kinds = figures.map(({ kind }) => kind);
  if (figures.length <= meshNodes && new Set(kinds).size === 1) {
    return new Set([...links, ...figures.flatMap((a, i) => figures.slice(i + 1).map((b) => linkName(a.id, b.id)))]);
  }
  // A miniature may be a still in which nothing has been sent yet: single nodes are joined to all others.
  if (!isMiniature || links.size > 0) return links;
  const singles = figures.filter(({ kind }) => kinds.indexOf(kind) === kinds.lastIndexOf(kind));
  return new Set(singles.flatMap((a) => figures.flatMap((b) => (a === b ? [] : [linkName(a.id, b.id)]))));
}

function linkName(a: string, b: string): string {
  return a < b ? `${a}\n${b}` : `${b}\n${a}`;
}

/** Racks and machines: a quiet plate under their nodes, with a name. */
function groupShapes({ figures, places, radius, isMiniature }: Ground) {
  return groupLines(figures, places, radius).map(({ name, line }) => {
    const top = line.reduce((a, b) => (b.y < a.y ? b : a), line[0] ?? { x: 0, y: 0 });
    return svg`<path class="group" d=${pathOf(line)}></path>
      ${isMiniature ? nothing : svg`<text class="group-name" x=${top.x} y=${Math.max(12, top.y - 5)}>${name}</text>`}`;
  });
}

// ---------------------------------------------------------------- partitions

interface IslandLine {
  readonly line: readonly Point[];
  readonly count: number;
}

/** Lines round the islands of a partition. An island with a foreign node inside its line gets none. */
function islandLines({ division: { islands }, places, radius }: Ground): readonly IslandLine[] {
  if (islands.length < 2) return [];
  const distance = radius + Math.max(8, radius * 0.5);
  return islands.flatMap((ids) => {
    const line = outline(
      ids.flatMap((id) => places.get(id) ?? []),
      distance,
    );
    const own = new Set(ids);
    const isClean = ![...places].some(([id, p]) => !own.has(id) && inside(line, p));
    return isClean ? [{ line, count: ids.length }] : [];
  });
}

function islandShapes(lines: readonly IslandLine[], { places, radius }: Ground) {
  return lines.map(({ line, count }) => {
    const top = line.reduce((a, b) => (b.y < a.y ? b : a), line[0] ?? { x: 0, y: 0 });
    const label = count === 1 ? 'cut off' : `${count} of ${places.size}`;
    return svg`<path class="island" d=${pathOf(line)}></path>
      <text class="island-name" x=${top.x} y=${Math.max(radius / 3, top.y - 6)}>${label}</text>`;
  });
}

/** A dashed red line with a gap and a cross in the middle; for cuts that no outline shows. */
function brokenLinks(lines: readonly IslandLine[], { division: { islands, broken }, cuts, places }: Ground) {
  const isOutlined = islands.length < 2 || lines.length >= islands.length - 1;
  return (isOutlined ? broken : cuts).slice(0, mostBroken).map(([a, b]) => {
    const p = places.get(a);
    const q = places.get(b);
    if (p === undefined || q === undefined) return nothing;
    const x = (p.x + q.x) / 2;
    const y = (p.y + q.y) / 2;
    const angle = (Math.atan2(q.y - p.y, q.x - p.x) * 180) / Math.PI;
    return svg`<line class="broken" x1=${p.x} y1=${p.y} x2=${q.x} y2=${q.y}></line>
      <g class="break" transform="translate(${x} ${y}) rotate(${angle})">
        <rect x="-9" y="-9" width="18" height="18"></rect><path d="M-4.5 -4.5l9 9M4.5 -4.5l-9 9"></path>
      </g>`;
  });
}
