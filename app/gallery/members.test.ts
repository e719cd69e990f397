import { expect, it } from 'vitest';
import { membersText } from './members.ts';

it('counts the nodes of each kind, in the order of the first of them', () => {
  const of = (...kinds: readonly string[]) => membersText(kinds.map((kind) => ({ kind })));
  expect(of('server', 'server', 'client', 'server')).toBe('server × 3, client');
  expect(of('tm')).toBe('tm');
  expect(of()).toBe('');
});
