import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkNotebook, type FuzzWishes, type Tools } from './check.ts';
import { type FileResult, fileFailed } from './check-result.ts';
import { type Compiler, startCompiler } from './compiler.ts';
import { junitReport } from './report-junit.ts';
import { textReport } from './report-text.ts';

let folder = '';
let compiler: Compiler;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rehearsal-fuzz-'));
  for (const name of ['check-thread', 'fuzz-thread']) {
    const bundle = await rolldown({
      input: fileURLToPath(new URL(`./${name}.ts`, import.meta.url)),
      platform: 'node',
      logLevel: 'warn',
    });
    await bundle.write({ file: join(folder, `${name}.mjs`), format: 'esm', codeSplitting: false });
    await bundle.close();
  }
  compiler = await startCompiler();
});

afterAll(async () => {
  await compiler.close();
  await rm(folder, { recursive: true });
});

/** A lease that two may hold when the holder crashes and comes back while another one has it. */
const lease = (check: string): string => `---
seed: 3
---

\`\`\`ts rules
const Want = message('Want')
const Grant = message('Grant')
const Retry = message('Retry')
const giver = node('giver', { state: () => ({ holder: '' }) })
giver.on(Want, (s, _, ctx) => { if (s.holder === '' || s.holder === ctx.from) { s.holder = ctx.from; ctx.reply(Grant()) } })
const taker = node('taker', { state: () => ({ holds: false }), durable: ['holds'], start(s, ctx) { ctx.setTimer(Retry(), ctx.random.between(5, 50)) } })
taker.on(Retry, (s, _, ctx) => { ctx.send('giver', Want()); ctx.setTimer(Retry(), 40) })
taker.on(Grant, (s) => { s.holds = true })
taker.may('let go', (s) => false, () => {})
\`\`\`

\`\`\`ts scenario
scenario('two takers', { until: 1_000 }, (world) => { world.add(giver); world.add(taker, 2); world.network({ latency: uniform(1, 9) }) })
\`\`\`

\`\`\`ts check
always('one holds', (world) => world.all(taker).filter((s) => s.holds).length < 2)
${check}
\`\`\`
`;

function check(
  text: string,
  { stallMs = 5_000, ...wishes }: Partial<FuzzWishes> & { readonly stallMs?: number } = {},
): Promise<FileResult> {
  const thread = (name: string): URL => pathToFileURL(join(folder, `${name}.mjs`));
  const limits = { stallMs, totalMs: 60_000, memoryMb: 512 };
  const tools: Tools = {
    compiler,
    thread: thread('check-thread'),
    limits,
    fuzz: { thread: thread('fuzz-thread'), workers: 1, seeds: null, ...wishes },
  };
  return checkNotebook('lease.sim.md', new TextEncoder().encode(text), null, tools);
}

test('a failure is reported with the scenario that shows it and the command that finds it, and fails the check', async () => {
  const result = await check(lease(`fuzz('a bad day', { scenario: 'two takers', seeds: 40 })`));
  expect(result.diagnostics).toEqual([]);
  expect(result.scenarios.map(({ verdict }) => verdict)).toEqual(['passed']);
  expect(fileFailed(result)).toBe(true);
  const [fuzzing] = result.fuzzings;
  expect(fuzzing).toMatchObject({
    name: 'a bad day',
    status: 'failed',
    isWhole: true,
    seeds: { from: 1, done: 40, of: 40 },
    neverFired: ['taker.let go'],
    failures: [{ property: 'one holds', after: { deeds: 2, nodes: 3 } }],
  });
  const seed = fuzzing?.failures[0]?.seed;
  const report = textReport({ files: [result] }, { colour: false, seed: null });
  expect(report).toContain('✗ fuzz a bad day: failed  40 runs');
  expect(report).toContain('never fired: taker.let go');
  expect(report).toContain(`rehearsal check lease.sim.md --seeds ${seed}-${seed}`);
  expect(report).toMatch(/ {2}world\.at\([\d.]+, \(w\) => w\.crash\('giver'\)\)/);
  expect(junitReport({ files: [result] }, null)).toContain('<testcase name="fuzz a bad day"');
  const again = await check(lease(`fuzz('a bad day', { scenario: 'two takers' })`), {
    seeds: { from: seed ?? 0, to: (seed ?? 0) + 1 },
  });
  expect(again.fuzzings[0]?.failures).toMatchObject([{ seed, runs: 1, scenario: fuzzing?.failures[0]?.scenario }]);
});

test('any number of threads finds the same', async () => {
  const text = lease(`fuzz('a bad day', { scenario: 'two takers', seeds: 60 })`);
  const [one, three] = [await check(text, { workers: 1 }), await check(text, { workers: 3 })];
  expect(three.fuzzings).toEqual(one.fuzzings);
});

test('ended early, it says so and tells what it has found', async () => {
  const interruption = new AbortController();
  const result = await check(lease(`fuzz('a bad day', { scenario: 'two takers', seeds: 4_000 })`), {
    signal: interruption.signal,
    onProgress: () => interruption.abort(),
  });
  expect(result.fuzzings).toMatchObject([{ isWhole: false, seeds: { of: 4_000 } }]);
  expect(result.fuzzings[0]?.seeds.done).toBeLessThan(4_000);
  expect(result.fuzzings[0]?.failures).toHaveLength(1);
  expect(textReport({ files: [result] }, { colour: false, seed: null })).toContain('of 4000 runs');
});

test('a rule that does not come back under faults is ended from outside, and named at its line', async () => {
  // Only a second life hangs, and only faults bring one.
  const hangs = `giver.start((s) => { s.boots += 1; if (s.boots > 1) /^(a+)+$/.test('a'.repeat(50) + '!') })`;
  const text = lease(`${hangs}\nfuzz('a bad day', { scenario: 'two takers', seeds: 5, swarm: false })`)
    .replace("state: () => ({ holder: '' })", "state: () => ({ holder: '', boots: 0 }), durable: ['boots']")
    .replace('```ts check', '```ts rules more');
  const result = await check(text, { stallMs: 2_500 });
  expect(result.scenarios.map(({ verdict }) => verdict)).toEqual(['passed']);
  const line = text.split('\n').findIndex((one) => one.includes('giver.start')) + 1;
  expect(result.diagnostics.map((one) => [one.code, one.text, one.line])).toContainEqual([
    'rule/hangs',
    'giver.start did not come back on giver. It was fuzzing "a bad day".',
    line,
  ]);
  expect(fileFailed(result)).toBe(true);
});

test('one that hangs says nothing of those that come after it', async () => {
  const hangs = `giver.start((s) => { s.boots += 1; if (s.boots > 1) /^(a+)+$/.test('a'.repeat(50) + '!') })`;
  const calm = `scenario('nobody gives', { until: 500 }, (world) => { world.add(taker, 2) })`;
  const two = `fuzz('a bad day', { scenario: 'two takers', seeds: 5, swarm: false })
fuzz('another day', { scenario: 'nobody gives', seeds: 5, faults: {} })`;
  const text = lease(`${hangs}\n${calm}\n${two}`)
    .replace("state: () => ({ holder: '' })", "state: () => ({ holder: '', boots: 0 }), durable: ['boots']")
    .replace('```ts check', '```ts rules more');
  for (const workers of [1, 2]) {
    const result = await check(text, { stallMs: 2_500, workers });
    const hung = result.diagnostics.filter(({ code }) => code === 'rule/hangs');
    expect(hung.map(({ text: why }) => why)).toEqual([
      'giver.start did not come back on giver. It was fuzzing "a bad day".',
    ]);
    expect(result.fuzzings).toMatchObject([{ name: 'another day', isWhole: true }]);
  }
}, 60_000);

test.each([
  [`seeds: 0`, 'seeds is 0'],
  [`faults: { flood: 1 } as never`, "There is no fault 'flood'"],
  [`faults: { crash: -1 }`, 'is -1'],
  [`kinds: ['taker'] as never`, 'kinds is no list'],
  [`until: 0`, 'until is 0'],
])('a wrong option is a diagnostic: %s', async (options, text) => {
  const result = await check(lease(`fuzz('f', { scenario: 'two takers', ${options} })`));
  expect(result.diagnostics.map((one) => [one.code, one.text])).toContainEqual([
    'program/bad-argument',
    expect.stringContaining(text),
  ]);
});
