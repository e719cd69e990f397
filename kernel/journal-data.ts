/** What rebuilds runs, as data: programs by name, and all that came from outside. */
import type { CompiledCell } from './compile/compiled.ts';
import type { Input } from './input.ts';

/** The cells of one version of the program, in notebook order. Named by content. */
export interface ProgramSource {
  readonly id: string;
  readonly cells: readonly CompiledCell[];
}

/** Everything that came into one run from outside. With the sources it names, it rebuilds the run byte for byte. */
export interface RunJournal {
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
  /** History that is still to be run again under an edit: what came from outside in it, and up to which virtual ms. */
  readonly ahead?: Ahead | null;
}

export interface Ahead {
  readonly entries: readonly JournalEntry[];
  readonly time: number;
}

/** A branch of the tree of runs: from where it was forked, it is a run of its own. */
export interface BranchJournal extends RunJournal {
  readonly id: number;
  readonly name: string;
  /** The branch it was forked from; null for the first, and for one whose parent is gone. */
  readonly parent: number | null;
  readonly forkedAt: { readonly step: number; readonly time: number };
}

/** All branches of one open notebook: the current one, and the others. */
export interface Journal extends BranchJournal {
  readonly format: 2;
  readonly others: readonly BranchJournal[];
}

/** What a branch came to: equal digests mean the same run, byte for byte. */
export interface BranchDigest {
  readonly branch: number;
  readonly steps: number;
  readonly digest: string;
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
      /** One edit of many (a literal that is dragged), and not the first. */
      readonly goesOn?: boolean;
    }
  | {
      readonly type: 'input';
      readonly turn: number;
      readonly step: number;
      readonly time: number;
      readonly input: Input;
    };

export type SwapEntry = Extract<JournalEntry, { readonly type: 'swap' }>;
