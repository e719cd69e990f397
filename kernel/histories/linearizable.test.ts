import { describe, expect, it } from 'vitest';
import { appended, emptyHistory, type History, type HistoryEvent, operationsOf } from './history.ts';
import { createLinearizabilityCheck, type Scope } from './linearizable.ts';
import { register } from './object.fixture.ts';

/** `x+read`, `1-5`: operation of a key asked, operation 1 answered 5, `2!` failed, `3?` never answered. Ids count from 1. */
function history(...lines: readonly string[]): History {
  let asked = 0;
  return lines.reduce<History>((sum, line, step) => {
    const moment = { step, time: step * 1_000 };
    const [, subject = '', sign, rest = ''] = /^(\w*)([+\-!?])(.*)$/.exec(line) ?? [];
    const [op = '', value] = rest.split(' ');
    const held: unknown = value === undefined ? null : JSON.parse(value);
    const event: HistoryEvent =
      sign === '+'
        ? {
            ...moment,
            type: 'invoke',
            id: ++asked,
            node: `c${asked}`,
            op,
            key: subject === '' ? null : subject,
            value: held,
          }
        : sign === '-'
          ? { ...moment, type: 'ok', id: Number(subject), result: rest === '' ? undefined : JSON.parse(rest) }
          : { ...moment, type: sign === '!' ? 'fail' : 'unknown', id: Number(subject) };
    return appended(sum, event);
  }, emptyHistory);
}

const byKey: Scope = { only: null, keyOf: ({ key }) => key };

function check(events: History, scope: Scope = byKey) {
  const made = createLinearizabilityCheck(register, scope);
  made.follow(events);
  return { verdict: made.search(10_000), made };
}

describe('a history', () => {
  it('is shared by those who know its beginning, whoever appends to it', () => {
    const both = history('x+write 1', '1-');
    const one = appended(both, { type: 'unknown', id: 1, step: 9, time: 0 });
    const other = appended(both, { type: 'fail', id: 1, step: 8, time: 0 });
    expect(one.events[2]?.type).toBe('unknown');
    expect(other.events[2]?.type).toBe('fail');
    expect(both.length).toBe(2);
    expect(appended(appended(emptyHistory, one.events[0] as HistoryEvent), one.events[1] as HistoryEvent).length).toBe(
      2,
    );
    expect(emptyHistory.events).toEqual([]);
  });

  it('tells what became of each operation', () => {
    const found = operationsOf(history('x+write 1', 'x+read', '2-0', 'y+read', '3?', 'y+write 2', '4!'));
    expect(found.map(({ invoked, returned }) => `${invoked.op} ${invoked.key} ${returned?.type ?? 'open'}`)).toEqual([
      'write x open',
      'read x ok',
      'read y unknown',
      'write y fail',
    ]);
  });
});

describe('linearizability of a history', () => {
  it('holds each key against a model of its own', () => {
    const events = history('x+write 1', '1-', 'y+read', '2-0', 'x+read', '3-1');
    expect(check(events).verdict).toBe('holds');
    expect(check(events, { only: null, keyOf: null }).verdict).toBe('violated');
  });

  it('says which response of which operation cannot be explained, when it came, and what would have been right', () => {
    const { verdict, made } = check(history('y+write 4', '1-', 'x+write 1', '2-', 'x+read', '3-0', 'x+read', '4-1'));
    expect(verdict).toBe('violated');
    expect(made.violation).toEqual({
      step: 5,
      time: 5_000,
      operation: 3,
      key: 'x',
      possible: ['1'],
      conflict: [],
    });
  });

  it('looks only at the operations it is meant for', () => {
    const events = history('x+write 1', '1-', 'x+scan', '2-7');
    expect(check(events, { ...byKey, only: new Set(['read', 'write']) }).verdict).toBe('holds');
  });

  it('takes what nobody ever knew for something that may happen at any time', () => {
    expect(check(history('x+write 1', '1?', 'x+read', '2-0', 'x+read', '3-1')).verdict).toBe('holds');
    expect(check(history('x+write 1', '1?', 'x+read', '2-1', 'x+read', '3-0')).verdict).toBe('violated');
  });

  it('goes on where it stopped when its steps are spent, and finds the same', () => {
    const lines = Array.from({ length: 40 }, (_, i) => [
      `x+write ${i}`,
      `x+read`,
      `${2 * i + 2}-${i}`,
      `${2 * i + 1}-`,
    ]).flat();
    const events = history(...lines, 'x+read', '81-3');
    const made = createLinearizabilityCheck(register, byKey);
    let rounds = 0;
    for (let length = 1; length <= events.length; length++) {
      made.follow({ ...events, length });
      while (made.search(1) === 'searching') rounds += 1;
    }
    expect(rounds).toBeGreaterThan(40);
    expect(made.violation).toMatchObject({ operation: 81, possible: ['39'] });
  });
});
