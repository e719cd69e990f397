/**
 * What runs have come by: firings of each rule, and abstract states. A world's abstract state is what a reader would say of it at a
 * glance: how many nodes of each kind are in which role, and how many are down.
 */
import { roleOf } from '../trace/role.ts';
import type { World } from '../world/world.ts';

/** More abstract states than this are not told apart. */
const stateLimit = 100_000;

export interface Coverage {
  /** Firings by rule. */
  readonly rules: Map<string, number>;
  readonly states: Set<string>;
}

export function createCoverage(): Coverage {
  return { rules: new Map(), states: new Set() };
}

/** Follows one run. */
export interface Follower {
  /** After each event. */
  see(): void;
  /** Adds what was seen to the coverage. */
  finish(): void;
}

export function followCoverage(coverage: Coverage, world: World): Follower {
  const counts: number[] = [];
  /** By node: what it was like when it was last looked at. */
  const roles: string[] = world.nodes.map(() => '');
  function look(index: number): boolean {
    const node = world.nodes[index];
    if (node === undefined) return false;
    const role = node.alive ? roleOf(node.state) : '†';
    if (roles[index] === role) return false;
    roles[index] = role;
    return true;
  }
  function note(): void {
    if (coverage.states.size >= stateLimit) return;
    const words = world.nodes.map(({ kind }, index) => `${kind} ${roles[index] ?? ''}`).toSorted();
    const groups: string[] = [];
    for (let from = 0; from < words.length; ) {
      const word = words[from] ?? '';
      let to = from + 1;
      while (words[to] === word) to += 1;
      groups.push(`${to - from} ${word}`);
      from = to;
    }
    coverage.states.add(groups.join(', '));
  }
  world.nodes.forEach((_, index) => look(index));
  note();
  return {
    see() {
      const { rule, node } = world.last;
      if (rule >= 0) counts[rule] = (counts[rule] ?? 0) + 1;
      if (node >= 0 && look(node)) note();
    },
    finish() {
      counts.forEach((count, number) => {
        const rule = world.names.list[number] ?? '';
        coverage.rules.set(rule, (coverage.rules.get(rule) ?? 0) + count);
      });
    },
  };
}
