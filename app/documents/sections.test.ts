import { expect, test } from 'vitest';
import { cellsOf } from '../../kernel/notebook/notebook.ts';
import { parse } from '../../kernel/notebook/parse.ts';
import { guideOf, languageOf, matches } from './sections.ts';

const reference = `<!-- Made. -->

# The language

All of it.

- [Rules](#rules): [\`on\`](#on)

## Rules

What a node does.

### \`kind.on\`, \`kind.when\`

A message arrives.

\`\`\`ts
on(type): void
\`\`\`

\`\`\`ts rules
## not a heading
\`\`\`

### \`kind.may\`

Without an example.
`;

test('the reference is chapters and sections, its list of contents left out', () => {
  const { title, intro, sections } = languageOf(reference);
  expect({ title, intro }).toEqual({ title: 'The language', intro: 'All of it.' });
  expect(sections.map((one) => [one.chapter, one.title, one.anchor])).toEqual([
    [null, 'Rules', 'rules'],
    ['Rules', '`kind.on`, `kind.when`', 'kindon-kindwhen'],
    ['Rules', '`kind.may`', 'kindmay'],
  ]);
});

test('an example is a notebook of the cells of its section; a signature is no cell', () => {
  const [, on, may] = languageOf(reference).sections;
  const notebook = parse(on?.notebook ?? '');
  expect(cellsOf(notebook).map(({ kind, code }) => [kind, code])).toEqual([['rules', '## not a heading\n']]);
  expect(may?.notebook).toBeNull();
});

test('a search is for all words, in titles and texts', () => {
  const names = (wanted: string) =>
    languageOf(reference)
      .sections.filter((one) => matches(one, wanted))
      .map((one) => one.anchor);
  expect(names('ARRIVES message')).toEqual(['kindon-kindwhen']);
  expect(names('kind.')).toEqual(['kindon-kindwhen', 'kindmay']);
});

test('a step of the guide has the notebook as it stands after it', () => {
  const { sections } = guideOf(
    '# Guide\n\nHello.\n\n## 1. Begin\n\n```md\n# It\n```\n\n## 2. Go on\n\n```ts rules\nconst a = 1;\n```\n',
  );
  expect(sections.map(({ notebook }) => notebook)).toEqual(['# It\n', '# It\n\n```ts rules\nconst a = 1;\n```\n']);
});
