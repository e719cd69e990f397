import { describe, expect, test } from 'vitest';
import type { Carriers, Starred, StarView } from '../../kernel/star.ts';
import { starView } from './star.fixture.ts';
import { parsePattern, patternFor, patternText } from './star-text.ts';
import { marksOf, mostStars, noStars, reduceStars, starOfPattern, type Stars, starsOf, starsText } from './stars.ts';

const starred = (value: string | number, how: Starred['how'] = 'equality'): Starred => ({
  pattern: { under: ['k'], value },
  origin: { branch: 1, step: 5, place: { type: 'state', node: 'a', field: 'f', at: [Number(value) || 0] } },
  name: `k ${value}`,
  how,
});

const withStars = (...all: readonly Starred[]): Stars =>
  all.reduce((stars, one) => reduceStars(stars, { type: 'starred', starred: one }), noStars);

const viewOf = (id: string, carriers: Partial<Carriers>, steps: readonly number[] = []): StarView =>
  starView(id, { steps, carriers: { nodes: [], messages: [], timers: [], ...carriers } });

describe('stars', () => {
  test('of a value in a form are by equality: a text anywhere, a number under its name; once more lets it go', () => {
    const star = (value: string | number) =>
      ({ type: 'star-pattern', pattern: patternFor(value, ['Put', 'txn']) }) as const;
    const one = reduceStars(noStars, star(7));
    expect(one.list).toMatchObject([{ how: 'equality', name: 'txn 7', origin: null, pattern: { under: ['txn'] } }]);
    expect(starOfPattern(one.list, patternFor(7, ['txn']))?.colour).toBe(1);
    expect(starOfPattern(one.list, patternFor(7, ['other']))).toBeNull();
    const two = reduceStars(one, star('k42'));
    expect(two.list[1]).toMatchObject({ name: "'k42'", pattern: { under: [] } });
    expect(reduceStars(two, star(7)).list.map(({ name }) => name)).toEqual(["'k42'"]);
  });

  test('each have a colour of their own, and one that was let go is free for the next', () => {
    const three = withStars(starred(1), starred(2), starred(3));
    expect(three.list.map(({ colour }) => colour)).toEqual([1, 2, 3]);
    const second = three.list[1]?.id ?? '';
    const two = reduceStars(three, { type: 'unstar', id: second });
    const again = reduceStars(two, { type: 'starred', starred: starred(4) });
    expect(again.list.map(({ colour }) => colour)).toEqual([1, 3, 2]);
    expect(new Set(again.list.map(({ id }) => id)).size).toBe(3);
  });

  test('are no more than there are colours', () => {
    const full = withStars(...Array.from({ length: mostStars + 2 }, (_, i) => starred(i)));
    expect(full.list).toHaveLength(mostStars);
    expect(new Set(full.list.map(({ colour }) => colour)).size).toBe(mostStars);
  });

  test('that are starred once more are let go, and what was known of them is forgotten', () => {
    const one = reduceStars(withStars(starred(1)), {
      type: 'stars-followed',
      views: [viewOf('1', { nodes: [] })],
      journey: null,
      beside: {},
    });
    expect(Object.keys(one.views)).toEqual(['1']);
    const none = reduceStars(one, { type: 'starred', starred: starred(1) });
    expect(none.list).toEqual([]);
    expect(none.views).toEqual({});
  });

  test('are known by the places, messages, timers and events that carry them', () => {
    const place = { field: 'log', at: [0, 2], isKey: false, isMade: false };
    const stars = reduceStars(withStars(starred(1), starred(2)), {
      type: 'stars-followed',
      views: [
        viewOf(
          '1',
          {
            nodes: [{ node: 'a', places: [place, { ...place, at: [1], isKey: true }], count: 2, isMade: false }],
            messages: [7],
          },
          [4],
        ),
        viewOf(
          '2',
          { nodes: [{ node: 'a', places: [], count: 1, isMade: true }], timers: [{ node: 'b', key: 'Wake' }] },
          [4, 6],
        ),
      ],
      journey: null,
      beside: {},
    });
    const marks = marksOf(stars);
    expect(starsText(starsOf(marks, { type: 'node', id: 'a' }))).toBe('★ k 1, ★ k 2 (made of it)');
    expect(starsOf(marks, { type: 'message', id: 7 }).map(({ name }) => name)).toEqual(['k 1']);
    expect(starsOf(marks, { type: 'timer', node: 'b', key: 'Wake' }).map(({ name }) => name)).toEqual(['k 2']);
    expect(starsOf(marks, { type: 'event', step: 4 })).toHaveLength(2);
    expect(starsOf(marks, { type: 'event', step: 5 })).toEqual([]);
    expect([...(marks.cells.get('a\nlog')?.[0]?.places ?? [])]).toEqual(['/0/2', '/1#']);
  });

  test('that are followed otherwise are not shown by what was known of them before', () => {
    const stars = reduceStars(withStars(starred(1)), {
      type: 'stars-followed',
      views: [viewOf('1', { messages: [7] })],
      journey: null,
      beside: {},
    });
    const other = reduceStars(stars, { type: 'star-how', id: '1', how: 'identity' });
    expect(starsOf(marksOf(other), { type: 'message', id: 7 })).toEqual([]);
  });
});

describe('a value that is typed', () => {
  test.each([
    ['k42', [], 'k42'],
    ["'7'", [], '7'],
    ['7', [], 7],
    ['txn: 7', ['txn'], 7],
    ['entry.term: 2', ['entry', 'term'], 2],
    ["{ txn: 7, key: 'x' }", [], { txn: 7, key: 'x' }],
    ['alive: true', ['alive'], true],
    ['{ what', [], '{ what'],
  ])('%s is understood', (text, under, value) => {
    expect(parsePattern(text)).toEqual({ under, value });
  });

  test('is told as it could be typed', () => {
    expect(patternText({ under: ['txn'], value: 7 })).toBe('7 in txn');
    expect(patternText({ under: [], value: { txn: 7, key: 'x' } })).toBe("{ txn: 7, key: 'x' }");
    expect(parsePattern('  ')).toBeNull();
  });
});
