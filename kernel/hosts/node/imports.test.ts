import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkNotebook, type Tools } from './check.ts';
import { type FileResult, fileFailed } from './check-result.ts';
import { startCompiler } from './compiler.ts';
import { textReport } from './report-text.ts';

let folder = '';
let tools: Tools;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rehearsal-imports-'));
  const entry = fileURLToPath(new URL('./check-thread.ts', import.meta.url));
  const bundle = await rolldown({ input: entry, platform: 'node', logLevel: 'warn' });
  const file = join(folder, 'check-thread.mjs');
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  const limits = { stallMs: 60_000, totalMs: 120_000, memoryMb: 256 };
  tools = { compiler: await startCompiler(60_000), thread: pathToFileURL(file), limits };
});

afterAll(async () => {
  await tools.compiler.close();
  await rm(folder, { recursive: true });
});

/** Path → text; everything written before is gone. */
async function files(texts: Readonly<Record<string, string>>): Promise<void> {
  await rm(join(folder, 'n'), { recursive: true, force: true });
  for (const [path, text] of Object.entries(texts)) {
    const file = join(folder, 'n', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

async function check(path: string): Promise<FileResult> {
  const file = join(folder, 'n', path);
  return checkNotebook(file, await readFile(file), null, tools);
}

const cell = (kind: string, code: string): string => `\`\`\`ts ${kind}\n${code}\n\`\`\`\n\n`;

const server = `# Server

${cell('rules', `interface Beats { beats: number }\nconst Beat = message('Beat')`)}${cell(
  'rules',
  `const server = node('server', {
  state: (): Beats => ({ beats: 0 }),
  start(s, ctx) { ctx.setTimer(Beat(), 10) },
})
server.on(Beat, (s, m, ctx) => { s.beats++; ctx.setTimer(Beat(), 10) })
const beatsOf = (s: Beats): number => s.beats`,
)}${cell('scenario', `scenario('its own', { until: 50 }, (world) => { world.add(server) })`)}`;

const main = (head: string, body = 'beatsOf(world.get(server)) < 100'): string =>
  `# Main\n\n${cell(
    'scenario',
    `${head}\nscenario('mine', { until: 100 }, (world) => { world.add(server) })\nalways('few', (world) => ${body})`,
  )}`;

const sound = main("import { server, beatsOf } from './lib/server.sim.md'");

describe('a notebook that imports from another file', () => {
  beforeEach(() => files({ 'main.sim.md': sound, 'lib/server.sim.md': server }));

  test('is run with what it imports, and knows its types', async () => {
    const result = await check('main.sim.md');
    expect(result.diagnostics).toEqual([]);
    expect(result.scenarios).toMatchObject([{ name: 'mine', verdict: 'passed', events: 11 }]);
    expect(result.properties).toMatchObject([{ name: 'few', verdict: 'holds' }]);
  });

  test('gets type errors across files, types that are imported included', async () => {
    await writeFile(
      join(folder, 'n/main.sim.md'),
      main(
        "import { server, beatsOf, type Beats } from './lib/server.sim.md'\nconst b: Beats = { beats: 'no' }",
        'beatsOf(world.get(server)).length < 5',
      ),
    );
    const { diagnostics } = await check('main.sim.md');
    expect(diagnostics.filter(({ code }) => code === 'compile/type').map(({ line, text }) => [line, text])).toEqual([
      [5, "Type 'string' is not assignable to type 'number'."],
      [7, "Property 'length' does not exist on type 'number'."],
    ]);
  });

  test('may be in another folder than what it imports', async () => {
    await files({
      'a/main.sim.md': main("import { server, beatsOf } from '../b/again.sim.md'"),
      'b/again.sim.md': cell(
        'rules',
        `import { server as original, beatsOf as beats } from '../lib/server.sim.md'\nconst server = original\nconst beatsOf = beats`,
      ),
      'lib/server.sim.md': server,
    });
    const result = await check('a/main.sim.md');
    expect(result.diagnostics).toEqual([]);
    expect(result.scenarios).toMatchObject([{ verdict: 'passed', events: 11 }]);
  });
});

describe('a diagnostic stands at the import, and says what, where and how to mend it', () => {
  const cases: readonly (readonly [string, Readonly<Record<string, string>>, string, string, string])[] = [
    ['a missing file', { 'main.sim.md': sound }, 'graph/import', 'There is no notebook lib/server.sim.md.', 'spelling'],
    [
      'a missing name',
      {
        'main.sim.md': main("import { server, beatOf as beatsOf } from './lib/server.sim.md'"),
        'lib/server.sim.md': server,
      },
      'graph/import',
      './lib/server.sim.md has no beatOf.',
      'Did you mean beatsOf?',
    ],
    [
      'a name that it only imports itself',
      {
        'main.sim.md': main("import { server, beatsOf } from './again.sim.md'"),
        'again.sim.md': cell(
          'rules',
          `import { server, beatsOf } from './lib/server.sim.md'\nconst x = [server, beatsOf].length`,
        ),
        'lib/server.sim.md': server,
      },
      'graph/import',
      'server is not defined in ./again.sim.md, only imported there, from ./lib/server.sim.md.',
      'Import it from where it is defined.',
    ],
    [
      'a notebook that does not compile',
      { 'main.sim.md': sound, 'lib/server.sim.md': server.replace('const Beat =', 'const Beat = =') },
      'compile/syntax',
      'lib/server.sim.md, line 5: Unexpected "=".',
      'the last good version',
    ],
    [
      'a definition there that throws',
      { 'main.sim.md': sound, 'lib/server.sim.md': server.replace('const beatsOf', 'null.x\nconst beatsOf') },
      'program/threw',
      'lib/server.sim.md, line 14: This cell threw',
      '',
    ],
    [
      'notebooks that import from each other',
      {
        'main.sim.md': sound,
        'lib/server.sim.md': `${server}${cell('rules', `import { x } from './clock.sim.md'\nconst y = x`)}`,
        'lib/clock.sim.md': cell('rules', `import { y } from './server.sim.md'\nconst x = y`),
      },
      'graph/cycle',
      'Notebooks import from each other in a circle: lib/server.sim.md → lib/clock.sim.md → lib/server.sim.md.',
      'Put what they share into a notebook of its own.',
    ],
    [
      'one that imports from the importer',
      {
        'main.sim.md': sound,
        'lib/server.sim.md': `${server}${cell('rules', `import { z } from '../main.sim.md'\nconst y = z`)}`,
      },
      'graph/cycle',
      'main.sim.md → lib/server.sim.md → main.sim.md',
      'Put what they share',
    ],
    [
      'one that imports from itself',
      { 'main.sim.md': main("import { z as server, z as beatsOf } from './main.sim.md'") },
      'graph/cycle',
      'main.sim.md imports from itself.',
      'delete the import',
    ],
    [
      'a folder of that name',
      { 'main.sim.md': sound, 'lib/server.sim.md/x': '' },
      'graph/import',
      'lib/server.sim.md cannot be read: EISDIR.',
      'a file',
    ],
  ];

  test.each(cases)('%s', async (_, texts, code, text, help) => {
    await files(texts);
    const result = await check('main.sim.md');
    expect(fileFailed(result)).toBe(true);
    const found = result.diagnostics.find((one) => one.code === code && one.text.includes(text));
    expect(found, textReport({ files: [result] }, { colour: false, seed: null })).toMatchObject({
      line: 4,
      severity: 'error',
    });
    expect(found?.help).toContain(help);
  });

  test('types that are imported in a circle are none', async () => {
    await files({
      'main.sim.md': sound,
      'lib/server.sim.md': `${server}${cell('rules', `import type { Tick } from './clock.sim.md'\nconst t: Tick = 5`)}`,
      'lib/clock.sim.md': cell('rules', `import type { Beats } from './server.sim.md'\ntype Tick = Beats['beats']`),
    });
    expect((await check('main.sim.md')).diagnostics).toEqual([]);
  });

  test('what a rule of the other file does wrong in the run has the place there in front', async () => {
    const thrower = server.replace('s.beats++', "s.beats++; if (s.beats > 3) throw new Error('enough')");
    await files({ 'main.sim.md': sound, 'lib/server.sim.md': thrower });
    const { diagnostics, scenarios } = await check('main.sim.md');
    expect(diagnostics).toMatchObject([
      { code: 'rule/threw', line: 4, text: 'lib/server.sim.md, line 13: server.Beat threw on server: enough.' },
    ]);
    expect(scenarios).toMatchObject([{ verdict: 'failed' }]);
  });
});
