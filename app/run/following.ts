/**
 * Follows the reader's stars: asks the kernel, one request at a time and a little of its time in each, until it has followed them as
 * far as the run goes. Asked again when another moment is shown.
 */
import type { Kernel } from '../../kernel/protocol.ts';
import type { Star, StarPlace, StarsWish, StarView } from '../../kernel/star.ts';
import type { PageStore } from '../model/page-store.ts';
import { mostStars, type PageStar } from '../model/stars.ts';
import type { OpenNotebook } from '../model/state.ts';
import { pointedPlace } from '../stage/pointed-place.ts';

/** Wall time that one piece of following may take. */
const pieceMs = 8;
/** The reader waits for the next event of a star. */
const waitMs = 60;
/** Between two requests while the run goes on. */
const lookEveryMs = 100;
/** Events before and after the moment shown of which is asked whether they touch a star. */
const nearby = 1_000;
/** Rows of a journey before and after the moment shown. */
const journeyRows = 60;

export interface Following {
  /** Null: what is pointed at, else what is chosen. */
  star(place: StarPlace | null): void;
  /** To the next or previous event of a star. */
  go(by: 1 | -1): void;
  /** Other stars, or something else is asked of them. */
  changed(): void;
  /** Another moment may be shown. */
  look(): void;
  close(): void;
}

export function createFollowing(store: PageStore, kernel: Kernel): Following {
  let closed = false;
  let looking = false;
  let again = false;
  /** One wish after the other: each begins where the last one led. */
  let going: Promise<void> = Promise.resolve();
  /** What was asked last, when everything has been answered since. */
  let answered = '';

  const say = (text: string): void => store.dispatch({ type: 'notice', notice: { text, actions: [] } });
  const fail = (error: unknown): void => {
    if (!closed) say(`The stars could not be followed: ${error instanceof Error ? error.message : String(error)}`);
  };

  async function follow(): Promise<void> {
    looking = true;
    try {
      while (again) {
        again = false;
        const open = store.state.open;
        if (closed || open === null || open.frame === null || open.stars.list.length === 0) break;
        const name = nameOf(open);
        if (name === answered) break;
        const { list } = open.stars;
        const { stars, journey } = await kernel.request({ type: 'stars', wish: wishOf(open, list), budgetMs: pieceMs });
        const beside = await askBeside(open);
        if (closed) return;
        const now = store.state.open;
        // Other stars by now: what is known of these is of no use.
        if (now?.stars.list === list) store.dispatch({ type: 'stars-followed', views: stars, journey, beside });
        const isDone = stars.every(isFollowed);
        answered = isDone && stars.length > 0 ? name : '';
        again ||= !isDone;
        await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
      }
    } finally {
      looking = false;
    }
  }

  async function askBeside({ comparing, stars: { list } }: OpenNotebook): Promise<OpenNotebook['stars']['beside']> {
    const moment = comparing?.comparison?.b;
    if (comparing === null || moment === undefined) return {};
    const wish = { ...nothing, stars: list.map(bare), branch: comparing.with, step: moment.step };
    const { stars } = await kernel.request({ type: 'stars', wish, budgetMs: pieceMs });
    return Object.fromEntries(stars.map(({ id, carriers }) => [id, carriers]));
  }

  function look(): void {
    const open = store.state.open;
    if (closed || open === null || open.stars.list.length === 0) return;
    again = true;
    if (!looking) void follow().catch(fail);
  }

  async function star(place: StarPlace | null): Promise<void> {
    const open = store.state.open;
    if (open === null) return;
    const selected = open.selectedNode === null ? null : ({ type: 'node', node: open.selectedNode } as const);
    const wanted = place ?? pointedPlace() ?? selected;
    if (wanted === null) return say('Point at what you want to star: a node, a message, a value, a row of the log.');
    const { starred, text } = await kernel.request({ type: 'star', place: wanted, step: shownStep(open) });
    if (closed) return;
    if (starred === null) return say(text);
    const before = store.state.open?.stars.list.length ?? 0;
    store.dispatch({ type: 'starred', starred });
    if (before === mostStars && store.state.open?.stars.list.length === before)
      say(`${mostStars} things are starred already: let one go first.`);
  }

  async function go(by: 1 | -1): Promise<void> {
    const open = store.state.open;
    if (open === null || open.frame === null) return;
    const { list, chosen } = open.stars;
    const own = chosen === null ? list : list.filter(({ id }) => id === chosen);
    if (own.length === 0) return say('Nothing is starred. Point at something and press S.');
    const { playhead } = open.playback;
    // Where the reader has gone, even if no picture of it is there yet.
    const step = playhead === 'live' ? open.frame.step : playhead;
    const wish = { ...nothing, stars: own.map(bare), step };
    const { stars } = await kernel.request({ type: 'stars', wish, budgetMs: waitMs });
    if (closed) return;
    const moments = stars.flatMap(({ next, previous }) => (by === 1 ? next : previous) ?? []);
    if (moments.length > 0)
      return store.dispatch({ type: 'seek', to: by === 1 ? Math.min(...moments) : Math.max(...moments) });
    const what = own.length === 1 ? `★ ${own[0]?.name ?? ''}` : 'a star';
    say(
      stars.every(isFollowed)
        ? `No event ${by === 1 ? 'after' : 'before'} this moment touches ${what}.`
        : 'The run has not been gone over so far yet.',
    );
  }

  return {
    star: (place) => void star(place).catch(fail),
    go(by) {
      going = going.then(() => go(by)).catch(fail);
    },
    changed() {
      answered = '';
      look();
    },
    look,
    close() {
      closed = true;
    },
  };
}

const isFollowed = ({ status, branches }: StarView): boolean =>
  status !== 'following' && branches.every((branch) => branch.status !== 'following');

const bare = ({ id, how, pattern, origin }: PageStar): Star => ({ id, how, pattern, origin });

const nothing: StarsWish = {
  stars: [],
  branch: null,
  step: null,
  window: null,
  rows: null,
  branches: false,
  journey: null,
};

const shownStep = ({ playback, frame }: OpenNotebook): number | null =>
  playback.playhead === 'live' ? null : (frame?.step ?? null);

function wishOf(open: OpenNotebook, list: readonly PageStar[]): StarsWish {
  const { stars, frame, stageView, density } = open;
  const step = frame?.step ?? 0;
  const chosen = stars.chosen ?? list[0]?.id;
  return {
    stars: list.map(bare),
    branch: null,
    step: shownStep(open),
    window: density === null ? null : { from: density.from, to: density.to, buckets: density.buckets },
    rows: { from: Math.max(0, step - nearby), to: step + nearby },
    branches: stageView === 'journey' || stageView === 'branches',
    journey:
      stageView === 'journey' && chosen !== undefined ? { star: chosen, only: stars.only, count: journeyRows } : null,
  };
}

/** The same while nothing that is asked would be answered otherwise. */
function nameOf(open: OpenNotebook): string {
  const { frame, comparing, journal } = open;
  if (frame === null) return '';
  const branches = frame.branches.map(({ id, tip }) => `${id} ${tip.step}`).join();
  const beside = `${comparing?.with} ${comparing?.comparison?.b.step}`;
  const wish = wishOf(open, open.stars.list);
  const { window, rows, journey } = wish;
  const acts = [journal?.id, journal?.entries.length, journal?.program].join();
  return [
    frame.tip.step,
    frame.step,
    wish.step,
    branches,
    beside,
    acts,
    JSON.stringify([window, rows, journey, wish.branches]),
  ].join(' ');
}
