/** From when on an edit takes effect, in words. */
import type { SwapFrom } from '../../kernel/protocol.ts';

/** In the order of their keys: 1, 2, 3. */
export const swapFroms: readonly (readonly [from: SwapFrom, meaning: string])[] = [
  ['now', 'An edit takes effect from now on; what was stays as it was'],
  ['here', 'An edit takes effect from the playhead on: what came after it is run again'],
  ['start', 'An edit takes effect from the start: the run is run again under it, and stays beside it as it was'],
];
