/**
 * Two things Vite does not do by itself. The kernel's worker must be one classic script that a frame without
 * an origin can start from a blob, and `?worker` is unbundled in dev: `virtual:kernel-worker` is its text,
 * bundled by rolldown in dev and in build alike. And the kernel's frame must be served as it is, with the
 * hash of its script in its policy.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import type { Plugin } from 'vite';
import { framePolicy, framePolicyHeader, pagePolicy } from '../policy.ts';

const workerEntry = fileURLToPath(new URL('./worker.ts', import.meta.url));
const frameFile = fileURLToPath(new URL('./frame.html', import.meta.url));

const virtualId = 'virtual:kernel-worker';
const resolvedId = `\0${virtualId}`;

/** Bundles the kernel worker. `watch` lists the files it was made from. */
export async function bundleWorker(
  minify: boolean,
  entry = workerEntry,
): Promise<{ readonly code: string; readonly watch: readonly string[] }> {
  const bundle = await rolldown({ input: entry, platform: 'browser', logLevel: 'warn' });
  try {
    const { output } = await bundle.generate({ format: 'iife', minify, codeSplitting: false });
    const [chunk, ...others] = output;
    if (others.length > 0) throw new Error(`The kernel worker must be one script; it became ${output.length} files.`);
    return { code: chunk.code, watch: await bundle.watchFiles };
  } finally {
    await bundle.close();
  }
}

/** The frame's document with its policy filled in. */
export async function frameDocument(): Promise<string> {
  const html = (await readFile(frameFile, 'utf8')).replaceAll('\r\n', '\n');
  const script = /<script>([\s\S]*?)<\/script>/.exec(html)?.[1];
  if (script === undefined) throw new Error(`${frameFile} has no inline script.`);
  return html.replace('__POLICY__', framePolicy(script));
}

/** @param worker its entry; the kernel's own unless a test brings another */
export function kernelHost(worker = workerEntry): Plugin {
  let building = false;
  return {
    name: 'rehearsal:kernel-host',
    configResolved(config) {
      building = config.command === 'build';
    },
    resolveId(id) {
      return id === virtualId ? resolvedId : null;
    },
    async load(id) {
      if (id !== resolvedId) return null;
      const { code, watch } = await bundleWorker(building, worker);
      for (const file of watch) this.addWatchFile(file);
      return `export default ${JSON.stringify(code)};`;
    },
    configureServer(server) {
      server.middlewares.use('/kernel.html', (_request, response, next) => {
        frameDocument().then((html) => {
          response.setHeader('Content-Type', 'text/html; charset=utf-8');
          response.setHeader('Content-Security-Policy', framePolicyHeader);
          response.end(html);
        }, next);
      });
    },
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'kernel.html', source: await frameDocument() });
    },
    transformIndexHtml: {
      order: 'post',
      handler: () =>
        building
          ? [
              {
                tag: 'meta',
                attrs: { 'http-equiv': 'Content-Security-Policy', content: pagePolicy },
                injectTo: 'head-prepend',
              },
            ]
          : [],
    },
  };
}
