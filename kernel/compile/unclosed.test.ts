import fc from 'fast-check';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { unclosed } from './unclosed.ts';

test.each([
  ['', ''],
  ['heart.on(Beat, (s) => { s.x = [1', ']})'],
  ['const a = `x ${ b + `y ${', '}`}`'],
  ['const a = { b: "}", c: \'(\' // [', '}'],
  ['f(/[/(]{2}/.test(x), a / b / (c', '))'],
  ['if (a) { /* ( ', '*/}'],
  ['f("it\'s', ')'],
  ['a) }', ''],
])('of %j it is %j', (code, expected) => {
  expect(unclosed(code)).toBe(expected);
});

test('closes every beginning of a real cell, so that what is appended is at the top', () => {
  const cell = `const server = node('server', { state: () => ({ log: [] as string[], re: /a[)]/g }) })
server.on(Vote, (s, m, ctx) => { /* why */ if (m.term > s.log.length / 2) ctx.note(\`at \${ctx.now} \${[1, 2].join(', ')}\`) })
`;
  fc.assert(
    fc.property(fc.nat(cell.length), (length) => {
      const begun = cell.slice(0, length);
      // Inside a regular expression or a comment of one line nothing can be appended to the line itself.
      const file = ts.createSourceFile('a.ts', `${begun}\n${unclosed(begun)}\n;export {}`, ts.ScriptTarget.ESNext);
      expect(file.statements.at(-1)?.kind).toBe(ts.SyntaxKind.ExportDeclaration);
    }),
  );
});
