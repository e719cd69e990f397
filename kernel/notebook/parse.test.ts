import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf, frontMatterOf, lineOf, print } from './notebook.ts';
import { parse, reparse } from './parse.ts';
import { markdown } from './testing.ts';

const codesOf = (text: string) => parse(text).diagnostics.map((found) => found.code);
const kindsOf = (text: string) => parse(text).parts.map((part) => (part.type === 'cell' ? part.kind : part.type));

describe('parse and print', () => {
  it('give back any string as it was', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => print(parse(text)) === text));
  });

  it('give back generated Markdown with fences, front matter, any line ends and any nesting as it was', () => {
    fc.assert(
      fc.property(markdown(), (text) => print(parse(text)) === text),
      { numRuns: 1_000 },
    );
  });

  it('give back the Markdown files of real packages as they were', () => {
    const packages = readdirSync('node_modules', { recursive: false, encoding: 'utf8' });
    const files = packages.flatMap((name) => {
      try {
        return readdirSync(join('node_modules', name), { encoding: 'utf8' })
          .filter((file) => file.endsWith('.md'))
          .map((file) => join('node_modules', name, file));
      } catch {
        return [];
      }
    });
    expect(files.length).toBeGreaterThan(50);
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      for (const variant of [text, text.replaceAll('```js', '```ts rules'), text.replaceAll('\n', '\r\n')]) {
        expect(print(parse(variant)) === variant, file).toBe(true);
      }
    }
  });
});

describe('a notebook', () => {
  const text = [
    '---\ntitle: Two-phase commit # a comment\nseed: 7\nspeed: 0.5\nother: [1, 2]\n---\n',
    '\n# Title\n\n',
    '```ts rules messages\nconst Prepared = message("Prepared")\n```\n',
    '\n',
    '```ts scenario\nscenario("three", () => {})\n```\n',
    '\nThe end.\n',
  ];

  it('is cut into front matter, prose and cells', () => {
    const { parts, diagnostics } = parse(text.join(''));
    expect(diagnostics).toEqual([]);
    expect(parts.map((part) => (part.type === 'cell' ? part.open + part.code + part.close : part.raw))).toEqual(text);
    expect(frontMatterOf(parse(text.join('')))).toMatchObject({
      title: 'Two-phase commit',
      seed: 7,
      speed: 0.5,
      stage: null,
    });
    expect(cellsOf(parse(text.join('')))).toMatchObject([
      { kind: 'rules', slug: 'messages', code: 'const Prepared = message("Prepared")\n', close: '```\n' },
      { kind: 'scenario', slug: null },
    ]);
  });

  it('knows the file line at which the code of a cell begins', () => {
    const notebook = parse(text.join(''));
    expect(cellsOf(notebook).map((cell) => lineOf(notebook, cell.key))).toEqual([11, 15]);
    expect(lineOf(notebook, 'nobody')).toBeUndefined();
  });

  it('reads plain and quoted attributes, and keeps those that nobody knows', () => {
    const [cell] = cellsOf(parse('```ts plot latency height=300 title="two words" x= __proto__=1\nf()\n```'));
    expect(cell?.slug).toBe('latency');
    expect(Object.entries(cell?.attributes ?? {})).toEqual([
      ['height', '300'],
      ['title', 'two words'],
      ['x', ''],
      ['__proto__', '1'],
    ]);
  });

  it('takes attributes without a slug', () => {
    expect(cellsOf(parse('```ts plot height=3\n```'))).toMatchObject([{ slug: null, attributes: { height: '3' } }]);
  });

  it.each(['a="b', 'slug word', 'a=1 a=2', 'a="b"c'])(
    'warns about the attribute that cannot be read in `ts rules %s`',
    (rest) => {
      const notebook = parse(`\`\`\`ts rules ${rest}\n\`\`\`\n`);
      expect(notebook.diagnostics).toMatchObject([
        { code: 'notebook/bad-attribute', severity: 'warning', cell: cellsOf(notebook)[0]?.key },
      ]);
    },
  );
});

describe('what is a fence is what CommonMark says', () => {
  const cell = '```ts rules\nlet a\n```\n';

  it.each([
    ['a list item', '- item\n\n  ```ts rules\n  let a\n  ```\n'],
    ['a quote', '> ```ts rules\n> let a\n> ```\n'],
    ['an HTML comment', `<!--\n${cell}-->\n`],
    ['an HTML block', `<pre>\n${cell}</pre>\n`],
    ['a longer fence', `\`\`\`\`md\n${cell}\`\`\`\`\n`],
    ['a fence of tildes', `~~~\n${cell}~~~\n`],
    ['an indented code block', '    ```ts rules\n    let a\n    ```\n'],
  ])('a cell inside %s is prose', (_, text) => {
    expect(kindsOf(text)).toEqual(['prose']);
    expect(codesOf(text)).toEqual([]);
  });

  it.each([
    ['up to three spaces', '   ```ts rules\n   let a\n   ```\n'],
    ['tildes', '~~~~ ts rules\nlet a\n```\n~~~~~  \n'],
    ['CRLF', '```ts rules\r\nlet a\r\n```\r\n'],
    ['lone CR', '```ts rules\rlet a\r```\r'],
    ['a byte order mark', `\uFEFF${cell}`],
    ['no final line end', '```ts rules\nlet a\n```'],
  ])('a cell may be written with %s', (_, text) => {
    expect(kindsOf(text)).toEqual(['rules']);
    expect(codesOf(text)).toEqual([]);
  });

  it('a fence right below a paragraph interrupts it', () => {
    expect(kindsOf(`words\n${cell}words`)).toEqual(['prose', 'rules', 'prose']);
  });

  it.each(['ts', 'js rules', 'typescript rules', 'ts {1,3}', 'ts title="x"', ''])(
    '`%s` is prose without a word about it',
    (info) => {
      expect(kindsOf(`\`\`\`${info}\nlet a\n\`\`\`\n`)).toEqual(['prose']);
      expect(codesOf(`\`\`\`${info}\nlet a\n\`\`\`\n`)).toEqual([]);
    },
  );
});

describe('a file that is not sound is opened with a diagnostic', () => {
  it('for a kind that does not exist', () => {
    expect(kindsOf('# A\n\n```ts rulse\n```\n')).toEqual(['prose']);
    expect(parse('# A\n\n```ts rulse\n```\n').diagnostics).toMatchObject([
      { code: 'notebook/unknown-kind', severity: 'warning', cell: null, range: { line: 3 } },
    ]);
  });

  it('for a cell that is never closed', () => {
    const notebook = parse('words\n\n```ts rules\nlet a\n``\nlet b');
    expect(cellsOf(notebook)).toMatchObject([{ code: 'let a\n``\nlet b', close: '' }]);
    expect(notebook.diagnostics).toMatchObject([
      { code: 'notebook/unterminated-fence', cell: cellsOf(notebook)[0]?.key },
    ]);
  });

  it('for another fence that is never closed', () => {
    expect(parse('a\n```js\nlet a').diagnostics).toMatchObject([
      { code: 'notebook/unterminated-fence', cell: null, range: { line: 2 } },
    ]);
  });

  it('for merge conflicts, each with its lines', () => {
    const conflict = '<<<<<<< HEAD\nlet a = 1\n=======\nlet a = 2\n>>>>>>> theirs\n';
    expect(parse(`# A\n${conflict}\n\`\`\`ts rules\n${conflict}\`\`\`\n`).diagnostics).toMatchObject([
      { code: 'notebook/merge-conflict', range: { line: 2, endLine: 7 } },
      { code: 'notebook/merge-conflict', range: { line: 9, endLine: 14 } },
    ]);
    expect(codesOf('Heading\n=======\n')).toEqual([]);
  });

  it.each([
    ['YAML that is none', '---\ntitle: [\n---\n', 2],
    ['a scalar', '---\nwords\n---\n', 2],
    ['a seed that is no whole number', '---\nseed: x\n---\n', 1],
    ['a title that is a list', '---\ntitle: [a]\n---\n', 1],
  ])('for front matter with %s', (_, text) => {
    expect(parse(text).parts[0]?.type).toBe('front-matter');
    expect(codesOf(text)).toContain('notebook/front-matter');
  });

  it('for NUL characters', () => {
    expect(codesOf('a\0b')).toEqual(['notebook/not-text']);
  });

  it('without one for front matter that is never closed, which is no front matter and takes no cell in', () => {
    expect(kindsOf('---\ntitle: x\n')).toEqual(['prose']);
    expect(kindsOf('---\ntitle: x\n\n```ts rules\n```\n\n---\n')).toEqual(['prose', 'rules', 'prose']);
  });
});

describe('reparse', () => {
  const cell = (slug: string, code: string) => `\`\`\`ts rules${slug}\n${code}\n\`\`\`\n\n`;
  const keyOf = (notebook: ReturnType<typeof parse>, code: string) =>
    cellsOf(notebook).find((each) => each.code === `${code}\n`)?.key;
  const before = parse(`# A\n\n${cell(' one', 'a')}${cell('', 'b')}${cell('', 'c')}words\n`);

  it('gives every part of the same text its key again', () => {
    fc.assert(
      fc.property(markdown(), (text) => {
        expect(reparse(parse(text), text)).toEqual(parse(text));
      }),
    );
  });

  it('knows a cell by its slug, wherever it went and whatever it holds', () => {
    const after = reparse(before, `${cell('', 'c')}# A\n\n${cell(' one', 'changed')}`);
    expect(keyOf(after, 'changed')).toBe(keyOf(before, 'a'));
  });

  it('knows a cell by its content when others come before it', () => {
    const after = reparse(
      before,
      `# A\n\n${cell('', 'new')}${cell(' one', 'a')}${cell('', 'c')}${cell('', 'b')}words\n`,
    );
    for (const code of ['a', 'b', 'c']) expect(keyOf(after, code)).toBe(keyOf(before, code));
    expect(before.parts.map((part) => 'key' in part && part.key)).not.toContain(keyOf(after, 'new'));
  });

  it('knows an edited cell without a slug by its place', () => {
    const after = reparse(before, `# A\n\n${cell(' one', 'a')}${cell('', 'b2')}${cell('', 'c')}words\n`);
    expect(keyOf(after, 'b2')).toBe(keyOf(before, 'b'));
  });

  it('never gives a key twice, nor the key of a part that is gone', () => {
    fc.assert(
      fc.property(fc.array(markdown(), { minLength: 2, maxLength: 5 }), ([first = '', ...rest]) => {
        let notebook = parse(first);
        const gone = new Set<string>();
        for (const text of rest) {
          const next = reparse(notebook, text);
          const keys = next.parts.flatMap((part) => (part.type === 'front-matter' ? [] : [part.key]));
          expect(new Set(keys).size).toBe(keys.length);
          for (const key of keys) expect(gone.has(key)).toBe(false);
          for (const part of notebook.parts)
            if (part.type !== 'front-matter' && !keys.includes(part.key)) gone.add(part.key);
          notebook = next;
        }
      }),
    );
  });
});
