import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anomaliesOf, type Level, levels } from './isolation.ts';
import { drawn, isSerializable, isSnapshotIsolated, transactions } from './isolation.fixture.ts';

const namesAt = (level: Level, text: string): string[] =>
  anomaliesOf(transactions(text), level).map(({ name }) => name);
/** The weakest level that forbids something in it, and what. */
function found(text: string): string {
  for (const level of levels) {
    const [first] = namesAt(level, text);
    if (first !== undefined) return `${level}: ${first}`;
  }
  return 'nothing';
}

describe('isolation anomalies', () => {
  it('are none when every transaction saw those before it', () => {
    expect(
      found(`T1: a x 1, a y 1
             T2: r x [1], a x 2
             T3: r x [1, 2], r y [1]`),
    ).toBe('nothing');
  });

  it.each([
    [
      'a dirty write',
      'read-uncommitted: dirty write',
      `T1: a x 1, a y 1
       T2: a x 2, a y 2
       T3: r x [1, 2], r y [2, 1]`,
    ],
    ['an aborted read', 'read-committed: aborted read', `T1!: a x 1\nT2: r x [1]`],
    ['an aborted read of a register', 'read-committed: aborted read', `T1!: w x 1\nT2: r x 1`],
    ['an intermediate read', 'read-committed: intermediate read', `T1: a x 1, a x 2\nT2: r x [1]\nT3: r x [1, 2]`],
    ['an intermediate read of a register', 'read-committed: intermediate read', `T1: w x 1, w x 2\nT2: r x 1`],
    [
      'circular information flow',
      'read-committed: circular information flow',
      `T1: a x 1, r y [2]
       T2: a y 2, r x [1]`,
    ],
    [
      'a fractured read',
      'read-atomic: fractured read',
      `T1: a x 1, a y 1
       T2: r x [1], r y []
       T3: r y [1]`,
    ],
    ['a fractured read of registers', 'read-atomic: fractured read', `T1: w x 1, w y 1\nT2: r x 1, r y null`],
    [
      'a lost update',
      'snapshot: lost update',
      `T1: w x 1
       T2 2-9: r x 1, w x 2
       T3 2-9: r x 1, w x 3`,
    ],
    [
      'a long fork',
      'snapshot: long fork',
      `T1: a x 1
       T2: a y 1
       T3: r x [1], r y []
       T4: r x [], r y [1]`,
    ],
    [
      'write skew',
      'serializable: write skew',
      `T1 0-9: r x [], r y [], a x 1
       T2 0-9: r x [], r y [], a y 1
       T3: r x [1], r y [1]`,
    ],
    [
      'a read of what was overwritten before it began',
      'strict-serializable: real-time violation',
      `T1: a x 1\nT2: r x []`,
    ],
    ['a read of what nobody wrote', 'read-uncommitted: read of nothing', `T1: w x 1\nT2: r x 7`],
    ['a transaction that does not see its own write', 'read-atomic: internal inconsistency', `T1: w x 1, r x null`],
    [
      'two lists of which none begins the other',
      'read-uncommitted: incompatible order',
      `T1: a x 1\nT2: a x 2\nT3: r x [1, 2]\nT4: r x [2]`,
    ],
  ])('are found: %s', (_, expected, text) => {
    expect(found(text)).toBe(expected);
  });

  it('say which transactions and what leads from one to the next', () => {
    const [skew] = anomaliesOf(
      transactions(`T1 0-9: r x [], r y [], a x 1
                    T2 0-9: r x [], r y [], a y 1
                    T3: r x [1], r y [1]`),
      'serializable',
    );
    expect(skew?.transactions.map(({ id }) => id)).toEqual([1, 2]);
    expect(skew?.cycle.map(({ kind, key }) => `${kind} ${key}`)).toEqual(['rw y', 'rw x']);
    expect(skew?.text).toBe('T1 read y without what T2 wrote (1); T2 read x without what T1 wrote (1)');
  });

  it('count an unanswered transaction when somebody saw its write, and not otherwise', () => {
    expect(found(`T1?: a x 1, a y 1\nT2: r x [1], r y []\nT3: r y [1]`)).toBe('read-atomic: fractured read');
    expect(found(`T1?: a x 1, a y 1\nT2: r x [], r y []`)).toBe('nothing');
  });

  it('refuse to guess when a value is written twice', () => {
    expect(() => namesAt('serializable', `T1: w x 1\nT2: w x 1`)).toThrow('1 is written to x more than once');
  });
});

describe('verdicts', () => {
  const whole = {
    isRead: true,
    most: 4,
    outcomes: ['committed', 'committed', 'committed', 'aborted', 'unknown'],
  } as const;

  it.each([
    ['serializable', false],
    ['strict-serializable', true],
  ] as const)('agree with trying every order: %s, lists of which all was read', (level, inRealTime) => {
    let violated = 0;
    fc.assert(
      fc.property(drawn('append', whole), (all) => {
        const expected = isSerializable(all, inRealTime);
        if (!expected) violated += 1;
        expect(anomaliesOf(all, level).length === 0).toBe(expected);
      }),
      { numRuns: 800, seed: 7 },
    );
    expect(violated).toBeGreaterThan(100);
    expect(violated).toBeLessThan(700);
  });

  it('agree with every interleaving of starts and commits: snapshot isolation, lists of which all was read', () => {
    let violated = 0;
    let skewed = 0;
    fc.assert(
      fc.property(drawn('append', { ...whole, outcomes: ['committed'] }), (all) => {
        const expected = isSnapshotIsolated(all);
        if (!expected) violated += 1;
        else if (!isSerializable(all, false)) skewed += 1;
        expect(anomaliesOf(all, 'snapshot').length === 0).toBe(expected);
      }),
      { numRuns: 800, seed: 8 },
    );
    expect(violated).toBeGreaterThan(100);
    expect(violated).toBeLessThan(700);
    expect(skewed).toBeGreaterThan(5);
  });

  it.each(['append', 'write'] as const)('never accuse the innocent, whatever was read: %s', (use) => {
    let accused = 0;
    fc.assert(
      fc.property(drawn(use, { ...whole, isRead: false }), (all) => {
        if (anomaliesOf(all, 'serializable').length === 0) return;
        accused += 1;
        expect(isSerializable(all, false)).toBe(false);
      }),
      { numRuns: 800, seed: 9 },
    );
    expect(accused).toBeGreaterThan(50);
  });

  it('find an anomaly in each level above the one that forbids it', () => {
    fc.assert(
      fc.property(drawn('append', whole), (all) => {
        const bad = levels.map((level) => anomaliesOf(all, level).length > 0);
        expect(bad).toEqual(bad.toSorted());
      }),
      { numRuns: 500, seed: 10 },
    );
  });
});
