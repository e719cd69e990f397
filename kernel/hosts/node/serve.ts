/**
 * The server of `rehearsal open`: the built app and the notebooks of one folder, to this machine only. What can be
 * asked for is listed when it starts, so no path can lead out of the app's folder. A request under another
 * host name (a page elsewhere whose name was rebound to 127.0.0.1) is refused.
 */
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { framePolicyHeader, pagePolicyHeader } from '../policy.ts';
import { changesAddress, streamChanges } from './notebook-changes.ts';
import { type Answer, answerNotebooks, notFound } from './notebook-routes.ts';

export interface Serving {
  /** The folder of the built app. */
  readonly app: string;
  /** The folder whose notebooks are shown. */
  readonly notebooks: string;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

export async function createAppServer(serving: Serving): Promise<Server> {
  const files = await listFiles(serving.app);
  return createServer((request, response) => {
    if (request.url === changesAddress && request.method === 'GET' && isOwnHost(request))
      return streamChanges(serving.notebooks, response);
    answer(serving, files, request).then(
      ({ headers, ...found }) => send(request, response, found, headers),
      (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        send(request, response, { status: 500, type: 'text/plain; charset=utf-8', body: `${reason}\n` }, {});
      },
    );
  });
}

/** Binds to 127.0.0.1 at `port` or, unless it was asked for by name, at the next free one. Returns the port. */
export async function listen(server: Server, port: number, search: boolean): Promise<number> {
  for (let candidate = port; ; candidate++) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(candidate, '127.0.0.1', () => {
          server.off('error', reject);
          resolve();
        });
      });
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : candidate;
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!taken || !search || candidate >= port + 100) throw error;
    }
  }
}

type Headers = Readonly<Record<string, string>>;

async function answer(
  { app, notebooks }: Serving,
  files: ReadonlySet<string>,
  request: IncomingMessage,
): Promise<Answer & { readonly headers: Headers }> {
  const refuse = (status: number, body: string): Answer & { readonly headers: Headers } => ({
    status,
    type: 'text/plain; charset=utf-8',
    body,
    headers: {},
  });
  if (!isOwnHost(request)) return refuse(421, 'This server answers to 127.0.0.1 and localhost only.\n');
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Only GET and HEAD.\n');

  const path = (request.url ?? '/').replace(/[?#].*$/s, '');
  if (path.startsWith('/notebooks/')) {
    return { ...(await answerNotebooks(notebooks, path.slice('/notebooks'.length))), headers: noCache };
  }
  const name = path === '/' ? '/index.html' : path;
  if (!files.has(name)) return { ...notFound, headers: {} };
  const body = await readFile(join(app, ...name.split('/')));
  const type = types[extname(name)] ?? 'application/octet-stream';
  return { status: 200, type, body, headers: { ...caching(name), ...policy(name) } };
}

const noCache: Headers = { 'Cache-Control': 'no-cache' };

/** Names in assets/ hold a hash of their content. */
function caching(name: string): Headers {
  return name.startsWith('/assets/') ? { 'Cache-Control': 'public, max-age=31536000, immutable' } : noCache;
}

function policy(name: string): Headers {
  if (name === '/kernel.html') return { 'Content-Security-Policy': framePolicyHeader };
  return { 'Content-Security-Policy': pagePolicyHeader, 'Cross-Origin-Opener-Policy': 'same-origin' };
}

function send(request: IncomingMessage, response: ServerResponse, found: Answer, headers: Headers): void {
  response.writeHead(found.status, {
    'Content-Type': found.type,
    'Content-Length': Buffer.byteLength(found.body),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    ...headers,
  });
  response.end(request.method === 'HEAD' ? undefined : found.body);
}

function isOwnHost(request: IncomingMessage): boolean {
  const port = request.socket.localPort;
  return ['127.0.0.1', 'localhost', '[::1]'].some((name) => request.headers.host === `${name}:${port}`);
}

/** Every regular file beneath the folder as the path of its address. */
async function listFiles(folder: string): Promise<ReadonlySet<string>> {
  const files: string[] = [];
  async function visit(path: string): Promise<void> {
    for (const entry of await readdir(join(folder, ...path.split('/')), { withFileTypes: true })) {
      const below = `${path}/${entry.name}`;
      if (entry.isDirectory()) await visit(below);
      else if (entry.isFile()) files.push(below);
    }
  }
  await visit('');
  return new Set(files);
}
