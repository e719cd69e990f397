import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { cellsOf } from '../../kernel/notebook/notebook.ts';
import { parse } from '../../kernel/notebook/parse.ts';
import type { TypedLiteral } from '../../kernel/typed-literal.ts';
import { movableAt, movablesIn, moved, remark, turned } from './movables.ts';

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

describe('What the types tell', () => {
  const roles = ["'follower'", "'candidate'", "'leader'"];
  const choiceAt = (start: number, text: string, options: readonly string[] = roles): TypedLiteral => ({
    ...{ kind: 'choice', start, end: start + text.length, options },
  });
  const share: TypedLiteral = {
    ...{ kind: 'number', start: 2, end: 3 },
    bounds: { least: { value: '0', isIncluded: true }, most: { value: '1', isIncluded: true }, multipleOf: null },
  };

  test('makes of a text one of a few: it is moved to its neighbours, and turned to the first after the last', () => {
    const [found] = movablesIn("f('leader')", [choiceAt(2, "'leader'")]);
    if (found?.kind !== 'choice') throw new Error('It is none.');
    expect(found).toMatchObject({ start: 2, end: 10, text: "'leader'" });
    expect([moved(found, 1), moved(found, -1), moved(found, -9)]).toEqual([
      { text: "'leader'", steps: 0 },
      { text: "'candidate'", steps: -1 },
      { text: "'follower'", steps: -2 },
    ]);
    expect([turned(found, 1), turned(found, -1)]).toEqual([-2, -1]);
    expect([remark(found, 0), remark(found, -1)]).toEqual(['3/3', '2/3']);
  });

  test('is still good when another of them stands there by now, and only then', () => {
    const typed = [choiceAt(2, "'leader'")];
    expect(movablesIn("f('follower')", typed).map(({ text }) => text)).toEqual(["'follower'"]);
    expect(movablesIn("f('followers')", typed)).toEqual([]);
    expect(movablesIn('f(leader)', typed)).toEqual([]);
    const words = [choiceAt(2, 'Role.A', ['Role.A', 'Role.AB'])];
    expect(movablesIn('f(Role.AB)', words).map(({ text }) => text)).toEqual(['Role.AB']);
    expect(movablesIn('f(Role.ABC)', words)).toEqual([]);
  });

  test('never grows together with what stands beside it', () => {
    const signs = ['-1', '0', '1'];
    const after = (code: string, start: number, text: string, steps: number): string => {
      const found = movableAt(movablesIn(code, [choiceAt(start, text, signs)]), start);
      if (found === null) throw new Error('It is none.');
      return code.slice(0, start) + moved(found, steps).text + code.slice(found.end);
    };
    expect(after('return-1', 6, '-1', 1)).toBe('return 0');
    expect(after('return-1', 6, '-1', 0)).toBe('return-1');
    expect(after('a-1', 2, '1', -2)).toBe('a- -1');
    expect(after('f(a,1)', 4, '1', -2)).toBe('f(a,-1)');
    const below = { least: { value: '-5', isIncluded: true }, most: null, multipleOf: null };
    const [one] = movablesIn('a-1', [{ kind: 'number', start: 2, end: 3, bounds: below }]);
    if (one === undefined) throw new Error('It is none.');
    expect(moved(one, -4).text).toBe('0');
  });

  test('goes before what is told without types: a number or a boolean may be one of a few too', () => {
    expect(movablesIn('f(2, true)', [choiceAt(2, '2', ['1', '2', '4'])])).toMatchObject([
      { kind: 'choice', options: ['1', '2', '4'] },
      { kind: 'choice', options: ['false', 'true'] },
    ]);
  });

  test('keeps a number within its bounds, and says when it is at one', () => {
    const [found] = movablesIn('f(0)', [share]);
    expect(found && [moved(found, 3), moved(found, 200), moved(found, -1)]).toEqual([
      { text: '0.03', steps: 3 },
      { text: '1.00', steps: 100 },
      { text: '0', steps: 0 },
    ]);
    expect(found && [remark(found, 3), remark(found, 200), remark(found, -1)]).toEqual([
      null,
      'at most 1',
      'at least 0',
    ]);
  });
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
