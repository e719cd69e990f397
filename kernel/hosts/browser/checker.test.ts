import { expect, test } from 'vitest';
import type { ReplyTo, Request } from '../../protocol.ts';
import { type CheckRequest, guardChecks } from './checker.ts';
import { cell, type FakeLink, fakeClock, fakeLink } from './fake-kernel.fixture.ts';

function stage() {
  const clock = fakeClock();
  const links: FakeLink[] = [];
  const checker = guardChecks({
    clock,
    start: async () => {
      const link = fakeLink();
      links.push(link);
      return link;
    },
  });
  return {
    links,
    ask: <R extends CheckRequest>(request: R): Promise<ReplyTo<R>> => clock.until(checker.request(request)),
  };
}

const open = (...cells: readonly ReturnType<typeof cell>[]) =>
  ({ type: 'open', cells, seed: null, scenario: null, restore: null }) as const;
const explore = { type: 'explore', name: 'all', budgetMs: 10 } as const;
const fuzz = { type: 'fuzz', name: 'all', budgetMs: 10 } as const;
const sent = (links: readonly FakeLink[], type: Request['type']): readonly Request[] =>
  links.flatMap(({ log }) => log.filter((request) => request.type === type));

test('nothing is started before a check is asked for', async () => {
  const { ask, links } = stage();
  expect(links).toHaveLength(0);
  await ask(open(cell('a', 'fine')));
  expect(links).toHaveLength(1);
});

test('an exploration that hangs is ended, and the rule that did not come back is named', async () => {
  const { ask, links } = stage();
  await ask(open(cell('a', 'hangs when explored')));
  const { verdict, diagnostics } = await ask(explore);
  expect(verdict).toBe('error');
  expect(diagnostics).toMatchObject([{ code: 'rule/hangs', cell: 'a' }]);
  expect(diagnostics[0]?.text).toContain('server.Vote on server1 did not come back');
  expect(links.filter(({ killed }) => !killed)).toHaveLength(1);
});

test('what hung is not tried again until another program is opened', async () => {
  const { ask, links } = stage();
  await ask(open(cell('a', 'hangs when explored')));
  const first = await ask(explore);
  const tries = sent(links, 'explore').length;
  expect(await ask(explore)).toEqual(first);
  expect(sent(links, 'explore')).toHaveLength(tries);
  await ask(open(cell('a', 'mended')));
  expect(await ask(explore)).toMatchObject({ verdict: 'holds' });
});

test('other checks go on in the kernel that comes after', async () => {
  const { ask } = stage();
  await ask(open(cell('a', 'hangs when explored')));
  await ask(explore);
  expect(await ask(fuzz)).toMatchObject({ status: 'passed' });
});

test('a fuzzing that hangs is ended and named as well', async () => {
  const { ask } = stage();
  await ask(open(cell('a', 'hangs when fuzzed')));
  const { status, diagnostics } = await ask(fuzz);
  expect(status).toBe('error');
  expect(diagnostics[0]?.text).toMatch(/^The fuzzing "all" was ended: server\.Vote on server1/);
});

test('a kernel that ended while nobody asked is replaced, with the program in it', async () => {
  const { ask, links } = stage();
  await ask(open(cell('a', 'fine')));
  links[0]?.endByItself('crashed');
  expect(await ask(explore)).toMatchObject({ verdict: 'holds' });
  expect(links.at(-1)?.log.map(({ type }) => type)).toContain('open');
});

test('a program that cannot be opened is told, and the next one is opened in a fresh kernel', async () => {
  const { ask } = stage();
  await expect(ask(open(cell('a', 'hangs when evaluated')))).rejects.toThrow('did not come back');
  await ask(open(cell('a', 'fine')));
  expect(await ask(explore)).toMatchObject({ verdict: 'holds' });
});
