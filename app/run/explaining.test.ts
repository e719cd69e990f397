import { describe, expect, it } from 'vitest';
import type { Subject } from '../../kernel/explanation.ts';
import { handKernel, journal, frame, opened, runningPage, settled } from '../testing.ts';
import { createExplaining } from './explaining.ts';

const [field, other]: readonly Subject[] = [
  { type: 'field', node: 'a', field: 'n' },
  { type: 'field', node: 'b', field: 'n' },
];
const looking = { explanation: null, text: '' };
const answer = { explanation: null, text: 'It began so.' };

function stage() {
  const store = runningPage();
  const kernel = handKernel();
  const explaining = createExplaining(store, kernel);
  store.dispatch({ type: 'framed', frame: frame(), journal: journal() });
  const look = async (): Promise<void> => {
    explaining.look();
    await settled();
  };
  return {
    store,
    kernel,
    look,
    hint: async (of: Subject | null) => {
      store.dispatch({ type: 'hint', of });
      await look();
    },
    reply: async (reply: unknown) => {
      kernel.answer(reply);
      await settled();
    },
    asked: () => kernel.asked.flatMap((request) => (request.type === 'explain' ? [request.of] : [])),
  };
}

describe('What the pointer rests on', () => {
  it('is asked in pieces until it is known, once, and told apart from what is chosen', async () => {
    const { store, hint, reply, asked, look } = stage();
    store.dispatch({ type: 'explain', of: other ?? null });
    await hint(field ?? null);
    await reply(looking);
    await reply(answer);
    expect(opened(store).hint?.answer).toEqual(answer);
    expect(opened(store).why?.answer).toBeNull();
    // Then what is chosen.
    await reply(answer);
    expect(opened(store).why?.answer).toEqual(answer);
    await look();
    expect(asked()).toEqual([field, field, other]);
  });

  it('is not asked any more when the pointer has gone on', async () => {
    const { store, hint, reply, asked } = stage();
    await hint(field ?? null);
    await hint(null);
    await reply(looking);
    expect(asked()).toEqual([field]);
    expect(opened(store).hint).toBeNull();
  });

  it('is asked anew when it is another thing by then', async () => {
    const { store, hint, reply, asked } = stage();
    await hint(field ?? null);
    await hint(other ?? null);
    await reply(answer);
    expect(opened(store).hint?.answer).toBeNull();
    await reply(answer);
    expect(asked()).toEqual([field, other]);
    expect(opened(store).hint).toMatchObject({ of: other, answer });
  });
});
