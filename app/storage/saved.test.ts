import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf } from '../../kernel/notebook/notebook.ts';
import { parse } from '../../kernel/notebook/parse.ts';
import { noProbing, withPins } from '../model/probing.ts';
import { marksOf, noStars, reduceStars } from '../model/stars.ts';
import { keysOf } from '../model/kept-history.ts';
import { knownCells, knownImports, knownParts, withSavedKeys } from '../run/restore.ts';
import { compiledCell, journal } from '../testing.ts';
import type { SavedRun } from './notebooks.ts';
import { readRun, readText } from './saved.ts';

const text = '---\nseed: 1\n---\n\n# Two\n\n```ts rules one\na\n```\n\nmore\n\n```ts check two\nb\n```\n';
const notebook = parse(text);
const cells = cellsOf(notebook).map(({ key, kind, slug, code }) => compiledCell({ key, kind, slug, code }));

/** As one visit leaves it. */
const run: SavedRun = {
  text,
  keys: keysOf(notebook),
  nextKey: notebook.nextKey,
  inForce: 'p0',
  build: 'b',
  journal: journal(3),
  sources: [{ id: 'p0', cells }],
  speed: 0.3,
  memoryLimit: 512e6,
  race: {
    status: 'done',
    step: 2,
    time: 3,
    node: 'a',
    orders: 1,
    outcomes: [
      {
        branch: 1,
        count: 1,
        values: [
          {
            node: 'a',
            field: 'f',
            value: {
              t: 'list',
              kind: 'set',
              more: 0,
              items: [
                { t: 'record', kind: 'map', more: 0, entries: [['k', { t: 'atom', text: '1', kind: 'number' }]] },
              ],
            },
          },
        ],
        fault: null,
        violated: [],
        orders: [{ branch: 1, events: [{ name: 'Write c1', body: '' }] }],
      },
    ],
    rivals: [{ name: 'Write c1', body: '' }],
    atRest: true,
    notes: [],
  },
  stars: {
    list: [
      {
        id: '1',
        colour: 1,
        name: 'k',
        how: 'equality',
        pattern: { under: ['txn'], value: new Map([[1n, new Set(['x'])]]) },
        origin: null,
      },
      {
        id: '2',
        colour: 4,
        name: 'a.f',
        how: 'identity',
        pattern: { under: [], value: 7 },
        origin: { branch: 0, step: 2, place: { type: 'state', node: 'a', field: 'f', at: [0, 1], isKey: true } },
      },
    ],
    chosen: '2',
    only: 'all',
  },
  pins: [{ cell: cells[0]?.key ?? '', kind: 'condition', label: 'x > 1', nth: 0 }],
  folded: cells.map(({ key }) => key),
  imports: [{ path: 'other.sim.md', text, keys: keysOf(notebook), nextKey: notebook.nextKey }],
};

/** What a page does with it when the notebook is opened. */
function open(saved: SavedRun): void {
  const restored = withSavedKeys(text, saved);
  const keys = keysOf(restored).filter((key) => key !== null);
  expect(new Set(keys).size).toBe(keys.length);
  withPins(
    noProbing,
    knownParts(restored, saved.pins ?? [], ({ cell }) => cell),
  );
  knownCells(restored, saved.sources, saved.inForce);
  knownImports(saved, saved.sources);
  const stars = { ...noStars, ...saved.stars };
  marksOf(stars);
  reduceStars(stars, { type: 'star-text', text: 'k42' });
  structuredClone(saved);
}

const places = (value: unknown, way: readonly string[] = []): readonly (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? [way, ...Object.keys(value).flatMap((key) => places(Reflect.get(value, key), [...way, key]))]
    : [way];

/** The same with something else at one place, or with nothing there. */
function spoilt(whole: unknown, way: readonly string[], junk: { readonly value: unknown } | null): unknown {
  const copy: unknown = structuredClone(whole);
  const [last] = way.slice(-1);
  if (last === undefined) return junk?.value;
  const holder = way.slice(0, -1).reduce((at: unknown, key) => Reflect.get(Object(at), key), copy);
  if (junk === null) Reflect.deleteProperty(Object(holder), last);
  else Reflect.set(Object(holder), last, junk.value);
  return copy;
}

const junk = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withSparseArray: true }),
  fc.constantFrom<unknown>(Number.NaN, Number.POSITIVE_INFINITY, -1, 1e300, 1.5, '', null, undefined, [], {}, [null]),
  fc.string({ minLength: 5_000, maxLength: 20_000 }),
);

describe('what a browser kept of a run', () => {
  it('comes back as it was', () => {
    expect(readRun(structuredClone(run))).toEqual(run);
  });

  it('comes back from an older version, which had less', () => {
    const { text: t, keys, nextKey, inForce, build, journal: j, sources, speed } = run;
    const old = readRun({ text: t, keys, nextKey, inForce, build, journal: j, sources, speed });
    expect(old).toMatchObject({ journal: j, speed, pins: [], folded: [], stars: { list: [], chosen: null } });
  });

  it('is opened or left out, whatever one part of it is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...places(run)), fc.option(junk.map((value) => ({ value }))), (way, value) => {
        const read = readRun(spoilt(run, way, value));
        if (read === null) return;
        open(read);
        expect(readRun(structuredClone(read))).toEqual(read);
      }),
      { numRuns: 400 },
    );
  });

  it('is left out when it is something else altogether', () => {
    fc.assert(
      fc.property(junk, (value) => {
        expect(readRun(value)).toBeNull();
        expect(readText(value)).toBeNull();
      }),
    );
  });

  it('loses what is wrong and keeps the rest', () => {
    const pins = [...(run.pins ?? []), { cell: 7 }, null, 'x'];
    const [star] = run.stars?.list ?? [];
    const stars = { ...run.stars, list: [star, { ...star, id: '3' }, { ...star, id: '4', colour: 9 }], chosen: '4' };
    const race = { ...run.race, outcomes: [{}] };
    const read = readRun({ ...run, pins, stars, race, folded: 'all', speed: -4, memoryLimit: Number.NaN });
    expect(read).toMatchObject({
      pins: run.pins,
      race: null,
      folded: [],
      speed: null,
      memoryLimit: null,
      stars: { list: [star], chosen: null },
    });
    expect(read?.journal).toEqual(run.journal);
  });

  it('never gives two parts one key', () => {
    const read = readRun({ ...run, keys: run.keys.map(() => 'c1'), nextKey: 0 });
    if (read === null) throw new Error('the run is lost');
    open(read);
    open({ ...read, ...readRun({ ...run, nextKey: 0 }) });
  });
});

describe('what a browser kept of a text', () => {
  it('is whole, or as if it had never been saved', () => {
    const saved = { text: 'x', title: 'T', original: null, version: 3, editedAt: 5 };
    expect(readText(saved)).toEqual(saved);
    expect(readText({ text: 'x' })).toEqual({ text: 'x', title: '', original: null, version: 0, editedAt: 0 });
    expect(readText({ ...saved, text: 7 })).toBeNull();
    expect(readText({ ...saved, editedAt: 'yesterday', version: -1 })).toMatchObject({ editedAt: 0, version: 0 });
  });
});
