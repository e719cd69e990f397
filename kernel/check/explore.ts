/**
 * Explores every interleaving of a scenario, breadth first, and so finds the shortest way to whatever is wrong.
 *
 * Time is abstract: a pending timer may fire, a message arrive and a `may` rule act at any moment; `choose` takes every value;
 * crashes, restarts, losses and duplicates are choices within the budgets declared. Two worlds are the same when their states,
 * pending timers, messages in flight, cuts and spent budgets are, whatever the order in which the members of a Map, Set or object
 * were put there. A world is looked at with its `when` rules at rest. Properties are asked in every world reached; those beyond
 * `within` are neither counted nor left again.
 *
 * Rules touch their own node's state and the message in hand alone, so each is run once for a local state and what
 * happens to it (`lab.ts`, `memo.ts`); all else is arithmetic on integers (`expand.ts`). That the members' order does not
 * matter is tried at every run of a rule; where it does, all is explored anew with each order a state of its own.
 * `naive.fixture.ts` says the same in the plainest way, and is what this is compared with.
 */
import type { Exercise, Exploration } from '../exploration.ts';
import type { ExploreDeclaration } from '../program/declaration.ts';
import type { Explain } from '../program/explain.ts';
import type { Program } from '../program/program.ts';
import type { Plan, PlannedProperty } from '../world/plan.ts';
import type { Snapshot } from '../world/snapshot.ts';
import { freshWorld } from './begin.ts';
import { type Course, endAtLimit, type Retelling } from './course.ts';
import { bytesOfSpace, createSpace, deadlockName, type Explored } from './create-space.ts';
import { exerciseOf } from './exercise.ts';
import { unavailable, unexpected } from './expected.ts';
import { failureOf, orderUnderSymmetry } from './failure.ts';
import { nextChunk } from './frontier.ts';
import { OrderMatters, type Watch } from './lab.ts';
import { createLoopSearch, type LoopSearch } from './never-comes.ts';
import { readsStats } from './reads-stats.ts';
import { beginDepth, beginSearch, isDepthDone, leave, limitOf, type Search, stretch } from './search.ts';
import { createSharing, type Sharing } from './share.ts';
import { Entangled } from './sleep.ts';
import { type Faults, noFaults } from './surroundings.ts';
import { canBeShared } from './together.ts';
import { untried } from './untried.ts';
import { createTelling, foremost, violationsOf } from './violations.ts';
import { type Way, wayAlong, wayTo } from './way.ts';

export interface Explorer extends Omit<Sharing, 'retelling'> {
  /** Goes on until done or `isSpent`. */
  advance(isSpent: () => boolean): Exploration;
  /** With how many sharing the work it is quicker than alone; null: it cannot be shared. Throws what a scenario's set-up throws. */
  crewFrom(): number | null;
  /** Bytes that the worlds found take up, with all that is known of them. */
  bytes(): number;
  /** The shortest way to the violation of a property, or to the witness of one; null when none was found. */
  wayTo(property: string): Way | null;
}

/** What an exploration is given besides its declaration. */
export interface ExploreHost {
  /** Milliseconds from any origin: for limits of time. */
  readonly wallClock: () => number;
  /** Where to begin instead of at the scenario's start. */
  readonly from?: Snapshot | null;
  /** Wall ms, and MB, that it may take at the most, whatever is declared. */
  readonly time?: number | null;
  readonly memory?: number | null;
  /** Told of what runs, to name what never comes back. */
  readonly watch?: Watch | null;
  /** It ends as soon as so many properties are violated. */
  readonly enough?: number;
}

/** Where an exploration ends that names no limits of its own: worlds, and MB. */
export const defaultLimits = { states: 20_000_000, memory: 2_048 } as const;

/** In a crew nothing sleeps where there are bounds (`member.ts`): fewer are no quicker than one in which it does. */
const crewFromWithBounds = 4;

/** Of a limit of time, how much goes to the worlds where loops are to be looked for after them. */
const shareForWorlds = 0.75;

export function createExplorer(
  program: Program,
  planned: () => Plan,
  declared: ExploreDeclaration,
  explain: Explain,
  host: ExploreHost,
): Explorer {
  const { wallClock, from = null, time = null, memory = null, watch = null } = host;
  const { options, place, name } = declared;
  const budget: Faults = { ...noFaults, ...options.faults };
  const declaredLimits = { ...defaultLimits, time: Number.POSITIVE_INFINITY, ...options.limits };
  const limits = {
    ...declaredLimits,
    time: Math.min(declaredLimits.time, time ?? Number.POSITIVE_INFINITY),
    memory: Math.min(declaredLimits.memory, memory ?? Number.POSITIVE_INFINITY),
  };
  const enough = options.stop === 'first' ? 1 : (host.enough ?? Number.POSITIVE_INFINITY);
  const course: Course = {
    verdict: 'exploring',
    limitedBy: null,
    diagnostics: [],
    orderMatters: false,
    isEntangled: false,
    explored: null,
    search: null,
    telling: createTelling(),
    uncounted: 0,
    spentMs: 0,
  };
  let plan: Plan | null = null;
  let isPrepared = false;
  let loopSearch: LoopSearch | null = null;

  function planNow(): Plan {
    plan ??= planned();
    return plan;
  }

  function properties(): readonly PlannedProperty[] {
    const plan = planNow();
    return [...program.properties, ...plan.properties].filter((property) => !readsStats(property, plan));
  }

  // ---------------------------------------------------------------- beginning

  /** Says what cannot be explored or checked. */
  function prepare(): void {
    if (isPrepared) return;
    const { diagnostics, isBarred } = unavailable(declared, planNow());
    course.diagnostics.push(...diagnostics);
    if (isBarred) course.verdict = 'limited';
    isPrepared = true;
  }

  /** From a moment on, what was to come may have come before. */
  function asked(): readonly PlannedProperty[] {
    return properties().filter(({ form }) => from === null || form !== 'eventually');
  }

  function createExplored(): Explored {
    const base = from ?? freshWorld(program, planNow());
    const { orderMatters, isEntangled } = course;
    return createSpace({ name, place, base, budget, properties: asked(), options, orderMatters, isEntangled, watch });
  }

  function begin(): Search | null {
    if (course.search !== null) return course.search;
    prepare();
    if (course.verdict !== 'exploring') return null;
    try {
      course.explored = createExplored();
      course.search = beginSearch(course.explored);
    } catch (error) {
      if (!(error instanceof Entangled)) throw error;
      course.isEntangled = true;
      course.explored = createExplored();
      course.search = beginSearch(course.explored);
    }
    return course.search;
  }

  // ---------------------------------------------------------------- going on

  function goOn(isSpent: () => boolean): void {
    const search = begin();
    if (search === null) return;
    const { space, findings } = search.explored;
    for (;;) {
      for (let n = 0; n < stretch; n++) {
        const words = nextChunk(space.frontier);
        if (words === null) {
          if (loops(search.explored).goOn(isSpent)) conclude(search.explored);
          return;
        }
        if (isDepthDone(search)) beginDepth(search);
        const limit = limitOf(search, limits);
        if (limit !== null) endAtLimit(course, limit);
        leave(search, words);
        if (course.verdict !== 'exploring') return;
        if (findings.violations.length >= enough) {
          course.verdict = 'violated';
          return;
        }
      }
      if (isSpent()) return;
    }
  }

  /** The search for what never comes: begun when there is nothing more to leave. */
  function loops(explored: Explored): LoopSearch {
    loopSearch ??= createLoopSearch(explored);
    return loopSearch;
  }

  function isLate(startedAt: number): boolean {
    const share = loopSearch === null && promises().length > 0 ? shareForWorlds : 1;
    return course.spentMs + wallClock() - startedAt >= limits.time * share;
  }

  function promises(): Explored['promises'] {
    return course.explored?.promises ?? [];
  }

  function advance(isSpent: () => boolean): void {
    const startedAt = wallClock();
    const isOver = (): boolean => {
      if (isLate(startedAt)) endAtLimit(course, 'time');
      return course.verdict !== 'exploring' || isSpent();
    };
    while (course.verdict === 'exploring') {
      try {
        if (course.limitedBy === null) goOn(isOver);
        if (course.limitedBy !== null)
          loopsWithin(
            () => isLate(startedAt) || isSpent(),
            () => isLate(startedAt),
          );
        break;
      } catch (error) {
        const isOrder = error instanceof OrderMatters && mayBeginAnew();
        const isBounds = error instanceof Entangled;
        if (isOrder || isBounds) {
          course.orderMatters ||= isOrder;
          course.isEntangled ||= isBounds;
          course.explored = null;
          course.search = null;
          course.telling = createTelling();
        } else fail(error);
      }
    }
    course.spentMs += wallClock() - startedAt;
  }

  /** It ended at a limit. What is known of the graph is enough for the loops that lie in it. */
  function loopsWithin(isSpent: () => boolean, isOver: () => boolean): void {
    const { explored } = course;
    const isDone = explored === null || promises().length === 0 || loops(explored).goOn(isSpent);
    course.verdict = isDone || isOver() ? 'limited' : 'exploring';
  }

  /** With each order of members a state of its own. */
  function mayBeginAnew(): boolean {
    return !course.orderMatters && course.explored?.space.symmetry == null;
  }

  function fail(error: unknown): void {
    course.verdict = 'error';
    const isOrder = error instanceof OrderMatters && course.explored?.space.symmetry != null;
    course.diagnostics.push(
      failureOf(isOrder ? orderUnderSymmetry(declared) : error, declared, course.explored, explain),
    );
  }

  // ---------------------------------------------------------------- what is said of the whole

  function conclude(explored: Explored): void {
    const violated = [...explored.findings.violations, ...loops(explored).broken];
    judge(violated, statesOf(explored), exerciseOf(program, explored));
  }

  function judge(violated: readonly { readonly property: string }[], states: number, exercise: Exercise): void {
    course.verdict = violated.length > 0 ? 'violated' : 'holds';
    course.diagnostics.push(...unexpected(declared, violated, states));
    // From a moment on, what happened before it is not there to be tried; of no world there is nothing to say.
    if (from !== null || course.explored === null || states === 0) return;
    course.diagnostics.push(...untried(program, declared, properties(), course.explored, exercise));
  }

  function exploration(): Exploration {
    const { explored, search, verdict, orderMatters, diagnostics } = course;
    const violations = explored === null ? [] : violationsNow(explored);
    const states = statesOf(explored) - course.uncounted;
    const witnessed = new Set(explored?.findings.witnesses.map(({ property }) => property));
    return {
      name,
      states,
      transitions: explored?.space.transitions ?? 0,
      depth: search?.depth ?? 0,
      waiting: (explored?.space.states ?? 0) - (search?.left ?? 0),
      rests: explored?.space.rests ?? 0,
      orderMatters,
      collisions: options.exact === true ? 0 : fingerprints(states) ** 2 / 2 ** 65,
      verdict: course.verdict === 'error' ? 'error' : verdict,
      ...foremost(violations, options.expect?.violates),
      witnessed: witnessed.size === 0 ? [] : properties().flatMap((one) => (witnessed.has(one.name) ? one.name : [])),
      unsearched: loopSearch?.unsearched() ?? promises().map((promise) => promise.name),
      limitedBy: course.limitedBy,
      exercise: exerciseOf(program, explored),
      diagnostics,
    };
  }

  /** Told apart from each other: of worlds, and under symmetry also of those for which another stands. */
  function fingerprints(states: number): number {
    const { space } = course.explored ?? {};
    return space == null || space.symmetry === null ? states : space.seen.size;
  }

  /** Whoever shows a way runs it again, and may find that it is none. */
  function violationsNow(explored: Explored): Exploration['violations'] {
    try {
      return violationsOf(course.telling, explored, properties(), loopSearch?.broken ?? []);
    } catch (error) {
      fail(error);
      return [...course.telling.told.values()];
    }
  }

  /** Explores for the violations of these alone. */
  function retell(wanted: ReadonlySet<string>): Retelling {
    const { expect: _, deadlock, limits: __, ...rest } = options;
    const only = (all: readonly PlannedProperty[]): readonly PlannedProperty[] =>
      all.filter((property) => wanted.has(property.name));
    return createExplorer(
      { ...program, properties: only(program.properties) },
      () => ({ ...planNow(), properties: only(planNow().properties) }),
      { ...declared, options: { ...rest, ...(wanted.has(deadlockName) ? { deadlock } : {}) } },
      explain,
      { ...host, enough: wanted.size },
    );
  }

  const sharing = createSharing({
    course,
    limits,
    expected: options.expect?.violates,
    properties,
    begin,
    createExplored,
    isLate,
    now: wallClock,
    fail,
    conclude: judge,
    exploration,
    retell,
  });

  return {
    handOver: () => sharing.handOver(),
    goOnTogether: (seat, handover) => sharing.goOnTogether(seat, handover),
    join: (parts, isSpent) => sharing.join(parts, isSpent),
    advance(isSpent) {
      advance(isSpent);
      return exploration();
    },
    bytes: () => (course.explored === null ? 0 : bytesOfSpace(course.explored.space)),
    crewFrom() {
      if (course.orderMatters || !canBeShared(options, properties())) return null;
      const { sleep = null } = course.explored?.space ?? {};
      return sleep !== null && sleep.isOn && sleep.sides !== null ? crewFromWithBounds : 2;
    },
    wayTo(property) {
      const again = sharing.retelling?.wayTo(property) ?? null;
      if (again !== null || course.explored === null) return again;
      const { space, starts, findings, base } = course.explored;
      const found = [...findings.violations, ...findings.witnesses].find((one) => one.property === property);
      if (found !== undefined) return wayTo(space, starts, found.from, found.number, base);
      const never = loopSearch?.broken.find((one) => one.property === property);
      return never === undefined ? null : wayAlong(space, starts, never.numbers, base, never.path.length - 1);
    },
  };
}

function statesOf(explored: Explored | null): number {
  if (explored === null) return 0;
  const { counted, states } = explored.space;
  return counted?.size ?? states;
}
