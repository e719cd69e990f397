/**
 * Finds maps from partitions to nodes in states. Problem: a model may write such a map in any of a dozen ways, and no declaration says
 * which field is one. Approach: a value is one when its keys can be partitions (numbers, numbered names; in a `Map` anything that is no
 * node) and each entry says, in a form that is known, which nodes have which copy:
 *
 * - a node: `'a'`
 * - a list or set of nodes, the first of which is active: `['a', 'b']`
 * - roles and their nodes: `{ active: 'a', replicas: ['b'] }`, `{ primary: ['a'], replica: ['b'] }`
 * - nodes and their states: `{ a: 'active', b: 'replica' }`, `{ a: { state: 'active' } }`
 * - the state of the copy that the node has itself: `'active'`, `{ state: 'active', … }`
 *
 * Entries that hold nothing (null, an empty list) go with any form. Other fields beside roles do not matter.
 */

/** Node → state of its copy. Of a copy that the node itself has: under ''. */
export type Copies = ReadonlyMap<string, string>;

export interface FoundMap {
  /** Fields of the state that lead to it: `copies`; `cluster`, `map`. */
  readonly path: readonly string[];
  readonly form: 'held' | 'map';
  readonly partitions: ReadonlyMap<string, Copies>;
}

/** Copies of which a model speaks by another name. */
const synonyms: Readonly<Record<string, string>> = {
  primary: 'active',
  leader: 'active',
  master: 'active',
  owner: 'active',
  actives: 'active',
  primaries: 'active',
  replicas: 'replica',
  backup: 'replica',
  backups: 'replica',
  follower: 'replica',
  followers: 'replica',
  secondary: 'replica',
  secondaries: 'replica',
  standby: 'replica',
  building: 'pending',
  incoming: 'pending',
  failed: 'dead',
};

export const copyStates = ['active', 'replica', 'pending', 'dead'] as const;
const known: ReadonlySet<string> = new Set([...copyStates, ...Object.keys(synonyms)]);
const stateFields = ['state', 'status', 'role'] as const;

/** How deep maps are looked for, and how many values. */
const depthLimit = 3;
const valueLimit = 2_000;
/** Fewer are no partitions. */
const fewest = 2;

export function mapsIn(state: Readonly<Record<string, unknown>>, isNode: (id: string) => boolean): readonly FoundMap[] {
  const found: FoundMap[] = [];
  let left = valueLimit;
  const visit = (value: unknown, path: readonly string[]): void => {
    if (typeof value !== 'object' || value === null || --left < 0) return;
    const map = mapOf(value, isNode);
    if (map !== null) {
      found.push({ path, ...map });
      return;
    }
    if (path.length >= depthLimit || Array.isArray(value) || value instanceof Set || value instanceof Map) return;
    for (const [field, inner] of Object.entries(value)) visit(inner, [...path, field]);
  };
  for (const [field, value] of Object.entries(state)) visit(value, [field]);
  return found;
}

/** Null when it is no map from partitions. */
function mapOf(value: object, isNode: (id: string) => boolean): Omit<FoundMap, 'path'> | null {
  const entries = entriesOf(value, isNode);
  if (entries === null || entries.length < fewest) return null;
  const partitions = new Map<string, Copies>();
  let form: FoundMap['form'] | null = null;
  for (const [key, entry] of entries) {
    const copies = copiesOf(entry, isNode);
    if (copies === null) return null;
    if (copies.size > 0) {
      const own: FoundMap['form'] = copies.has('') ? 'held' : 'map';
      if (form !== null && form !== own) return null;
      form = own;
    }
    // A list of nodes is a list of members more often than a map.
    if (Array.isArray(value) && typeof entry === 'string') return null;
    partitions.set(key, copies);
  }
  return form === null ? null : { form, partitions };
}

function entriesOf(value: object, isNode: (id: string) => boolean): readonly (readonly [string, unknown])[] | null {
  if (value instanceof Set) return null;
  if (Array.isArray(value)) return value.map((entry, index) => [String(index), entry as unknown] as const);
  if (value instanceof Map) {
    const all = [...(value as Map<unknown, unknown>)];
    // All objects would have one name.
    if (all.some(([key]) => typeof key === 'object' && key !== null)) return null;
    const entries = all.map(([key, entry]) => [String(key), entry] as const);
    return entries.some(([key]) => isNode(key)) ? null : entries;
  }
  const entries = Object.entries(value);
  return entries.every(([key]) => /\d$/.test(key) && !isNode(key)) ? entries : null;
}

function copiesOf(entry: unknown, isNode: (id: string) => boolean): Copies | null {
  if (entry === null || entry === undefined) return new Map();
  if (typeof entry === 'string') {
    if (isNode(entry)) return new Map([[entry, 'active']]);
    return known.has(entry) ? new Map([['', stateName(entry)]]) : null;
  }
  if (typeof entry !== 'object') return null;
  const list = listOf(entry);
  if (list !== null) return list.every((id) => isNode(id)) ? inOrder(list) : null;
  const fields = entry instanceof Map ? [...(entry as Map<string, unknown>)] : Object.entries(entry);
  if (fields.length === 0) return new Map();
  return byNode(fields, isNode) ?? byRole(fields, isNode) ?? own(fields);
}

const inOrder = (nodes: readonly string[]): Copies =>
  new Map(nodes.map((id, index) => [id, index === 0 ? 'active' : 'replica']));

/** A list or set of strings; null for anything else. */
function listOf(value: object): readonly string[] | null {
  const items: readonly unknown[] | null = Array.isArray(value) ? value : value instanceof Set ? [...value] : null;
  return items?.every((item): item is string => typeof item === 'string') === true ? items : null;
}

type Fields = readonly (readonly [string, unknown])[];

function byNode(fields: Fields, isNode: (id: string) => boolean): Copies | null {
  const copies = new Map<string, string>();
  for (const [key, value] of fields) {
    const state = typeof value === 'string' ? value : stateIn(value);
    if (!isNode(key) || state === null) return null;
    copies.set(key, stateName(state));
  }
  return copies;
}

function byRole(fields: Fields, isNode: (id: string) => boolean): Copies | null {
  const copies = new Map<string, string>();
  let isKnown = false;
  for (const [role, value] of fields) {
    if (!known.has(role)) continue;
    const nodes =
      typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? listOf(value) : [];
    if (nodes === null || !nodes.every((id) => isNode(id))) return null;
    isKnown = true;
    // Who is active and, by a slip of the model, a replica too is shown as active.
    for (const id of nodes) if (!copies.has(id)) copies.set(id, stateName(role));
  }
  return isKnown ? copies : null;
}

function own(fields: Fields): Copies | null {
  const state = stateIn(Object.fromEntries(fields));
  return state !== null && known.has(state) ? new Map([['', stateName(state)]]) : null;
}

function stateIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  for (const field of stateFields) {
    const state: unknown = Reflect.get(value, field);
    if (typeof state === 'string') return state;
  }
  return null;
}

const stateName = (name: string): string => synonyms[name] ?? name;
