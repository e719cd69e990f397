/**
 * Text → notebook. The text is cut at the fences of cells; whatever lies between is prose. Nothing is
 * normalised, so every text, sound or not, prints back as it was.
 */
import { type CellKey, type Diagnostic, diagnostic } from '../diagnostic.ts';
import { topLevelFences } from './fence.ts';
import { frontMatterEnd, readFrontMatter } from './front-matter.ts';
import { readInfo } from './info.ts';
import { mergeConflicts } from './merge-conflict.ts';
import { cellKinds, lineEnds, type Notebook, type Part, type Piece, rawOf } from './notebook.ts';
import { sameParts } from './same-parts.ts';

/** Never fails; what is wrong with the text stands in `diagnostics`. The same text always gets the same keys. */
export function parse(text: string): Notebook {
  return give(cut(text), () => undefined, 1);
}

/** The notebook of a newer text, in which every part that is recognisably the same has the same key. */
export function reparse(previous: Notebook, text: string): Notebook {
  const { pieces, problems } = cut(text);
  const keys = sameParts(previous.parts, pieces);
  return give({ pieces, problems }, (index) => keys.get(index), previous.nextKey);
}

/** The notebook of parts that an edit put together: their keys are kept wherever the text still cuts there. */
export function reassemble(previous: Notebook, parts: readonly (Part | Piece)[]): Notebook {
  const known = new Map<string, CellKey>();
  let offset = 0;
  let text = '';
  for (const part of parts) {
    const raw = rawOf(part);
    // A part that an edit has only just made has no key yet.
    if ('key' in part && part.key !== '' && raw !== '') known.set(`${part.type} ${offset}`, part.key);
    offset += raw.length;
    text += raw;
  }
  const { pieces, problems } = cut(text);
  let end = 0;
  const offsets = pieces.map((piece) => {
    const start = end;
    end += rawOf(piece).length;
    return start;
  });
  return give({ pieces, problems }, (index) => known.get(`${pieces[index]?.type} ${offsets[index]}`), previous.nextKey);
}

/** A diagnostic about the piece of that index, or about the file. */
interface Problem {
  readonly piece: number | null;
  readonly diagnostic: Diagnostic;
}

interface Cut {
  readonly pieces: readonly Piece[];
  readonly problems: readonly Problem[];
}

function cut(text: string): Cut {
  const pieces: Piece[] = [];
  const problems: Problem[] = [];
  const bodyStart = frontMatterEnd(text);
  if (bodyStart > 0) {
    const { part, diagnostics } = readFrontMatter(text.slice(0, bodyStart));
    pieces.push(part);
    for (const found of diagnostics) problems.push({ piece: null, diagnostic: found });
  }
  // A byte order mark would hide a fence on the first line; it stays with the first part.
  const skipped = bodyStart === 0 && text.startsWith('\uFEFF') ? 1 : bodyStart;
  let printed = bodyStart;
  const prose = (end: number): void => {
    if (end > printed) pieces.push({ type: 'prose', raw: text.slice(printed, end) });
    printed = end;
  };
  const linesBefore = lineCounter(text);

  for (const fence of topLevelFences(text.slice(skipped))) {
    const info = readInfo(fence.info);
    const start = fence.start === 0 ? printed : skipped + fence.start;
    const slice = (from: number, to: number): string => text.slice(skipped + from, skipped + to);
    if (info.type === 'cell') {
      prose(start);
      pieces.push({
        type: 'cell',
        kind: info.kind,
        slug: info.slug,
        attributes: info.attributes,
        open: text.slice(start, skipped + fence.codeStart),
        code: slice(fence.codeStart, fence.codeEnd),
        close: slice(fence.codeEnd, fence.end),
      });
      printed = skipped + fence.end;
      for (const fault of info.faults) {
        const help =
          'After the kind come a slug without spaces, then attributes written name=value or name="some value".';
        problems.push({
          piece: pieces.length - 1,
          diagnostic: diagnostic('notebook/bad-attribute', fault, { severity: 'warning', help }),
        });
      }
    }
    const line = linesBefore(start) + 1;
    const range = { line, column: 1, endLine: line + 1, endColumn: 1 };
    if (info.type === 'unknown-kind') {
      const help = `The kinds are ${cellKinds.join(', ')}. Until then the fence is prose.`;
      problems.push({
        piece: null,
        diagnostic: diagnostic('notebook/unknown-kind', `${info.kind} is not a kind of cell.`, {
          severity: 'warning',
          range,
          help,
        }),
      });
    }
    if (!fence.closed) {
      const found = diagnostic(
        'notebook/unterminated-fence',
        'This fence is never closed; it takes in the rest of the file.',
        {
          severity: 'warning',
          range: info.type === 'cell' ? null : range,
          help: `Close it with a line of ${fence.marker}.`,
        },
      );
      problems.push({ piece: info.type === 'cell' ? pieces.length - 1 : null, diagnostic: found });
    }
  }
  prose(text.length);
  for (const found of mergeConflicts(text)) problems.push({ piece: null, diagnostic: found });
  if (text.includes('\0')) {
    const help = 'It is kept as it is. Look whether the file is a notebook at all.';
    problems.push({
      piece: null,
      diagnostic: diagnostic('notebook/not-text', 'The file holds NUL characters.', { severity: 'warning', help }),
    });
  }
  return { pieces, problems };
}

/** Line ends before an offset, asked for in rising order. */
function lineCounter(text: string): (offset: number) => number {
  let counted = 0;
  let lines = 0;
  return (offset) => {
    lines += lineEnds(text.slice(counted, offset));
    counted = offset;
    return lines;
  };
}

function give({ pieces, problems }: Cut, keyOf: (index: number) => CellKey | undefined, nextKey: number): Notebook {
  let next = nextKey;
  const parts = pieces.map((piece, index): Part => {
    if (piece.type === 'front-matter') return piece;
    const key = keyOf(index) ?? `${piece.type === 'cell' ? 'c' : 'p'}${next++}`;
    return { ...piece, key };
  });
  const diagnostics = problems.map(({ piece, diagnostic: found }) => {
    const part = piece === null ? undefined : parts[piece];
    return part === undefined || part.type === 'front-matter' ? found : { ...found, cell: part.key };
  });
  return { parts, diagnostics, nextKey: next };
}
