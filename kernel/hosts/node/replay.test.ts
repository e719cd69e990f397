import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeRunFile } from '../../run-file.ts';
import { openCells, type Opened } from '../../session.fixture.ts';
import { cells, edits } from '../../trace/gossip.fixture.ts';
import { startCompiler } from './compiler.ts';
import { replayFailed, replayFile, type ReplayResult, type ReplayTools } from './replay.ts';
import { replayReport } from './report-replay.ts';

let folder = '';
let tools: ReplayTools;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rehearsal-replay-'));
  const entry = fileURLToPath(new URL('./replay-thread.ts', import.meta.url));
  const bundle = await rolldown({ input: entry, platform: 'node', logLevel: 'warn' });
  const file = join(folder, 'replay-thread.mjs');
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  const limits = { stallMs: 5_000, totalMs: 30_000, memoryMb: 256 };
  tools = { compiler: await startCompiler(), thread: pathToFileURL(file), limits };
});

afterAll(async () => {
  await tools.compiler.close();
  await rm(folder, { recursive: true });
});

const saved = (run: Opened): string => {
  const { journal, digests } = run.session.handle({ type: 'export' });
  return writeRunFile('Gossip', journal, [...run.sources.values()], digests);
};
const replayed = (text: string): Promise<ReplayResult> => replayFile('gossip.rehearsal.json', text, tools);

/** Two branches, with edits, acts and a past that was run again. */
async function played(): Promise<Opened> {
  const run = await openCells(cells, { seed: 21 });
  run.to(300);
  run.input({ type: 'crash', node: 'g2' });
  run.to(600);
  await run.edit(edits[0] ?? {});
  run.to(900);
  run.branch({ type: 'fork', step: 40, name: 'what if' });
  run.input({ type: 'set', node: 'g1', path: ['heard'], value: new Set([1, 2]) });
  run.to(800);
  await run.edit(edits[1] ?? {}, { from: 'start' });
  while (run.to(800).status === 'rerunning');
  return run;
}

test('every branch of a saved run is made again to the digest that it had', async () => {
  const run = await played();
  const result = await replayed(saved(run));
  expect(result.branches.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['main', 'same'],
    ['what if', 'same'],
  ]);
  expect(result.branches[1]?.digest).toBe(run.digest());
  run.branch({ type: 'switch', id: 1 });
  const frame = run.to(0);
  expect(result.branches[0]).toMatchObject({ seed: 21, events: frame.tip.step, now: frame.tip.now });
  expect(replayFailed(result)).toBe(false);
  expect(replayReport(result, false)).toContain('✓ branch what if: the same as when it was saved');
}, 60_000);

test('a run that comes out otherwise is a failure, and both digests are told', async () => {
  const text = saved(await played()).replace('"seed": 21', '"seed": 22');
  const result = await replayed(text);
  expect(result.branches.map(({ verdict }) => verdict)).toContain('different');
  expect(replayFailed(result)).toBe(true);
  expect(replayReport(result, false)).toMatch(/NOT the same[^]*digest when saved: [0-9a-f]{16}/);
}, 60_000);

test('a branch whose program does not start is broken, and the others are made all the same', async () => {
  const text = saved(await played()).replace('"scenario": "s"', '"scenario": "another"');
  const { branches } = await replayed(text);
  expect(branches.map(({ verdict }) => verdict).toSorted()).toEqual(['broken', 'same']);
  expect(branches.find(({ verdict }) => verdict === 'broken')?.diagnostics[0]?.code).toBe('journal/broken');
}, 60_000);

test('a file that cannot be read says why, and nothing of it is run', async () => {
  for (const [text, code] of [
    ['no JSON', 'journal/broken'],
    ['{"rehearsal":"run","version":99}', 'journal/version'],
  ] as const) {
    const result = await replayed(text);
    expect(result.diagnostics.map((one) => one.code)).toEqual([code]);
    expect(replayFailed(result)).toBe(true);
  }
});

test('a rule that never comes back ends the replay with a diagnostic', async () => {
  const run = await openCells(cells, { seed: 21 });
  run.to(300);
  const text = saved(run).replace('s.made += 1', String.raw`/(a+)+b/.test('a'.repeat(99)); s.made += 1`);
  const limits = { stallMs: 1_000, totalMs: 30_000, memoryMb: 256 };
  const result = await replayFile('x', text, { ...tools, limits });
  expect(result.diagnostics.map((one) => one.code)).toEqual(['rule/hangs']);
}, 60_000);
