import { expect, test } from 'vitest';
import { hideGlobals } from './hide-globals.ts';

test('a hidden global is gone from the scope and from what it inherits, and nothing else is', () => {
  const above = { fetch: () => 1, Map };
  const scope: Record<string, unknown> = Object.create(above, {
    process: { value: {}, configurable: true },
    navigator: { value: {}, configurable: false, writable: true },
  });
  hideGlobals(scope);
  expect([scope['fetch'], scope['process'], scope['navigator'], scope['Map']]).toEqual([
    undefined,
    undefined,
    undefined,
    Map,
  ]);
});
