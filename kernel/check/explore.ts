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
import { type Diagnostic, DiagnosticError, diagnostic } from '../diagnostic.ts';
import type { ExploreDeclaration } from '../program/declaration.ts';
import type { About, Explain } from '../program/explain.ts';
import type { Program } from '../program/program.ts';
import type { Exercise, Exploration, Violation } from '../exploration.ts';
import { changesFrozen } from '../world/frozen.ts';
import { wrongOf } from '../world/monitor.ts';
import type { Plan, PlannedProperty } from '../world/plan.ts';
import type { Snapshot } from '../world/snapshot.ts';
import { StepError } from '../world/step.ts';
import { freshWorld, startsOf } from './begin.ts';
import { bytesOfSpace, createSpace, type Explored } from './create-space.ts';
import { headWords, HeadWord } from './codec.ts';
import { exerciseOf } from './exercise.ts';
import { createDraws, isFirst, whateverIsDrawn } from './draws.ts';
import { expand } from './expand.ts';
import { beginEdges } from './graph.ts';
import { nextChunk } from './frontier.ts';
import type { Finding } from './judge.ts';
import { readsStats } from './reads-stats.ts';
import { keep } from './keep.ts';
import { OrderMatters, type Watch } from './lab.ts';
import { groupWords } from './memo.ts';
import type { Seat } from './crew.ts';
import { type Faults, noFaults } from './surroundings.ts';
import { canBeShared, forgetCounts, showSeen, together, useTable } from './together.ts';
import { untried } from './untried.ts';
import { createLoopSearch, type LoopSearch } from './never-comes.ts';
import { type Way, wayAlong, wayTo } from './way.ts';

export interface Explorer {
  /** Goes on until done or `isSpent`. */
  advance(isSpent: () => boolean): Exploration;
  /** Whether several can share the work. Throws what a scenario's set-up throws. */
  canBeShared(): boolean;
  /** What a whole crew has found, of the parts that its members gave. */
  join(parts: readonly Exploration[]): Exploration;
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
  /** One explorer of several, which gives its part. */
  readonly seat?: Seat | null;
}

/** Where an exploration ends that names no limits of its own: worlds, and MB. */
export const defaultLimits = { states: 20_000_000, memory: 2_048 } as const;

/** Worlds that are left between two looks at the clock. */
const stretch = 64;
/** Between two looks at the memory, and two runs of a remembered rule again. */
const patrol = 4_096;
/** Of a limit of time, how much goes to the worlds where loops are to be looked for after them. */
const shareForWorlds = 0.75;

export function createExplorer(
  program: Program,
  planned: () => Plan,
  declared: ExploreDeclaration,
  explain: Explain,
  { wallClock, from = null, time = null, memory = null, watch = null, seat = null }: ExploreHost,
): Explorer {
  const { options, place, name } = declared;
  const at = { cell: place.cell, range: place.range };
  const budget: Faults = { ...noFaults, ...options.faults };
  const declaredLimits = { ...defaultLimits, time: Number.POSITIVE_INFINITY, ...options.limits };
  const limits = {
    ...declaredLimits,
    time: Math.min(declaredLimits.time, time ?? Number.POSITIVE_INFINITY),
    memory: Math.min(declaredLimits.memory, memory ?? Number.POSITIVE_INFINITY),
  };
  const diagnostics: Diagnostic[] = [];
  const shown = new Map<Finding, Violation>();
  let verdict: Exploration['verdict'] = 'exploring';
  let limitedBy: Exploration['limitedBy'] = null;
  let explored: Explored | null = null;
  let plan: Plan | null = null;
  let orderMatters = false;
  let loopSearch: LoopSearch | null = null;
  let depth = 0;
  /** Worlds found before the last of this depth was left. */
  let levelEnd = 0;
  let left = 0;
  let rerun = 0;
  let spentMs = 0;
  /** Worlds that another member of the crew counts. */
  let uncounted = 0;

  // ---------------------------------------------------------------- beginning

  function begin(): void {
    plan ??= planned();
    // From a moment on, what was to come may have come before.
    const properties = propertiesOf(plan).filter(({ form }) => from === null || form !== 'eventually');
    if (seat !== null && (orderMatters || !canBeShared(options, properties)))
      throw new RangeError('it cannot be shared');
    if (explored === null) tellUnchecked(plan);
    if (verdict !== 'exploring') return;
    const base = from ?? freshWorld(program, plan);
    explored = createSpace({ name, place, base, budget, properties, options, orderMatters, watch, seat });
    const { space, findings, starts } = explored;
    const { codec } = space;
    const draws = createDraws();
    const fire = (rule: number): void => {
      if (isFirst(draws)) explored?.besides.fire(rule);
    };
    const first = (): readonly Int32Array[] =>
      startsOf(base, name, draws, fire).map((world) => codec.encode(world, noFaults));
    starts.push(...whateverIsDrawn(draws, name, first, String));
    findings.current = -1;
    space.current = -1;
    space.guard?.starts(starts);
    for (const [number, words] of starts.entries()) {
      space.scratch = words.slice();
      keep(space, words.length, number, -2);
    }
    depth = 0;
    levelEnd = space.states;
    left = 0;
  }

  function propertiesOf(plan: Plan): readonly PlannedProperty[] {
    return [...program.properties, ...plan.properties].filter((property) => !readsStats(property, plan));
  }

  function tellUnchecked(plan: Plan): void {
    const tell = (text: string, help: string): void => {
      diagnostics.push(diagnostic('check/not-available', text, { ...at, severity: 'warning', help }));
    };
    if (plan.loads.length > 0) {
      tell(
        `'${name}' cannot be explored: its scenario has a workload.`,
        'Explore a scenario without world.load(…), where a `may` rule of the client sends what it wants.',
      );
      verdict = 'limited';
    }
  }

  // ---------------------------------------------------------------- going on

  function goOn(isSpent: () => boolean): void {
    for (;;) {
      if (explored === null) begin();
      if (explored === null || verdict !== 'exploring') return;
      for (let n = 0; n < stretch; n++) {
        if (seat !== null && left === levelEnd && !nextDepth(explored, seat)) return endPart(explored, seat);
        if (!leaveNext(explored)) return loops().goOn(isSpent) ? conclude(explored) : undefined;
        if (verdict !== 'exploring') return;
        if (options.stop === 'first' && explored.findings.violations.length > 0) {
          verdict = 'violated';
          return;
        }
      }
      if (seat !== null && !goesOn(explored, seat)) return;
      if (isSpent()) return;
    }
  }

  // ---------------------------------------------------------------- in a crew

  /** All worlds of this depth are left. False when there is no next depth, or all are to end. */
  function nextDepth(explored: Explored, seat: Seat): boolean {
    const { space } = explored;
    do {
      goesOn(explored, seat);
      const what = seat.endDepth(space.states - levelEnd, showSeen(explored));
      if (what === 'none') return false;
      if (what === 'dealt') uncounted = forgetCounts(explored, seat);
      useTable(explored, seat);
      levelEnd = space.states;
      depth += 1;
    } while (left === levelEnd);
    return true;
  }

  /** Tells the others how far it has come. False when all are to end. */
  function goesOn({ space }: Explored, seat: Seat): boolean {
    if (isLimited() || seat.foundByAll() >= limits.states) seat.stop();
    if (seat.tell(space.states - uncounted, space.seen.size, space.transitions)) useTable(explored as Explored, seat);
    if (seat.isStopped) verdict = 'limited';
    return !seat.isStopped;
  }

  function endPart(explored: Explored, seat: Seat): void {
    if (!seat.isDealt) uncounted = forgetCounts(explored, seat);
    if (seat.isStopped) verdict = 'limited';
    else verdict = explored.findings.violations.length > 0 ? 'violated' : 'holds';
  }

  // ---------------------------------------------------------------- one world

  /** The search for what never comes: begun when there is nothing more to leave. */
  function loops(): LoopSearch {
    loopSearch ??= createLoopSearch(explored as Explored);
    return loopSearch;
  }

  /** Leaves the next world by all its transitions. False when there is none. */
  function leaveNext({ space, findings }: Explored): boolean {
    const words = nextChunk(space.frontier);
    if (words === null) return false;
    if (left === levelEnd && seat === null) {
      levelEnd = space.states;
      depth += 1;
    }
    if (space.states >= limits.states) limit('states');
    if (left % patrol === 0 && left > 0) look(space);
    if (space.graph !== null) beginEdges(space.graph);
    const place = space.frontier.at;
    space.frontier.at += headWords + space.nodes + (words[place + HeadWord.count] as number);
    if (seat?.isOthers(words[place] as number, words[place + 1] as number) === true) {
      left += 1;
      return true;
    }
    space.current = left;
    findings.current = left;
    left += 1;
    expand(space, words, place);
    space.guard?.results();
    return true;
  }

  /** Runs a rule again whose result is remembered, and minds the limits. */
  function look(space: Explored['space']): void {
    const groups = space.memo.groups.length / groupWords;
    if (groups > 0) space.lab.again(rerun++ % groups);
    if (bytesOfSpace(space) > limits.memory * 1e6) limit('memory');
  }

  function limit(by: NonNullable<typeof limitedBy>): void {
    verdict = 'limited';
    limitedBy = by;
  }

  function conclude(explored: Explored): void {
    const violated = [...explored.findings.violations, ...loops().broken];
    judge(explored, violated, statesOf(explored), exerciseOf(program, explored));
  }

  /** What is said of the whole. */
  function judge(
    explored: Explored,
    violated: readonly { readonly property: string }[],
    states: number,
    exercise: Exercise,
  ): void {
    verdict = violated.length > 0 ? 'violated' : 'holds';
    const expected = options.expect;
    if (expected?.violates !== undefined && !violated.some(({ property }) => property === expected.violates))
      diagnostics.push(
        diagnostic(
          'check/not-violated',
          `'${name}' was expected to violate '${expected.violates}', and ${violated.length === 0 ? 'nothing was violated' : 'did not'}.`,
          { ...at, help: 'If the model was mended, drop expect.violates.' },
        ),
      );
    if (expected?.states !== undefined && expected.states !== states)
      diagnostics.push(
        diagnostic('check/states-differ', `'${name}' found ${states} states, not ${expected.states}.`, {
          ...at,
          help: `If the model was meant to change, write expect: { states: ${states} }.`,
        }),
      );
    // From a moment on, what happened before it is not there to be tried.
    if (from !== null) return;
    const properties = plan === null ? [] : propertiesOf(plan);
    diagnostics.push(...untried(program, declared, properties, explored, exercise));
  }

  // ---------------------------------------------------------------- what is thrown

  function advance(isSpent: () => boolean): void {
    const started = wallClock();
    const isLate = (): boolean => {
      const share = loopSearch === null && promisesOf(explored).length > 0 ? shareForWorlds : 1;
      return spentMs + wallClock() - started >= limits.time * share;
    };
    const isOver = (): boolean => {
      if (isLate()) limit('time');
      return verdict !== 'exploring' || isSpent();
    };
    while (verdict === 'exploring') {
      try {
        if (limitedBy === null) goOn(isOver);
        // What is known of the graph is enough for the loops that lie in it.
        if (limitedBy !== null && promisesOf(explored).length > 0 && !loops().goOn(() => isLate() || isSpent()))
          verdict = isLate() ? 'limited' : 'exploring';
        else if (limitedBy !== null) verdict = 'limited';
        break;
      } catch (error) {
        if (seat !== null) {
          seat.fail();
          fail(error);
        } else if (error instanceof OrderMatters && explored?.space.symmetry != null) fail(orderUnderSymmetry());
        else if (error instanceof OrderMatters && !orderMatters) {
          orderMatters = true;
          explored = null;
          shown.clear();
        } else fail(error);
      }
    }
    spentMs += wallClock() - started;
  }

  /** Ids have an order of their own, which is not the same after an exchange. */
  function orderUnderSymmetry(): DiagnosticError {
    return new DiagnosticError(
      diagnostic('check/not-symmetric', `A rule can tell the order of members, so '${name}' has no symmetry.`, {
        ...at,
        help: 'Take members by what they are and not by their place, or leave symmetry out.',
      }),
    );
  }

  function isLimited(): boolean {
    return verdict === 'limited';
  }

  function fail(error: unknown): void {
    verdict = 'error';
    const doing = explored?.space.lab.doing ?? '';
    const help = `It happened while exploring '${name}'${doing === '' ? '' : `, at: ${doing}`}.`;
    const asking = explored?.findings.asking ?? null;
    if (error instanceof StepError) {
      const { rule, node, place } = error;
      const what = `${rule} threw${node === '' ? '' : ` on ${node}`}`;
      diagnostics.push(explain(error.thrown, { code: 'rule/threw', what, place, help }));
    } else diagnostics.push(explain(error, { ...aboutOf(error, asking), help }));
  }

  function aboutOf(error: unknown, asking: PlannedProperty | null): Omit<About, 'help'> {
    if (asking === null)
      return explored === null
        ? { code: 'scenario/threw', what: `'${name}' cannot begin`, place }
        : { code: 'rule/threw', what: `'${name}' failed`, place };
    return changesFrozen(error)
      ? { code: 'property/effect', what: `'${asking.name}' changes the world`, place: asking.place }
      : { code: 'property/threw', what: `'${asking.name}' threw`, place: asking.place };
  }

  /** Told apart from each other: of worlds, and under symmetry also of those for which another stands. */
  function fingerprints(): number {
    if (explored === null) return 0;
    return explored.space.symmetry === null ? statesOf(explored) - uncounted : explored.space.seen.size;
  }

  // ---------------------------------------------------------------- what was found

  function violationsNow(): readonly Violation[] {
    if (explored === null) return [];
    const { space, starts, findings, base } = explored;
    const found = findings.violations.map((finding): Violation => {
      const known = shown.get(finding);
      if (known !== undefined) return known;
      const { steps } = wayTo(space, starts, finding.from, finding.number, base);
      const text = textAt(explored as Explored, finding, steps.at(-1)?.words);
      const violation = { property: finding.property, text, path: steps.map((step) => step.text), loop: null };
      shown.set(finding, violation);
      return violation;
    });
    const never = loopSearch?.broken ?? [];
    return [...found, ...never.map(({ property, text, path, loop }) => ({ property, text, path, loop }))];
  }

  /** Under symmetry what a property said was of other nodes than those on the way. */
  function textAt({ space, show }: Explored, finding: Finding, words: Int32Array | undefined): string {
    const property = [...program.properties, ...(plan?.properties ?? [])].find(({ name }) => name === finding.property);
    if (space.symmetry === null || words === undefined || property?.form !== 'always') return finding.text;
    return wrongOf(property.holds(show(words)), property) ?? finding.text;
  }

  /** Whoever shows a way runs it again, and may find that it is none. */
  function violationsOrNone(): readonly Violation[] {
    try {
      return violationsNow();
    } catch (error) {
      fail(error);
      return [...shown.values()];
    }
  }

  /** Which of the violations comes first, and whether it is meant. */
  function foremost(
    violations: readonly Violation[],
  ): Pick<Exploration, 'violations' | 'path' | 'loop' | 'violated' | 'isExpected'> {
    const isExpected = ({ property }: Violation): boolean => property === options.expect?.violates;
    const first = violations.find((violation) => !isExpected(violation)) ?? violations[0] ?? null;
    return {
      violations,
      path: first?.path ?? [],
      loop: first?.loop ?? null,
      violated: first === null ? null : { property: first.property, text: first.text },
      isExpected: violations.length > 0 && violations.every(isExpected),
    };
  }

  return {
    advance(isSpent) {
      advance(isSpent);
      const violations = violationsOrNone();
      const states = statesOf(explored) - uncounted;
      return {
        name,
        states,
        transitions: explored?.space.transitions ?? 0,
        depth,
        waiting: (explored?.space.states ?? 0) - left,
        rests: explored?.space.rests ?? 0,
        orderMatters,
        collisions: options.exact === true ? 0 : fingerprints() ** 2 / 2 ** 65,
        verdict,
        ...foremost(violations),
        witnessed: explored?.findings.witnesses.map(({ property }) => property) ?? [],
        unsearched: loopSearch?.unsearched() ?? promisesOf(explored).map((promise) => promise.name),
        limitedBy,
        exercise: exerciseOf(program, explored),
        diagnostics,
      };
    },
    canBeShared() {
      plan ??= planned();
      return !orderMatters && canBeShared(options, propertiesOf(plan));
    },
    join(parts) {
      const whole = together(parts);
      if (explored === null) return whole;
      if (whole.verdict === 'limited') verdict = 'limited';
      else judge(explored, whole.violations, whole.states, whole.exercise);
      return { ...whole, verdict, ...foremost(whole.violations), diagnostics };
    },
    wayTo(property) {
      if (explored === null) return null;
      const { space, starts, findings, base } = explored;
      const found = [...findings.violations, ...findings.witnesses].find((one) => one.property === property);
      if (found !== undefined) return wayTo(space, starts, found.from, found.number, base);
      const never = loopSearch?.broken.find((one) => one.property === property);
      return never === undefined ? null : wayAlong(space, starts, never.numbers, base);
    },
  };
}

function promisesOf(explored: Explored | null): Explored['promises'] {
  return explored?.promises ?? [];
}

function statesOf(explored: Explored | null): number {
  if (explored === null) return 0;
  const { counted, states } = explored.space;
  return counted?.size ?? states;
}
