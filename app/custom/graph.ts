/** A graph: figures and the lines between them, in a ring or in layers. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { Line, ViewContent } from '../../kernel/view.ts';
import { measureText } from '../stage/measure.ts';
import { type Layout, layeredLayout, ringLayout, type Sized } from './layers.ts';
import { drawnWord, type Reading, toneClass } from './word.ts';

type Graph = Extract<ViewContent, { kind: 'graph' }>;

const textSize = 12;
const height = 26;
const mostText = 24;

export function graphTemplate(graph: Graph, name: string, reading: Reading): TemplateResult {
  const texts = new Map(graph.figures.map(({ id, word }) => [id, shortText(word.text)]));
  const sized = graph.figures.map(
    ({ id, at }): Sized => ({
      id,
      at,
      height,
      width: Math.max(30, measureText(texts.get(id) ?? '', 'ui') * textSize + 20),
    }),
  );
  const sizes = new Map(sized.map((figure) => [figure.id, figure]));
  const ring = graph.layout === 'ring' ? ringLayout(sized) : null;
  const layout: Layout = ring ?? layeredLayout(sized, graph.lines);
  const middle = { x: layout.width / 2, y: layout.height / 2 };
  return html`<svg
      class="graph"
      role="group"
      aria-label=${name}
      width=${Math.ceil(layout.width)}
      height=${Math.ceil(layout.height)}
      viewBox="0 0 ${Math.ceil(layout.width)} ${Math.ceil(layout.height)}"
    >
      <defs>
        <marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">
          <path d="M0 0.5 L7.5 4 L0 7.5 z"></path>
        </marker>
      </defs>
      ${ring === null ? nothing : svg`<circle class="round" cx=${middle.x} cy=${middle.y} r=${ring.radius}></circle>`}
      ${graph.lines.map((line) => lineTemplate(line, layout, sizes, ring === null ? null : middle))}
      ${graph.figures.map(({ id, word }) => {
        const place = layout.places.get(id);
        const size = sizes.get(id);
        if (place === undefined || size === undefined) return nothing;
        return drawnWord(
          word,
          reading,
          svg`<rect x=${place.x - size.width / 2} y=${place.y - height / 2} width=${size.width} height=${height} rx=${graph.layout === 'ring' ? height / 2 : 6}></rect>
            <text x=${place.x} y=${place.y} dy="0.35em" text-anchor="middle">${texts.get(id)}</text>`,
        );
      })}
    </svg>
    ${
      graph.lines.length === 0
        ? nothing
        : html`<ul class="unseen" aria-label="Lines of ${name}">
            ${graph.lines.map(({ from, to, text }) => html`<li>${from} to ${to}${text === '' ? nothing : `: ${text}`}</li>`)}
          </ul>`
    }`;
}

const shortText = (text: string): string => (text.length > mostText ? `${text.slice(0, mostText - 1)}…` : text);

/** From edge to edge; within a ring bent towards its middle, so that neighbours' lines do not lie on it. */
function lineTemplate(
  { from, to, text, tone }: Line,
  { places }: Layout,
  sizes: ReadonlyMap<string, Sized>,
  middle: { readonly x: number; readonly y: number } | null,
): SVGTemplateResult | typeof nothing {
  const [a, b] = [places.get(from), places.get(to)];
  const [sizeA, sizeB] = [sizes.get(from), sizes.get(to)];
  if (a === undefined || b === undefined || sizeA === undefined || sizeB === undefined) return nothing;
  if (from === to) {
    const [x, y] = [a.x + sizeA.width / 2 - 8, a.y - height / 2];
    return svg`<path class="line ${toneClass(tone)}" d="M${x - 8} ${y} C${x - 8} ${y - 20} ${x + 14} ${y - 20} ${x + 4} ${y}" marker-end="url(#head)"></path>`;
  }
  const bend =
    middle === null
      ? { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
      : { x: ((a.x + b.x) / 2) * 0.4 + middle.x * 0.6, y: ((a.y + b.y) / 2) * 0.4 + middle.y * 0.6 };
  const [start, end] = [edge(a, bend, sizeA), edge(b, bend, sizeB)];
  const label = { x: (start.x + 2 * bend.x + end.x) / 4, y: (start.y + 2 * bend.y + end.y) / 4 };
  return svg`<path
      class="line ${toneClass(tone)}"
      d="M${start.x} ${start.y} Q${bend.x} ${bend.y} ${end.x} ${end.y}"
      marker-end="url(#head)"
    ></path>${text === '' ? nothing : svg`<text class="along" x=${label.x} y=${label.y} text-anchor="middle">${shortText(text)}</text>`}`;
}

/** Where the way from the middle of a figure leaves it. */
function edge(
  from: { readonly x: number; readonly y: number },
  towards: { readonly x: number; readonly y: number },
  size: Sized,
): { readonly x: number; readonly y: number } {
  const [dx, dy] = [towards.x - from.x, towards.y - from.y];
  const share = Math.min(
    dx === 0 ? Number.POSITIVE_INFINITY : (size.width / 2 + 2) / Math.abs(dx),
    dy === 0 ? Number.POSITIVE_INFINITY : (height / 2 + 2) / Math.abs(dy),
    1,
  );
  return { x: from.x + dx * share, y: from.y + dy * share };
}
