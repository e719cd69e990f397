/** A verdict as a mark and a word: colour is never the only signal. */
import { html } from 'lit';
import type { PropertyView } from '../../kernel/protocol.ts';

const marks: Readonly<Record<PropertyView['verdict'], readonly [mark: string, word: string]>> = {
  holds: ['✓', 'holds'],
  witnessed: ['✓', 'witnessed'],
  pending: ['…', 'undecided'],
  violated: ['✗', 'violated'],
  error: ['!', 'error'],
};

export const verdictWord = (verdict: PropertyView['verdict']): string => marks[verdict][1];

export const verdictMark = (verdict: PropertyView['verdict']) => {
  const [mark, word] = marks[verdict];
  return html`<span class="verdict" data-verdict=${verdict}><span aria-hidden="true">${mark}</span> ${word}</span>`;
};
