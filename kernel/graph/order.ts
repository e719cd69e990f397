/** Order in directed graphs. `needs(node)`: the nodes that must come before it. */

/** Each node after all that it needs, and otherwise in the order given. There may be no cycle. */
export function topologicalOrder<Node>(
  nodes: readonly Node[],
  needs: (node: Node) => readonly Node[],
): readonly Node[] {
  const order: Node[] = [];
  const seen = new Set<Node>();
  const visit = (node: Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    for (const needed of needs(node)) visit(needed);
    order.push(node);
  };
  for (const node of nodes) visit(node);
  return order;
}

/** The groups of nodes that need each other in a circle (Tarjan's strongly connected components of two or more). */
export function cycles<Node>(
  nodes: readonly Node[],
  needs: (node: Node) => readonly Node[],
): readonly (readonly Node[])[] {
  const found: Node[][] = [];
  const index = new Map<Node, number>();
  const low = new Map<Node, number>();
  const stack: Node[] = [];
  const onStack = new Set<Node>();

  const visit = (node: Node): void => {
    const mine = index.size;
    index.set(node, mine);
    let lowest = mine;
    stack.push(node);
    onStack.add(node);
    for (const needed of needs(node)) {
      if (!index.has(needed)) visit(needed);
      if (onStack.has(needed)) lowest = Math.min(lowest, low.get(needed) ?? index.get(needed) ?? mine);
    }
    low.set(node, lowest);
    if (lowest !== mine) return;
    const group = stack.splice(stack.indexOf(node));
    for (const member of group) onStack.delete(member);
    if (group.length > 1) found.push(group);
  };
  for (const node of nodes) if (!index.has(node)) visit(node);
  return found;
}
