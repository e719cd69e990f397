/** Takes the samples of benchmarks and prints them as one table. */
import { type Benchmark, type Summary, summarise } from '../../bench.ts';

export interface Row extends Summary {
  readonly name: string;
  readonly unit: string;
  readonly better: Benchmark['better'];
  readonly budget: number | null;
  /** The budget for the p95, where one is set. */
  readonly budgetP95?: number | null;
  readonly samples: number;
}

/** @param warmUp samples that are taken and forgotten */
export async function measure(benchmark: Benchmark, warmUp = 2): Promise<Row> {
  const sample = await benchmark.prepare({ now: () => performance.now(), small: false });
  for (let i = 0; i < warmUp; i++) await sample();
  const samples: number[] = [];
  for (let i = 0; i < benchmark.rounds; i++) samples.push(await sample());
  return row(benchmark, samples);
}

export function row(
  about: Pick<Row, 'name' | 'unit' | 'better' | 'budget' | 'budgetP95'>,
  samples: readonly number[],
): Row {
  const { name, unit, better, budget, budgetP95 = null } = about;
  return { name, unit, better, budget, budgetP95, samples: samples.length, ...summarise(samples, better) };
}

export function meetsBudget({ better, median, p95, budget, budgetP95 }: Row): boolean {
  const meets = (value: number, limit: number | null | undefined): boolean =>
    limit === null || limit === undefined || (better === 'higher' ? value >= limit : value <= limit);
  return meets(median, budget) && meets(p95, budgetP95);
}

export function table(rows: readonly Row[]): string {
  const head = ['name', 'unit', 'median', 'p95', 'spread', 'n', 'budget', ''];
  const body = rows.map((one) => [
    one.name,
    one.unit,
    figure(one.median),
    figure(one.p95),
    `±${(one.spread * 100).toFixed(1)}%`,
    String(one.samples),
    budgetText(one),
    budgetText(one) === '' ? '' : meetsBudget(one) ? 'met' : 'MISSED',
  ]);
  const widths = head.map((_, i) => Math.max(...[head, ...body].map((cells) => cells[i]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => (isNumeric(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, i) => `${'-'.repeat(width + 1)}${isNumeric(i) ? ':' : '-'}`).join('|')}|`;
  return [line(head), rule, ...body.map(line)].join('\n');
}

const isNumeric = (column: number): boolean => column >= 2 && column <= 6;

function budgetText({ better, budget, budgetP95 }: Row): string {
  if (budget === null && typeof budgetP95 !== 'number') return '';
  const sign = better === 'higher' ? '≥' : '≤';
  const limits = [
    budget === null ? '–' : figure(budget),
    ...(typeof budgetP95 === 'number' ? [figure(budgetP95)] : []),
  ];
  return `${sign} ${limits.join(' / ')}`;
}

/** Four significant digits; thousands set apart. */
export function figure(value: number): string {
  const digits = Math.abs(value) >= 1_000 ? 0 : Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value) || 1)));
  const [whole = '', fraction] = value.toFixed(Math.min(digits, 4)).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
