/** Where a cell tells stats by a literal name, and with which labels. Positions are offsets in the JavaScript. */
import type { AnyNode, Program } from 'acorn';
import type { StatUse } from './compiled.ts';
import { contextsOf, memberName } from './judge.ts';
import type { Names, Span } from './names.ts';
import { walk } from './walk.ts';

const methods: readonly string[] = ['count', 'gauge', 'observe'] satisfies StatUse['method'][];

export function statsTold(program: Program, names: Names): readonly (Omit<StatUse, 'range'> & Span)[] {
  const contexts = contextsOf(program, names);
  const told: (Omit<StatUse, 'range'> & Span)[] = [];
  walk(program, (node) => {
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return;
    const { callee } = node;
    const method = memberName(callee);
    if (callee.object.type !== 'Identifier' || !contexts.has(callee.object.start) || !isMethod(method)) return;
    const [name, , labels] = node.arguments;
    if (name?.type !== 'Literal' || typeof name.value !== 'string') return;
    const { start, end } = name;
    told.push({ name: name.value, method, labels: labels === undefined ? [] : membersOf(labels), start, end });
  });
  return told;
}

function isMethod(name: string | null): name is StatUse['method'] {
  return name !== null && methods.includes(name);
}

/** Of an object literal; null when they are not all written out. */
function membersOf(node: AnyNode): readonly string[] | null {
  if (node.type !== 'ObjectExpression') return null;
  const found = node.properties.map((member) => {
    if (member.type !== 'Property' || member.computed) return null;
    if (member.key.type === 'Identifier') return member.key.name;
    return member.key.type === 'Literal' && typeof member.key.value === 'string' ? member.key.value : null;
  });
  return found.every((name) => name !== null) ? found : null;
}
