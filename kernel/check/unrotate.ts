/**
 * A way through worlds that stand for others, as a way through worlds that follow each other: at every step the nodes are exchanged
 * back, and the transition is looked for that leads to the world so found.
 */
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import { HeadWord, type Words } from './codec.ts';
import { expand } from './expand.ts';
import type { Space, Taken } from './space.ts';
import type { Symmetry } from './symmetry.ts';

/** @param numbers of a start, and of a transition of each world that stands for those that came up */
export function unrotate(
  x: Space,
  symmetry: Symmetry,
  starts: readonly Words[],
  numbers: readonly number[],
): readonly number[] {
  const { exchange, permutations } = symmetry;
  const [start, ...transitions] = numbers;
  if (start === undefined) return [];
  let real = starts[start] as Words;
  let { words: standing, permutation } = symmetry.canonise(real);
  /** From the world that stands to the real one. */
  let back = permutations.inverse(permutation);
  const found = [start];
  for (const transition of transitions) {
    const raw = successorOf(x, standing, transition);
    if (raw === null) throw new Error(`there is no transition ${transition}`);
    const wanted = exchange.world(raw, back);
    found.push(transitionTo(x, real, wanted));
    ({ words: standing, permutation } = symmetry.canonise(raw));
    back = permutations.compose(permutations.inverse(permutation), back);
    real = wanted;
  }
  return found;
}

function successorOf(x: Space, words: Words, transition: number): Words | null {
  x.taken = null;
  x.target = transition;
  expand(x, words, 0);
  x.target = -1;
  const taken = x.taken as Taken | null;
  return taken?.words ?? null;
}

function transitionTo(x: Space, from: Words, wanted: Words): number {
  for (let number = 0; ; number++) {
    const words = successorOf(x, from, number);
    if (words === null) break;
    if (words[HeadWord.a] === wanted[HeadWord.a] && words[HeadWord.b] === wanted[HeadWord.b]) return number;
  }
  throw new DiagnosticError(
    diagnostic('check/not-symmetric', `'${x.name}' found something that cannot be shown: its nodes are not alike.`, {
      cell: x.place.cell,
      range: x.place.range,
      help: 'Some rule treats one of them in its own way. Explore without symmetry.',
    }),
  );
}
