/** Makes a chunk of the trace again that was thinned away: runs over it once more and writes down what happens. */
import type { Machine } from '../world/step.ts';
import { type Chunk, chunkRows, createChunk, writeRow } from './chunk.ts';
import { createFollower, followOn, outsideOf } from './follow.ts';
import { noteOf, type Run } from './run.ts';

/** `index`: of a chunk that was full. */
export function refill(run: Run, index: number): Chunk {
  const first = index * chunkRows;
  const chunk = createChunk();
  const outside = outsideOf(run);
  const follower = createFollower(run, first);
  let listened: Machine | null = null;
  for (let step = follower.machine.world.step; step < first + chunkRows; ) {
    if (step >= first && listened !== follower.machine) {
      listened = follower.machine;
      const { world } = listened;
      world.sink = {
        stat: () => undefined,
        note: (text, data) => void chunk.notes.push({ step: world.step, text: noteOf(text, data) }),
      };
    }
    const outcome = followOn(run, follower, outside);
    if (outcome === 'there') break;
    if (outcome !== 'event') continue;
    const { world } = follower.machine;
    if (step >= first) writeRow(chunk, step - first, world.now, world.last);
    step = world.step;
  }
  return chunk;
}
