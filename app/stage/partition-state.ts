/** Which categorical colour stands for the state of a copy, 1 … 6. As roles of those names have in the topology. */
const colours: Readonly<Record<string, number>> = { active: 3, replica: 1, pending: 2, dead: 4 };

export function stateColour(state: string): number {
  return colours[state] ?? 5 + (state.length % 2);
}
