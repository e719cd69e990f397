/** Sizes of what the page loads, compressed as a server would. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Row, row } from '../kernel/hosts/node/bench-table.ts';

const groups: readonly (readonly [name: string, files: RegExp])[] = [
  ['page (first paint: script and styles)', /^index-.*\.(js|css)$/],
  ['editor (loaded after first paint)', /^(monaco|editor|definitions|tsMode|types)-.*\.(js|css)$/],
  ['plots', /^src-.*\.js$/],
  ['kernel worker', /^_virtual_kernel-worker-.*\.js$/],
  ['compiler worker', /^compiler-worker-.*\.js$/],
  ['esbuild', /\.wasm$/],
  ['type checker of the editor', /^(cells|ts)\.worker-.*\.js$/],
];

export function bundleRows(app: string): readonly Row[] {
  const assets = join(app, 'assets');
  const sizes = new Map(
    readdirSync(assets).map((file) => [file, gzipSync(readFileSync(join(assets, file))).length / 1_000]),
  );
  return groups.map(([name, pattern]) => {
    const sum = [...sizes].reduce((total, [file, size]) => total + (pattern.test(file) ? size : 0), 0);
    return row({ name: `size, ${name}`, unit: 'kB gzip', better: 'lower', budget: null }, [sum]);
  });
}
