import { expect, it } from 'vitest';
import { parseRoute, routeHash } from './route.ts';

it('an address leads to the notebook it was made of', () => {
  for (const id of ['02-raft.sim.md', 'local/ab12', 'über mut.sim.md', '100%.sim.md']) {
    expect(parseRoute(routeHash({ type: 'notebook', id }))).toEqual({ type: 'notebook', id });
  }
});

it('an address leads to a heading of what there is to read', () => {
  expect(parseRoute('#/guide')).toEqual({ type: 'document', name: 'guide', heading: '' });
  const route = { type: 'document', name: 'language', heading: 'ctxself-ctxpeers' } as const;
  expect(parseRoute(routeHash(route))).toEqual(route);
});

it('any other address leads to the gallery', () => {
  for (const hash of ['', '#', '#/', '#/x', '#/n/', '#/n/%E0%A4%A'])
    expect(parseRoute(hash)).toEqual({ type: 'gallery' });
});
