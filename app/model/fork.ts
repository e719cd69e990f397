/** The wish for a new branch at the moment that is shown. */
import type { Action } from './actions.ts';
import type { OpenNotebook } from './state.ts';

/** Null while there is no run. */
export function forkHere({ frame, playback: { playhead } }: OpenNotebook): Action | null {
  if (frame === null || frame.status === 'empty') return null;
  return { type: 'branch', act: { type: 'fork', step: playhead === 'live' ? frame.tip.step : playhead } };
}
