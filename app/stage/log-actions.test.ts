import { describe, expect, it } from 'vitest';
import type { LogRow } from '../../kernel/protocol.ts';
import { actionOf } from './log-actions.ts';

const row: LogRow = { step: 7, time: 1, kind: 'deliver', node: 'a', rule: 'k.M', text: 'M from b' };

describe('the keys of an event in the log', () => {
  it('go to right after it, fork there, and fork the race that it was in', () => {
    expect(actionOf('Enter', false, row)).toEqual({ type: 'seek', to: 8 });
    expect(actionOf('f', false, row)).toEqual({ type: 'branch', act: { type: 'fork', step: 8 } });
    expect(actionOf('R', true, row)).toEqual({ type: 'race', step: 7 });
  });

  it('look for the next event of its node or its rule, with Shift for the one before', () => {
    expect(actionOf('n', false, row)).toEqual({ type: 'find', from: 8, by: 1, node: 'a', rule: null });
    expect(actionOf('E', true, row)).toEqual({ type: 'find', from: 8, by: -1, node: null, rule: 'k.M' });
  });

  it('mean nothing where there is nothing to look for, and no other key means anything', () => {
    const bare = { ...row, node: '', rule: '' };
    expect([actionOf('n', false, bare), actionOf('e', false, bare), actionOf('x', false, row)]).toEqual([
      null,
      null,
      null,
    ]);
  });
});
