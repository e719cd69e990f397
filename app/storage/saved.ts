/**
 * What a browser kept, at the border: whatever stands there, what comes in has the shape that the page relies on. What is wrong is left
 * out and the rest is kept: a run without its pins, a text without its run.
 */
import type { CompiledCell, Origin } from '../../kernel/compile/compiled.ts';
import type { CellKey } from '../../kernel/diagnostic.ts';
import { readJournal } from '../../kernel/journal.ts';
import type { Journal, ProbePlace, ProgramSource, Race, RaceEvent, RaceOutcome, Shown } from '../../kernel/protocol.ts';
import { journalFault } from '../../kernel/run-file.ts';
import type { Origin as StarOrigin } from '../../kernel/star.ts';
import { mostStars, noStars, type PageStar, type SavedStars, savedStars } from '../model/stars.ts';
import type { SavedImport, SavedRun, SavedText } from './saved-data.ts';
import {
  all,
  count,
  either,
  flag,
  good,
  left,
  nothing,
  numberIn,
  oneOf,
  or,
  plain,
  type Read,
  record,
  text,
  wrong,
} from './read.ts';

/** Beyond these, nobody made them by hand. */
const mostPins = 200;
const mostFolded = 5_000;
/** Of values within values. */
const deepest = 100;

const time = numberIn(0, Number.MAX_VALUE);
const optional = <T>(of: Read<T>): Read<T | undefined> => either<T | undefined>(of, left);
const orNull = <T>(of: Read<T>): Read<T | null> => either<T | null>(of, nothing);

/** Null: there is none, or what is there is none. */
export function readText(value: unknown): SavedText | null {
  const read = savedText(value);
  return read === wrong ? null : read;
}

const savedText = record<SavedText>({
  text,
  title: or(text, ''),
  original: or(orNull(text), null),
  version: or(count, 0),
  editedAt: or(numberIn(0, 8.64e15), 0),
});

/** Null: there is none, or it cannot be brought back. */
export function readRun(value: unknown): SavedRun | null {
  const read = savedRun(value);
  if (read === wrong) return null;
  const parts = withKeys(read);
  const imports = read.imports?.map((one) => ({ ...one, ...withKeys(one) }));
  return { ...read, ...parts, ...(imports !== undefined && { imports }) };
}

// ---------------------------------------------------------------- keys

interface Keyed {
  readonly keys: readonly (CellKey | null)[];
  readonly nextKey: number;
}

/** Two parts with one key would be one part: then none has its key again. New keys are never old ones. */
function withKeys({ keys, nextKey }: Keyed): Keyed {
  const known = keys.filter((key) => key !== null);
  if (new Set(known).size < known.length) return { keys: [], nextKey: 0 };
  const numbers = known.map((key) => Number(/\d+$/.exec(key)?.[0] ?? 0)).filter((n) => n < mostKeys);
  return { keys, nextKey: Math.max(nextKey, 1 + Math.max(0, ...numbers)) };
}

const mostKeys = 1e9;

// ---------------------------------------------------------------- journals and programs

const journal: Read<Journal> = (value) => {
  try {
    if (journalFault(value) !== null) return wrong;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- journalFault looked at every part of it
    return readJournal(value as Journal) ?? wrong;
  } catch {
    return wrong;
  }
};

/** The compiler's own: not looked into. What this build cannot run is found when the run is brought back. */
const anyList: Read<readonly never[]> = (value) => (isList(value) ? value : wrong);
const isList = (value: unknown): value is readonly never[] => Array.isArray(value);

const anyRecord: Read<CompiledCell['inserted']> = (value) => (isFields(value) ? value : wrong);
const isFields = (value: unknown): value is CompiledCell['inserted'] =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const compiled = record<CompiledCell>({
  key: text,
  kind: oneOf('rules', 'scenario', 'check', 'plot', 'view'),
  slug: orNull(text),
  origin: optional(record<Origin>({ notebook: text, line: count })),
  source: text,
  js: orNull(text),
  hash: text,
  statements: anyList,
  definitions: anyList,
  references: anyList,
  imports: anyList,
  map: text,
  inserted: anyRecord,
  diagnostics: anyList,
  stats: optional(anyList),
});

const source = record<ProgramSource>({ id: text, cells: all(compiled) });

// ---------------------------------------------------------------- what the reader did

const pin = record<ProbePlace>({
  cell: text,
  kind: oneOf('value', 'compared', 'returned', 'thrown', 'condition', 'effect', 'turns'),
  label: text,
  nth: count,
});

type StarredPlace = StarOrigin['place'];

const place = either<StarredPlace>(
  record<Extract<StarredPlace, { type: 'node' }>>({ type: oneOf('node'), node: text }),
  record<Extract<StarredPlace, { type: 'state' }>>({
    type: oneOf('state'),
    node: text,
    field: text,
    at: all(count),
    isKey: optional(flag),
  }),
  record<Extract<StarredPlace, { type: 'message' }>>({ type: oneOf('message'), id: count, at: all(count) }),
  record<Extract<StarredPlace, { type: 'timer' }>>({ type: oneOf('timer'), node: text, key: text }),
);

const star = record<PageStar>({
  id: text,
  how: oneOf('equality', 'identity'),
  pattern: record<PageStar['pattern']>({ under: all(text), value: plain }),
  origin: orNull(record<StarOrigin>({ branch: count, step: count, place })),
  name: text,
  colour: count,
});

const stars: Read<SavedStars> = (value) => {
  const read = record<SavedStars>({
    list: good(star, 100),
    chosen: or(orNull(text), null),
    only: or(oneOf('news', 'all'), 'news'),
  })(value);
  if (read === wrong) return wrong;
  const list = read.list.filter(
    ({ id, colour, how, origin }, i, earlier) =>
      /^[1-9]\d{0,8}$/.test(id) &&
      colour >= 1 &&
      colour <= mostStars &&
      (how === 'equality' || origin !== null) &&
      earlier.slice(0, i).every((other) => other.id !== id && other.colour !== colour),
  );
  return { ...read, list, chosen: list.some(({ id }) => id === read.chosen) ? read.chosen : null };
};

// ---------------------------------------------------------------- a race

function shown(value: unknown, depth = 0): Shown | typeof wrong {
  if (depth > deepest) return wrong;
  const inner: Read<Shown> = (part) => shown(part, depth + 1);
  const entry: Read<readonly [string, Shown]> = (part) => {
    if (!Array.isArray(part)) return wrong;
    const [key, within] = [text(part[0]), inner(part[1])] as const;
    return key === wrong || within === wrong ? wrong : [key, within];
  };
  return either<Shown>(
    record<Extract<Shown, { t: 'atom' }>>({
      t: oneOf('atom'),
      text,
      kind: oneOf('string', 'number', 'boolean', 'null', 'bigint'),
    }),
    record<Extract<Shown, { t: 'list' }>>({
      t: oneOf('list'),
      items: all(inner),
      more: count,
      kind: oneOf('array', 'set'),
    }),
    record<Extract<Shown, { t: 'record' }>>({
      t: oneOf('record'),
      entries: all(entry),
      more: count,
      kind: oneOf('object', 'map'),
    }),
  )(value);
}

const raceEvent = record<RaceEvent>({ name: text, body: text });

const outcome = record<RaceOutcome>({
  branch: orNull(count),
  count,
  values: all(record<RaceOutcome['values'][number]>({ node: text, field: text, value: (value) => shown(value) })),
  fault: orNull(text),
  violated: all(text),
  orders: all(record<RaceOutcome['orders'][number]>({ branch: orNull(count), events: all(raceEvent) })),
});

const race = record<Race>({
  status: oneOf('running', 'done', 'limited'),
  step: count,
  time,
  node: text,
  orders: count,
  outcomes: all(outcome),
  rivals: all(raceEvent),
  atRest: flag,
  notes: all(text),
});

// ---------------------------------------------------------------- the run

const keys = or(all(orNull(text)), []);
const nextKey = or(numberIn(0, mostKeys), 0);

const savedRun = record<SavedRun>({
  text,
  keys,
  nextKey,
  inForce: or(orNull(text), null),
  // Of a build that is not this one: its cells are compiled again.
  build: or(text, ''),
  journal,
  sources: all(source),
  speed: or(orNull(numberIn(0.000_01, 10_000)), null),
  memoryLimit: or(numberIn(1_000_000, 64e9), null),
  race: or(orNull(race), null),
  stars: or(stars, savedStars(noStars)),
  pins: or(good(pin, mostPins), []),
  folded: or(good(text, mostFolded), []),
  imports: or(good(record<SavedImport>({ path: text, text, keys, nextKey }), 1_000), []),
});
