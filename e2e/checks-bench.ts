/** What exploring costs the page in Chromium: the frames of a run that is watched meanwhile, and how fast it is. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { type Row, row } from '../kernel/hosts/node/bench-table.ts';
import { cellsOf } from '../kernel/notebook/notebook.ts';
import { parse } from '../kernel/notebook/parse.ts';
import { chooseSpeed, openNotebook, serveNotebook } from './notebook-page.ts';
import { startRawKernel } from './raw-kernel.ts';

const twoPhaseCommit = fileURLToPath(new URL('../../notebooks/01-two-phase-commit.sim.md', import.meta.url));

/** The notebook with so many resource managers in the scenario that is explored. */
async function twoPhase(resourceManagers: number): Promise<string> {
  const text = await readFile(twoPhaseCommit, 'utf8');
  return text
    .replace('world.add(rm, 3)', `world.add(rm, ${resourceManagers})`)
    .replace(/expect: \{ states: 288 \},/, '');
}

/** A run that never ends, before all others: the first scenario is the one that runs. */
const gossip = `\`\`\`ts rules gossip
const Hello = message<{ n: number }>('Hello')
const Tick = message('Tick')
const peer = node('peer', {
  state: () => ({ role: 'calm', seen: 0 }),
  start: (s, ctx) => ctx.setTimer(Tick(), 40),
})
peer.on(Tick, (s, _, ctx) => {
  ctx.broadcast(Hello({ n: s.seen }))
  ctx.setTimer(Tick(), 40)
})
peer.on(Hello, (s) => { s.seen += 1 })
\`\`\`

\`\`\`ts scenario gossip
scenario('gossip', (world) => {
  world.add(peer, 7)
  world.network({ latency: uniform(20, 60) })
})
\`\`\`
`;

/** @param openPage of a fresh visitor */
export async function checkRows(openPage: () => Promise<Page>): Promise<readonly Row[]> {
  return [await framesWhileExploring(await openPage()), await exploringSpeed(await openPage())];
}

async function framesWhileExploring(page: Page): Promise<Row> {
  const text = await twoPhase(9);
  const file = 'bench.sim.md';
  const body = text.indexOf('\n# ');
  await serveNotebook(page, file, `${text.slice(0, body)}\n\n${gossip}\n${text.slice(body)}`);
  await openNotebook(page, file);
  await chooseSpeed(page, '0.3');
  const badge = page.locator('.check-badge');
  await badge.and(page.locator('[data-verdict="running"]')).waitFor({ timeout: 30_000 });
  // The pace of the checks has found its level.
  await page.waitForTimeout(2_000);
  const gaps = await page.evaluate(async () => {
    const samples: number[] = [];
    let last = await new Promise<number>(requestAnimationFrame);
    for (let i = 0; i < 300; i++) {
      const now = await new Promise<number>(requestAnimationFrame);
      samples.push(now - last);
      last = now;
    }
    return samples;
  });
  if ((await badge.getAttribute('data-verdict')) !== 'running') throw new Error('The exploration ended too early.');
  await page.context().close();
  const name = 'frame of a running simulation while an exploration runs in the background (Chromium)';
  return row({ name, unit: 'ms', better: 'lower', budget: 17.5 }, gaps);
}

async function exploringSpeed(page: Page): Promise<Row> {
  const text = await twoPhase(7);
  await page.goto('');
  const { compile, request } = await startRawKernel(page);
  const samples: number[] = [];
  for (let i = 0; i < 6; i++) {
    // Another program each time: what was explored of the same one is remembered.
    const parts = cellsOf(parse(text.replace("explore('", `explore('${i} `)));
    const cells = await compile(parts.map(({ key, kind, slug, code }) => ({ key, kind, slug, code })));
    const { program } = await request({ type: 'open', cells, seed: null, scenario: null, restore: null });
    const name = program.explorations[0]?.name ?? '';
    const started = performance.now();
    for (;;) {
      const { verdict, transitions } = await request({ type: 'explore', name, budgetMs: 500 });
      if (verdict === 'exploring') continue;
      if (verdict !== 'holds') throw new Error(`The exploration ended as ${verdict}.`);
      samples.push((transitions / (performance.now() - started)) * 1_000);
      break;
    }
  }
  await page.context().close();
  const name = 'explore two-phase commit with 7 resource managers (Chromium)';
  return row({ name, unit: 'transitions/s', better: 'higher', budget: 2_500_000 }, samples.slice(1));
}
