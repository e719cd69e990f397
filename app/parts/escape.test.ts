import { expect, test } from 'vitest';
import { escaped, whenEscaped } from './escape.ts';

test('Esc closes the latest of what is open, one at a time, and then is free for something else', () => {
  const closed: string[] = [];
  const openThing = (name: string): void => {
    let isOpen = true;
    whenEscaped(() => {
      if (!isOpen) return false;
      isOpen = false;
      closed.push(name);
      return true;
    });
  };
  openThing('card');
  openThing('form');
  expect(escaped()).toBe(true);
  expect(closed).toEqual(['form']);
  expect(escaped()).toBe(true);
  expect(closed).toEqual(['form', 'card']);
  expect(escaped()).toBe(false);
});

test('what has gone from the page is not asked', () => {
  let asked = 0;
  const stop = whenEscaped(() => {
    asked += 1;
    return true;
  });
  stop();
  stop();
  expect(escaped()).toBe(false);
  expect(asked).toBe(0);
});
