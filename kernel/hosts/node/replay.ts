/** A saved run, made again and compared with what it was. */
import type { Compiler } from '../../compile/compiler.ts';
import type { Diagnostic } from '../../diagnostic.ts';
import type { ProgramSource } from '../../protocol.ts';
import { type ProgramText, readRunFile, type RunFile } from '../../run-file.ts';
import { replayInThread } from './replay-in-thread.ts';
import type { BranchReplay } from './replay-run.ts';
import { type ThreadLimits, threadLimits } from './run-in-thread.ts';

export interface ReplayTools {
  readonly compiler: Compiler;
  /** The built replay-thread. */
  readonly thread: URL;
  readonly limits?: ThreadLimits;
}

export interface BranchResult extends BranchReplay {
  /** Its digest when it was saved; null when that was not known. */
  readonly expected: string | null;
  /** `same` as when it was saved; `made` when there is nothing to compare with. */
  readonly verdict: 'same' | 'made' | 'different' | 'broken';
}

export interface ReplayResult {
  readonly file: string;
  readonly title: string;
  /** What is wrong with the file as a whole. */
  readonly diagnostics: readonly Diagnostic[];
  readonly branches: readonly BranchResult[];
}

/** @param file only a name for the report */
export async function replayFile(file: string, text: string, tools: ReplayTools): Promise<ReplayResult> {
  const read = readRunFile(text);
  if (!read.ok) return { file, title: '', diagnostics: [read.diagnostic], branches: [] };
  const { title, journal, programs } = read.file;
  const sources = await Promise.all(programs.map((program) => compiled(program, tools.compiler)));
  const outcome = await replayInThread(tools.thread, { journal, sources }, tools.limits ?? threadLimits);
  if (outcome.type === 'ended') return { file, title, diagnostics: [outcome.diagnostic], branches: [] };
  return { file, title, diagnostics: [], branches: outcome.branches.map((branch) => resultOf(branch, read.file)) };
}

/** Its name stays, whatever this compiler makes of it: the journal uses it. */
async function compiled({ id, cells }: ProgramText, compiler: Compiler): Promise<ProgramSource> {
  return { id, cells: await compiler.compile(cells) };
}

function resultOf(branch: BranchReplay, { digests }: RunFile): BranchResult {
  const expected = digests.find((one) => one.branch === branch.id)?.digest ?? null;
  const verdict =
    branch.digest === '' ? 'broken' : expected === null ? 'made' : expected === branch.digest ? 'same' : 'different';
  return { ...branch, expected, verdict };
}

export function replayFailed({ diagnostics, branches }: ReplayResult): boolean {
  return diagnostics.length > 0 || branches.some(({ verdict }) => verdict === 'different' || verdict === 'broken');
}
