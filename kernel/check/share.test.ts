import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { explorerFor, models, optionsOf, programOf } from './models.fixture.ts';

it('an exploration for which the order of members matters is not handed over: others would count other worlds', () => {
  let mattered = 0;
  let handed = 0;
  for (const model of fc.sample(models(false), { numRuns: 150, seed: 6 })) {
    const program = programOf(model);
    const explorer = explorerFor(program, { ...optionsOf(model), limits: { states: 300 } });
    let found = explorer.advance(() => true);
    while (found.verdict === 'exploring' && !found.orderMatters) found = explorer.advance(() => true);
    if (found.verdict === 'exploring') {
      mattered += 1;
      expect(explorer.handOver()).toBeNull();
      continue;
    }
    const other = explorerFor(program, optionsOf(model));
    if (other.advance(() => true).verdict === 'exploring') handed += Number(other.handOver() !== null);
  }
  expect(mattered).toBeGreaterThan(3);
  expect(handed).toBeGreaterThan(3);
}, 120_000);
