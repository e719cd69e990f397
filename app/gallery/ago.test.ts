import { expect, it } from 'vitest';
import { ago } from './ago.ts';

it('says how long ago in the largest unit that fits', () => {
  const now = 1_000_000_000;
  expect(ago(now - 5_000, now)).toBe('just now');
  expect(ago(now - 5 * 60_000, now)).toBe('5 minutes ago');
  expect(ago(now - 26 * 3_600_000, now)).toBe('yesterday');
  expect(ago(now + 5_000, now)).toBe('just now');
});
