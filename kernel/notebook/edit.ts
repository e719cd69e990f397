/**
 * Edits of a notebook, each a pure function from one notebook to the next. An edit changes the lines it is
 * about and no others; the keys of all parts that remain stay theirs.
 */
import type { CellKey } from '../diagnostic.ts';
import { closes, closingRun } from './fence.ts';
import { type FrontMatterFields, writeFrontMatter } from './front-matter.ts';
import { writeInfo } from './info.ts';
import {
  type Cell,
  type CellKind,
  frontMatterOf,
  type Notebook,
  type Part,
  type Piece,
  type Prose,
  print,
  rawOf,
  shownCode,
} from './notebook.ts';
import { reassemble } from './parse.ts';

export interface NewCell {
  readonly kind: CellKind;
  readonly slug?: string | null;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly code: string;
}

/** A new notebook and the key of the part that was put into it. */
export interface Inserted {
  readonly notebook: Notebook;
  readonly key: CellKey;
}

/**
 * Gives a cell the code that an editor shows. The cell keeps its line ends and its closing fence; when the
 * code holds a line that would close the cell, both of its fences grow.
 */
export function replaceCode(notebook: Notebook, key: CellKey, code: string): Notebook {
  const cell = cellOf(notebook, key);
  if (cell === undefined || linesOf(shownCode(cell)).join('\n') === linesOf(code).join('\n')) return notebook;
  return reassemble(
    notebook,
    swap(notebook, key, withCode(cell, code, lineEndOf(cell.open + cell.code) ?? dominantLineEnd(notebook))),
  );
}

/** Puts a new cell after a part, or first when `after` is null (but below the front matter). */
export function insertCell(notebook: Notebook, after: CellKey | null, cell: NewCell): Inserted {
  const eol = dominantLineEnd(notebook);
  const info = writeInfo(cell.kind, cell.slug ?? null, cell.attributes ?? {});
  const blank = {
    type: 'cell',
    key: '',
    kind: cell.kind,
    slug: null,
    attributes: {},
    open: `\`\`\`${info}${eol}`,
    code: '',
    close: `\`\`\`${eol}`,
  } as const;
  return insert(notebook, after, withCode(blank, cell.code.replace(/(\r\n?|\n)$/, ''), eol), eol);
}

/** Puts prose after a part, or first when `after` is null. Beside other prose it becomes one with it. */
export function insertProse(notebook: Notebook, after: CellKey | null, raw: string): Inserted {
  const eol = dominantLineEnd(notebook);
  return insert(notebook, after, { type: 'prose', raw: endLine(raw, eol) }, eol);
}

/** Takes a part out, and one of the two blank lines that would then meet. */
export function removePart(notebook: Notebook, key: CellKey): Notebook {
  const index = indexOf(notebook, key);
  if (index < 0) return notebook;
  const parts: (Part | Piece)[] = [...notebook.parts];
  parts.splice(index, 1);
  const before = parts[index - 1];
  const next = parts[index];
  if ((before === undefined || endsBlank(rawOf(before))) && next?.type === 'prose')
    parts[index] = { ...next, raw: next.raw.replace(/^[ \t]*(\r\n?|\n)/, '') };
  return reassemble(notebook, parts);
}

/** Moves a part behind another, or to the top when `after` is null. */
export function movePart(notebook: Notebook, key: CellKey, after: CellKey | null): Notebook {
  const part = notebook.parts[indexOf(notebook, key)];
  if (part === undefined || key === after || part.type === 'front-matter') return notebook;
  return insert(removePart(notebook, key), after, part, dominantLineEnd(notebook)).notebook;
}

/**
 * Cuts a cell in two at an offset of the code that an editor shows: the second has the same kind and no slug. Line ends
 * at the cut go. The key is that of the second cell; the notebook is the same when there is no such cell.
 */
export function splitCell(notebook: Notebook, key: CellKey, offset: number): Inserted {
  const cell = cellOf(notebook, key);
  if (cell === undefined) return { notebook, key };
  const code = shownCode(cell);
  const [head, tail] = [
    code.slice(0, offset).replace(/\s*[\r\n]\s*$/, ''),
    code.slice(offset).replace(/^[ \t]*[\r\n]+/, ''),
  ];
  return insertCell(replaceCode(notebook, key, head), key, {
    kind: cell.kind,
    attributes: cell.attributes,
    code: tail,
  });
}

/** Joins a cell with the next one; unchanged when that is of another kind, or when words stand between them. */
export function mergeCells(notebook: Notebook, key: CellKey): Notebook {
  const [cell, next] = [cellOf(notebook, key), nextCell(notebook, key)];
  if (cell === undefined || next === undefined || next.kind !== cell.kind) return notebook;
  const code = [shownCode(cell), shownCode(next)].filter((text) => text !== '').join(dominantLineEnd(notebook));
  return replaceCode(removePart(notebook, next.key), key, code);
}

/** The cell that follows a part with nothing but blank lines between. */
function nextCell(notebook: Notebook, key: CellKey): Cell | undefined {
  const rest = notebook.parts.slice(indexOf(notebook, key) + 1);
  const next = rest.find((part) => part.type === 'cell' || rawOf(part).trim() !== '');
  return next?.type === 'cell' ? next : undefined;
}

/** Replaces the Markdown of a prose part. A cell's fence written in it becomes a cell. */
export function setProse(notebook: Notebook, key: CellKey, raw: string): Notebook {
  const index = indexOf(notebook, key);
  const part = notebook.parts[index];
  if (part?.type !== 'prose') return notebook;
  const last = index === notebook.parts.length - 1;
  return reassemble(
    notebook,
    swap(notebook, key, { ...part, raw: last ? raw : endLine(raw, dominantLineEnd(notebook)) }),
  );
}

/** Sets fields of the front matter; null removes one. Unchanged when there is front matter that cannot be read. */
export function setFrontMatter(notebook: Notebook, fields: Partial<FrontMatterFields>): Notebook {
  const old = frontMatterOf(notebook);
  const eol = dominantLineEnd(notebook);
  const raw = writeFrontMatter(old?.raw ?? '', fields, eol);
  if (raw === null || raw === old?.raw) return notebook;
  const rest = notebook.parts.filter((part) => part.type !== 'front-matter');
  const first = rest[0];
  const bom = old === null && first !== undefined && rawOf(first).startsWith('\uFEFF');
  const front = {
    type: 'front-matter',
    raw: (bom ? '\uFEFF' : '') + raw,
    title: null,
    seed: null,
    stage: null,
    speed: null,
  } as const;
  const body = bom && first !== undefined ? [withoutFirstCharacter(first), ...rest.slice(1)] : rest;
  const gap: Piece[] = old === null && body.length > 0 ? [{ type: 'prose', raw: eol }] : [];
  return reassemble(notebook, [front, ...gap, ...body]);
}

function withMark(part: Part | Piece): Part | Piece {
  return part.type === 'cell' ? { ...part, open: `\uFEFF${part.open}` } : { ...part, raw: `\uFEFF${part.raw}` };
}

function withoutFirstCharacter(part: Exclude<Part, { type: 'front-matter' }>): Part {
  return part.type === 'cell' ? { ...part, open: part.open.slice(1) } : { ...part, raw: part.raw.slice(1) };
}

function withCode(cell: Cell, code: string, eol: string): Cell {
  const lines = linesOf(code);
  const text = code === '' ? '' : lines.join(eol) + eol;
  const marker = markerOf(cell);
  const closing = lines.filter((line) => closes(line, marker)).map((line) => closingRun(line)?.length ?? 0);
  const grow = closing.length === 0 ? '' : (marker[0] ?? '`').repeat(Math.max(...closing) + 1 - marker.length);
  // A fence that the file's end closed stays so, unless the code would now be cut short by a line of its own.
  const close = cell.close === '' ? '' : cell.close.replace(/(`{3,}|~{3,})/, (run) => run + grow);
  return {
    ...cell,
    open: endLine(cell.open.replace(marker, marker + grow), text === '' ? '' : eol),
    code: cell.close === '' && !/[\r\n]$/.test(cell.open + cell.code) ? lines.join(eol) : text,
    close,
  };
}

/**
 * Puts a part between others, with a blank line on either side. Markdown above can be open to the end of the file
 * (a fence, a comment) and would swallow the part: then it is closed first.
 */
function insert(notebook: Notebook, after: CellKey | null, part: Part | Piece, eol: string): Inserted {
  const index =
    after === null
      ? notebook.parts[0]?.type === 'front-matter'
        ? 1
        : 0
      : indexOf(notebook, after) + 1 || notebook.parts.length;
  const above = notebook.parts.slice(0, index);
  const [first, ...others] = notebook.parts.slice(index);
  const head = above.map(rawOf).join('');
  // A byte order mark stays the first character of the file.
  const takesMark =
    head === '' && first !== undefined && first.type !== 'front-matter' && rawOf(first).startsWith('\uFEFF');
  const below = takesMark ? [withoutFirstCharacter(first), ...others] : first === undefined ? [] : [first, ...others];
  const added = takesMark ? withMark(whole(part, eol)) : whole(part, eol);
  const spaceBelow = below[0] === undefined || /^[ \t]*[\r\n]/.test(rawOf(below[0])) ? '' : eol;

  let unseen: Notebook = notebook;
  for (const ending of endings(above.at(-1), eol)) {
    const cut = head === '' || /[\r\n]$/.test(head) ? '' : eol;
    const space = head === '' || (ending === '' && endsBlank(head)) ? '' : eol;
    const spaceAbove = cut + ending + space;
    const assembled = reassemble(notebook, [
      ...above,
      { type: 'prose', raw: spaceAbove },
      added,
      { type: 'prose', raw: spaceBelow },
      ...below,
    ]);
    const found = partAt(assembled, head.length + spaceAbove.length, added.type);
    if (found !== undefined) return { notebook: assembled, key: found.key };
    if (unseen === notebook) unseen = assembled;
  }
  return { notebook: unseen, key: '' };
}

/** What may have to come first so that what stands above does not swallow a new part. */
function* endings(above: Part | undefined, eol: string): Generator<string> {
  if (above?.type === 'cell' && above.close === '') {
    yield markerOf(above) + eol;
    return;
  }
  yield '';
  const text = above === undefined ? '' : rawOf(above);
  for (const mark of ['`', '~']) {
    const runs = text.match(mark === '`' ? /`+/g : /~+/g) ?? [];
    yield mark.repeat(runs.reduce((longest, run) => Math.max(longest, run.length), 3)) + eol;
  }
  for (const end of ['-->', '?>', '>', ']]>', '</pre>', '</script>', '</style>', '</textarea>']) yield end + eol;
}

/** A part that something can follow: its last line is ended, and a cell is closed. */
function whole(part: Part | Piece, eol: string): Part | Piece {
  if (part.type !== 'cell') return { ...part, raw: endLine(part.raw, eol) };
  if (part.close !== '') return { ...part, close: endLine(part.close, eol) };
  const code = part.code === '' ? '' : endLine(part.code, eol);
  return { ...part, open: endLine(part.open, eol), code, close: markerOf(part) + eol };
}

/** The part that holds an offset of the text, when it is of that type; a cell must begin there. */
function partAt(notebook: Notebook, offset: number, type: Part['type']): Cell | Prose | undefined {
  let start = 0;
  for (const part of notebook.parts) {
    const end = start + rawOf(part).length;
    if (offset < end)
      return part.type !== 'front-matter' && part.type === type && (type === 'prose' || start === offset)
        ? part
        : undefined;
    start = end;
  }
  return undefined;
}

/** The backticks or tildes that open a cell. */
function markerOf(cell: Pick<Cell, 'open'>): string {
  return /`{3,}|~{3,}/.exec(cell.open)?.[0] ?? '```';
}

function endsBlank(text: string): boolean {
  const lines = linesOf(text);
  return lines.at(-1) === '' && (lines.at(-2) ?? '').trim() === '';
}

const linesOf = (text: string): readonly string[] => text.split(/\r\n?|\n/);

const endLine = (text: string, eol: string): string => (/[\r\n]$/.test(text) ? text : text + eol);

const lineEndOf = (text: string): string | undefined => /\r\n?|\n/.exec(text)?.[0];

/** CRLF when the file's first line end is one; a file without line ends gets LF. */
function dominantLineEnd(notebook: Notebook): string {
  return lineEndOf(print(notebook)) ?? '\n';
}

const indexOf = (notebook: Notebook, key: CellKey): number =>
  notebook.parts.findIndex((part) => part.type !== 'front-matter' && part.key === key);

function cellOf(notebook: Notebook, key: CellKey): Cell | undefined {
  const part = notebook.parts[indexOf(notebook, key)];
  return part?.type === 'cell' ? part : undefined;
}

const swap = (notebook: Notebook, key: CellKey, next: Part): Part[] =>
  notebook.parts.map((part) => (part.type !== 'front-matter' && part.key === key ? next : part));
