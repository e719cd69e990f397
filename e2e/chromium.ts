/**
 * The browser of the end-to-end tests: the one that CHROMIUM_PATH names, one on the PATH, Playwright's own, or else one
 * that is installed now (Debian's by apt-get where we may, Playwright's otherwise).
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * No sandbox of the browser's own (containers have no user namespaces), no GPU, no talk with its maker. Letters are set and smoothed in
 * the same way whatever the machine is told about its fonts.
 */
export const chromiumArgs: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
  '--disable-lcd-text',
];

/**
 * Of the tests, not of the benchmarks. WebAssembly is compiled once and plainly: optimising all of esbuild anew in each page took
 * more processor time than anything the tests look at.
 */
export const testArgs: readonly string[] = [...chromiumArgs, '--js-flags=--liftoff-only'];

/** The path of a Chromium, installed if there is none. Throws with what to do when that fails. */
export function provideChromium(): string {
  const found = findChromium();
  if (found !== null) return found;
  const attempts = [installFromDebian(), installFromPlaywright()];
  const installed = findChromium();
  if (installed !== null) return installed;
  throw new Error(
    [
      'The end-to-end tests need Chromium and none was found or could be installed.',
      ...attempts.map((attempt) => `  - ${attempt}`),
      'Install one (Debian: `sudo apt-get install chromium`) or set CHROMIUM_PATH to the path of one.',
    ].join('\n'),
  );
}

export function findChromium(): string | null {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    if (!isExecutable(named)) throw new Error(`CHROMIUM_PATH is ${named}, which cannot be run.`);
    return named;
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
  if (onPath !== undefined) return onPath;
  const own = chromium.executablePath();
  return own !== '' && existsSync(own) ? own : null;
}

/** Each attempt says how it went, for the error message. */
function installFromDebian(): string {
  if (spawnSync('apt-get', ['--version']).status !== 0) return 'apt-get is not here.';
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && spawnSync('sudo', ['-n', 'true']).status !== 0)
    return 'apt-get needs root, or sudo without a password.';
  const apt = (...args: readonly string[]): void => {
    const [command, ...rest] = isRoot ? ['apt-get', ...args] : ['sudo', '-n', 'apt-get', ...args];
    execFileSync(command ?? 'apt-get', rest, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  };
  try {
    apt('update', '-qq');
    apt('install', '-y', '-qq', '--no-install-recommends', 'chromium');
    return 'apt-get installed chromium, but it is not on the PATH.';
  } catch (error) {
    return `apt-get install chromium failed: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function installFromPlaywright(): string {
  if (findChromium() !== null) return 'not needed';
  const { status } = spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'inherit' });
  return status === 0 ? 'Playwright installed its Chromium.' : '`npx playwright install chromium` failed.';
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
