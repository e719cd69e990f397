import { describe, expect, it } from 'vitest';
import type { BranchView, Comparison, EventDifference } from '../../kernel/protocol.ts';
import { frame } from '../testing.ts';
import { differentNodes, eventRows, frameBeside, sidesOf, verdictOf } from './compare-look.ts';

const branch = (id: number, name: string, isCurrent = false): BranchView => ({
  ...{ id, name, parent: null, forkedAt: { step: 0, time: 0 }, tip: { now: 0, step: 0 }, isCurrent },
  ...{ violated: 0, violation: null, density: [] },
});
const moment = { step: 3, tip: { now: 9, step: 3 }, nodes: [], messages: [], timers: [], cuts: [] };
const comparison = (details: Partial<Comparison> = {}): Comparison => ({
  ...{ time: 7, divergence: null, states: [], events: [], eventCount: 0, a: moment, b: moment },
  ...details,
});
const event = (step: number, cause: number | null, side: 'a' | 'b' = 'a'): EventDifference => ({
  ...{ in: side, step, time: step, text: `event ${step}` },
  cause: cause === null ? null : { step: cause, text: `event ${cause}` },
});

describe('two branches side by side', () => {
  it('have their names; a ghost is what was', () => {
    const branches = [branch(1, 'main'), branch(2, 'without g3', true)];
    expect(sidesOf(branches, 1)).toEqual({ a: 'without g3', b: 'main' });
    expect(sidesOf(branches, 'ghost')).toEqual({ a: 'without g3', b: 'as it was' });
  });

  it('are pictures of one time', () => {
    const beside = frameBeside(frame({ now: 8, step: 5 }), comparison());
    expect(beside).toMatchObject({ now: 7, step: 3, tip: { now: 9 }, ghost: null });
  });

  it('mark the nodes whose state differs, once each', () => {
    const states = ['g1', 'g1', 'g2'].map((node) => ({ node, field: 'x', a: null, b: null }));
    expect([...differentNodes(comparison({ states }))]).toEqual(['g1', 'g2']);
  });
});

describe('events that only one side has', () => {
  it('stand beneath what led to them, and say what led to the first', () => {
    const events = [event(5, 2), event(6, 5), event(8, null), event(7, 6), event(9, 5), event(5, 1, 'b')];
    expect(eventRows(events, 'a').map(({ event: { step }, depth, after }) => [step, depth, after])).toEqual([
      [5, 0, 'event 2'],
      [6, 1, ''],
      [7, 2, ''],
      [9, 1, ''],
      [8, 0, ''],
    ]);
    expect(eventRows(events, 'b').map(({ event: { step } }) => step)).toEqual([5]);
  });

  it('of a long chain are not moved to the right for ever', () => {
    const chain = Array.from({ length: 9 }, (_, i) => event(i, i === 0 ? null : i - 1));
    expect(Math.max(...eventRows(chain, 'a').map(({ depth }) => depth))).toBe(4);
  });

  it('may be none, and then it is said why the branches are not the same', () => {
    const divergence = { step: 1, time: 1, event: '', is: 'x', was: 'y', text: '' };
    const states = [{ node: 'a', field: 'f', a: null, b: null }];
    expect(verdictOf(comparison())).toBe('Nothing differs so far.');
    expect(verdictOf(comparison({ divergence }))).toBe('No state differs at this moment.');
    expect(verdictOf(comparison({ divergence, states }))).toContain('another order');
    expect(verdictOf(comparison({ divergence, states, eventCount: 3 }))).toBe('');
  });
});
