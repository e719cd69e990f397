/**
 * Properties as live monitors: each looks at the world after every event (when the `when` rules have come to
 * rest) and keeps a verdict. A violation is kept with the moment it was first seen; the run goes on.
 */
import { DiagnosticError, type Diagnostic, diagnostic } from '../diagnostic.ts';
import type { Explain } from '../program/explain.ts';
import { copy } from '../plain.ts';
import { callTurns, grant } from '../program/budget.ts';
import type { PropertyForm, State } from '../program/declaration.ts';
import { changesFrozen, frozenView, probeSpacing } from './frozen.ts';
import type { PlannedProperty } from './plan.ts';
import { isCut, type Machine, messagesInFlight } from './step.ts';
import { createView, withId } from './view.ts';
import { micros, millis, type World } from './world.ts';
import type { World as WorldView } from '../program/language.ts';

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
  /** Times it was asked. */
  looks: number;
  /** Violated only because the run was over: what moves it again opens the question again. */
  isConcluded: boolean;
}

export interface Monitors {
  readonly explain: Explain;
  readonly list: readonly Monitor[];
  /** Verdicts that turned bad or were witnessed since they were last taken. */
  readonly news: Monitor[];
  /** The world before the last event, for `step`; null when no property wants it. */
  readonly before: Before | null;
}

interface Before {
  readonly view: WorldView;
  readonly nodes: { id: string; kind: string; state: State; alive: boolean; version: number }[];
  time: number;
  cuts: World['cuts'];
  /** What has a lower insertion number was in the queue then: still is, or arrived since. */
  order: number;
}

const initialVerdict: Readonly<Record<PropertyForm['form'], Monitor['verdict']>> = {
  always: 'holds',
  step: 'holds',
  reachable: 'pending',
  eventually: 'pending',
  leadsTo: 'holds',
};

export function createMonitors(world: World, earlier: Monitors | null, explain: Explain): Monitors {
  const list = wantedOf(world).map((property): Monitor => {
    const same = earlier?.list.find(
      (monitor) => monitor.property.name === property.name && monitor.property.content === property.content,
    );
    return same === undefined
      ? {
          property,
          verdict: initialVerdict[property.form],
          at: null,
          text: '',
          owedSince: null,
          since: world.now,
          error: null,
          looks: 0,
          isConcluded: false,
        }
      : { ...same, property };
  });
  const before = list.some(({ property }) => property.form === 'step') ? createBefore(world) : null;
  world.arrived = before === null ? null : [];
  return { explain, list, news: [], before };
}

/** What the monitors know now, apart from them. */
export function copyMonitors({ list }: Monitors): readonly Monitor[] {
  return list.map((monitor) => ({ ...monitor }));
}

/** Monitors that go on from what they knew in that world. */
export function resumeMonitors(known: readonly Monitor[], world: World, explain: Explain): Monitors {
  const list = known.map((monitor) => ({ ...monitor }));
  const before = list.some(({ property }) => property.form === 'step') ? createBefore(world) : null;
  return { explain, list, news: [], before };
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

function createBefore(world: World): Before {
  const before: Before = {
    nodes: [],
    time: millis(world.now),
    cuts: world.cuts,
    order: world.order,
    view: createView({
      get now() {
        return before.time;
      },
      get nodes() {
        return before.nodes;
      },
      messages: () =>
        messagesInFlight(
          world,
          [...(world.arrived ?? []), ...world.heap].filter(({ order }) => order < before.order),
        ),
      isCut: (a, b) => isCut(world, before.cuts, a, b),
    }),
  };
  remember(before, world);
  return before;
}

/** Copies the states that changed since the last event: one or two. Of the queue it notes only what is needed to tell how it was. */
function remember(before: Before, world: World): void {
  before.time = millis(world.now);
  before.cuts = world.cuts;
  before.order = world.order;
  if (world.arrived !== null) world.arrived.length = 0;
  for (const node of world.nodes) {
    const earlier = before.nodes[node.index];
    if (earlier !== undefined && earlier.version === node.version) continue;
    before.nodes[node.index] = {
      id: node.id,
      kind: node.kind,
      state: withId(copy(node.state), node.id),
      alive: node.alive,
      version: node.version,
    };
  }
}

/** Looks at the world as it is now. `step`: the event just recorded. */
export function observe(monitors: Monitors, machine: Machine, step: number): void {
  const { world, view } = machine;
  let frozen: WorldView | null = null;
  for (const monitor of monitors.list) {
    if (monitor.verdict === 'error' || monitor.verdict === 'violated' || monitor.verdict === 'witnessed') continue;
    const { property } = monitor;
    if (property.form === 'eventually' && monitor.verdict === 'holds') continue;
    const wasOpen = monitor.at === null;
    try {
      grant(callTurns);
      const isProbe = monitor.looks++ % probeSpacing === 0;
      if (isProbe) frozen ??= frozenView(world, view);
      if (isLate(monitor, world.now)) miss(monitor, step - 1);
      else look(monitor, monitors.before, isProbe && frozen !== null ? frozen : view, world);
    } catch (error) {
      monitor.verdict = 'error';
      const isEffect = frozen !== null && changesFrozen(error);
      monitor.error = monitors.explain(error, {
        code: isEffect ? 'property/effect' : 'property/threw',
        what: isEffect ? `'${property.name}' changes the world` : `'${property.name}' threw`,
        place: property.place,
        help: isEffect
          ? 'A property only looks: copy what you want to change, as in [...list].sort().'
          : 'A property is asked after every event: it must bear every state, the first included.',
      });
      monitor.text = monitor.error.text;
    }
    if (wasOpen && isDecided(monitor)) {
      // A deadline passed before this event.
      monitor.at ??= { step, time: millis(world.now) };
      monitors.news.push(monitor);
    }
  }
  if (monitors.before !== null) remember(monitors.before, world);
}

function isDecided(monitor: Monitor): boolean {
  return (
    monitor.verdict === 'violated' ||
    monitor.verdict === 'witnessed' ||
    monitor.verdict === 'error' ||
    (monitor.property.form === 'eventually' && monitor.verdict === 'holds')
  );
}

function look(monitor: Monitor, before: Before | null, view: WorldView, world: World): void {
  const { property } = monitor;
  switch (property.form) {
    case 'always': {
      const wrong = wrongOf(property.holds(view), property);
      if (wrong !== null) violate(monitor, wrong);
      return;
    }
    case 'step': {
      if (before === null) return;
      const wrong = wrongOf(property.holds(before.view, view), property);
      if (wrong !== null) violate(monitor, wrong);
      return;
    }
    case 'reachable':
      if (wrongOf(property.holds(view), property) === null) monitor.verdict = 'witnessed';
      return;
    case 'eventually': {
      const wrong = wrongOf(property.holds(view), property);
      if (wrong === null) monitor.verdict = 'holds';
      else monitor.text = wrong;
      return;
    }
    case 'leadsTo': {
      const isOwed = monitor.owedSince !== null || wrongOf(property.whenever(view), property) === null;
      if (!isOwed) return;
      const wrong = wrongOf(property.holds(view), property);
      if (wrong === null) {
        monitor.owedSince = null;
        monitor.verdict = 'holds';
      } else {
        monitor.owedSince ??= world.now;
        monitor.verdict = 'pending';
        monitor.text = wrong;
      }
    }
  }
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
  for (const monitor of monitors.list) {
    const { form } = monitor.property;
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
