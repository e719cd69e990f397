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

// ---------------------------------------------------------------- the journal

/** The cells of one version of the program, in notebook order. Named by content. */
export interface ProgramSource {
  readonly id: string;
  readonly cells: readonly CompiledCell[];
}

/** Everything that came from outside. With the sources it names, it rebuilds the run byte for byte. */
export interface Journal {
  readonly format: 1;
  readonly seed: number;
  readonly scenario: string;
  /** The program at step 0. */
  readonly program: string;
  readonly entries: readonly JournalEntry[];
  /** How far the run has come: events recorded, and queue records handled. */
  readonly steps: number;
  readonly turns: number;
  /** The moment shown, virtual ms: time goes on after the last event. That event's time when left out. */
  readonly time?: number;
}

/**
 * `turn` is when it took effect: how many queue records had been handled. (Steps are too coarse: chances of
 * `may` rules that came to nothing are turns but no events.) `time` is the virtual ms shown at that moment.
 */
export type JournalEntry =
  | {
      readonly type: 'swap';
      readonly turn: number;
      readonly step: number;
      readonly time: number;
      readonly program: string;
    }
  | {
      readonly type: 'input';
      readonly turn: number;
      readonly step: number;
      readonly time: number;
      readonly input: Input;
    };

/** A fault or other act from outside. */
export type Input =
  | { readonly type: 'crash'; readonly node: string }
  | { readonly type: 'restart'; readonly node: string }
  | { readonly type: 'cut'; readonly a: string; readonly b: string }
  | { readonly type: 'heal' };

// ---------------------------------------------------------------- what the page sees

/** A value of the model, as text for people and as data for controls. */
export type Shown =
  | { readonly t: 'atom'; readonly text: string; readonly kind: 'string' | 'number' | 'boolean' | 'null' | 'bigint' }
  | { readonly t: 'list'; readonly items: readonly Shown[]; readonly more: number; readonly kind: 'array' | 'set' }
  | {
      readonly t: 'record';
      readonly entries: readonly (readonly [string, Shown])[];
      readonly more: number;
      readonly kind: 'object' | 'map';
    };

export interface NodeView {
  readonly id: string;
  readonly kind: string;
  readonly alive: boolean;
  /** The value of a field named role, status, phase, mode or state; empty when there is none. */
  readonly role: string;
  /** A number that goes with the role (term, ballot, epoch, view); empty when there is none. */
  readonly detail: string;
  /** Field → value. */
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

export type PropertyKind = 'always' | 'step' | 'reachable' | 'eventually' | 'leadsTo';

export interface PropertyView {
  readonly name: string;
  readonly kind: PropertyKind;
  readonly cell: CellKey;
  readonly range: Range;
  /** `pending`: not yet decided by this run. */
  readonly verdict: 'holds' | 'violated' | 'pending' | 'witnessed' | 'error';
  readonly at: { readonly step: number; readonly time: number } | null;
  /** What is wrong, when violated. */
  readonly text: string;
}

export interface StatView {
  readonly name: string;
  readonly kind: 'counter' | 'gauge' | 'histogram';
  /** Current value (total of a counter; last of a gauge; median of a histogram). */
  readonly value: number;
  /** At most 120 points over the whole run. */
  readonly points: readonly (readonly [time: number, value: number])[];
  readonly cell: CellKey | null;
  readonly range: Range | null;
}

export type MarkKind = 'start' | 'swap' | 'fault' | 'heal' | 'action' | 'input' | 'violation' | 'error' | 'end';

/** A thing that happened, to be drawn on the timeline. */
export interface Mark {
  readonly kind: MarkKind;
  readonly time: number;
  readonly step: number;
  readonly title: string;
  /** Sentences. For a swap: its receipt. */
  readonly text: readonly string[];
}

export interface LogRow {
  readonly step: number;
  readonly time: number;
  readonly kind: string;
  readonly node: string;
  readonly rule: string;
  readonly text: string;
}

export type RunStatus =
  | 'running'
  | 'restoring'
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
  readonly marks: readonly Mark[];
  /** Events per bucket of the timeline asked for. */
  readonly density: readonly number[];
  /** What is wrong with the run now (not with the edit: see SwapReply). */
  readonly diagnostics: readonly Diagnostic[];
}

/** Which parts of a frame are wanted; what is not wanted comes back empty. */
export interface Want {
  readonly state: boolean;
  readonly stats: boolean;
  /** Rows of the log; 0 for none. */
  readonly log: number;
  readonly density: { readonly from: number; readonly to: number; readonly buckets: number } | null;
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
  readonly scenarios: readonly ScenarioView[];
  readonly cells: readonly { readonly key: CellKey; readonly status: CellStatus }[];
  readonly diagnostics: readonly Diagnostic[];
  readonly explorations: readonly { readonly name: string; readonly cell: CellKey; readonly range: Range }[];
}

/** What exploring every interleaving has found so far. */
export interface Exploration {
  readonly name: string;
  /** Distinct worlds found. */
  readonly states: number;
  readonly transitions: number;
  /** Steps to the farthest world. */
  readonly depth: number;
  readonly verdict: 'exploring' | 'holds' | 'violated' | 'limited' | 'error';
  /** The shortest way to the violation: one line a step. */
  readonly path: readonly string[];
  readonly violated: { readonly property: string; readonly text: string } | null;
  /** The violation is the one that `expect.violates` names. */
  readonly isExpected: boolean;
  /** Names of `reachable` properties that were seen. */
  readonly witnessed: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A recorded call of Observable Plot: the page makes the real call. Only names that Plot exports are called. */
export type PlotValue =
  | null
  | boolean
  | number
  | string
  | Date
  | readonly PlotValue[]
  | { readonly [key: string]: PlotValue }
  | PlotCall;

export interface PlotCall {
  readonly $call: string;
  readonly args: readonly PlotValue[];
}

export type PlotResult =
  | { readonly type: 'plot'; readonly plot: PlotCall }
  | { readonly type: 'value'; readonly value: Shown }
  | { readonly type: 'error'; readonly diagnostic: Diagnostic };

// ---------------------------------------------------------------- requests and replies

interface Exchange<Request, Reply> {
  readonly request: Request;
  readonly reply: Reply;
}

/** What a swap or an opening changed. */
export interface SwapReply {
  readonly accepted: boolean;
  readonly program: ProgramView;
  /** The source now in force. It may mix new cells with the last good text of others. */
  readonly source: ProgramSource;
  readonly journal: Journal;
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
      readonly scenario: string | null;
      readonly restore: { readonly journal: Journal; readonly sources: readonly ProgramSource[] } | null;
    },
    SwapReply
  >;
  /** The notebook's cells after an edit. Rehearsed, then in force from now on; or refused. */
  readonly swap: Exchange<{ readonly type: 'swap'; readonly cells: readonly CompiledCell[] }, SwapReply>;
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
    { readonly frame: Frame; readonly journal: Journal }
  >;
  /** A picture of an earlier moment; the run itself is not touched. */
  readonly look: Exchange<
    { readonly type: 'look'; readonly at: { readonly step: number } | { readonly time: number }; readonly want: Want },
    { readonly frame: Frame }
  >;
  readonly input: Exchange<
    { readonly type: 'input'; readonly input: Input },
    { readonly journal: Journal; readonly diagnostics: readonly Diagnostic[] }
  >;
  readonly plot: Exchange<{ readonly type: 'plot'; readonly cell: CellKey; readonly step: number | null }, PlotResult>;
  /** Goes on exploring, at most `budgetMs` of wall time. Begins anew when the program changed. */
  readonly explore: Exchange<
    { readonly type: 'explore'; readonly name: string; readonly budgetMs: number },
    Exploration
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
