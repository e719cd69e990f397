/**
 * Everything that can be commanded, once: its name, its keys, and what it asks for. The keyboard (`keys.ts`) obeys it, the
 * palette lists it, the help shows its keys.
 */
import type { CellKey } from '../../kernel/diagnostic.ts';
import type { CellKind } from '../../kernel/notebook/notebook.ts';
import { type BuiltInView, builtInViews } from '../../kernel/view.ts';
import type { Action } from '../model/actions.ts';
import { tabOf } from '../model/custom-views.ts';
import { forkHere } from '../model/fork.ts';
import { blocksOf, cellOf } from '../model/open.ts';
import { passBeside } from '../model/probing.ts';
import { lastSent } from '../model/sent.ts';
import type { OpenNotebook, PageState } from '../model/state.ts';
import { canResume } from '../model/tour.ts';
import { markBeside, markedMoments } from '../timeline/marks.ts';
import { swapFroms } from '../model/swap-froms.ts';

export const groups = ['The run', 'The notebook', 'A cell', 'The text', 'The stage', 'The page'] as const;

export interface Command {
  readonly id: string;
  readonly group: (typeof groups)[number];
  readonly title: string;
  /** As `chordOf` writes them; two with a space between are pressed one after the other. */
  readonly keys: readonly string[];
  /** While one writes, too: before the editor hears of it. */
  readonly isForWriting?: boolean;
  /** More keys, which are for writing too. */
  readonly writingKeys?: readonly string[];
  /** Null when there is nothing it could do now. */
  action(state: PageState): Action | null;
}

type Of = (open: OpenNotebook, key: CellKey) => Action | null;

const inNotebook =
  (action: (open: OpenNotebook) => Action | null) =>
  ({ open }: PageState): Action | null =>
    open === null ? null : action(open);

/** Of the chosen part. */
const onChosen = (action: Of) =>
  inNotebook((open) => (open.selection.key === null ? null : action(open, open.selection.key)));

const always = (action: Action) => (): Action => action;
const run = (action: Action) => inNotebook(() => action);

const viewNames: Readonly<Record<BuiltInView, string>> = {
  topology: 'topology',
  'space-time': 'space-time',
  state: 'state',
  partitions: 'partitions',
  log: 'log',
  stats: 'stats',
  check: 'checks',
  branches: 'branches',
  journey: 'the journey of a star',
};

const kinds: readonly CellKind[] = ['scenario', 'check', 'plot', 'view'];

export const commands: readonly Command[] = [
  // The run
  {
    id: 'play',
    group: 'The run',
    title: 'Play or pause',
    keys: ['Space'],
    action: run({ type: 'toggle-play' }),
  },
  { id: 'back', group: 'The run', title: 'One event back', keys: ['ArrowLeft'], action: run({ type: 'step', by: -1 }) },
  {
    id: 'forward',
    group: 'The run',
    title: 'One event forward',
    keys: ['ArrowRight'],
    action: run({ type: 'step', by: 1 }),
  },
  {
    id: 'back-10',
    group: 'The run',
    title: 'Ten events back',
    keys: ['Shift+ArrowLeft'],
    action: run({ type: 'step', by: -10 }),
  },
  {
    id: 'forward-10',
    group: 'The run',
    title: 'Ten events forward',
    keys: ['Shift+ArrowRight'],
    action: run({ type: 'step', by: 10 }),
  },
  { id: 'start', group: 'The run', title: 'To the start', keys: ['Home'], action: run({ type: 'seek', to: 0 }) },
  { id: 'live', group: 'The run', title: 'To the present', keys: ['End'], action: run({ type: 'seek', to: 'live' }) },
  {
    id: 'mark-before',
    group: 'The run',
    title: 'To the previous mark',
    keys: [','],
    action: inNotebook((open) => toMark(open, -1)),
  },
  {
    id: 'mark-after',
    group: 'The run',
    title: 'To the next mark',
    keys: ['.'],
    action: inNotebook((open) => toMark(open, 1)),
  },
  { id: 'fork', group: 'The run', title: 'Fork: a branch from here', keys: ['f'], action: inNotebook(forkHere) },
  {
    id: 'by-hand',
    group: 'The run',
    title: 'Choose by hand what happens next',
    keys: ['h'],
    action: inNotebook((open) => ({ type: 'by-hand', on: open.choices === null })),
  },
  ...swapFroms.map(
    ([from], i): Command => ({
      id: `from-${from}`,
      group: 'The run',
      title: `Edits take effect from ${from === 'now' ? 'now' : from === 'here' ? 'here' : 'the start'}`,
      keys: [String(i + 1)],
      action: run({ type: 'swap-from', from }),
    }),
  ),
  {
    id: 'probes',
    group: 'The run',
    title: 'Values beside the lines, for the event shown: on or off',
    keys: ['i'],
    action: inNotebook(({ probing }) => ({ type: 'probes', on: !probing.isOn })),
  },
  {
    id: 'event-rule',
    group: 'The run',
    title: 'To the cell of the event shown',
    keys: ['g'],
    action: inNotebook(toRule),
  },
  {
    id: 'turn-before',
    group: 'The run',
    title: 'Values of a loop: the previous turn',
    keys: ['Shift+t'],
    action: inNotebook(({ probing }) => toPass(probing, -1)),
  },
  {
    id: 'turn-after',
    group: 'The run',
    title: 'Values of a loop: the next turn',
    keys: ['t'],
    action: inNotebook(({ probing }) => toPass(probing, 1)),
  },
  {
    id: 'heat',
    group: 'The run',
    title: 'Show or hide how often lines run, and what rules cost',
    keys: [],
    action: inNotebook((open) => ({ type: 'heat', on: open.heat === null })),
  },
  { id: 'restart', group: 'The run', title: 'Restart', keys: [], action: run({ type: 'restart' }) },
  { id: 'export-run', group: 'The run', title: 'Export the run', keys: [], action: run({ type: 'export-run' }) },
  {
    id: 'explore-here',
    group: 'The run',
    title: 'Explore every interleaving from here',
    keys: [],
    action: run({ type: 'explore-here' }),
  },
  {
    id: 'over-seeds',
    group: 'The run',
    title: 'Stats and plots over 30 seeds, or of the run alone',
    keys: [],
    action: inNotebook((open) => ({ type: 'over-seeds', on: open.overSeeds === null })),
  },
  // The notebook
  {
    id: 'next',
    group: 'The notebook',
    title: 'Next part',
    keys: ['j'],
    action: run({ type: 'select-next', by: 1 }),
  },
  {
    id: 'previous',
    group: 'The notebook',
    title: 'Previous part',
    keys: ['k'],
    action: run({ type: 'select-next', by: -1 }),
  },
  {
    id: 'add-above',
    group: 'The notebook',
    title: 'Add a rules cell above',
    keys: ['a'],
    action: inNotebook((open) => ({ type: 'add', after: partBefore(open), kind: 'rules' })),
  },
  {
    id: 'add-below',
    group: 'The notebook',
    title: 'Add a rules cell below',
    keys: ['b'],
    action: inNotebook(({ selection }) => ({ type: 'add', after: selection.key, kind: 'rules' })),
  },
  {
    id: 'add-text',
    group: 'The notebook',
    title: 'Add a paragraph below',
    keys: ['m'],
    action: inNotebook(({ selection }) => ({ type: 'add', after: selection.key, kind: 'prose' })),
  },
  ...kinds.map(
    (kind): Command => ({
      id: `add-${kind}`,
      group: 'The notebook',
      title: `Add a ${kind} cell below`,
      keys: [],
      action: inNotebook(({ selection }) => ({ type: 'add', after: selection.key, kind })),
    }),
  ),
  // A cell
  {
    id: 'write',
    group: 'A cell',
    title: 'Write in it',
    keys: ['Enter'],
    action: onChosen((_, key) => ({ type: 'select', selection: { key, mode: 'edit' } })),
  },
  {
    id: 'apply-on',
    group: 'A cell',
    title: 'Go to the next',
    keys: ['Shift+Enter'],
    action: onChosen(() => ({ type: 'select-next', by: 1 })),
  },
  { id: 'apply', group: 'A cell', title: 'Apply edits now', keys: ['Mod+Enter'], action: run({ type: 'apply-now' }) },
  {
    id: 'up',
    group: 'A cell',
    title: 'Move it up',
    keys: ['Alt+ArrowUp'],
    action: onChosen((_, key) => ({ type: 'move', key, by: -1 })),
  },
  {
    id: 'down',
    group: 'A cell',
    title: 'Move it down',
    keys: ['Alt+ArrowDown'],
    action: onChosen((_, key) => ({ type: 'move', key, by: 1 })),
  },
  { id: 'cut', group: 'A cell', title: 'Cut it', keys: ['x'], action: onChosen((_, key) => ({ type: 'cut', key })) },
  { id: 'copy', group: 'A cell', title: 'Copy it', keys: ['c'], action: onChosen((_, key) => ({ type: 'copy', key })) },
  {
    id: 'paste',
    group: 'A cell',
    title: 'Paste below',
    keys: ['v'],
    action: ({ clipboard }) => (clipboard === null ? null : { type: 'paste', where: 'below' }),
  },
  {
    id: 'paste-above',
    group: 'A cell',
    title: 'Paste above',
    keys: ['Shift+v'],
    action: ({ clipboard }) => (clipboard === null ? null : { type: 'paste', where: 'above' }),
  },
  {
    id: 'delete',
    group: 'A cell',
    title: 'Delete it',
    keys: ['d d'],
    action: onChosen((_, key) => ({ type: 'delete', key })),
  },
  {
    id: 'undelete',
    group: 'A cell',
    title: 'Undo the deletion',
    keys: ['z'],
    action: inNotebook(({ removed }) => (removed.length === 0 ? null : { type: 'undo-delete' })),
  },
  {
    id: 'split',
    group: 'A cell',
    title: 'Split it at the caret',
    keys: ['Mod+Shift+-'],
    isForWriting: true,
    action: onChosen((open, key) => (isCell(open, key) ? { type: 'in-editor', key, what: 'split' } : null)),
  },
  {
    id: 'merge',
    group: 'A cell',
    title: 'Merge it with the next',
    keys: ['Shift+m'],
    action: onChosen((open, key) => (isCell(open, key) ? { type: 'merge', key } : null)),
  },
  {
    id: 'fold',
    group: 'A cell',
    title: 'Fold or unfold it',
    keys: ['o'],
    action: onChosen((open, key) => (isCell(open, key) ? { type: 'fold', key } : null)),
  },
  {
    id: 'format',
    group: 'A cell',
    title: 'Format its code',
    keys: ['Alt+Shift+f'],
    isForWriting: true,
    action: onChosen((open, key) => (isCell(open, key) ? { type: 'in-editor', key, what: 'format' } : null)),
  },
  ...(['raise', 'lower'] as const).map(
    (what): Command => ({
      id: what,
      group: 'A cell',
      title:
        what === 'raise'
          ? 'Raise the number at the caret, or take the next alternative (Alt ↑ while writing, Alt+click)'
          : 'Lower the number at the caret, or take the alternative before (Alt ↓ while writing)',
      keys: [],
      action: onChosen((open, key) => (isCell(open, key) ? { type: 'in-editor', key, what } : null)),
    }),
  ),
  // The text
  {
    id: 'undo',
    group: 'The text',
    title: 'Undo, in whichever cell it was',
    keys: ['Mod+z'],
    isForWriting: true,
    action: inNotebook(({ history }) => (history.past.length === 0 ? null : { type: 'undo' })),
  },
  {
    id: 'redo',
    group: 'The text',
    title: 'Redo',
    keys: ['Mod+Shift+z', 'Mod+y'],
    isForWriting: true,
    action: inNotebook(({ history }) => (history.future.length === 0 ? null : { type: 'redo' })),
  },
  {
    id: 'search',
    group: 'The text',
    title: 'Search the notebook',
    keys: ['/'],
    writingKeys: ['Mod+f'],
    action: run({ type: 'search', search: {}, isAsked: true }),
  },
  {
    id: 'replace',
    group: 'The text',
    title: 'Search and replace',
    keys: ['Mod+h'],
    isForWriting: true,
    action: run({ type: 'search', search: { isReplacing: true }, isAsked: true }),
  },
  {
    id: 'revert',
    group: 'The text',
    title: 'Revert to the file',
    keys: [],
    action: inNotebook(({ original }) => (original === null ? null : { type: 'revert' })),
  },
  {
    id: 'save',
    group: 'The text',
    title: 'Save now',
    keys: ['Mod+s'],
    isForWriting: true,
    action: run({ type: 'save' }),
  },
  { id: 'download', group: 'The text', title: 'Download .sim.md', keys: [], action: run({ type: 'download' }) },
  // The stage
  {
    id: 'star',
    group: 'The stage',
    title: 'Star what is pointed at, or let it go',
    keys: ['s'],
    action: run({ type: 'star', place: null }),
  },
  {
    id: 'send-again',
    group: 'The stage',
    title: 'Send the last message again',
    keys: [],
    action: inNotebook(({ journal }) => {
      const last = lastSent(journal);
      return last === null ? null : { type: 'input', input: last };
    }),
  },
  {
    id: 'star-next',
    group: 'The stage',
    title: 'To the next event of a star',
    keys: [']', 'n'],
    action: inNotebook(({ stars }) => (stars.list.length === 0 ? null : { type: 'star-go', by: 1 })),
  },
  {
    id: 'star-previous',
    group: 'The stage',
    title: 'To the previous event of a star',
    keys: ['[', 'Shift+n'],
    action: inNotebook(({ stars }) => (stars.list.length === 0 ? null : { type: 'star-go', by: -1 })),
  },
  {
    id: 'unstar-all',
    group: 'The stage',
    title: 'Let all stars go',
    keys: [],
    action: inNotebook(({ stars }) => (stars.list.length === 0 ? null : { type: 'unstar-all' })),
  },
  ...builtInViews.map(
    (view): Command => ({
      id: `view-${view}`,
      group: 'The stage',
      title: `Show ${viewNames[view]}`,
      keys: [],
      action: run({ type: 'stage-view', view }),
    }),
  ),
  {
    id: 'view-of-cell',
    group: 'The stage',
    title: 'Show the view of the chosen cell',
    keys: [],
    action: onChosen((open, key) =>
      cellOf(open, key)?.kind === 'view' ? { type: 'stage-view', view: tabOf(key) } : null,
    ),
  },
  // The page
  {
    id: 'palette',
    group: 'The page',
    title: 'Every command',
    keys: ['Mod+k', 'F1'],
    isForWriting: true,
    action: ({ overlay }) => ({ type: 'overlay', overlay: overlay === 'palette' ? 'none' : 'palette' }),
  },
  {
    id: 'help',
    group: 'The page',
    title: 'The list of keys',
    keys: ['?'],
    action: ({ overlay }) => ({ type: 'overlay', overlay: overlay === 'help' ? 'none' : 'help' }),
  },
  {
    id: 'tour',
    group: 'The page',
    title: 'The two-minute tour: begin, or go on where it was left',
    keys: [],
    action: ({ tour }) => ({
      type: 'tour',
      act: tour.status === 'on' ? 'to-card' : canResume(tour) ? 'resume' : 'start',
    }),
  },
  {
    id: 'tour-card',
    group: 'The page',
    title: 'During the tour: to its card',
    keys: ['F6'],
    isForWriting: true,
    action: ({ tour }) => (tour.status === 'on' ? { type: 'tour', act: 'to-card' } : null),
  },
  ...(['write', 'both', 'stage'] as const).map(
    (side): Command => ({
      id: `side-${side}`,
      group: 'The page',
      title:
        side === 'both' ? 'Notebook and stage side by side' : `The ${side === 'write' ? 'notebook' : 'stage'} alone`,
      keys: [],
      action: run({ type: 'layout', layout: { side } }),
    }),
  ),
  {
    id: 'room',
    group: 'The page',
    title: 'The stage for a room: larger, with more contrast; or back to the desk',
    keys: ['l'],
    action: ({ open, layout }) =>
      open === null ? null : { type: 'layout', layout: { scale: layout.scale === 'room' ? 'desk' : 'room' } },
  },
  ...(['system', 'light', 'dark'] as const).map(
    (theme): Command => ({
      id: `theme-${theme}`,
      group: 'The page',
      title: theme === 'system' ? 'Colours as the system has them' : `${theme === 'light' ? 'Light' : 'Dark'} colours`,
      keys: [],
      action: always({ type: 'theme', theme }),
    }),
  ),
  {
    id: 'gallery',
    group: 'The page',
    title: 'All notebooks',
    keys: [],
    action: ({ route }) => (route.type === 'gallery' ? null : { type: 'go', route: { type: 'gallery' } }),
  },
  { id: 'new', group: 'The page', title: 'New notebook', keys: [], action: always({ type: 'new-notebook' }) },
];

const isCell = ({ notebook }: OpenNotebook, key: CellKey): boolean =>
  notebook.parts.some((part) => part.type === 'cell' && part.key === key);

/** The part before the chosen one; null at the start. */
function partBefore(open: OpenNotebook): CellKey | null {
  const blocks = blocksOf(open);
  return blocks[blocks.findIndex(({ key }) => key === open.selection.key) - 1]?.key ?? null;
}

/** Chooses the cell whose code ran; to write in it is another wish. */
function toRule({ probing: { probe } }: OpenNotebook): Action | null {
  const block = probe?.passes[0] === undefined ? undefined : probe.blocks[probe.passes[0].block];
  return block === undefined ? null : { type: 'select', selection: { key: block.cell, mode: 'command' } };
}

function toPass(probing: OpenNotebook['probing'], by: 1 | -1): Action | null {
  const found = passBeside(probing, by);
  return found === null ? null : { type: 'probe-pass', ...found };
}

/** To the next (1) or previous (−1) of the marks on the timeline. */
function toMark({ frame }: OpenNotebook, by: 1 | -1): Action | null {
  const marked = markedMoments(frame?.marks ?? [], frame?.ghost?.divergence ?? null);
  const mark = frame === null ? null : markBeside(marked, frame.step, by);
  return mark === null ? null : { type: 'seek', to: mark.step };
}
