/** Journals as they are kept and passed on: older formats are read, programs named, plain data written as JSON. */
import type { Journal, RunJournal } from './protocol.ts';

/** What the first branch is called. */
export const mainBranch = { id: 1, name: 'main', parent: null, forkedAt: { step: 0, time: 0 } } as const;

/** A journal as this version has it; null when a newer version wrote it. Format 1 knew no branches. */
export function readJournal(journal: Journal | (RunJournal & { readonly format: 1 })): Journal | null {
  switch (journal.format) {
    case 1:
      return { ...journal, ...mainBranch, format: 2, others: [] };
    case 2:
      return journal;
    default:
      return null;
  }
}

/** The programs a journal puts in force, those of the current branch first, in order. */
export function programsOf(journal: Journal): readonly string[] {
  return [...new Set([journal, ...journal.others].flatMap(programsOfRun))];
}

/** The same for one run. */
export function programsOfRun({ program, entries, ahead }: RunJournal): readonly string[] {
  const all = [...entries, ...(ahead?.entries ?? [])];
  return [program, ...all.flatMap((entry) => (entry.type === 'swap' ? [entry.program] : []))];
}

/** The program in force at the end of a run. */
export function lastProgram(run: RunJournal): string {
  return programsOfRun({ ...run, ahead: null }).at(-1) ?? run.program;
}

/** Of a notebook without a run. */
export function emptyJournal(program: string): Journal {
  return { ...mainBranch, format: 2, seed: 0, scenario: '', program, entries: [], steps: 0, turns: 0, others: [] };
}

// ---------------------------------------------------------------- as JSON

/** For JSON.stringify: what JSON does not know becomes an object with one key that begins with `$`. */
export function toJson(_key: string, value: unknown): unknown {
  if (value instanceof Map) return { $map: [...value] };
  if (value instanceof Set) return { $set: [...value] };
  if (typeof value === 'bigint') return { $bigint: String(value) };
  if (value === undefined) return { $undefined: true };
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
    return { $number: Object.is(value, -0) ? '-0' : String(value) };
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).some(isTag))
    return { $object: Object.entries(value) };
  return value;
}

/** For JSON.parse: the inverse. */
export function fromJson(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const [entry, ...others] = Object.entries(value);
  if (entry === undefined || others.length > 0 || !isTag(entry[0])) return value;
  const [tag, held]: readonly [string, unknown] = entry;
  if (tag === '$bigint') return BigInt(String(held));
  if (tag === '$number') return Number(held);
  const members: readonly unknown[] = Array.isArray(held) ? held : [];
  if (tag === '$set') return new Set(members);
  const pairs = members.filter((member): member is [unknown, unknown] => Array.isArray(member) && member.length === 2);
  if (tag === '$map') return new Map(pairs);
  if (tag === '$object') return Object.fromEntries(pairs.map(([key, member]) => [String(key), member]));
  return undefined;
}

function isTag(key: string): boolean {
  return /^\$(map|set|bigint|undefined|number|object)$/.test(key);
}
