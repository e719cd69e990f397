import { expect, test } from 'vitest';
import type { Mark, MarkKind } from '../../kernel/protocol.ts';
import { clustered } from './marks.ts';

const mark = (time: number, kind: MarkKind): Mark => ({ kind, time, step: time, title: kind, text: [] });
const tenth = (time: number) => time / 10;

test('marks far from each other stand alone, in order of time', () => {
  const clusters = clustered([mark(500, 'fault'), mark(0, 'start')], tenth, 12);
  expect(clusters.map(({ x, gravest }) => [x, gravest])).toEqual([
    [0, 'start'],
    [50, 'fault'],
  ]);
});

test('near marks are one, at the place of the gravest', () => {
  const [cluster, ...others] = clustered([mark(100, 'fault'), mark(150, 'violation'), mark(160, 'heal')], tenth, 12);
  expect(others).toEqual([]);
  expect(cluster).toMatchObject({ x: 15, gravest: 'violation' });
  expect(cluster?.marks.map(({ kind }) => kind)).toEqual(['fault', 'violation', 'heal']);
});

test('a dense row of marks stays several', () => {
  const row = Array.from({ length: 100 }, (_, i) => mark(i * 20, 'action'));
  const clusters = clustered(row, tenth, 12);
  expect(clusters.length).toBeGreaterThan(10);
  expect(clusters.flatMap(({ marks }) => marks)).toEqual(row);
});

test('no mark is lost or shown twice', () => {
  const all = [mark(3, 'swap'), mark(3, 'swap'), mark(900, 'end')];
  expect(clustered(all, tenth, 12).flatMap(({ marks }) => marks)).toEqual(all);
});
