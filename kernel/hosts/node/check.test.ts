import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkNotebook, type Tools } from './check.ts';
import { type FileResult, fileFailed } from './check-result.ts';
import { startCompiler } from './compiler.ts';
import { junitReport } from './report-junit.ts';
import { textReport } from './report-text.ts';

let folder = '';
let tools: Tools;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rehearsal-check-'));
  const entry = fileURLToPath(new URL('./check-thread.ts', import.meta.url));
  const bundle = await rolldown({ input: entry, platform: 'node', logLevel: 'warn' });
  const file = join(folder, 'check-thread.mjs');
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  const limits = { stallMs: 3_000, totalMs: 20_000, memoryMb: 256 };
  tools = { compiler: await startCompiler(), thread: pathToFileURL(file), limits };
});

afterAll(async () => {
  await tools.compiler.close();
  await rm(folder, { recursive: true });
});

/** A notebook of one node that counts its own ticks. `rule` runs at each. */
function notebook(rule: string, checks = '', until = 'until: 100'): string {
  return `---
title: Ticks
seed: 5
---

# Ticks

\`\`\`ts rules ticker
const Tick = message('Tick')
const ticker = node('ticker', {
  state: () => ({ ticks: 0 }),
  start(s, ctx) { ctx.setTimer(Tick(), 10) },
})
ticker.on(Tick, (s, m, ctx) => {
  s.ticks++
  ${rule}
  ctx.setTimer(Tick(), 10)
})
\`\`\`

\`\`\`ts scenario
scenario('one ticker', { ${until} }, (world) => { world.add(ticker) })
\`\`\`

\`\`\`ts check
${checks}
\`\`\`
`;
}

const check = (text: string | Uint8Array, seed: number | null = null): Promise<FileResult> =>
  checkNotebook('ticks.sim.md', typeof text === 'string' ? new TextEncoder().encode(text) : text, seed, tools);

/** A client that is told what it wrote the time before last. */
const stale = `const id = s.ticks % 2 === 0 ? ctx.invoke('write', s.ticks, 'x') : ctx.invoke('read', undefined, 'x')
  if (s.ticks % 2 === 0) ctx.complete(id)
  else ctx.complete(id, s.ticks < 4 ? s.ticks - 1 || null : s.ticks - 3)`;

test('a history that no order of its operations explains fails, with a chart of those that offend', async () => {
  const result = await check(notebook(stale, "linearizable('registers', models.register())"));
  expect(result.diagnostics).toEqual([]);
  expect(result.properties).toMatchObject([
    {
      kind: 'linearizable',
      verdict: 'violated',
      failed: true,
      at: { time: 50 },
      text: expect.stringMatching(/^read x → 2 by ticker/),
    },
  ]);
  const offending = result.properties[0]?.chart?.operations.filter(({ isOffending }) => isOffending);
  expect(offending?.map(({ text }) => text)).toEqual(['write x 2', 'write x 4', 'read x → 2']);
  const report = textReport({ files: [result] }, { colour: false, seed: null });
  expect(report).toMatch(/✗ {2}ticker .*├.*┤ read x → 2/);
  expect(junitReport({ files: [result] }, null)).toContain('read x → 2');
});

test('a history in which nobody recorded anything is no pass', async () => {
  const result = await check(notebook('', "isolated('transactions', 'serializable')"));
  expect(result.properties).toMatchObject([
    { kind: 'isolated', verdict: 'pending', failed: true, text: expect.stringContaining('No operation was recorded') },
  ]);
});

test('a notebook whose properties hold passes, with its seed, events and digest', async () => {
  const result = await check(notebook('', "always('counts', (world) => world.get(ticker).ticks >= 0)"));
  expect(result.diagnostics).toEqual([]);
  expect(fileFailed(result)).toBe(false);
  expect(result.scenarios).toMatchObject([{ name: 'one ticker', seed: 5, verdict: 'passed', until: 100, now: 100 }]);
  expect(result.scenarios[0]?.events).toBeGreaterThanOrEqual(10);
  expect(result.scenarios[0]?.digest).toMatch(/^[0-9a-f]{16}$/);
  expect(result.properties).toMatchObject([
    { name: 'counts', kind: 'always', verdict: 'holds', failed: false, line: 26 },
  ]);
});

test('the same notebook and seed give the same digest, another seed another', async () => {
  const text = notebook('s.ticks += ctx.random()');
  const digests = await Promise.all([check(text), check(text), check(text, 6)]);
  const [first, second, other] = digests.map((result) => result.scenarios[0]?.digest);
  expect(first).toBe(second);
  expect(other).not.toBe(first);
});

test('a violation fails, with its line in the file and the command that shows it again', async () => {
  const result = await check(notebook('', "\nalways('few', (world) => world.get(ticker).ticks < 3)"));
  expect(fileFailed(result)).toBe(true);
  expect(result.scenarios[0]).toMatchObject({ verdict: 'failed', text: 'violates "few"' });
  expect(result.properties[0]).toMatchObject({
    verdict: 'violated',
    line: 27,
    at: { scenario: 'one ticker', time: 30 },
  });
  const report = textReport({ files: [result] }, { colour: false, seed: null });
  expect(report).toContain('ticks.sim.md:27: ');
  expect(report).toContain('rehearsal check ticks.sim.md --seed 5');
  expect(report).toMatch(/0 passed, 1 failed\n$/);
});

test('what no run decided fails and says so', async () => {
  const result = await check(notebook('', "reachable('many', (world) => world.get(ticker).ticks > 1000)"));
  expect(result.properties).toMatchObject([{ name: 'many', verdict: 'pending', failed: true }]);
  expect(result.properties[0]?.text).toContain('No witness: no moment of "one ticker" satisfies it.');
});

test('what had not come true when the scenario ended is a violation', async () => {
  const result = await check(notebook('', "eventually('more', (world) => world.get(ticker).ticks > 1000)"));
  expect(result.properties).toMatchObject([{ name: 'more', failed: true }]);
  expect(result.scenarios[0]?.verdict).toBe('failed');
});

test('a rule that throws is a diagnostic on its line', async () => {
  const result = await check(notebook("if (s.ticks === 4) throw new Error('four')"));
  expect(result.diagnostics).toMatchObject([{ code: 'rule/threw', severity: 'error', line: 16 }]);
  expect(result.scenarios[0]?.verdict).toBe('failed');
});

test('a syntax error is a diagnostic on its line', async () => {
  const result = await check(notebook('const = 1'));
  expect(result.diagnostics[0]).toMatchObject({ code: 'compile/syntax', severity: 'error', line: 16 });
});

test('a wrong field is a type error on its line, also across cells', async () => {
  const result = await check(notebook('s.tocks = 1', "always('x', (world) => world.get(ticker).tucks > 1)"));
  expect(result.diagnostics).toMatchObject([
    { code: 'compile/type', severity: 'error', line: 16, column: 5 },
    { code: 'compile/type', severity: 'error', line: 26 },
  ]);
  expect(result.diagnostics[0]?.text).toContain("'tocks'");
});

test('a library module is found, with its types', async () => {
  const text = notebook('', "import { zipfian } from 'rehearsal/keys'\nconst keys = zipfian('many')");
  const result = await check(text);
  expect(result.diagnostics.map(({ code, line }) => [code, line])).toContainEqual(['compile/type', 27]);
  expect(result.diagnostics.filter(({ line }) => line === 26)).toEqual([]);
});

for (const [kind, made] of [
  ['a function', '() => {}'],
  ['a generator', 'function* () {}'],
  ['a class', 'class {}'],
  ['a method of the language', 's.ticks.toFixed'],
] as const)
  test(`the constructor of ${kind} makes nothing of text, and so shows no clock and nothing of Node`, async () => {
    const result = await check(notebook(`;(${made})['con' + 'structor' as 'constructor']('return Date.now()')`));
    expect(result.diagnostics.filter(({ code }) => code !== 'compile/type')).toMatchObject([
      { code: 'rule/threw', text: expect.stringContaining('A model makes no functions of text'), line: 16 },
    ]);
  });

test('an endless loop is a diagnostic, not a hang', async () => {
  const result = await check(notebook('while (true) {}'));
  expect(result.diagnostics).toMatchObject([{ code: 'rule/budget', line: 16 }]);
});

test('a rule that no budget can stop is ended from outside, and named', async () => {
  const result = await check(notebook("if (s.ticks === 4) /^(a+)+$/.test('a'.repeat(40) + 'b')"));
  expect(result.diagnostics).toMatchObject([{ code: 'rule/hangs', cell: expect.any(String), line: 14 }]);
  expect(result.diagnostics[0]?.text).toMatch(
    /^ticker\.Tick did not come back on ticker at event \d+ of the scenario "one ticker"\.$/,
  );
});

test('a view that no budget can stop is ended from outside, and named', async () => {
  const view = "\n```ts view slow\n/^(a+)+$/.test('a'.repeat(40) + 'b')\n```\n";
  const result = await check(notebook('') + view);
  expect(result.diagnostics).toMatchObject([
    {
      code: 'rule/hangs',
      cell: expect.any(String),
      text: 'The view did not come back at the beginning of "one ticker".',
    },
  ]);
});

test('a model that eats all memory ends its thread and nothing else', async () => {
  const result = await check(
    notebook('const all = []; for (let i = 0; i < 900; i++) all.push(new Array(1e6).fill(i))'),
  );
  expect(result.diagnostics[0]).toMatchObject({ code: 'rule/hangs' });
  expect(result.diagnostics[0]?.text).toMatch(/memory|thread/i);
});

test('a view that throws, or is none, is a diagnostic on its line; one that can be shown is not told of', async () => {
  const view = (code: string) => `\n\`\`\`ts view\n${code}\n\`\`\`\n`;
  const result = await check(
    notebook('') +
      view('View.table(world.all(ticker), { node: (s) => s.id })') +
      view(
        'const ticks = world.get(ticker).ticks\nif (ticks > 3) throw new Error(`${ticks} are too many`)\nView.text(ticks)',
      ) +
      view('world.all(ticker).length'),
  );
  const found = result.diagnostics.filter(({ code }) => code.startsWith('view/'));
  expect(found.map(({ code, line }) => [code, line])).toEqual([
    ['view/threw', 35],
    ['view/none', 40],
  ]);
  expect(found[0]?.text).toBe('The view threw: 10 are too many.');
  expect(found[0]?.notes).toContainEqual({ text: 'at the end of "one ticker"', cell: null, range: null });
  expect(fileFailed(result)).toBe(true);
});

test('a scenario without an end is ended by the limit', async () => {
  const result = await check(notebook('', '', ''));
  expect(result.scenarios[0]).toMatchObject({ verdict: 'passed', until: null, now: 60_000 });
  expect(result.scenarios[0]?.text).toContain('has no `until`');
});

test('a notebook that runs nothing fails: a green check has checked something', async () => {
  const result = await check('# Only prose\n');
  expect(fileFailed(result)).toBe(true);
  expect(result.diagnostics[0]?.help).toContain('nothing is checked');
});

test('bytes that are not text are a diagnostic', async () => {
  const result = await check(Uint8Array.of(0xff, 0xfe, 0x00));
  expect(result.diagnostics).toMatchObject([{ code: 'notebook/not-text', severity: 'error' }]);
});

test('the JUnit report has a case for each scenario and property, with what failed', async () => {
  const result = await check(notebook('', "always('few', (world) => world.get(ticker).ticks < 3)"));
  const xml = junitReport({ files: [result] }, null);
  expect(xml.match(/<failure/g)).toHaveLength(2);
  expect(xml).toContain('always few');
  expect(xml).toContain('rehearsal check ticks.sim.md --seed 5');
});
