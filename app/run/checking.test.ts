import { describe, expect, it } from 'vitest';
import { nothingExplored, type Exploration } from '../../kernel/exploration.ts';
import type { Fuzzing } from '../../kernel/findings.ts';
import type { Checker, CheckRequest } from '../../kernel/hosts/browser/kernel.ts';
import { parse } from '../../kernel/notebook/parse.ts';
import { cellsOf } from '../../kernel/notebook/notebook.ts';
import type { ProgramView } from '../../kernel/protocol.ts';
import { verdictOf } from '../model/checks.ts';
import type { PageStore } from '../model/page-store.ts';
import { compiledCell, frame, handKernel, notebookText, runningPage, settled, swapReply } from '../testing.ts';
import { createChecking } from './checking.ts';

const range = { line: 1, column: 1, endLine: 1, endColumn: 2 };
const view = (details: Partial<ProgramView> = {}): ProgramView => ({
  messages: [],
  durable: {},
  scenarios: [{ name: 's', cell: 'a', range, seed: 1, until: null }],
  cells: [],
  diagnostics: [],
  explorations: [
    { name: 'one', scenario: 's', cell: 'a', range },
    { name: 'two', scenario: 's', cell: 'b', range },
  ],
  fuzzers: [],
  ...details,
});

const explored = (details: Partial<Exploration> = {}): Exploration => ({
  ...nothingExplored,
  name: 'one',
  states: 10,
  transitions: 20,
  depth: 3,
  rests: 1,
  verdict: 'holds',
  ...details,
});

const bad = explored({ verdict: 'violated', violated: { property: 'p', text: 'wrong' } });

function stage(program = view()) {
  const store: PageStore = runningPage();
  const kernel = handKernel();
  const checker: Checker = { request: (request) => kernel.request(request), close: () => undefined };
  let now = 0;
  const checking = createChecking(store, checker, {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
    gauge: () => ({ read: () => [16.7], close: () => undefined }),
    isHidden: () => false,
  });
  const swap = (text: string, next = program): void => {
    const cells = cellsOf(parse(text)).map(compiledCell);
    store.dispatch({ type: 'swapped', cells, reply: swapReply(cells, { program: next }) });
    checking.swapped();
  };
  swap(notebookText);
  return {
    store,
    checking,
    swap,
    /** Requests of a type, so far. */
    asked: (type: CheckRequest['type']) => kernel.asked.filter((one) => one.type === type),
    answer: async (reply: Exploration | Fuzzing | ReturnType<typeof swapReply>) => {
      kernel.answer(reply);
      await settled();
    },
    pass: (ms: number) => {
      now += ms;
    },
    verdicts: () => (store.state.open?.checks ?? []).map((check) => `${check.name} ${verdictOf(check)}`),
  };
}

const other = '# Another\n\n```ts rules one\nconst a = 2\n```\n';

describe('checks', () => {
  it('run by themselves once a program is in force, each a piece at a time', async () => {
    const { asked, answer, verdicts } = stage();
    await settled();
    expect(verdicts()).toEqual(['one waiting', 'two waiting']);
    expect(asked('open')).toHaveLength(1);
    await answer(swapReply([]));
    await answer(explored({ verdict: 'exploring' }));
    expect(verdicts()).toEqual(['one running', 'two waiting']);
    await answer(explored({ name: 'two' }));
    expect(verdicts()).toEqual(['one running', 'two holds']);
    await answer(explored());
    expect(verdicts()).toEqual(['one holds', 'two holds']);
    expect(asked('explore').map((one) => ('name' in one ? one.name : ''))).toEqual(['one', 'two', 'one']);
  });

  it('begin anew with another program, and what comes late for the one before is not taken', async () => {
    const { swap, answer, verdicts, store, asked } = stage(
      view({ explorations: [{ name: 'one', scenario: 's', cell: 'a', range }] }),
    );
    await settled();
    await answer(swapReply([]));
    swap(other, view({ explorations: [{ name: 'one', scenario: 's', cell: 'a', range }] }));
    await answer(bad);
    expect(verdicts()).toEqual(['one waiting']);
    expect(asked('open')).toHaveLength(2);
    await answer(swapReply([]));
    await answer(explored());
    expect(verdicts()).toEqual(['one holds']);
    expect(store.state.open?.checks[0]?.before).toBeNull();
    swap(`${other}\nmore\n`, view({ explorations: [{ name: 'one', scenario: 's', cell: 'a', range }] }));
    expect(verdicts()).toEqual(['one holds']);
  });

  it('remember what they had come to before, and say nothing of it in their verdict', async () => {
    const only = view({ explorations: [{ name: 'one', scenario: 's', cell: 'a', range }] });
    const { swap, answer, verdicts, store } = stage(only);
    await settled();
    await answer(swapReply([]));
    await answer(bad);
    expect(verdicts()).toEqual(['one violated']);
    swap(other, only);
    await settled();
    expect(verdicts()).toEqual(['one waiting']);
    expect(store.state.open?.checks[0]?.before).toBe('violated');
  });

  it('stop when the reader cancels them, and begin anew when asked', async () => {
    const { checking, answer, verdicts, asked } = stage(
      view({ explorations: [{ name: 'one', scenario: 's', cell: 'a', range }] }),
    );
    await settled();
    await answer(swapReply([]));
    await answer(explored({ verdict: 'exploring' }));
    checking.act('explore one', 'cancel');
    await answer(explored({ verdict: 'exploring', states: 11 }));
    const before = asked('explore').length;
    await settled();
    expect(asked('explore')).toHaveLength(before);
    expect(verdicts()).toEqual(['one unviolated']);
    checking.act('explore one', 'again');
    await settled();
    expect(verdicts()).toEqual(['one waiting']);
    await answer(swapReply([]));
    await answer(explored());
    expect(verdicts()).toEqual(['one holds']);
  });

  it('end when their time is up, and go on when the reader says so', async () => {
    const { checking, answer, pass, store } = stage(
      view({ explorations: [{ name: 'one', scenario: 's', cell: 'a', range }] }),
    );
    await settled();
    await answer(swapReply([]));
    pass(40_000);
    await answer(explored({ verdict: 'exploring' }));
    expect(store.state.open?.checks[0]?.stage).toBe('paused');
    checking.act('explore one', 'go-on');
    await settled();
    await answer(explored());
    expect(store.state.open?.checks[0]?.stage).toBe('done');
  });

  it('begin at the moment under the playhead, in the run that is shown', async () => {
    const { checking, store, asked, answer, verdicts } = stage(view({ explorations: [] }));
    store.dispatch({ type: 'framed', frame: frame({ step: 12, now: 340, scenario: 's' }), journal: null });
    checking.exploreHere();
    await settled();
    expect(asked('open')).toMatchObject([{ restore: { journal: { scenario: 's', others: [] } } }]);
    await answer(swapReply([]));
    expect(asked('explore')).toMatchObject([{ name: 's', from: 12 }]);
    await answer(explored({ name: 's' }));
    expect(verdicts()).toEqual(['s holds']);
  });

  it('show what they found as a branch, with the run paused', async () => {
    const only = view({ explorations: [{ name: 'one', scenario: 's', cell: 'a', range }] });
    const { checking, answer, asked, store } = stage(only);
    await settled();
    await answer(swapReply([]));
    await answer(bad);
    const acts: unknown[] = [];
    store.subscribe((action) => void (action.type === 'branch' && acts.push(action.act)));
    checking.openFinding({ type: 'violation', check: 'explore one', property: 'p' });
    await settled();
    expect(asked('branch')).toMatchObject([{ act: { type: 'open-counterexample', explore: 'one', property: 'p' } }]);
    await answer(swapReply([]));
    expect(acts).toMatchObject([{ type: 'graft', name: 'p: one', journal: { scenario: 's' } }]);
    expect(store.state.open?.playback.playing).toBe(false);
  });
});
