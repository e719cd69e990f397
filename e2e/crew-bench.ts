/** How much sooner two explorers are done than one: the command line, as its users call it, on notebook 01 with more resource managers. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Row, row } from '../kernel/hosts/node/bench-table.ts';

/** Pairs of explorations, one after the other, so that what else the machine does is shared fairly. */
const cases = [
  { managers: 8, rounds: 5 },
  { managers: 9, rounds: 3 },
] as const;

/** @param cli the built command line  @param notebook the file of two-phase commit */
export function crewRows(cli: string, notebook: string): readonly Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-crew-'));
  try {
    return cases.map(({ managers, rounds }) => {
      const file = join(folder, `${managers}.sim.md`);
      const text = readFileSync(notebook, 'utf8');
      writeFileSync(
        file,
        text.replace('world.add(rm, 3)', `world.add(rm, ${managers})`).replace('expect: { states: 288 },', ''),
      );
      const times = Array.from({ length: rounds }, () => exploreMs(cli, file, 1) / exploreMs(cli, file, 2));
      return row(
        {
          name: `two workers, as many times as fast as one: two-phase commit with ${managers} resource managers`,
          unit: '×',
          better: 'higher',
          budget: 1.6,
        },
        times,
      );
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Wall ms from the beginning to the verdict, the start of the program left out. */
function exploreMs(cli: string, file: string, workers: number): number {
  const printed = execFileSync(process.execPath, [cli, 'check', file, '--json', '--workers', String(workers)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 1 << 26,
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what our own program printed
  const found = JSON.parse(printed) as {
    readonly files: readonly { readonly explorations: readonly { readonly ms: number }[] }[];
  };
  const ms = found.files[0]?.explorations[0]?.ms;
  if (ms === undefined) throw new Error(`nothing was explored in ${file}`);
  return ms;
}
