import { expect, test } from 'vitest';
import { createReading } from './reading.ts';
import { runningPage } from '../testing.ts';

test('a view is read when it is shown and when something changed, one reading at a time', async () => {
  const store = runningPage();
  let wanted: string | null = null;
  const asked: string[] = [];
  let answer = (): void => {};
  const reading = createReading(store, {
    version: () => wanted,
    everyMs: 0,
    ask: () => {
      asked.push(wanted ?? '');
      return new Promise((resolve) => (answer = resolve));
    },
  });
  const settle = async (): Promise<void> => {
    answer();
    await new Promise((resolve) => setTimeout(resolve, 5));
  };
  reading.moved();
  await settle();
  expect(asked).toEqual([]);
  wanted = 'one';
  reading.moved();
  wanted = 'two';
  reading.moved();
  expect(asked).toEqual(['one']);
  await settle();
  expect(asked).toEqual(['one', 'two']);
  await settle();
  reading.moved();
  await settle();
  expect(asked).toEqual(['one', 'two']);
  // Hidden and shown again.
  wanted = null;
  reading.moved();
  await settle();
  wanted = 'two';
  reading.moved();
  expect(asked).toEqual(['one', 'two', 'two']);
  reading.close();
});
