/** The Raft notebook for benchmarks: its rules and its first scenario (five servers and a client that writes), without an end. */
import { cellsOf } from '../notebook/notebook.ts';
import { parse } from '../notebook/parse.ts';
import { openCells, type Opened } from '../session.fixture.ts';

/** `raft`: the text of the notebook. */
export async function openRaft(
  raft: string,
  options: {
    readonly withProperties: boolean;
    readonly wallClock: () => number;
  },
): Promise<Opened> {
  const cells = cellsOf(parse(raft));
  const wanted = cells.filter(
    ({ kind }) => kind === 'rules' || kind === 'scenario' || (options.withProperties && kind === 'check'),
  );
  const endless = (code: string): string => code.replace(/until: [\d_]+/, 'until: 1e12');
  return openCells(
    Object.fromEntries(wanted.map(({ kind, slug, code }, index) => [`${kind} ${slug ?? ''} ${index}`, endless(code)])),
    { seed: 7, scenario: 'five servers', wallClock: options.wallClock },
  );
}

/** The election timeout's cell with another lower bound: an edit that concerns the run from its first event on. */
export function withTimeout(run: Opened, low: number): Readonly<Record<string, string>> {
  const cell = run.compiled().find(({ source }) => /between\(\d+, 300\)/.test(source));
  if (cell === undefined) throw new Error('the notebook has no election timeout');
  return { [cell.key]: cell.source.replace(/between\(\d+/, `between(${low}`) };
}
