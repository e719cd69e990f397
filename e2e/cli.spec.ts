import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';

const cli = `${process.env['E2E_DIST'] ?? 'dist'}/cli/rehearsal.js`;
const folder = mkdtempSync(join(tmpdir(), 'rehearsal-cli-'));

function rehearsal(...args: readonly string[]): {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
} {
  // Playwright sets FORCE_COLOR; beside NO_COLOR Node would complain of the two, before anything else.
  const env = { ...process.env, NO_COLOR: undefined };
  const { status, stdout, stderr } = spawnSync('node', [cli, ...args], { encoding: 'utf8', env });
  return { code: status, out: stdout, err: stderr };
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const sound = file(
  'sound.sim.md',
  "# Sound\n\n```ts rules\nconst a = node('a', { state: () => ({ n: 1 }) })\na.may('grow', (s) => s.n < 3, (s) => { s.n++ })\n```\n\n```ts scenario\nscenario('grows', { until: 5000, seed: 3 }, (world) => { world.add(a) })\n```\n\n```ts check\nreachable('three', (world) => world.get(a).n === 3)\n```\n",
);
const violated = file(
  'violated.sim.md',
  readFileSync(sound, 'utf8').replace(
    "reachable('three', (world) => world.get(a).n === 3)",
    "always('small', (world) => world.get(a).n < 3)",
  ),
);

test('a sound notebook passes with exit code 0', () => {
  const { code, out } = rehearsal('check', sound);
  expect(out).toContain('✓ reachable three: witnessed');
  expect(out).not.toContain('\u001b[');
  expect(out.endsWith('1 passed, 0 failed\n')).toBe(true);
  expect(code).toBe(0);
});

test('a violation has exit code 1, file, line and how to see it again', () => {
  const { code, out } = rehearsal('check', sound, violated);
  expect(code).toBe(1);
  expect(out).toContain(`${violated}:13: `);
  expect(out).toContain(`rehearsal check ${violated} --seed 3`);
  expect(out.endsWith('1 passed, 1 failed\n')).toBe(true);
});

test('what was accepted is compared with, and a change fails until it is accepted', () => {
  const text = readFileSync(sound, 'utf8');
  const kept = file('kept.sim.md', text);
  expect(rehearsal('check', '--accept', kept)).toMatchObject({ code: 0 });
  expect(readFileSync(join(folder, 'kept.expected.yaml'), 'utf8')).toContain('three: witnessed at ');
  expect(rehearsal('check', kept)).toMatchObject({ code: 0, out: expect.stringContaining('✓ as expected in') });

  writeFileSync(kept, text.replace('s.n++', 's.n += 2'));
  const changed = rehearsal('check', kept);
  expect(changed.code).toBe(1);
  expect(changed.out).toMatch(/scenario grows: events \d+ → \d+/);
  expect(changed.out).toContain(`rehearsal check --accept ${kept}`);
  expect(rehearsal('check', '--accept', kept)).toMatchObject({ code: 0 });
  expect(rehearsal('check', kept)).toMatchObject({ code: 0 });
});

test('--json prints one document and --junit writes one', () => {
  const junit = join(folder, 'report.xml');
  const { code, out } = rehearsal('check', violated, '--json', '--junit', junit, '--seed', '9');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    files: [
      {
        file: violated,
        diagnostics: [],
        scenarios: [{ name: 'grows', seed: 9, verdict: 'failed', until: 5000 }],
        properties: [{ name: 'small', kind: 'always', verdict: 'violated' }],
        explorations: [],
      },
    ],
  });
  expect(readFileSync(junit, 'utf8')).toContain('<failure');
});

test.describe('called wrongly, it says so with exit code 2', () => {
  for (const args of [
    [],
    ['chek'],
    ['check'],
    ['check', 'nowhere.sim.md'],
    ['check', sound, '--seed', 'x'],
    ['check', sound, '--sed', '1'],
    ['check', sound, '--accept', '--seed', '1'],
    ['open', 'nowhere'],
  ]) {
    test(`rehearsal ${args.join(' ').replace(folder, '')}`, () => {
      const { code, err } = rehearsal(...args);
      expect(err).toMatch(/^rehearsal: .+\nTry `rehearsal --help`\.\n$/);
      expect(code).toBe(2);
    });
  }
});

const endless = file(
  'endless.sim.md',
  "# Endless\n\n```ts rules\nconst a = node('a', { state: () => ({ n: 1, m: 1 }) })\na.may('n', () => true, (s) => { s.n++ })\na.may('m', () => true, (s) => { s.m++ })\n```\n\n```ts scenario\nscenario('grows', { until: 1000, seed: 3 }, (world) => { world.add(a) })\n```\n\n```ts check\nexplore('for ever', { scenario: 'grows' })\n```\n",
);
/** What it explores second does not come back. */
const hanging = file(
  'hanging.sim.md',
  readFileSync(endless, 'utf8')
    .replace('{ s.n++ }', "{ s.n++; if (s.n < 0) /^(a+)+$/.test('a'.repeat(60) + '!') }")
    .replace(
      "explore('for ever', { scenario: 'grows' })",
      "scenario('stands', { until: 1 }, (world) => { world.add(a); world.at(9, (w) => w.edit(a, 'a', (s) => { s.n = -9 })) })\nexplore('for ever', { scenario: 'grows' })\nexplore('hangs', { scenario: 'stands' })",
    ),
);

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

/** Started for real; resolves once it explores, as it says on the error stream. */
async function exploring(...files: readonly string[]): Promise<{
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when it has said so on the error stream; rejects when it ended without. */
  readonly says: (words: string) => Promise<void>;
}> {
  const child = spawn('node', [cli, 'check', '--workers', '1', ...files], {
    env: { ...process.env, NO_COLOR: undefined },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal, out, err })),
  );
  const says = (words: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (err.includes(words)) resolve();
      };
      child.stderr.on('data', look);
      child.on('close', () => reject(new Error(`It ended, and never said: ${words}`)));
      look();
    });
  await says('explore for ever:');
  return { child, ended, says };
}

test('Ctrl+C gives what was found by then: no pass and no failure', async () => {
  const { child, ended } = await exploring(endless, sound);
  child.kill('SIGINT');
  const { code, signal, out, err } = await ended;
  expect(out).toMatch(/✓ explore for ever: no violation in [\d,]+ states, depth \d+; not complete/);
  expect(out).not.toContain(sound);
  expect(err).toContain('Interrupted: this is what was found by then; 1 of 2 files were not begun.');
  expect([code, signal]).toEqual([130, null]);
});

test('Ctrl+C a second time ends at once, whatever hangs', async () => {
  const { child, ended, says } = await exploring(hanging);
  child.kill('SIGINT');
  await says('Ctrl+C again ends at once.');
  child.kill('SIGINT');
  const { code, signal, out } = await ended;
  expect([code, signal]).toEqual([null, 'SIGINT']);
  expect(out).toBe('');
});
