/** What each kind of content of a custom view looks like. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PlotCall, PlotResult } from '../../kernel/protocol.ts';
import type { Bar, Branching, ViewContent, Word } from '../../kernel/view.ts';
import { partPath, plotId } from '../model/plots.ts';
import '../plot/plot.ts';
import { seedBandsOf } from '../plot/seed-bands.ts';
import { formatNumber } from '../stage/format.ts';
import { graphTemplate } from './graph.ts';
import { lanesTemplate } from './lanes.ts';
import { fieldsBefore, totalOf, totalsBefore } from './was.ts';
import { type Reading, toneClass, wordTemplate } from './word.ts';

/**
 * @param was the same of the run as it was before an edit; null: there is none, or it is not shown
 * @param path the places of the stacks that it is in
 */
export function contentTemplate(
  content: ViewContent,
  name: string,
  reading: Reading,
  was: ViewContent | null,
  path = '',
): TemplateResult {
  switch (content.kind) {
    case 'text':
      return html`<p class="words">${content.words.map((word) => wordTemplate(word, reading))}</p>`;
    case 'table':
      if (content.rows.length === 0) return emptyTemplate(content.empty);
      return html`${tableTemplate(content, name, reading, was)}${moreTemplate(content.more, 'row')}`;
    case 'lanes':
      if (content.lanes.length === 0) return emptyTemplate(content.empty);
      return html`${lanesTemplate(content, name, reading)}${moreTemplate(content.more, 'lane')}`;
    case 'bars':
      if (content.bars.length === 0) return emptyTemplate(content.empty);
      return html`<ul class="bars" aria-label=${name}>
          ${barTemplates(content, reading, was)}
        </ul>
        ${moreTemplate(content.more, 'bar')}`;
    case 'tree':
      return html`<ul class="tree" aria-label=${name}>
        ${branchTemplate(content.root, reading)}
      </ul>`;
    case 'graph':
      if (content.figures.length === 0) return emptyTemplate(content.empty);
      return html`${graphTemplate(content, name, reading)}${moreTemplate(content.more, 'figure')}`;
    case 'plot':
      return html`<rh-plot
        .result=${resultOf(content.plot, was?.kind === 'plot' ? was.plot : null)}
        .overSeeds=${reading.seeds === null ? null : seedBandsOf(reading.seeds, plotId(reading.cell, path))}
      ></rh-plot>`;
    case 'stack':
      return html`<div class="stack ${content.beside ? 'beside' : ''}">
        ${content.parts.map(
          ({ title, content: part }, i) => html`<section>
            ${title === '' ? nothing : html`<h4>${title}</h4>`}${contentTemplate(
              part,
              title === '' ? name : title,
              reading,
              partBefore(content, was, i),
              partPath(path, i),
            )}
          </section>`,
        )}
      </div>`;
  }
}

/** A part is the one of the same place and title, in a stack of as many. */
function partBefore(now: Stack, was: ViewContent | null, index: number): ViewContent | null {
  if (was?.kind !== 'stack' || was.parts.length !== now.parts.length) return null;
  const part = was.parts[index];
  return part === undefined || part.title !== now.parts[index]?.title ? null : part.content;
}

const emptyTemplate = (empty: string): TemplateResult =>
  html`<p class="empty">${empty === '' ? 'Nothing to show at this moment.' : empty}</p>`;

const moreTemplate = (more: number, what: string): TemplateResult | typeof nothing =>
  more === 0
    ? nothing
    : html`<p class="more">${formatNumber(more)} more ${what}${more === 1 ? '' : 's'}, not shown.</p>`;

function tableTemplate(
  table: Extract<ViewContent, { kind: 'table' }>,
  name: string,
  reading: Reading,
  was: ViewContent | null,
): TemplateResult {
  const { columns, rows } = table;
  const before = fieldsBefore(table, was);
  const field = (words: readonly Word[]) =>
    html`<span class="words">${words.map((word) => wordTemplate(word, reading))}</span>`;
  return html`<table class="rows" aria-label=${name}>
    <thead>
      <tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr>
    </thead>
    <tbody>
      ${rows.map(
        (row, r) => html`<tr>
          ${row.map((words, i) => (i === 0 ? html`<th scope="row">${field(words)}</th>` : html`<td>${wasTemplate(before?.[r]?.[i] ?? null)}${field(words)}</td>`))}
        </tr>`,
      )}
    </tbody>
  </table>`;
}

const wasTemplate = (text: string | null): TemplateResult | typeof nothing =>
  text === null
    ? nothing
    : html`<del class="was" title="As it was before the edit">${text === '' ? 'nothing' : text}</del> `;

type Bars = Extract<ViewContent, { kind: 'bars' }>;
type Stack = Extract<ViewContent, { kind: 'stack' }>;

function barTemplates(content: Bars, reading: Reading, was: ViewContent | null): readonly TemplateResult[] {
  const before = totalsBefore(content.bars, was);
  return content.bars.map((bar, i) => barTemplate(bar, content, reading, before[i] ?? null));
}

function barTemplate(bar: Bar, { most, unit }: Bars, reading: Reading, before: number | null): TemplateResult {
  const { label, parts } = bar;
  const total = totalOf(bar);
  const amount = (value: number): string => `${formatNumber(value)}${unit === '' ? '' : ` ${unit}`}`;
  // One that is longer than a full bar fills it, and its number says so.
  const scale = 100 / Math.max(most, total);
  return html`<li>
    <span class="words">${label.map((word) => wordTemplate(word, reading))}</span>
    <span class="track" data-over=${total > most}>
      ${parts.map(
        ({ value, text, tone }) =>
          html`<span class="part ${toneClass(tone)}" style="width: ${value * scale}%" title="${text === '' ? '' : `${text}: `}${amount(value)}"><span>${text}</span></span>`,
      )}${before === null ? nothing : html`<i class="before" style="left: ${Math.min(100, before * scale)}%"></i>`}
    </span>
    <span class="amount">${wasTemplate(before === null ? null : amount(before))}${amount(total)}</span>
  </li>`;
}

function branchTemplate({ label, children, more }: Branching, reading: Reading): TemplateResult {
  return html`<li>
    <span class="page words">${label.map((word) => wordTemplate(word, reading))}</span>
    ${
      children.length + more === 0
        ? nothing
        : html`<ul>
            ${children.map((child) => branchTemplate(child, reading))}${more === 0 ? nothing : html`<li><span class="more">${formatNumber(more)} more</span></li>`}
          </ul>`
    }
  </li>`;
}

/** The same for the same plot: it is not drawn again when only a star changed. */
const results = new WeakMap<PlotCall, Extract<PlotResult, { type: 'plot' }>>();

function resultOf(plot: PlotCall, ghost: PlotCall | null): PlotResult {
  const known = results.get(plot);
  if (known?.ghost === ghost) return known;
  const result = { type: 'plot', plot, ghost } as const;
  results.set(plot, result);
  return result;
}
