/**
 * A run as a file, `NAME.rehearsal.json`: the journal of all its branches, the texts of the programs that it names, and the digest of
 * each branch as it was seen. What is needed to make it again anywhere, and to tell that it is the same; nothing of what it made.
 *
 * A file may come from anybody: programs are kept as texts and compiled by whoever reads it.
 */
import { type CellSource, sourceOf } from './compile/compiled.ts';
import { type Diagnostic, type DiagnosticCode, diagnostic } from './diagnostic.ts';
import { fromJson, programsOf, readJournal, toJson } from './journal.ts';
import type { BranchDigest, BranchJournal, Journal, ProgramSource } from './protocol.ts';

/** Of the file. The journal in it counts its own. */
const version = 1;

/** The cells of one program, as texts. `id`: the name that the journal has for it. */
export interface ProgramText {
  readonly id: string;
  readonly cells: readonly CellSource[];
}

export interface RunFile {
  readonly title: string;
  readonly journal: Journal;
  readonly programs: readonly ProgramText[];
  /** Of branches that had been made when it was saved. */
  readonly digests: readonly BranchDigest[];
}

/** `sources`: those that the journal names must be among them. */
export function writeRunFile(
  title: string,
  journal: Journal,
  sources: readonly ProgramSource[],
  digests: readonly BranchDigest[],
): string {
  const named = new Set(programsOf(journal));
  const programs = sources
    .filter(({ id }) => named.has(id))
    .map(
      ({ id, cells }): ProgramText => ({
        id,
        cells: cells.map(sourceOf),
      }),
    );
  return `${JSON.stringify({ rehearsal: 'run', version, title, journal, programs, digests }, toJson, 1)}\n`;
}

export type ReadRunFile =
  | { readonly ok: true; readonly file: RunFile }
  | { readonly ok: false; readonly diagnostic: Diagnostic };

/** Reads what `writeRunFile` wrote, now or in an earlier version. */
export function readRunFile(text: string): ReadRunFile {
  let data: unknown;
  try {
    data = JSON.parse(text, fromJson);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refuse('journal/broken', `It is not JSON: ${why}.`, 'It was cut off or changed: save the run again.');
  }
  if (!isRecord(data) || data['rehearsal'] !== 'run')
    return refuse(
      'journal/broken',
      'It is no run of Rehearsal.',
      'Save one with “Export run” in the menu of the page.',
    );
  if (typeof data['version'] === 'number' && data['version'] > version)
    return newer(`version ${data['version']}; this one reads versions up to ${version}`);
  const { title, journal, programs, digests } = data;
  if (isRecord(journal) && typeof journal['format'] === 'number' && journal['format'] > 2)
    return newer(`a journal of format ${journal['format']}; this one reads formats 1 and 2`);
  const wrong = journalFault(journal) ?? (isListOf(programs, isProgram) ? null : 'its programs');
  if (wrong !== null)
    return refuse('journal/broken', `It cannot be understood: ${wrong}.`, 'It was changed: save the run again.');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- journalFault looked at every part of it
  const known = readJournal(journal as Journal);
  if (known === null) return newer('a journal of another format');
  const texts = isListOf(programs, isProgram) ? programs : [];
  const missing = programsOf(known).find((id) => !texts.some((program) => program.id === id));
  if (missing !== undefined)
    return refuse('journal/broken', `A program that it names is not in it: ${missing}.`, 'Save the run again.');
  return {
    ok: true,
    file: {
      title: typeof title === 'string' ? title : '',
      journal: known,
      programs: texts,
      digests: isListOf(digests, isDigest) ? digests : [],
    },
  };
}

function refuse(code: DiagnosticCode, text: string, help: string): ReadRunFile {
  return { ok: false, diagnostic: diagnostic(code, text, { help }) };
}

function newer(what: string): ReadRunFile {
  return refuse('journal/version', `It was saved by a newer Rehearsal, in ${what}.`, 'Update Rehearsal to read it.');
}

// ---------------------------------------------------------------- what a file must hold

/** What is wrong with a journal, in words; null when nothing is. */
export function journalFault(value: unknown): string | null {
  if (!isRecord(value)) return 'it has no journal';
  // Format 1 knew no branches.
  if (value['format'] === 1) return runFault(value);
  if (value['format'] !== 2) return `format ${String(value['format'])} of its journal`;
  const { others } = value;
  if (!Array.isArray(others)) return 'its branches';
  return [value, ...(others as readonly unknown[])].map(branchFault).find((fault) => fault !== null) ?? null;
}

function branchFault(value: unknown): string | null {
  if (!isRecord(value)) return 'a branch';
  const { id, name, parent, forkedAt } = value;
  const isWhole = isCount(id) && typeof name === 'string' && (parent === null || isCount(parent)) && isRecord(forkedAt);
  return isWhole && isCount(forkedAt['step']) && isTime(forkedAt['time']) ? runFault(value) : 'a branch';
}

function runFault(value: Fields): string | null {
  const { seed, scenario, program, entries, steps, turns, time, ahead } = value;
  if (typeof seed !== 'number' || typeof scenario !== 'string' || typeof program !== 'string')
    return 'how a run begins';
  if (!isCount(steps) || !isCount(turns) || (time !== undefined && !isTime(time))) return 'how far a run has come';
  if (!isListOf(entries, isEntry)) return 'what came into a run from outside';
  if (ahead == null) return null;
  return isRecord(ahead) && isTime(ahead['time']) && isListOf(ahead['entries'], isEntry)
    ? null
    : 'what is still to come';
}

function isEntry(value: unknown): value is BranchJournal['entries'][number] {
  if (!isRecord(value) || !isCount(value['turn']) || !isCount(value['step']) || !isTime(value['time'])) return false;
  if (value['type'] === 'swap') return typeof value['program'] === 'string';
  // What an act wants is looked at when it is done.
  return value['type'] === 'input' && isRecord(value['input']) && typeof value['input']['type'] === 'string';
}

function isProgram(value: unknown): value is ProgramText {
  return isRecord(value) && typeof value['id'] === 'string' && isListOf(value['cells'], isCell);
}

function isCell(value: unknown): value is CellSource {
  if (!isRecord(value)) return false;
  const { key, kind, slug, code, origin } = value;
  return (
    typeof key === 'string' &&
    typeof kind === 'string' &&
    ['rules', 'scenario', 'check', 'plot', 'view'].includes(kind) &&
    (slug === null || typeof slug === 'string') &&
    typeof code === 'string' &&
    (origin === undefined || (isRecord(origin) && typeof origin['notebook'] === 'string' && isCount(origin['line'])))
  );
}

function isDigest(value: unknown): value is BranchDigest {
  return isRecord(value) && isCount(value['branch']) && isCount(value['steps']) && typeof value['digest'] === 'string';
}

type Fields = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOf<T>(value: unknown, is: (member: unknown) => member is T): value is readonly T[] {
  return Array.isArray(value) && value.every(is);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
