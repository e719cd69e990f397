/** What a cell's text is to the run, in words and a mark. */
import { html, nothing } from 'lit';
import type { Diagnostic, Range } from '../../kernel/diagnostic.ts';
import type { Badge } from '../model/open.ts';

const words: Readonly<Record<Badge, readonly [mark: string, word: string, meaning: string]>> = {
  loading: ['○', 'starting', 'The run is being prepared.'],
  live: ['●', 'live', 'The run obeys this text.'],
  rehearsing: ['◐', 'rehearsing', 'The edit is being compiled and tried.'],
  kept: ['◆', 'kept the last good version', 'This text is wrong; the run obeys the last one that was not.'],
  broken: ['✗', 'not in force', 'This text is wrong, and there is no earlier one.'],
};

export function badge(state: Badge, diagnostics: readonly Diagnostic[]) {
  const [mark, word, meaning] = words[state];
  const why =
    state === 'kept' || state === 'broken' ? diagnostics.find((d) => d.severity === 'error')?.text : undefined;
  return html`<span class="cell-badge" data-badge=${state} title=${why ?? meaning}>
    <span aria-hidden="true">${mark}</span> <span aria-live="polite">${word}</span>
  </span>`;
}

/** Type errors stop nothing; the header says that there are some, which ones, and leads to the first. */
export function typeCount(types: readonly Diagnostic[], reveal: (range: Range | null) => void) {
  const [first] = types;
  if (first === undefined) return nothing;
  const text = types.length === 1 ? '1 type error' : `${types.length} type errors`;
  const all = types.map((one) => (one.range === null ? one.text : `line ${one.range.line}: ${one.text}`)).join('\n');
  return html`<button class="type-count" title=${all} @click=${() => reveal(first.range)}>${text}</button>`;
}
