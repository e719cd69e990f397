/**
 * A way through worlds that stand for others, as a way through worlds that follow each other: at every step the nodes are exchanged
 * back, and the transition is looked for that leads to the world so found.
 */
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import { HeadWord, type Words } from './codec.ts';
import type { Exchange } from './exchange.ts';
import { expand } from './expand.ts';
import type { Space, Taken } from './space.ts';
import type { Symmetry } from './symmetry.ts';

/**
 * @param numbers of a start, and of a transition of each world that stands for those that came up
 * @param loop what follows, again and again until the world is the same as before it
 */
export function unrotate(
  x: Space,
  symmetry: Symmetry,
  starts: readonly Words[],
  [start, ...transitions]: readonly number[],
  loop: readonly number[] = [],
): readonly number[] {
  const { exchange, permutations } = symmetry;
  if (start === undefined) return [];
  let real = starts[start] as Words;
  let { words: standing, permutation } = symmetry.canonise(real);
  /** From the world that stands to the real one. */
  let back = permutations.inverse(permutation);
  const found = [start];
  const take = (transition: number): void => {
    const raw = takenFrom(x, standing, transition);
    if (raw === null) throw new Error(`there is no transition ${transition}`);
    const wanted = exchange.world(raw.words, back);
    found.push(transitionTo(x, exchange, real, wanted, textOf(x, raw, exchange, back)));
    ({ words: standing, permutation } = symmetry.canonise(raw.words));
    back = permutations.compose(permutations.inverse(permutation), back);
    real = wanted;
  };
  transitions.forEach(take);
  if (loop.length === 0) return found;
  const begin = real;
  do loop.forEach(take);
  while (!isSame(real, begin));
  return found;
}

function takenFrom(x: Space, words: Words, transition: number): Taken | null {
  x.taken = null;
  x.target = transition;
  expand(x, words, 0);
  x.target = -1;
  return x.taken;
}

/** What happened, as it is called once nodes are exchanged. */
function textOf(x: Space, { group, move, message }: Taken, exchange: Exchange, permutation: number): string {
  if (group >= 0) return exchange.text(x.lab.labelOf(group), permutation);
  return `${move} ${message < 0 ? '' : exchange.item(message, permutation)}`;
}

function isSame(one: Words, other: Words): boolean {
  return one[HeadWord.a] === other[HeadWord.a] && one[HeadWord.b] === other[HeadWord.b];
}

/** @param label what is to happen; when several things lead to the same world, as they do where nothing changes */
function transitionTo(x: Space, exchange: Exchange, from: Words, wanted: Words, label: string): number {
  let found = -1;
  for (let number = 0; ; number++) {
    const taken = takenFrom(x, from, number);
    if (taken === null) break;
    if (!isSame(taken.words, wanted)) continue;
    if (textOf(x, taken, exchange, 0) === label) return number;
    if (found < 0) found = number;
  }
  if (found >= 0) return found;
  throw new DiagnosticError(
    diagnostic('check/not-symmetric', `'${x.name}' found something that cannot be shown: its nodes are not alike.`, {
      cell: x.place.cell,
      range: x.place.range,
      help: 'Some rule treats one of them in its own way. Explore without symmetry.',
    }),
  );
}
