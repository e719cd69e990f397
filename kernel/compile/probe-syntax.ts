/** What of JavaScript's syntax is worth watching, and what can be watched. */
import type { AnyNode, Identifier } from 'acorn';
import type { FunctionNode } from './walk.ts';

/** Members of `ctx`, and of the world that a scenario's action is given, that do something. */
export const effects: ReadonlySet<string> = new Set([
  'send',
  'reply',
  'broadcast',
  'setTimer',
  'clearTimer',
  'count',
  'gauge',
  'observe',
  'note',
  'assert',
  'invoke',
  'complete',
  'fail',
  'abandon',
  'choose',
  'crash',
  'restart',
  'cut',
  'partition',
  'isolate',
  'heal',
  'network',
  'link',
  'fire',
  'fireTimer',
  'edit',
]);

const comparisons: ReadonlySet<string> = new Set(['==', '!=', '===', '!==', '<', '<=', '>', '>=', 'in', 'instanceof']);

export type LoopNode = Extract<
  AnyNode,
  { type: 'ForStatement' | 'ForInStatement' | 'ForOfStatement' | 'WhileStatement' | 'DoWhileStatement' }
>;

export function isLoop(node: AnyNode): node is LoopNode {
  return /^(For|ForIn|ForOf|While|DoWhile)Statement$/.test(node.type);
}

export function isProbed({ async, generator }: FunctionNode): boolean {
  return !async && !generator;
}

export function isComparison({ operator, left }: Extract<AnyNode, { type: 'BinaryExpression' }>): boolean {
  return comparisons.has(operator) && left.type !== 'PrivateIdentifier';
}

/** Worth telling beside a comparison: not what is written there anyway. */
export function isTold(node: AnyNode): boolean {
  switch (node.type) {
    case 'Identifier':
      return node.name !== 'undefined' && node.name !== 'NaN' && node.name !== 'Infinity';
    case 'MemberExpression':
    case 'ChainExpression':
    case 'CallExpression':
    case 'BinaryExpression':
      return true;
    default:
      return false;
  }
}

/** Can be read once more without doing anything: names and members of names. */
export function isSimple(node: AnyNode): boolean {
  if (node.type === 'Identifier' || node.type === 'ThisExpression') return true;
  if (node.type !== 'MemberExpression' || node.optional || node.object.type === 'Super') return false;
  const { property } = node;
  return isSimple(node.object) && (!node.computed || property.type === 'Literal' || isSimple(property));
}

/** The names that a pattern or declaration binds. */
export function boundNames(node: AnyNode): readonly Identifier[] {
  switch (node.type) {
    case 'Identifier':
      return [node];
    case 'VariableDeclaration':
      return node.declarations.flatMap(({ id }) => boundNames(id));
    case 'ObjectPattern':
      return node.properties.flatMap((one) => boundNames(one.type === 'RestElement' ? one : one.value));
    case 'ArrayPattern':
      return node.elements.flatMap((one) => (one === null ? [] : boundNames(one)));
    case 'AssignmentPattern':
      return boundNames(node.left);
    case 'RestElement':
      return boundNames(node.argument);
    default:
      return [];
  }
}
