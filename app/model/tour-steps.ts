/**
 * The two-minute tour, as data: what each step says, what is to be done in it, and how the page's state shows that it was done. It goes
 * through the Raft notebook. In its texts `code` stands in backticks, and a ‹key› in angles, as `chordOf` writes it.
 */
import type { Explanation } from '../../kernel/explanation.ts';
import type { Action } from './actions.ts';
import { inForce } from './open.ts';
import type { OpenNotebook } from './state.ts';

/** The notebook that the tour goes through. */
export const tourNotebook = '02-raft.sim.md';

/** What a task is about, by what it is to the reader; `app/tour/targets.ts` knows where that is. */
export type TourTarget =
  | { readonly type: 'timeline' }
  | { readonly type: 'cell'; readonly slug: string }
  | { readonly type: 'leader' }
  /** The card of a node, where the causes of its fields are asked for. */
  | { readonly type: 'causes' }
  /** The cell of the event shown, with the values beside its lines. */
  | { readonly type: 'values' }
  /** The view of a view cell. */
  | { readonly type: 'view'; readonly slug: string }
  | { readonly type: 'stars' }
  | { readonly type: 'branches' }
  | { readonly type: 'findings' }
  | { readonly type: 'button'; readonly name: 'play' | 'checks' };

/** An action, and the open notebook before and after it. */
export interface Done {
  readonly action: Action;
  readonly before: OpenNotebook;
  readonly after: OpenNotebook;
}

export interface TourTask {
  readonly text: string;
  /** Without a mouse and without keys. */
  readonly onTouch?: string;
  readonly target: TourTarget;
  isDone(done: Done): boolean;
}

export interface TourStep {
  /** Kept in storage: names where one left off. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly tasks: readonly TourTask[];
  /** What is to be seen when all is done. */
  readonly seen: string;
  /** Where that is, when the card could stand before it. */
  readonly seenAt?: TourTarget;
}

const timeoutCell = 'election-timeout';
/** Some servers lose patience before the next heartbeat is there: that comes every 50 ms, and takes 20. */
const impatientMs = 50;
const patientMs = 100;

export const tourSteps: readonly TourStep[] = [
  {
    id: 'time',
    title: 'Time is yours',
    text: 'Five servers are running. Their time runs along the bottom, much slower than yours.',
    tasks: [
      {
        text: 'Drag the playhead back, or press ‹←›.',
        onTouch: 'Drag the playhead back, or press the button for one step back.',
        target: { type: 'timeline' },
        isDone: ({ after }) => after.playback.playhead !== 'live',
      },
      {
        text: 'Let it go on from there: ‹Space›.',
        onTouch: 'Let it go on from there, with the play button.',
        target: { type: 'button', name: 'play' },
        isDone: ({ after }) => after.playback.playing,
      },
    ],
    seen: 'All that happened is kept, and happens the same way again. You can stop, go back and play whenever you like.',
  },
  {
    id: 'edit',
    title: 'Change a rule while it runs',
    text: 'So many ms a server waits for its leader, before it stands for election itself.',
    tasks: [
      {
        text: 'Make `150` a `15`. Type it, or drag the number to the left.',
        onTouch: 'Make `150` a `15`.',
        target: { type: 'cell', slug: timeoutCell },
        isDone: ({ after }) => shortestTimeout(after) <= impatientMs,
      },
      {
        text: 'The cluster obeys: nobody leads for long, and the numbers on the servers, their terms, climb. Now take it back: ‹Mod+z›, until it says `150`.',
        onTouch:
          'The cluster obeys: nobody leads for long, and the numbers on the servers, their terms, climb. Now make it `150` again.',
        target: { type: 'cell', slug: timeoutCell },
        isDone: ({ after }) => {
          const shortest = shortestTimeout(after);
          return shortest >= patientMs && Number.isFinite(shortest);
        },
      },
    ],
    seen: 'Nothing was restarted, and nothing was lost. An edit takes effect as soon as it compiles.',
  },
  {
    id: 'crash',
    title: 'Break something',
    text: 'The leader is the one with the green ring.',
    tasks: [
      {
        text: 'Right-click on it (or ‹m› when it has the focus) and choose Crash.',
        onTouch: 'Hold your finger on it and choose Crash.',
        target: { type: 'leader' },
        isDone: crashesLeader,
      },
    ],
    seen: 'The others wait in vain, until one of them stands and is elected for a higher term. Your act is a mark on the timeline, and can be undone there.',
  },
  {
    id: 'why',
    title: 'Ask why',
    text: 'Whatever is on the stage knows how it came about.',
    tasks: [
      {
        text: 'Click on a server; in its card, click on the name of a field: `term`, for one.',
        onTouch: 'Touch a server; in its card, touch the name of a field: `term`, for one.',
        target: { type: 'causes' },
        isDone: ({ before, after }) =>
          after.why?.answer !== before.why?.answer && hasEvents(after.why?.answer?.explanation ?? null),
      },
      {
        text: 'Each line is an event, and below it what caused it. Click on one.',
        onTouch: 'Each line is an event, and below it what caused it. Touch one.',
        target: { type: 'causes' },
        // It may be the latest, whose values are shown already.
        isDone: ({ action, before }) => action.type === 'seek' && action.to !== 'live' && before.why !== null,
      },
    ],
    seen: 'The run stands at that event. Beside the lines of its rule is what they held in that moment.',
    seenAt: { type: 'values' },
  },
  {
    id: 'star',
    title: 'Follow one thing',
    text: 'These are the logs of the servers. Each box is something that the client asked for.',
    tasks: [
      {
        text: 'Point at a box and press ‹s›. (None there yet? ‹End› goes to the present.)',
        onTouch: 'Hold your finger on a box and choose Star. (None there yet? Go to the present, with Live.)',
        target: { type: 'view', slug: 'logs' },
        isDone: ({ before, after }) => after.stars.list.length > before.stars.list.length,
      },
      {
        text: 'Go to where it was before: ‹[›. Once more, and ‹]› for the way back.',
        onTouch: 'Go along its way with the arrows beside it.',
        target: { type: 'stars' },
        isDone: ({ action }) => action.type === 'star-go',
      },
    ],
    seen: 'The star is in every view: on who has the thing, and on the messages that carry it. It can be anything: a value, a node, a transaction.',
  },
  {
    id: 'fork',
    title: 'What if?',
    text: 'What if you had done nothing? Or something else?',
    tasks: [
      {
        text: 'Drag the playhead to before your crash (the first red mark) and press ‹f›, for a fork.',
        onTouch: 'Drag the playhead to before your crash (the first red mark) and press the fork button, above.',
        target: { type: 'timeline' },
        isDone: ({ before, after }) => branches(after) > branches(before) && branches(before) > 0,
      },
      {
        text: 'Let the new branch run (‹Space›), and press Compare in the tab Branches.',
        onTouch: 'Let the new branch run, and press Compare in the tab Branches.',
        target: { type: 'branches' },
        isDone: ({ before, after }) =>
          (before.comparing?.comparison ?? null) === null && (after.comparing?.comparison ?? null) !== null,
      },
    ],
    seen: 'Two runs side by side at the same moment. What differs is marked, and the timeline shows where they part.',
  },
  {
    id: 'check',
    title: 'Every run, not just this one',
    text: 'Checks watch the run, and try all orders in which things can happen in small worlds.',
    tasks: [
      {
        text: 'Open the checks, in the bar, and press All about the checks.',
        target: { type: 'button', name: 'checks' },
        isDone: ({ after }) => after.stageView === 'check',
      },
      {
        text: 'Press Show as a branch, beside anything that was found.',
        target: { type: 'findings' },
        isDone: ({ action }) => action.type === 'open-finding',
      },
    ],
    seen: 'The shortest way there, as a run like any other: step through it, ask why, change a rule, and the checks run again.',
  },
];

/** The first number of the cell in force: the shortest wait, in virtual ms. NaN when there is none. */
function shortestTimeout(open: OpenNotebook): number {
  const cell = open.notebook.parts.find((part) => part.type === 'cell' && part.slug === timeoutCell);
  const source = cell?.type === 'cell' ? inForce(open, cell.key)?.source : undefined;
  const written = /\.between\(\s*([\d_]*\.?\d+)/.exec(source ?? '')?.[1];
  return written === undefined ? Number.NaN : Number(written.replaceAll('_', ''));
}

/** What is as it began has no cause that one could go to. */
const hasEvents = (explanation: Explanation | null): boolean =>
  explanation !== null && (typeof explanation.by !== 'string' || explanation.causes.length > 0);

/** Of any node, while nobody leads. */
function crashesLeader({ action, after }: Done): boolean {
  if (action.type !== 'input' || action.input.type !== 'crash') return false;
  const { node } = action.input;
  const alive = (after.frame?.nodes ?? []).filter((one) => one.alive);
  const leaders = alive.filter(({ role }) => role === 'leader');
  return (leaders.length === 0 ? alive : leaders).some(({ id }) => id === node);
}

const branches = ({ frame }: OpenNotebook): number => frame?.branches.length ?? 0;
