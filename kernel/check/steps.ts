/** Asks what must hold over transitions. What is said by the nodes' states alone is remembered by them before and after. */
import { callTurns, grant } from '../program/budget.ts';
import { wrongOf } from '../world/monitor.ts';
import type { PlannedProperty } from '../world/plan.ts';
import type { Findings } from './judge.ts';
import { type Locals, LocalWord, localWords } from './locals.ts';
import { bytesOfRows, createRows, isInRow, putInRow } from './rows.ts';
import { bytesOfTuples, tupleOf, type Tuples } from './tuples.ts';
import type { Viewer } from './viewer.ts';

export interface Steps {
  /** The transitions that follow begin in this world. */
  begin(words: Int32Array, at: number): void;
  /** Whether a transition has to be looked at. `next`: the new local state, −1 for none. */
  isNews(next: number): boolean;
  /** Looks at the world that a transition led to. `next`: −2 when several local states may have changed. */
  look(words: Int32Array, next: number, number: number): void;
  /** What is remembered takes up so much memory. */
  bytes(): number;
}

/** Several local states may have changed. */
const several = -2;
/** In a row: none has. */
const unchanged = 1;

/** Two viewers, for the two worlds of a transition. */
export function createSteps(
  properties: readonly PlannedProperty[],
  before: Viewer,
  after: Viewer,
  locals: Locals,
  tuples: Tuples,
  findings: Findings,
): Steps | null {
  const open = new Set(properties.filter((property) => property.form === 'step'));
  if (open.size === 0) return null;
  /** By tuple before: the changes that were asked about, and need not be again. */
  let fine = createRows(2);
  let tuple = 0;
  let hasOpen = true;
  let from: readonly [words: Int32Array, at: number] = [new Int32Array(0), 0];

  /** Never 0. A change of a node that nobody looks at is none. */
  function changeOf(next: number): number {
    return next < 0 ||
      (before.bitOf(locals.words.data[next * localWords + LocalWord.node] as number) & tuples.kinds) === 0
      ? unchanged
      : next + 2;
  }

  return {
    begin(words, at) {
      tuple = tupleOf(tuples, words, at);
      from = [words, at];
    },
    bytes: () => bytesOfTuples(tuples) + bytesOfRows(fine),
    isNews: (next) => hasOpen && !isInRow(fine, tuple, changeOf(next)),
    look(words, next, number) {
      if (findings.current < 0 || !hasOpen) return;
      const change = changeOf(next);
      if (next !== several && isInRow(fine, tuple, change)) return;
      const worlds = [before.show(...from), after.show(words, 0)] as const;
      let seen = 0;
      let lookedAround = false;
      for (const property of open) {
        for (const viewer of [before, after]) {
          viewer.kindsSeen = 0;
          viewer.lookedAround = false;
        }
        findings.asking = property;
        grant(callTurns);
        const wrong = wrongOf(property.holds(...worlds), property);
        findings.asking = null;
        const isAround = before.lookedAround || after.lookedAround;
        const kinds = before.kindsSeen | after.kindsSeen;
        findings.looks.set(property.name, (findings.looks.get(property.name) ?? 0) | (isAround ? -1 : kinds));
        seen |= kinds;
        lookedAround ||= isAround;
        if (wrong === null) continue;
        open.delete(property);
        hasOpen = open.size > 0;
        findings.violations.push({ property: property.name, text: wrong, from: findings.current, number });
      }
      if ((seen & ~tuples.kinds) !== 0) {
        before.kindsSeen = seen;
        before.widen(tuples);
        fine = createRows(2 * tuples.places.length + 2);
        tuple = tupleOf(tuples, ...from);
      } else if (next !== several && !lookedAround) putInRow(fine, tuple, change);
    },
  };
}
