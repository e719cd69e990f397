/**
 * The language reference is what the library's own comments say, and every example in it is a notebook that does what it
 * claims. `npm run reference` writes it anew.
 */
import { describe, expect, test, vi } from 'vitest';
import { referenceOf } from '../kernel/emit/reference.ts';
import { checkTypes } from '../kernel/hosts/node/check-types.ts';
import { cellsOf } from '../kernel/notebook/notebook.ts';
import { parse } from '../kernel/notebook/parse.ts';
import { chapters, library } from './reference.fixture.ts';
import { drawPlots, drawViews, explored, fuzzed, rehearse, run, violated } from './rehearse.fixture.ts';

vi.setConfig({ testTimeout: 60_000 });

test('the reference is what the library says of itself', async () => {
  await expect(referenceOf(library(), chapters())).toMatchFileSnapshot('../stdlib/REFERENCE.md');
});

test('every entry has a word to say', () => {
  const silent = [...library().entries.values()].filter(({ doc }) => doc === '').map(({ name }) => name);
  expect(silent).toEqual([]);
});

describe.each(chapters())('the examples of $title', ({ sections }) => {
  test.each(sections.map(({ names, body }) => ({ title: names.join(', '), body })))('$title', async ({ body }) => {
    const rehearsal = await rehearse(body);
    const { program, seed } = rehearsal;
    expect(program.diagnostics).toEqual([]);
    expect(checkTypes(cellsOf(parse(body)))).toEqual([]);
    expect(program.scenarios.length).toBeGreaterThan(0);

    const outcomes = program.scenarios.map(({ name }) => run(rehearsal, name, seed));
    for (const shown of [...drawPlots(rehearsal, null), ...drawViews(rehearsal, null)])
      expect(shown).not.toHaveProperty('diagnostic');
    const explorations = program.explorations.map(({ name }) => explored(rehearsal, name));
    const fuzzings = program.fuzzers.map(({ name }) => fuzzed(rehearsal, name));

    for (const { diagnostics } of [...outcomes, ...explorations, ...fuzzings]) expect(diagnostics).toEqual([]);
    for (const outcome of outcomes) expect(violated(outcome)).toEqual([]);
    for (const { verdict } of explorations) expect(verdict).toBe('holds');
    // One is meant to fail, and names what fails.
    for (const { failures } of fuzzings) expect(failures.filter(({ isExpected }) => !isExpected)).toEqual([]);

    const views = outcomes.flatMap(({ properties }) => [...properties.values()]);
    const seen = new Set([...explorations, ...fuzzings].flatMap(({ witnessed }) => witnessed));
    const open = views.filter(({ name, verdict }) => verdict === 'pending' && !seen.has(name));
    expect(open.map(({ name }) => name)).toEqual([]);
    // Something is claimed.
    expect(
      views.length + rehearsal.cells.filter(({ kind }) => kind === 'plot' || kind === 'view').length,
    ).toBeGreaterThan(0);
  });
});
