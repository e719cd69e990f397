/** What a hint shows of what it is told, and what is heard of it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Because } from './because.ts';
import type { HintLink, HintPart, Told } from './told.ts';

/** Since when, by what: known, or in words why it is not; null: it is looked for. */
export type Why = Because | string | null;

/** @param isByKey the keyboard has come to the thing: how it goes on to the links is shown */
export function hintContent(
  { parts, of }: Told,
  why: Why,
  isByKey: boolean,
  go: (link: HintLink) => void,
): TemplateResult {
  // Of several things the last one is asked about.
  return html`<div role="tooltip">
    ${parts.map((one, index) => partOf(one, of === null || index < parts.length - 1 ? 'none' : why, isByKey, go))}
  </div>`;
}

/** `why` is `none` where nothing is asked. */
function partOf(
  { kind, title, value, mark, facts, note, links }: HintPart,
  why: Why,
  isByKey: boolean,
  go: (link: HintLink) => void,
): TemplateResult {
  const known = typeof why === 'object' && why !== null ? why : null;
  const said = why === null ? 'Looking for the cause…' : typeof why === 'string' && why !== 'none' ? why : '';
  const all = [...links, ...(known?.links ?? [])];
  return html`<div class="part">
    <p>${kind === '' ? nothing : html`<span class="kind">${kind}</span> `}<b>${title}</b></p>
    ${value === '' ? nothing : html`<p class="value">${value}</p>`}
    ${facts.map((fact, index) => html`<p>${index > 0 || mark === '' ? nothing : html`<span aria-hidden="true">${mark}</span> `}${fact}</p>`)}
    ${known?.lines.map(({ lead, text }) => html`<p class=${lead === 'Before' ? 'was' : ''}>${lead === '' ? nothing : html`<span class="lead">${lead}:</span> `}${text}</p>`)}
    ${said === '' ? nothing : html`<p class="lead">${said}</p>`}
    ${note === '' ? nothing : html`<p class="note">${note}</p>`}
    ${all.length === 0 ? nothing : linksOf(all, isByKey, go)}
  </div>`;
}

const linksOf = (links: readonly HintLink[], isByKey: boolean, go: (link: HintLink) => void): TemplateResult =>
  html`<div class="links">
    ${links.map((link) => html`<button tabindex="-1" @click=${() => go(link)}>${link.label}</button>`)}
    ${isByKey ? html`<kbd aria-hidden="true">Alt I</kbd>` : nothing}
  </div>`;

/** Without the name of the thing: whoever hears it has heard that. */
export function hintWords({ parts }: Told, why: Why): string {
  const all = parts.flatMap(({ title, value, facts }, index) => [...(index === 0 ? [] : [title]), value, ...facts]);
  const because =
    why === null
      ? []
      : typeof why === 'string'
        ? [why]
        : why.lines.map(({ lead, text }) => (lead === '' ? text : `${lead}: ${text}`));
  return [...all, ...because].filter((line) => line !== '').join('. ');
}
