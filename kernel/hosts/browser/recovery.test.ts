import { expect, test } from 'vitest';
import type { CompiledCell } from '../../compile/compiled.ts';
import type { Request, RequestType } from '../../protocol.ts';
import { cell, type FakeLink, fakeClock, fakeLink, fakeSession } from './fake-kernel.fixture.ts';
import { type Recovery, type Supervisor, supervise } from './recovery.ts';

const want = { state: true, stats: true, log: 10, density: null };
const advance = (to: number) => ({ type: 'advance', to, steps: null, budgetMs: 12, want }) as const;
const swap = (...cells: CompiledCell[]) => ({ type: 'swap', cells }) as const;
const open = (...cells: CompiledCell[]) => ({ type: 'open', cells, seed: 7, scenario: null, restore: null }) as const;

interface Stage {
  readonly ask: Supervisor['request'];
  readonly clock: ReturnType<typeof fakeClock>;
  readonly links: readonly FakeLink[];
  readonly news: readonly Recovery[];
  readonly supervisor: Supervisor;
}

/** A supervisor over fake kernels; starting one takes 90 ms. */
function stage(): Stage {
  const clock = fakeClock();
  const links: FakeLink[] = [];
  const news: Recovery[] = [];
  const supervisor = supervise({
    clock,
    start: () =>
      new Promise((resolve) => {
        clock.after(90, () => {
          const link = fakeLink();
          links.push(link);
          resolve(link);
        });
      }),
  });
  supervisor.onRecovery((recovery) => news.push(recovery));
  return { ask: (request) => clock.until(supervisor.request(request)), clock, links, news, supervisor };
}

const sent = (links: readonly FakeLink[], type: RequestType): readonly Request[] =>
  links.flatMap((link) => link.log).filter((request) => request.type === type);

test('answers come from the kernel as long as it answers', async () => {
  const { ask, news, links } = stage();
  expect((await ask(open(cell('a', 'one')))).accepted).toBe(true);
  expect((await ask(advance(500))).frame.step).toBe(500);
  expect((await ask({ type: 'digest' })).digest).toBe('a:one@500');
  expect(news).toEqual([]);
  expect(links).toHaveLength(1);
});

test('the first kernel is started before anything is asked of it', async () => {
  const { clock, links, ask } = stage();
  await clock.until(new Promise<void>((resolve) => clock.after(100, resolve)));
  expect(links).toHaveLength(1);
  await ask(open(cell('a', 'one')));
  expect(links).toHaveLength(1);
});

test('an edit that hangs is refused, its cells are guilty, and the run goes on where it was', async () => {
  const { ask, news, links } = stage();
  await ask(open(cell('a', 'one'), cell('b', 'two')));
  await ask(advance(900));
  const reply = await ask(swap(cell('a', 'one'), cell('b', 'hangs when evaluated')));
  expect(reply.accepted).toBe(false);
  expect(reply.source.id).toBe('a:one|b:two');
  expect(reply.program.cells).toEqual([
    { key: 'a', status: 'live' },
    { key: 'b', status: 'kept' },
  ]);
  expect(reply.program.diagnostics).toMatchObject([{ code: 'rule/hangs', cell: 'b' }]);
  expect(news).toMatchObject([{ reason: 'hung', during: 'swap', guilty: ['b'] }]);
  expect(links[0]?.killed).toBe(true);
  expect((await ask({ type: 'digest' })).digest).toBe('a:one|b:two@900');
  expect((await ask(advance(950))).frame.tip.step).toBe(950);
});

test('a new kernel keeps the history within the limit that the reader chose', async () => {
  const { ask, links } = stage();
  await ask({ ...open(cell('a', 'one')), memoryLimit: 64_000_000 });
  await ask(swap(cell('a', 'hangs when evaluated')));
  await ask({ type: 'limit', bytes: 128_000_000 });
  await ask(swap(cell('a', 'hangs when evaluated in other words')));
  expect(sent(links, 'open').map((request) => 'memoryLimit' in request && request.memoryLimit)).toEqual([
    64_000_000, 64_000_000, 128_000_000,
  ]);
});

test('the kernel is replaced within a second of the runaway and the run is back within two', async () => {
  const { ask, news } = stage();
  await ask(open(cell('a', 'one')));
  await ask(advance(1_000));
  await ask(swap(cell('a', 'hangs when evaluated')));
  await ask(swap(cell('a', 'two hangs at 1010 exactly')));
  await ask(advance(2_000));
  expect(news.map((one) => one.during)).toEqual(['swap', 'advance']);
  for (const { replacedMs, tookMs } of news) {
    expect(replacedMs).toBeLessThan(1_000);
    expect(tookMs).toBeLessThan(2_000);
  }
});

test('a version that hung is not tried again while other cells change, and is tried when it changes', async () => {
  const { ask, news } = stage();
  await ask(open(cell('a', 'one'), cell('b', 'two')));
  await ask(swap(cell('a', 'one'), cell('b', 'hangs when evaluated')));
  const other = await ask(swap(cell('a', 'new'), cell('b', 'hangs when evaluated')));
  expect(other.accepted).toBe(true);
  expect(other.source.id).toBe('a:new|b:two');
  expect(other.program.cells[1]).toEqual({ key: 'b', status: 'kept' });
  expect(other.program.diagnostics).toMatchObject([{ code: 'rule/hangs', cell: 'b' }]);
  const mended = await ask(swap(cell('a', 'new'), cell('b', 'mended')));
  expect(mended.source.id).toBe('a:new|b:mended');
  expect(mended.program.diagnostics).toEqual([]);
  expect(news).toHaveLength(1);
});

test('a rule that hangs in the run is found by its event and its earlier version takes over', async () => {
  const { ask, news, links } = stage();
  await ask(open(cell('a', 'one'), cell('b', 'two')));
  await ask(advance(100));
  await ask(swap(cell('a', 'one hangs at 333 exactly'), cell('b', 'two')));
  await ask(swap(cell('a', 'one hangs at 333 exactly'), cell('b', 'later')));
  const { frame } = await ask(advance(600));
  expect(frame.step).toBe(333);
  expect(frame.diagnostics).toMatchObject([{ code: 'rule/hangs', cell: 'a', range: { line: 1 } }]);
  expect(frame.diagnostics[0]?.text).toContain('server.tick did not come back on server1 at event 333');
  expect(news).toMatchObject([{ during: 'advance', guilty: ['a'], source: { id: 'a:one|b:later' } }]);
  expect(news[0]?.program?.cells[0]).toEqual({ key: 'a', status: 'kept' });
  expect(sent(links, 'next').length).toBeLessThanOrEqual(64);
  expect((await ask(advance(600))).frame).toMatchObject({ step: 600, status: 'running' });
});

test('with no earlier version the run is held before the event until the cell changes', async () => {
  const { ask } = stage();
  await ask(open(cell('a', 'hangs at 40 exactly'), cell('b', 'two')));
  expect((await ask(advance(100))).frame).toMatchObject({ status: 'stopped-by-error', step: 40 });
  expect((await ask(advance(100))).frame).toMatchObject({ status: 'stopped-by-error', step: 40 });
  await ask(swap(cell('a', 'hangs at 40 exactly'), cell('b', 'three')));
  expect((await ask(advance(100))).frame).toMatchObject({ status: 'stopped-by-error', step: 40 });
  await ask(swap(cell('a', 'mended'), cell('b', 'three')));
  const { frame } = await ask(advance(100));
  expect(frame).toMatchObject({ status: 'running', step: 100, diagnostics: [] });
});

test('when the earlier version hangs at the same event too, the run is held', async () => {
  const { ask } = stage();
  await ask(open(cell('a', 'old hangs at 40 exactly')));
  await ask(advance(10));
  await ask(swap(cell('a', 'new hangs at 40 exactly')));
  expect((await ask(advance(100))).frame).toMatchObject({ status: 'running', step: 40 });
  expect((await ask(advance(100))).frame).toMatchObject({ status: 'stopped-by-error', step: 40 });
});

test('a plot that hangs is answered with an error and not asked again until its text changes', async () => {
  const { ask, links, news } = stage();
  const plot = { type: 'plot', cell: 'p', step: null } as const;
  await ask(open(cell('a', 'one'), cell('p', 'hangs when drawn', { kind: 'plot' })));
  await ask(advance(50));
  expect(await ask(plot)).toMatchObject({ type: 'error', diagnostic: { code: 'plot/hangs', cell: 'p' } });
  expect(await ask(plot)).toMatchObject({ type: 'error' });
  expect(sent(links, 'plot')).toHaveLength(1);
  expect(news).toHaveLength(1);
  expect((await ask({ type: 'digest' })).steps).toBe(50);
  await ask(swap(cell('a', 'one'), cell('p', 'drawn', { kind: 'plot' })));
  expect(await ask(plot)).toMatchObject({ type: 'plot' });
});

test('an exploration that hangs is answered with an error and not asked again of the same program', async () => {
  const { ask, links } = stage();
  const explore = { type: 'explore', name: 'all', budgetMs: 10 } as const;
  await ask(open(cell('a', 'hangs when explored')));
  await ask(advance(20));
  const answer = { name: 'all', verdict: 'error', diagnostics: [{ code: 'rule/hangs' }] };
  expect(await ask(explore)).toMatchObject(answer);
  expect(await ask(explore)).toMatchObject(answer);
  expect(sent(links, 'explore')).toHaveLength(1);
  expect((await ask({ type: 'digest' })).steps).toBe(20);
  await ask(swap(cell('a', 'mended')));
  expect(await ask(explore)).toMatchObject({ verdict: 'holds' });
});

test('a fuzzing that hangs is answered with an error and not asked again of the same program', async () => {
  const { ask, links } = stage();
  const fuzz = { type: 'fuzz', name: 'all', budgetMs: 10 } as const;
  await ask(open(cell('a', 'hangs when fuzzed')));
  await ask(advance(20));
  const answer = { name: 'all', status: 'error', diagnostics: [{ code: 'rule/hangs' }] };
  expect(await ask(fuzz)).toMatchObject(answer);
  expect(await ask(fuzz)).toMatchObject(answer);
  expect(sent(links, 'fuzz')).toHaveLength(1);
  await ask(swap(cell('a', 'mended')));
  expect(await ask(fuzz)).toMatchObject({ status: 'passed' });
});

test('a notebook with a cell that hangs when evaluated opens without it', async () => {
  const { ask, news } = stage();
  const needs = cell('a', 'uses b', {
    references: [{ name: 'b', range: { line: 1, column: 1, endLine: 1, endColumn: 2 } }],
  });
  const reply = await ask(open(needs, cell('b', 'hangs when evaluated'), cell('c', 'three')));
  expect(reply.source.id).toBe('a:uses b|c:three');
  expect(reply.program.diagnostics).toMatchObject([{ code: 'rule/hangs', cell: 'b' }]);
  expect(news).toMatchObject([{ during: 'open', guilty: ['b'] }]);
});

test('a scenario that hangs when begun again leaves the run as it was', async () => {
  const { ask } = stage();
  await ask(open(cell('a', 'hangs when started')));
  await ask(advance(70));
  const reply = await ask({ type: 'restart', scenario: null, seed: null });
  expect(reply).toMatchObject({ accepted: false, program: { diagnostics: [{ code: 'rule/hangs' }] } });
  expect((await ask({ type: 'digest' })).steps).toBe(70);
});

test('the journal with its inputs and swaps is what the new kernel is given', async () => {
  const { ask, links } = stage();
  await ask(open(cell('a', 'one')));
  await ask(advance(5));
  await ask({ type: 'input', input: { type: 'crash', node: 'server1' } });
  await ask(swap(cell('a', 'two')));
  await ask(advance(9));
  await ask(swap(cell('a', 'hangs when evaluated')));
  const restored = sent(links.slice(1), 'open')[0];
  expect(restored).toMatchObject({
    restore: {
      journal: {
        steps: 9,
        entries: [
          { type: 'input', step: 5 },
          { type: 'swap', step: 5 },
        ],
      },
      sources: [{ id: 'a:one' }, { id: 'a:two' }],
    },
  });
});

test('a kernel that ends by itself is replaced before anyone asks, and too often means the run is held', async () => {
  const { ask, links, news, clock } = stage();
  await ask(open(cell('a', 'one')));
  await ask(advance(30));
  links[0]?.endByItself('crashed');
  expect((await ask({ type: 'digest' })).steps).toBe(30);
  expect(news).toMatchObject([{ during: null, guilty: [] }]);
  for (let n = 0; n < 3; n++) {
    links.at(-1)?.endByItself('flooded');
    await ask({ type: 'look', at: { step: 0 }, want });
  }
  expect(clock.now()).toBeLessThan(10_000);
  expect((await ask(advance(99))).frame).toMatchObject({
    status: 'stopped-by-error',
    diagnostics: [{ code: 'rule/hangs' }],
  });
});

test('a page that was itself asleep does not blame the kernel', async () => {
  const clock = fakeClock();
  let wake = (): void => undefined;
  const session = fakeSession();
  const slow = {
    ...fakeLink(),
    request: () => new Promise<never>((resolve) => (wake = () => resolve(session(open(cell('a', 'one'))) as never))),
  };
  // Every timer comes 300 ms late, as in a page whose thread is busy.
  const late = { now: clock.now, after: (ms: number, run: () => void) => clock.after(ms + 300, run) };
  const supervisor = supervise({ clock: late, start: () => Promise.resolve(slow) });
  clock.after(3_000, () => wake());
  const reply = await clock.until(supervisor.request(open(cell('a', 'one'))));
  expect(reply.accepted).toBe(true);
});

test('an unknown request is refused, and so is any request after the end', async () => {
  const { supervisor, clock } = stage();
  const unknown = { type: 'constructor' } as unknown as Request;
  await expect(clock.until(supervisor.request(unknown))).rejects.toThrow('Unknown request "constructor"');
  supervisor.close();
  await expect(clock.until(supervisor.request({ type: 'digest' }))).rejects.toThrow('closed');
});
