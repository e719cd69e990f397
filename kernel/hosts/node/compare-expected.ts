/** Compares what a check found with the expected results beside the notebook, or accepts it as what is expected from now on. */
import { readFile, writeFile } from 'node:fs/promises';
import { diagnostic } from '../../diagnostic.ts';
import type { FileResult } from './check-result.ts';
import {
  type Facts,
  differences,
  expectedFileOf,
  expectedOf,
  keepUnfinished,
  readExpected,
  writeExpected,
} from './expected.ts';
import { UsageError } from './usage-error.ts';

/**
 * Without a file nothing is compared; accepting makes one. A notebook with errors has no results that could be accepted. Throws a
 * UsageError when the file cannot be read or written.
 */
export async function compareExpected(result: FileResult, wantsAccepting: boolean): Promise<FileResult> {
  const accept = wantsAccepting && !result.diagnostics.some(({ severity }) => severity === 'error');
  const file = expectedFileOf(result.file);
  const text = await read(file);
  if (text === null && !accept) return result;
  const was = text === null ? nothing : readExpected(text);
  if (was === null && !accept) {
    const why = diagnostic('check/expected', `${file} cannot be read: it is not as \`rehearsal check\` writes it.`, {
      help: 'Take it from the history of the repository, or write it anew: rehearsal check --accept.',
    });
    return { ...result, diagnostics: [...result.diagnostics, { ...why, line: null, column: null }] };
  }
  const found = expectedOf(result);
  const before = was ?? nothing;
  if (accept) {
    const next = writeExpected(keepUnfinished(before, found));
    if (next !== text) await write(file, next);
  }
  const comparison = {
    file,
    // Of a first time, everything would be new.
    differences: text === null ? [] : differences(before, found),
    unfinished: found.unfinished.map(([section, name]) => `${section}: ${name}`),
    isAccepted: accept,
  };
  return { ...result, comparison };
}

const nothing: Facts = new Map();

async function read(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new UsageError(`${file} cannot be read: ${String(error)}.`);
  }
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${String(error)}.`);
  }
}
