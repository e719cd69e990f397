/** What each kind of content of a custom view looks like. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PlotCall, PlotResult } from '../../kernel/protocol.ts';
import type { Bar, Branching, ViewContent, Word } from '../../kernel/view.ts';
import '../plot/plot.ts';
import { formatNumber } from '../stage/format.ts';
import { graphTemplate } from './graph.ts';
import { lanesTemplate } from './lanes.ts';
import { type Reading, toneClass, wordTemplate } from './word.ts';

export function contentTemplate(content: ViewContent, name: string, reading: Reading): TemplateResult {
  switch (content.kind) {
    case 'text':
      return html`<p class="words">${content.words.map((word) => wordTemplate(word, reading))}</p>`;
    case 'table':
      if (content.rows.length === 0) return emptyTemplate(content.empty);
      return html`${tableTemplate(content, name, reading)}${moreTemplate(content.more, 'row')}`;
    case 'lanes':
      if (content.lanes.length === 0) return emptyTemplate(content.empty);
      return html`${lanesTemplate(content, name, reading)}${moreTemplate(content.more, 'lane')}`;
    case 'bars':
      if (content.bars.length === 0) return emptyTemplate(content.empty);
      return html`<ul class="bars" aria-label=${name}>
          ${content.bars.map((bar) => barTemplate(bar, content, reading))}
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
      return html`<rh-plot .result=${resultOf(content.plot)}></rh-plot>`;
    case 'stack':
      return html`<div class="stack ${content.beside ? 'beside' : ''}">
        ${content.parts.map(
          ({ title, content: part }) => html`<section>
            ${title === '' ? nothing : html`<h4>${title}</h4>`}${contentTemplate(part, title === '' ? name : title, reading)}
          </section>`,
        )}
      </div>`;
  }
}

const emptyTemplate = (empty: string): TemplateResult =>
  html`<p class="empty">${empty === '' ? 'Nothing to show at this moment.' : empty}</p>`;

const moreTemplate = (more: number, what: string): TemplateResult | typeof nothing =>
  more === 0
    ? nothing
    : html`<p class="more">${formatNumber(more)} more ${what}${more === 1 ? '' : 's'}, not shown.</p>`;

function tableTemplate(
  { columns, rows }: Extract<ViewContent, { kind: 'table' }>,
  name: string,
  reading: Reading,
): TemplateResult {
  const field = (words: readonly Word[]) =>
    html`<span class="words">${words.map((word) => wordTemplate(word, reading))}</span>`;
  return html`<table class="rows" aria-label=${name}>
    <thead>
      <tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) => html`<tr>
          ${row.map((words, i) => (i === 0 ? html`<th scope="row">${field(words)}</th>` : html`<td>${field(words)}</td>`))}
        </tr>`,
      )}
    </tbody>
  </table>`;
}

function barTemplate(
  { label, parts }: Bar,
  { most, unit }: Extract<ViewContent, { kind: 'bars' }>,
  reading: Reading,
): TemplateResult {
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  const amount = (value: number): string => `${formatNumber(value)}${unit === '' ? '' : ` ${unit}`}`;
  // One that is longer than a full bar fills it, and its number says so.
  const scale = 100 / Math.max(most, total);
  return html`<li>
    <span class="words">${label.map((word) => wordTemplate(word, reading))}</span>
    <span class="track" data-over=${total > most}>
      ${parts.map(
        ({ value, text, tone }) =>
          html`<span class="part ${toneClass(tone)}" style="width: ${value * scale}%" title="${text === '' ? '' : `${text}: `}${amount(value)}"><span>${text}</span></span>`,
      )}
    </span>
    <span class="amount">${amount(total)}</span>
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
const results = new WeakMap<PlotCall, PlotResult>();

function resultOf(plot: PlotCall): PlotResult {
  let result = results.get(plot);
  if (result === undefined) {
    result = { type: 'plot', plot };
    results.set(plot, result);
  }
  return result;
}
