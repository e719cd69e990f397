/** `rehearsal check`: reads the files, checks them one after the other, writes the reports. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { SeedRange } from '../../check/fuzz.ts';
import { checkNotebook, type Tools } from './check.ts';
import { type CheckResult, type FileResult, fileFailed } from './check-result.ts';
import { compareExpected } from './compare-expected.ts';
import { startCompiler } from './compiler.ts';
import { createProgress, exploreText } from './progress.ts';
import { junitReport } from './report-junit.ts';
import { textReport } from './report-text.ts';
import { UsageError } from './usage-error.ts';

export interface CheckOptions {
  readonly json: boolean;
  /** Finds what can be found without a run: syntax and types. */
  readonly types: boolean;
  /** Where to write the JUnit report. */
  readonly junit: string | null;
  readonly seed: number | null;
  /** For fuzzing; null for those that the notebooks name. */
  readonly seeds: SeedRange | null;
  readonly workers: number;
  /** Seconds for each exploration. */
  readonly exploreTime: number;
  /** A folder for the counterexamples; null when they are not to be written. */
  readonly counterexamples: string | null;
  /** What is found becomes what is expected. */
  readonly accept: boolean;
}

/** What a shell makes of a program that Ctrl+C ended. */
const interruptedCode = 130;

/**
 * Returns the exit code: 1 when a notebook failed; else 130 when it was interrupted, for what was not looked at has not passed. Throws a
 * UsageError before anything runs when a file cannot be read.
 */
export async function checkCommand(files: readonly string[], options: CheckOptions): Promise<0 | 1 | 130> {
  if (files.length === 0) throw new UsageError('check needs at least one FILE.');
  // Other seeds give other results; types alone give none.
  const isComparable = !options.types && options.seed === null && options.seeds === null;
  if (options.accept && !isComparable)
    throw new UsageError('--accept goes with the seeds that the notebooks name: without --seed, --seeds and --types.');
  const texts = await Promise.all(files.map(read));
  const { results: found, isInterrupted } = await checkAll(files, texts, options);
  // A part is not to be compared with the whole, nor to be accepted.
  const results =
    isComparable && !isInterrupted
      ? await Promise.all(found.map((one) => compareExpected(one, options.accept)))
      : found;
  const result: CheckResult = { files: results };
  if (options.junit !== null) await write(options.junit, junitReport(result, options.seed));
  if (options.counterexamples !== null)
    for (const path of await writeCounterexamples(options.counterexamples, results))
      process.stderr.write(`written: ${path}\n`);
  const colour = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '';
  process.stdout.write(
    options.json ? `${JSON.stringify(result, null, 2)}\n` : textReport(result, { colour, seed: options.seed }),
  );
  if (isInterrupted) {
    const left = files.length - results.length;
    const rest = left === 0 ? '' : `; ${left} of ${files.length} files were not begun`;
    process.stderr.write(`Interrupted: this is what was found by then${rest}.\n`);
  }
  if (results.some(fileFailed)) return 1;
  return isInterrupted ? interruptedCode : 0;
}

async function checkAll(
  files: readonly string[],
  texts: readonly Uint8Array[],
  { types, seed, seeds, workers, exploreTime }: CheckOptions,
): Promise<{ readonly results: readonly FileResult[]; readonly isInterrupted: boolean }> {
  const compiler = await startCompiler();
  const interruption = new AbortController();
  // What has been found by then is reported; a second time ends at once.
  const interrupt = (): void => {
    interruption.abort();
    process.stderr.write('\nEnding with what has been found. Ctrl+C again ends at once.\n');
  };
  process.once('SIGINT', interrupt);
  const progress = createProgress(process.stderr, performance.now.bind(performance));
  const tools: Tools = {
    compiler,
    typesOnly: types,
    thread: new URL('./check-thread.js', import.meta.url),
    explore: {
      thread: new URL('./explore-thread.js', import.meta.url),
      workers,
      limitMs: exploreTime * 1_000,
      onProgress: (far) => progress.tell(far === null ? null : exploreText(far)),
      signal: interruption.signal,
    },
    fuzz: {
      thread: new URL('./fuzz-thread.js', import.meta.url),
      workers,
      seeds,
      onProgress: (name, done, of) => progress.tell(done >= of ? null : `fuzz ${name}: ${done} of ${of} runs`),
      signal: interruption.signal,
    },
  };
  try {
    const results: FileResult[] = [];
    for (const [index, bytes] of texts.entries()) {
      if (interruption.signal.aborted) break;
      results.push(await checkNotebook(files[index] ?? '', bytes, seed, tools));
    }
    return { results, isInterrupted: interruption.signal.aborted };
  } finally {
    process.removeListener('SIGINT', interrupt);
    await compiler.close();
  }
}

/** A run for each counterexample, named after the notebook, the exploration and the property. Returns what was written. */
async function writeCounterexamples(folder: string, files: readonly FileResult[]): Promise<readonly string[]> {
  const written: string[] = [];
  for (const { file, explorations } of files)
    for (const { name, violations } of explorations)
      for (const { property, run } of violations) {
        if (run === null) continue;
        const path = join(folder, `${[basename(file, '.sim.md'), name, property].map(slug).join('.')}.rehearsal.json`);
        await mkdir(folder, { recursive: true });
        await write(path, run);
        written.push(path);
      }
  return written;
}

function slug(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 60) || 'x'
  );
}

async function read(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${reason(error)}.`);
  }
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${reason(error)}.`);
  }
}

function reason(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
