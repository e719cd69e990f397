import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { whatHangs } from './hangs.ts';

/** A thread that says what it is told to, and remembers that it was ended. */
class Thread extends EventEmitter {
  isEnded = false;
  terminate(): Promise<number> {
    this.isEnded = true;
    return Promise.resolve(0);
  }
}

const doing = { rule: 'giver.start', node: 'A', cell: null, range: null };

function listen(limits: { readonly stallMs: number }, signal: AbortSignal | null = null) {
  const thread = new Thread();
  const found = whatHangs(thread, ({ type }) => type === 'done', limits, 600_000, signal);
  return { thread, found };
}

describe('what hangs', () => {
  it('is what was told of last before nothing more was told', async () => {
    const { thread, found } = listen({ stallMs: 20 });
    thread.emit('message', { type: 'doing', doing });
    expect(await found).toBe(doing);
    expect(thread.isEnded).toBe(true);
  });

  it('is not known of what comes to its end this time', async () => {
    const { thread, found } = listen({ stallMs: 600_000 });
    thread.emit('message', { type: 'doing', doing });
    thread.emit('message', { type: 'done' });
    expect(await found).toBe(null);
  });

  it.each(['before', 'while'])('is not waited for by who gives up %s it is looked for', async (when) => {
    const given = new AbortController();
    if (when === 'before') given.abort();
    const { thread, found } = listen({ stallMs: 600_000 }, given.signal);
    if (when === 'while') given.abort();
    expect(await found).toBe(null);
    expect(thread.isEnded).toBe(true);
  });
});
