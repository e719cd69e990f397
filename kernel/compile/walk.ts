/** Walking acorn's syntax trees. */
import type { AnyNode } from 'acorn';

/** Calls `visit` for a node and all below it, parents first. `visit` may return false to stay out of what is below. */
export function walk(node: AnyNode, visit: (node: AnyNode) => boolean | void): void {
  if (visit(node) === false) return;
  // Without a list of children: each compile walks the whole tree several times.
  for (const value of Object.values(node)) {
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) {
      if (isNode(value)) walk(value, visit);
    } else for (const item of value) if (isNode(item)) walk(item, visit);
  }
}

/** The nodes right below one, in the order of the text. */
export function childrenOf(node: AnyNode): readonly AnyNode[] {
  const children = Object.values(node).flatMap((value: unknown): unknown => value);
  return children.filter(isNode).toSorted((a, b) => a.start - b.start);
}

function isNode(value: unknown): value is AnyNode {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    'start' in value &&
    typeof value.start === 'number'
  );
}

export type FunctionNode = Extract<
  AnyNode,
  { type: 'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression' }
>;

export function isFunction(node: AnyNode): node is FunctionNode {
  return (
    node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression'
  );
}
