/** A notebook that imports from another one, in the page: the two are files of a folder that `rehearsal open` serves. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReplayResult } from '../kernel/hosts/node/replay.ts';
import {
  cell,
  diagnostic,
  expectBadge,
  expectRunning,
  openNotebook,
  pause,
  showView,
  typeOver,
  virtualTime,
} from './notebook-page.ts';
import { expect, type Page, test } from './watched.ts';

const dist = process.env['E2E_DIST'] ?? 'dist';
const cli = `${dist}/cli/rehearsal.js`;
const port = Number(process.env['E2E_PORT'] ?? 4199) + 1;
const folder = mkdtempSync(join(tmpdir(), 'rehearsal-imports-'));
let server: ChildProcess;

test.use({ baseURL: `http://127.0.0.1:${port}/` });

const ticker = (step: string): string => `# Ticker

\`\`\`ts rules ticker
interface Ticks { ticks: number }
const Tick = message('Tick')
const ticker = node('ticker', {
  state: (): Ticks => ({ ticks: 0 }),
  start(s, ctx) { ctx.setTimer(Tick(), 10) },
})
ticker.on(Tick, (s, m, ctx) => {
  s.ticks += ${step}
  ctx.setTimer(Tick(), 10)
})
const few = (n: number): boolean => n < 1_000_000
\`\`\`
`;

const main = `# Main

\`\`\`ts scenario
import { ticker, few } from './ticker.sim.md'
scenario('two', { seed: 3 }, (world) => { world.add(ticker, 2) })
always('few', (world) => world.all(ticker).every((t) => few(t.ticks)))
\`\`\`
`;

const write = (file: string, text: string): void => writeFileSync(join(folder, file), text);

test.beforeAll(async () => {
  server = spawn('node', [cli, 'open', folder, '--port', String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => server.stdout?.once('data', resolve));
});

test.afterAll(async () => {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill();
  await ended;
});

test.beforeEach(async ({ page }) => {
  write('ticker.sim.md', ticker('1'));
  write('main.sim.md', main);
  await openNotebook(page, 'main.sim.md');
});

const receipt = (page: Page) => page.getByRole('status').filter({ hasText: 'Swapped ticker.Tick' });

test('an edit on disk of what is imported is a swap in the run, rule by rule', async ({ page }) => {
  const before = await virtualTime(page);
  write('ticker.sim.md', ticker('2'));
  await expect(receipt(page)).toBeVisible();
  expect(await virtualTime(page)).toBeGreaterThanOrEqual(before);
  await expectBadge(page, 'scenario', 'live');
});

test('an edit in another tab is a swap here; a broken one leaves the last good program, and says so at the import', async ({
  page,
  context,
}) => {
  const other = await context.newPage();
  await other.goto('#/n/ticker.sim.md');
  await expectBadge(other, 'rules ticker', 'live');
  await typeOver(other, 'rules ticker', 's.ticks += 1', 's.ticks += 3');
  await expect(receipt(page)).toBeVisible();

  await typeOver(other, 'rules ticker', 's.ticks += 3', 's.ticks += )');
  await expect(diagnostic(page, 'scenario', 'compile/syntax')).toContainText('ticker.sim.md, line 11');
  const before = await virtualTime(page);
  await expect.poll(() => virtualTime(page)).toBeGreaterThan(before);
  await typeOver(other, 'rules ticker', 's.ticks += )', 's.ticks += 4');
  await expect(diagnostic(page, 'scenario', 'compile/syntax')).toHaveCount(0);
  await expectBadge(page, 'scenario', 'live');
});

test('a name that is not there, and a folder that is not this one, are told at the import', async ({ page }) => {
  await typeOver(page, 'scenario', 'few }', 'fewest as few }');
  await expect(diagnostic(page, 'scenario', 'graph/import')).toContainText('./ticker.sim.md has no fewest.');
  await typeOver(page, 'scenario', 'fewest as few }', 'few }');
  await expectBadge(page, 'scenario', 'live');
  await typeOver(page, 'scenario', './ticker.sim.md', '../ticker.sim.md');
  await expect(diagnostic(page, 'scenario', 'graph/import').first()).toContainText(
    'is not in the folder of this notebook',
  );
  const before = await virtualTime(page);
  await expect.poll(() => virtualTime(page)).toBeGreaterThan(before);
});

test('types are known across the files', async ({ page }) => {
  await typeOver(page, 'scenario', 't.ticks', 't.tocks');
  // It is known what a state of the other notebook holds.
  await expect(cell(page, 'scenario')).toContainText('1 type error');
});

test('a rule there that does not come back is given up, and the run is rebuilt with what was imported', async ({
  page,
}) => {
  write('ticker.sim.md', ticker("2 + Number(/^(a+)+$/.test('a'.repeat(50) + 'b'))"));
  await expect(page.getByText('The run was rebuilt in')).toBeVisible({ timeout: 20_000 });
  const before = await virtualTime(page);
  await expect.poll(() => virtualTime(page)).toBeGreaterThan(before);
  await showView(page, 'State');
  write('ticker.sim.md', ticker('5'));
  await expect(receipt(page)).toBeVisible();
});

test('the run outlives a reload, and is the same by `rehearsal replay`', async ({ page }) => {
  write('ticker.sim.md', ticker('2'));
  await expect(receipt(page)).toBeVisible();
  await pause(page);
  const time = await virtualTime(page);
  await page.reload();
  await expectRunning(page);
  await expect.poll(() => virtualTime(page)).toBeGreaterThanOrEqual(time);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: /Export run/ }).click();
  const path = join(folder, 'run.rehearsal.json');
  await (await download).saveAs(path);
  expect(readFileSync(path, 'utf8')).toContain('"type": "swap"');
  const { stdout, status } = spawnSync('node', [cli, 'replay', path, '--json'], { encoding: 'utf8' });
  const result: ReplayResult = JSON.parse(stdout);
  expect(result.branches).toMatchObject([{ verdict: 'same' }]);
  expect(result.branches[0]?.events).toBeGreaterThan(0);
  expect(status).toBe(0);
});
