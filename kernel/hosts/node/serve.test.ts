import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAppServer, listen } from './serve.ts';

let folder = '';
let server: Server;
let port = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rehearsal-serve-'));
  await mkdir(join(folder, 'app', 'assets'), { recursive: true });
  await mkdir(join(folder, 'notebooks'));
  await writeFile(join(folder, 'secret.sim.md'), 'secret');
  await writeFile(join(folder, 'app', 'index.html'), '<!doctype html>app');
  await writeFile(join(folder, 'app', 'kernel.html'), '<!doctype html>kernel');
  await writeFile(join(folder, 'app', 'assets', 'main-abc.js'), 'export {}');
  await writeFile(
    join(folder, 'notebooks', 'b.sim.md'),
    '---\ntitle: "Second: b"\n---\n\n# B\n\nThe *second* one\nof two, see [this](x).\n\nMore.\n',
  );
  await writeFile(join(folder, 'notebooks', 'a.sim.md'), '# First\r\n\r\n> quoted\r\n\r\nSays hello.\r\n');
  await writeFile(join(folder, 'notebooks', 'notes.md'), 'not a notebook');
  await symlink(join(folder, 'secret.sim.md'), join(folder, 'notebooks', 'link.sim.md'));
  server = await createAppServer({ app: join(folder, 'app'), notebooks: join(folder, 'notebooks') });
  port = await listen(server, 0, false);
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** A path exactly as written: `fetch` would tidy it. */
function get(path: string, options: { readonly host?: string; readonly method?: string } = {}): Promise<Got> {
  const headers = { host: options.host ?? `127.0.0.1:${port}` };
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method: options.method ?? 'GET', headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        });
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}

test('the page is served with its policy and is not cached', async () => {
  const { status, headers, body } = await get('/');
  expect([status, body]).toEqual([200, '<!doctype html>app']);
  expect(headers['content-security-policy']).toContain("script-src 'self' 'wasm-unsafe-eval'");
  expect(headers['content-security-policy']).toContain("frame-ancestors 'self'");
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-cache',
  });
});

test("the kernel's frame has an opaque origin even when it is opened by itself", async () => {
  const { headers } = await get('/kernel.html');
  expect(headers['content-security-policy']).toBe("sandbox allow-scripts; frame-ancestors 'self'");
});

test('files with a hash in their name may be kept for a year', async () => {
  const { headers, body } = await get('/assets/main-abc.js?x=1');
  expect(body).toBe('export {}');
  expect(headers['cache-control']).toContain('immutable');
  expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
});

test('the list of notebooks has titles and first paragraphs, in order of file names', async () => {
  const { body } = await get('/notebooks/index.json');
  expect(JSON.parse(body)).toEqual([
    { file: 'a.sim.md', title: 'First', description: 'Says hello.' },
    { file: 'b.sim.md', title: 'Second: b', description: 'The second one of two, see this.' },
  ]);
});

test('a notebook comes as its bytes', async () => {
  expect((await get('/notebooks/a.sim.md')).body).toBe('# First\r\n\r\n> quoted\r\n\r\nSays hello.\r\n');
});

test.each([
  '/notebooks/../secret.sim.md',
  '/notebooks/..%2fsecret.sim.md',
  '/notebooks/%2e%2e/secret.sim.md',
  '/notebooks/..%5csecret.sim.md',
  '/notebooks/link.sim.md',
  '/notebooks/notes.md',
  '/notebooks/%00.sim.md',
  '/notebooks/%zz.sim.md',
  '/notebooks/',
  '/../secret.sim.md',
  '/assets/../../secret.sim.md',
  '//etc/passwd',
  '/missing.js',
])('%s is not there', async (path) => {
  const { status, body } = await get(path);
  expect(status).toBe(404);
  expect(body).not.toContain('secret');
});

test('another host name is refused, so a rebound name reads nothing', async () => {
  expect((await get('/', { host: `evil.example:${port}` })).status).toBe(421);
  expect((await get('/notebooks/index.json', { host: 'evil.example' })).status).toBe(421);
  expect((await get('/', { host: `localhost:${port}` })).status).toBe(200);
});

test('only reading is possible', async () => {
  expect((await get('/', { method: 'POST' })).status).toBe(405);
  expect(await get('/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
});

test('a taken port leads to the next free one, unless it was asked for', async () => {
  const other = await createAppServer({ app: join(folder, 'app'), notebooks: join(folder, 'notebooks') });
  try {
    await expect(listen(other, port, false)).rejects.toThrow('EADDRINUSE');
    expect(await listen(other, port, true)).toBeGreaterThan(port);
  } finally {
    await new Promise((resolve) => other.close(resolve));
  }
});

test('a change of a notebook is told to whoever listens; of another file nothing is', async () => {
  const told = new Promise<string>((resolve, reject) => {
    const asked = request({ port, path: '/notebooks/changes', headers: { host: `127.0.0.1:${port}` } }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        // It is listened to now.
        if (text === '')
          void writeFile(join(folder, 'notebooks', 'notes.md'), 'again').then(() =>
            writeFile(join(folder, 'notebooks', 'a.sim.md'), '# First again\n'),
          );
        text += part;
        if (!text.includes('data: ')) return;
        asked.destroy();
        resolve(`${response.headers['content-type'] ?? ''} ${text}`);
      });
    });
    asked.on('error', reject);
    asked.end();
  });
  expect(await told).toBe('text/event-stream; charset=utf-8 : ready\n\ndata: a.sim.md\n\n');
});
