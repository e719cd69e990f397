/** What the guide says of each of its steps is so. */
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { type GuideStep, stepsOf } from '../kernel/emit/guide.ts';
import { checkTypes } from '../kernel/hosts/node/check-types.ts';
import { cellsOf } from '../kernel/notebook/notebook.ts';
import { parse } from '../kernel/notebook/parse.ts';
import { edited, explored, read, rehearse, run } from './rehearse.fixture.ts';
import { SEEDS, named } from './expect.fixture.ts';

vi.setConfig({ testTimeout: 120_000 });

describe('your first model in ten minutes', () => {
  let steps: readonly GuideStep[] = [];
  const after = (step: number): string => steps[step - 1]?.notebook ?? '';

  beforeAll(async () => {
    steps = stepsOf(await read('your-first-model.md'));
  });

  test('every step leaves a notebook without a fault', async () => {
    expect(steps.map(({ title }) => title.slice(0, 1)).join('')).toBe('12345678');
    for (const { notebook } of steps) {
      const { program } = await rehearse(notebook);
      expect(program.diagnostics).toEqual([]);
      expect(checkTypes(cellsOf(parse(notebook)))).toEqual([]);
    }
  });

  test('the first step is a title and a seed, and no cell', () => {
    expect(cellsOf(parse(after(1)))).toEqual([]);
    expect(after(1)).toContain('seed: 7');
  });

  test('with the fourth it runs', async () => {
    const outcome = run(await rehearse(after(4)), 'three clients', 7);
    expect(outcome.status).toBe('ended');
    expect(outcome.diagnostics).toEqual([]);
    expect(outcome.states.get('client1')?.['turns']).toBeGreaterThan(10);
  });

  test('with the fifth both badges are green', async () => {
    const { properties } = run(await rehearse(after(5)), 'three clients', 7);
    expect([...properties.values()].map(({ verdict }) => verdict)).toEqual(['holds', 'witnessed', 'holds']);
  });

  test('in the sixth the holder dies and all others wait for ever', async () => {
    const outcome = run(await rehearse(after(6)), 'the holder dies', 7);
    expect(named(outcome)).toEqual(['who waits gets the lock']);
    expect([...outcome.states.values()].filter(({ status }) => status === 'waiting')).toHaveLength(2);
  });

  test('the lease of the seventh mends it, whatever the seed', async () => {
    const rehearsal = await rehearse(after(7));
    for (const seed of [7, ...SEEDS]) {
      expect(named(run(rehearsal, 'the holder dies', seed))).toEqual([]);
      expect(named(run(rehearsal, 'three clients', seed))).toEqual([]);
    }
  });

  test('the eighth finds two holders, by a shortest way in which a lease runs out', async () => {
    const { verdict, violated, path } = explored(await rehearse(after(8)), 'every interleaving');
    expect({ verdict, property: violated?.property }).toEqual({
      verdict: 'violated',
      property: 'one holder at a time',
    });
    expect(path.join('\n')).toContain('Expired');
    expect(path).toHaveLength(8);
  });

  test('a lease that never runs out would have none: the bug is the lease', async () => {
    const without = edited(after(8), [
      'if (s.holder === m.holder) s.holder = null;',
      'if (m.holder === "") s.holder = null;',
    ]);
    expect(explored(await rehearse(without), 'every interleaving').verdict).toBe('holds');
  });
});
