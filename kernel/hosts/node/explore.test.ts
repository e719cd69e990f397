import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkNotebook, type ExploreWishes } from './check.ts';
import { type FileResult, fileFailed } from './check-result.ts';
import { type Compiler, startCompiler } from './compiler.ts';
import { createProgress, exploreText } from './progress.ts';
import { replayFile } from './replay.ts';
import { junitReport } from './report-junit.ts';
import { textReport } from './report-text.ts';

let folder = '';
let compiler: Compiler;
let twoPhaseCommit = '';
const thread = (name: string): URL => pathToFileURL(join(folder, `${name}.mjs`));
const limits = { stallMs: 10_000, totalMs: 60_000, memoryMb: 512 };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rehearsal-explore-'));
  for (const name of ['check-thread', 'explore-thread', 'replay-thread']) {
    const input = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
    const bundle = await rolldown({ input, platform: 'node', logLevel: 'warn' });
    await bundle.write({ file: join(folder, `${name}.mjs`), format: 'esm', codeSplitting: false });
    await bundle.close();
  }
  compiler = await startCompiler();
  twoPhaseCommit = await readFile(new URL('../../../notebooks/01-two-phase-commit.sim.md', import.meta.url), 'utf8');
});

afterAll(async () => {
  await compiler.close();
  await rm(folder, { recursive: true });
});

const check = (text: string, wishes: Partial<ExploreWishes> = {}): Promise<FileResult> =>
  checkNotebook('tpc.sim.md', new TextEncoder().encode(text), null, {
    compiler,
    thread: thread('check-thread'),
    limits,
    explore: { thread: thread('explore-thread'), workers: 1, limitMs: 60_000, ...wishes },
  });
const reported = (result: FileResult): string => textReport({ files: [result] }, { colour: false, seed: null });
const hasty = (): string =>
  twoPhaseCommit
    .replace('&&\n    s.prepared.size === ctx.nodes(rm).length', '&&\n    s.prepared.size >= 2')
    .replace('expect: { states: 288 },', '');
/** More worlds than anybody waits for. */
const large = (): string => twoPhaseCommit.replace('world.add(rm, 3)', 'world.add(rm, 12)');

test('an exploration that holds says so, and how much that is', async () => {
  const result = await check(twoPhaseCommit);
  expect(result.explorations).toMatchObject([{ verdict: 'holds', isWhole: true, failed: false, violations: [] }]);
  expect(fileFailed(result)).toBe(false);
  expect(reported(result)).toContain('✓ explore every interleaving: no violation in 288 states, depth 10; complete');
}, 60_000);

test('a counterexample is told step by step: who sent what to whom, what changed, what is wrong in the end', async () => {
  const result = await check(hasty());
  expect(fileFailed(result)).toBe(true);
  const report = reported(result);
  expect(report).toContain(`
      nobody disagrees is violated after 7 steps:
         0  start
         1  prepare on rm1
              rm1.status: working → prepared
              sent rm1 → tm  Prepared
         2  Prepared rm1 → tm
              tm.prepared: {} → {rm1}
`);
  expect(report).toContain('no commit without every promise: committed, but rm3 is working\n');
  expect(junitReport({ files: [result] }, null)).toContain('tm.prepared: {} → {rm1}');
}, 60_000);

test('each counterexample is a run that is made again to the same violation', async () => {
  const result = await check(hasty());
  const { violations = [] } = result.explorations[0] ?? {};
  expect(violations).toHaveLength(3);
  for (const { property, run } of violations) {
    const replayed = await replayFile('x', run ?? '', { compiler, thread: thread('replay-thread'), limits });
    expect(replayed).toMatchObject({ title: 'Two-phase commit', diagnostics: [], branches: [{ verdict: 'same' }] });
    const [branch] = replayed.branches;
    const violated = branch?.properties.filter(({ verdict }) => verdict === 'violated').map(({ name }) => name);
    expect(violated).toContain(property);
    expect(branch?.name).toBe(`every interleaving: ${property}`);
  }
}, 60_000);

test('one that takes longer than it may is ended: what it has found is no pass and no failure, and it says so', async () => {
  const far: number[] = [];
  const result = await check(large(), { limitMs: 600, onProgress: (one) => far.push(one?.states ?? -1) });
  expect(result.explorations).toMatchObject([{ verdict: 'limited', isWhole: false, failed: false }]);
  expect(reported(result)).toMatch(
    /explore every interleaving: no violation in [\d,]+ states, depth \d+; not complete/,
  );
  expect(far.length).toBeGreaterThan(2);
  expect(far.at(-1)).toBe(-1);
}, 60_000);

test('what several explore together is the same for any number of them: worlds, transitions, depth, verdicts, lengths', async () => {
  const sound = twoPhaseCommit.replace('world.add(rm, 3)', 'world.add(rm, 5)').replace('states: 288', 'states: 8832');
  const found = async (text: string, workers: number): Promise<object> => {
    const result = await check(text, { workers, aloneMs: 0 });
    const [exploration] = result.explorations;
    const { violations = [], exercise, states, transitions, depth, verdict, witnessed } = exploration ?? {};
    const lengths = violations.map(({ property, path, story, run }) => [
      property,
      path.length,
      story.length,
      run !== null,
    ]);
    const codes = result.diagnostics.map(({ code }) => code);
    return { states, transitions, depth, verdict, witnessed: witnessed?.toSorted(), exercise, codes, lengths };
  };
  for (const text of [sound, hasty().replace('world.add(rm, 3)', 'world.add(rm, 5)')]) {
    const alone = await found(text, 1);
    for (const workers of [2, 3]) expect(await found(text, workers)).toEqual(alone);
  }
  expect(await found(sound, 2)).toMatchObject({ states: 8_832, verdict: 'holds', codes: [], lengths: [] });
}, 120_000);

test('one that is interrupted gives what it has found', async () => {
  const interruption = new AbortController();
  const result = await check(large(), {
    onProgress: () => interruption.abort(),
    signal: interruption.signal,
  });
  expect(result.explorations).toMatchObject([{ verdict: 'limited', isWhole: false, failed: false }]);
}, 60_000);

const secondLife = (does: string): string => `# A second life

\`\`\`ts rules node
const n = node('n', { state: () => ({ lives: 0 }), durable: ['lives'] })

n.start((s) => {
  s.lives += 1
  if (s.lives > 1) ${does}
})
\`\`\`

\`\`\`ts scenario
scenario('a quiet day', { until: 10 }, (world) => { world.add(n) })
\`\`\`

\`\`\`ts check
explore('a bad day', { scenario: 'a quiet day', faults: { crash: 1, restart: 1 } })
\`\`\`
`;

for (const [what, does, code, said] of [
  ['throws', `throw new Error('who am I?')`, 'rule/threw', 'n.start'],
  ['loops for ever', `for (;;) {}`, 'rule/budget', 'This loop'],
  ['does not come back', `/^(a+)+$/.test('a'.repeat(50) + '!')`, 'rule/hangs', 'n.start'],
] as const)
  test(`a rule that ${what}, and only exploring comes to it, is named at its line`, async () => {
    const result = await checkNotebook('x.sim.md', new TextEncoder().encode(secondLife(does)), null, {
      compiler,
      thread: thread('check-thread'),
      limits: { ...limits, stallMs: 1_500 },
      explore: { thread: thread('explore-thread'), workers: 1, limitMs: 60_000 },
    });
    expect(fileFailed(result)).toBe(true);
    expect(result.diagnostics).toMatchObject([{ code, line: expect.any(Number), severity: 'error' }]);
    const report = reported(result);
    expect(report).toMatch(new RegExp(`x\\.sim\\.md:[678]\\S*: error .*${said}`));
    expect(report).toContain('explor');
    expect(report).toContain('a bad day');
  }, 60_000);

test('progress is one line that is written over on a terminal, and a line now and then elsewhere', () => {
  const line = exploreText({ name: 'all', states: 1_234_567, transitions: 9_000_000, depth: 12, ms: 3_000 });
  expect(line).toBe('explore all: 1,234,567 states, 3,000,000 transitions/s, depth 12, 3 s');
  for (const [isTTY, wanted] of [
    [true, ['\r\u001b[Ka', '\r\u001b[Kb', '\r\u001b[Kc', '\r\u001b[K']],
    [false, ['b\n']],
  ] as const) {
    const written: string[] = [];
    let now = 0;
    const progress = createProgress({ isTTY, write: (text) => written.push(text) }, () => now);
    for (const text of ['a', 'b', 'c', null]) {
      progress.tell(text);
      now += 5_000;
    }
    expect(written).toEqual(wanted);
  }
});
