/** The small marks in the tour's texts: `code` in backticks, ‹keys› in angles. */
import { html, type TemplateResult } from 'lit';
import { shownChord } from '../commands/chord.ts';

type Piece = { readonly type: 'text' | 'code' | 'key'; readonly text: string };

export function piecesOf(text: string): readonly Piece[] {
  return text.split(/(`[^`]+`|‹[^›]+›)/).flatMap((part): readonly Piece[] => {
    if (part === '') return [];
    if (part.startsWith('`')) return [{ type: 'code', text: part.slice(1, -1) }];
    if (part.startsWith('‹')) return [{ type: 'key', text: shownChord(part.slice(1, -1)) }];
    return [{ type: 'text', text: part }];
  });
}

/** As it is read aloud. */
export const plainText = (text: string): string =>
  piecesOf(text)
    .map((piece) => piece.text)
    .join('');

export const richText = (text: string): readonly (TemplateResult | string)[] =>
  piecesOf(text).map((piece) => {
    if (piece.type === 'text') return piece.text;
    return piece.type === 'code' ? html`<code>${piece.text}</code>` : html`<kbd>${piece.text}</kbd>`;
  });
