import { expect, test } from 'vitest';
import { figure, measure, meetsBudget, row, table } from './bench-table.ts';

test('a table says what was measured and which budgets were missed', () => {
  const rows = [
    row({ name: 'events', unit: 'events/s', better: 'higher', budget: 1_000_000 }, [1_200_000, 1_300_000, 1_400_000]),
    row({ name: 'swap', unit: 'ms', better: 'lower', budget: 30, budgetP95: 60 }, [10, 20, 90]),
    row({ name: 'look', unit: 'ms', better: 'lower', budget: null, budgetP95: 16 }, [10, 12, 40]),
    row({ name: 'size', unit: 'kB', better: 'lower', budget: null }, [12.345]),
  ];
  expect(table(rows)).toBe(
    `
| name   | unit     |    median |       p95 |  spread | n |          budget |        |
|--------|----------|----------:|----------:|--------:|--:|----------------:|--------|
| events | events/s | 1,300,000 | 1,210,000 |   ±3.8% | 3 |     ≥ 1,000,000 | met    |
| swap   | ms       |     20.00 |     83.00 | ±100.0% | 3 | ≤ 30.00 / 60.00 | MISSED |
| look   | ms       |     12.00 |     37.20 |  ±62.5% | 3 |     ≤ – / 16.00 | MISSED |
| size   | kB       |     12.35 |     12.35 |   ±0.0% | 1 |                 |        |`.slice(1),
  );
  expect(rows.map(meetsBudget)).toEqual([true, false, false, true]);
});

test('figures have four significant digits', () => {
  expect([0, 0.01234, 1.5, 12.345, 123.456, 1234.5, 1e6].map(figure)).toEqual([
    '0.000',
    '0.0123',
    '1.500',
    '12.35',
    '123.5',
    '1,235',
    '1,000,000',
  ]);
});

test('warm-up samples are taken and forgotten', async () => {
  let taken = 0;
  const measured = await measure(
    { name: 'x', unit: 'ms', better: 'lower', budget: null, budgetP95: 4.5, rounds: 3, prepare: () => () => ++taken },
    2,
  );
  expect(measured).toMatchObject({ samples: 3, median: 4, budgetP95: 4.5 });
  expect(meetsBudget(measured)).toBe(false);
});
