import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { cellsOf } from '../../kernel/notebook/notebook.ts';
import { parse } from '../../kernel/notebook/parse.ts';
import { movableAt, movablesIn, moved } from './movables.ts';

const texts = (code: string): readonly string[] => movablesIn(code).map(({ text }) => text);

describe('What can be moved in a cell', () => {
  test('is its numbers, however written, and its booleans', () => {
    expect(texts('f(150, 1_000, 0x1F, 0b101, 1e3, 1.5e-3, .5, 2., 10n, true, !false)')).toEqual([
      '150',
      '1_000',
      '0x1F',
      '0b101',
      '1e3',
      '1.5e-3',
      '.5',
      '2.',
      '10n',
      'true',
      'false',
    ]);
  });

  test('is at its place in the text', () => {
    const code = 'const a = 1\nwait(  -20 ) // 3';
    expect(movablesIn(code).map(({ start, end }) => code.slice(start, end))).toEqual(['1', '-20']);
  });

  test('is nothing inside strings, comments, templates and regular expressions, but what is put into a template', () => {
    expect(texts(`'1' + "2" // 3\n/* 4 */ \`5 \${6 + \`7 \${8} 9\`} 10\` + /11\\d{12}/.test(x) / 13`)).toEqual([
      '6',
      '8',
      '13',
    ]);
  });

  test.each([
    ['x = -5', ['-5']],
    ['f(-5, [-1, -.5])', ['-5', '-1', '-.5']],
    ['x - 5', ['5']],
    ['x -5', ['5']],
    ['f()-5', ['5']],
    ['a[0]-1', ['0', '1']],
    ['2-1', ['2', '1']],
    ['() => -1', ['-1']],
    ['a * -2', ['-2']],
    ['return -5', ['-5']],
    ['return-5', ['5']],
    ['- 5', ['5']],
  ])('in %s the sign belongs to the number when it is one: %j', (code, wanted) => {
    expect(texts(code)).toEqual(wanted);
  });

  test('is no name: a member, a key, a digit in a word', () => {
    expect(texts('s.true + { true: x, false: y } + v2 + $3')).toEqual([]);
    expect(texts('ok ? true : false')).toEqual(['true', 'false']);
    expect(texts('f({ grid: true })')).toEqual(['true']);
  });

  test('is found before a mistake, not after it', () => {
    expect(texts("f(1)\ng('no end\nh(2)")).toEqual(['1']);
    expect(texts('f(1)\n3px + 4')).toEqual(['1']);
    expect(texts('f(1, {{ (')).toEqual(['1']);
  });

  test('is the same that TypeScript finds, in every cell of the notebooks', () => {
    for (const file of ['01-two-phase-commit', '02-raft', '03-mutation-race']) {
      const text = readFileSync(new URL(`../../notebooks/${file}.sim.md`, import.meta.url), 'utf8');
      for (const { code } of cellsOf(parse(text))) expect(texts(code), code).toEqual(literalsByTypeScript(code));
    }
  });

  test('moves by what it is asked, within its bounds, and leaves the rest of the text alone (property)', () => {
    const part = fc.constantFrom('f(150)', "'7'", '-2', '[1_000]', 'x', 'true', '`a ${3} 4`', '// 5\n', '/6/', '0x0f');
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 8 }),
        fc.nat(),
        fc.integer({ min: -30, max: 30 }),
        (parts, pick, steps) => {
          const code = parts.join(', ');
          const found = movablesIn(code);
          const chosen = found[pick % Math.max(1, found.length)];
          if (chosen === undefined) return;
          const { text } = moved(chosen, steps);
          const after = code.slice(0, chosen.start) + text + code.slice(chosen.end);
          const wanted = found.map((other) => (other === chosen ? text : other.text));
          expect(texts(after)).toEqual(wanted);
        },
      ),
    );
  });
});

test('a boolean is moved up to true and down to false', () => {
  const [off] = movablesIn('false');
  expect(off && [moved(off, 1), moved(off, 5), moved(off, -1)]).toEqual([
    { text: 'true', steps: 1 },
    { text: 'true', steps: 1 },
    { text: 'false', steps: 0 },
  ]);
});

test('the caret is on a literal from before its first character to after its last', () => {
  const found = movablesIn('f(15, 2)');
  expect([1, 2, 3, 4, 5, 6, 7, 8].map((offset) => movableAt(found, offset)?.text ?? null)).toEqual([
    null,
    '15',
    '15',
    '15',
    null,
    '2',
    '2',
    null,
  ]);
});

/** By the syntax tree. */
function literalsByTypeScript(code: string): readonly string[] {
  const file = ts.createSourceFile('cell.ts', code, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isNumber = ts.isNumericLiteral(node) || ts.isBigIntLiteral(node);
    const sign = isNumber && ts.isPrefixUnaryExpression(node.parent) ? node.parent : null;
    if (sign?.operator === ts.SyntaxKind.MinusToken) found.push(sign.getText());
    else if (isNumber || node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword)
      found.push(node.getText());
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
