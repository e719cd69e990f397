import { describe, expect, test } from 'vitest';
import type { CollectionKind } from '../kernel/program/language.ts';
import { clusters, collection, permits } from './collections.ts';
import { constant } from './distributions.ts';

describe('what a collection can do', () => {
  const asked = ['watch', 'read-part', 'tx', 'read-at', 'index'] as const;
  test.each<[CollectionKind, readonly string[]]>([
    ['primary', ['ok', 'ok', 'ok', 'ok', 'ok']],
    ['back-index', ['ok', 'invalid', 'invalid', 'ok', 'invalid']],
    ['index', ['invalid', 'invalid', 'invalid', 'ok', 'invalid']],
  ])('%s: change stream, sub-item, tx, mvcc, indexable', (kind, expected) => {
    expect(asked.map((op) => permits(collection(kind), op))).toEqual(expected);
  });

  test('a tx operation on a collection without transactions is invalid', () => {
    expect(permits(collection('primary', { without: ['tx'] }), 'tx')).toBe('invalid');
    expect(permits(collection('index', { with: ['tx'] }), 'tx')).toBe('ok');
  });

  test('reads and writes need nothing in particular', () => {
    for (const op of ['read', 'update', 'insert', 'read-modify-write', 'constructor'])
      expect(permits(collection('index', { without: ['mvcc', 'range'] }), op)).toBe('ok');
  });

  test('ranges, cas, flags, expiry and a cap are said for each collection', () => {
    const bare = collection('primary', { without: ['range', 'cas', 'flags', 'expiry', 'capped'] });
    for (const op of ['scan', 'cas', 'flag', 'expire', 'cap']) {
      expect(permits(bare, op), op).toBe('invalid');
      expect(permits(collection('primary'), op), op).toBe('ok');
    }
  });

  test('a capability or kind that does not exist is a RangeError that tells those that do', () => {
    // @ts-expect-error -- there is none
    expect(() => collection('table')).toThrow(/primary, back-index, index, not "table"/);
    // @ts-expect-error -- there is none
    expect(() => collection('primary', { without: ['speed'] })).toThrow(
      /no capability 'speed'; there are change-stream/,
    );
  });
});

describe('clusters', () => {
  const travel = { airlines: collection('primary'), names: collection('index') };
  const two = { east: { default: { travel } }, west: { default: { travel } } };

  test('every collection has a path: cluster, pool, bucket, name', () => {
    const map = clusters({ clusters: two });
    expect(map.clusters).toEqual(['east', 'west']);
    expect(map.collections.map(({ path }) => path)).toEqual([
      'east/default/travel/airlines',
      'east/default/travel/names',
      'west/default/travel/airlines',
      'west/default/travel/names',
    ]);
    expect(map.collections[3]).toMatchObject({ cluster: 'west', pool: 'default', bucket: 'travel', kind: 'index' });
  });

  test('a link leads one way, or both', () => {
    const link = { from: 'east', to: 'west', bucket: 'travel', latency: constant(80) };
    const ends = (both: boolean): string[] =>
      clusters({ clusters: two, links: [{ ...link, both }] }).links.map(({ from, to }) => `${from} to ${to}`);
    expect(ends(false)).toEqual(['east to west']);
    expect(ends(true)).toEqual(['east to west', 'west to east']);
  });

  test('a link to nowhere, to itself, or for a bucket that is not there is a RangeError', () => {
    const linked = (from: string, to: string, bucket: string) => () =>
      clusters({ clusters: two, links: [{ from, to, bucket }] });
    expect(linked('east', 'north', 'travel')).toThrow(
      new RangeError("clusters: a link ends at 'north'; there are east, west"),
    );
    expect(linked('east', 'east', 'travel')).toThrow(/from 'east' to itself/);
    expect(linked('east', 'west', 'beer')).toThrow(/the bucket 'beer', which 'east' does not have/);
    expect(() => clusters({ clusters: { east: {} } })).toThrow(new RangeError('clusters: there is no collection'));
    expect(() => clusters({ clusters: { 'a/b': { p: { b: travel } } } })).toThrow(/may not be empty or hold a '\/'/);
  });
});
