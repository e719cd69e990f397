/** A word of a custom view: what it looks like, which stars it carries, and what a click does. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { CellKey } from '../../kernel/diagnostic.ts';
import type { Tone, Word, WordAbout } from '../../kernel/view.ts';
import { boxOf, isMenuKey, openMenu, pointBox } from '../menu/open.ts';
import type { Target } from '../menu/targets.ts';
import type { Action } from '../model/actions.ts';
import { act } from '../model/act.ts';
import type { OverSeeds } from '../model/over-seeds.ts';
import { page } from '../model/page.ts';
import { type PageStar, type StarMarks, type StarSign, starsOf, starsText } from '../model/stars.ts';
import { formatTime } from '../stage/format.ts';
import { placeOf, pointAt } from '../stage/pointed-place.ts';

/** What the reader has chosen and follows. */
export interface Reading {
  readonly marks: StarMarks;
  readonly stars: readonly PageStar[];
  readonly selected: string | null;
  /** Nodes that are down. */
  readonly down: ReadonlySet<string>;
  /** Whose view it is. */
  readonly cell: CellKey;
  /** Null: other seeds are not shown. */
  readonly seeds: OverSeeds | null;
}

const categories = 6;
const named = ['ok', 'bad', 'warn', 'strong', 'faint'];

/** The class of a tone: `tone-bad`; `tone-1` to `tone-6` in turn. */
export function toneClass(tone: Tone | null): string {
  if (typeof tone === 'string') return named.includes(tone) ? `tone-${tone}` : '';
  if (typeof tone !== 'number' || !Number.isFinite(tone)) return '';
  return `tone-${((((Math.trunc(tone) - 1) % categories) + categories) % categories) + 1}`;
}

/** `boxed`: it fills the field it stands in. */
export function wordTemplate(word: Word, reading: Reading, boxed = false): TemplateResult {
  const { text, about, note, tone } = word;
  const signs = signsOf(about, reading);
  const star = signs[0] === undefined ? '' : `starred s${signs[0].colour}`;
  const isDown = about?.type === 'node' && reading.down.has(about.id);
  const classes = `word ${boxed ? 'boxed' : ''} ${toneClass(tone)} ${star} ${isDown ? 'down' : ''}`;
  const inside = html`${text === '' ? '\u00a0' : text}${isDown ? html`<span class="unseen"> down</span>` : nothing}${
    note === '' ? nothing : html`<span class="unseen">, ${note}</span>`
  }${signs.length === 0 ? nothing : html`<span class="unseen">, ${starsText(signs)}</span>`}`;
  if (about === null) return html`<span class=${classes} title=${note === '' ? nothing : note}>${inside}</span>`;
  return html`<button
    class=${classes}
    tabindex="-1"
    aria-pressed=${about.type === 'node' || about.type === 'place' ? nodeOf(about) === reading.selected : nothing}
    @click=${(event: Event) => choose(event, word, reading)}
    @keydown=${(event: KeyboardEvent) => onKey(event, word)}
    @contextmenu=${(event: MouseEvent) => onMenu(event, word)}
    @pointerenter=${(event: Event) => point(event, word)}
    @pointerleave=${(event: Event) => event.currentTarget instanceof Element && pointAt(event.currentTarget, null)}
  >
    ${inside}
  </button>`;
}

/** The same within a drawing, at its own place. `body`: what it looks like there. */
export function drawnWord(word: Word, reading: Reading, body: SVGTemplateResult): SVGTemplateResult {
  const { about, tone, note, text } = word;
  const signs = signsOf(about, reading);
  const star = signs[0] === undefined ? '' : `starred s${signs[0].colour}`;
  const isDown = about?.type === 'node' && reading.down.has(about.id);
  const isSelected = about !== null && nodeOf(about) === reading.selected && reading.selected !== null;
  const classes = `figure ${toneClass(tone)} ${star} ${isDown ? 'down' : ''} ${isSelected ? 'selected' : ''}`;
  const label = [text, isDown ? 'down' : '', note, starsText(signs)].filter((part) => part !== '').join(', ');
  if (about === null) return svg`<g class=${classes} role="img" aria-label=${label}>${body}</g>`;
  return svg`<g
    class="${classes} acts"
    role="button"
    tabindex="-1"
    aria-label=${label}
    aria-pressed=${isSelected}
    @click=${(event: Event) => choose(event, word, reading)}
    @keydown=${(event: KeyboardEvent) => onKey(event, word)}
    @contextmenu=${(event: MouseEvent) => onMenu(event, word)}
    @pointerenter=${(event: Event) => point(event, word)}
    @pointerleave=${(event: Event) => event.currentTarget instanceof Element && pointAt(event.currentTarget, null)}
  >${body}</g>`;
}

const nodeOf = (about: WordAbout): string | null =>
  about.type === 'node' ? about.id : about.type === 'place' ? about.node : null;

/** Stars that a word carries: those of the thing it is about. */
function signsOf(about: WordAbout | null, { marks, stars }: Reading): readonly StarSign[] {
  switch (about?.type) {
    case 'node':
      return starsOf(marks, about);
    case 'message':
      return starsOf(marks, about);
    case 'moment':
      return starsOf(marks, { type: 'event', step: about.step - 1 });
    case 'key':
      return stars
        .filter(({ pattern }) => pattern.value === about.key)
        .map(({ id, name, colour }) => ({ id, name, colour, isMade: false }));
    case 'place': {
      const way = about.at.map((index) => `/${index}`).join('');
      const within = (place: string): boolean => place === way || place === `${way}#` || place.startsWith(`${way}/`);
      return (marks.cells.get(`${about.node}\n${about.field}`) ?? []).filter(({ places }) => [...places].some(within));
    }
    default:
      return [];
  }
}

// ---------------------------------------------------------------- what the reader does

function choose(event: Event, { about }: Word, { selected }: Reading): void {
  const { currentTarget } = event;
  if (!(currentTarget instanceof Element) || about === null) return;
  const wish = wishOf(about, selected);
  if (wish !== null) act(currentTarget, wish);
  else if (about.type === 'message') openMenu(currentTarget, about, boxOf(currentTarget));
}

function wishOf(about: WordAbout, selected: string | null): Action | null {
  switch (about.type) {
    case 'node':
      return { type: 'select-node', node: about.id === selected ? null : about.id };
    case 'place':
      return { type: 'select-node', node: about.node === selected ? null : about.node };
    case 'key':
      return { type: 'star-text', text: `'${about.key}'` };
    case 'moment':
      return { type: 'seek', to: about.step };
    case 'message':
      return null;
  }
}

function targetOf(about: WordAbout): Target | null {
  switch (about.type) {
    case 'node':
    case 'message':
      return about;
    case 'place': {
      const { node, field, at } = about;
      return { type: 'value', place: { type: 'state', node, field, at } };
    }
    default:
      return null;
  }
}

function onMenu(event: MouseEvent, { about }: Word): void {
  const target = about === null ? null : targetOf(about);
  if (target === null || !(event.currentTarget instanceof Element)) return;
  event.preventDefault();
  openMenu(event.currentTarget, target, pointBox(event));
}

function onKey(event: KeyboardEvent, { about }: Word): void {
  const { currentTarget, key } = event;
  if (!(currentTarget instanceof Element) || about === null) return;
  const target = targetOf(about);
  const taken = (): void => {
    event.preventDefault();
    event.stopPropagation();
  };
  if (isMenuKey(event) && target !== null) {
    taken();
    openMenu(currentTarget, target, boxOf(currentTarget));
  } else if (event.ctrlKey || event.metaKey || event.altKey) return;
  else if (key.toLowerCase() === 'w' && about.type === 'place') {
    taken();
    const { node, field } = about;
    act(currentTarget, { type: 'explain', of: { type: 'field', node, field }, anchor: boxOf(currentTarget) });
  } else if ((key === 'Enter' || key === ' ') && currentTarget instanceof SVGElement) {
    taken();
    currentTarget.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
  }
}

/** The key S is about it, and the pointer is told what it is. */
function point({ currentTarget }: Event, { about, note }: Word): void {
  if (!(currentTarget instanceof Element)) return;
  pointAt(currentTarget, about === null ? null : placeOf(targetOf(about)));
  currentTarget.setAttribute('title', [note, tipOf(about)].filter((part) => part !== '').join('\n'));
}

function tipOf(about: WordAbout | null): string {
  const frame = page.state.open?.frame ?? null;
  switch (about?.type) {
    case 'node': {
      const node = frame?.nodes.find(({ id }) => id === about.id);
      const state = node?.alive === false ? 'down' : [node?.role, node?.detail].filter(Boolean).join(' · ');
      return `${about.id}${state === '' ? '' : `: ${state}`}\nClick to choose it, right click to act`;
    }
    case 'place':
      return `${about.field} of ${about.node}\nClick to choose the node, S to star it, W to ask why`;
    case 'message': {
      const message = frame?.messages.find(({ id }) => id === about.id);
      if (message === undefined) return '';
      return `${message.type} ${message.from} → ${message.to}, arrives at ${formatTime(message.arrivesAt)}`;
    }
    case 'key':
      return `Click to star ${about.key}`;
    case 'moment':
      return `Click to go to event ${about.step - 1}`;
    default:
      return '';
  }
}
