/**
 * What the page and the kernel say to each other: one tagged union of requests, one reply for each.
 * Everything here is plain data that survives structured clone. The kernel speaks only when asked, so the
 * page sets the pace, and a request that is not answered in time means a runaway rule.
 *
 * The page trusts nothing in a reply: a stranger's cells run beside the kernel and could have written it.
 * Times are virtual milliseconds; steps count events from 0.
 */
import type { CompiledCell } from './compile/compiled.ts';
import type { CellKey, Diagnostic, Range } from './diagnostic.ts';
import type { Exploration, StoryStep } from './exploration.ts';
import type { BranchDigest, Journal, ProgramSource, RunJournal } from './journal-data.ts';
import type { Input, MessageTypeView, PendingRef, ValueReply } from './input.ts';
import type { Explanation, Subject } from './explanation.ts';
import type { Fuzzing, HistoryChart, PropertyKind } from './findings.ts';
import type { Members, MembersWish } from './members.ts';
import type { Path } from './path.ts';
import type { Partitions, PartitionsWish } from './partitions.ts';
import type { Plain } from './plain.ts';
import type { PlotCall } from './plot-call.ts';
import type { Journey, Starred, StarPlace, StarsWish, StarView } from './star.ts';
import type { SpaceTime, SpaceTimeWish } from './space-time.ts';
import type { Heat } from './heat.ts';
import type { LogRow } from './log-row.ts';
import type { Probe, ProbePlace, Watched } from './probe-data.ts';
import type { Race } from './race-data.ts';
import type { Shown } from './shown-data.ts';
import type { StatEvents, StatView, StatWish } from './stat.ts';
import type { CustomView } from './view.ts';

export type { PlotCall, PlotValue } from './plot-call.ts';
export type { PropertyKind } from './findings.ts';
export type { LogRow } from './log-row.ts';
export type { Probe, ProbeBlock, ProbePass, ProbePlace, Seen, Watched, WatchedPoint } from './probe-data.ts';
export type { OutcomeValue, Race, RaceEvent, RaceOrder, RaceOutcome } from './race-data.ts';
export type { Shown } from './shown-data.ts';
export type { StatView } from './stat.ts';
export type {
  Ahead,
  BranchDigest,
  BranchJournal,
  Journal,
  JournalEntry,
  ProgramSource,
  RunJournal,
  SwapEntry,
} from './journal-data.ts';
export type { Input, MessageTypeView, PendingRef, ValueReply } from './input.ts';

// ---------------------------------------------------------------- what the page sees

export interface NodeView {
  readonly id: string;
  readonly kind: string;
  readonly alive: boolean;
  /** The value of a field named role, status, phase, mode or state; empty when there is none. */
  readonly role: string;
  /** Which of them it is. */
  readonly roleField?: string;
  /** A number that goes with the role (term, ballot, epoch, view); empty when there is none. */
  readonly detail: string;
  /** The machine, rack or place that its state names, when it names one. Then the fields and their values. */
  readonly group?: string;
  readonly state: readonly (readonly [string, Shown])[];
}

export interface MessageView {
  readonly id: number;
  readonly type: string;
  readonly from: string;
  readonly to: string;
  readonly sentAt: number;
  readonly arrivesAt: number;
  /** It will be lost on the way. */
  readonly lost: boolean;
  /** One line. */
  readonly text: string;
}

export interface TimerView {
  readonly node: string;
  readonly type: string;
  readonly key: string;
  /** For an act on it. */
  readonly pending: PendingRef;
  readonly setAt: number;
  readonly firesAt: number;
}

export interface RuleView {
  /** `kind.name` */
  readonly rule: string;
  readonly cell: CellKey;
  readonly range: Range;
  readonly count: number;
  /** Null when it never fired. */
  readonly lastAt: number | null;
  /** Firings per bucket over the last 2,000 virtual ms, oldest first; 20 buckets. */
  readonly spark: readonly number[];
}

export interface PropertyView {
  readonly name: string;
  readonly kind: PropertyKind;
  readonly cell: CellKey;
  readonly range: Range;
  /** `pending`: not yet decided by this run. */
  readonly verdict: 'holds' | 'violated' | 'pending' | 'witnessed' | 'error';
  /** The event that decided it. */
  readonly at: { readonly step: number; readonly time: number } | null;
  /** What is wrong, when violated. */
  readonly text: string;
}

export type MarkKind =
  | 'start'
  | 'swap'
  | 'fault'
  | 'heal'
  | 'action'
  | 'input'
  | 'note'
  | 'violation'
  | 'error'
  | 'end';

/** A thing that happened, to be drawn on the timeline. */
export interface Mark {
  readonly kind: MarkKind;
  readonly time: number;
  /** The moment at which it can be seen: after so many events. */
  readonly step: number;
  readonly title: string;
  /** Sentences. For a swap: its receipt. */
  readonly text: readonly string[];
  /** The entry of the journal it belongs to, by position: an input can be undone by it. */
  readonly entry?: number | null;
  /** A line of a scenario does the same as the input: `scenario-line` tells it. */
  readonly hasLine?: boolean;
}

/** A branch in the tree, and the runs that edits left behind. */
export interface BranchView {
  readonly id: number;
  readonly name: string;
  readonly parent: number | null;
  readonly forkedAt: { readonly step: number; readonly time: number };
  readonly tip: { readonly now: number; readonly step: number };
  readonly isCurrent: boolean;
  /** Properties that it violates. */
  readonly violated: number;
  /** The first violation, where it has a moment. */
  readonly violation: { readonly property: string; readonly time: number; readonly step: number } | null;
  /** Events per bucket of the timeline asked for, of a branch that was asked for; empty while it has no run. */
  readonly density: readonly number[];
}

/** The first event of the run that is not as it was in the run it is compared with. */
export interface Divergence {
  readonly step: number;
  readonly time: number;
  /** `server3, on Vote from server1`; empty when it is another event altogether. */
  readonly event: string;
  /** What happened in the run, and in the other one. */
  readonly is: string;
  readonly was: string;
  /** All of this in one sentence, about a run and how it was before. */
  readonly text: string;
}

/** The run as it was before an edit changed its past, at the moment shown. */
export interface GhostView {
  readonly step: number;
  /** What is not as it was: `a` is the run, `b` the ghost. Also whether a node is up, as the field `(up)`. */
  readonly differences: readonly StateDifference[];
  readonly tip: { readonly now: number; readonly step: number };
  readonly nodes: readonly NodeView[];
  readonly messages: readonly MessageView[];
  readonly stats: readonly StatView[];
  readonly density: readonly number[];
  readonly divergence: Divergence | null;
}

/** What the history of the current branch takes. */
export interface MemoryView {
  /** An estimate. */
  readonly bytes: number;
  readonly limit: number;
  /** Before this virtual time something was thinned; null when nothing was. */
  readonly thinnedBefore: number | null;
  /** What, and before which virtual time each; null when not at all. */
  readonly thinned: {
    /** Going there takes longer. */
    readonly checkpointsBefore: number | null;
    /** Rows and notes are made again when they are asked for, which takes a moment. */
    readonly eventsBefore: number | null;
    /** Curves are coarser. */
    readonly statsBefore: number | null;
    /** Of so many marks, those of what happened by itself are gone. */
    readonly marksBefore: number | null;
  };
}

/** Something that can happen next, and the input that makes it. */
export interface Choice {
  readonly kind: 'message' | 'timer' | 'may';
  readonly node: string;
  /** Type of the message or timer, or the rule. */
  readonly type: string;
  readonly from: string;
  /** When it is due by itself, virtual ms; null when it is not. */
  readonly at: number | null;
  /** One line. */
  readonly text: string;
  readonly input: Input;
}

/** A node's field in two branches; null where the node or the field is not there. */
export interface StateDifference {
  readonly node: string;
  readonly field: string;
  readonly a: Shown | null;
  readonly b: Shown | null;
}

/** An event that only one of two branches has, and what led to it: an event of the same branch, the reader, or nothing. */
export interface EventDifference {
  readonly in: 'a' | 'b';
  readonly step: number;
  readonly time: number;
  readonly text: string;
  readonly cause: { readonly step: number | null; readonly text: string } | null;
}

/** One of two branches at the moment of a comparison. */
export interface BranchMoment {
  readonly step: number;
  readonly tip: { readonly now: number; readonly step: number };
  readonly nodes: readonly NodeView[];
  readonly messages: readonly MessageView[];
  readonly timers: readonly TimerView[];
  readonly cuts: readonly (readonly [string, string])[];
}

/** Two branches at one virtual time. */
export interface Comparison {
  readonly time: number;
  /** How `a` parts from `b`; null while they do not. */
  readonly divergence: Divergence | null;
  /** Also whether a node is up, as the field `(up)`. */
  readonly states: readonly StateDifference[];
  /** Events are the same when the same led to them, whenever they happened. The first 200. */
  readonly events: readonly EventDifference[];
  /** How many there are in all. */
  readonly eventCount: number;
  readonly a: BranchMoment;
  readonly b: BranchMoment;
}

export type RunStatus =
  | 'running'
  | 'restoring'
  /** The past is being run again under an edit. */
  | 'rerunning'
  /** A rule threw or ran over its budget; the next good edit resumes the run. */
  | 'stopped-by-error'
  /** `until` was reached. */
  | 'ended'
  /** Nothing can happen any more. */
  | 'quiescent'
  /** The notebook has no scenario that can be run. */
  | 'empty';

/** One picture of the run, at its tip or at an earlier step. */
export interface Frame {
  readonly status: RunStatus;
  /** The moment shown. */
  readonly now: number;
  readonly step: number;
  /** The newest moment of the run. */
  readonly tip: { readonly now: number; readonly step: number };
  /** The virtual time the scenario ends at, when it says so. */
  readonly until: number | null;
  readonly scenario: string;
  readonly seed: number;
  readonly nodes: readonly NodeView[];
  readonly messages: readonly MessageView[];
  readonly timers: readonly TimerView[];
  /** Pairs of nodes between which nothing passes. */
  readonly cuts: readonly (readonly [string, string])[];
  readonly rules: readonly RuleView[];
  readonly properties: readonly PropertyView[];
  readonly stats: readonly StatView[];
  /** Newest last; at most the count asked for. */
  readonly log: readonly LogRow[];
  /** Empty when they are those that the page has. */
  readonly marks: readonly Mark[];
  /** Names the marks, by content. */
  readonly marksVersion: string;
  /** Events per bucket of the timeline asked for. */
  readonly density: readonly number[];
  readonly branches: readonly BranchView[];
  /** The run before its past was changed; null when it was not. */
  readonly ghost: GhostView | null;
  readonly memory: MemoryView;
  /** What is wrong with the run now (not with the edit: see SwapReply). */
  readonly diagnostics: readonly Diagnostic[];
}

/** Which parts of a frame are wanted; what is not wanted comes back empty. */
export interface Want {
  readonly state: boolean;
  readonly stats: boolean;
  /** Rows of the log; 0 for none. */
  readonly log: number;
  /** `branches`: those whose densities are wanted too, by id. Times are virtual ms. */
  readonly density: {
    readonly from: number;
    readonly to: number;
    readonly buckets: number;
    readonly branches?: readonly number[];
  } | null;
  /** The version of the marks that the page has: the same ones are not sent again. */
  readonly marksVersion?: string;
}

export interface ScenarioView {
  readonly name: string;
  readonly cell: CellKey;
  readonly range: Range;
  readonly seed: number;
  readonly until: number | null;
}

export type CellStatus =
  /** Its text is in force. */
  | 'live'
  /** Its text is wrong; an earlier one is in force. */
  | 'kept'
  /** Its text is wrong and none is in force. */
  | 'broken';

export interface ProgramView {
  /** Names of message types, in the order of their declarations: cells of imported notebooks first, as they are sent. */
  readonly messages: readonly string[];
  /** Kind → those fields of its state that a crash leaves. Kinds without any are left out. */
  readonly durable: Readonly<Record<string, readonly string[]>>;
  readonly scenarios: readonly ScenarioView[];
  readonly cells: readonly { readonly key: CellKey; readonly status: CellStatus }[];
  readonly diagnostics: readonly Diagnostic[];
  readonly explorations: readonly ExplorationView[];
  readonly fuzzers: readonly FuzzerView[];
}

export interface ExplorationView {
  readonly name: string;
  readonly scenario: string;
  readonly cell: CellKey;
  readonly range: Range;
}

export interface FuzzerView {
  readonly name: string;
  readonly cell: CellKey;
  readonly range: Range;
  /** From, and up to but not including. */
  readonly seeds: { readonly from: number; readonly to: number };
}

/** What a cell of kind `plot` or `view` gave. */
export type PlotResult =
  /** `ghost`, of a view too: the same of the run before its past was changed, at the same virtual time; null when there is none. */
  | { readonly type: 'plot'; readonly plot: PlotCall; readonly ghost?: PlotCall | null }
  | { readonly type: 'view'; readonly view: CustomView; readonly ghost?: CustomView | null }
  | { readonly type: 'value'; readonly value: Shown }
  | { readonly type: 'error'; readonly diagnostic: Diagnostic };

// ---------------------------------------------------------------- requests and replies

interface Exchange<Request, Reply> {
  readonly request: Request;
  readonly reply: Reply;
}

export type SwapFrom = 'now' | 'here' | 'start';

export type BranchAct =
  /** A new branch that begins after `step` events of the current one, and is the current one from now on. */
  | { readonly type: 'fork'; readonly step: number; readonly name?: string }
  | { readonly type: 'switch'; readonly id: number }
  | { readonly type: 'rename'; readonly id: number; readonly name: string }
  /** Not the current one, nor the last. */
  | { readonly type: 'delete'; readonly id: number }
  /** Brings the branch deleted last back. */
  | { readonly type: 'undelete' }
  /** A failure that fuzzing found, as a new branch: the scenario again, with the fewest faults that make it fail. */
  | { readonly type: 'open-failure'; readonly fuzz: string; readonly failure: number }
  /** A run that was made elsewhere, as a new branch: it is made again from its journal. */
  | { readonly type: 'graft'; readonly name: string; readonly journal: RunJournal }
  /** What exploring found, as a new branch that ends there: the shortest way to the violation of a property, or to its witness. */
  | {
      readonly type: 'open-counterexample';
      readonly explore: string;
      readonly property: string;
      /** The step from which it explored; null for the scenario's start. */
      readonly from?: number | null;
    }
  /** Makes the ghost a branch. */
  | { readonly type: 'keep-ghost'; readonly name?: string }
  | { readonly type: 'drop-ghost' };

/** What a swap or an opening changed. */
export interface SwapReply {
  readonly accepted: boolean;
  readonly program: ProgramView;
  /** The source now in force. It may mix new cells with the last good text of others. */
  readonly source: ProgramSource;
  readonly journal: Journal;
}

/** Of a request that may lead to another run, or to the end of a journal: the cells that were sent last are put in force there. */
export interface MaySwap {
  /** What came of that. */
  readonly swapped?: SwapReply | null;
}

export interface Exchanges {
  /** Starts a run, or rebuilds one from a journal and the sources it names. */
  readonly open: Exchange<
    {
      readonly type: 'open';
      readonly cells: readonly CompiledCell[];
      /** Overrides every seed the notebook names. */
      readonly seed: number | null;
      /** The notebook's own, from its front matter; a scenario's own comes before it. */
      readonly defaultSeed?: number | null;
      /** Bytes that the history of a branch may take; as usual when left out. */
      readonly memoryLimit?: number | null;
      readonly scenario: string | null;
      readonly restore: { readonly journal: Journal; readonly sources: readonly ProgramSource[] } | null;
    },
    SwapReply
  >;
  /**
   * The notebook's cells after an edit. Rehearsed, then in force; or refused. `now` (or left out): from now on. `here`: from
   * step `at` on. `start`: from the beginning. The past it concerns is run again by the next `advance`s; the run as it was
   * stays as the ghost.
   */
  readonly swap: Exchange<
    {
      readonly type: 'swap';
      readonly cells: readonly CompiledCell[];
      readonly from?: SwapFrom;
      readonly at?: number | null;
      /** One edit of many (a literal that is dragged): the ghost stays the run as it was before the first, and all have one mark. */
      readonly keepGhost?: boolean;
    },
    SwapReply
  >;
  /** Changes the tree of branches. */
  readonly branch: Exchange<{ readonly type: 'branch'; readonly act: BranchAct }, SwapReply>;
  /** Runs the current branch again without one of its inputs; the run as it was stays as the ghost. */
  readonly 'undo-input': Exchange<{ readonly type: 'undo-input'; readonly entry: number }, SwapReply>;
  /** The line of a scenario that does what one of the inputs did; null when there is none. */
  readonly 'scenario-line': Exchange<
    { readonly type: 'scenario-line'; readonly entry: number },
    { readonly line: string | null }
  >;
  /** What can happen next, at the tip or after an earlier step. */
  readonly choices: Exchange<
    { readonly type: 'choices'; readonly step: number | null },
    { readonly choices: readonly Choice[] }
  >;
  /** A value of a node's state at the tip or after an earlier step, in full. */
  readonly value: Exchange<
    { readonly type: 'value'; readonly node: string; readonly path: Path; readonly step: number | null },
    ValueReply
  >;
  /** A stretch of a collection in a node's state at the tip or after an earlier step, for a table in which it is edited. */
  readonly members: Exchange<{ readonly type: 'members'; readonly step: number | null } & MembersWish, Members>;
  /** What can be sent; and the latest bodies of one type of message, newest first, at the tip or before an earlier step. */
  readonly messages: Exchange<
    { readonly type: 'messages'; readonly of: string | null; readonly step: number | null },
    { readonly types: readonly MessageTypeView[]; readonly bodies: readonly Plain[] }
  >;
  /** The nearest event after (1) or before (−1) the moment after `step` events that fits. Null when there is none. */
  readonly find: Exchange<
    {
      readonly type: 'find';
      readonly step: number;
      readonly by: 1 | -1;
      readonly node?: string | null;
      readonly rule?: string | null;
    },
    { readonly step: number | null }
  >;
  /** Which node holds what of which partition, as the states say. Null when nothing runs. */
  readonly partitions: Exchange<
    { readonly type: 'partitions' } & PartitionsWish,
    { readonly partitions: Partitions | null }
  >;
  /** The events of a stretch of the current run, on lanes. Null when nothing runs. */
  readonly 'space-time': Exchange<
    { readonly type: 'space-time' } & SpaceTimeWish,
    { readonly stretch: SpaceTime | null }
  >;
  /**
   * Two branches at a virtual time: after `step` events of `a`, or all up to that time. `b` null: the ghost of `a`. A branch that has
   * not come so far is run on, at most `budgetMs` of wall time in one request; null while one has still to be made from its journal.
   */
  readonly compare: Exchange<
    {
      readonly type: 'compare';
      readonly a: number;
      readonly b: number | null;
      readonly step: number | null;
      readonly time: number;
      readonly budgetMs: number;
    },
    { readonly comparison: Comparison | null; readonly diagnostics: readonly Diagnostic[] }
  >;
  /**
   * Forks the race of the event at `step`: makes a branch for each order of it and its rivals. Goes on with what it began, at
   * most `budgetMs` of wall time. Null, with the reason, when it is no event that could have rivals, or has none.
   */
  readonly race: Exchange<
    { readonly type: 'race'; readonly step: number; readonly budgetMs: number },
    { readonly race: Race | null; readonly diagnostics: readonly Diagnostic[]; readonly journal: Journal }
  >;
  /**
   * Runs the event at `step` again, in a copy of the world and with probes in its rule: the run is not touched. `branch` left out: of the
   * current one; null: of its ghost. The tip's step is the event at which an error stopped the run. Null, with the reason, when no code ran.
   */
  readonly probe: Exchange<
    { readonly type: 'probe'; readonly step: number; readonly branch?: number | null },
    { readonly probe: Probe | null; readonly why: string }
  >;
  /**
   * What was seen at a place in each event of the current run, up to its tip. Goes on with what it began, at most `budgetMs` of wall
   * time.
   */
  readonly watch: Exchange<{ readonly type: 'watch'; readonly place: ProbePlace; readonly budgetMs: number }, Watched>;
  /** Bytes that the history of a branch may take. */
  readonly limit: Exchange<{ readonly type: 'limit'; readonly bytes: number }, { readonly memory: MemoryView }>;
  /** Begins the scenario again, under the rules in force. */
  readonly restart: Exchange<
    { readonly type: 'restart'; readonly scenario: string | null; readonly seed: number | null },
    SwapReply
  >;
  /** Runs up to a virtual time, or `steps` events, at most `budgetMs` of wall time. */
  readonly advance: Exchange<
    {
      readonly type: 'advance';
      readonly to: number;
      readonly steps: number | null;
      readonly budgetMs: number;
      readonly want: Want;
    },
    { readonly frame: Frame; readonly journal: Journal } & MaySwap
  >;
  /** A picture of an earlier moment; the run itself is not touched. */
  readonly look: Exchange<
    { readonly type: 'look'; readonly at: { readonly step: number } | { readonly time: number }; readonly want: Want },
    { readonly frame: Frame }
  >;
  /**
   * An act of the reader: at the tip, or after an earlier step, on a new branch that begins there. It happens at once, with what
   * follows from it at once; time does not go on.
   */
  readonly input: Exchange<
    { readonly type: 'input'; readonly input: Input; readonly at?: number | null },
    {
      readonly journal: Journal;
      readonly diagnostics: readonly Diagnostic[];
      /** In words, and its place in the journal; null when it could not be done. */
      readonly done: { readonly text: string; readonly entry: number } | null;
    } & MaySwap
  >;
  /** What stands at a place after so many events (null: at the tip), for starring it. Null, with the reason, when nothing does. */
  readonly star: Exchange<
    { readonly type: 'star'; readonly place: StarPlace; readonly step: number | null },
    { readonly starred: Starred | null; readonly text: string }
  >;
  /** Goes on following the reader's stars, at most `budgetMs` of wall time, and tells what is known of them. Empty while there is no run. */
  readonly stars: Exchange<
    { readonly type: 'stars'; readonly wish: StarsWish; readonly budgetMs: number },
    { readonly stars: readonly StarView[]; readonly journey: Journey | null }
  >;
  /**
   * Why something is as it is after `step` events, or at the tip. Goes on with the search it began, at most `budgetMs` of wall time: null
   * and no text while it has not ended, null with a sentence when there is no such thing.
   */
  readonly explain: Exchange<
    { readonly type: 'explain'; readonly of: Subject; readonly step: number | null; readonly budgetMs: number },
    { readonly explanation: Explanation | null; readonly text: string }
  >;
  /** The events behind a point of a stat's curve, up to the moment after `step` events; null for the tip. */
  readonly stat: Exchange<
    { readonly type: 'stat'; readonly wish: StatWish; readonly step: number | null },
    { readonly told: StatEvents | null }
  >;
  /** How often lines ran in the events before `step` (null: before the tip). Null when the program cannot be probed, or nothing runs. */
  readonly heat: Exchange<{ readonly type: 'heat'; readonly step: number | null }, { readonly heat: Heat | null }>;
  /** What is wrong with the history that a property is about. Null when nothing is, or there is no such property. */
  readonly history: Exchange<
    { readonly type: 'history'; readonly property: string },
    { readonly chart: HistoryChart | null }
  >;
  /** Asks a cell of kind `plot` or `view` what it shows, at the tip or after an earlier step. */
  readonly plot: Exchange<{ readonly type: 'plot'; readonly cell: CellKey; readonly step: number | null }, PlotResult>;
  /**
   * Goes on exploring, at most `budgetMs` of wall time. Begins anew when the program changed. `from`: not from its scenario's start
   * but from the world after so many events of the current run, whatever its scenario; the name is then that of an exploration whose
   * faults and bounds are meant, or any other. `time`, `memory`: wall ms and MB at the most. `watch`: what runs is told beside the replies.
   */
  readonly explore: Exchange<
    {
      readonly type: 'explore';
      readonly name: string;
      readonly budgetMs: number;
      readonly from?: number | null;
      readonly time?: number | null;
      readonly memory?: number | null;
      readonly watch?: boolean;
    },
    Exploration
  >;
  /** The way to what an exploration found, told step by step; empty when it has found no such thing. `from`: as in `explore`. */
  readonly story: Exchange<
    { readonly type: 'story'; readonly explore: string; readonly property: string; readonly from?: number | null },
    { readonly steps: readonly StoryStep[] }
  >;
  /** The journal, and the digests of the branches that have been made, none of which has anything left to be run again. */
  readonly export: Exchange<
    { readonly type: 'export' },
    { readonly journal: Journal; readonly digests: readonly BranchDigest[] }
  >;
  /** Goes on fuzzing, at most `budgetMs` of wall time. Begins anew when the program changed. `seeds`: instead of those declared. */
  readonly fuzz: Exchange<
    {
      readonly type: 'fuzz';
      readonly name: string;
      readonly budgetMs: number;
      readonly seeds?: { readonly from: number; readonly to: number } | null;
      readonly watch?: boolean;
    },
    Fuzzing
  >;
  readonly digest: Exchange<{ readonly type: 'digest' }, { readonly digest: string; readonly steps: number }>;
  /** What the next event would run, so that one that never comes back can be named. */
  readonly next: Exchange<
    { readonly type: 'next' },
    { readonly rule: string; readonly cell: CellKey | null; readonly range: Range | null; readonly node: string }
  >;
}

export type RequestType = keyof Exchanges;
export type Request = Exchanges[RequestType]['request'];
export type ReplyTo<R extends Request> = Exchanges[R['type']]['reply'];
export type Reply = Exchanges[RequestType]['reply'];

/** One open notebook behind a port. Throws on an unknown tag. */
export interface Kernel {
  request<R extends Request>(request: R): Promise<ReplyTo<R>>;
}
