/**
 * What is true in each world, of what is to come some time: a bit for each question. Answers that look at nodes alone are remembered
 * by the nodes' states together.
 */
import { callTurns, grant } from '../program/budget.ts';
import type { PropertyForm } from '../program/declaration.ts';
import type { World as WorldView } from '../program/language.ts';
import { wrongOf } from '../world/monitor.ts';
import type { PlannedProperty } from '../world/plan.ts';
import { createLongInts, longAt, type LongInts, pushLong } from './ints.ts';
import type { Findings } from './judge.ts';
import { type Tuples, tupleOf } from './tuples.ts';
import type { Viewer } from './viewer.ts';

/** Something that is to come: always, or after each world in which `whenever` is true. */
export type Promised = PlannedProperty & Extract<PropertyForm, { readonly form: 'eventually' | 'leadsTo' }>;

export function isPromised(property: PlannedProperty): property is Promised {
  return property.form === 'eventually' || property.form === 'leadsTo';
}

export interface Truths {
  /** By world, `width` words each. */
  readonly words: LongInts;
  /** Asks of a new world. Throws what a property throws. */
  note(words: Int32Array): void;
  /** Whether the property's goal is there in a world. */
  isThere(promise: number, world: number): boolean;
  /** Whether it is owed from a world on. */
  isOwed(promise: number, world: number): boolean;
}

interface Question {
  readonly property: Promised;
  readonly ask: (world: WorldView) => unknown;
  /** It once looked at more than nodes: its answers are not remembered. */
  looksAround: boolean;
}

/** Of a tuple: all that can be remembered is. */
const known = 1;
const bitsOfWord = 31;

export function createTruths(
  promises: readonly Promised[],
  viewer: Viewer,
  tuples: Tuples,
  findings: Findings,
): Truths {
  const questions = promises.flatMap((property): Question[] => [
    { property, ask: property.holds, looksAround: false },
    { property, ask: property.form === 'leadsTo' ? property.whenever : () => true, looksAround: false },
  ]);
  const width = Math.ceil(questions.length / bitsOfWord);
  /** By tuple. */
  let remembered: boolean[][] = [];

  function askOf({ property, ask }: Question, view: WorldView): boolean {
    findings.asking = property;
    grant(callTurns);
    const isTrue = wrongOf(ask(view), property) === null;
    findings.asking = null;
    return isTrue;
  }

  function answersOf(words: Int32Array): readonly boolean[] {
    const tuple = tupleOf(tuples, words, 0);
    const isKnown = tuples.marks.data[tuple] === known;
    const before = isKnown ? (remembered[tuple] ?? []) : [];
    if (isKnown && !questions.some(({ looksAround }) => looksAround)) return before;
    const view = viewer.show(words, 0);
    viewer.kindsSeen = 0;
    const answers = questions.map((question, index) => {
      if (isKnown && !question.looksAround) return before[index] === true;
      viewer.lookedAround = false;
      const isTrue = askOf(question, view);
      question.looksAround ||= viewer.lookedAround;
      return isTrue;
    });
    if ((viewer.kindsSeen & ~tuples.kinds) !== 0) {
      viewer.widen(tuples);
      remembered = [];
    } else {
      tuples.marks.data[tuple] = known;
      remembered[tuple] = answers;
    }
    return answers;
  }

  function bit(question: number, world: number): boolean {
    const word = longAt(truths.words, world * width + Math.floor(question / bitsOfWord));
    return ((word >> (question % bitsOfWord)) & 1) === 1;
  }

  const truths: Truths = {
    words: createLongInts(),
    note(words) {
      const answers = answersOf(words);
      for (let first = 0; first < answers.length; first += bitsOfWord) {
        let word = 0;
        for (let i = 0; i < bitsOfWord; i++) if (answers[first + i] === true) word |= 1 << i;
        pushLong(truths.words, word);
      }
    },
    isThere: (promise, world) => bit(promise * 2, world),
    isOwed: (promise, world) => bit(promise * 2 + 1, world),
  };
  return truths;
}
