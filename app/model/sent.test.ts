import { describe, expect, it } from 'vitest';
import { journal } from '../testing.ts';
import type { Input } from '../../kernel/protocol.ts';
import { lastSent } from './sent.ts';

const send = (body: number): Input => ({ type: 'send', from: null, to: 'A', message: 'Put', body });
const entry = (input: Input) => ({ type: 'input', turn: 1, step: 1, time: 1, input }) as const;

describe('the last message that the reader sent', () => {
  it('is the latest of the branch, whatever was done after it', () => {
    const entries = [entry(send(1)), entry(send(2)), entry({ type: 'crash', node: 'A' })];
    expect(lastSent({ ...journal(), entries })).toEqual(send(2));
  });

  it('is none before one was sent', () => {
    expect(lastSent(null)).toBeNull();
    expect(lastSent(journal())).toBeNull();
  });
});
