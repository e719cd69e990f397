import { describe, expect, it } from 'vitest';
import twoPhaseCommit from '../../notebooks/01-two-phase-commit.sim.md?raw';
import { codesOf, openCells, openText, type Opened } from '../session.fixture.ts';
import type { Exploration } from '../exploration.ts';

const explore = (run: Opened, name: string): Exploration =>
  run.session.handle({ type: 'explore', name, budgetMs: 0 + Number.POSITIVE_INFINITY });

describe('exploring every interleaving', () => {
  it('finds the 288 states of two-phase commit with three resource managers that are public knowledge', async () => {
    const run = await openText(twoPhaseCommit);
    const name = run.reply.program.explorations[0]?.name ?? '';
    expect(explore(run, name)).toMatchObject({ states: 288, verdict: 'holds', diagnostics: [] });
  });

  it('finds the 8,832 of five; the benchmark asserts the 296,448 of seven', async () => {
    const text = twoPhaseCommit.replace('world.add(rm, 3)', 'world.add(rm, 5)');
    const run = await openText(text.replace('states: 288', 'states: 8_832'));
    const name = run.reply.program.explorations[0]?.name ?? '';
    expect(explore(run, name)).toMatchObject({ states: 8_832, verdict: 'holds', diagnostics: [] });
  });

  it('says so when the number of states is not the expected one', async () => {
    const run = await openText(twoPhaseCommit.replace(/states: 288/, 'states: 287'));
    const found = explore(run, run.reply.program.explorations[0]?.name ?? '');
    expect(codesOf(found.diagnostics)).toEqual(['check/states-differ']);
    expect(found.diagnostics[0]).toMatchObject({
      severity: 'error',
      text: expect.stringContaining('288 states, not 287'),
    });
  });

  it('notices what a rule changes that another one has taken into its state, however many states are known by then', async () => {
    const run = await openCells({
      model: `
const coord = node('coord', { state: () => ({ n: 0, log: [1], snapshot: [] as number[] }) })
coord.may('step', (s) => s.n < 300, (s) => { s.n += 1 })
coord.may('snapshot', (s) => s.n === 300, (s) => { s.snapshot = s.log; s.n = 301 })
coord.may('append', (s) => s.n === 301, (s) => { s.log.push(2); s.n = 302 })
always('a snapshot stays as it was', (world) => world.all(coord).every((s) => s.snapshot.length < 2))`,
      'scenario s': `scenario('s', (world) => { world.add(coord) })`,
      'check c': `explore('all', { scenario: 's' })`,
    });
    const found = explore(run, 'all');
    expect(found).toMatchObject({ verdict: 'violated', states: 303, orderMatters: true, diagnostics: [] });
    expect(found.path).toHaveLength(303);
  });

  const jugs = `
const jugs = node('jugs', { state: () => ({ small: 0, big: 0 }) })
const pour = (name: string, act: (s: { small: number; big: number }) => void) => jugs.may(name, () => true, act)
pour('fill small', (s) => { s.small = 3 })
pour('fill big', (s) => { s.big = 5 })
pour('empty small', (s) => { s.small = 0 })
pour('empty big', (s) => { s.big = 0 })
pour('small to big', (s) => { const n = Math.min(s.small, 5 - s.big); s.small -= n; s.big += n })
pour('big to small', (s) => { const n = Math.min(s.big, 3 - s.small); s.big -= n; s.small += n })`;
  const jugsScenario = `scenario('jugs', (world) => { world.add(jugs) })`;

  it('gives the shortest counterexample: four gallons in six steps', async () => {
    const run = await openCells({
      jugs,
      'scenario s': jugsScenario,
      'check c': `always('never four', (world) => world.get(jugs).big !== 4)\nexplore('all', { scenario: 'jugs' })`,
    });
    const found = explore(run, 'all');
    expect(found).toMatchObject({ verdict: 'violated', violated: { property: 'never four' } });
    expect(found.path).toHaveLength(7);
    expect(found.path.at(-1)).toBe('big to small on jugs');
  });

  it('finds the 16 states of the jugs and witnesses what is reachable', async () => {
    const run = await openCells({
      jugs,
      'scenario s': jugsScenario,
      'check c': `reachable('four', (world) => world.get(jugs).big === 4)\nexplore('all', { scenario: 'jugs', expect: { states: 16 } })`,
    });
    expect(explore(run, 'all')).toMatchObject({ states: 16, verdict: 'holds', witnessed: ['four'], diagnostics: [] });
  });

  it('takes every value of choose', async () => {
    const run = await openCells({
      model: `
const n = node('n', { state: () => ({ a: 0, b: 0, done: false }) })
n.may('go', (s) => !s.done, (s, ctx) => { s.a = ctx.choose([1, 2, 3]); if (s.a > 1) s.b = ctx.choose([1, 2]); s.done = true })`,
      'scenario s': `scenario('s', (world) => { world.add(n) })`,
      'check c': `explore('all', { scenario: 's' })`,
    });
    expect(explore(run, 'all')).toMatchObject({ states: 6, transitions: 5, verdict: 'holds' });
  });

  it('spends its budgets of faults and no more', async () => {
    const run = await openCells({
      model: `
const Hi = message('Hi')
const a = node('a', { state: () => ({ sent: false }), start(s, ctx) { ctx.send('b', Hi()); s.sent = true } })
const b = node('b', { state: () => ({ got: 0 }) })
b.on(Hi, (s) => { s.got += 1 })`,
      'scenario s': `scenario('s', (world) => { world.add(a); world.add(b) })`,
      'check c': `always('got once', (world) => world.get(b).got < 2)
explore('plain', { scenario: 's' })
explore('lossy', { scenario: 's', faults: { drop: 1 } })
explore('double', { scenario: 's', faults: { duplicate: 1 } })`,
    });
    expect(explore(run, 'plain')).toMatchObject({ states: 2, verdict: 'holds' });
    expect(explore(run, 'lossy')).toMatchObject({ states: 3, verdict: 'holds' });
    expect(explore(run, 'double')).toMatchObject({
      verdict: 'violated',
      path: ['start', 'twice: Hi a → b', 'Hi a → b', 'Hi a → b'],
    });
  });

  it('keeps messages of an ordered link in order', async () => {
    const cells = (delivery: string): Record<string, string> => ({
      model: `
const N = message<{ n: number }>('N')
const a = node('a', { state: () => ({}), start(s, ctx) { ctx.send('b', N({ n: 1 })); ctx.send('b', N({ n: 2 })) } })
const b = node('b', { state: () => ({ got: [] as number[] }) })
b.on(N, (s, m) => { s.got.push(m.n) })`,
      'scenario s': `scenario('s', (world) => { world.add(a); world.add(b); world.network({ delivery: '${delivery}' }) })`,
      'check c': `explore('all', { scenario: 's' })`,
    });
    expect(explore(await openCells(cells('ordered')), 'all').states).toBe(3);
    expect(explore(await openCells(cells('unordered')), 'all').states).toBe(5);
  });

  it('refuses a rule that reads the clock, where it stands', async () => {
    const run = await openCells({
      model: `\nconst n = node('n', { state: () => ({ at: -1 }) })\nn.may('look', (s) => s.at < 0, (s, ctx) => { s.at = ctx.now })`,
      'scenario s': `scenario('s', (world) => { world.add(n) })`,
      'check c': `explore('all', { scenario: 's' })`,
    });
    const found = explore(run, 'all');
    expect(found.verdict).toBe('error');
    expect(found.diagnostics).toMatchObject([{ code: 'check/reads-clock', cell: 'model', range: { line: 3 } }]);
  });

  it('says that a scenario with a workload cannot be explored yet', async () => {
    const run = await openCells({
      model: `const n = node('n', { state: () => ({}) })`,
      'scenario s': `scenario('s', (world) => { world.add(n); world.load(n, workload({ mix: { read: 1 }, keys: uniform(0, 9), arrivals: poisson(1) })) })`,
      'check c': `explore('all', { scenario: 's' })`,
    });
    expect(explore(run, 'all')).toMatchObject({
      verdict: 'limited',
      diagnostics: [{ code: 'check/not-available', severity: 'warning' }],
    });
  });

  it('takes the acts of one action in order, whatever else is pending', async () => {
    const run = await openCells({
      model: `const T = message('T')
const n = node('n', { state: () => ({ log: [] as number[] }) })
n.start((s, ctx) => { ctx.setTimer(T(), 500, 0); ctx.setTimer(T(), 600, 1); ctx.setTimer(T(), 3_000, 2) })
n.on(T, () => {})`,
      'scenario s': `scenario('s', (world) => { world.add(n); world.at(1_000, (w) => { for (const k of [0, 1, 2]) w.edit(n, 'n', (s) => { s.log.push(k) }) }) })`,
      'check c': `always('in order', (world) => world.get(n).log.every((k, i) => k === i))\nexplore('all', { scenario: 's' })`,
    });
    expect(explore(run, 'all').verdict).toBe('holds');
  });

  it('begins with every act of the set-up, each once', async () => {
    const run = await openCells({
      model: `const n = node('n', { state: () => ({ log: [] as number[], boots: 0 }), durable: ['log', 'boots'] })
n.start((s) => { s.boots += 1 })`,
      'scenario s': `scenario('s', (world) => { world.add(n); for (const k of [0, 1, 2]) world.edit(n, 'n', (s) => { s.log.push(k) }); world.crash('n'); world.restart('n') })`,
      'check c': `always('each once', (world) => world.get(n).log.join() === '0,1,2' || world.get(n).log.join())
always('one start', (world) => world.get(n).boots === 1)
explore('all', { scenario: 's' })`,
    });
    expect(explore(run, 'all')).toMatchObject({ verdict: 'holds', states: 1 });
  });

  it('loses a message where the link is cut, and nowhere by chance', async () => {
    const cells = (actions: string): Record<string, string> => ({
      model: `
const Hi = message('Hi')
const a = node('a', { state: () => ({ sent: false }) })
const b = node('b', { state: () => ({ got: 0 }) })
a.may('go', (s) => !s.sent, (s, ctx) => { s.sent = true; ctx.send('b', Hi()) })
b.on(Hi, (s) => { s.got += 1 })`,
      'scenario s': `scenario('s', (world) => { world.add(a); world.add(b); ${actions} })`,
      'check c': `
reachable('got', (world) => world.get(b).got === 1)
reachable('lost', (world) => world.get(a).sent && world.linked('a', 'b') && world.inFlight().length === 0 && world.get(b).got === 0)
explore('all', { scenario: 's' })`,
    });
    const lossy = await openCells(cells(`world.at(1, (w) => w.network({ loss: 1 }))`));
    expect(explore(lossy, 'all').witnessed).toEqual(['got']);
    const cut = await openCells(cells(`world.at(1, (w) => w.cut('a', 'b')); world.at(2, (w) => w.heal())`));
    expect([...explore(cut, 'all').witnessed].toSorted()).toEqual(['got', 'lost']);
  });

  it('refuses a guard that reads the clock', async () => {
    const run = await openCells({
      model: `\nconst n = node('n', { state: () => ({ late: false }) })\nn.may('look', (s, ctx) => ctx.now > 100 && !s.late, (s) => { s.late = true })`,
      'scenario s': `scenario('s', (world) => { world.add(n) })`,
      'check c': `explore('all', { scenario: 's' })`,
    });
    expect(explore(run, 'all')).toMatchObject({
      verdict: 'error',
      diagnostics: [{ code: 'check/reads-clock', cell: 'model', range: { line: 3 } }],
    });
  });

  it('tries both orders of a set, which rules can see, and counts them as one', async () => {
    const run = await openCells({
      model: `
const n = node('n', { state: () => ({ seen: new Set<string>(), first: '' }) })
for (const name of ['a', 'b']) n.may(name, (s) => !s.seen.has(name), (s) => { s.seen.add(name) })
n.may('look', (s) => s.seen.size === 2 && s.first === '', (s) => { s.first = [...s.seen][0] ?? '' })`,
      'scenario s': `scenario('s', (world) => { world.add(n) })`,
      'check c': `reachable('a first', (world) => world.get(n).first === 'a')
reachable('b first', (world) => world.get(n).first === 'b')
explore('all', { scenario: 's' })`,
    });
    const found = explore(run, 'all');
    // {}, {a}, {b}, {a, b}, and the last with either first.
    expect(found).toMatchObject({ states: 6, verdict: 'holds' });
    expect([...found.witnessed].toSorted()).toEqual(['a first', 'b first']);
  });

  it('forgets what a crashed node held in memory', async () => {
    const run = await openCells({
      model: `
const n = node('n', { state: () => ({ kept: 0, memory: 0 }), durable: ['kept'] })
n.start((s) => { s.memory = 1 })
n.may('rise', (s) => s.memory < 5, (s) => { s.memory += 1 })`,
      'scenario s': `scenario('s', (world) => { world.add(n) })`,
      'check c': `always('nothing is remembered', (world) => world.alive('n') || world.get(n).memory === 0)
explore('all', { scenario: 's', faults: { crash: 1 } })`,
    });
    expect(explore(run, 'all')).toMatchObject({ states: 6, verdict: 'holds' });
  });

  it('checks the worlds beyond its bounds where they are reached, and goes no farther', async () => {
    const cells = (check: string): Record<string, string> => ({
      model: `
const n = node('n', { state: () => ({ count: 0 }) })
n.may('rise', () => true, (s) => { s.count += 1 })`,
      'scenario s': `scenario('s', (world) => { world.add(n) })`,
      'check c': `${check}\nexplore('all', { scenario: 's', within: (world) => world.get(n).count < 3 })`,
    });
    const bad = await openCells(cells(`always('below three', (world) => world.get(n).count < 3)`));
    expect(explore(bad, 'all')).toMatchObject({
      verdict: 'violated',
      states: 3,
      path: ['start', ...new Array(3).fill('rise on n')],
    });
    const good = await openCells(
      cells(
        `reachable('three', (world) => world.get(n).count === 3)\nreachable('four', (world) => world.get(n).count === 4)`,
      ),
    );
    expect(explore(good, 'all')).toMatchObject({ verdict: 'holds', states: 3, witnessed: ['three'] });
  });

  it('finds that what only may rules bring need never come', async () => {
    const run = await openCells({
      jugs,
      'scenario s': jugsScenario,
      'check c': `eventually('soon', (world) => world.get(jugs).big === 4)
leadsTo('later', (world) => world.get(jugs).big === 4, (world) => world.get(jugs).big === 5)
explore('all', { scenario: 'jugs' })`,
    });
    const { violations } = explore(run, 'all');
    expect(violations.map(({ property, path, loop }) => [property, path.length, loop])).toEqual([
      ['soon', 1, []],
      ['later', 7, []],
    ]);
  });

  const refused: readonly (readonly [string, string, string, number])[] = [
    ['a property that returns a number', `\nalways('odd', (world) => 1 as any)`, 'property/bad-result', 2],
    ['a property that throws', `\nalways('odd', (world) => (null as any).x)`, 'property/threw', 2],
    ['a property that reads the clock', `\n\nalways('odd', (world) => world.now < 10)`, 'check/reads-clock', 3],
    [
      'a step property that reads the clock before',
      `\nstep('odd', (before) => before.now < 10)`,
      'check/reads-clock',
      2,
    ],
  ];
  for (const [title, check, code, line] of refused) {
    it(`refuses ${title}`, async () => {
      const run = await openCells({
        jugs,
        'scenario s': jugsScenario,
        'check c': `${check}\nexplore('all', { scenario: 'jugs' })`,
      });
      expect(explore(run, 'all')).toMatchObject({
        verdict: 'error',
        diagnostics: [{ code, severity: 'error', cell: 'check c', range: { line } }],
      });
    });
  }

  it('takes rules that draw how long a timer takes, and refuses one that draws what it does, of several draws too', async () => {
    const cells = (rule: string): Record<string, string> => ({
      model: `
const Tick = message('Tick')
const n = node('n', { state: () => ({ x: 0 }), start(s, ctx) { ctx.setTimer(Tick(), ctx.random.between(5, 9)) } })
n.on(Tick, (s, _, ctx) => { s.x += 1; if (s.x < 3) ctx.setTimer(Tick(), ctx.random.exponential(3)); ${rule} })`,
      'scenario s': `scenario('s', (world) => { world.add(n) })`,
      'check c': `explore('all', { scenario: 's' })`,
    });
    expect(explore(await openCells(cells('')), 'all')).toMatchObject({ verdict: 'holds', states: 4, diagnostics: [] });
    const wrong = explore(await openCells(cells('if (ctx.random() < ctx.random()) s.x += 1')), 'all');
    expect(wrong.diagnostics).toMatchObject([{ code: 'check/random', cell: 'model', range: { line: 4 } }]);
  });

  it('refuses a rule that draws a random number, and takes every choice of a start', async () => {
    const cells = (draw: string): Record<string, string> => ({
      model: `\nconst n = node('n', { state: () => ({ x: 0 }) })\nn.start((s, ctx) => { s.x = ${draw} })`,
      'scenario s': `scenario('s', (world) => { world.add(n) })`,
      'check c': `explore('all', { scenario: 's' })`,
    });
    expect(explore(await openCells(cells('ctx.random.int(3)')), 'all')).toMatchObject({
      verdict: 'error',
      diagnostics: [
        { code: 'check/random', cell: 'model', range: { line: 3 }, help: expect.stringContaining('ctx.choose') },
      ],
    });
    expect(explore(await openCells(cells('ctx.choose([1, 2, 3])')), 'all')).toMatchObject({
      verdict: 'holds',
      states: 3,
    });
  });
});
