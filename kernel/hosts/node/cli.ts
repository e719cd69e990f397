#!/usr/bin/env node
/** The command line: `rehearsal check FILES…`, `rehearsal replay JOURNAL` and `rehearsal open [DIR]`. Exits 1 on a finding, 2 when called wrongly. */
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cac } from 'cac';
import { checkCommand } from './check-command.ts';
import { replayCommand } from './replay-command.ts';
import { createAppServer, listen } from './serve.ts';
import { UsageError } from './usage-error.ts';

/** Of package.json; put in by the build. */
declare const REHEARSAL_VERSION: string;

const defaultPort = 4173;
/** Seconds. */
const defaultExploreTime = 60;

const cli = cac('rehearsal');

cli
  .command('check [...files]', 'Run every scenario of the notebooks to its end, with its properties; explore and fuzz')
  .option('--json', 'Print one JSON document instead of the report')
  .option('--types', 'Only check syntax and types, which a whole check does too; run nothing')
  .option('--junit <file>', 'Also write a JUnit report')
  .option('--seed <n>', "Use this seed instead of the notebooks' own")
  .option('--seeds <n>', 'Fuzz with seeds 1 to N, or with those from A to B: A-B')
  .option('--workers <n>', 'Threads that fuzz and explore; as many as there are processors when left out')
  .option('--explore-time <s>', `Seconds that one exploration may take; ${defaultExploreTime} when left out`)
  .option('--accept', 'Write what is found beside each notebook, NAME.expected.yaml: later checks are compared with it')
  .option('--counterexamples <dir>', 'Also write each counterexample as a run, which the page opens and replay plays')
  .action(async (files: readonly string[], options: Readonly<Record<string, unknown>>) => {
    process.exitCode = await checkCommand(files, {
      json: options['json'] === true,
      types: options['types'] === true,
      junit: text('--junit', options['junit']),
      seed: wholeNumber('--seed', options['seed']),
      seeds: seedRange('--seeds', options['seeds']),
      workers: workersOf('--workers', options['workers']),
      exploreTime: secondsOf('--explore-time', options['exploreTime']),
      counterexamples: text('--counterexamples', options['counterexamples']),
      accept: options['accept'] === true,
    });
  });

cli
  .command('replay [journal]', 'Make a run that the page exported again, every branch of it, and compare the digests')
  .option('--json', 'Print one JSON document instead of the report')
  .action(async (journal: string | undefined, options: Readonly<Record<string, unknown>>) => {
    if (journal === undefined) throw new UsageError('replay needs one JOURNAL: a file NAME.rehearsal.json.');
    process.exitCode = await replayCommand(journal, options['json'] === true);
  });

cli
  .command('open [dir]', 'Serve the app with the notebooks of a folder, to this machine only')
  .option('--port <n>', `The port; ${defaultPort} or the next free one when left out`)
  .action(async (dir: string | undefined, options: Readonly<Record<string, unknown>>) => {
    await open(dir ?? '.', wholeNumber('--port', options['port']));
  });

cli.help();
cli.version(REHEARSAL_VERSION);

async function open(dir: string, port: number | null): Promise<void> {
  const notebooks = resolve(dir);
  if (!(await isFolder(notebooks))) throw new UsageError(`${dir} is not a folder.`);
  if (port !== null && port > 65_535) throw new UsageError('--port needs a number up to 65535.');
  const app = fileURLToPath(new URL('../app', import.meta.url));
  if (!(await isFolder(app))) throw new UsageError(`The app is not built: ${app} is missing. Run \`npm run build\`.`);
  const server = await createAppServer({ app, notebooks });
  const found = await listen(server, port ?? defaultPort, port === null);
  console.log(`Rehearsal shows the notebooks of ${notebooks}\n\n  http://127.0.0.1:${found}/\n\nCtrl+C ends it.`);
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

function wholeNumber(name: string, value: unknown): number | null {
  if (value === undefined) return null;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new UsageError(`${name} needs a whole number from 0 on.`);
}

/** `12`: 1 to 12. `5-8`: those four. */
function seedRange(name: string, value: unknown): { readonly from: number; readonly to: number } | null {
  if (value === undefined) return null;
  const given = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  const [, first, last] = /^(?:(\d+)-)?(\d+)$/.exec(given) ?? [];
  const [from, to] = [Number(first ?? 1), Number(last)];
  if (Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 1 && to >= from) return { from, to: to + 1 };
  throw new UsageError(`${name} needs a number of seeds from 1 on, or two seeds with a dash between them.`);
}

function secondsOf(name: string, value: unknown): number {
  if (value === undefined) return defaultExploreTime;
  if (typeof value === 'number' && value > 0 && value <= 1e6) return value;
  throw new UsageError(`${name} needs a number of seconds above 0.`);
}

function workersOf(name: string, value: unknown): number {
  const workers = wholeNumber(name, value) ?? availableParallelism();
  if (workers >= 1 && workers <= 256) return workers;
  throw new UsageError(`${name} needs a number from 1 to 256.`);
}

function text(name: string, value: unknown): string | null {
  if (value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new UsageError(`${name} needs one value.`);
}

try {
  cli.parse(process.argv, { run: false });
  if (cli.matchedCommand === undefined && cli.options['help'] !== true && cli.options['version'] !== true) {
    const named = cli.args[0];
    throw new UsageError(
      named === undefined ? 'A command is missing.' : `There is no command ${JSON.stringify(named)}.`,
    );
  }
  await cli.runMatchedCommand();
} catch (error) {
  // cac's own complaints (an unknown option) are about usage as well.
  const isUsage = error instanceof UsageError || (error instanceof Error && error.name === 'CACError');
  if (!isUsage) throw error;
  console.error(`rehearsal: ${error.message}\nTry \`rehearsal --help\`.`);
  process.exitCode = 2;
}
