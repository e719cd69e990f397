import { spawnSync } from 'node:child_process';
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
