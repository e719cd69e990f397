import { expect, test } from 'vitest';
import { type Cells, openCells } from '../session.fixture.ts';

const pair: Cells = {
  nodes: `
    const Ping = message<{ n: number }>('Ping')
    const a = node('a', {
      state: () => ({ log: ['x', 'y'], seen: new Map([['k', { n: 1 }]]) }),
      start(s, ctx) { ctx.send('b', Ping({ n: 1 })) },
    })
    const b = node('b', { state: () => ({ count: 0 }) })
    b.on(Ping, (s, m, ctx) => { s.count += m.n; ctx.send('b', Ping({ n: m.n + 1 })) })`,
  'scenario two': `
    scenario('two', { until: 100 }, (world) => {
      world.add(a); world.add(b); world.network({ latency: constant(10) })
    })`,
};

test('a view is of the world at the moment asked for', async () => {
  const opened = await openCells({ ...pair, 'view count': 'View.text(world.get(b).count)' });
  opened.to(35);
  const words = (step: number | null) => {
    const result = opened.session.handle({ type: 'plot', cell: 'view count', step });
    return result.type === 'view' && result.view.content.kind === 'text' ? result.view.content.words : result;
  };
  expect(words(null)).toMatchObject([{ text: '6' }]);
  expect(words(0)).toMatchObject([{ text: '0' }]);
});

test('words know places in states and messages on their way', async () => {
  const opened = await openCells({
    ...pair,
    'view about': `View.text([
      { text: 'y', node: 'a', path: 'log.1' }, { text: '1', node: 'a', path: 'seen.k.n' }, { text: 'z', node: 'a', path: 'log.7' },
      ...world.inFlight(Ping).map((message) => ({ text: message.body.n, message })),
    ])`,
  });
  const frame = opened.to(15);
  expect(opened.plot('view about')).toMatchObject({
    type: 'view',
    view: {
      content: {
        words: [
          { about: { type: 'place', node: 'a', field: 'log', at: [1] } },
          { about: { type: 'place', node: 'a', field: 'seen', at: [0, 0] } },
          { about: { type: 'node', id: 'a' } },
          { text: '2', about: { type: 'message', id: frame.messages[0]?.id } },
        ],
      },
    },
  });
});

test('what goes wrong is told at its line, with a code', async () => {
  const opened = await openCells({
    ...pair,
    'view throws': 'const found = world.get(b)\nfound.missing.deep\nView.text(1)',
    'view loops': 'for (;;) {}\nView.text(1)',
    'view none': 'world.all(b).length',
    'view slip': "\nView.text({ text: 'x', tone: 'bda' })",
    'view writes': 'world.get(b).count = 7\nView.text(1)',
    'view recursion': 'const f = (n) => f(n + 1) + 1\nView.text(f(1))',
    'plot view': 'View.text(1)',
  });
  opened.to(5);
  const told = (name: string) => {
    const result = opened.plot(name);
    return result.type === 'error'
      ? [result.diagnostic.code, result.diagnostic.cell, result.diagnostic.range?.line]
      : result;
  };
  expect(told('view throws')).toEqual(['view/threw', 'view throws', 2]);
  expect(told('view loops')).toEqual(['rule/budget', 'view loops', 1]);
  expect(told('view none')).toEqual(['view/none', 'view none', 1]);
  expect(told('view slip')).toEqual(['view/bad-argument', 'view slip', 2]);
  expect(told('view writes')).toEqual(['view/threw', 'view writes', 1]);
  expect(told('view recursion')).toEqual(['rule/budget', 'view recursion', 1]);
  expect(told('plot view')).toEqual(['plot/unsupported', 'plot view', 1]);
  expect(opened.plot('view none')).toMatchObject({ diagnostic: { text: 'The cell gave 1, which is no view.' } });
});

test('a view changes nothing of the run', async () => {
  const plain = await openCells(pair);
  const viewed = await openCells({
    ...pair,
    'view all': 'View.table(world.all(b), { b: (s) => s.id, n: (s) => s.count })',
  });
  for (const time of [20, 60, 100]) {
    plain.to(time);
    viewed.to(time);
    expect(viewed.plot('view all').type).toBe('view');
  }
  expect(viewed.digest()).toBe(plain.digest());
});

test('rules have no View', async () => {
  const opened = await openCells({ ...pair, more: 'const title = View.text(1)' });
  expect(opened.reply.program.diagnostics).toMatchObject([{ code: 'program/bad-argument', cell: 'more' }]);
});

test('after an edit from the start a view, with what is plotted in it, also comes as the run was', async () => {
  const opened = await openCells({
    ...pair,
    'view both': `View.stack([
      View.text(world.get(b).count),
      Plot.lineY(history(b, 'count'), { x: 'time', y: 'value' }),
    ])`,
  });
  opened.to(35);
  expect(opened.plot('view both')).toMatchObject({ type: 'view' });
  await opened.edit({ nodes: (pair['nodes'] ?? '').replace('s.count += m.n', 's.count += 10') }, { from: 'start' });
  opened.to(35);
  const shown = opened.plot('view both');
  expect(shown).toMatchObject({
    type: 'view',
    view: { content: { parts: [{ content: { words: [{ text: '30' }] } }, { content: { kind: 'plot' } }] } },
    ghost: { content: { parts: [{ content: { words: [{ text: '6' }] } }, { content: { kind: 'plot' } }] } },
  });
});
