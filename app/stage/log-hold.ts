/** What a log shows while its reader looks at it: the rows stay where they are, though the run goes on. */
import type { Frame, LogRow } from '../../kernel/protocol.ts';

export interface HeldLog {
  readonly rows: readonly LogRow[];
  /** Of the moment shown. */
  readonly step: number;
  readonly branch: number | null;
}

export const branchOf = ({ branches }: Frame): number | null => branches.find(({ isCurrent }) => isCurrent)?.id ?? null;

/**
 * The rows to show. What is held gives way to another branch, to an earlier moment, and to a moment that the reader went to.
 * @param follows the reader watches the newest
 * @param isLive the newest moment is shown, and moves
 */
export function heldLog(held: HeldLog | null, frame: Frame, follows: boolean, isLive: boolean): HeldLog {
  const fresh = { rows: frame.log, step: frame.step, branch: branchOf(frame) };
  if (held === null || follows || !isLive || held.rows.length === 0) return fresh;
  return held.branch === fresh.branch && held.step <= fresh.step ? held : fresh;
}
