/** Generated Markdown for property tests: what notebooks hold, and everything that a parser could trip over. */
import fc from 'fast-check';

const lines = fc.constantFrom(
  '',
  '',
  '# Heading',
  'Some words.',
  '=======',
  '---',
  '...',
  '- item',
  '  - nested',
  '> quote',
  '1. one',
  '    indented',
  '\ttab',
  '```',
  '````',
  '~~~',
  '```ts rules',
  '```ts rules messages',
  '````ts scenario',
  '~~~ ts check',
  '   ```ts plot a=1 b="c d"',
  '```ts foo',
  '```ts',
  '```js',
  '> ```ts rules',
  '- ```ts rules',
  '  ```',
  '    ```',
  '``` ',
  '```\t',
  '```` x',
  '<!--',
  '-->',
  '<pre>',
  '</pre>',
  '<div>',
  '</div>',
  '<script>',
  '</script>',
  '[ref]: /url "title"',
  '[ref]:',
  'title: x',
  'seed: 7',
  'const a = 1',
  'rm.on(A, (s) => { s.a = `${1}` })',
  '<<<<<<< HEAD',
  '>>>>>>> theirs',
  '\u2028',
  '\0',
  '\uFEFF',
  'é𝒳',
);

/** A text of up to 40 such lines, with any line ends, perhaps without a last one. */
export const markdown = (): fc.Arbitrary<string> =>
  fc
    .record({
      start: fc.constantFrom(
        '',
        '',
        '\uFEFF',
        '---\ntitle: A\n---\n',
        '---\r\nseed: x\r\n---\r\n',
        '\uFEFF---\n- a\n---\n',
      ),
      rows: fc.array(fc.tuple(lines, fc.constantFrom('\n', '\n', '\n', '\r\n', '\r')), { maxLength: 40 }),
      last: fc.boolean(),
    })
    .map(({ start, rows, last }) => {
      const text = start + rows.map(([line, eol]) => line + eol).join('');
      return last ? text : text.replace(/(\r\n?|\n)$/, '');
    });
