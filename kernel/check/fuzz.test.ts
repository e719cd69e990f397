import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Fuzzing } from '../findings.ts';
import { type Cells, codesOf, openCells, type Opened, openText } from '../session.fixture.ts';

const raft = readFileSync('notebooks/02-raft.sim.md', 'utf8');

/** A notebook's text with more cells. */
const withCells = (text: string, cells: Readonly<Record<string, string>>): string =>
  `${text}\n${Object.entries(cells)
    .map(([info, code]) => `\n\`\`\`ts ${info}\n${code}\n\`\`\`\n`)
    .join('')}`;

function edited(text: string, from: string, to: string): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`'${from}' stands ${parts.length - 1} times in the notebook`);
  return parts.join(to);
}

/** To its end. `budgetMs` 0: as little as can be at a time. */
function fuzz(
  { session }: Opened,
  name: string,
  seeds: { from: number; to: number } | null = null,
  budgetMs = 1e9,
): Fuzzing {
  for (let rounds = 0; rounds < 1e6; rounds++) {
    const found = session.handle({ type: 'fuzz', name, budgetMs, seeds });
    if (found.status !== 'fuzzing' && found.status !== 'shrinking') return found;
  }
  throw new Error('it goes on for ever');
}

/** What a scenario that is pasted comes to. */
async function paste(text: string, scenario: string): Promise<readonly string[]> {
  const [, title = ''] = /^scenario\('((?:[^'\\]|\\.)*)'/.exec(scenario) ?? [];
  const run = await openText(withCells(text, { 'scenario pasted': scenario }), {
    scenario: title.replaceAll("\\'", "'"),
  });
  expect(run.reply.program.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const frame = run.to(1e9);
  return frame.properties.filter(({ verdict }) => verdict === 'violated').map((one) => `${one.name}: ${one.text}`);
}

const plain = (
  servers: number,
  until: number,
  more = '',
): string => `scenario('plain', { until: ${until} }, (world) => {
  world.add(server, ${servers})
  world.add(client, ['X'])
  world.network({ latency: uniform(5, 25) })
  ${more}
})`;
const load = `world.load(client, workload({ mix: { SET: 1 }, keys: uniform(0, 1), arrivals: closed(1, { think: uniform(100, 400) }) }))`;
const troubles = `faults: { crash: 12, clock: 12, drop: 0, duplicate: 0, delay: 0 }, kinds: [server]`;

describe('fuzzing Raft', () => {
  it('finds nothing wrong with it as it stands, and says what the runs came by', async () => {
    const run = await openText(
      withCells(raft, {
        'scenario plain': plain(3, 1_500, load),
        'check day': `fuzz('a bad day', { scenario: 'plain', seeds: 20 })`,
      }),
    );
    const found = fuzz(run, 'a bad day');
    expect(found).toMatchObject({
      status: 'passed',
      failures: [],
      diagnostics: [],
      seeds: { from: 1, done: 20, of: 20 },
    });
    expect(found.rules).toEqual({ fired: 17, of: 17 });
    expect(found.neverFired).toEqual([]);
    expect(found.states).toBeGreaterThan(10);
    expect(found.events).toBeGreaterThan(2_500);
    expect(found.faults).toBeGreaterThan(200);
    expect(found.witnessed).toEqual(['two candidates in one term']);
  });

  // What a seed means is frozen: these found the bugs among the first hundred, six hundred and thousand.
  it.each([
    {
      bug: 'half of four servers is a quorum',
      edit: ['Math.floor(servers / 2) + 1', 'Math.ceil(servers / 2)'],
      scenario: plain(4, 2_000),
      options: '',
      seeds: { from: 1, to: 16 },
      property: 'election safety: one leader in a term',
      most: 2,
    },
    {
      bug: 'a vote is not written down',
      edit: ["durable: ['term', 'votedFor', 'log']", "durable: ['term', 'log']"],
      scenario: plain(3, 3_000),
      options: troubles,
      seeds: { from: 45, to: 55 },
      property: 'election safety: one leader in a term',
      most: 7,
    },
    {
      bug: 'an entry of an older term is committed by counting',
      edit: ['\n  if (termAt(s.log, index) !== s.term) return s.commitIndex\n  return', '\n  return'],
      scenario: plain(3, 5_000, load),
      options: troubles,
      seeds: { from: 850, to: 856 },
      property: 'leader completeness',
      most: 23,
    },
  ] as const)(
    'finds that $bug, and prints a small scenario that fails in the same way when it is pasted',
    async ({ edit, scenario, options, seeds, property, most }) => {
      const text = withCells(edited(raft, edit[0], edit[1]), { 'scenario plain': scenario });
      const run = await openText(
        withCells(text, { 'check day': `fuzz('a bad day', { scenario: 'plain', ${options} })` }),
      );
      const { status, failures } = fuzz(run, 'a bad day', seeds);
      expect(status).toBe('failed');
      expect(failures.map((one) => one.property)).toEqual([property]);
      const [failure] = failures;
      expect(failure?.after?.deeds).toBeLessThanOrEqual(most);
      expect(failure?.after?.deeds).toBeLessThanOrEqual(failure?.before.deeds ?? 0);
      expect(failure?.after?.nodes).toBeLessThanOrEqual(failure?.before.nodes ?? 0);
      expect(await paste(text, failure?.scenario ?? '')).toContain(`${property}: ${failure?.text}`);
    },
  );
});

/** A node that goes wrong only when `a` was down, was cut off from `b` later, and has heard of both. */
const touchy: Cells = {
  model: `const Tick = message('Tick')
const Hello = message<{ n: number; m: Map<string, bigint> }>('Hello')
const n = node('n', { state: () => ({ boots: 0, heard: 0, missed: 0, wrong: false }), durable: ['boots'] })
n.start((s, ctx) => { s.boots += 1; ctx.setTimer(Tick(), 10) })
n.on(Tick, (s, _, ctx) => {
  ctx.broadcast(Hello({ n: s.boots, m: new Map([[ctx.self, 1n]]) }))
  s.missed += 1
  ctx.setTimer(Tick(), 10)
})
n.on(Hello, (s, m, ctx) => { s.heard += 1; if (ctx.from === 'b') s.missed = 0; if (ctx.self === 'a' && s.boots > 1 && ctx.from !== 'b' && s.missed > 3) s.wrong = true })
n.may('never', () => false, () => {})`,
  'scenario s': `scenario('s', { until: 2_000 }, (world) => {
  world.add(n, ['a', 'b', 'c', 'd'])
  world.network({ latency: uniform(1, 5), loss: 0.001 })
  world.at(100, 'nothing', (w) => w.note('nothing'))
  world.at(200, 'told by hand', (w) => { w.send('d', Hello({ n: 1, m: new Map([['it\\'s "quoted"', 2n]]) })); w.edit(n, 'd', (s) => { s.heard = 5 }) })
})`,
  'check p': `always('never wrong', (world) => !world.get(n, 'a').wrong || 'a is wrong')
reachable('all up', (world) => world.all(n).every((s) => s.heard > 0))`,
};

describe('fuzzing', () => {
  it('leaves nothing in a failure that it does not need', async () => {
    const run = await openCells({ ...touchy, 'check f': `fuzz('f', { scenario: 's', seeds: 12 })` });
    const found = fuzz(run, 'f');
    expect(found).toMatchObject({ status: 'failed', neverFired: ['n.never'], witnessed: ['all up'] });
    const [failure] = found.failures;
    const small = (failure?.deeds ?? []).map((line) => line.replace(/^\S+ ms {2}/, ''));
    // Without b nothing has to be cut.
    expect(small).toEqual(['crash a', 'restart a']);
    expect(failure).toMatchObject({ text: 'a is wrong', kind: 'always', after: { deeds: 2, nodes: 2 } });
    expect(failure?.scenario).not.toContain('loss');
  });

  it('finds the same in one go, a little at a time, and by parts of the seeds', async () => {
    const cells = { ...touchy, 'check f': `fuzz('f', { scenario: 's', seeds: 12 })` };
    const whole = fuzz(await openCells(cells), 'f');
    expect(fuzz(await openCells(cells), 'f', null, 0)).toEqual(whole);
    const parts = await openCells(cells);
    const sums = [fuzz(parts, 'f', { from: 1, to: 5 }), fuzz(parts, 'f', { from: 5, to: 13 })];
    expect(sums.reduce((sum, { events }) => sum + events, 0)).toBe(whole.events);
    expect(Math.min(...sums.flatMap(({ failures }) => failures.map(({ first }) => first)))).toBe(
      whole.failures[0]?.first,
    );
  });

  it('opens a failure as a branch of its own, which a journal brings back', async () => {
    const cells = { ...touchy, 'check f': `fuzz('f', { scenario: 's', seeds: 12 })` };
    const run = await openCells(cells);
    run.to(500);
    const [failure] = fuzz(run, 'f').failures;
    const reply = run.branch({ type: 'open-failure', fuzz: 'f', failure: 0 });
    expect(codesOf(reply.program.diagnostics)).toEqual([]);
    const { properties, branches, marks, seed } = run.to(0);
    expect(properties.find(({ name }) => name === 'never wrong')).toMatchObject({
      verdict: 'violated',
      text: 'a is wrong',
    });
    expect(seed).toBe(failure?.seed);
    expect(branches.map(({ name, isCurrent }) => [name, isCurrent])).toEqual([
      ['main', false],
      [`f, seed ${failure?.seed}`, true],
    ]);
    expect(marks.filter(({ kind }) => kind === 'fault').map(({ title }) => title)).toContain('a crashed');
    const again = await openCells(cells, { restore: { journal: run.journal(), sources: [...run.sources.values()] } });
    again.to(0);
    expect(again.property('never wrong')).toEqual(run.property('never wrong'));
    expect(again.digest()).toBe(run.digest());
    run.branch({ type: 'switch', id: 1 });
    expect(run.property('never wrong').verdict).toBe('holds');
  });

  it('refuses to open a failure that it does not know', async () => {
    const run = await openCells({ ...touchy, 'check f': `fuzz('f', { scenario: 's', seeds: 1 })` });
    const reply = run.branch({ type: 'open-failure', fuzz: 'f', failure: 7 });
    expect(codesOf(reply.program.diagnostics)).toEqual(['input/refused']);
  });

  it('counts a rule that throws as a failure, with its diagnostic', async () => {
    const model =
      touchy['model']?.replace('s.missed += 1', "s.missed += 1; if (s.boots > 1) throw new Error('twice')") ?? '';
    const run = await openCells({ ...touchy, model, 'check f': `fuzz('f', { scenario: 's', seeds: 10 })` });
    const found = fuzz(run, 'f');
    expect(found.failures).toMatchObject([{ kind: 'error', property: 'n.Tick', after: { deeds: 2, nodes: 1 } }]);
    expect(codesOf(found.diagnostics)).toContain('rule/threw');
  });

  it('is content with the violation that it was told to expect, and only with that', async () => {
    const declared = (name: string): string =>
      `fuzz('f', { scenario: 's', seeds: 12, expect: { violates: '${name}' } })`;
    const run = await openCells({ ...touchy, 'check f': declared('never wrong') });
    expect(fuzz(run, 'f')).toMatchObject({ status: 'passed', failures: [{ isExpected: true }] });
    await run.edit({ 'check f': declared('another') });
    const found = fuzz(run, 'f');
    expect(found).toMatchObject({ status: 'failed', failures: [{ isExpected: false }] });
    expect(codesOf(found.diagnostics)).toEqual(['check/not-violated']);
  });

  it('checks what clients were told, too', async () => {
    const run = await openCells({
      model: `const Put = message<{ id: number }>('Put')
const Done = message<{ id: number; n: number }>('Done')
const server = node('server', { state: () => ({ n: 0 }) })
server.on(Put, (s, m, ctx) => { s.n += 1; ctx.reply(Done({ id: m.id, n: s.n })) })
const client = node('client', { state: () => ({}) })
client.on(Operation, (s, m, ctx) => { ctx.send('server', Put({ id: ctx.invoke(m) })) })
client.on(Done, (s, m, ctx) => ctx.complete(m.id, m.n))`,
      'scenario s': `scenario('s', { until: 1_000 }, (world) => {
  world.add(server); world.add(client, 2)
  world.network({ latency: uniform(1, 5) })
  world.load(client, workload({ mix: { add: 1 }, keys: uniform(0, 1), arrivals: closed(2, { think: constant(5) }) }))
})`,
      'check c': `linearizable('counter', models.counter(), { key: null })
fuzz('f', { scenario: 's', seeds: 20, kinds: [server] })`,
    });
    const [failure] = fuzz(run, 'f').failures;
    expect(failure).toMatchObject({ property: 'counter', kind: 'linearizable' });
    // A counter that is not durable, or one that counts a message twice.
    expect(failure?.deeds.map((line) => line.replace(/^\S+ ms {2}/, '').split(' ')[0])).toEqual(
      expect.arrayContaining([expect.stringMatching(/crash|duplicate/)]),
    );
  });

  it('says so when there is nothing to run', async () => {
    const run = await openCells({ ...touchy, 'check f': `fuzz('f', { scenario: 'x' })` });
    expect(fuzz(run, 'f')).toMatchObject({
      status: 'error',
      seeds: { done: 0 },
      diagnostics: [{ code: 'check/unknown-scenario' }],
    });
  });
});
