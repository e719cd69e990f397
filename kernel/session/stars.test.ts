import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bazaar, bazaars, cellsOf } from '../trace/bazaar.fixture.ts';
import { openCells, type Opened } from '../session.fixture.ts';
import type { Pattern, Star, StarsWish, StarView } from '../star.ts';
import { fitting } from '../trace/pattern.ts';
import { textOf } from '../trace/shown.ts';
import type { Shown } from '../protocol.ts';

const all = Number.POSITIVE_INFINITY;
const wishOf = (stars: readonly Star[]): StarsWish => ({
  stars,
  branch: null,
  step: null,
  window: null,
  rows: { from: 0, to: all },
  branches: false,
  journey: null,
});

const equality = (pattern: Pattern): Star => ({ id: 'a', how: 'equality', pattern, origin: null });

function follow(run: Opened, star: Star, more: Partial<StarsWish> = {}): StarView {
  const { stars } = run.session.handle({ type: 'stars', wish: { ...wishOf([star]), ...more }, budgetMs: all });
  if (stars[0] === undefined) throw new Error('nothing is followed');
  return stars[0];
}

const wanted = fc.constantFrom<Pattern>(
  { under: ['coins'], value: 3 },
  { under: [], value: 'shop1' },
  { under: ['coins'], value: 1 },
  { under: ['served'], value: 2 },
);

/** Atoms of a field that fit: the bazaar's states are flat enough for it. */
function atoms(value: Shown, name: string, { under, value: sought }: Pattern): number {
  if (value.t === 'atom') return (under.length === 0 || under[0] === name) && value.text === textOf(sought) ? 1 : 0;
  if (value.t === 'list')
    return value.items.reduce((sum, item) => sum + atoms(item, name, { under, value: sought }), 0);
  return value.entries.reduce(
    (sum, [key, member]) =>
      sum + (under.length === 0 && key === sought ? 1 : 0) + atoms(member, key, { under, value: sought }),
    0,
  );
}

const options = { numRuns: 8 };

describe('a star that is followed by equality', () => {
  test('is carried, at any moment, by the nodes in whose states a search of everything finds it', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(bazaars, wanted, fc.nat(), async (chosen, pattern, at) => {
        const run = await openCells(cellsOf(chosen), { seed: 5 });
        // Collections are shown in full up to 24 parts.
        const { tip } = run.to(300);
        const step = at % (tip.step + 1);
        const { carriers } = follow(run, equality(pattern), { step });
        const frame = run.look({ step });
        const naive = frame.nodes
          .filter(({ state }) => state.some(([field, value]) => atoms(value, field, pattern) > 0))
          .map(({ id }) => id);
        expect(carriers.nodes.map(({ node }) => node)).toEqual(naive);
        for (const { node, places } of carriers.nodes) {
          const state = frame.nodes.find(({ id }) => id === node)?.state ?? [];
          const count = state.reduce((sum, [field, value]) => sum + atoms(value, field, pattern), 0);
          expect(places).toHaveLength(Math.min(24, count));
        }
      }),
      options,
    );
  });

  test('is touched by every event after which a node holds it in more or fewer places than before', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(bazaars, wanted, async (chosen, pattern) => {
        const run = await openCells(cellsOf(chosen), { seed: 5 });
        const { tip } = run.to(150);
        const touched = new Set(follow(run, equality(pattern)).steps);
        let before = new Map<string, number>();
        for (let step = 0; step <= tip.step; step++) {
          const counts = new Map(
            run
              .look({ step })
              .nodes.map(({ id, state }) => [
                id,
                state.reduce((sum, [field, value]) => sum + atoms(value, field, pattern), 0),
              ]),
          );
          if (step > 0 && [...counts].some(([id, count]) => count !== (before.get(id) ?? 0)))
            expect(touched.has(step - 1)).toBe(true);
          before = counts;
        }
      }),
      { numRuns: 6 },
    );
  });

  test('is followed in pieces to the same end, while the run goes on', async () => {
    const run = await openCells(cellsOf(bazaar), { seed: 5 });
    const star = equality({ under: ['coins'], value: 3 });
    for (let time = 50; time <= 600; time += 50) {
      run.to(time);
      const { status } = run.session.handle({ type: 'stars', wish: wishOf([star]), budgetMs: 0 }).stars[0] ?? {};
      expect(status).toMatch(/following|done/);
    }
    const other = await openCells(cellsOf(bazaar), { seed: 5 });
    other.to(600);
    const piecemeal = follow(run, star);
    expect(piecemeal.steps.length).toBeGreaterThan(5);
    expect(piecemeal).toEqual(follow(other, star));
  });

  test('leaves the run as it is', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(bazaars, wanted, async (chosen, pattern) => {
        const [run, other] = await Promise.all([1, 2].map(() => openCells(cellsOf(chosen), { seed: 5 })));
        if (run === undefined || other === undefined) return;
        for (let time = 100; time <= 500; time += 100) {
          run.to(time);
          other.to(time);
          follow(run, equality(pattern), { branches: true, step: 10 });
          expect(run.digest()).toBe(other.digest());
        }
      }),
      options,
    );
  });

  test('has the moments before and after the one that is shown, and its touches by time', async () => {
    const run = await openCells(cellsOf(bazaar), { seed: 5 });
    run.to(600);
    const star = equality({ under: ['coins'], value: 3 });
    const { steps, touched } = follow(run, star);
    const [first = 0, second = 0, third = 0] = steps;
    expect(follow(run, star, { step: second + 1 })).toMatchObject({ previous: first + 1, next: third + 1 });
    expect(follow(run, star, { step: 0 })).toMatchObject({ previous: null, next: first + 1 });
    const { ticks } = follow(run, star, { window: { from: 0, to: 601, buckets: 7 } });
    expect(ticks).toHaveLength(7);
    expect(ticks.reduce((sum, count) => sum + count, 0)).toBe(touched);
  });

  test('has in a branch what it had before the fork, and what became of it since', async () => {
    const run = await openCells(cellsOf(bazaar), { seed: 5 });
    run.to(600);
    const star = equality({ under: ['coins'], value: 3 });
    const whole = follow(run, star);
    const at = whole.steps[Math.floor(whole.steps.length / 2)] ?? 0;
    run.branch({ type: 'fork', step: at });
    run.input({ type: 'crash', node: 'shop1' });
    run.to(600);
    const forked = follow(run, star, { branches: true });
    expect(forked.steps.filter((step) => step < at)).toEqual(whole.steps.filter((step) => step < at));
    const again = await openCells(cellsOf(bazaar), { seed: 5 });
    again.to(600);
    again.branch({ type: 'fork', step: at });
    again.input({ type: 'crash', node: 'shop1' });
    again.to(600);
    expect(forked.steps).toEqual(follow(again, star).steps);
    const main = forked.branches.find(({ branch }) => branch !== run.journal().id);
    expect(main).toMatchObject({ status: 'done', touched: whole.steps.filter((step) => step >= at).length });
  });

  test('has a journey that tells what each event did with it, by which rule', async () => {
    const run = await openCells(cellsOf(bazaar), { seed: 5 });
    run.to(600);
    const star = equality({ under: ['coins'], value: 3 });
    const wish: StarsWish = { ...wishOf([star]), step: 100, journey: { star: 'a', only: 'all', count: 5 } };
    const { journey, stars } = run.session.handle({ type: 'stars', wish, budgetMs: all });
    const steps = stars[0]?.steps ?? [];
    const before = steps.filter((step) => step < 100).length;
    expect(journey?.total).toBe(steps.length);
    expect(journey?.rows.map(({ step }) => step)).toEqual(steps.slice(Math.max(0, before - 5), before + 5));
    for (const { what, step } of journey?.rows ?? []) expect(what.length, String(step)).toBeGreaterThan(0);
  });
});

describe('what is starred', () => {
  test('is the value that stands at a place of a state, with the name that makes it tell', async () => {
    const run = await openCells(cellsOf(bazaar), { seed: 5 });
    const { nodes } = run.to(300);
    const [node] = nodes.filter(({ kind }) => kind === 'shop');
    const at = { type: 'state', node: node?.id ?? '', field: 'coins', at: [] } as const;
    const { starred } = run.session.handle({ type: 'star', place: at, step: null });
    expect(starred?.pattern.under).toEqual(['coins']);
    const value = node?.state.find(([field]) => field === 'coins')?.[1];
    expect(value?.t === 'atom' ? fitting(starred?.pattern.value)(Number(value.text)) : null).toBe(true);
  });

  test('is the key of a map that a table of partitions tells of, under the name of the map when it is a number', async () => {
    const run = await openCells({
      rules: `
const peer = node('peer', {
  state: (self: NodeId) => ({ cluster: { ring: new Map<number, NodeId>([[7, 'peer1'], [8, self]]) }, parts: { P0: ['peer1'], P1: [self] } }),
})`,
      scenario: `scenario('two', { until: 10 }, (world) => { world.add(peer, 2) })`,
    });
    const starOf = (path: readonly string[], partition: string) =>
      run.session.handle({ type: 'star', place: { type: 'partition', kind: 'peer', path, partition }, step: null });
    const numbered = starOf(['cluster', 'ring'], '8').starred;
    expect(numbered).toMatchObject({ how: 'equality', pattern: { under: ['ring'], value: 8 } });
    expect(numbered?.origin.place).toEqual({ type: 'state', node: 'peer1', field: 'cluster', at: [0, 1], isKey: true });
    expect(starOf(['parts'], 'P1').starred?.pattern).toEqual({ under: [], value: 'P1' });
    expect(starOf(['parts'], 'P2').text).toContain('No state has partition P2');
    expect(starOf(['nothing'], 'P1').starred).toBeNull();
  });

  test('cannot be what is not there', async () => {
    const run = await openCells(cellsOf(bazaar), { seed: 5 });
    run.to(300);
    const { starred, text } = run.session.handle({
      type: 'star',
      place: { type: 'message', id: 1_000_000, at: [] },
      step: null,
    });
    expect(starred).toBeNull();
    expect(text).toContain('not on its way');
  });
});
