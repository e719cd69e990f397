/**
 * Breadth first: worlds are left in the order in which they were found. One explorer alone and one of a crew do this alike; they differ
 * in what they do when all worlds of a depth are left (`explore.ts`, `member.ts`).
 */
import { startsOf } from './begin.ts';
import { headWords, HeadWord } from './codec.ts';
import { bytesOfSpace, type Explored } from './create-space.ts';
import { createDraws, isFirst, whateverIsDrawn } from './draws.ts';
import { expand } from './expand.ts';
import { beginEdges } from './graph.ts';
import { keep } from './keep.ts';
import { groupWords } from './memo.ts';
import { noFaults } from './surroundings.ts';

export interface Search {
  readonly explored: Explored;
  /** Steps to the worlds that are being left. */
  depth: number;
  /** Worlds found before the last of this depth is left. */
  levelEnd: number;
  /** Worlds left; the number of the next one. */
  left: number;
  /** Remembered rules that were run again. */
  reruns: number;
}

/** Where it ends. */
export interface SearchLimits {
  readonly states: number;
  /** MB. */
  readonly memory: number;
}

/** Worlds that are left between two looks at the clock. */
export const stretch = 64;
/** Between two looks at the memory, and two runs of a remembered rule again. */
const patrol = 4_096;

/** Finds the worlds in which all begins. Throws what a start throws. */
export function beginSearch(explored: Explored): Search {
  const { space, findings, starts, besides, snapshot } = explored;
  const draws = createDraws();
  const fire = (rule: number): void => {
    if (isFirst(draws)) besides.fire(rule);
  };
  const first = (): readonly Int32Array[] =>
    startsOf(snapshot, space.name, draws, fire).map((world) => space.codec.encode(world, noFaults));
  starts.push(...whateverIsDrawn(draws, space.name, first, String));
  findings.current = -1;
  space.current = -1;
  space.guard?.starts(starts);
  for (const [number, words] of starts.entries()) {
    space.scratch = words.slice();
    keep(space, words.length, number, -2, -1);
  }
  return { explored, depth: 0, levelEnd: space.states, left: 0, reruns: 0 };
}

export function isDepthDone({ left, levelEnd }: Search): boolean {
  return left === levelEnd;
}

export function beginDepth(search: Search): void {
  search.levelEnd = search.explored.space.states;
  search.depth += 1;
}

/** Leaves the world at `space.frontier.at` by all its transitions. */
export function leave(search: Search, words: Int32Array): void {
  const { space, findings } = search.explored;
  if (space.graph !== null) beginEdges(space.graph);
  const place = space.frontier.at;
  pass(search, words);
  space.current = search.left - 1;
  findings.current = space.current;
  expand(space, words, place);
  space.guard?.results();
}

/** Goes past the world at `space.frontier.at`. */
export function pass(search: Search, words: Int32Array): void {
  const { frontier, nodes } = search.explored.space;
  frontier.at += headWords + nodes + (words[frontier.at + HeadWord.count] as number);
  search.left += 1;
}

/** Now and then runs a rule again whose result is remembered. The limit that was reached; null when none was. */
export function limitOf(search: Search, limits: SearchLimits): 'states' | 'memory' | null {
  const { space } = search.explored;
  if (search.left % patrol === 0 && search.left > 0) {
    const groups = space.memo.groups.length / groupWords;
    if (groups > 0) space.lab.again(search.reruns++ % groups);
    if (bytesOfSpace(space) > limits.memory * 1e6) return 'memory';
  }
  return space.states < limits.states ? null : 'states';
}
