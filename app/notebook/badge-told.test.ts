import { describe, expect, it } from 'vitest';
import type { CompiledCell } from '../../kernel/compile/compiled.ts';
import type { Journal, ProgramSource } from '../../kernel/protocol.ts';
import { journal } from '../testing.ts';
import { inForceSince } from './badge-told.ts';

const cellOf = (key: string, hash: string) => ({ key, hash }) as CompiledCell;
const program = (id: string, a: string, b: string): ProgramSource => ({ id, cells: [cellOf('a', a), cellOf('b', b)] });
const swap = (time: number, to: string) => ({ type: 'swap', turn: time, step: time / 10, time, program: to }) as const;

const sources = Object.fromEntries(
  [program('p', 'a1', 'b1'), program('q', 'a2', 'b1'), program('r', 'a1', 'b1'), program('s', 'a1', 'b2')].map(
    (one) => [one.id, one],
  ),
);
const open = (inForce: string | null, ...entries: Journal['entries']) => ({
  journal: { ...journal(), program: 'p', entries },
  sources,
  inForce,
});

describe('the text of a cell is in force', () => {
  it('since the start when no edit has changed it', () => {
    expect(inForceSince(open('q', swap(40, 'q')), 'b')).toEqual({ step: 0, time: 0, isEdit: false });
  });

  it('since the edit that brought it, not since one that changed another cell', () => {
    const at = open('s', swap(40, 'q'), swap(80, 'r'), swap(90, 's'));
    // It had been so before, and was something else in between.
    expect(inForceSince(at, 'a')).toEqual({ step: 8, time: 80, isEdit: true });
    expect(inForceSince(at, 'b')).toEqual({ step: 9, time: 90, isEdit: true });
  });

  it('is not known of a cell that is not, or when the program in force is not', () => {
    expect(inForceSince(open('p'), 'new')).toBeNull();
    expect(inForceSince(open(null), 'a')).toBeNull();
  });
});
