/** What a cell's text is to the run, in words and a mark. */
import { html, nothing } from 'lit';
import type { Diagnostic, Range } from '../../kernel/diagnostic.ts';
import { explains } from '../hint/explains.ts';
import type { Telling } from '../hint/told.ts';
import type { Badge } from '../model/open.ts';
import { badgeWords } from './badge-told.ts';

/** A press shows its hint: where there is no mouse, and for the keyboard. */
export function badge(state: Badge, tell: Telling) {
  const [mark, word] = badgeWords[state];
  return html`<button class="cell-badge" data-badge=${state} ${explains(tell, 'button')}>
    <span aria-hidden="true">${mark}</span> <span aria-live="polite">${word}</span>
  </button>`;
}

/** Type errors stop nothing; the header says that there are some, which ones, and leads to the first. */
export function typeCount(types: readonly Diagnostic[], reveal: (range: Range | null) => void) {
  const [first] = types;
  if (first === undefined) return nothing;
  const text = types.length === 1 ? '1 type error' : `${types.length} type errors`;
  const all = types.map((one) => (one.range === null ? one.text : `line ${one.range.line}: ${one.text}`)).join('\n');
  return html`<button class="type-count" title=${all} @click=${() => reveal(first.range)}>${text}</button>`;
}
