/**
 * The page's whole state: one immutable value. Components render from it; only `reduce.ts` makes the next one.
 * What is not plain data (editors, the kernel's handle, timers) lives with the effects in `app/run` and `app/editor`.
 */
import type { CompiledCell } from '../../kernel/compile/compiled.ts';
import type { CellKey, Diagnostic } from '../../kernel/diagnostic.ts';
import type { Subject } from '../../kernel/explanation.ts';
import type { ImportedNotebook } from '../../kernel/imports/load.ts';
import type { Cell, Notebook, Prose } from '../../kernel/notebook/notebook.ts';
import type {
  Choice,
  Comparison,
  Exchanges,
  Frame,
  Journal,
  PendingRef,
  PlotResult,
  ProgramSource,
  ProgramView,
  Race,
  SwapFrom,
  ValueReply,
  Want,
} from '../../kernel/protocol.ts';
import type { HistoryChart } from '../../kernel/findings.ts';
import type { Members, MembersWish } from '../../kernel/members.ts';
import type { Path } from '../../kernel/path.ts';
import type { Partitions } from '../../kernel/partitions.ts';
import type { Heat } from '../../kernel/heat.ts';
import type { Shapes } from '../../kernel/shape.ts';
import type { SpaceTime, SpaceTimeWish } from '../../kernel/space-time.ts';
import type { StatEvents, StatWish } from '../../kernel/stat.ts';
import type { BuiltInView, CustomView } from '../../kernel/view.ts';
import type { Theme } from '../style/theme.ts';
import type { Check } from './checks.ts';
import type { Probing } from './probing.ts';
import type { OverSeeds } from './over-seeds.ts';
import type { Search } from './search.ts';
import type { Stars } from './stars.ts';
import type { History } from './steps.ts';
import type { Tour } from './tour-state.ts';

export interface Playback {
  readonly playing: boolean;
  /** Virtual seconds per second of wall time. */
  readonly speed: number;
  /** `live` shows the newest moment; a number is a recorded step, counted from 0. */
  readonly playhead: 'live' | number;
  /** It was playing when a menu or a form was opened, and goes on when that is closed. */
  readonly resumes?: boolean;
}

/** Where on the screen a form was asked for, in px of the viewport. */
export interface Anchor {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A form that is open. `read`: what it begins with; null while that is on its way. */
export type Form =
  /** Changes a field of a node's state. */
  | {
      readonly type: 'value';
      readonly node: string;
      readonly field: string;
      /** Leads to a part of the field, the field first; left out: all of it. */
      readonly path?: Path;
      readonly anchor: Anchor;
      readonly read: ValueReply | null;
    }
  /** Sends a message. */
  | {
      readonly type: 'message';
      readonly to: string;
      /** The type that is chosen; null before any is. */
      readonly message: string | null;
      readonly read: MessagesReply | null;
    }
  /** Delays a message by a typed number. */
  | { readonly type: 'delay'; readonly pending: PendingRef; readonly anchor: Anchor };

export type MessagesReply = Exchanges['messages']['reply'];

/** A tab of the stage: a view that needs no code, or that of a `view` cell. */
export type StageView = BuiltInView | `cell:${CellKey}`;

/** Which side has the width: both share it, or one has it all. */
export type Side = 'both' | 'write' | 'stage';

export type SavedStatus =
  | { readonly type: 'file' }
  | { readonly type: 'saving' }
  | { readonly type: 'saved'; readonly at: number }
  | { readonly type: 'failed'; readonly why: string }
  /** Another tab wrote a newer version; this tab saves no more until the reader decides. */
  | { readonly type: 'conflict' };

/** The cell the keyboard is about. `command`: j, k, dd…; `edit`: typing goes to its text. */
export interface Selection {
  readonly key: CellKey | null;
  readonly mode: 'command' | 'edit';
}

/** A part that was deleted, and what it takes to bring it back. */
export interface Removed {
  readonly part: Cell | Prose;
  /** The part it stood before; null at the end. */
  readonly next: Cell | Prose | null;
  readonly before: Notebook;
  readonly after: Notebook;
}

/** What a step of the history brings back. */
export interface Moment {
  readonly notebook: Notebook;
  readonly selection: Selection;
  readonly removed: readonly Removed[];
}

export interface OpenNotebook {
  /** The name in the address: a file of `/notebooks`, or `local/…` for one made here. */
  readonly id: string;
  readonly notebook: Notebook;
  /** The file's own text, to go back to; null for a notebook made here. */
  readonly original: string | null;
  /** What the compiler made of each cell's latest text. */
  readonly compiled: Readonly<Record<CellKey, CompiledCell>>;
  /** The latest of each cell that compiled: what a swap sends when the text is broken. */
  readonly good: Readonly<Record<CellKey, CompiledCell>>;
  /** Other notebooks that its cells import from, each after those it imports from itself. */
  readonly imports: readonly ImportedNotebook[];
  /** The cells that the kernel last took or refused. */
  readonly answered: readonly CompiledCell[];
  /** Of the type checker; they do not stop a swap. */
  readonly types: Readonly<Record<CellKey, readonly Diagnostic[]>>;
  readonly program: ProgramView | null;
  readonly journal: Journal | null;
  /** The name of the program in force; a key of `sources`. */
  readonly inForce: string | null;
  /** The sources that the journal names, by id. */
  readonly sources: Readonly<Record<string, ProgramSource>>;
  readonly frame: Frame | null;
  /** Bytes that the history of a branch may take, as the reader chose; null: as usual. */
  readonly memoryLimit: number | null;
  readonly playback: Playback;
  /** What plot and view cells gave last. */
  readonly plots: Readonly<Record<CellKey, PlotResult>>;
  /** The last good view of each view cell: it stays when what came after it is an error. */
  readonly views: Readonly<Record<CellKey, CustomView>>;
  readonly saved: SavedStatus;
  readonly selection: Selection;
  readonly removed: readonly Removed[];
  /** The steps of the text that can be undone, and done again. */
  readonly history: History<Moment>;
  /** What is searched for; null when nothing is. */
  readonly search: Search | null;
  /** Cells of which only the first line is shown. */
  readonly folded: readonly CellKey[];
  /** The text before a revert, so that it can be undone. */
  readonly beforeRevert: string | null;
  readonly stageView: StageView;
  readonly selectedNode: string | null;
  /** The gesture that the latest edit is part of: a literal that is moved. Null when it was typed. */
  readonly gesture: number | null;
  /** From when on edits take effect. */
  readonly swapFrom: SwapFrom;
  /** What can happen next, while one steps by hand; null otherwise. */
  readonly choices: readonly Choice[] | null;
  /** What the current branch is compared with, and how they differ at the moment shown; null when it is not. */
  readonly comparing: { readonly with: number | 'ghost'; readonly comparison: Comparison | null } | null;
  /** The run as it was before an edit changed its past is shown with the run, where there is one. */
  readonly showGhost: boolean;
  /** What the lines of the rules held in the event shown, and along the run. */
  readonly probing: Probing;
  /** Names of branches that were deleted and can be brought back, the latest last. */
  readonly deletedBranches: readonly string[];
  /** The program run with other seeds; null when that is not wanted. */
  readonly overSeeds: OverSeeds | null;
  /** A race that was forked. */
  readonly race: { readonly step: number; readonly result: Race | null } | null;
  /** Explorations and fuzzings, in the order of the notebook; those from a moment last. */
  readonly checks: readonly Check[];
  /** The histories that properties of the run are about and that cannot be explained, by the property's name. */
  readonly histories: Readonly<Record<string, HistoryChart | null>>;
  /** What the reader follows. */
  readonly stars: Stars;
  readonly density: Want['density'];
  /** Which table of partitions is wanted, whose map, and what was read; nulls: the first there is. */
  readonly partitions: {
    readonly table: string | null;
    readonly holder: string | null;
    readonly read: Partitions | null;
  };
  /** The collection that is open in the tables of states, and the stretch of it that was read; null before anything was. */
  readonly sheet: {
    readonly wish: MembersWish | null;
    readonly read: { readonly of: MembersWish; readonly members: Members } | null;
  };
  /** What the space-time diagram shows, and what was read of it; null before it is shown. */
  readonly spaceTime: { readonly wish: SpaceTimeWish | null; readonly read: SpaceTime | null };
  /** What the reader wants explained, and the answer; null before there is one. `anchor`: where it is asked beside, not in a card. */
  readonly why: {
    readonly of: Subject;
    readonly anchor: Anchor | null;
    readonly answer: Exchanges['explain']['reply'] | null;
  } | null;
  /** The same for what has a hint. */
  readonly hint: Pick<NonNullable<OpenNotebook['why']>, 'of' | 'answer'> | null;
  /** The events behind a point of a stat's curve: what is asked for, and what was read. */
  readonly stat: { readonly wish: StatWish | null; readonly read: StatEvents | null };
  /** How often lines run is shown in the margin, as it was counted last; null while it is not. */
  readonly heat: { readonly read: Heat | null } | null;
  /** What the reader fills in. */
  readonly form: Form | null;
  /** What the model's types say of its states and messages; null before the type checker was asked. */
  readonly shapes: Shapes | null;
}

export interface GalleryEntry {
  readonly file: string;
  readonly title: string;
  readonly description: string;
}

export interface RecentEntry {
  readonly id: string;
  readonly title: string;
  readonly editedAt: number;
}

export type Overlay = 'none' | 'help' | 'checks' | 'menu' | 'history' | 'palette';

/** The notebooks of the folder that the page was opened with, as far as they have been read. */
export type Gallery =
  | { readonly status: 'reading'; readonly entries: readonly [] }
  | { readonly status: 'read'; readonly entries: readonly GalleryEntry[] }
  /** Not this time; what was read before is still there. `why` is a sentence. */
  | { readonly status: 'failed'; readonly entries: readonly GalleryEntry[]; readonly why: string };

export type Route =
  | { readonly type: 'gallery' }
  | { readonly type: 'notebook'; readonly id: string }
  /** Something to read, and the heading that is asked for; empty: its beginning. */
  | { readonly type: 'document'; readonly name: 'language' | 'guide'; readonly heading: string };

export interface Layout {
  /** The notebook's share of the width, 0.2 … 0.8. */
  readonly split: number;
  readonly side: Side;
  /** `room`: the stage alone, larger and with more contrast, to be seen from the last row. */
  readonly scale: 'desk' | 'room';
}

/** A sentence at the foot of the page, with what can be done about it. */
export interface Notice {
  readonly text: string;
  readonly actions: readonly (
    | {
        readonly label: string;
        readonly type: 'undo-delete' | 'undo-delete-branch' | 'undo-revert' | 'revert' | 'reload' | 'overwrite';
      }
    | { readonly label: string; readonly type: 'undo-input'; readonly entry: number }
    | { readonly label: string; readonly type: 'tour'; readonly act: 'resume' }
  )[];
}

export interface PageState {
  readonly route: Route;
  readonly theme: Theme;
  readonly layout: Layout;
  readonly overlay: Overlay;
  readonly notice: Notice | null;
  readonly gallery: Gallery;
  readonly recent: readonly RecentEntry[];
  /** What was cut or copied last: it can go into another notebook. */
  readonly clipboard: Cell | Prose | null;
  readonly open: OpenNotebook | null;
  readonly tour: Tour;
  /** Why a notebook could not be opened. */
  readonly failure: string | null;
}
