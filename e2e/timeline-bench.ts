/**
 * The timeline with a million recorded events: frames while one zooms and pans with the wheel, and while a number is dragged from
 * the start. Frames are what `requestAnimationFrame` is given; of a screen with 60 a second none is shorter than 16.7 ms.
 */
import { type Browser, expect, type Page } from '@playwright/test';
import type { Row } from '../kernel/hosts/node/bench-table.ts';
import { watched } from './frames.ts';
import { chooseSpeed, dragBy, expectBadge, openNotebook, serveNotebook } from './notebook-page.ts';

const file = 'million.sim.md';
/** 100 peers, each with a tick and a message every ms: a million events in five virtual seconds. */
const text = `# A million events

\`\`\`ts rules peer
const Tick = message('Tick')
const Ping = message('Ping')
const peer = node('peer', { state: () => ({ seen: 0, rest: 0 }), start(s, ctx) { ctx.setTimer(Tick(), ctx.random.between(0, 1)) } })
peer.on(Tick, (s, _, ctx) => { ctx.setTimer(Tick(), 1); ctx.send(ctx.choose(ctx.peers), Ping()) })
peer.on(Ping, (s) => { s.seen += 1; if (s.seen > 90) s.rest += 1 })
\`\`\`

\`\`\`ts scenario
scenario('hundred', { until: 5_050 }, (world) => {
  world.add(peer, 100)
  world.network({ latency: constant(1) })
  for (let i = 1; i < 100; i++) world.at(i * 50, 'beat ' + i, () => {})
})
\`\`\`
`;

const gestures = 150;

export async function timelineRows(browser: Browser, address: string): Promise<readonly Row[]> {
  const context = await browser.newContext({ baseURL: address, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  try {
    await serveNotebook(page, file, text);
    await openNotebook(page, file);
    await chooseSpeed(page, '100');
    await expect(page.getByRole('button', { name: /M events/ })).toBeVisible({ timeout: 120_000 });
    await expect(page.locator('.run-status')).toContainText('ended', { timeout: 120_000 });
    return [
      ...(await watched(page, 'a million events, zooming with the wheel', zoom)),
      ...(await watched(page, 'a million events, panning with the wheel', pan)),
      ...(await watched(page, 'a million events, a number dragged from the start', drag)),
    ];
  } finally {
    await context.close();
  }
}

async function overTimeline(page: Page): Promise<void> {
  const axis = await page.locator('rh-timeline .axis').boundingBox();
  if (axis === null) throw new Error('The timeline is not on the page.');
  await page.mouse.move(axis.x + axis.width * 0.6, axis.y + axis.height / 2);
}

/** In and out again, twice. */
async function zoom(page: Page): Promise<void> {
  await overTimeline(page);
  for (let i = 0; i < gestures; i++) await page.mouse.wheel(0, Math.floor((4 * i) / gestures) % 2 === 0 ? -60 : 60);
}

/** Back and forth where a hundredth of the run is in sight. */
async function pan(page: Page): Promise<void> {
  await overTimeline(page);
  for (let i = 0; i < 25; i++) await page.mouse.wheel(0, -60);
  for (let i = 0; i < gestures; i++) await page.mouse.wheel(Math.floor((4 * i) / gestures) % 2 === 0 ? 40 : -40, 0);
}

async function drag(page: Page): Promise<void> {
  await page.getByRole('group', { name: 'Edits take effect from' }).getByRole('button', { name: 'start' }).click();
  await dragBy(page, 'rules peer', '90', -40);
  const { x, y } = await page.evaluate(() => ({ x: innerWidth / 4, y: innerHeight / 4 }));
  for (let i = 0; i < gestures; i++) await page.mouse.move(x + Math.round(40 * Math.sin(i / 10)), y);
  await page.mouse.up();
  await expectBadge(page, 'rules peer', 'live');
}
