import { expect, it } from 'vitest';
import { clusterTold } from './mark-told.ts';
import type { Marked } from './marks.ts';

const mark = (more: Partial<Marked>): Marked => ({
  kind: 'fault',
  title: 'a crashed',
  time: 300,
  step: 12,
  text: [],
  ...more,
});
const labels = (...marks: readonly Marked[]) =>
  clusterTold({ marks }).parts.map(({ links }) => links.map(({ label }) => label));

it('a mark of the run is explained by its event, a violation by its property; an act of the reader can be undone', () => {
  expect(clusterTold({ marks: [mark({})] }).of).toEqual({ type: 'event', step: 11 });
  expect(clusterTold({ marks: [mark({ kind: 'violation', title: 'safe' })] }).of).toEqual({
    type: 'property',
    name: 'safe',
  });
  const byHand = clusterTold({ marks: [mark({ entry: 4 })] });
  expect(byHand.of).toBeNull();
  expect(byHand.parts[0]?.facts).toEqual(['at 300 ms, by the reader']);
  expect(byHand.parts[0]?.links.at(-1)).toEqual({ label: 'Undo', actions: [{ type: 'undo-input', entry: 4 }] });
});

it('what a scenario can do too is copied as a line of it; what it cannot has no such link', () => {
  const [byHand] = clusterTold({ marks: [mark({ entry: 4, hasLine: true })] }).parts;
  expect(byHand?.links.slice(1)).toEqual([
    { label: 'Undo', actions: [{ type: 'undo-input', entry: 4 }] },
    { label: 'Copy as a line of the scenario', actions: [{ type: 'copy-line', entry: 4 }] },
  ]);
  expect(labels(mark({ entry: 4 }), mark({}))).toEqual([['Go to this moment', 'Undo'], ['Go to this moment']]);
});

it('where the run parts from the one before an edit, that one can be compared, kept or dropped', () => {
  expect(labels(mark({ kind: 'divergence' }))).toEqual([['Go to this moment', 'Compare', 'Keep as branch', 'Drop']]);
});

it('of marks that lie together the first are told, each with its own ways, and how many more there are', () => {
  const marks = Array.from({ length: 9 }, (_, step) => mark({ step, title: `n${step} crashed` }));
  const told = clusterTold({ marks });
  expect(told.of).toBeNull();
  expect(told.parts.map(({ title }) => title).slice(-2)).toEqual(['n5 crashed', '3 more']);
  expect(labels(...marks)[1]).toEqual(['Go to this moment']);
});
