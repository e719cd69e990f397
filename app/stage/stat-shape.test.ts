import { describe, expect, test } from 'vitest';
import { areaOf, breakable, matchesStat, pointOf, pointsOf, unitOf, valueText } from './stat-shape.ts';

test.each([
  ['raft.election_duration_ms', 'ms'],
  ['net.sent_bytes', 'bytes'],
  ['cache.hits_ratio', 'percent'],
  ['tm.commits_total', 'count'],
  ['raft.term', 'count'],
])('the unit of %s is %s', (name, unit) => {
  expect(unitOf(name)).toBe(unit);
});

test.each([
  ['raft.election_duration_ms', 1_532, '1.532 s'],
  ['net.sent_bytes', 512, '512 B'],
  ['net.sent_bytes', 20_480, '20.5 kB'],
  ['cache.hits_ratio', 0.5, '50 %'],
  ['tm.commits_total', 7, '7'],
])('%s %d reads %s', (name, value, text) => {
  expect(valueText({ name, value })).toBe(text);
});

test('a long name goes on in the next line after a dot or an underscore', () => {
  expect(breakable('load.operations_started_total')).toEqual(['load.', 'operations_', 'started_', 'total']);
  expect(breakable('x')).toEqual(['x']);
});

describe('an area', () => {
  test('keeps each value until the next, and the last until now', () => {
    const area = areaOf(
      [
        [0, 0],
        [50, 10],
      ],
      100,
      200,
      52,
    );
    expect(area.line).toBe('M0.0 51.0H100.0V1.0H200.0');
    expect(area).toMatchObject({ least: 0, most: 10 });
  });

  test('leaves room for points that are drawn beside it, in value and in time', () => {
    const beside: readonly (readonly [number, number])[] = [[200, 20]];
    const area = areaOf([[0, 10]], 100, 200, 52, beside);
    expect(area).toMatchObject({ most: 20, line: 'M0.0 26.0H200.0' });
    expect(areaOf(beside, 100, 200, 52, [[0, 10]]).most).toBe(20);
  });

  test('hangs from zero when values are negative', () => {
    expect(areaOf([[0, -5]], 10, 100, 52)).toMatchObject({ least: -5, most: 0 });
  });

  test('without points, or without numbers, draws nothing', () => {
    expect(areaOf([], 10, 100, 50).line).toBe('');
    expect(areaOf([[0, Number.NaN]], 10, 100, 50).line).toBe('');
  });
});

describe('a point of a curve', () => {
  test('stands for the stretch since the one before; the first has the beginning, the last the present', () => {
    expect(pointOf(1, 1_190)).toEqual({ from: -1, to: 10 });
    expect(pointOf(7, 1_190)).toEqual({ from: 60, to: 70 });
    expect(pointOf(pointsOf - 1, 1_190)).toEqual({ from: 1_180, to: 1_190 });
  });
});

describe('a search for stats', () => {
  const stat = {
    name: 'kv.refused_total',
    help: 'Requests that were refused.',
    parts: [{ labels: { status: 'temp-full' }, value: 1, count: 1 }],
  };

  test.each([
    ['', true],
    ['REFUSED', true],
    ['kv total', true],
    ['temp-full', true],
    ['requests', true],
    ['kv accepted', false],
  ])('“%s” finds it: %s', (query, isFound) => {
    expect(matchesStat(stat, query)).toBe(isFound);
  });
});
