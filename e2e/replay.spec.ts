/** A run leaves the page as a file and is the same elsewhere; and it comes back to the page, every branch of it. */
import { spawnSync } from 'node:child_process';
import type { ReplayResult } from '../kernel/hosts/node/replay.ts';
import {
  chooseSpeed,
  diagnostic,
  expectBadge,
  expectRunning,
  openNotebook,
  pause,
  serveNotebook,
  typeOver,
  virtualTime,
} from './notebook-page.ts';
import { expect, type Page, test } from './watched.ts';

const cli = `${process.env['E2E_DIST'] ?? 'dist'}/cli/rehearsal.js`;
const file = 'gossip.sim.md';
const text = `# Gossip

\`\`\`ts rules peer
const Tick = message('Tick')
const Ping = message<{ n: number }>('Ping')
const peer = node('peer', { state: () => ({ seen: 0, best: 0 }), start(s, ctx) { ctx.setTimer(Tick(), 10) } })
peer.on(Tick, (s, _, ctx) => {
  ctx.setTimer(Tick(), ctx.random.between(5, 15))
  ctx.send(ctx.choose(ctx.peers), Ping({ n: ctx.random.int(100) }))
})
peer.on(Ping, (s, m) => { s.seen += 1; s.best = Math.max(s.best, m.n) })
peer.when('record', (s) => s.best === 99, (s) => { s.best = 0 })
\`\`\`

\`\`\`ts scenario three
scenario('three', { seed: 5, until: 60_000 }, (world) => {
  world.add(peer, 3)
  world.network({ latency: exponential(4), loss: 0.1 })
})
\`\`\`
`;

const lane = (page: Page, name: string) =>
  page.locator('rh-timeline').getByRole('list', { name: 'Branches' }).getByRole('button', { name, exact: true });
const current = (page: Page) =>
  page.locator('rh-timeline').getByRole('list', { name: 'Branches' }).locator('[aria-current="true"]');

async function runTo(page: Page, time: number): Promise<void> {
  await chooseSpeed(page, '1');
  await expect.poll(() => virtualTime(page), { intervals: [50], timeout: 20_000 }).toBeGreaterThan(time);
  await pause(page);
}

async function goTo(page: Page, name: string): Promise<void> {
  await lane(page, name).click();
  await expect(current(page)).toHaveText(name);
}

/** Exports the run: the file, and what the page says of the current branch. */
async function exported(page: Page, branch: string): Promise<{ readonly path: string; readonly digest: string }> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Export run' }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('gossip.rehearsal.json');
  const notice = page.getByText(new RegExp(`^${branch}: \\d+ events with the digest [0-9a-f]{16}\\.`));
  const digest = /digest ([0-9a-f]{16})/.exec((await notice.textContent()) ?? '')?.[1] ?? '';
  return { path: await saved.path(), digest };
}

/** What the command line makes of the file. */
function replayed(path: string): ReplayResult {
  const { stdout, status } = spawnSync('node', [cli, 'replay', path, '--json'], { encoding: 'utf8' });
  expect(status).toBe(0);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the command line wrote
  return JSON.parse(stdout) as ReplayResult;
}

test.beforeEach(async ({ page }) => {
  await serveNotebook(page, file, text);
  await openNotebook(page, file);
});

test('a run exported from the page has the same digest in Node, with its edits, acts and branches', async ({
  page,
}) => {
  await runTo(page, 300);
  await typeOver(page, 'rules peer', 's.seen += 1', 's.seen += 2');
  await expectBadge(page, 'rules peer', 'live');
  await page.locator('rh-stage [data-node="peer2"]').focus();
  await page.keyboard.press('m');
  await page.getByRole('menuitem', { name: 'Crash' }).click();
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('f');
  await expect(current(page)).toHaveText('branch 2');
  await page.getByRole('button', { name: 'Play' }).click();
  await expect.poll(() => virtualTime(page)).toBeGreaterThan(500);
  await pause(page);

  const { path, digest } = await exported(page, 'branch 2');
  const branches = Object.fromEntries(replayed(path).branches.map((branch) => [branch.name, branch]));
  expect(Object.keys(branches)).toEqual(['main', 'branch 2']);
  expect(branches['branch 2']).toMatchObject({ digest, verdict: 'same' });
  expect(branches['main']).toMatchObject({ verdict: 'same' });
});

test('every branch comes back from a reload to the same digest, also when the text of the current one hangs', async ({
  page,
}) => {
  await runTo(page, 300);
  for (const name of ['branch 2', 'branch 3']) {
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('f');
    await expect(current(page)).toHaveText(name);
    await page.getByRole('button', { name: 'Play' }).click();
    await runTo(page, 350);
  }
  const digests: Record<string, string> = {};
  for (const name of ['main', 'branch 2', 'branch 3']) {
    await goTo(page, name);
    digests[name] = (await exported(page, name)).digest;
  }
  expect(new Set(Object.values(digests)).size).toBe(3);

  await typeOver(page, 'rules peer', 's.seen += 1', "/^(a+)+$/.test('a'.repeat(50) + 'b'); s.seen += 1");
  await expect(diagnostic(page, 'rules peer', 'rule/hangs').first()).toBeVisible({ timeout: 20_000 });
  await page.reload();
  await expectRunning(page);
  await pause(page);
  for (const name of ['main', 'branch 2']) {
    await goTo(page, name);
    expect((await exported(page, name)).digest).toBe(digests[name]);
  }
});
