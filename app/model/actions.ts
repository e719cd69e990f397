/** Everything that can happen to the page, as data. Wishes of the reader first, news from the effects after. */
import type { CompiledCell } from '../../kernel/compile/compiled.ts';
import type { Subject } from '../../kernel/explanation.ts';
import type { ImportedNotebook } from '../../kernel/imports/load.ts';
import type { CellKey, Diagnostic, Range } from '../../kernel/diagnostic.ts';
import type { CellKind, Notebook } from '../../kernel/notebook/notebook.ts';
import type {
  BranchAct,
  Choice,
  Comparison,
  Exchanges,
  Frame,
  Input,
  Journal,
  PlotResult,
  ProgramSource,
  Probe,
  ProbePlace,
  Race,
  SwapFrom,
  SwapReply,
  ValueReply,
  Want,
  Watched,
} from '../../kernel/protocol.ts';
import type { HistoryChart } from '../../kernel/findings.ts';
import type { Members, MembersWish } from '../../kernel/members.ts';
import type { Partitions } from '../../kernel/partitions.ts';
import type { Heat } from '../../kernel/heat.ts';
import type { Shapes } from '../../kernel/shape.ts';
import type { SpaceTime, SpaceTimeWish } from '../../kernel/space-time.ts';
import type { StatEvents, StatWish } from '../../kernel/stat.ts';
import type { Theme } from '../style/theme.ts';
import type { Check, FindingRef } from './checks.ts';
import type { OverSeeds } from './over-seeds.ts';
import type { Expressions, Search } from './search.ts';
import type { StarsAction } from './stars.ts';
import type { Splice } from './text.ts';
import type { TourAction } from './tour-state.ts';
import type {
  Anchor,
  Form,
  GalleryEntry,
  Layout,
  MessagesReply,
  Notice,
  OpenNotebook,
  Overlay,
  RecentEntry,
  Route,
  SavedStatus,
  Selection,
  StageView,
} from './state.ts';

/** `raise`, `lower`: the literal at the caret. */
export type InEditor = 'format' | 'split' | 'raise' | 'lower';

export type Action =
  // The run
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  | { readonly type: 'toggle-play' }
  /** Forward (1) or back (−1) by a number of events. */
  | { readonly type: 'step'; readonly by: number }
  | { readonly type: 'restart'; readonly scenario?: string; readonly seed?: number }
  | { readonly type: 'speed'; readonly speed: number }
  | { readonly type: 'seek'; readonly to: 'live' | number }
  | { readonly type: 'seek-time'; readonly time: number }
  /** At the tip; with the playhead in the past, on a new branch that begins there. */
  | { readonly type: 'input'; readonly input: Input }
  /** Takes back an input, by its place among the entries of the journal: the run is run again without it. */
  | { readonly type: 'undo-input'; readonly entry: number }
  /** Puts what an input did on the clipboard, as a line of the scenario. */
  | { readonly type: 'copy-line'; readonly entry: number }
  /** From when on edits take effect. */
  | { readonly type: 'swap-from'; readonly from: SwapFrom }
  | { readonly type: 'branch'; readonly act: BranchAct }
  | { readonly type: 'undo-delete-branch' }
  /** To the next (1) or previous (−1) event of a node or a rule; null for any. From the moment shown, or after `from` events. */
  | {
      readonly type: 'find';
      readonly by: 1 | -1;
      readonly node: string | null;
      readonly rule: string | null;
      readonly from?: number;
    }
  /** While a menu is open the run stands still; afterwards it goes on as before. */
  | { readonly type: 'hold'; readonly on: boolean }
  /** Opens a form, which holds the run, or closes it. */
  | { readonly type: 'form'; readonly form: Form | null }
  /** Why something is as it is; null: no longer wanted. Beside an anchor it is a card of its own, which holds the run. */
  | { readonly type: 'explain'; readonly of: Subject | null; readonly anchor?: Anchor | null }
  /** Something has a hint; or no longer. */
  | { readonly type: 'hint'; readonly of: Subject | null }
  /** Lists what can happen next, so that one can be chosen; or no longer. */
  | { readonly type: 'by-hand'; readonly on: boolean }
  /** Shows the current branch beside another one or the ghost; null: no longer. */
  | { readonly type: 'compare'; readonly with: number | 'ghost' | null }
  /** Shows the run as it was before an edit changed its past, in every view; or no longer. */
  | { readonly type: 'show-ghost'; readonly on: boolean }
  /** Shows what the lines of a rule held in the event shown; or no longer. */
  | { readonly type: 'probes'; readonly on: boolean }
  /** Of a function or a loop, the pass that is shown. */
  | { readonly type: 'probe-pass'; readonly block: number; readonly pass: number }
  /** Watches a place in the rules along the timeline; or no longer. */
  | { readonly type: 'pin'; readonly place: ProbePlace; readonly on: boolean }
  /** Shows the stats of other seeds behind those of the run; or no longer. */
  | { readonly type: 'over-seeds'; readonly on: boolean }
  /** Forks the race of the event at that step; null closes its result. */
  | { readonly type: 'race'; readonly step: number | null }
  /** Bytes that the history of a branch may take. */
  | { readonly type: 'memory-limit'; readonly bytes: number }
  /** Saves the runs as a file that `rehearsal replay` reads. */
  | { readonly type: 'export-run' }
  // The checks
  /** Runs a check again from the beginning, ends it, or lets one whose time was up go on. */
  | { readonly type: 'check'; readonly id: string; readonly act: 'again' | 'cancel' | 'go-on' }
  /** Explores every interleaving from the world under the playhead. */
  | { readonly type: 'explore-here' }
  /** Shows what a check has found as a branch, with the playhead where it happens. */
  | { readonly type: 'open-finding'; readonly finding: FindingRef }
  | StarsAction
  | TourAction
  // The text
  /**
   * Edits of one gesture (a literal that is moved) have the same number. Those of one group (what a command edits at once, a
   * drag) are one step of undo.
   */
  | {
      readonly type: 'edit';
      readonly key: CellKey;
      readonly text: string;
      readonly gesture?: number | null;
      readonly group?: number | null;
      /** What went and what came, as the editor knows it: typed over a selection, text may begin as that did. */
      readonly splice?: Splice | null;
    }
  /** An input method has composed a word, or taken it back; its edits were those of the group. */
  | { readonly type: 'composed'; readonly key: CellKey; readonly group: number }
  /** Edits of several parts, which are one step of undo. */
  | { readonly type: 'edits'; readonly edits: readonly { readonly key: CellKey; readonly text: string }[] }
  /** The last step of the notebook's history, wherever it was. */
  | { readonly type: 'undo' }
  | { readonly type: 'redo' }
  | { readonly type: 'apply-now' }
  | {
      readonly type: 'add';
      readonly after: CellKey | null;
      readonly kind: CellKind | 'prose';
      /** Of a cell; empty when it is left out. */
      readonly code?: string;
    }
  | { readonly type: 'delete'; readonly key: CellKey }
  | { readonly type: 'move'; readonly key: CellKey; readonly by: 1 | -1 }
  /** What only the cell's editor can do: it knows where the caret is, and how code is set. */
  | { readonly type: 'in-editor'; readonly key: CellKey; readonly what: InEditor }
  /** Cuts a cell in two, at an offset of its text. */
  | { readonly type: 'split'; readonly key: CellKey; readonly offset: number }
  /** Joins a cell with the next one. */
  | { readonly type: 'merge'; readonly key: CellKey }
  | { readonly type: 'cut'; readonly key: CellKey }
  | { readonly type: 'copy'; readonly key: CellKey }
  | { readonly type: 'paste'; readonly where: 'above' | 'below' }
  /** Changes what is searched for, or ends the search with null. `isAsked`: the reader wants to type. */
  | { readonly type: 'search'; readonly search: Partial<Search> | null; readonly isAsked?: boolean }
  /** The engine of expressions is there. */
  | { readonly type: 'expressions'; readonly expressions: Expressions }
  /** To the next match (1) or the previous (−1), round and round. */
  | { readonly type: 'search-go'; readonly by: 1 | -1 }
  /** The match that is chosen, or every one. */
  | { readonly type: 'replace'; readonly what: 'one' | 'all' }
  /** Shows only the first line of a cell, or all of it again. */
  | { readonly type: 'fold'; readonly key: CellKey }
  | { readonly type: 'undo-delete' }
  | { readonly type: 'revert' }
  | { readonly type: 'undo-revert' }
  | { readonly type: 'save' }
  | { readonly type: 'download' }
  /** After a conflict between tabs: take the other's text, or write mine over it. */
  | { readonly type: 'reload' }
  | { readonly type: 'overwrite' }
  // The page
  | { readonly type: 'go'; readonly route: Route }
  /** Of a text that is given, or the one that two nodes play in. */
  | { readonly type: 'new-notebook'; readonly text?: string }
  | { readonly type: 'theme'; readonly theme: Theme }
  | { readonly type: 'layout'; readonly layout: Partial<Layout> }
  | { readonly type: 'overlay'; readonly overlay: Overlay }
  | { readonly type: 'select'; readonly selection: Selection }
  /** The next part (1) or the previous (−1), in command mode. */
  | { readonly type: 'select-next'; readonly by: 1 | -1 }
  /** `isQuiet`: shows the line, and the keyboard stays where it is. */
  | { readonly type: 'reveal'; readonly cell: CellKey; readonly range: Range | null; readonly isQuiet?: boolean }
  | { readonly type: 'stage-view'; readonly view: StageView }
  | { readonly type: 'select-node'; readonly node: string | null }
  | { readonly type: 'density'; readonly window: Want['density'] }
  /** Opens a stretch of a collection in the tables of states, or closes it. */
  | { readonly type: 'sheet'; readonly wish: MembersWish | null }
  /** A table of partitions, and whose map; null: the first there is. */
  | { readonly type: 'partitions'; readonly table: string | null; readonly holder: string | null }
  /** The stretch that the space-time diagram shows. */
  | { readonly type: 'space-time'; readonly wish: SpaceTimeWish }
  /** Asks for the events behind a point of a stat's curve, or no longer. */
  | { readonly type: 'stat'; readonly wish: StatWish | null }
  /** Shows how often lines run, and what rules cost; or no longer. */
  | { readonly type: 'heat'; readonly on: boolean }
  | { readonly type: 'notice'; readonly notice: Notice | null }
  /** Reads the list of notebooks once more. */
  | { readonly type: 'read-gallery' }
  // News
  | {
      readonly type: 'gallery-read';
      /** Null: it could not be read, and `why` says so. */
      readonly gallery: readonly GalleryEntry[] | null;
      readonly why: string;
      readonly recent: readonly RecentEntry[];
    }
  | { readonly type: 'opened'; readonly open: OpenNotebook }
  /** What became of an act on the run; `refused`: why it could not be done. */
  | {
      readonly type: 'input-answered';
      readonly input: Input;
      readonly refused: { readonly text: string; readonly help: string } | null;
    }
  | { readonly type: 'open-failed'; readonly why: string }
  /** The whole text was replaced; `undo` is the text before, when it can be gone back to. */
  | { readonly type: 'text-changed'; readonly notebook: Notebook; readonly undo: string | null }
  /** What a saved run knows of the notebook that was just opened. */
  | {
      readonly type: 'restored';
      readonly sources: readonly ProgramSource[];
      readonly compiled: Readonly<Record<CellKey, CompiledCell>>;
      readonly good: Readonly<Record<CellKey, CompiledCell>>;
      readonly imports: readonly ImportedNotebook[];
    }
  | { readonly type: 'compiled'; readonly cells: readonly CompiledCell[] }
  /** The notebooks that are imported from were read. */
  | { readonly type: 'imported'; readonly imports: readonly ImportedNotebook[] }
  /** The kernel took or refused the program made of `cells`. */
  | { readonly type: 'swapped'; readonly cells: readonly CompiledCell[]; readonly reply: SwapReply }
  | { readonly type: 'framed'; readonly frame: Frame; readonly journal: Journal | null }
  | { readonly type: 'playhead'; readonly playhead: 'live' | number }
  | { readonly type: 'explained'; readonly answer: Exchanges['explain']['reply'] }
  | { readonly type: 'hinted'; readonly answer: Exchanges['explain']['reply'] }
  | { readonly type: 'value-read'; readonly read: ValueReply }
  | { readonly type: 'messages-read'; readonly read: MessagesReply }
  | { readonly type: 'shapes'; readonly shapes: Shapes }
  | { readonly type: 'choices'; readonly choices: readonly Choice[] }
  | { readonly type: 'compared'; readonly comparison: Comparison | null }
  | { readonly type: 'raced'; readonly race: Race }
  | { readonly type: 'probed'; readonly probe: Probe | null }
  | { readonly type: 'watched'; readonly place: ProbePlace; readonly watched: Watched }
  /** Other checks than before: another program. */
  | { readonly type: 'checks'; readonly checks: readonly Check[] }
  /** One of them has come so far. */
  | { readonly type: 'seeds-ran'; readonly seeds: OverSeeds }
  | { readonly type: 'checked'; readonly check: Check }
  | { readonly type: 'history-read'; readonly property: string; readonly chart: HistoryChart | null }
  | { readonly type: 'sheet-read'; readonly of: MembersWish; readonly members: Members }
  | { readonly type: 'partitions-read'; readonly partitions: Partitions | null }
  | { readonly type: 'space-time-read'; readonly stretch: SpaceTime | null }
  | { readonly type: 'stat-read'; readonly told: StatEvents | null }
  | { readonly type: 'heat-read'; readonly heat: Heat | null }
  | { readonly type: 'plotted'; readonly cell: CellKey; readonly result: PlotResult }
  | { readonly type: 'type-checked'; readonly cell: CellKey; readonly diagnostics: readonly Diagnostic[] }
  | { readonly type: 'saved'; readonly saved: SavedStatus };
