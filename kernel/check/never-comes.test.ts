import { describe, expect, it } from 'vitest';
import type { Exploration, Violation } from '../exploration.ts';
import { type Cells, openCells } from '../session.fixture.ts';

async function explore(cells: Cells): Promise<Exploration> {
  const { session } = await openCells(cells);
  return session.handle({ type: 'explore', name: 'all', budgetMs: Number.POSITIVE_INFINITY });
}

/** Of an exploration that is to break one promise and nothing else. */
async function broken(cells: Cells): Promise<Violation> {
  const { verdict, violations } = await explore(cells);
  expect(verdict).toBe('violated');
  expect(violations).toHaveLength(1);
  return violations[0] as Violation;
}

/** A client that asks until it is answered; `server` says what becomes of a request. */
const retries = (server: string, check: string, options = '', network = ''): Cells => ({
  model: `
const Ask = message('Ask')
const Answer = message('Answer')
const Again = message('Again')
const client = node('client', { state: () => ({ answered: false }), start(s, ctx) { ctx.send('server', Ask()); ctx.setTimer(Again(), 100) } })
client.on(Answer, (s, _, ctx) => { s.answered = true; ctx.clearTimer(Again) })
client.on(Again, (s, _, ctx) => { ctx.send('server', Ask()); ctx.setTimer(Again(), 100) })
const server = node('server', { state: () => ({ busy: true }) })
${server}`,
  'scenario s': `scenario('s', (world) => { world.add(client); world.add(server); ${network} })`,
  'check c': `${check}\nexplore('all', { scenario: 's', within: (w) => w.inFlight().length <= 2${options} })`,
});
const answered = `eventually('answered', (world) => world.get(client).answered)`;
const reply = `server.on(Ask, (s, _, ctx) => ctx.reply(Answer()))`;

describe('what is to come some time', () => {
  it('comes when every message arrives and every timer fires', async () => {
    expect(await explore(retries(reply, answered))).toMatchObject({ verdict: 'holds', diagnostics: [] });
  });

  it('comes after a loss, because the loss is spent and the timer asks again', async () => {
    expect(await explore(retries(reply, answered, `, faults: { drop: 2 }`))).toMatchObject({ verdict: 'holds' });
  });

  it('never comes to one who asks for ever and is not heard: the loop is the retry', async () => {
    const found = await broken(retries(`server.on(Ask, () => {})`, answered));
    expect(found).toMatchObject({ property: 'answered', path: ['start'] });
    // The first request arrives, and another is sent: the world is as it was.
    expect(found.loop).toEqual(['Ask client → server', 'Again fires on client']);
  });

  it('never comes where an unfair choice is taken again and again', async () => {
    const found = await broken(
      retries(`server.on(Ask, (s, _, ctx) => { if (ctx.choose([false, true])) ctx.reply(Answer()) })`, answered),
    );
    expect(found.loop).toEqual(['Ask client → server (choice 1 of 2)', 'Again fires on client']);
  });

  it('never comes when a may rule has to act first, which it need not: then all stays as it is', async () => {
    const model = (options: string): Cells => ({
      model: `
const n = node('n', { state: () => ({ x: 0 }) })
n.may('rise', (s) => s.x < 2, (s) => { s.x += 1 }${options})`,
      'scenario s': `scenario('s', (world) => { world.add(n) })`,
      'check c': `eventually('two', (world) => world.get(n).x === 2 || 'it is ' + world.get(n).x)\nexplore('all', { scenario: 's' })`,
    });
    expect(await broken(model(''))).toEqual({ property: 'two', text: 'it is 0', path: ['start'], loop: [] });
    expect(await explore(model(', { fair: true }'))).toMatchObject({ verdict: 'holds', violations: [] });
  });

  it('is asked of each rule by itself: one fair rule does not act for another', async () => {
    const model = (fair: boolean): Cells => ({
      model: `
const n = node('n', { state: () => ({ turn: 0, done: false }) })
n.may('turn', (s) => !s.done, (s) => { s.turn = 1 - s.turn }, { fair: true })
n.may('finish', (s) => !s.done, (s) => { s.done = true }, { fair: ${fair} })`,
      'scenario s': `scenario('s', (world) => { world.add(n) })`,
      'check c': `eventually('done', (world) => world.get(n).done)\nexplore('all', { scenario: 's' })`,
    });
    const { loop } = await broken(model(false));
    expect(loop).toEqual(['turn on n', 'turn on n']);
    expect((await explore(model(true))).verdict).toBe('holds');
  });

  it('knows weak fairness from strong: what is possible only now and then need not happen', async () => {
    const found = await broken({
      model: `
const n = node('n', { state: () => ({ turn: 0, done: false }) })
n.may('turn', (s) => !s.done, (s) => { s.turn = 1 - s.turn }, { fair: true })
n.may('finish', (s) => s.turn === 1, (s) => { s.done = true }, { fair: true })`,
      'scenario s': `scenario('s', (world) => { world.add(n) })`,
      'check c': `eventually('done', (world) => world.get(n).done)\nexplore('all', { scenario: 's' })`,
    });
    expect(found.loop).toEqual(['turn on n', 'turn on n']);
  });

  it('lets a timer that is set again and again wait for ever, as heartbeats do with an election', async () => {
    const model = (again: string): Cells => ({
      model: `
const Beat = message('Beat')
const Heart = message('Heart')
const Election = message('Election')
const leader = node('leader', { state: () => ({}), start(s, ctx) { ctx.setTimer(Heart(), 10) } })
leader.on(Heart, (s, _, ctx) => { ctx.send('follower', Beat()); ctx.setTimer(Heart(), 10) })
const follower = node('follower', { state: () => ({ stood: false }), start(s, ctx) { ctx.setTimer(Election(), 50) } })
follower.on(Beat, (s, _, ctx) => { ${again} })
follower.on(Election, (s) => { s.stood = true })`,
      'scenario s': `scenario('s', (world) => { world.add(leader); world.add(follower) })`,
      'check c': `eventually('an election', (world) => world.get(follower).stood)\nexplore('all', { scenario: 's', within: (w) => w.inFlight().length < 2 })`,
    });
    const { loop } = await broken(model(`if (!s.stood) ctx.setTimer(Election(), 50)`));
    expect(loop).toEqual(['Heart fires on leader', 'Beat leader → follower']);
    expect((await explore(model(''))).verdict).toBe('holds');
  });

  it('asks of a link in order that its first message arrives, and of another that each does', async () => {
    const model = (delivery: string): Cells => ({
      model: `
const N = message<{ n: number }>('N')
const a = node('a', { state: () => ({}), start(s, ctx) { ctx.send('b', N({ n: 0 })); ctx.send('b', N({ n: 1 })) } })
const b = node('b', { state: () => ({ got: false }) })
b.on(N, (s, m, ctx) => { if (m.n === 0) ctx.send('a', N({ n: 0 })); else s.got = true })
a.on(N, (s, m, ctx) => { ctx.send('b', N({ n: m.n })) })`,
      'scenario s': `scenario('s', (world) => { world.add(a); world.add(b); world.network({ delivery: '${delivery}' }) })`,
      'check c': `eventually('got', (world) => world.get(b).got)\nexplore('all', { scenario: 's' })`,
    });
    for (const delivery of ['ordered', 'unordered', 'unordered-duplicating'])
      expect(await explore(model(delivery))).toMatchObject({ verdict: 'holds', diagnostics: [] });
  });

  it('follows from what leads to it, each time: a lock that is asked for and never given', async () => {
    const lock = (give: string): Cells => ({
      model: `
const Want = message('Want')
const Give = message('Give')
const Back = message('Back')
const user = node('user', { state: () => ({ at: 'idle' as 'idle' | 'waiting' | 'inside' }) })
user.may('ask', (s) => s.at === 'idle', (s, ctx) => { s.at = 'waiting'; ctx.send('lock', Want()) })
user.on(Give, (s, _, ctx) => { s.at = 'inside' })
user.may('leave', (s) => s.at === 'inside', (s, ctx) => { s.at = 'idle'; ctx.send('lock', Back()) }, { fair: true })
const lock = node('lock', { state: () => ({ held: false, queue: [] as string[] }) })
lock.on(Want, (s, _, ctx) => { s.queue.push(ctx.from) })
lock.on(Back, (s) => { s.held = false })
lock.when('give', (s) => !s.held && s.queue.length > 0, (s, ctx) => { s.held = true; ctx.send(${give}, Give()) })`,
      'scenario s': `scenario('s', (world) => { world.add(user, 2); world.add(lock) })`,
      'check c': `leadsTo('the first is served', (world) => world.get(user, 'user1').at === 'waiting', (world) => world.get(user, 'user1').at === 'inside')
always('one at a time', (world) => world.all(user).filter((u) => u.at === 'inside').length < 2)
explore('all', { scenario: 's' })`,
    });
    expect(await explore(lock('s.queue.shift()!'))).toMatchObject({ verdict: 'holds' });
    // Last come, first served.
    const found = await broken(lock('s.queue.pop()!'));
    expect(found.path[0]).toBe('start');
    expect(found.path).toContain('ask on user1');
    expect(found.loop?.filter((step) => step.includes('user1'))).toEqual([]);
    expect(found.loop).toContain('Give lock → user2');
  });

  it('does not come to those who wait for a node that stays down; it does when a restart is left in the budget of nobody', async () => {
    const found = await broken(retries(reply, answered, `, faults: { crash: 1 }`));
    expect(found.path.some((step) => step.endsWith(' crashes'))).toBe(true);
  });

  it('waits for the actions of the scenario, which come', async () => {
    const model = (heal: string): Cells => retries(reply, answered, '', `world.cut('client', 'server'); ${heal}`);
    expect((await explore(model(`world.at(500, 'heal', (w) => w.heal())`))).verdict).toBe('holds');
    const found = await broken(model(''));
    // What is sent over a cut link is lost at once: the timer fires for ever and changes nothing.
    expect(found.loop).toEqual([]);
  });

  it('is not decided by what lies beyond the bounds', async () => {
    const found = await explore({
      model: `
const Tick = message('Tick')
const n = node('n', { state: () => ({ x: 0 }), start(s, ctx) { ctx.setTimer(Tick(), 1) } })
n.on(Tick, (s, _, ctx) => { s.x += 1; ctx.setTimer(Tick(), 1) })`,
      'scenario s': `scenario('s', (world) => { world.add(n) })`,
      'check c': `eventually('nine', (world) => world.get(n).x === 9)\nexplore('all', { scenario: 's', within: (w) => w.get(n).x < 3 })`,
    });
    expect(found).toMatchObject({ verdict: 'holds', states: 3 });
  });

  it('is found in the part that was explored when a limit ends the exploration', async () => {
    const found = await explore({
      model: `
const n = node('n', { state: () => ({ x: 0 }) })
n.may('rise', () => true, (s) => { s.x += 1 })`,
      'scenario s': `scenario('s', (world) => { world.add(n) })`,
      'check c': `eventually('never', (world) => world.get(n).x < 0)\nexplore('all', { scenario: 's', limits: { states: 50 } })`,
    });
    expect(found).toMatchObject({ verdict: 'limited', violated: { property: 'never' }, loop: [] });
  });

  describe('within a limit of time', () => {
    /** With a clock that goes on by one at each look. */
    async function explored(time: number, budgetMs: number): Promise<Exploration> {
      let now = 0;
      const cells: Cells = {
        model: `
const n = node('n', { state: () => ({ x: 0, y: 0, z: 0 }) })
n.may('x', () => true, (s) => { s.x = (s.x + 1) % 40 })
n.may('y', () => true, (s) => { s.y = (s.y + 1) % 40 })
n.may('z', () => true, (s) => { s.z = (s.z + 1) % 40 })`,
        'scenario s': `scenario('s', (world) => { world.add(n) })`,
        'check c': `eventually('p', (world) => world.get(n).x < 0)\neventually('q', (world) => world.get(n).x > 0)\nexplore('all', { scenario: 's', limits: { time: ${time} } })`,
      };
      const { session } = await openCells(cells, { wallClock: () => now++ });
      const began = now;
      for (;;) {
        const found = session.handle({ type: 'explore', name: 'all', budgetMs });
        if (found.verdict === 'exploring') continue;
        // Between two looks at the clock there is little; each piece begins and ends with some.
        expect(now - began).toBeLessThan(Number.isFinite(budgetMs) ? time * 10 : time * 2 + 20);
        return found;
      }
    }

    for (const [pieces, budgetMs] of [
      ['in one piece', Number.POSITIVE_INFINITY],
      ['in many', 4],
    ] as const) {
      it(`a part of it is left for the loops, and what is found in what was explored is told, ${pieces}`, async () => {
        const found = await explored(200, budgetMs);
        expect(found).toMatchObject({ verdict: 'limited', limitedBy: 'time', unsearched: [] });
        expect(found.violations.map(({ property }) => property)).toEqual(['p', 'q']);
        expect(found.states).toBeLessThan(40 ** 3);
      });

      it(`what was not looked for is named when time is over before, ${pieces}`, async () => {
        const found = await explored(2, budgetMs);
        expect(found).toMatchObject({ verdict: 'limited', limitedBy: 'time' });
        expect(found.unsearched).toContain('q');
      });
    }
  });

  it('can be expected to be violated', async () => {
    const cells = retries(`server.on(Ask, () => {})`, answered, `, expect: { violates: 'answered' }`);
    expect(await explore(cells)).toMatchObject({ verdict: 'violated', isExpected: true });
    const mended = retries(reply, answered, `, expect: { violates: 'answered' }`);
    expect((await explore(mended)).diagnostics).toMatchObject([{ code: 'check/not-violated' }]);
  });

  it('is asked in full comparison too, where worlds beyond the bounds are numbered among the others', async () => {
    const found = await broken(retries(`server.on(Ask, () => {})`, answered, ', exact: true'));
    expect(found.loop).toEqual(['Ask client → server', 'Again fires on client']);
  });
});
