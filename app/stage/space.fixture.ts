/** Frames for tests of the space-time diagram. */
import type { Frame, MessageView } from '../../kernel/protocol.ts';
import { emptyFrame } from '../../kernel/trace/frame.ts';

/** At a moment of a run whose tip is at event 5. */
export function frameOf(at: {
  readonly now: number;
  readonly step: number;
  readonly messages: readonly MessageView[];
}): Frame {
  return { ...emptyFrame([]), ...at, status: 'running', tip: { now: 40, step: at.step >= 4 ? at.step : 5 } };
}
