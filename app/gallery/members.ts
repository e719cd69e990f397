/** What a system is made of, in a few words: `server × 5, client`. */
export function membersText(nodes: readonly { readonly kind: string }[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of nodes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => (count === 1 ? kind : `${kind} × ${count}`)).join(', ');
}
