/** What other seeds did, in one plot. */
import type { OverSeeds, PlotBand } from '../model/over-seeds.ts';
import type { PlotId } from '../model/plots.ts';

export interface SeedBands extends Pick<OverSeeds, 'done' | 'failure' | 'isOld'> {
  readonly bands: readonly PlotBand[];
}

/** The same object for the same seeds: a plot is drawn again only when there is something new. */
const made = new WeakMap<OverSeeds, Map<PlotId, SeedBands>>();

export function seedBandsOf(seeds: OverSeeds, id: PlotId): SeedBands {
  let ofSeeds = made.get(seeds);
  if (ofSeeds === undefined) made.set(seeds, (ofSeeds = new Map()));
  let bands = ofSeeds.get(id);
  if (bands === undefined) {
    const { done, failure, isOld, plotBands } = seeds;
    ofSeeds.set(id, (bands = { done, failure, isOld, bands: plotBands[id] ?? [] }));
  }
  return bands;
}
