/** Checks one object: a register by its zones for as long as they can tell, everything else by a search. */
import { createLinearizer, type Linearizer, type ObjectEvent, type Specification } from './linearize.ts';
import { createZones } from './zones.ts';

export function createObject(specification: Specification): Linearizer {
  const { init, asRegister } = specification;
  if (asRegister === undefined) return createLinearizer(specification);
  const zones = createZones(init, asRegister);
  const events: ObjectEvent[] = [];
  let search: Linearizer | null = null;
  return {
    push(event) {
      if (search !== null) return search.push(event);
      events.push(event);
      zones.push(event);
    },
    search(steps) {
      if (search !== null) return search.search(steps);
      const found = zones.search(steps);
      if (found !== 'unfit') return found;
      search = createLinearizer(specification);
      for (const event of events) search.push(event);
      events.length = 0;
      return search.search(steps);
    },
    get culprit() {
      return (search ?? zones).culprit;
    },
    get possible() {
      return (search ?? zones).possible;
    },
    get conflict() {
      return (search ?? zones).conflict;
    },
    get steps() {
      return zones.steps + (search?.steps ?? 0);
    },
  };
}
