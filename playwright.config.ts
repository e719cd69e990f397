/** End to end: the built page, served by `rehearsal open`, in a real Chromium. `npm run build` first. */
import { defineConfig } from '@playwright/test';
import { provideChromium, testArgs } from './e2e/chromium.ts';

/** Where the build is; tests of a build under way can be kept apart. */
const dist = process.env['E2E_DIST'] ?? 'dist';
const port = Number(process.env['E2E_PORT'] ?? 4199);

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  // One browser keeps one and a half of two cores busy: two at once save a fifth (13 tests: 54 s, not 68) and make each test slower.
  workers: Number(process.env['E2E_WORKERS'] ?? 1),
  fullyParallel: false,
  forbidOnly: true,
  // A whole run tries once more what failed, and names it at its end: what a busy machine upsets once is to be mended, but hides nothing.
  retries: Number(process.env['E2E_RETRIES'] ?? 0),
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  outputDir: 'test-results/e2e',
  use: {
    baseURL: `http://127.0.0.1:${port}/`,
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: provideChromium(), args: [...testArgs] },
  },
  webServer: {
    command: `node ${dist}/cli/rehearsal.js open notebooks --port ${port}`,
    url: `http://127.0.0.1:${port}/`,
    reuseExistingServer: false,
    timeout: 20_000,
  },
});
