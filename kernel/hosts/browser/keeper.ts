/** What the page remembers of a kernel: enough to rebuild its run byte for byte after the kernel is gone. */
import type { CompiledCell } from '../../compile/compiled.ts';
import type { CellKey } from '../../diagnostic.ts';
import { programsOf, programsOfRun } from '../../journal.ts';
import type { Journal, ProgramSource, ProgramView, SwapReply } from '../../protocol.ts';

/** Programs kept that no journal names. */
const olderSources = 50;

export interface Memory {
  readonly journal: Journal;
  /** The program in force. */
  readonly source: ProgramSource;
  readonly program: ProgramView;
  /** Every program that the journal names, and the one in force. */
  readonly sources: readonly ProgramSource[];
}

/**
 * After an `open`, `swap` or `restart`.
 * @param known programs seen so far; those that nothing names any more are let go
 */
export function rememberProgram(known: readonly ProgramSource[], reply: SwapReply): Memory {
  const { journal, source, program } = reply;
  // Runs that an edit left behind name older programs and can be made branches again.
  const named = new Set([source.id, ...programsOf(journal), ...known.slice(-olderSources).map(({ id }) => id)]);
  const others = known.filter(({ id }) => id !== source.id && named.has(id));
  return { journal, source, program, sources: [...others, source] };
}

/** After an `advance` or `input`. */
export function rememberJournal(memory: Memory | null, journal: Journal): Memory | null {
  return memory && { ...memory, journal };
}

/** The programs that were in force before the present one, newest first, each once. */
export function earlierPrograms(memory: Memory): readonly ProgramSource[] {
  const newestFirst = new Set(programsOfRun(memory.journal).toReversed());
  newestFirst.delete(memory.source.id);
  return [...newestFirst].flatMap((id) => memory.sources.find((source) => source.id === id) ?? []);
}

export function cellOf(source: ProgramSource, key: CellKey): CompiledCell | null {
  return source.cells.find((cell) => cell.key === key) ?? null;
}
