import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyJournal } from './journal.ts';
import { plainData } from './plain.fixture.ts';
import type { Journal } from './protocol.ts';
import { readRunFile, type ReadRunFile, writeRunFile } from './run-file.ts';

const cell = { key: 'c1', kind: 'rules', slug: null, source: 'const a = 1', js: 'return {}', hash: 'h' } as const;
const source = {
  id: 'p',
  cells: [
    { ...cell, statements: [], definitions: [], references: [], imports: [], map: '', inserted: [], diagnostics: [] },
  ],
};
const journal: Journal = {
  ...emptyJournal('p'),
  scenario: 's',
  steps: 3,
  turns: 5,
  entries: [{ type: 'input', turn: 1, step: 1, time: 2.5, input: { type: 'crash', node: 'a' } }],
};

const written = (of: Journal = journal): string =>
  writeRunFile('T', of, [source], [{ branch: 1, steps: 3, digest: 'd' }]);
const codeOf = (read: ReadRunFile): string => (read.ok ? 'read' : read.diagnostic.code);
const changed = (change: (data: Record<string, unknown>) => void): string => {
  const data: Record<string, unknown> = JSON.parse(written());
  change(data);
  return JSON.stringify(data);
};

describe('a run as a file', () => {
  it('is read as it was written, whatever data the acts of the reader carry', () => {
    fc.assert(
      fc.property(fc.array(plainData, { maxLength: 4 }), (values) => {
        const entries = values.map((value, index) => ({
          ...{ type: 'input', turn: index, step: index, time: index },
          input: { type: 'set', node: 'a', path: ['x', index], value },
        })) as Journal['entries'];
        const read = readRunFile(written({ ...journal, entries, others: [{ ...journal, id: 2, parent: 1, entries }] }));
        expect(read.ok && read.file.journal.entries).toEqual(entries);
        expect(read.ok && read.file.journal.others[0]?.entries).toEqual(entries);
        expect(read.ok && read.file.digests).toEqual([{ branch: 1, steps: 3, digest: 'd' }]);
      }),
      { numRuns: 50 },
    );
  });

  it('holds the texts of programs, not what a compiler made of them', () => {
    const read = readRunFile(written());
    expect(read.ok && read.file.programs).toEqual([
      { id: 'p', cells: [{ key: 'c1', kind: 'rules', slug: null, code: 'const a = 1' }] },
    ]);
    expect(written()).not.toContain('return {}');
  });

  it('of format 1, which knew no branches, is read as one of one branch', () => {
    const { seed, scenario, program, entries, steps, turns } = journal;
    const old = changed((data) => (data['journal'] = { format: 1, seed, scenario, program, entries, steps, turns }));
    const read = readRunFile(old);
    expect(read.ok && read.file.journal).toMatchObject({ format: 2, id: 1, name: 'main', others: [], steps: 3 });
  });

  it('of a newer version is refused, and says so', () => {
    const newer = [
      changed((data) => (data['version'] = 2)),
      changed((data) => Object.assign(data['journal'] as object, { format: 3 })),
    ];
    for (const text of newer) {
      const read = readRunFile(text);
      expect(codeOf(read)).toBe('journal/version');
      expect(!read.ok && read.diagnostic.text).toContain('newer');
    }
  });

  it('that is none, was cut off or changed is refused', () => {
    const whole = written();
    for (const text of ['', 'hello', '[]', '{}', '{"rehearsal":"notebook"}', whole.slice(0, whole.length / 2)])
      expect(codeOf(readRunFile(text)), text).toBe('journal/broken');
    expect(codeOf(readRunFile(changed((data) => (data['programs'] = []))))).toBe('journal/broken');
  });

  it('with any one part missing or of another kind is refused or read, and never throws', () => {
    const places = (data: unknown, path: readonly string[] = []): (readonly string[])[] =>
      typeof data === 'object' && data !== null
        ? Object.entries(data).flatMap(([key, member]) => [[...path, key], ...places(member, [...path, key])])
        : [];
    const data: unknown = JSON.parse(written({ ...journal, others: [{ ...journal, id: 2, name: 'b', parent: 1 }] }));
    let refused = 0;
    for (const path of places(data))
      for (const instead of [undefined, null, 'x', -1, [], {}]) {
        const copy: unknown = structuredClone(data);
        const holder = path.slice(0, -1).reduce((at: unknown, key) => Reflect.get(Object(at), key) as unknown, copy);
        Reflect.set(Object(holder), path.at(-1) ?? '', instead);
        if (!readRunFile(JSON.stringify(copy)).ok) refused += 1;
      }
    expect(refused).toBeGreaterThan(100);
  });
});
