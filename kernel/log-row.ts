/** A line of the log: an event, a note, or what the reader did. Times are virtual ms. */
export interface LogRow {
  readonly step: number;
  readonly time: number;
  readonly kind: string;
  readonly node: string;
  readonly rule: string;
  readonly text: string;
  /** Of an arrival: messages that were on their way to the same node, up to 9. */
  readonly rivals?: number;
}
