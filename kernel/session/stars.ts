/** Follows the reader's stars: in the run that is shown, and in the branches beside it. */
import { literal } from '../plain.ts';
import type {
  Carriers,
  Journey,
  JourneyRow,
  Star,
  StarInBranch,
  Starred,
  StarPlace,
  StarsWish,
  StarView,
  Stop,
} from '../star.ts';
import { ghostAt } from '../trace/ghost.ts';
import { rowAbout, timeAbout } from '../trace/columns.ts';
import { equalTo, fieldItself, type Locator, nodeItself } from '../trace/matchers.ts';
import { rowOf } from '../trace/row.ts';
import { type Run, worldOf } from '../trace/run.ts';
import { starredAt, starredIn } from '../trace/star-place.ts';
import { createTracker, forkTracker, isNews, touchesBefore, touchesOf, type Tracker } from '../trace/tracker.ts';
import { simpleTrail, thingTrail, type Trail, type Trails } from '../trace/trail.ts';
import type { Branch, Tree } from '../trace/tree.ts';
import { millis } from '../world/world.ts';
import { machineAt } from './replies.ts';
import { sharedRows } from './runs.ts';
import type { SessionState } from './state.ts';

/** Touches of one stretch that are told. */
const stepsTold = 2_000;
/** Stars of a run that are known; the page has fewer. */
const knownLimit = 24;

/** What stands at a place; a sentence when nothing does. */
export function starAt(state: SessionState, place: StarPlace, step: number | null): Starred | string {
  const branch = state.tree?.current;
  if (branch?.run == null) return 'Nothing is running.';
  if (place.type === 'event') return starredIn(branch.run, branch.id, place.step);
  return starredAt(machineAt(state, branch.run, step ?? worldOf(branch.run).step).world, branch.id, place);
}

/** A piece of the work, then all that is known. */
export function followStars(
  state: SessionState,
  wish: StarsWish,
  isSpent: () => boolean,
): { readonly stars: readonly StarView[]; readonly journey: Journey | null } {
  const { tree } = state;
  const shown = tree === null ? null : shownRun(tree, wish);
  if (tree === null || shown === null) return { stars: [], journey: null };
  const { branch, run } = shown;
  const step = Math.min(wish.step ?? worldOf(run).step, worldOf(run).step);
  const world =
    wish.branch === 'ghost' && branch.ghost !== null
      ? ghostAt(branch.ghost, step).world
      : machineAt(state, run, step).world;
  const views = wish.stars.map((star): StarView => {
    const trail = trailOf(state, tree, branch, run, star);
    // One stride at the least, so that one star of many events does not hold up the others.
    const isDone = trail.advance(isSpent);
    const { locator, tracker, told, births } = trail;
    const status = tracker.isLimited ? 'limited' : isDone ? 'done' : 'following';
    return {
      id: star.id,
      status,
      followed: tracker.followed,
      told,
      carriers: locator.where(world),
      touched: tracker.steps.length,
      ticks: ticksOf(tracker, wish.window),
      steps: stepsWithin(tracker, wish.rows),
      ...beside(tracker, step),
      stops: stopsOf(tracker),
      births,
      branches: wish.branches ? inBranches(state, tree, branch, star, isSpent) : [],
    };
  });
  const asked = wish.stars.find(({ id }) => id === wish.journey?.star);
  if (asked === undefined || wish.journey === null) return { stars: views, journey: null };
  const { tracker } = trailOf(state, tree, branch, run, asked);
  return { stars: views, journey: journeyOf(tracker, step, wish.journey) };
}

function shownRun(tree: Tree, { branch }: StarsWish): { readonly branch: Branch; readonly run: Run } | null {
  const { current } = tree;
  if (branch === 'ghost') return current.ghost === null ? null : { branch: current, run: current.ghost.run };
  const found = branch === null ? current : tree.branches.get(branch);
  return found?.run == null ? null : { branch: found, run: found.run };
}

// ---------------------------------------------------------------- what is followed, and how

function trailOf({ followed }: SessionState, tree: Tree, branch: Branch, run: Run, star: Star): Trail {
  let trails = followed.get(run);
  if (trails === undefined) {
    trails = new Map();
    followed.set(run, trails);
  }
  const name = literal([star.how, star.how === 'equality' ? star.pattern : star.origin]);
  const known = trails.get(name);
  if (known !== undefined) {
    // The latest asked for stay.
    trails.delete(name);
    trails.set(name, known);
    return known;
  }
  const made = beginTrail(followed, tree, branch, run, star, name);
  trails.set(name, made);
  const [oldest] = trails.keys();
  if (trails.size > knownLimit && oldest !== undefined) trails.delete(oldest);
  return made;
}

function beginTrail(trails: Trails, tree: Tree, branch: Branch, run: Run, star: Star, name: string): Trail {
  const { origin, pattern } = star;
  const byValue = (told: string): Trail => simple(trails, tree, branch, run, name, equalTo(pattern), told);
  if (star.how === 'equality') return byValue('');
  if (origin === null) return byValue('It was typed, so it is followed by its value.');
  const { place } = origin;
  if (place.type === 'node')
    return simple(trails, tree, branch, run, name, nodeItself(place.node), 'The node itself: its events.');
  if (branch.run !== run || !hasMoment(tree, branch, origin))
    return byValue('This run has another history: it is followed by its value here.');
  const isAtom = typeof pattern.value !== 'object' || pattern.value === null;
  if (place.type === 'state' && isAtom && place.at.length === 0)
    return simple(
      trails,
      tree,
      branch,
      run,
      name,
      fieldItself(place.node, place.field),
      `The field ${place.field} of ${place.node}, whatever it holds: a value like this has no identity of its own.`,
    );
  if (isAtom && (place.type === 'timer' || (place.type === 'message' && place.at.length === 0)))
    return byValue('A message without a body has no identity: its equals are followed.');
  return thingTrail(run, origin, pattern);
}

/** Of what can be followed from any moment on: a branch of a run that is followed already goes on from where the two part. */
function simple(
  trails: Trails,
  tree: Tree,
  branch: Branch,
  run: Run,
  name: string,
  locator: Locator,
  told: string,
): Trail {
  for (const other of branch.run === run ? tree.branches.values() : []) {
    const trail = other.run === null || other.run === run ? undefined : trails.get(other.run)?.get(name);
    const shared = trail === undefined || trail.told !== told ? 0 : sharedRows(tree, branch, other);
    if (trail !== undefined && shared > 0)
      return simpleTrail(locator, forkTracker(trail.tracker, run, locator, shared), told);
  }
  return simpleTrail(locator, createTracker(run, locator), told);
}

/** The branch has the moment at which the thing was starred in its own past. */
function hasMoment(tree: Tree, branch: Branch, { branch: id, step }: NonNullable<Star['origin']>): boolean {
  const from = tree.branches.get(id);
  return from !== undefined && (from === branch || sharedRows(tree, branch, from) >= step);
}

// ---------------------------------------------------------------- what is told

function ticksOf(tracker: Tracker, window: StarsWish['window']): readonly number[] {
  if (window === null || tracker.steps.length === 0) return [];
  const { from, to, buckets } = window;
  const { columns } = tracker.run;
  const before = (bucket: number): number =>
    touchesBefore(tracker, rowAbout(columns, (from + ((to - from) * bucket) / buckets) * 1_000));
  let low = before(0);
  return Array.from({ length: buckets }, (_, bucket) => {
    const high = before(bucket + 1);
    const count = high - low;
    low = high;
    return count;
  });
}

function stepsWithin(tracker: Tracker, rows: StarsWish['rows']): readonly number[] {
  if (rows === null) return [];
  const to = touchesBefore(tracker, rows.to);
  return tracker.steps.slice(Math.max(touchesBefore(tracker, rows.from), to - stepsTold), to);
}

/** The event that led to the moment shown is neither before nor after it. */
function beside(tracker: Tracker, step: number): Pick<StarView, 'previous' | 'next'> {
  const previous = tracker.steps[touchesBefore(tracker, step - 1) - 1];
  const next = tracker.steps[touchesBefore(tracker, step)];
  return { previous: previous === undefined ? null : previous + 1, next: next === undefined ? null : next + 1 };
}

function stopsOf({ stops, run }: Tracker): readonly Stop[] {
  const { nodes } = worldOf(run);
  return [...stops]
    .map(([index, { step, isThere }]) => ({ node: nodes[index]?.id ?? '', step, time: timeAfter(run, step), isThere }))
    .toSorted((a, b) => a.step - b.step);
}

/** Virtual ms of the moment after so many events. */
function timeAfter({ columns }: Run, step: number): number {
  return step === 0 ? 0 : millis(timeAbout(columns, Math.min(step, columns.length) - 1));
}

function journeyOf(tracker: Tracker, step: number, { star, only, count }: NonNullable<StarsWish['journey']>): Journey {
  const { steps, what } = tracker;
  const wanted = only === 'all' ? null : steps.flatMap((_, index) => (isNews(what[index] ?? 0) ? [index] : []));
  const total = wanted === null ? steps.length : wanted.length;
  const nth = (i: number): number => (wanted === null ? i : (wanted[i] ?? 0));
  let [low, high] = [0, total];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[nth(middle)] ?? 0) < step) low = middle + 1;
    else high = middle;
  }
  const first = Math.max(0, low - count);
  const end = Math.min(total, low + count);
  const rows = Array.from({ length: end - first }, (_, i) => rowAt(tracker, nth(first + i)));
  return { star, rows, total, before: first };
}

function rowAt({ run, steps, what, to }: Tracker, index: number): JourneyRow {
  const step = steps[index] ?? 0;
  const { time, node, rule, text, kind } = rowOf(run, step);
  const { nodes } = worldOf(run);
  return {
    step,
    time,
    node,
    rule,
    text: text === '' ? kind : text,
    what: touchesOf(what[index] ?? 0),
    to: (to.get(step) ?? []).flatMap((one) => nodes[one]?.id ?? []),
  };
}

// ---------------------------------------------------------------- across forks

function inBranches(
  state: SessionState,
  tree: Tree,
  shown: Branch,
  star: Star,
  isSpent: () => boolean,
): readonly StarInBranch[] {
  return [...tree.branches.values()].map((branch): StarInBranch => {
    const { id, run, rebuild } = branch;
    const nothing = { branch: id, touched: 0, nodes: [], messages: 0, first: null };
    if (run === null || rebuild !== null) return { ...nothing, status: 'unmade' };
    const { origin } = star;
    if (star.how === 'identity' && origin !== null && origin.place.type !== 'node' && !hasMoment(tree, branch, origin))
      return { ...nothing, status: 'other' };
    const trail = trailOf(state, tree, branch, run, star);
    // Nothing is begun when the time is over: the branch that is shown comes first.
    const isDone = !isSpent() && trail.advance(isSpent);
    const { tracker, locator } = trail;
    const from = branch === shown ? 0 : Math.min(sharedRows(tree, branch, shown), worldOf(run).step);
    const index = touchesBefore(tracker, from);
    const first = tracker.steps[index];
    const carriers: Carriers = locator.where(worldOf(run));
    return {
      branch: id,
      status: isDone ? 'done' : 'following',
      touched: tracker.steps.length - index,
      nodes: carriers.nodes.map(({ node }) => node),
      messages: carriers.messages.length,
      first: first === undefined ? null : { step: first, time: timeAfter(run, first + 1) },
    };
  });
}
