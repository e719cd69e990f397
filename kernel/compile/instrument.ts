/**
 * Puts the compiler's own calls into a cell's JavaScript, without a new line anywhere:
 * `$.at(i);` before each top-level statement, `$.tick();` first in every loop body, and `$.result(…)` around the
 * last expression of a plot or view. Import declarations are blanked out.
 */
import type { Program } from 'acorn';
import type { CompiledCell } from './compiled.ts';
import type { Span } from './names.ts';
import { walk } from './walk.ts';

export interface Insertion {
  readonly at: number;
  readonly text: string;
}

export interface Instrumented {
  readonly js: string;
  readonly inserted: CompiledCell['inserted'];
}

export function instrument(
  js: string,
  program: Program,
  statements: readonly Span[],
  hasResult: boolean,
): Instrumented {
  const insertions: Insertion[] = [{ at: 0, text: '"use strict";' }];
  for (const [index, statement] of statements.entries())
    insertions.push({ at: statement.start, text: `$.at(${index});` });
  const last = program.body.findLast((node) => node.type !== 'EmptyStatement');
  if (hasResult && last?.type === 'ExpressionStatement') {
    insertions.push({ at: last.expression.start, text: '$.result((' });
  }
  const closings: Insertion[] = [];
  walk(program, (node) => {
    if (!('body' in node) || !/^(For|ForIn|ForOf|While|DoWhile)Statement$/.test(node.type)) return;
    const body = node.body;
    if (body === null || body === undefined || Array.isArray(body)) return;
    if (body.type === 'BlockStatement') {
      insertions.push({ at: body.start + 1, text: '$.tick();' });
    } else {
      insertions.push({ at: body.start, text: '{$.tick();' });
      closings.push({ at: body.end, text: '}' });
    }
  });
  if (hasResult && last?.type === 'ExpressionStatement') closings.push({ at: last.expression.end, text: '))' });

  let blanked = js;
  for (const node of program.body) {
    if (node.type !== 'ImportDeclaration') continue;
    blanked =
      blanked.slice(0, node.start) + js.slice(node.start, node.end).replace(/[^\n]/g, ' ') + blanked.slice(node.end);
  }
  // The sort is stable: what was pushed first stands first, and what closes stands before what opens.
  return insert(
    blanked,
    [...closings, ...insertions].toSorted((a, b) => a.at - b.at),
  );
}

/** `insertions`: by rising offset. */
export function insert(js: string, insertions: readonly Insertion[]): Instrumented {
  const inserted: Record<number, (readonly [column: number, length: number])[]> = {};
  let text = '';
  let copied = 0;
  let line = 1;
  let lineStart = 0;
  for (const { at, text: added } of insertions) {
    for (let next = js.indexOf('\n', lineStart); next >= 0 && next < at; next = js.indexOf('\n', lineStart)) {
      line++;
      lineStart = next + 1;
    }
    text += js.slice(copied, at) + added;
    copied = at;
    inserted[line] ??= [];
    inserted[line]?.push([at - lineStart, added.length]);
  }
  return { js: text + js.slice(copied), inserted };
}
