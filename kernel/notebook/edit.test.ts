import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CellKey } from '../diagnostic.ts';
import {
  insertCell,
  insertProse,
  mergeCells,
  movePart,
  removePart,
  replaceCode,
  setFrontMatter,
  setProse,
  splitCell,
} from './edit.ts';
import { type Cell, cellsOf, frontMatterOf, type Notebook, print, type Prose, rawOf, shownCode } from './notebook.ts';
import { parse } from './parse.ts';
import { markdown } from './testing.ts';

const text = `---
title: A # the title
seed: 7
other: kept
---

# Heading

\`\`\`ts rules one height=3
const a = 1
\`\`\`

Between.

\`\`\`ts check
always('x', () => true)
\`\`\`

The end.
`;
const notebook = parse(text);

function key(of: Notebook, index: number): CellKey {
  const cell = cellsOf(of)[index];
  if (cell === undefined) throw new Error(`There is no cell ${index}.`);
  return cell.key;
}
const proseOf = (of: Notebook): readonly Prose[] => of.parts.filter((part) => part.type === 'prose');
const keysOf = (of: Notebook): readonly CellKey[] =>
  of.parts.flatMap((part) => (part.type === 'front-matter' ? [] : [part.key]));

/** The lines that differ, as [before, after]. */
function changedLines(before: string, after: string): readonly [readonly string[], readonly string[]] {
  const [a, b] = [before.split(/(?<=\n)/), after.split(/(?<=\n)/)];
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return [a.slice(start, a.length - end), b.slice(start, b.length - end)];
}

describe('replaceCode', () => {
  it('changes the lines of the cell and no others', () => {
    const edited = replaceCode(notebook, key(notebook, 0), 'const a = 2\nconst b = 3');
    expect(changedLines(text, print(edited))).toEqual([['const a = 1\n'], ['const a = 2\n', 'const b = 3\n']]);
    expect(keysOf(edited)).toEqual(keysOf(notebook));
  });

  it('takes away all code and gives it back', () => {
    const empty = replaceCode(notebook, key(notebook, 0), '');
    expect(print(empty)).toContain('```ts rules one height=3\n```\n');
    expect(print(replaceCode(empty, key(notebook, 0), 'const a = 1'))).toBe(text);
  });

  it('lets both fences of the cell grow when the code holds a line that would close it', () => {
    const edited = replaceCode(notebook, key(notebook, 0), 'const md = `\n```\n  ````\n`');
    expect(changedLines(text, print(edited))).toEqual([
      ['```ts rules one height=3\n', 'const a = 1\n', '```\n'],
      ['`````ts rules one height=3\n', 'const md = `\n', '```\n', '  ````\n', '`\n', '`````\n'],
    ]);
  });

  it('leaves the fences when the code holds fences that do not close it', () => {
    expect(print(replaceCode(notebook, key(notebook, 0), '```ts\n~~~\n    ```'))).toContain(
      '```ts rules one height=3\n```ts\n~~~\n    ```\n```\n',
    );
  });

  it.each([
    ['CRLF', '```ts rules\r\na\r\n```\r\n', '```ts rules\r\nb\r\nc\r\n```\r\n'],
    ['lone CR', '```ts rules\ra\r```\r', '```ts rules\rb\rc\r```\r'],
    ['an indented fence', '  ~~~ts rules\n  a\n ~~~\n', '  ~~~ts rules\nb\nc\n ~~~\n'],
    ['a fence that is never closed', '```ts rules\na', '```ts rules\nb\nc'],
    ['an empty one that is never closed', '```ts rules', '```ts rules\nb\nc'],
    ['a byte order mark', '\uFEFF```ts rules\na\n```', '\uFEFF```ts rules\nb\nc\n```'],
  ])('keeps what is peculiar to the cell: %s', (_, before, after) => {
    const opened = parse(before);
    expect(print(replaceCode(opened, key(opened, 0), 'b\nc'))).toBe(after);
  });

  it('changes nothing when the code is the same or the cell is gone', () => {
    expect(replaceCode(notebook, key(notebook, 0), 'const a = 1')).toBe(notebook);
    expect(replaceCode(notebook, 'nobody', 'x')).toBe(notebook);
  });

  it('gives any code back to the editor as it was, whatever the notebook, and leaves every other part alone', () => {
    const code = fc.oneof(fc.string(), markdown()).map((any) => any.replace(/\r\n?/g, '\n'));
    fc.assert(
      fc.property(markdown(), code, fc.nat(), (any, next, pick) => {
        const before = parse(any);
        const cells = cellsOf(before);
        fc.pre(cells.length > 0);
        const cell = cells[pick % cells.length] as Cell;
        const after = replaceCode(before, cell.key, next);
        expect(after.parts.length).toBe(before.parts.length);
        for (const [index, part] of after.parts.entries()) {
          if (part.type === 'cell' && part.key === cell.key) {
            const shown = shownCode(part).replace(/\r\n?/g, '\n');
            // An unterminated cell shows its last line end, which is the file's.
            expect([next, next.replace(/\n$/, '')]).toContain(shown);
          } else {
            expect(part).toEqual(before.parts[index]);
          }
        }
        expect(keysOf(parse(print(after))).length).toBe(keysOf(after).length);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('insertCell', () => {
  it('puts a cell behind a part, with blank lines around it', () => {
    const { notebook: edited, key: added } = insertCell(notebook, key(notebook, 0), {
      kind: 'plot',
      slug: 'two',
      attributes: { title: 'a b', h: '3' },
      code: 'f()\n',
    });
    expect(changedLines(text, print(edited))).toEqual([
      [],
      ['```ts plot two title="a b" h=3\n', 'f()\n', '```\n', '\n'],
    ]);
    expect(edited.parts.find((part) => 'key' in part && part.key === added)).toMatchObject({
      kind: 'plot',
      slug: 'two',
      code: 'f()\n',
    });
    for (const kept of keysOf(notebook)) expect(keysOf(edited)).toContain(kept);
  });

  it.each([
    [
      'at the top, below the front matter',
      null,
      '---\ntitle: x\n---\nwords\n',
      '---\ntitle: x\n---\n\n```ts rules\na\n```\n\nwords\n',
    ],
    ['into nothing', null, '', '```ts rules\na\n```\n'],
    ['above a byte order mark', null, '\uFEFFwords', '\uFEFF```ts rules\na\n```\n\nwords'],
    ['below text without a last line end', 'p1', 'words', 'words\n\n```ts rules\na\n```\n'],
    ['in CRLF', 'p1', 'words\r\n', 'words\r\n\r\n```ts rules\r\na\r\n```\r\n'],
    ['below a fence that is never closed', 'p1', '~~~~js\nx', '~~~~js\nx\n~~~~\n\n```ts rules\na\n```\n'],
    ['below a comment that is never closed', 'p1', '<!--\nx\n', '<!--\nx\n-->\n\n```ts rules\na\n```\n'],
    ['below a cell that is never closed', 'c1', '```ts rules\nx', '```ts rules\nx\n```\n\n```ts rules\na\n```\n'],
  ])('goes %s', (_, after, before, expected) => {
    const { notebook: edited, key: added } = insertCell(parse(before), after, { kind: 'rules', code: 'a' });
    expect(print(edited)).toBe(expected);
    expect(cellsOf(edited).at(-1)?.key).toBe(added);
  });

  it('adds exactly one cell to any notebook, and loses no line', () => {
    fc.assert(
      fc.property(markdown(), fc.nat(), (any, pick) => {
        const before = parse(any);
        const keys = keysOf(before);
        const { notebook: edited, key: added } = insertCell(before, keys[pick % (keys.length + 1)] ?? null, {
          kind: 'rules',
          slug: 'new',
          code: 'a\n```\nb',
        });
        expect(cellsOf(edited).find((cell) => cell.key === added)).toMatchObject({
          kind: 'rules',
          slug: 'new',
          code: expect.stringMatching(/^a(\r\n?|\n)```(\r\n?|\n)b(\r\n?|\n)$/),
        });
        expect(cellsOf(edited).length).toBe(cellsOf(before).length + 1);
        const lines = any.split(/\r\n?|\n/);
        const rest = print(edited).split(/\r\n?|\n/);
        for (const line of lines) {
          const at = rest.findIndex((each) => each === line || each === line.replace('\uFEFF', ''));
          expect(at, JSON.stringify(line)).toBeGreaterThanOrEqual(0);
          rest.splice(0, at);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the other edits', () => {
  it('insertProse puts Markdown between cells, and joins it to prose that is there', () => {
    const { notebook: edited, key: added } = insertProse(notebook, key(notebook, 0), 'New words.');
    expect(changedLines(text, print(edited))).toEqual([[], ['New words.\n', '\n']]);
    expect(rawOf(proseOf(edited).find((part) => part.key === added) as Prose)).toContain('New words.');
  });

  it('removePart takes a cell with one of the two blank lines that meet', () => {
    const edited = removePart(notebook, key(notebook, 0));
    expect(changedLines(text, print(edited))).toEqual([
      ['```ts rules one height=3\n', 'const a = 1\n', '```\n', '\n'],
      [],
    ]);
    expect(cellsOf(edited).map((cell) => cell.key)).toEqual([key(notebook, 1)]);
  });

  it('movePart moves a cell, which keeps its key', () => {
    const edited = movePart(notebook, key(notebook, 0), key(notebook, 1));
    expect(cellsOf(edited).map((cell) => cell.key)).toEqual([key(notebook, 1), key(notebook, 0)]);
    expect(print(edited).split('\n').toSorted()).toEqual(text.split('\n').toSorted());
    const up = movePart(notebook, key(notebook, 1), proseOf(notebook)[0]?.key ?? null);
    expect(cellsOf(up).map((cell) => cell.key)).toEqual([key(notebook, 1), key(notebook, 0)]);
    expect(print(up).split('\n').toSorted()).toEqual(text.split('\n').toSorted());
  });

  it('splitCell cuts a cell in two of its kind, and mergeCells joins them to the same code', () => {
    const code = 'const a = 1\n\nconst b = 2';
    const whole = parse(`\`\`\`ts rules one height=3\n${code}\n\`\`\`\n\nWords.\n\n\`\`\`ts check\nc\n\`\`\`\n`);
    const { notebook: two, key: added } = splitCell(whole, key(whole, 0), code.indexOf('const b'));
    expect(cellsOf(two).map((cell) => [cell.kind, cell.slug, shownCode(cell)])).toEqual([
      ['rules', 'one', 'const a = 1'],
      ['rules', null, 'const b = 2'],
      ['check', null, 'c'],
    ]);
    expect([key(two, 0), key(two, 1)]).toEqual([key(whole, 0), added]);
    const one = mergeCells(two, key(two, 0));
    expect(cellsOf(one).map(shownCode)).toEqual(['const a = 1\nconst b = 2', 'c']);
    expect(key(one, 0)).toBe(key(whole, 0));
    // Words stand between; another kind; nothing there.
    expect(mergeCells(one, key(one, 0))).toBe(one);
    const kinds = parse('```ts rules\na\n```\n\n```ts check\nb\n```\n');
    expect(mergeCells(kinds, key(kinds, 0))).toBe(kinds);
    expect(splitCell(whole, 'nobody', 1).notebook).toBe(whole);
  });

  it('splitCell at either end leaves an empty cell there', () => {
    const cells = parse('```ts rules\na\n```\n');
    expect(cellsOf(splitCell(cells, key(cells, 0), 0).notebook).map(shownCode)).toEqual(['', 'a']);
    expect(cellsOf(splitCell(cells, key(cells, 0), 1).notebook).map(shownCode)).toEqual(['a', '']);
  });

  it('setProse changes only that prose', () => {
    const edited = setProse(notebook, proseOf(notebook)[1]?.key ?? '', '\nOther words.\n\n');
    expect(changedLines(text, print(edited))).toEqual([['Between.\n'], ['Other words.\n']]);
  });

  it('setProse makes a cell of a fence that is written in it', () => {
    const edited = setProse(notebook, proseOf(notebook)[1]?.key ?? '', '\n```ts rules\nb\n```\n\n');
    expect(cellsOf(edited).map((cell) => shownCode(cell))).toEqual(['const a = 1', 'b', "always('x', () => true)"]);
  });
});

describe('setFrontMatter', () => {
  it('changes the line of a field and keeps comments and unknown fields', () => {
    expect(changedLines(text, print(setFrontMatter(notebook, { seed: 8 })))).toEqual([['seed: 7\n'], ['seed: 8\n']]);
    expect(changedLines(text, print(setFrontMatter(notebook, { title: 'B: "c" #d' })))).toEqual([
      ['title: A # the title\n'],
      ['title: "B: \\"c\\" #d" # the title\n'],
    ]);
  });

  it('adds and removes fields', () => {
    const edited = setFrontMatter(notebook, { speed: 0.5, seed: null });
    expect(changedLines(text, print(edited))).toEqual([
      ['seed: 7\n', 'other: kept\n'],
      ['other: kept\n', 'speed: 0.5\n'],
    ]);
    expect(frontMatterOf(edited)).toMatchObject({ title: 'A', seed: null, speed: 0.5 });
    expect(keysOf(edited)).toEqual(keysOf(notebook));
  });

  it.each([
    ['', '---\ntitle: A\n---\n'],
    ['words\r\n', '---\r\ntitle: A\r\n---\r\n\r\nwords\r\n'],
    ['\uFEFFwords\n', '\uFEFF---\ntitle: A\n---\n\nwords\n'],
  ])('makes front matter for %j', (before, after) => {
    expect(print(setFrontMatter(parse(before), { title: 'A' }))).toBe(after);
  });

  it.each([
    '---\n{ title: B, x: 1 } # c\n---\n',
    '---\ntitle: >\n  long\n  text\nx: 1\n---\n',
    '---\r\ntitle:\r\nx: 1\r\n---\r\n',
    '---\n"title": \'B\'\n---',
  ])('writes into YAML of any style: %j', (before) => {
    const edited = setFrontMatter(parse(before), { title: 'A' });
    expect(frontMatterOf(edited)).toMatchObject({ title: 'A' });
    expect(print(edited).includes('x: 1')).toBe(before.includes('x: 1'));
    expect(edited.diagnostics).toEqual([]);
  });

  it('leaves front matter alone that it cannot read', () => {
    const broken = parse('---\ntitle: [\n---\nwords\n');
    expect(setFrontMatter(broken, { title: 'A' })).toBe(broken);
  });

  it('reads back any title and seed that it wrote, and leaves the rest of any notebook alone', () => {
    fc.assert(
      fc.property(markdown(), fc.string(), fc.maxSafeInteger(), (any, title, seed) => {
        const before = parse(any);
        const edited = setFrontMatter(before, { title, seed });
        fc.pre(edited !== before);
        expect(frontMatterOf(edited)).toMatchObject({ title, seed });
        expect(
          print(edited).endsWith(
            before.parts
              .filter((part) => part.type !== 'front-matter')
              .map(rawOf)
              .join('')
              .replace(/^\uFEFF/, ''),
          ),
        ).toBe(true);
      }),
    );
  });
});
