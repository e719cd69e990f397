/**
 * Fuzzing: runs a scenario with one seed after the other, each on a bad day of its own (swarm.ts), asks its properties, counts what
 * the runs have come by; then makes the first failure of each property small (shrink.ts). Seeds have nothing to do with each other,
 * so several threads may take a part each (`sow`), and their tallies added up are what one thread finds.
 */
import { type Diagnostic, diagnostic } from '../diagnostic.ts';
import type { FuzzFailure, Fuzzing } from '../findings.ts';
import type { FuzzDeclaration } from '../program/declaration.ts';
import type { Explain } from '../program/explain.ts';
import type { Program } from '../program/program.ts';
import { createNames } from '../world/names.ts';
import type { Plan } from '../world/plan.ts';
import type { Watch } from './lab.ts';
import { createCoverage } from './coverage.ts';
import { type NamesInCells, deedLine, scenarioText } from './scenario-text.ts';
import { doneOf, type Schedule } from './schedule.ts';
import { type Shrunk, shrink, sizeOf } from './shrink.ts';
import { faultsOf } from './swarm.ts';
import { addFailures, emptyTally, type Failure, type Failures, failuresOf, type Tally } from './tally.ts';
import { asking, tryOut } from './trial.ts';

/** A scenario without `until` ends here, in virtual ms. */
const defaultUntil = 60_000;
export const defaultSeeds = 100;
/** Failures made small. */
const shrinkLimit = 5;

/** From, and up to but not including. */
export interface SeedRange {
  readonly from: number;
  readonly to: number;
}

export interface FuzzTask {
  readonly program: Program;
  readonly declared: FuzzDeclaration;
  /** Throws DiagnosticError. */
  readonly plan: () => Plan;
  readonly explain: Explain;
  /** Told of what runs, to name what never comes back. */
  readonly watch?: Watch | null;
}

/** Work that rests now and then, and what it has come to so far. */
export interface Sowing {
  /** Goes on until done or `isSpent`; true when it is done. */
  advance(isSpent: () => boolean): boolean;
  /** Goes on growing while the work goes on. */
  tally(): Tally;
}

export function seedsOf({ options }: FuzzDeclaration): SeedRange {
  return { from: 1, to: 1 + (options.seeds ?? defaultSeeds) };
}

/** Runs the seeds of a range. */
export function sow({ program, declared, plan, explain, watch = null }: FuzzTask, { from, to }: SeedRange): Sowing {
  const { options } = declared;
  const asked = asking(program);
  const coverage = createCoverage();
  const witnessed = new Set<string>();
  const undecided = new Map<string, number>();
  let failures: readonly Failures[] = [];
  const diagnostics: Diagnostic[] = [];
  let [runs, events, faults] = [0, 0, 0];
  const work = all();

  function* all(): Generator<void, void> {
    let base: Plan;
    try {
      base = plan();
    } catch (error) {
      const about = {
        code: 'scenario/threw',
        what: `'${declared.name}' cannot begin`,
        place: declared.place,
        help: '',
      } as const;
      diagnostics.push(explain(error, about));
      return;
    }
    const until = options.until ?? base.until ?? defaultUntil;
    const names = createNames();
    for (let seed = from; seed < to; seed++) {
      const bad = faultsOf(seed, until, options);
      const day: Plan = { ...base, until, actions: [...base.actions, ...bad] };
      const trial = yield* tryOut(asked, day, seed, explain, names, coverage, watch);
      runs += 1;
      events += trial.events;
      faults += trial.deeds.filter(({ isFault }) => isFault).length;
      for (const name of trial.witnessed) witnessed.add(name);
      for (const name of trial.undecided) undecided.set(name, (undecided.get(name) ?? 0) + 1);
      const { found, deeds } = trial;
      if (found === null) continue;
      const { nodes, loads } = base;
      const start = base.effects.map((effect) => doneOf(effect, (node) => nodes.find(({ id }) => id === node)?.state));
      const schedule: Schedule = { seed, until, nodes, start, loads, deeds };
      failures = addFailures([...failures, failuresOf({ ...found, seed, events: trial.events, schedule })]);
    }
  }

  return {
    advance: (isSpent) => goOn(work, isSpent),
    tally: () => ({
      runs,
      events,
      faults,
      rules: coverage.rules,
      states: coverage.states,
      witnessed,
      undecided,
      failures,
      diagnostics,
    }),
  };
}

function goOn(work: Generator<void, void>, isSpent: () => boolean): boolean {
  for (;;) {
    if (work.next().done === true) return true;
    if (isSpent()) return false;
  }
}

/** The smallest that could be made of one way to fail. */
export interface Small {
  readonly failure: Failure;
  /** Null when what was done could not be written down: the run as it was is all there is. */
  readonly shrunk: Shrunk | null;
}

export interface Fuzzer {
  /** Goes on until done or `isSpent`. */
  advance(isSpent: () => boolean): Fuzzing;
  /** A failure as it was made small, by its place in the list; null while it is not. */
  small(index: number): Small | null;
}

/** `given`: what threads have found of all seeds; null to run them here. */
export function createFuzzer(task: FuzzTask, range: SeedRange, names: NamesInCells, given: Tally | null): Fuzzer {
  const { program, declared, plan, explain } = task;
  const sowing = given === null ? sow(task, range) : null;
  let tally = given ?? emptyTally;
  const made = new Map<Failures, Small>();
  let status: Fuzzing['status'] = 'fuzzing';
  const more: Diagnostic[] = [];
  const shrinking = shrinkAll();

  function* shrinkAll(): Generator<void, void> {
    const base = plan();
    for (const failures of tally.failures.slice(0, shrinkLimit)) {
      let smallest: Small | null = null;
      for (const failure of failures.best) {
        const shrunk = yield* shrink(failure, program, base, explain);
        if (smallest === null || weight(shrunk) < weight(smallest.shrunk)) smallest = { failure, shrunk };
      }
      if (smallest !== null) made.set(failures, smallest);
    }
  }

  function conclude(): void {
    const { failures, diagnostics, undecided } = tally;
    const wanted = declared.options.expect?.violates;
    const at = { cell: declared.place.cell, range: declared.place.range };
    if (wanted !== undefined && !failures.some(({ property }) => property === wanted))
      more.push(
        diagnostic('check/not-violated', `'${declared.name}' was expected to violate '${wanted}', and did not.`, {
          ...at,
          help: 'If the model was mended, drop expect.violates; else try more seeds.',
        }),
      );
    for (const [property, runs] of undecided)
      more.push(
        diagnostic(
          'check/undecided',
          `'${property}' was left undecided by ${runs} of ${tally.runs} runs of '${declared.name}'.`,
          {
            ...at,
            help: 'Its histories are too much to search: fewer clients, shorter runs, or a model with observers.',
          },
        ),
      );
    const isBad = more.length > 0 || failures.some(({ property }) => property !== wanted);
    status = diagnostics.length > 0 ? 'error' : isBad ? 'failed' : 'passed';
  }

  function view(): Fuzzing {
    const rules = [...program.rules.keys()].filter((rule) => program.kinds.has(rule.split('.')[0] ?? ''));
    return {
      name: declared.name,
      scenario: declared.options.scenario,
      status,
      seeds: { from: range.from, done: tally.runs, of: range.to - range.from },
      events: tally.events,
      faults: tally.faults,
      rules: { fired: rules.filter((rule) => (tally.rules.get(rule) ?? 0) > 0).length, of: rules.length },
      neverFired: rules.filter((rule) => (tally.rules.get(rule) ?? 0) === 0).toSorted(),
      states: tally.states.size,
      witnessed: [...tally.witnessed].toSorted(),
      failures: tally.failures.flatMap((failures) => failureView(failures) ?? []),
      diagnostics: [
        ...tally.diagnostics,
        ...tally.failures.flatMap(({ best: [one] }) => one?.diagnostic ?? []),
        ...more,
      ],
    };
  }

  function failureView(failures: Failures): FuzzFailure | null {
    const small = made.get(failures) ?? null;
    const failure = small?.failure ?? failures.best[0];
    if (failure === undefined) return null;
    const { property, kind, seed, schedule, events } = failure;
    const shown = small?.shrunk ?? { schedule, found: failure, events };
    return {
      property,
      kind,
      text: shown.found.text,
      seed,
      first: failures.seed,
      runs: failures.runs,
      isExpected: property === declared.options.expect?.violates,
      step: shown.found.step,
      time: shown.found.time,
      before: sizeOf(schedule, events),
      after: small?.shrunk == null ? null : sizeOf(small.shrunk.schedule, small.shrunk.events),
      deeds: shown.schedule.deeds.map(deedLine),
      scenario: scenarioText(`${declared.name}: ${property}`, shown.schedule, names),
    };
  }

  return {
    advance(isSpent) {
      if (status === 'fuzzing') {
        const isDone = sowing === null || sowing.advance(isSpent);
        tally = sowing?.tally() ?? tally;
        if (isDone) status = tally.failures.length > 0 ? 'shrinking' : 'fuzzing';
        if (isDone && status === 'fuzzing') conclude();
      } else if (status === 'shrinking' && goOn(shrinking, isSpent)) conclude();
      return view();
    },
    small(index) {
      const failures = tally.failures[index];
      return failures === undefined ? null : (made.get(failures) ?? null);
    },
  };
}

/** Less is better: what is done counts most, then nodes, then events. */
function weight(shrunk: Shrunk | null): number {
  if (shrunk === null) return Number.POSITIVE_INFINITY;
  const { deeds, nodes, events } = sizeOf(shrunk.schedule, shrunk.events);
  return (deeds * 100 + nodes) * 1_000_000 + events;
}
