/** What a cell's text is to the run, in words and a mark. */
import { html, nothing } from 'lit';
import type { CellKey, Diagnostic, Range } from '../../kernel/diagnostic.ts';
import { explains } from '../hint/explains.ts';
import type { Telling } from '../hint/told.ts';
import type { Badge } from '../model/open.ts';
import { badgeWords, typesTold } from './badge-told.ts';

/** A press shows its hint: where there is no mouse, and for the keyboard. */
export function badge(state: Badge, tell: Telling) {
  const [mark, word] = badgeWords[state];
  return html`<button class="cell-badge" data-badge=${state} ${explains(tell, 'button')}>
    <span aria-hidden="true">${mark}</span> <span aria-live="polite">${word}</span>
  </button>`;
}

/** Type errors stop nothing; the header says that there are some, its hint which ones, and a press leads to the first. */
export function typeCount(cell: CellKey, types: readonly Diagnostic[], reveal: (range: Range | null) => void) {
  const [first] = types;
  if (first === undefined) return nothing;
  const text = types.length === 1 ? '1 type error' : `${types.length} type errors`;
  return html`<button class="type-count" ${explains(() => typesTold(cell, text, types))} @click=${() => reveal(first.range)}>${text}</button>`;
}
