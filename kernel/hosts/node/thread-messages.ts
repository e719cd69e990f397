/** What the thread that runs a notebook's scenarios is given, and what it says. */
import type { CellKey } from '../../diagnostic.ts';
import type { Exchanges } from '../../protocol.ts';
import type { Runs, ToRun } from './run-scenarios.ts';

export interface ThreadTask {
  readonly notebook: ToRun;
  /** Go to this event again, one by one from there, and say what comes next each time: the one that hangs is the last. */
  readonly inspect: { readonly scenario: string; readonly step: number } | null;
}

export type ThreadMessage =
  | { readonly type: 'progress'; readonly scenario: string; readonly step: number; readonly now: number }
  /** A view is asked; null: it has answered. */
  | { readonly type: 'view'; readonly asked: { readonly cell: CellKey; readonly when: string } | null }
  | { readonly type: 'next'; readonly step: number; readonly next: Exchanges['next']['reply'] }
  | { readonly type: 'done'; readonly runs: Runs | null };
