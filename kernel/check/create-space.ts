/** Puts together what one exploration needs. */
import { callTurns, grant } from '../program/budget.ts';
import type { Place } from '../program/declaration.ts';
import type { ExploreOptions, World as WorldView } from '../program/language.ts';
import type { PlannedProperty } from '../world/plan.ts';
import { restore, type Snapshot } from '../world/snapshot.ts';
import type { World } from '../world/world.ts';
import { createActing } from './acting.ts';
import { createCodec } from './codec.ts';
import { bytesOfFrontier, createFrontier } from './frontier.ts';
import { bytesOf, createLongInts } from './ints.ts';
import { bytesOfGraph, createGraph } from './graph.ts';
import { createItems } from './items.ts';
import { type Asked, createJudge, type Findings } from './judge.ts';
import { createLab, type Watch } from './lab.ts';
import { createLocals } from './locals.ts';
import { createMemo } from './memo.ts';
import { bytesOfSeen, createSeen } from './seen.ts';
import type { Space } from './space.ts';
import { createSleep } from './sleep.ts';
import { createSteps } from './steps.ts';
import { createTaken, type TakenBesides } from './besides.ts';
import { createSurroundings, type Faults } from './surroundings.ts';
import { createTruths, isPromised, type Promised } from './truths.ts';
import { createSymmetry } from './symmetry.ts';
import { createSymmetryGuard } from './symmetry-guard.ts';
import { bytesOfTuples, createTuples } from './tuples.ts';
import { createViewer } from './viewer.ts';

export interface Explored {
  readonly space: Space;
  readonly findings: Findings;
  /** The worlds in which it begins. */
  readonly starts: Int32Array[];
  readonly base: World;
  /** The same, as it was given. */
  readonly snapshot: Snapshot;
  /** What was taken that the memo does not know of. */
  readonly besides: TakenBesides;
  /** What is looked for on ways, once all worlds are known. */
  readonly promises: readonly Promised[];
  readonly show: (words: Int32Array) => WorldView;
  /** The bit of the kind of a node in `Findings.looks`. */
  readonly bitOf: (node: number) => number;
}

/** The pseudo-property that `deadlock` asks for. */
export const deadlockName = 'no deadlock';

export function createSpace({
  name,
  place,
  base,
  budget,
  properties,
  options,
  orderMatters,
  isEntangled,
  watch,
}: {
  readonly name: string;
  readonly place: Place;
  readonly base: Snapshot;
  readonly budget: Faults;
  readonly properties: readonly PlannedProperty[];
  readonly options: ExploreOptions;
  readonly orderMatters: boolean;
  /** The bounds say more than what each node may be: see `sleep.ts`. */
  readonly isEntangled: boolean;
  readonly watch: Watch | null;
}): Explored {
  const world = restore(base);
  const nodes = world.nodes.length;
  const locals = createLocals(orderMatters);
  const items = createItems(nodes, orderMatters);
  const surroundings = createSurroundings(nodes, budget);
  const memo = createMemo();
  const lab = createLab(base, name, locals, items, surroundings, memo, watch);
  const codec = createCodec(base, locals, items, surroundings);
  const tuples = createTuples();
  const stepTuples = createTuples();
  const findings: Findings = { current: -1, violations: [], witnesses: [], asking: null, looks: new Map() };
  if (watch !== null) watchAsking(findings, watch);
  const viewer = (): ReturnType<typeof createViewer> => createViewer(name, world, locals, items, surroundings);
  const isExact = options.exact === true;
  const symmetry = createSymmetry({ name, place, options }, world, locals, items, surroundings);
  const promises = properties.filter(isPromised);
  const truths = promises.length === 0 ? null : createTruths(promises, viewer(), createTuples(), findings);
  const graph = truths === null ? null : createGraph(truths, symmetry !== null);
  const looking = viewer();
  const besides = createTaken(world);
  const acting = createActing({ name, world, codec, locals, items, surroundings, besides });

  /** A world at rest is a deadlock when the declaration says so. */
  function rest(words: Int32Array): void {
    const { deadlock = false } = options;
    if (deadlock === false || findings.violations.some(({ property }) => property === deadlockName)) return;
    grant(callTurns);
    if (deadlock !== true) {
      findings.asking = { name: `${name}: deadlock`, place };
      const isDeadlock = deadlock(looking.show(words, 0));
      findings.asking = null;
      if (!isDeadlock) return;
    }
    const number = -1;
    findings.violations.push({ property: deadlockName, text: '', from: findings.current, number });
  }

  const space: Space = {
    name,
    place,
    symmetry,
    guard: null,
    // Of worlds that stand for others, and of the ways between worlds, all is to be seen.
    sleep: symmetry === null && graph === null ? createSleep(!isEntangled, options.within !== undefined) : null,
    nodes,
    locals,
    items,
    surroundings,
    memo,
    lab,
    codec,
    judge: createJudge(properties, options.within, { name: `${name}: within`, place }, looking, tuples, findings),
    steps: createSteps(properties, viewer(), viewer(), locals, stepTuples, findings),
    act: (words) => acting.act(words, space.target < 0),
    actionText: (words) => acting.textOf(words),
    actionBytes: () => acting.bytes(),
    onRest: options.deadlock === undefined ? null : rest,
    seen: createSeen(isExact || graph !== null),
    counted: orderMatters ? createSeen(false) : null,
    exact: isExact ? { words: createLongInts(), starts: createLongInts(), numbers: createLongInts() } : null,
    tuples,
    frontier: createFrontier(),
    graph,
    seat: null,
    parents: createLongInts(),
    states: 0,
    transitions: 0,
    moves: new Int32Array(6),
    rests: 0,
    current: -1,
    target: -1,
    taken: null,
    scratch: new Int32Array(256),
    expanded: 0,
  };
  if (symmetry !== null) {
    const asked = viewer();
    const show = (words: Int32Array): WorldView => asked.show(words, 0);
    const again = (words: Int32Array): readonly Int32Array[] => acting.act(words, false);
    space.guard = createSymmetryGuard(space, symmetry, world, properties, options.within, show, again);
  }
  return {
    space,
    findings,
    starts: [],
    base: world,
    snapshot: base,
    besides,
    bitOf: (node) => looking.bitOf(node),
    promises,
    show: (words) => looking.show(words, 0),
  };
}

/** Tells of each property that is asked, and that it answered. */
function watchAsking(findings: Findings, watch: Watch): void {
  let asking: Asked | null = null;
  Object.defineProperty(findings, 'asking', {
    get: () => asking,
    set: (property: Asked | null) => {
      asking = property;
      const { cell = null, range = null } = property?.place ?? {};
      watch(property === null ? null : { rule: property.name, cell, range, node: '' });
    },
  });
}

/** All that grows with the worlds found: their fingerprints, ways, those to be left, what properties said of them and actions did. */
export function bytesOfSpace(space: Space): number {
  const { seen, counted, exact, frontier, graph, parents, tuples, judge, steps } = space;
  return (
    bytesOfSeen(seen) +
    (counted === null ? 0 : bytesOfSeen(counted)) +
    (exact === null ? 0 : bytesOf(exact.words) + bytesOf(exact.starts) + bytesOf(exact.numbers)) +
    bytesOfFrontier(frontier) +
    (graph === null ? 0 : bytesOfGraph(graph)) +
    bytesOf(parents) +
    bytesOfTuples(tuples) +
    (judge?.bytes() ?? 0) +
    (steps?.bytes() ?? 0) +
    space.actionBytes()
  );
}
