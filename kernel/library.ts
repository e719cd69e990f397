/** The standard library as cells meet it: constructors in scope everywhere, and modules for `import`. */
import { constant, exponential, normal, pareto, uniform } from '../stdlib/distributions.ts';
import * as distributions from '../stdlib/distributions.ts';
import { clusters, collection, permits } from '../stdlib/collections.ts';
import * as collections from '../stdlib/collections.ts';
import { hotspot, latest, zipfian } from '../stdlib/keys.ts';
import * as keys from '../stdlib/keys.ts';
import { counter, kv, queue, register } from '../stdlib/models.ts';
import * as models from '../stdlib/models.ts';
import * as moves from '../stdlib/moves.ts';
import * as partitionMap from '../stdlib/partition-map.ts';
import * as planner from '../stdlib/planner.ts';
import { ycsb } from '../stdlib/ycsb.ts';
import { closed, poisson, regular, workload } from '../stdlib/workload.ts';
import * as workloads from '../stdlib/workload.ts';

export const constructors = {
  constant,
  uniform,
  exponential,
  normal,
  pareto,
  zipfian,
  latest,
  hotspot,
  poisson,
  regular,
  closed,
  workload,
  ycsb,
  collection,
  permits,
  clusters,
  models: Object.freeze({ register, kv, queue, counter }),
};

/** What `import … from 'rehearsal/…'` finds. */
export const modules: ReadonlyMap<string, Readonly<Record<string, unknown>>> = new Map([
  ['rehearsal/collections', { ...collections }],
  ['rehearsal/distributions', { ...distributions }],
  ['rehearsal/keys', { ...keys }],
  ['rehearsal/models', { ...models }],
  ['rehearsal/moves', { ...moves }],
  ['rehearsal/partition-map', { ...partitionMap }],
  ['rehearsal/planner', { ...planner }],
  ['rehearsal/workload', { ...workloads }],
]);
