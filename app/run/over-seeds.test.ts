import { describe, expect, it } from 'vitest';
import type { Checker } from '../../kernel/hosts/browser/kernel.ts';
import { parse } from '../../kernel/notebook/parse.ts';
import { cellsOf } from '../../kernel/notebook/notebook.ts';
import type { Frame } from '../../kernel/protocol.ts';
import {
  compiledCell,
  frame,
  handKernel,
  journal,
  notebookText,
  opened,
  runningPage,
  settled,
  swapReply,
} from '../testing.ts';
import { createOverSeeds } from './over-seeds.ts';

function stage() {
  const store = runningPage();
  const kernel = handKernel();
  const checker: Checker = { request: (request) => kernel.request(request), close: () => undefined };
  let now = 0;
  const overSeeds = createOverSeeds(store, checker, {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
    gauge: () => ({ read: () => [16.7], close: () => undefined }),
    isHidden: () => false,
  });
  const at = (details: Partial<Frame>): void => {
    store.dispatch({ type: 'framed', frame: frame({ seed: 3, ...details }), journal: journal() });
    overSeeds.look();
  };
  const answer = async (reply: unknown): Promise<void> => {
    kernel.answer(reply);
    await settled();
  };
  const reached = (details: Partial<Frame> = {}) => ({ frame: frame({ now: 1_000, ...details }), journal: journal() });
  return {
    store,
    kernel,
    at,
    answer,
    reached,
    turn: async (on: boolean) => {
      store.dispatch({ type: 'over-seeds', on });
      overSeeds.look();
      await settled();
    },
    swap: async (text: string) => {
      const cells = cellsOf(parse(text)).map(compiledCell);
      store.dispatch({ type: 'swapped', cells, reply: swapReply(cells) });
      overSeeds.look();
      await settled();
    },
    /** Answers all that one seed asks. */
    seed: async (details: Partial<Frame> = {}) => {
      await answer(swapReply([]));
      await answer(reached());
      await answer(reached(details));
    },
    last: () => kernel.asked.at(-1),
    shown: () => opened(store).overSeeds,
  };
}

const votes = (value: number): Pick<Frame, 'stats'> => ({
  stats: [
    {
      name: 'votes',
      kind: 'counter',
      value,
      points: [[0, value]],
      cell: null,
      range: null,
      unit: '',
      help: '',
      parts: [],
      distribution: null,
    },
  ],
});

describe('over seeds', () => {
  it('nothing is run until it is wanted', async () => {
    const { at, kernel } = stage();
    at({ now: 100 });
    await settled();
    expect(kernel.asked).toHaveLength(0);
  });

  it('one seed after the other is run beyond the moment shown, but not the run’s own', async () => {
    const { at, turn, seed, kernel, last, shown } = stage();
    at({ now: 400 });
    await turn(true);
    expect(last()).toMatchObject({ type: 'open', seed: 1, scenario: 's' });
    for (let i = 0; i < 2; i += 1) await seed();
    expect(kernel.asked[1]).toMatchObject({ type: 'advance', to: 800 });
    expect(last()).toMatchObject({ type: 'restart', seed: 4 });
    expect(shown()?.done).toBe(2);
  });

  it('a band is there after five seeds, and says which properties they violate', async () => {
    const { at, turn, seed, shown } = stage();
    at({ now: 400 });
    await turn(true);
    const range = { line: 1, column: 1, endLine: 1, endColumn: 2 };
    const property = { name: 'P', kind: 'always', cell: 'a', range, text: '', verdict: 'violated' } as const;
    for (let i = 0; i < 4; i += 1) await seed(votes(i));
    expect(shown()?.bands).toEqual([]);
    await seed({ ...votes(4), properties: [{ ...property, at: { step: 1, time: 7 } }] });
    expect(shown()?.bands[0]).toMatchObject({ name: 'votes' });
    expect(shown()?.bands[0]?.median.at(-1)).toBe(2);
    expect(shown()?.violations).toEqual([{ property: 'P', times: [7] }]);
  });

  it('another program begins anew; the bands of the one before stay until there are new ones', async () => {
    const { at, turn, seed, swap, shown, last, answer } = stage();
    at({ now: 400 });
    await turn(true);
    for (let i = 0; i < 5; i += 1) await seed(votes(i));
    await swap('# Another\n\n```ts rules one\nconst a = 2\n```\n');
    expect(shown()).toMatchObject({ done: 0, isOld: true, bands: [{ name: 'votes' }] });
    // What was under way for the program before is answered, and forgotten.
    await answer(swapReply([]));
    expect(last()).toMatchObject({ type: 'open', seed: 1 });
    for (let i = 0; i < 5; i += 1) await seed(votes(9));
    expect(shown()).toMatchObject({ done: 5, isOld: false });
    expect(shown()?.bands[0]?.median.at(-1)).toBe(9);
  });

  it('the plots of the notebook are asked of each seed; one that does not come back is asked no more', async () => {
    const { store, at, turn, swap, answer, reached, last, kernel, shown } = stage();
    await swap('# Plots\n\n```ts plot one\n1\n```\n\n```ts plot two\n2\n```\n');
    const [one = '', two = ''] = cellsOf(opened(store).notebook).map(({ key }) => key);
    at({ now: 400 });
    await turn(true);
    const plotOf = (value: number) => ({
      type: 'plot',
      plot: { $call: 'lineY', args: [[{ time: 0, value }], { x: 'time', y: 'value', curve: 'step-after' }] },
    });
    const toItsEnd = async (): Promise<void> => {
      await answer(swapReply([]));
      await answer(reached());
      await answer(reached());
    };
    for (let seed = 0; seed < 5; seed += 1) {
      await toItsEnd();
      expect(last()).toEqual({ type: 'plot', cell: one, step: null });
      await answer(plotOf(seed));
      await answer(plotOf(seed));
      if (seed > 0) continue;
      expect(last()).toEqual({ type: 'plot', cell: two, step: null });
      kernel.fail(new Error('it did not come back'));
      await settled();
      // The kernel is another one.
      expect(last()).toMatchObject({ type: 'open', seed: 2 });
    }
    expect(shown()?.done).toBe(5);
    expect(shown()?.plotBands[one]?.map(({ low, median, high }) => [low.at(-1), median.at(-1), high.at(-1)])).toEqual([
      [0, 2, 4],
    ]);
    expect(shown()?.plotBands[two]).toBeUndefined();
  });

  it('plots in a view are asked with it; a view that cannot have one is not asked', async () => {
    const { store, at, turn, swap, answer, reached, last, shown } = stage();
    await swap('# Views\n\n```ts view both\nPlot\n```\n\n```ts view none\nView\n```\n');
    const [both = ''] = cellsOf(opened(store).notebook).map(({ key }) => key);
    at({ now: 400 });
    await turn(true);
    const line = (value: number) => ({
      kind: 'plot',
      plot: { $call: 'lineY', args: [[{ time: 0, value }], { x: 'time', y: 'value', curve: 'step-after' }] },
    });
    const parts = (...contents: readonly unknown[]) => contents.map((content) => ({ title: '', content }));
    const viewOf = (value: number) => ({
      type: 'view',
      view: {
        title: '',
        replaces: null,
        content: { kind: 'stack', beside: false, parts: parts(line(value), line(7)) },
      },
    });
    for (let seed = 0; seed < 5; seed += 1) {
      await answer(seed === 0 ? swapReply([]) : reached());
      await answer(reached());
      await answer(reached());
      expect(last()).toEqual({ type: 'plot', cell: both, step: null });
      await answer(viewOf(seed));
      await answer(viewOf(seed));
    }
    expect(shown()?.done).toBe(5);
    const medians = Object.entries(shown()?.plotBands ?? {}).map(([id, [band]]) => [id, band?.median.at(-1)]);
    expect(medians).toEqual([
      [`${both} 0`, 2],
      [`${both} 1`, 7],
    ]);
  });

  it('an edit of the text alone, which changes no program, begins nothing', async () => {
    const { at, turn, seed, swap, shown } = stage();
    at({ now: 400 });
    await turn(true);
    await seed();
    await swap(notebookText);
    expect(shown()?.done).toBe(1);
  });

  it('a kernel that does not come back is said, and nothing more is run', async () => {
    const { at, turn, kernel, shown } = stage();
    at({ now: 400 });
    await turn(true);
    kernel.fail(new Error('It did not come back.'));
    await settled();
    expect(shown()?.failure).toBe('It did not come back.');
    expect(kernel.asked).toHaveLength(1);
  });

  it('turned off, what is under way ends and nothing is shown', async () => {
    const { at, turn, answer, kernel, shown } = stage();
    at({ now: 400 });
    await turn(true);
    await turn(false);
    await answer(swapReply([]));
    expect(kernel.asked.length).toBeLessThanOrEqual(2);
    expect(shown()).toBeNull();
  });
});
