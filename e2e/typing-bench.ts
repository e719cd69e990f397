/**
 * Typing in a notebook of thirty cells while its simulation runs and every edit is compiled, typed and put in force: from the key
 * to the next paint, and tasks that hold up the page meanwhile.
 */
import type { Browser } from '@playwright/test';
import { type Row, row } from '../kernel/hosts/node/bench-table.ts';
import { chooseSpeed, expectBadge, openNotebook, placeOf, serveNotebook } from './notebook-page.ts';

const file = 'thirty.sim.md';
const count = 27;
const numbers = Array.from({ length: count }, (_, i) => i);
const peers = numbers
  .map(
    (i) => `\`\`\`ts rules peer${i}
const limit${i} = ${i + 1}
peer.on(Beat${i}, (s, m, ctx) => {
  s.seen += m.hops < limit${i} ? 1 : 2
  // typed here
  ctx.send(ctx.random.pick(ctx.peers), Beat${(i + 1) % count}({ hops: m.hops + 1 }))
})
\`\`\`
`,
  )
  .join('\n');
/** Without a circle: each message stands in one cell before all rules. */
export const thirtyCells = `# Thirty cells

\`\`\`ts rules messages
${numbers.map((i) => `const Beat${i} = message<{ hops: number }>('Beat${i}')`).join('\n')}
\`\`\`

\`\`\`ts rules peer
const peer = node('peer', { state: () => ({ seen: 0 }), start: (s, ctx) => ctx.send(ctx.random.pick(ctx.peers), Beat0({ hops: 0 })) })
\`\`\`

${peers}
\`\`\`ts scenario
scenario('thirty', (world) => {
  world.add(peer, 20)
  world.network({ latency: uniform(5, 15) })
})
\`\`\`
`;

const keys = 120;
const warmUp = 20;
/** Between keys: a fast typist. */
const pauseMs = 60;

export async function typingRows(browser: Browser, address: string): Promise<readonly Row[]> {
  const context = await browser.newContext({ baseURL: address, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  try {
    await serveNotebook(page, file, thirtyCells);
    await openNotebook(page, file);
    await chooseSpeed(page, '1');
    await expectBadge(page, 'rules peer0', 'live');
    const { x, y, width, height } = await placeOf(page, 'rules peer0', '// typed here');
    await page.mouse.click(x + width, y + height / 2);
    await page.evaluate(() => {
      const seen = { paints: [] as number[], tasks: [] as number[] };
      new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
        type: 'longtask',
      });
      addEventListener(
        'keydown',
        ({ timeStamp }) => {
          requestAnimationFrame(() => {
            // A task after the frame: it has been painted.
            const { port1, port2 } = new MessageChannel();
            port1.addEventListener('message', () => seen.paints.push(performance.now() - timeStamp));
            port1.start();
            port2.postMessage(null);
          });
        },
        { capture: true },
      );
      Object.assign(window, { seenTyping: seen });
    });
    for (let i = 0; i < keys; i++) {
      if (i === warmUp) await page.evaluate(() => (Reflect.get(window, 'seenTyping').tasks.length = 0));
      await page.keyboard.press(i % 8 === 7 ? 'Space' : 'e');
      await page.waitForTimeout(pauseMs);
    }
    const { paints, tasks }: { readonly paints: readonly number[]; readonly tasks: readonly number[] } =
      await page.evaluate(() => Reflect.get(window, 'seenTyping'));
    const where = 'typing in one of thirty cells of a running notebook (Chromium)';
    const about = { unit: 'ms', better: 'lower' } as const;
    return [
      row({ ...about, name: `key → paint: ${where}`, budget: 16.8, budgetP95: 34 }, paints.slice(warmUp)),
      row({ ...about, name: `${tasks.length} long tasks, the longest: ${where}`, budget: 50 }, [Math.max(0, ...tasks)]),
    ];
  } finally {
    await context.close();
  }
}
