/** What checks find, as the page and the reports are told. Plain data; times are virtual milliseconds, steps count events from 0. */

/** An operation of a client, for a chart against time. */
export interface ChartedOperation {
  readonly id: number;
  /** The client. */
  readonly node: string;
  /** `read x → 5` */
  readonly text: string;
  readonly invoked: { readonly step: number; readonly time: number };
  /** When the client was told, or stopped waiting or crashed. Null while it is open. */
  readonly ended: { readonly step: number; readonly time: number } | null;
  /** `unknown`: whether it took effect, nobody knows. */
  readonly outcome: 'ok' | 'fail' | 'unknown' | 'open';
  /** It cannot be together with the others that offend. */
  readonly isOffending: boolean;
  /** What it was told cannot be explained. */
  readonly isCulprit: boolean;
}

/** What is wrong with a history: the operations that offend, and those that overlap them. */
export interface HistoryChart {
  /** The object they are about; null when there is one, or when it is about transactions. */
  readonly key: string | null;
  /** In the order of their invocations. */
  readonly operations: readonly ChartedOperation[];
  /** What leads from one transaction to another, around a cycle. */
  readonly links: readonly { readonly from: number; readonly to: number; readonly text: string }[];
  /** What the culprit could have been told, as text. Empty when that is not known. */
  readonly possible: readonly string[];
}
