/**
 * How smoothly the stage moves: frames and long tasks while a run of 50 nodes with about 300 messages in flight is played, in the
 * topology and in the space-time diagram. A screen of 60 frames a second gives none in less than 16.7 ms.
 */
import type { Browser } from '@playwright/test';
import type { Row } from '../kernel/hosts/node/bench-table.ts';
import { openNotebook, serveNotebook, showView } from './notebook-page.ts';
import { watched } from './frames.ts';

const file = 'fifty.sim.md';
/** Each node sends 0.6 messages a ms on average at a latency of 10 ms: 50 × 0.6 × 10 on their way. */
const text = `# Fifty

\`\`\`ts rules peer
const Tick = message('Tick')
const Ping = message<{ n: number }>('Ping')
const Pong = message<{ n: number }>('Pong')
const peer = node('peer', {
  state: () => ({ seen: 0, role: 'follower' }),
  start(s, ctx) { ctx.setTimer(Tick(), ctx.random.between(0, 3)) },
})
peer.on(Tick, (s, _, ctx) => {
  ctx.setTimer(Tick(), ctx.random.between(2, 5))
  ctx.send(ctx.random.pick(ctx.peers), Ping({ n: s.seen }))
})
peer.on(Ping, (s, m, ctx) => { s.seen += 1; ctx.reply(Pong(m)) })
peer.on(Pong, (s) => { s.seen += 1 })
\`\`\`

\`\`\`ts scenario
scenario('fifty', (world) => {
  world.add(peer, 50)
  world.network({ latency: uniform(8, 13) })
})
\`\`\`
`;

export async function surfaceRows(browser: Browser, address: string): Promise<readonly Row[]> {
  const context = await browser.newContext({ baseURL: address, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  try {
    await serveNotebook(page, file, text);
    await openNotebook(page, file);
    const rows: Row[] = [];
    for (const view of ['Topology', 'Space-time'] as const) {
      await showView(page, view);
      await page.waitForTimeout(3_000);
      const inFlight = await page.evaluate(() => {
        const stage: unknown = document.querySelector('rh-stage');
        const frame: unknown = typeof stage === 'object' && stage !== null ? Reflect.get(stage, 'frame') : null;
        const messages: unknown = typeof frame === 'object' && frame !== null ? Reflect.get(frame, 'messages') : [];
        return Array.isArray(messages) ? messages.length : 0;
      });
      const what = `${view.toLowerCase()}, 50 nodes, ${inFlight} messages in flight`;
      rows.push(...(await watched(page, what, (played) => played.waitForTimeout(6_000))));
    }
    return rows;
  } finally {
    await context.close();
  }
}
