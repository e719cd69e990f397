/** Lanes: rows of boxes, aligned by their position, with lines across them. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Lane, ViewContent } from '../../kernel/view.ts';
import { type Reading, wordTemplate } from './word.ts';

type Lanes = Extract<ViewContent, { kind: 'lanes' }>;

/** Positions that some lane shows, in order; null: a gap between two of them. */
export function positionsOf(lanes: readonly Pick<Lane, 'before' | 'cells'>[]): readonly (number | null)[] {
  const shown = new Set(lanes.flatMap(({ before, cells }) => cells.map((_, i) => before + i)));
  const positions: (number | null)[] = [];
  let last = -1;
  for (const position of [...shown].toSorted((a, b) => a - b)) {
    if (position > last + 1) positions.push(null);
    positions.push(position);
    last = position;
  }
  return positions;
}

/** Which texts stand behind each column; −1: before the first. A line beyond the last cell stands there. */
export function marksAt(
  { marks }: Pick<Lane, 'marks'>,
  positions: readonly (number | null)[],
): ReadonlyMap<number, string> {
  const at = new Map<number, string>();
  for (const { after, text } of marks) {
    const column = positions.findLastIndex((position) => position !== null && position < after);
    const before = at.get(column);
    at.set(column, before === undefined ? text : `${before} · ${text}`);
  }
  return at;
}

export function lanesTemplate({ lanes }: Lanes, name: string, reading: Reading): TemplateResult {
  const positions = positionsOf(lanes);
  const hasMarks = lanes.some(({ marks }) => marks.length > 0);
  return html`<div class="across"><table class="lanes ${hasMarks ? 'marked' : ''}" aria-label=${name}>
    <thead>
      <tr>
        <td></td>
        ${positions.map((position) => (position === null ? html`<td class="gap">⋯</td>` : html`<th scope="col">${position + 1}</th>`))}
      </tr>
    </thead>
    <tbody>
      ${lanes.map((lane) => laneTemplate(lane, positions, reading))}
    </tbody>
  </table></div>`;
}

function laneTemplate(lane: Lane, positions: readonly (number | null)[], reading: Reading): TemplateResult {
  const marks = marksAt(lane, positions);
  return html`<tr>
    <th scope="row">
      <span class="words">${lane.label.map((word) => wordTemplate(word, reading))}</span>${markTemplate(marks.get(-1))}
    </th>
    ${positions.map((position, column) => {
      const word = position === null ? undefined : lane.cells[position - lane.before];
      const mark = markTemplate(marks.get(column));
      if (position === null) return html`<td class="gap">${mark}</td>`;
      if (word === undefined)
        return html`<td>${position < lane.before ? html`<span class="gone">…</span>` : nothing}${mark}</td>`;
      return html`<td>${wordTemplate(word, reading, true)}${mark}</td>`;
    })}
  </tr>`;
}

const markTemplate = (text: string | undefined): TemplateResult | typeof nothing =>
  text === undefined ? nothing : html`<span class="mark"><i aria-hidden="true"></i><small>${text}</small></span>`;
