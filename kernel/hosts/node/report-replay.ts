/** The report of a replay for people: a line for each branch. */
import { styleText } from 'node:util';
import type { Diagnostic } from '../../diagnostic.ts';
import { helpLines } from './report-help.ts';
import { type BranchResult, replayFailed, type ReplayResult } from './replay.ts';
import { formatMs } from './verdicts.ts';

const verdicts: Readonly<Record<BranchResult['verdict'], string>> = {
  same: 'the same as when it was saved',
  made: 'made again; its digest was not saved',
  different: 'NOT the same as when it was saved',
  broken: 'cannot be made again',
};

export function replayReport(result: ReplayResult, colour: boolean): string {
  const paint = (format: 'red' | 'green' | 'dim' | 'bold', text: string): string =>
    colour ? styleText(format, text, { validateStream: false }) : text;
  const mark = (ok: boolean): string => (ok ? paint('green', '✓') : paint('red', '✗'));
  const reasons = (list: readonly Diagnostic[]): string[] =>
    list.flatMap(({ code, text, help, mend }) => [
      `      ${text} ${paint('dim', `[${code}]`)}`,
      ...helpLines({ help, mend }),
    ]);
  const title = result.title === '' ? '' : `  ${result.title}`;
  const lines = [
    `${mark(!replayFailed(result))} ${paint('bold', result.file)}${title}`,
    ...reasons(result.diagnostics),
  ];
  for (const branch of result.branches) {
    const { name, scenario, seed, events, now, digest, expected, verdict, properties } = branch;
    const facts = `${scenario}, seed ${seed}, ${events} events, ${formatMs(now)}, digest ${digest === '' ? 'none' : digest}`;
    lines.push(`  ${mark(verdict === 'same' || verdict === 'made')} branch ${name}: ${verdicts[verdict]}`);
    lines.push(`      ${paint('dim', facts)}`);
    if (verdict === 'different') lines.push(`      ${paint('dim', `digest when saved: ${expected}`)}`);
    for (const { name: property, verdict: found, at } of properties)
      if (found === 'violated')
        lines.push(`      violates ${property}${at === null ? '' : ` at event ${at.step}, ${formatMs(at.time)}`}`);
    lines.push(...reasons(branch.diagnostics));
  }
  return `${lines.join('\n')}\n`;
}
