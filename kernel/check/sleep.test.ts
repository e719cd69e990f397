/** What sleeps is not looked at, and yet every world is found: compared with explorations in which nothing sleeps. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Exploration } from '../exploration.ts';
import { openCells } from '../session.fixture.ts';

/** Three nodes that go up and down by themselves and push each other by messages. */
const model = `const Push = message<{ by: number }>('Push')
const n = node('n', { state: () => ({ x: 0, pushes: 1 }) })
n.may('up', (s) => s.x < 2, (s) => { s.x += 1 })
n.may('down', (s) => s.x > 0, (s) => { s.x -= 1 })
n.may('push', (s) => s.pushes > 0, (s, ctx) => {
  s.pushes -= 1
  ctx.send(ctx.choose(ctx.peers), Push({ by: s.x === 0 ? 1 : -1 }))
})
n.on(Push, (s, { by }) => { s.x = Math.max(0, Math.min(2, s.x + by)) })`;

/** Ways between worlds are asked for, so all of them are looked at. */
const promise = `leadsTo('nothing', () => false, () => true)`;
const asked = `always('never all at two', (world) => !world.all(n).every((s) => s.x === 2))
step('nobody jumps', (before, after) => before.all(n).every((s) => Math.abs(after.get(n, s.id).x - s.x) < 2))
reachable('one at two', (world) => world.all(n).some((s) => s.x === 2))`;

async function explore(within: string, options: string, isAwake: boolean): Promise<object> {
  const { session } = await openCells({
    model,
    'scenario s': `scenario('s', (world) => { world.add(n, 3)${options} })`,
    'check c': `${asked}\n${isAwake ? promise : ''}\nexplore('all', { scenario: 's', within: (w) => ${within} })`,
  });
  return found(session.handle({ type: 'explore', name: 'all', budgetMs: Number.POSITIVE_INFINITY }));
}

function found({ states, transitions, depth, rests, verdict, violations, witnessed, exercise }: Exploration): object {
  expect(['holds', 'violated']).toContain(verdict);
  const shortest = violations.map(({ property, path }) => [property, path.length]);
  const fired = exercise.rules.map(({ rule, times }) => [rule, times]);
  return { states, transitions, depth, rests, verdict, shortest, witnessed, fired };
}

const networks = ['unordered', 'unordered-duplicating'].map((how) => `; world.network({ delivery: '${how}' })`);

describe('what sleeps', () => {
  it('hides no world when each node has bounds of its own', async () => {
    const allowed = fc.array(fc.boolean(), { minLength: 3, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(allowed, allowed, allowed, fc.constantFrom(...networks), async (one, two, three, network) => {
        const within = `${JSON.stringify([one, two, three])}.every((of, i) => of[w.all(n)[i].x])`;
        expect(await explore(within, network, false)).toEqual(await explore(within, network, true));
      }),
      { numRuns: 40 },
    );
  });

  it('hides no world when the bounds are any set of what the nodes are together, the start beyond them included', async () => {
    const table = fc
      .tuple(fc.array(fc.nat(99), { minLength: 27, maxLength: 27 }), fc.constantFrom(50, 80, 97))
      .map(([draws, share]) => draws.map((draw) => (draw < share ? 1 : 0)));
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom(...networks), async (bits, network) => {
        const within = `${JSON.stringify(bits)}[w.all(n).reduce((at, s) => at * 3 + s.x, 0)] === 1`;
        expect(await explore(within, network, false)).toEqual(await explore(within, network, true));
      }),
      { numRuns: 60 },
    );
  });

  it('hides no world when the bounds are of the network', async () => {
    for (const most of [0, 1, 2]) {
      const within = `w.inFlight().length <= ${most}`;
      expect(await explore(within, networks[0] ?? '', false)).toEqual(await explore(within, networks[0] ?? '', true));
    }
  });

  it('is not given up for a crew that is too small to make up for it: with bounds, where each node has its own', async () => {
    for (const [options, crewFrom] of [
      ['', 2],
      [', within: (w) => w.all(n).every((s) => s.x < 2)', 4],
      [', within: (w) => w.all(n).reduce((sum, s) => sum + s.x, 0) < 3', 2],
      [', exact: true', null],
    ] as const) {
      const { session } = await openCells({
        model,
        'scenario s': `scenario('s', (world) => { world.add(n, 3) })`,
        'check c': `explore('all', { scenario: 's'${options} })`,
      });
      const explorer = session.explorer('all', {});
      explorer.advance(() => false);
      expect(explorer.crewFrom(), options).toBe(crewFrom);
    }
  });
});
