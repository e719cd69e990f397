import { expect, it } from 'vitest';
import { Asking, type Answer } from './asking.ts';
import { problem } from './problem.ts';

const input = { type: 'send', from: null, to: 'a', message: 'Word', body: 1 } as const;
const refusal = problem('form/refused', 'There is no such node.', 'Choose another.');

function form() {
  const answers: ((answer: Answer) => void)[] = [];
  const breaks: ((error: Error) => void)[] = [];
  let updates = 0;
  const asking = new Asking(
    {
      addController: () => {},
      removeController: () => {},
      requestUpdate: () => (updates += 1),
      updateComplete: Promise.resolve(true),
    },
    () =>
      new Promise((resolve, reject) => {
        answers.push(resolve);
        breaks.push(reject);
      }),
  );
  return { asking, answers, breaks, updates: () => updates };
}

it('a form waits for its answer, and says so; a second press meanwhile asks nothing', async () => {
  const { asking, answers, updates } = form();
  const first = asking.ask(input);
  expect([asking.isWaiting, updates()]).toEqual([true, 1]);
  expect(await asking.ask(input)).toBe(false);
  expect(answers).toHaveLength(1);
  answers[0]?.(null);
  expect(await first).toBe(true);
  expect([asking.isWaiting, asking.refused, updates()]).toEqual([false, null, 2]);
});

it('what is refused is told until another thing is typed or asked', async () => {
  const { asking, answers } = form();
  const first = asking.ask(input);
  answers[0]?.(refusal);
  expect(await first).toBe(false);
  expect(asking.refused).toBe(refusal);
  asking.forget();
  expect(asking.refused).toBeNull();
  const second = asking.ask(input);
  expect(asking.refused).toBeNull();
  answers[1]?.(null);
  expect(await second).toBe(true);
});

it('a form waits no longer for what broke', async () => {
  const { asking, breaks } = form();
  const first = asking.ask(input);
  breaks[0]?.(new Error('gone'));
  await expect(first).rejects.toThrow('gone');
  expect([asking.isWaiting, asking.refused]).toEqual([false, null]);
});
