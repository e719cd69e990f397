/// <reference types="vite/client" />
/**
 * `npm run bench`: every benchmark of the sources in Node, then what only a browser can tell, then sizes; one table.
 * `npm run bench -- node`, `npm run bench -- crew` (several workers) and `npm run bench -- browser` take a part, `npm run bench -- browser surface` a part of that. Each file of benchmarks has a process of its own: what
 * one of them ran before would change what V8 makes of code that the next one shares with it.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import type { Benchmark } from '../kernel/bench.ts';
import { measure, type Row, table } from '../kernel/hosts/node/bench-table.ts';
import { createAppServer, listen } from '../kernel/hosts/node/serve.ts';
import { browserParts } from './browser-bench.ts';
import { bundleRows } from './bundle-rows.ts';
import { chromiumArgs, provideChromium } from './chromium.ts';
import { crewRows } from './crew-bench.ts';

const files = import.meta.glob<readonly Benchmark[]>(
  ['../kernel/**/*.bench.ts', '../stdlib/**/*.bench.ts', '../app/**/*.bench.ts'],
  {
    import: 'benchmarks',
    eager: true,
  },
);
const app = fileURLToPath(new URL('../app', import.meta.url));
const notebooks = fileURLToPath(new URL('../../notebooks', import.meta.url));
const cli = fileURLToPath(new URL('../cli/rehearsal.js', import.meta.url));

function fileRows(path: string): readonly Row[] {
  const printed = execFileSync(process.execPath, [fileURLToPath(import.meta.url), 'file', path], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what this same program printed
  return JSON.parse(printed.slice(printed.lastIndexOf('\n[') + 1)) as readonly Row[];
}

async function rowsOf(file: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const benchmark of files[file] ?? []) {
    console.error(`… ${benchmark.name}`);
    rows.push(await measure(benchmark));
  }
  return rows;
}

/** With a browser, and a server, of its own. */
async function inBrowser([name, measured]: (typeof inChromium)[number]): Promise<readonly Row[]> {
  const server = await createAppServer({ app, notebooks });
  const port = await listen(server, 4_210, true);
  const browser = await chromium.launch({ executablePath: provideChromium(), args: [...chromiumArgs] });
  try {
    console.error(`… in Chromium: ${name}`);
    return await measured(browser, `http://127.0.0.1:${port}/`);
  } finally {
    await browser.close();
    server.close();
    server.closeAllConnections();
  }
}

const [part = 'all', file = ''] = process.argv.slice(2);
if (part === 'file') {
  process.stdout.write(`\n${JSON.stringify(await rowsOf(file))}`, () => process.exit(0));
  await new Promise(() => undefined);
}
if (!['all', 'node', 'crew', 'browser'].includes(part)) {
  console.error(`There is no part ${JSON.stringify(part)}: node, crew, browser, or nothing for all.`);
  process.exit(2);
}
const isWanted = (one: string): boolean => part === 'all' || part === one;
const inChromium = Object.entries(browserParts).filter(([name]) => file === '' || name === file);
const sources: readonly (() => readonly Row[] | Promise<readonly Row[]>)[] = [
  ...(isWanted('node') ? Object.keys(files).map((path) => () => fileRows(path)) : []),
  ...(isWanted('crew') ? [() => crewRows(cli, `${notebooks}/01-two-phase-commit.sim.md`)] : []),
  ...(isWanted('browser') ? [...inChromium.map((one) => () => inBrowser(one)), () => bundleRows(app)] : []),
];
const rows: Row[] = [];
const broken: unknown[] = [];
for (const source of sources) {
  // What was measured before something broke is still worth its minutes.
  try {
    rows.push(...(await source()));
  } catch (error) {
    console.error(error);
    broken.push(error);
  }
}
console.log(table(rows));
// esbuild's process would keep this one alive.
process.exit(broken.length === 0 ? 0 : 1);
