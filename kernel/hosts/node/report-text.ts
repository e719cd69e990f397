/** The report for people: one block a file; what failed says where and how to see it again. */
import { styleText } from 'node:util';
import {
  type CheckResult,
  type Difference,
  type ExplorationResult,
  type FileDiagnostic,
  type FileResult,
  type FuzzResult,
  fileFailed,
  type PropertyResult,
} from './check-result.ts';
import { type FuzzFailure, smallText } from '../../findings.ts';
import { chartText } from '../../histories/chart-text.ts';
import { count } from './progress.ts';
import { helpLines } from './report-help.ts';
import { storyLines } from './report-story.ts';
import { formatMs } from './verdicts.ts';

export interface TextOptions {
  readonly colour: boolean;
  /** As given on the command line; null when it was not. */
  readonly seed: number | null;
}

type Paint = (format: 'red' | 'green' | 'yellow' | 'dim' | 'bold', text: string) => string;

export function textReport(result: CheckResult, options: TextOptions): string {
  const paint: Paint = options.colour
    ? (format, text) => styleText(format, text, { validateStream: false })
    : (_, text) => text;
  const blocks = result.files.map((file) => fileBlock(file, options, paint));
  const failed = result.files.filter(fileFailed).length;
  const passed = result.files.length - failed;
  const last = `${passed} passed, ${failed} failed`;
  return `${blocks.join('\n')}\n${failed > 0 ? paint('red', last) : paint('green', last)}\n`;
}

function fileBlock(file: FileResult, options: TextOptions, paint: Paint): string {
  const failed = fileFailed(file);
  const mark = (ok: boolean): string => (ok ? paint('green', '✓') : paint('red', '✗'));
  const lines = [`${mark(!failed)} ${paint('bold', file.file)}`];
  for (const diagnostic of file.diagnostics) lines.push(...diagnosticLines(file.file, diagnostic, paint));
  for (const { name, seed, events, digest, verdict, now, text } of file.scenarios) {
    const facts = paint('dim', `seed ${seed}, ${events} events, ${formatMs(now)}, digest ${digest}`);
    lines.push(`  ${mark(verdict === 'passed')} scenario ${name}  ${facts}`);
    if (text !== '') lines.push(`      ${text}`);
  }
  for (const property of file.properties) lines.push(...propertyLines(file.file, property, mark));
  for (const exploration of file.explorations) lines.push(...explorationLines(exploration, paint, mark));
  for (const fuzzing of file.fuzzings) lines.push(...fuzzLines(file.file, fuzzing, paint, mark));
  lines.push(...comparisonLines(file, paint));
  if (failed) lines.push(`  ${paint('dim', 'to see it again:')} ${reproduction(file, options.seed)}`);
  return `${lines.join('\n')}\n`;
}

function diagnosticLines(file: string, diagnostic: FileDiagnostic, paint: Paint): readonly string[] {
  const { line, column, severity, code, text, notes } = diagnostic;
  const place = line === null ? file : `${file}:${line}${column === null ? '' : `:${column}`}`;
  const head = `  ${place}: ${paint(severity === 'error' ? 'red' : 'yellow', severity)} ${text} ${paint('dim', `[${code}]`)}`;
  return [head, ...helpLines(diagnostic), ...notes.map((note) => `      ${paint('dim', note.text)}`)];
}

function propertyLines(file: string, property: PropertyResult, mark: (ok: boolean) => string): readonly string[] {
  const { kind, name, verdict, at, failed, line, text, chart } = property;
  const when = at === null ? '' : ` at ${formatMs(at.time)}, event ${at.step}, in ${JSON.stringify(at.scenario)}`;
  const head = `  ${mark(!failed)} ${kind} ${name}: ${verdict}${when}`;
  if (!failed) return [head];
  const rows = chart === null ? [] : chartText(chart).map((row) => `      ${row}`.trimEnd());
  return [head, `      ${file}:${line}: ${text}`, ...rows];
}

function explorationLines(found: ExplorationResult, paint: Paint, mark: (ok: boolean) => string): readonly string[] {
  const { name, transitions, ms, failed, text, exercise, neverFired, violations } = found;
  const rules = `${exercise.rules.length - neverFired.length} of ${exercise.rules.length} rules`;
  const facts = paint('dim', `${count(transitions)} transitions, ${rules}, ${formatMs(Math.round(ms))}`);
  const lines = [`  ${mark(!failed)} explore ${name}: ${text}  ${facts}`];
  if (neverFired.length > 0) lines.push(`      ${paint('yellow', 'never fired:')} ${neverFired.join(', ')}`);
  for (const violation of violations) lines.push(...storyLines(violation).map((line) => `      ${line}`));
  return lines;
}

function fuzzLines(file: string, fuzzing: FuzzResult, paint: Paint, mark: (ok: boolean) => string): readonly string[] {
  const { name, status, seeds, events, faults, rules, states, neverFired, failures, failed, isWhole } = fuzzing;
  const runs = isWhole ? `${seeds.done} runs` : `ended after ${seeds.done} of ${seeds.of} runs`;
  const facts = `${runs}, ${events} events, ${faults} faults; ${rules.fired} of ${rules.of} rules, ${states} abstract states`;
  const lines = [`  ${mark(!failed)} fuzz ${name}: ${status}  ${paint('dim', facts)}`];
  if (neverFired.length > 0) lines.push(`      ${paint('yellow', 'never fired:')} ${neverFired.join(', ')}`);
  for (const failure of failures) lines.push(...failureLines(file, failure, paint));
  return lines;
}

function failureLines(file: string, failure: FuzzFailure, paint: Paint): readonly string[] {
  const { property, kind, text, runs, first, seed, before, after, isExpected, scenario } = failure;
  const verb = kind === 'error' ? 'throws' : isExpected ? 'is violated, as expected' : 'is violated';
  const often = runs === 1 ? 'one run' : `${runs} runs, the first of them with seed ${first}`;
  const small =
    after === null
      ? `seed ${seed}: ${before.events} events; it could not be made smaller`
      : `seed ${seed}, ${smallText(before, after)}`;
  return [
    `      ${kind} ${property} ${verb}${text === '' ? '' : `: ${text}`} (${often})`,
    `      ${paint('dim', `${small}; ${fuzzReproduction(file, seed)}`)}`,
    `      ${paint('dim', 'a scenario that fails, to be pasted into a cell:')}`,
    ...scenario.split('\n').map((line) => `        ${line}`),
  ];
}

function comparisonLines({ file, comparison }: FileResult, paint: Paint): readonly string[] {
  if (comparison === null) return [];
  const { differences, unfinished, isAccepted } = comparison;
  const lines = unfinished.map(
    (name) => `  ${paint('yellow', 'not compared, for it was ended before its end:')} ${name}`,
  );
  if (differences.length === 0) {
    const what = isAccepted ? `as accepted in ${comparison.file}` : `as expected in ${comparison.file}`;
    return [...lines, `  ${paint('green', '✓')} ${what}`];
  }
  const changes = differences.map((one) => `      ${differenceText(one)}`);
  if (isAccepted) return [...lines, `  ${paint('green', '✓')} accepted in ${comparison.file}:`, ...changes];
  return [
    ...lines,
    `  ${paint('red', '✗')} not as expected in ${comparison.file}:`,
    ...changes,
    `      ${paint('dim', 'to accept it:')} rehearsal check --accept ${quote(file)}`,
  ];
}

/** `scenario three: events 12 → 14` */
export function differenceText({ of, fact, was, is }: Difference): string {
  const name = fact === null ? of : `${of}: ${fact}`;
  if (was === null) return `${name}: new, ${is ?? ''}`;
  return is === null ? `${name}: gone, was ${was}` : `${name}${fact === null ? ':' : ''} ${was} → ${is}`;
}

/** The command that fuzzes with that seed only. */
export function fuzzReproduction(file: string, seed: number): string {
  return `rehearsal check ${quote(file)} --seeds ${seed}-${seed}`;
}

/** The command that shows the failure again; the seed is named even when it is the notebook's own. */
export function reproduction(file: FileResult, seed: number | null): string {
  const failing = file.scenarios.find(({ verdict }) => verdict === 'failed') ?? file.scenarios[0];
  const named = seed ?? failing?.seed;
  return `rehearsal check ${quote(file.file)}${named === undefined ? '' : ` --seed ${named}`}`;
}

function quote(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
