/** What a plot cell asks of Observable Plot, as data. */

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
