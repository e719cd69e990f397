/** `rehearsal replay`: reads the file, makes its branches again, writes the report. */
import { readFile } from 'node:fs/promises';
import { startCompiler } from './compiler.ts';
import { replayFailed, replayFile } from './replay.ts';
import { replayReport } from './report-replay.ts';
import { UsageError } from './usage-error.ts';

/** Returns the exit code: 1 when a branch is not what it was, or the file cannot be used. Throws a UsageError when it cannot be read. */
export async function replayCommand(file: string, json: boolean): Promise<0 | 1> {
  const text = await read(file);
  const compiler = await startCompiler();
  try {
    const result = await replayFile(file, text, { compiler, thread: new URL('./replay-thread.js', import.meta.url) });
    const colour = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '';
    process.stdout.write(json ? `${JSON.stringify(result, null, 2)}\n` : replayReport(result, colour));
    return replayFailed(result) ? 1 : 0;
  } finally {
    await compiler.close();
  }
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`${file} cannot be read: ${reason}.`);
  }
}
