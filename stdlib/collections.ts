/**
 * Collections and what can be done with them, clusters that hold them, and links between clusters, all as data. A cluster has
 * pools, a pool has buckets, a bucket has collections; a replication link (XDCR) carries the changes of a bucket, one way, with
 * a latency. Kinds of collections differ in their capabilities: an operation that needs one which is missing is `invalid`.
 */
import type { Capability, ClusterMap, Collection, CollectionKind, ClusterSpec } from '../kernel/program/language.ts';
import { checkedDistribution, constant } from './distributions.ts';

const all: readonly Capability[] = [
  'change-stream',
  'sub-item',
  'tx',
  'mvcc',
  'indexable',
  'range',
  'cas',
  'flags',
  'expiry',
  'capped',
];

/**
 * What each kind can do. A primary collection holds items and can do all. A back-index remembers the index entries of each item: it
 * is followed and read at a snapshot. An index is only ever read, at a snapshot and in ranges.
 */
const kinds: Readonly<Record<CollectionKind, readonly Capability[]>> = {
  primary: all,
  'back-index': ['change-stream', 'mvcc', 'range'],
  index: ['mvcc', 'range'],
};

/** What operations need; those that are not named need nothing. */
const needs: Readonly<Record<string, Capability>> = {
  watch: 'change-stream',
  'read-part': 'sub-item',
  'update-part': 'sub-item',
  tx: 'tx',
  'read-at': 'mvcc',
  index: 'indexable',
  scan: 'range',
  cas: 'cas',
  flag: 'flags',
  expire: 'expiry',
  cap: 'capped',
};

/** A collection of one of the three kinds; `with` and `without` change what it can do. */
export function collection(
  kind: CollectionKind,
  options: { readonly with?: readonly Capability[]; readonly without?: readonly Capability[] } = {},
): Collection {
  if (!Object.hasOwn(kinds, kind))
    throw new RangeError(
      `collection(kind): kind must be one of ${Object.keys(kinds).join(', ')}, not ${JSON.stringify(kind)}`,
    );
  for (const one of [...(options.with ?? []), ...(options.without ?? [])]) {
    if (!all.includes(one))
      throw new RangeError(`collection('${kind}'): there is no capability '${one}'; there are ${all.join(', ')}`);
  }
  const can = all.filter(
    (one) => (kinds[kind].includes(one) || options.with?.includes(one)) && !options.without?.includes(one),
  );
  return { kind, can };
}

/** Whether an operation may be done to a collection: `invalid` when it needs what the collection cannot do. */
export function permits(collection: Pick<Collection, 'can'>, op: string): 'ok' | 'invalid' {
  const need = Object.hasOwn(needs, op) ? needs[op] : undefined;
  return need === undefined || collection.can.includes(need) ? 'ok' : 'invalid';
}

/** Throws a RangeError that names what is wrong. */
export function clusters(spec: ClusterSpec): ClusterMap {
  const { links = [], ...named } = spec;
  const collections = Object.entries(named.clusters).flatMap(([cluster, pools]) =>
    entriesOf(pools).flatMap(([pool, buckets]) =>
      entriesOf(buckets).flatMap(([bucket, held]) =>
        entriesOf(held).map(([name, one]) => ({
          path: checkedPath([cluster, pool, bucket, name]),
          cluster,
          pool,
          bucket,
          name,
          ...one,
        })),
      ),
    ),
  );
  if (collections.length === 0) throw new RangeError('clusters: there is no collection');
  const buckets = new Set(collections.map(({ cluster, bucket }) => `${cluster} ${bucket}`));
  const made = links.flatMap(({ from, to, bucket, latency = constant(1), both = false }) => {
    if (from === to) throw new RangeError(`clusters: a link leads from '${from}' to itself`);
    for (const end of [from, to]) {
      if (!Object.hasOwn(named.clusters, end))
        throw new RangeError(`clusters: a link ends at '${end}'; there are ${Object.keys(named.clusters).join(', ')}`);
      if (!buckets.has(`${end} ${bucket}`))
        throw new RangeError(`clusters: a link carries the bucket '${bucket}', which '${end}' does not have`);
    }
    const one = { from, to, bucket, latency: checkedDistribution(latency) };
    return both ? [one, { ...one, from: to, to: from }] : [one];
  });
  return { clusters: Object.keys(named.clusters), collections, links: made };
}

function entriesOf<T>(members: Readonly<Record<string, T>>): (readonly [string, T])[] {
  return Object.entries(members);
}

function checkedPath(names: readonly string[]): string {
  const wrong = names.find((name) => name === '' || name.includes('/'));
  if (wrong !== undefined)
    throw new RangeError(`clusters: a name may not be empty or hold a '/': ${JSON.stringify(wrong)}`);
  return names.join('/');
}
