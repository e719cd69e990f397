/**
 * The reader's stars: things that are followed through the run, each with a colour and a short name. What every view needs to show
 * them is here: `marksOf` says once for all what carries which star, `starsOf` answers for one thing.
 */
import type {
  Carriers,
  CarryingPlace,
  Following,
  Journey,
  Pattern,
  Star,
  Starred,
  StarPlace,
  StarView,
} from '../../kernel/star.ts';
import { literalOf, parsePattern } from './star-text.ts';

/** As many as there are colours. */
export const mostStars = 6;

export interface PageStar extends Star {
  readonly name: string;
  /** 1 … 6: `--s1` … `--s6`. */
  readonly colour: number;
}

export interface Stars {
  readonly list: readonly PageStar[];
  /** What is known of each, by id. */
  readonly views: Readonly<Record<string, StarView>>;
  /** Where each is in the branch that the current one is compared with. */
  readonly beside: Readonly<Record<string, Carriers>>;
  readonly journey: Journey | null;
  /** The one that the journey is of, and that the keys go along; null: any. */
  readonly chosen: string | null;
  /** Of the journey: what only passes a star on is left out. */
  readonly only: 'news' | 'all';
}

export const noStars: Stars = { list: [], views: {}, beside: {}, journey: null, chosen: null, only: 'news' };

export type StarsAction =
  /** What stands there (null: what is pointed at or chosen) is starred, or no longer when it was. */
  | { readonly type: 'star'; readonly place: StarPlace | null }
  /** A value as one writes it: `'k42'`, `txn: 7`, `{ txn: 7 }`. */
  | { readonly type: 'star-text'; readonly text: string }
  /** A value that stands in a form: by equality, since it need not be anywhere yet. */
  | { readonly type: 'star-pattern'; readonly pattern: Pattern }
  | { readonly type: 'starred'; readonly starred: Starred }
  | { readonly type: 'unstar'; readonly id: string }
  | { readonly type: 'unstar-all' }
  | { readonly type: 'star-how'; readonly id: string; readonly how: Following }
  /** Under which names its value counts; none: under any. */
  | { readonly type: 'star-under'; readonly id: string; readonly under: readonly string[] }
  | { readonly type: 'star-choose'; readonly id: string | null }
  /** To the next (1) or previous (−1) event that touches the chosen star, or any. */
  | { readonly type: 'star-go'; readonly by: 1 | -1 }
  | { readonly type: 'journey-only'; readonly only: Stars['only'] }
  | {
      readonly type: 'stars-followed';
      readonly views: readonly StarView[];
      readonly journey: Journey | null;
      readonly beside: Stars['beside'];
    };

export function reduceStars(stars: Stars, action: StarsAction): Stars {
  switch (action.type) {
    case 'starred':
      return added(stars, action.starred);
    case 'star-text': {
      const parsed = parsePattern(action.text);
      if (parsed === null) return stars;
      return added(stars, { pattern: parsed, how: 'equality', name: nameOfText(action.text), origin: null });
    }
    case 'star-pattern':
      return added(stars, {
        pattern: action.pattern,
        how: 'equality',
        name: nameOfText([...action.pattern.under, literalOf(action.pattern.value, 24)].join(' ')),
        origin: null,
      });
    case 'unstar':
      return only(stars, ({ id }) => id !== action.id);
    case 'unstar-all':
      return { ...noStars, only: stars.only };
    case 'star-how':
      return changed(stars, action.id, { how: action.how });
    case 'star-under':
      return {
        ...stars,
        list: stars.list.map((star) => (star.id === action.id ? underOther(star, action.under) : star)),
      };
    case 'star-choose':
      return { ...stars, chosen: action.id, journey: stars.journey?.star === action.id ? stars.journey : null };
    case 'journey-only':
      return { ...stars, only: action.only };
    case 'stars-followed': {
      const wanted = new Set(stars.list.map(({ id }) => id));
      const views = Object.fromEntries(action.views.filter(({ id }) => wanted.has(id)).map((view) => [view.id, view]));
      return { ...stars, views, journey: action.journey, beside: action.beside };
    }
    default:
      return stars;
  }
}

/** Null when there is no room for another one. */
function added(stars: Stars, { name, ...starred }: NewStar): Stars {
  const known = stars.list.find((star) => isSame(star, starred));
  if (known !== undefined) return only(stars, (star) => star !== known);
  const colour = [1, 2, 3, 4, 5, 6].find((one) => stars.list.every((star) => star.colour !== one));
  if (colour === undefined) return stars;
  const number = Math.max(0, ...stars.list.map(({ id }) => Number(id))) + 1;
  return { ...stars, list: [...stars.list, { ...starred, id: String(number), name, colour }] };
}

interface NewStar extends Omit<Starred, 'origin'> {
  readonly origin: Starred['origin'] | null;
}

/** Starred once more, it is starred no longer. */
const isSame = (star: PageStar, other: Omit<NewStar, 'name'>): boolean =>
  star.how === other.how &&
  JSON.stringify(star.how === 'equality' ? patternName(star.pattern) : placeName(star)) ===
    JSON.stringify(other.how === 'equality' ? patternName(other.pattern) : placeName(other));

/** JSON knows no Map, Set or bigint. */
export const patternName = ({ under, value }: Pattern): string =>
  JSON.stringify([under, value], (_, one: unknown) =>
    one instanceof Map
      ? ['Map', ...one]
      : one instanceof Set
        ? ['Set', ...one]
        : typeof one === 'bigint'
          ? `${one}n`
          : one,
  );

/** A node is itself at any moment. */
const placeName = ({ origin }: Pick<PageStar, 'origin'>): unknown =>
  origin?.place.type === 'node' ? origin.place : origin;

function only(stars: Stars, keeps: (star: PageStar) => boolean): Stars {
  const list = stars.list.filter(keeps);
  const wanted = new Set(list.map(({ id }) => id));
  const within = <T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
    Object.fromEntries(Object.entries(record).filter(([id]) => wanted.has(id)));
  return {
    ...stars,
    list,
    views: within(stars.views),
    beside: within(stars.beside),
    chosen: stars.chosen !== null && wanted.has(stars.chosen) ? stars.chosen : null,
    journey: stars.journey !== null && wanted.has(stars.journey.star) ? stars.journey : null,
  };
}

/** What was known of it is known of another thing. */
function changed(stars: Stars, id: string, change: Partial<PageStar>): Stars {
  const { [id]: _, ...views } = stars.views;
  return { ...stars, views, list: stars.list.map((star) => (star.id === id ? { ...star, ...change } : star)) };
}

function underOther(star: PageStar, under: readonly string[]): PageStar {
  return { ...star, pattern: { ...star.pattern, under } };
}

const nameOfText = (text: string): string => (text.trim().length > 24 ? `${text.trim().slice(0, 23)}…` : text.trim());

/** What is saved with the run. */
export type SavedStars = Pick<Stars, 'list' | 'chosen' | 'only'>;

export const savedStars = ({ list, chosen, only: which }: Stars): SavedStars => ({ list, chosen, only: which });

/** The star that follows what is equal to it, if there is one. */
export function starOfPattern(list: readonly PageStar[], pattern: Pattern): PageStar | null {
  const name = patternName(pattern);
  return list.find((star) => star.how === 'equality' && patternName(star.pattern) === name) ?? null;
}

// ---------------------------------------------------------------- what carries a star

export interface StarSign {
  readonly id: string;
  readonly name: string;
  readonly colour: number;
  /** Not the thing itself: something that was made of it. */
  readonly isMade: boolean;
}

/** Stars within a field: at which places of its value. */
export interface CellStar extends StarSign {
  /** The way to each, by position; joined by `/`, with a `/` before each. `''`: the value itself. Keys have `#` behind. */
  readonly places: ReadonlySet<string>;
}

export interface StarMarks {
  readonly nodes: ReadonlyMap<string, readonly StarSign[]>;
  readonly messages: ReadonlyMap<number, readonly StarSign[]>;
  /** By node and key. */
  readonly timers: ReadonlyMap<string, readonly StarSign[]>;
  /** By node and field. */
  readonly cells: ReadonlyMap<string, readonly CellStar[]>;
  /** Events that touch one, near the moment shown. */
  readonly events: ReadonlyMap<number, readonly StarSign[]>;
  /** By id of the branch: where it lives there. */
  readonly branches: ReadonlyMap<number, readonly (StarSign & { readonly nodes: readonly string[] })[]>;
  /** The same text for marks that look the same on nodes. */
  readonly nodesKey: string;
}

/** A thing that may carry a star. */
export type Carrier =
  | { readonly type: 'node'; readonly id: string }
  | { readonly type: 'message'; readonly id: number }
  | { readonly type: 'timer'; readonly node: string; readonly key: string }
  | { readonly type: 'cell'; readonly node: string; readonly field: string }
  | { readonly type: 'event'; readonly step: number };

const none: readonly StarSign[] = [];

/** The stars that something carries, in the order in which they were starred. */
export function starsOf(marks: StarMarks, thing: Carrier): readonly StarSign[] {
  switch (thing.type) {
    case 'node':
      return marks.nodes.get(thing.id) ?? none;
    case 'message':
      return marks.messages.get(thing.id) ?? none;
    case 'timer':
      return marks.timers.get(pairName(thing.node, thing.key)) ?? none;
    case 'cell':
      return marks.cells.get(pairName(thing.node, thing.field)) ?? none;
    case 'event':
      return marks.events.get(thing.step) ?? none;
  }
}

const pairName = (node: string, other: string): string => `${node}\n${other}`;

const known = new WeakMap<Stars, StarMarks>();

/** Made once for each state of the stars. */
export function marksOf(stars: Stars): StarMarks {
  let marks = known.get(stars);
  if (marks === undefined) {
    marks = make(stars, ({ id }) => stars.views[id]?.carriers ?? null);
    known.set(stars, marks);
  }
  return marks;
}

/** In the branch that the current one is compared with. */
export function marksBeside(stars: Stars): StarMarks {
  return make({ ...stars, views: {} }, ({ id }) => stars.beside[id] ?? null);
}

export const noMarks: StarMarks = marksOf(noStars);

function make(stars: Stars, carriersOf: (star: PageStar) => Carriers | null): StarMarks {
  const nodes = new Map<string, StarSign[]>();
  const messages = new Map<number, StarSign[]>();
  const timers = new Map<string, StarSign[]>();
  const cells = new Map<string, CellStar[]>();
  const events = new Map<number, StarSign[]>();
  const branches = new Map<number, (StarSign & { readonly nodes: readonly string[] })[]>();
  const put = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
    const list = map.get(key);
    if (list === undefined) map.set(key, [value]);
    else list.push(value);
  };
  for (const star of stars.list) {
    const sign: StarSign = { id: star.id, name: star.name, colour: star.colour, isMade: false };
    const made: StarSign = { ...sign, isMade: true };
    const carriers = carriersOf(star);
    for (const { node, isMade, places } of carriers?.nodes ?? []) {
      put(nodes, node, isMade ? made : sign);
      for (const field of new Set(places.map((place) => place.field))) {
        const own = places.filter((place) => place.field === field);
        const ways = new Set(own.map(wayOf));
        put(cells, pairName(node, field), { ...(own.every((place) => place.isMade) ? made : sign), places: ways });
      }
    }
    for (const id of carriers?.messages ?? []) put(messages, id, sign);
    for (const { node, key } of carriers?.timers ?? []) put(timers, pairName(node, key), sign);
    const view = stars.views[star.id];
    for (const step of view?.steps ?? []) put(events, step, sign);
    for (const { branch, nodes: there } of view?.branches ?? []) put(branches, branch, { ...sign, nodes: there });
  }
  const nodesKey = [...nodes]
    .map(([id, signs]) => `${id} ${signs.map(({ id: star, name, isMade }) => `${star} ${name} ${isMade}`).join(', ')}`)
    .join('\n');
  return { nodes, messages, timers, cells, events, branches, nodesKey };
}

const wayOf = ({ at, isKey }: CarryingPlace): string => `${at.map((index) => `/${index}`).join('')}${isKey ? '#' : ''}`;

/** For those who hear the page: `★ k42, ★ txn 7`. */
export function starsText(signs: readonly StarSign[]): string {
  return signs.map(({ name, isMade }) => `★ ${name}${isMade ? ' (made of it)' : ''}`).join(', ');
}
