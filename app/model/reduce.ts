/** The page's one transition: what each action makes of the state. Effects (`app/run`, `app/storage`) do the rest. */
import type { CompiledCell } from '../../kernel/compile/compiled.ts';
import type { CellKey } from '../../kernel/diagnostic.ts';
import {
  insertCell,
  insertProse,
  mergeCells,
  movePart,
  removePart,
  replaceCode,
  setProse,
  splitCell,
} from '../../kernel/notebook/edit.ts';
import { programsOf } from '../../kernel/journal.ts';
import type { Notebook } from '../../kernel/notebook/notebook.ts';
import { reassemble } from '../../kernel/notebook/parse.ts';
import { literal } from '../../kernel/plain.ts';
import type { BranchAct, Frame, Journal, ProgramSource } from '../../kernel/protocol.ts';
import type { Action } from './actions.ts';
import { laidOut } from './layout.ts';
import { idOf } from './checks.ts';
import { plotted, stageViewAfter } from './custom-views.ts';
import { redone, remembered, settled, undone } from './history.ts';
import { textOf } from './text.ts';
import { blocksOf } from './open.ts';
import { withPass, withPin, withWatched } from './probing.ts';
import { noSeeds } from './over-seeds.ts';
import { findAll, matchFrom, noSearch, replaced, type Search } from './search.ts';
import { sharing } from './sources.ts';
import { reduceStars } from './stars.ts';
import { leftNotice, reduceTour } from './tour.ts';
import type { OpenNotebook, PageState, Playback, Removed, SavedStatus, Selection } from './state.ts';

/** Deleted cells that can be brought back; the oldest go. */
const maxRemoved = 50;

export function reduce(state: PageState, action: Action): PageState {
  const next = withHistory(state, action);
  const tour = reduceTour(state.tour, action, state, next);
  if (tour === next.tour) return next;
  return { ...next, tour, notice: action.type === 'tour' ? leftNotice(tour) : next.notice };
}

function withHistory(state: PageState, action: Action): PageState {
  const next = transition(state, action);
  if (state.open === null || next.open === null || state.open.id !== next.open.id || isTravel(action)) return next;
  const open = remembered(state.open, next.open, action);
  return open === next.open ? next : { ...next, open };
}

/** What brings a text that is no new one. */
const isTravel = ({ type }: Action): boolean => type === 'undo' || type === 'redo' || type === 'opened';

function transition(state: PageState, action: Action): PageState {
  switch (action.type) {
    case 'go':
      return { ...state, route: action.route, open: null, failure: null, overlay: 'none', notice: null };
    case 'theme':
      return { ...state, theme: action.theme };
    case 'layout':
      return { ...state, layout: laidOut(state.layout, action.layout) };
    case 'overlay':
      return { ...state, overlay: action.overlay };
    case 'notice':
      return { ...state, notice: action.notice };
    case 'gallery-read':
      return {
        ...state,
        gallery:
          action.gallery === null
            ? { status: 'failed', entries: state.gallery.entries, why: action.why }
            : { status: 'read', entries: action.gallery },
        recent: action.recent,
      };
    case 'opened':
      return { ...state, open: action.open, failure: null };
    case 'open-failed':
      return { ...state, open: null, failure: action.why };
    case 'delete':
      return deleted(state, action.key);
    case 'cut':
      return deleted({ ...state, clipboard: clipped(state, action.key) }, action.key, 'Cut.');
    case 'copy':
      return { ...state, clipboard: clipped(state, action.key) };
    case 'paste':
      return withOpen(state, (open) => pasted(open, state.clipboard, action.where));
    case 'merge':
      return merged(state, action.key);
    case 'branch':
      return withOpen(toldOfBranch(state, action.act), (open) => reduceOpen(open, action));
    case 'undo':
    case 'redo':
    case 'undo-delete':
    case 'undo-delete-branch':
    case 'undo-revert':
    case 'reload':
    case 'overwrite':
    case 'undo-input':
      return withOpen({ ...state, notice: null }, (open) => reduceOpen(open, action));
    case 'swapped':
      // Its place in the journal may be another one now; its mark on the timeline knows it.
      return withOpen(offersUndo(state.notice) ? { ...state, notice: null } : state, (open) =>
        reduceOpen(open, action),
      );
    default:
      return withOpen(state, (open) => reduceOpen(open, action));
  }
}

const offersUndo = (notice: PageState['notice']): boolean =>
  notice?.actions.some(({ type }) => type === 'undo-input') ?? false;

function withOpen(state: PageState, change: (open: OpenNotebook) => OpenNotebook): PageState {
  if (state.open === null) return state;
  const open = change(state.open);
  return open === state.open ? state : { ...state, open };
}

function reduceOpen(open: OpenNotebook, action: Action): OpenNotebook {
  switch (action.type) {
    // The run
    case 'play':
      return playback(open, { playing: true, resumes: false });
    case 'pause':
      return playback(open, { playing: false, resumes: false });
    case 'toggle-play':
      return playback(open, { playing: !open.playback.playing, resumes: false });
    case 'step':
    case 'seek-time':
      return playback(open, { playing: false, resumes: false });
    case 'seek':
      return playback(
        open,
        action.to === 'live' ? { playhead: 'live' } : { playhead: action.to, playing: false, resumes: false },
      );
    case 'playhead':
      return playback(open, { playhead: action.playhead });
    case 'restart':
      return playback(
        { ...open, frame: null, race: null, comparing: null, deletedBranches: [] },
        { playhead: 'live', playing: true },
      );
    case 'swap-from':
      return { ...open, swapFrom: action.from };
    case 'by-hand':
      return action.on
        ? playback({ ...open, choices: open.choices ?? [] }, { playing: false, resumes: false })
        : { ...open, choices: null };
    case 'hold':
      return held(open, action.on);
    case 'form':
      return held({ ...open, form: action.form }, action.form !== null);
    case 'explain': {
      const { of, anchor = null } = action;
      const asks = { ...open, why: of === null ? null : { of, anchor, answer: null } };
      return of !== null && anchor === null ? asks : held(asks, of !== null);
    }
    case 'hint':
      return { ...open, hint: action.of === null ? null : { of: action.of, answer: null } };
    case 'hinted':
      return open.hint === null ? open : { ...open, hint: { ...open.hint, answer: action.answer } };
    case 'explained':
      return open.why === null ? open : { ...open, why: { ...open.why, answer: action.answer } };
    case 'value-read':
      return open.form?.type === 'value' ? { ...open, form: { ...open.form, read: action.read } } : open;
    case 'messages-read':
      return open.form?.type === 'message' ? { ...open, form: { ...open.form, read: action.read } } : open;
    case 'shapes':
      return { ...open, shapes: action.shapes };
    case 'compare': {
      if (action.with === null) return { ...open, comparing: null };
      // Side by side is a way to look at the topology.
      return { ...open, comparing: { with: action.with, comparison: null }, stageView: 'topology' };
    }
    case 'show-ghost':
      return { ...open, showGhost: action.on };
    case 'probes':
      return { ...open, probing: { ...open.probing, isOn: action.on } };
    case 'probed':
      return { ...open, probing: { ...open.probing, probe: action.probe, chosen: {}, turned: null } };
    case 'probe-pass':
      return { ...open, probing: withPass(open.probing, action.block, action.pass) };
    case 'pin':
      return { ...open, probing: withPin(open.probing, action.place, action.on) };
    case 'watched':
      return { ...open, probing: withWatched(open.probing, action.place, action.watched) };
    case 'over-seeds':
      return { ...open, overSeeds: action.on ? (open.overSeeds ?? noSeeds) : null };
    case 'seeds-ran':
      return open.overSeeds === null ? open : { ...open, overSeeds: action.seeds };
    case 'race':
      return { ...open, race: action.step === null ? null : { step: action.step, result: null } };
    case 'branch':
      return changesRun(action.act)
        ? playback(turnedRound(open, action.act), { playhead: 'live' })
        : { ...open, deletedBranches: deletedAfter(open, action.act) };
    case 'memory-limit':
      return { ...open, memoryLimit: action.bytes };
    case 'starred':
    case 'star-text':
    case 'star-pattern':
    case 'unstar':
    case 'unstar-all':
    case 'star-how':
    case 'star-under':
    case 'star-choose':
    case 'journey-only':
    case 'stars-followed': {
      const stars = reduceStars(open.stars, action);
      return stars === open.stars ? open : { ...open, stars };
    }
    case 'speed':
      return playback(open, { speed: action.speed });

    // The text
    case 'edit':
      return edited({ ...open, gesture: action.gesture ?? null }, action.key, action.text);
    case 'edits': {
      const notebook = action.edits.reduce((text, { key, text: next }) => withText(text, key, next), open.notebook);
      return touch({ ...open, gesture: null }, notebook);
    }
    case 'composed':
      return settled(open, action.key, action.group);
    case 'undo':
      return saving(open, undone(open));
    case 'redo':
      return saving(open, redone(open));
    case 'split':
      return split(open, action.key, action.offset);
    case 'search':
      return action.search === null ? { ...open, search: null } : searched(open, action.search);
    case 'expressions':
      return open.search === null ? open : searched(open, { expressions: action.expressions });
    case 'search-go': {
      if (open.search === null) return open;
      const count = findAll(open.notebook, open.search).length;
      return count === 0 ? open : atMatch(open, open.search, (open.search.at + action.by + count) % count);
    }
    case 'replace': {
      if (open.search === null) return open;
      const { edits, behind } = replaced(open.notebook, open.search, action.what);
      if (edits.length === 0) return open;
      const notebook = edits.reduce((all, { key, text }) => withText(all, key, text), open.notebook);
      const next = touch({ ...open, gesture: null }, notebook);
      const at = action.what === 'all' ? 0 : matchFrom(notebook, findAll(notebook, open.search), behind);
      return atMatch(next, open.search, at);
    }
    case 'fold':
      return folded(open, action.key, !open.folded.includes(action.key));
    case 'add': {
      const { notebook, key } =
        action.kind === 'prose'
          ? insertProse(open.notebook, action.after, '\n')
          : insertCell(open.notebook, action.after, { kind: action.kind, code: action.code ?? '' });
      return touch({ ...open, selection: { key, mode: 'edit' } }, notebook);
    }
    case 'move':
      return moved(open, action.key, action.by);
    case 'undo-delete': {
      const last = open.removed.at(-1);
      if (last === undefined) return open;
      const restored = {
        ...open,
        removed: open.removed.slice(0, -1),
        selection: { key: last.part.key, mode: 'command' as const },
      };
      return touch(restored, restore(open.notebook, last));
    }
    case 'text-changed':
      return { ...touch(open, action.notebook), beforeRevert: action.undo };

    // The page
    case 'select':
      return selected(open, action.selection);
    case 'select-next': {
      const blocks = blocksOf(open);
      const at = blocks.findIndex((block) => block.key === open.selection.key);
      const to =
        at < 0 ? (action.by === 1 ? 0 : blocks.length - 1) : Math.min(blocks.length - 1, Math.max(0, at + action.by));
      const next = blocks[to];
      return next === undefined ? open : { ...open, selection: { key: next.key, mode: 'command' } };
    }
    case 'reveal':
      if (action.isQuiet === true) return folded(open, action.cell, false);
      return selected(open, { key: action.cell, mode: 'edit' });
    case 'stage-view':
      return { ...open, stageView: action.view };
    case 'select-node':
      return { ...open, selectedNode: action.node };
    case 'density':
      return { ...open, density: action.window };
    case 'sheet': {
      const { wish } = action;
      const { read } = open.sheet;
      // What was read stays until another stretch of the same collection is there.
      const isSame =
        wish !== null && read !== null && read.of.node === wish.node && literal(read.of.path) === literal(wish.path);
      return { ...open, sheet: { wish, read: isSame ? read : null } };
    }
    case 'sheet-read':
      return { ...open, sheet: { ...open.sheet, read: { of: action.of, members: action.members } } };
    case 'partitions':
      return { ...open, partitions: { ...open.partitions, table: action.table, holder: action.holder } };
    case 'space-time':
      return { ...open, spaceTime: { ...open.spaceTime, wish: action.wish } };

    case 'heat':
      return { ...open, heat: action.on ? (open.heat ?? { read: null }) : null };
    case 'stat':
      return { ...open, stat: { wish: action.wish, read: action.wish === null ? null : open.stat.read } };

    // News
    case 'restored': {
      const sources = Object.fromEntries(action.sources.map((source) => [source.id, source]));
      return { ...open, sources, compiled: action.compiled, good: action.good, imports: action.imports };
    }
    case 'compiled':
      return compiled(open, action.cells);
    case 'imported':
      return { ...open, imports: action.imports };
    case 'swapped': {
      const { program, journal } = action.reply;
      const before = open.inForce === null ? [] : (open.sources[open.inForce]?.cells ?? []);
      const source = sharing(sharing(action.reply.source, before), Object.values(open.good));
      return {
        ...open,
        program,
        journal,
        inForce: source.id,
        sources: named({ ...open.sources, [source.id]: source }, journal, source.id),
        answered: action.cells,
        race: open.program === null ? raceWithin(open.race, journal) : open.race,
      };
    }
    case 'framed': {
      const comparing = stillThere(open.comparing, action.frame);
      return { ...open, frame: action.frame, journal: action.journal ?? open.journal, comparing };
    }
    case 'choices':
      return open.choices === null ? open : { ...open, choices: action.choices };
    case 'compared':
      return open.comparing === null
        ? open
        : { ...open, comparing: { ...open.comparing, comparison: action.comparison ?? open.comparing.comparison } };
    case 'raced':
      return open.race === null ? open : raced(open, { ...open.race, result: action.race });
    case 'checks':
      return { ...open, checks: action.checks };
    case 'checked':
      return {
        ...open,
        checks: open.checks.map((check) => (idOf(check) === idOf(action.check) ? action.check : check)),
      };
    case 'history-read':
      return { ...open, histories: { ...open.histories, [action.property]: action.chart } };
    case 'partitions-read':
      return { ...open, partitions: { ...open.partitions, read: action.partitions } };
    case 'space-time-read':
      return { ...open, spaceTime: { ...open.spaceTime, read: action.stretch } };
    case 'heat-read':
      return open.heat === null ? open : { ...open, heat: { read: action.heat } };
    case 'stat-read':
      return open.stat.wish === null ? open : { ...open, stat: { ...open.stat, read: action.told } };
    case 'plotted':
      return plotted(open, action.cell, action.result);
    case 'type-checked':
      return { ...open, types: { ...open.types, [action.cell]: action.diagnostics } };
    case 'saved':
      return { ...open, saved: action.saved };
    default:
      return open;
  }
}

/** A branch that is deleted can be brought back for as long as one reads that it is. */
function toldOfBranch(state: PageState, act: BranchAct): PageState {
  if (act.type !== 'delete') return state;
  const name = state.open?.frame?.branches.find(({ id }) => id === act.id)?.name ?? '';
  const actions = [{ label: 'Undo', type: 'undo-delete-branch' as const }];
  return { ...state, notice: { text: `Branch “${name}” deleted.`, actions } };
}

/** Another run is shown afterwards. */
const changesRun = ({ type }: BranchAct): boolean => type === 'fork' || type === 'switch' || type === 'graft';

/** The branch that the current one is compared with becomes the current one: then it is the other way round. */
function turnedRound(open: OpenNotebook, act: BranchAct): OpenNotebook {
  const { comparing, frame } = open;
  const current = frame?.branches.find(({ isCurrent }) => isCurrent);
  if (comparing === null || current === undefined || act.type !== 'switch' || act.id !== comparing.with) return open;
  return { ...open, comparing: { with: current.id, comparison: null } };
}

/** The kernel keeps them in the same order. */
function deletedAfter({ deletedBranches, frame }: OpenNotebook, act: BranchAct): readonly string[] {
  if (act.type === 'undelete') return deletedBranches.slice(0, -1);
  const gone =
    act.type === 'delete' ? frame?.branches.find(({ id, isCurrent }) => id === act.id && !isCurrent) : undefined;
  return gone === undefined ? deletedBranches : [...deletedBranches, gone.name];
}

/** What is compared with may be deleted, or dropped. */
function stillThere(comparing: OpenNotebook['comparing'], { branches, ghost }: Frame): OpenNotebook['comparing'] {
  if (comparing === null) return null;
  const { with: other } = comparing;
  const isThere = other === 'ghost' ? ghost !== null : branches.some(({ id, isCurrent }) => id === other && !isCurrent);
  return isThere ? comparing : null;
}

/** A run that could not be brought back has none of the branches that its race was saved with. */
function raceWithin(race: OpenNotebook['race'], journal: Journal): OpenNotebook['race'] {
  const ids = new Set([journal, ...journal.others].map(({ id }) => id));
  const made = race?.result?.outcomes.flatMap(({ branch }) => branch ?? []) ?? [];
  return made.length > 0 && !made.some((id) => ids.has(id)) ? null : race;
}

/** Its result is among the branches. It comes to the front once, when it is there. */
function raced(open: OpenNotebook, race: NonNullable<OpenNotebook['race']>): OpenNotebook {
  const isNews = open.race?.result?.status !== race.result?.status && race.result?.status !== 'running';
  return { ...open, race, stageView: isNews ? 'branches' : open.stageView };
}

const playback = (open: OpenNotebook, change: Partial<Playback>): OpenNotebook => ({
  ...open,
  playback: { ...open.playback, ...change },
});

/** While a menu or a form is open the run stands still; then it goes on, if it did before. */
function held(open: OpenNotebook, on: boolean): OpenNotebook {
  const { playing, resumes = false } = open.playback;
  if (on) return playing ? playback(open, { playing: false, resumes: true }) : open;
  return resumes && open.form === null ? playback(open, { playing: true, resumes: false }) : open;
}

/** A new text: nothing of it is saved yet. */
function touch(open: OpenNotebook, notebook: Notebook): OpenNotebook {
  if (notebook === open.notebook) return open;
  const saved: SavedStatus = open.saved.type === 'conflict' ? open.saved : { type: 'saving' };
  return { ...open, notebook, saved, stageView: stageViewAfter({ ...open, notebook }) };
}

const saving = (before: OpenNotebook, after: OpenNotebook): OpenNotebook =>
  before === after
    ? after
    : {
        ...after,
        saved: after.saved.type === 'conflict' ? after.saved : { type: 'saving' },
        stageView: stageViewAfter(after),
      };

const edited = (open: OpenNotebook, key: CellKey, text: string): OpenNotebook =>
  touch(open, withText(open.notebook, key, text));

function withText(notebook: Notebook, key: CellKey, text: string): Notebook {
  const part = notebook.parts.find((other) => other.type !== 'front-matter' && other.key === key);
  if (part === undefined) return notebook;
  return part.type === 'cell' ? replaceCode(notebook, key, text) : setProse(notebook, key, text);
}

/** To write in a cell is to see it. */
function selected(open: OpenNotebook, selection: Selection): OpenNotebook {
  const next = { ...open, selection };
  return selection.key !== null && selection.mode === 'edit' ? folded(next, selection.key, false) : next;
}

/** Another search begins at the chosen part, and goes to the first match from there on. */
function searched(open: OpenNotebook, change: Partial<Search>): OpenNotebook {
  const search = { ...(open.search ?? noSearch), ...change };
  const isSame = (['text', 'isRegex', 'expressions', 'matchCase', 'wholeWord'] as const).every(
    (name) => search[name] === (open.search ?? noSearch)[name],
  );
  if (isSame) return { ...open, search };
  const { key } = open.selection;
  const at = matchFrom(open.notebook, findAll(open.notebook, search), key === null ? null : { key, offset: 0 });
  return atMatch(open, search, at);
}

/** Shows a match: its cell is chosen, and unfolded. */
function atMatch(open: OpenNotebook, search: Search, at: number): OpenNotebook {
  const match = findAll(open.notebook, search)[at];
  const next = { ...open, search: { ...search, at } };
  if (match === undefined) return next;
  return folded({ ...next, selection: { key: match.key, mode: 'command' } }, match.key, false);
}

function folded(open: OpenNotebook, key: CellKey, isFolded: boolean): OpenNotebook {
  if (open.folded.includes(key) === isFolded) return open;
  const others = open.folded.filter((other) => other !== key);
  if (!isFolded) return { ...open, folded: others };
  const mode = open.selection.key === key ? 'command' : open.selection.mode;
  return { ...open, folded: [...others, key], selection: { ...open.selection, mode } };
}

function split(open: OpenNotebook, key: CellKey, offset: number): OpenNotebook {
  const { notebook, key: added } = splitCell(open.notebook, key, offset);
  if (notebook === open.notebook) return open;
  return touch({ ...open, selection: { key: added, mode: 'edit' } }, notebook);
}

/** Cells of one kind can be joined, when nothing stands between them. */
function merged(state: PageState, key: CellKey): PageState {
  const { open } = state;
  if (open === null) return state;
  const notebook = mergeCells(open.notebook, key);
  if (notebook !== open.notebook)
    return { ...state, open: touch({ ...open, selection: { key, mode: 'command' } }, notebook) };
  const text = 'A cell is merged with the next when both are of one kind and no text stands between them.';
  return { ...state, notice: { text, actions: [] } };
}

function clipped(state: PageState, key: CellKey): PageState['clipboard'] {
  const part = state.open?.notebook.parts.find((other) => other.type !== 'front-matter' && other.key === key);
  return part === undefined || part.type === 'front-matter' ? state.clipboard : part;
}

function pasted(open: OpenNotebook, part: PageState['clipboard'], where: 'above' | 'below'): OpenNotebook {
  if (part === null) return open;
  const blocks = blocksOf(open);
  const at = blocks.findIndex(({ key }) => key === open.selection.key);
  const after = where === 'below' ? blocks[at] : blocks[at - 1];
  // At the end when nothing is chosen.
  const place = after?.key ?? (where === 'below' ? (blocks.at(-1)?.key ?? null) : null);
  const isTaken = blocks.some((other) => other.type === 'cell' && part.type === 'cell' && other.slug === part.slug);
  const { notebook, key } =
    part.type === 'prose'
      ? insertProse(open.notebook, place, part.raw)
      : insertCell(open.notebook, place, {
          kind: part.kind,
          slug: isTaken ? null : part.slug,
          attributes: part.attributes,
          code: textOf(part),
        });
  return touch({ ...open, selection: { key, mode: 'command' } }, notebook);
}

function moved(open: OpenNotebook, key: CellKey, by: 1 | -1): OpenNotebook {
  const blocks = blocksOf(open);
  const from = blocks.findIndex((block) => block.key === key);
  const to = from + by;
  if (from < 0 || to < 0 || to >= blocks.length) return open;
  // Moving down lands after the next block; moving up, after the one before the previous.
  const after = by === 1 ? blocks[to] : blocks[to - 1];
  return touch(open, movePart(open.notebook, key, after?.key ?? null));
}

function deleted(state: PageState, key: CellKey, text = 'Deleted.'): PageState {
  const notice = { text, actions: [{ label: 'Undo', type: 'undo-delete' as const }] };
  return withOpen({ ...state, notice }, (open) => {
    const blocks = blocksOf(open);
    const index = blocks.findIndex((block) => block.key === key);
    const part = blocks[index];
    if (part === undefined) return open;
    const after = removePart(open.notebook, key);
    const removed: Removed = { part, next: blocks[index + 1] ?? null, before: open.notebook, after };
    const chosen = blocks[index + 1] ?? blocks[index - 1];
    const selection = { key: chosen?.key ?? null, mode: 'command' as const };
    return touch({ ...open, removed: [...open.removed, removed].slice(-maxRemoved), selection }, after);
  });
}

/**
 * Brings a deleted part back: byte for byte when nothing else changed since; else before what it stood before, which
 * may by now be the end of a longer stretch of prose; else at the end.
 */
function restore(notebook: Notebook, { part, next, before, after }: Removed): Notebook {
  if (notebook === after) return before;
  const { parts } = notebook;
  const tail = next?.type === 'prose' ? next.raw.trimStart() : '';
  for (const [i, other] of parts.entries()) {
    if (other.type === 'front-matter') continue;
    if (other.key === next?.key) return reassemble(notebook, [...parts.slice(0, i), part, ...parts.slice(i)]);
    if (other.type === 'prose' && tail !== '' && other.raw.endsWith(tail)) {
      const head = { ...other, raw: other.raw.slice(0, other.raw.length - tail.length) };
      const rest = { type: 'prose', raw: `\n${tail}` } as const;
      return reassemble(notebook, [...parts.slice(0, i), head, part, rest, ...parts.slice(i + 1)]);
    }
  }
  return reassemble(notebook, [...parts, part]);
}

function compiled(open: OpenNotebook, cells: readonly CompiledCell[]): OpenNotebook {
  const latest = { ...open.compiled };
  const good = { ...open.good };
  for (const cell of cells) {
    latest[cell.key] = cell;
    if (cell.js !== null) good[cell.key] = cell;
  }
  return { ...open, compiled: latest, good };
}

/** Runs that an edit left behind name older programs and can be made branches again: so many of those are kept. */
const olderSources = 50;

/** The sources that the journal names, the one in force, and the newest of the others. */
function named(
  sources: Readonly<Record<string, ProgramSource>>,
  journal: Journal,
  inForce: string,
): Readonly<Record<string, ProgramSource>> {
  const wanted = new Set([inForce, ...programsOf(journal), ...Object.keys(sources).slice(-olderSources)]);
  return Object.fromEntries(Object.entries(sources).filter(([id]) => wanted.has(id)));
}
