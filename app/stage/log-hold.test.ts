import { describe, expect, it } from 'vitest';
import type { BranchView, Frame, LogRow } from '../../kernel/protocol.ts';
import { frame } from '../testing.ts';
import { heldLog } from './log-hold.ts';

const row = (step: number): LogRow => ({ step, time: step, kind: 'deliver', node: 'a', rule: 'a.M', text: 'M' });
const branch = (id: number): BranchView => ({
  ...{ id, name: `b${id}`, parent: null, forkedAt: { step: 0, time: 0 }, tip: { now: 0, step: 0 } },
  ...{ isCurrent: true, violated: 0, violation: null, density: [] },
});
const at = (step: number, id = 1): Frame =>
  frame({ step, log: [row(step - 2), row(step - 1)], branches: [branch(id)] });

describe('the rows of a log', () => {
  it('are the newest while the reader follows', () => {
    const held = heldLog(null, at(10), true, true);
    expect(heldLog(held, at(20), true, true).rows).toEqual(at(20).log);
  });

  it('stay while the reader looks at one and the run goes on', () => {
    const held = heldLog(null, at(10), true, true);
    expect(heldLog(held, at(20), false, true)).toBe(held);
  });

  it('give way to a moment the reader goes to, to an earlier one, and to another branch', () => {
    const held = heldLog(null, at(10), true, true);
    expect(heldLog(held, at(12), false, false).step).toBe(12);
    expect(heldLog(held, at(5), false, true).step).toBe(5);
    expect(heldLog(held, at(20, 2), false, true).step).toBe(20);
  });
});
