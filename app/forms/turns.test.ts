import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { begun, ended, joined, noTurns, refusedAgain, type Turns } from './turns.ts';

const none: Turns<string> = noTurns;

it('what the run refuses comes again at once, or when the cell that is edited by then has ended', () => {
  expect(refusedAgain(none, 'a')).toEqual({ editing: 'a', waiting: [] });
  const busy = refusedAgain(refusedAgain(begun(none, 'b'), 'a'), 'c');
  expect(busy.editing).toBe('b');
  expect(ended(busy)).toEqual({ editing: 'a', waiting: ['c'] });
  expect(ended(ended(ended(busy)))).toEqual(noTurns);
});

it('a view that comes after one that had gone has what waits there, behind what is edited in it', () => {
  expect(joined(begun(none, 'x'), { editing: 'a', waiting: ['b'] })).toEqual({ editing: 'x', waiting: ['a', 'b'] });
  expect(joined(none, { editing: 'a', waiting: ['b'] })).toEqual({ editing: 'a', waiting: ['b'] });
});

it('whatever is refused, and whenever: each text comes again once, in its order', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean()), (answers) => {
      let turns: Turns<number> = begun(noTurns, -1);
      const seen: (number | null)[] = [];
      const end = (): void => {
        seen.push(turns.editing);
        turns = ended(turns);
      };
      answers.forEach((isRefused, nth) => {
        if (isRefused) turns = refusedAgain(turns, nth);
        else if (turns.editing !== null) end();
      });
      while (turns.editing !== null) end();
      expect(seen).toEqual([-1, ...answers.flatMap((isRefused, nth) => (isRefused ? [nth] : []))]);
    }),
  );
});
