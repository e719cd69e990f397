/** `vite` serves the app; `vite build` makes dist/app, `--mode cli` makes dist/cli, `--mode bench` dist/bench. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type UserConfig } from 'vite';
import { kernelHost } from './kernel/hosts/browser/vite-plugin.ts';
import { notebooksInDev } from './kernel/hosts/node/dev-notebooks.ts';
import { devPolicyHeader } from './kernel/hosts/policy.ts';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const root = fileURLToPath(new URL('.', import.meta.url));

const app: UserConfig = {
  root: `${root}app`,
  base: './',
  plugins: [kernelHost(), notebooksInDev(`${root}notebooks`)],
  worker: { format: 'es' },
  // The kernel and the library are beside the app's folder, not in it.
  server: { fs: { allow: [root] }, headers: { 'Content-Security-Policy': devPolicyHeader } },
  build: { outDir: `${root}dist/app`, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 4_000 },
};

const cli: UserConfig = {
  root,
  publicDir: false,
  define: { REHEARSAL_VERSION: JSON.stringify(version) },
  build: {
    ssr: true,
    outDir: `${root}dist/cli`,
    emptyOutDir: true,
    target: 'node20',
    rollupOptions: {
      input: {
        rehearsal: 'kernel/hosts/node/cli.ts',
        'check-thread': 'kernel/hosts/node/check-thread.ts',
        'explore-thread': 'kernel/hosts/node/explore-thread.ts',
        'fuzz-thread': 'kernel/hosts/node/fuzz-thread.ts',
        'replay-thread': 'kernel/hosts/node/replay-thread.ts',
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
};

const bench: UserConfig = {
  root,
  publicDir: false,
  build: {
    ssr: true,
    outDir: `${root}dist/bench`,
    emptyOutDir: true,
    target: 'node20',
    rollupOptions: { input: { bench: 'e2e/bench.ts' } },
  },
};

export default defineConfig(({ mode }) => ({ cli, bench })[mode] ?? app);
