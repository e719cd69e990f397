import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import type { CheckResult } from '../kernel/hosts/node/check-result.ts';
import { importedCells, loadImports } from '../kernel/imports/load.ts';
import { cellsOf, frontMatterOf } from '../kernel/notebook/notebook.ts';
import { parse } from '../kernel/notebook/parse.ts';
import type { Frame } from '../kernel/protocol.ts';
import { type RawKernel, startRawKernel } from './raw-kernel.ts';

const run = promisify(execFile);
const cli = `${process.env['E2E_DIST'] ?? 'dist'}/cli/rehearsal.js`;

/** Digests by scenario, from the command line. What is explored beside them is not asked for here. */
async function inNode(file: string, seed: number): Promise<Readonly<Record<string, string>>> {
  const { stdout } = await run(
    'node',
    [cli, 'check', file, '--json', '--seed', String(seed), '--explore-time', '0.001'],
    {
      maxBuffer: 1e8,
    },
  ).catch((error: { readonly stdout: string }) => error);
  const result: CheckResult = JSON.parse(stdout);
  return Object.fromEntries((result.files[0]?.scenarios ?? []).map(({ name, digest }) => [name, digest]));
}

/** Digests by scenario, compiled and run in the browser, each run to where the command line runs it. */
async function inBrowser(kernel: RawKernel, file: string, seed: number): Promise<Readonly<Record<string, string>>> {
  const notebook = parse(readFileSync(file, 'utf8'));
  const own = await kernel.compile(cellsOf(notebook).map(({ key, kind, slug, code }) => ({ key, kind, slug, code })));
  const imported = await loadImports(basename(file), own, {
    read: async (path) => ({ type: 'text', text: readFileSync(join(dirname(file), path), 'utf8') }),
    compile: (cells) => kernel.compile(cells),
  });
  const cells = [...importedCells(imported), ...own];
  const seeds = { seed, defaultSeed: frontMatterOf(notebook)?.seed ?? null };
  const opening = { type: 'open', cells, ...seeds, restore: null } as const;
  const { program } = await kernel.request({ ...opening, scenario: null });
  const digests: Record<string, string> = {};
  for (const { name, until } of program.scenarios) {
    await kernel.request({ ...opening, scenario: name });
    const want = { state: false, stats: false, log: 0, density: null };
    let frame: Frame;
    do {
      ({ frame } = await kernel.request({ type: 'advance', to: until ?? 60_000, steps: null, budgetMs: 200, want }));
    } while (frame.status === 'running' && frame.tip.now < (until ?? 60_000));
    digests[name] = (await kernel.request({ type: 'digest' })).digest;
  }
  return digests;
}

/** Not one that the notebooks or their scenarios name. */
const seed = 4_242;

for (const file of readdirSync('notebooks').filter((name) => name.endsWith('.sim.md'))) {
  test(`${file} runs to the same bytes in the browser and in Node`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.goto('');
    const kernel = await startRawKernel(page);
    const browser = await inBrowser(kernel, `notebooks/${file}`, seed);
    expect(Object.keys(browser).length).toBeGreaterThan(0);
    expect(browser).toEqual(await inNode(`notebooks/${file}`, seed));
  });
}

test('a notebook that imports from another runs to the same bytes in the browser and in Node', async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-digest-'));
  const file = join(folder, 'more-raft.sim.md');
  writeFileSync(join(folder, 'raft.sim.md'), readFileSync('notebooks/02-raft.sim.md'));
  writeFileSync(
    file,
    `\`\`\`ts scenario
import { server } from './raft.sim.md'
scenario('seven servers', { until: 5_000 }, (world) => { world.add(server, 7) })
\`\`\`
`,
  );
  await page.goto('');
  const kernel = await startRawKernel(page);
  const browser = await inBrowser(kernel, file, seed);
  expect(Object.keys(browser)).toEqual(['seven servers']);
  expect(browser).toEqual(await inNode(file, seed));
});
