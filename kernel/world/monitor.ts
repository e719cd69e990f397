/**
 * Properties as live monitors: each looks at the world after every event (when the `when` rules have come to
 * rest) and keeps a verdict. A violation is kept with the moment it was first seen; the run goes on.
 */
import { DiagnosticError, type Diagnostic, diagnostic } from '../diagnostic.ts';
import type { HistoryCheck } from '../histories/check.ts';
import type { History } from '../histories/history.ts';
import type { Explain } from '../program/explain.ts';
import { NotPlainError } from '../plain.ts';
import { callTurns, grant } from '../program/budget.ts';
import type { PropertyForm } from '../program/declaration.ts';
import type { Verdict, World as WorldView } from '../program/language.ts';
import { changesFrozen } from './frozen.ts';
import { historyCheckOf, isOfHistory } from './history-monitor.ts';
import type { PlannedProperty } from './plan.ts';
import { EventKind } from './queue.ts';
import type { Machine } from './step.ts';
import {
  type Answer,
  ask,
  createStill,
  endLook,
  lookAgain,
  noAnswer,
  type Still,
  type StillViews,
  viewsOf,
} from './still.ts';
import { micros, millis, type World } from './world.ts';

export interface Moment {
  readonly step: number;
  readonly time: number;
}

export interface Monitor {
  readonly property: PlannedProperty;
  verdict: 'holds' | 'violated' | 'pending' | 'witnessed' | 'error';
  at: Moment | null;
  text: string;
  /** leadsTo: when the open obligation arose, in virtual µs; null when none is open. */
  owedSince: number | null;
  /** An `eventually` looks only until it is decided. */
  readonly since: number;
  error: Diagnostic | null;
  /** Violated only because the run was over: what moves it again opens the question again. */
  isConcluded: boolean;
}

/** The world as properties see it, and what each of them has said of it. */
interface Watch {
  readonly still: Still;
  readonly views: StillViews;
  /** Beside the list: a property asks up to two questions. Null is the answer when nothing is wrong. */
  readonly answers: readonly (readonly [Answer<string | null>, Answer<string | null>])[];
}

export interface Monitors {
  readonly explain: Explain;
  readonly list: readonly Monitor[];
  /** Verdicts that turned bad or were witnessed since they were last taken. */
  readonly news: Monitor[];
  /** What the properties look at; null before the first look, when none looks at transitions. */
  watch: Watch | null;
  /** Beside the list, of those that are about the history; made when they first look. */
  readonly checks: Map<number, HistoryCheck>;
}

const initialVerdict: Readonly<Record<PropertyForm['form'], Monitor['verdict']>> = {
  always: 'holds',
  step: 'holds',
  reachable: 'pending',
  eventually: 'pending',
  leadsTo: 'holds',
  // Until something was recorded.
  linearizable: 'pending',
  isolated: 'pending',
};

/** As it is before it has looked at anything. `since`: virtual µs. */
export function blankMonitor(property: PlannedProperty, since: number): Monitor {
  return {
    property,
    verdict: initialVerdict[property.form],
    at: null,
    text: '',
    owedSince: null,
    since,
    error: null,
    isConcluded: false,
  };
}

export function createMonitors(world: World, earlier: Monitors | null, explain: Explain): Monitors {
  const list = wantedOf(world).map((property): Monitor => {
    const same = earlier?.list.find(
      (monitor) => monitor.property.name === property.name && monitor.property.content === property.content,
    );
    return same === undefined ? blankMonitor(property, world.now) : { ...same, property };
  });
  return { explain, list, news: [], watch: watchTransitions(list, world), checks: new Map() };
}

/** What the monitors know now, apart from them. */
export function copyMonitors({ list }: Monitors): readonly Monitor[] {
  return list.map((monitor) => ({ ...monitor }));
}

/** Monitors that go on from what they knew in that world. */
export function resumeMonitors(known: readonly Monitor[], world: World, explain: Explain): Monitors {
  const list = known.map((monitor) => ({ ...monitor }));
  return { explain, list, news: [], watch: watchTransitions(list, world), checks: new Map() };
}

function wantedOf(world: World): readonly PlannedProperty[] {
  const { program, plan } = world;
  // A plan is kept while the content of its scenario is the same; the scenario may have moved.
  const place = program.scenarios.find(({ name }) => name === plan.scenario)?.place;
  const own = place === undefined ? plan.properties : plan.properties.map((property) => ({ ...property, place }));
  return [...program.properties, ...own];
}

/** The same properties, where they stand now. */
export function relocate(monitors: Monitors, world: World): Monitors {
  const wanted = wantedOf(world);
  const list = monitors.list.map((monitor): Monitor => {
    const { name, content } = monitor.property;
    return {
      ...monitor,
      property: wanted.find((one) => one.name === name && one.content === content) ?? monitor.property,
    };
  });
  return { ...monitors, list };
}

/** The run goes on after all: what was violated only because it was over is open again. */
export function reopen(monitors: Monitors): void {
  for (const monitor of monitors.list) {
    if (!monitor.isConcluded) continue;
    monitor.verdict = 'pending';
    monitor.at = null;
    monitor.isConcluded = false;
  }
}

/** Transitions need to know how the world is before the next event. */
function watchTransitions(list: readonly Monitor[], world: World): Watch | null {
  const wantsBefore = list.some(({ property }) => property.form === 'step');
  world.arrived = wantsBefore ? [] : null;
  return wantsBefore ? createWatch(list, world, true) : null;
}

function createWatch(list: readonly Monitor[], world: World, keepsBefore: boolean): Watch {
  const still = createStill(world, keepsBefore);
  return { still, views: viewsOf(still), answers: list.map(() => [noAnswer(), noAnswer()]) };
}

/** A scenario's set-up is one whole, as it is when exploring: nothing is asked of its parts, nor before all nodes have started. */
function isBeginning(world: World): boolean {
  return world.now === 0 && world.heap.some(({ kind, at }) => kind === EventKind.start && at === 0);
}

/** Looks at the world as it is now. `step`: the event just recorded. Throws NotPlainError. */
export function observe(monitors: Monitors, { world }: Machine, step: number): void {
  if (isBeginning(world)) {
    monitors.watch = watchTransitions(monitors.list, world);
    return;
  }
  if (monitors.list.every(isDecided)) {
    if (world.arrived !== null) world.arrived.length = 0;
    return;
  }
  const watch = (monitors.watch ??= createWatch(monitors.list, world, false));
  lookAgain(watch.still, world);
  for (const [index, monitor] of monitors.list.entries()) {
    if (isDecided(monitor)) continue;
    const { property } = monitor;
    const wasOpen = monitor.at === null;
    try {
      if (isLate(monitor, world.now)) miss(monitor, step - 1);
      else if (isOfHistory(property)) lookBack(monitors, monitor, index, world.history, false);
      else look(monitor, watch, index, world.now);
    } catch (error) {
      if (error instanceof NotPlainError) throw error;
      fail(monitors, monitor, error);
    }
    if (wasOpen && isDecided(monitor)) {
      // A deadline passed before this event.
      monitor.at ??= { step, time: millis(world.now) };
      monitors.news.push(monitor);
    }
  }
  endLook(watch.still);
}

function fail({ explain }: Monitors, monitor: Monitor, error: unknown): void {
  const { property } = monitor;
  const isEffect = changesFrozen(error);
  monitor.verdict = 'error';
  monitor.error = explain(error, {
    code: isEffect ? 'property/effect' : 'property/threw',
    what: isEffect ? `'${property.name}' changes what it looks at` : `'${property.name}' threw`,
    place: property.place,
    help: isEffect
      ? 'A property only looks: copy what you want to change, as in [...list].sort().'
      : 'A property is asked after every event: it must bear every state, the first included.',
  });
  monitor.text = monitor.error.text;
}

function isDecided(monitor: Monitor): boolean {
  return (
    monitor.verdict === 'violated' ||
    monitor.verdict === 'witnessed' ||
    monitor.verdict === 'error' ||
    (monitor.property.form === 'eventually' && monitor.verdict === 'holds')
  );
}

/** `now`: virtual µs. */
function look(monitor: Monitor, watch: Watch, index: number, now: number): void {
  const { property } = monitor;
  if (isOfHistory(property)) return;
  const { before, now: view } = watch.views;
  const wrongOfNow = (which: 0 | 1, question: (world: WorldView) => Verdict): string | null =>
    answerOf(watch, index, which, property, () => question(view), false);
  switch (property.form) {
    case 'always': {
      const wrong = wrongOfNow(0, property.holds);
      if (wrong !== null) violate(monitor, wrong);
      return;
    }
    case 'step': {
      const wrong = answerOf(watch, index, 0, property, () => property.holds(before, view), true);
      if (wrong !== null) violate(monitor, wrong);
      return;
    }
    case 'reachable':
      if (wrongOfNow(0, property.holds) === null) monitor.verdict = 'witnessed';
      return;
    case 'eventually': {
      const wrong = wrongOfNow(0, property.holds);
      if (wrong === null) monitor.verdict = 'holds';
      else monitor.text = wrong;
      return;
    }
    case 'leadsTo': {
      const isOwed = monitor.owedSince !== null || wrongOfNow(0, property.whenever) === null;
      if (!isOwed) return;
      const wrong = wrongOfNow(1, property.holds);
      if (wrong === null) {
        monitor.owedSince = null;
        monitor.verdict = 'holds';
      } else {
        monitor.owedSince ??= now;
        monitor.verdict = 'pending';
        monitor.text = wrong;
      }
    }
  }
}

/** Holds what was recorded against a property of the history. */
function lookBack({ checks }: Monitors, monitor: Monitor, index: number, history: History, isEnd: boolean): void {
  const { property } = monitor;
  if (!isOfHistory(property)) return;
  const check = checks.get(index) ?? historyCheckOf(property);
  checks.set(index, check);
  const found = check.advance(history, isEnd);
  switch (found.type) {
    case 'nothing':
      monitor.verdict = 'pending';
      monitor.text = '';
      return;
    case 'holds':
      monitor.verdict = 'holds';
      monitor.text = '';
      return;
    case 'undecided':
      // While the run goes on the search may lag behind it.
      if (isEnd) monitor.verdict = 'pending';
      monitor.text = found.text;
      return;
    case 'violated':
      violate(monitor, found.text);
      monitor.at = { step: found.step, time: millis(found.time) };
  }
}

function answerOf(
  { still, answers }: Watch,
  index: number,
  which: 0 | 1,
  property: PlannedProperty,
  question: () => unknown,
  isTransition: boolean,
): string | null {
  const answer = answers[index]?.[which] ?? noAnswer<string | null>();
  return ask(
    still,
    answer,
    () => {
      grant(callTurns);
      return wrongOf(question(), property);
    },
    isTransition,
  );
}

/** Virtual µs until which it has to come true; null when it is not owed, or by no certain time. */
function deadlineOf({ property, since, owedSince }: Monitor): number | null {
  if (!('within' in property) || property.within === null) return null;
  const from = property.form === 'eventually' ? since : owedSince;
  return from === null ? null : from + micros(property.within);
}

function isLate(monitor: Monitor, now: number): boolean {
  const deadline = deadlineOf(monitor);
  return deadline !== null && now > deadline;
}

/** Violated at its deadline, whenever that is noticed. `step`: the last event before. */
function miss(monitor: Monitor, step: number): void {
  const { property, owedSince } = monitor;
  const of = property.form === 'leadsTo' ? ` of ${millis(owedSince ?? 0)} ms` : '';
  violate(monitor, `not within ${'within' in property ? property.within : null} ms${of}`);
  monitor.at = { step: Math.max(0, step), time: millis(deadlineOf(monitor) ?? 0) };
}

/** Deadlines that pass while nothing happens. `now`: virtual µs shown. */
export function passTime(monitors: Monitors, now: number, step: number): void {
  for (const monitor of monitors.list) {
    if (monitor.verdict !== 'pending' || !isLate(monitor, now)) continue;
    miss(monitor, step);
    monitors.news.push(monitor);
  }
}

/** The scenario is over. What had to come true and did not is violated; when nothing can happen any more, so is what is owed. */
export function conclude(monitors: Monitors, world: World, isQuiescent: boolean): void {
  for (const [index, monitor] of monitors.list.entries()) {
    const { form } = monitor.property;
    if (isOfHistory(monitor.property) && (monitor.verdict === 'holds' || monitor.verdict === 'pending')) {
      try {
        lookBack(monitors, monitor, index, world.history, true);
      } catch (error) {
        fail(monitors, monitor, error);
        monitor.at = { step: Math.max(0, world.step - 1), time: millis(world.now) };
      }
      if (isDecided(monitor)) monitors.news.push(monitor);
      continue;
    }
    const isLost = monitor.verdict === 'pending' && (form === 'eventually' || (form === 'leadsTo' && isQuiescent));
    if (!isLost) continue;
    violate(
      monitor,
      monitor.text === '' ? 'not before the end of the run' : `not before the end of the run: ${monitor.text}`,
    );
    monitor.at = { step: world.step - 1, time: millis(world.now) };
    monitor.isConcluded = true;
    monitors.news.push(monitor);
  }
}

function violate(monitor: Monitor, text: string): void {
  monitor.verdict = 'violated';
  monitor.text = text;
}

/** Null: holds. Otherwise what is wrong. */
export function wrongOf(verdict: unknown, property: Pick<PlannedProperty, 'name' | 'place'>): string | null {
  if (verdict === true) return null;
  if (verdict === false) return '';
  if (typeof verdict === 'string') return verdict;
  throw new DiagnosticError(
    diagnostic(
      'property/bad-result',
      `'${property.name}' returned ${verdict === undefined ? 'nothing' : typeof verdict}.`,
      {
        cell: property.place.cell,
        range: property.place.range,
        help: 'Return true when it holds; false, or a string that says what is wrong, when it does not.',
      },
    ),
  );
}
