import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Mark, MarkKind } from '../../kernel/protocol.ts';
import { clustered, markBeside, markedMoments } from './marks.ts';

const mark = (time: number, kind: MarkKind): Mark => ({ kind, time, step: time, title: kind, text: [] });
const tenth = (time: number) => time / 10;
const whole = { from: 0, to: 100_000 };
const clusters = (marks: readonly Mark[], range = whole) => clustered(markedMoments(marks, null), range, tenth, 12);

describe('marks', () => {
  test('far from each other stand alone, in order of time', () => {
    expect(clusters([mark(500, 'fault'), mark(0, 'start')]).map(({ x, gravest }) => [x, gravest.kind])).toEqual([
      [0, 'start'],
      [50, 'fault'],
    ]);
  });

  test('that are near are one, at the place of the gravest', () => {
    const [cluster, ...others] = clusters([mark(100, 'fault'), mark(150, 'violation'), mark(160, 'heal')]);
    expect(others).toEqual([]);
    expect(cluster).toMatchObject({ x: 15, gravest: { kind: 'violation' } });
    expect(cluster?.marks.map(({ kind }) => kind)).toEqual(['fault', 'violation', 'heal']);
  });

  test('in a dense row stay several', () => {
    const row = Array.from({ length: 100 }, (_, i) => mark(i * 20, 'action'));
    const found = clusters(row);
    expect(found.length).toBeGreaterThan(10);
    expect(found.flatMap(({ marks }) => marks)).toEqual(row);
  });

  test('of the stretch that is shown are each in one group, the others in none (property)', () => {
    const times = fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 60 });
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: 4_000 }), fc.integer({ min: 0, max: 3_000 }), (all, from, span) => {
        const range = { from, to: from + span };
        const shown = all.filter((time) => time >= range.from && time <= range.to).toSorted((a, b) => a - b);
        const found = clusters(
          all.map((time) => mark(time, 'action')),
          range,
        );
        expect(found.flatMap(({ marks }) => marks.map(({ time }) => time))).toEqual(shown);
        for (const [i, { marks }] of found.entries()) {
          const next = found[i + 1]?.marks[0];
          if (next !== undefined) expect(tenth(next.time) - tenth(marks[0]?.time ?? 0)).toBeGreaterThanOrEqual(12);
        }
      }),
    );
  });

  test('two thousand of them leave no more groups than have room', () => {
    const all = Array.from({ length: 2_000 }, (_, i) => mark(i * 5, 'action'));
    const found = clusters(all, { from: 0, to: 10_000 });
    expect(found.length).toBeLessThanOrEqual(1_000 / 12 + 1);
    expect(found.flatMap(({ marks }) => marks)).toHaveLength(2_000);
  });
});

describe('where the run parts from the run as it was', () => {
  const divergence = {
    step: 41,
    time: 300,
    event: 'server3, on RequestVote',
    is: 'granted a vote',
    was: 'refused',
    text: 'server3, on RequestVote: granted a vote; before, refused.',
  };

  test('is a mark of its own, graver than all others, and leads to the moment after that event', () => {
    const marked = markedMoments([mark(0, 'start'), mark(301, 'violation')], divergence);
    expect(marked.map(({ kind }) => kind)).toEqual(['start', 'divergence', 'violation']);
    const [, cluster] = clustered(marked, whole, tenth, 12);
    expect(cluster?.gravest).toMatchObject({
      kind: 'divergence',
      step: 42,
      title: divergence.event,
      text: ['Now: granted a vote.', 'Before: refused.'],
    });
  });
});

describe('the mark beside a moment', () => {
  const marked = markedMoments([mark(10, 'fault'), mark(20, 'heal'), mark(20, 'input')], null);

  test.each<[step: number, by: 1 | -1, to: number | null]>([
    [0, 1, 10],
    [10, 1, 20],
    [20, 1, null],
    [25, -1, 20],
    [20, -1, 10],
    [10, -1, null],
  ])('of event %d in direction %d is at %s', (step, by, to) => {
    expect(markBeside(marked, step, by)?.step ?? null).toBe(to);
  });
});
