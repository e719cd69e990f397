/**
 * Properties as live monitors: each looks at the world after every event (when the `when` rules have come to
 * rest) and keeps a verdict. A violation is kept with the moment it was first seen; the run goes on.
 */
import { DiagnosticError, type Diagnostic, diagnostic } from '../diagnostic.ts';
import type { Explain } from '../program/explain.ts';
import { copy, freeze } from '../plain.ts';
import { callTurns, grant } from '../program/budget.ts';
import type { PropertyForm, State } from '../program/declaration.ts';
import type { PlannedProperty } from './plan.ts';
import type { Machine } from './step.ts';
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
  /** Violated only because the run came to rest: an edit that moves it again opens the question again. */
  isConcluded: boolean;
}

export interface Monitors {
  readonly explain: Explain;
  readonly list: readonly Monitor[];
  /** Verdicts that turned bad or were witnessed since they were last taken. */
  readonly news: Monitor[];
  /** States before the last event, for `step`; null when no property wants them. */
  readonly before: Before | null;
}

interface Before {
  readonly view: WorldView;
  readonly nodes: { id: string; kind: string; state: State; alive: boolean; version: number }[];
  time: number;
}

const initialVerdict: Readonly<Record<PropertyForm['form'], Monitor['verdict']>> = {
  always: 'holds',
  step: 'holds',
  reachable: 'pending',
  eventually: 'pending',
  leadsTo: 'holds',
};

export function createMonitors(world: World, earlier: Monitors | null, explain: Explain): Monitors {
  const wanted: readonly PlannedProperty[] = [...world.program.properties, ...world.plan.properties];
  const list = wanted.map((property): Monitor => {
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
      : same.isConcluded
        ? { ...same, property, verdict: 'pending', at: null, isConcluded: false }
        : { ...same, property };
  });
  const before = list.some(({ property }) => property.form === 'step') ? createBefore(world) : null;
  return { explain, list, news: [], before };
}

function createBefore(world: World): Before {
  const before: Before = {
    nodes: [],
    time: millis(world.now),
    view: createView({
      get now() {
        return before.time;
      },
      get nodes() {
        return before.nodes;
      },
      messages: () => [],
      isCut: () => false,
    }),
  };
  remember(before, world);
  return before;
}

/** Copies the states that changed since the last event: one or two. */
function remember(before: Before, world: World): void {
  before.time = millis(world.now);
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

/**
 * A property that changes a state would make the run depend on its being asked. To look at the live states is what
 * makes asking cheap, so only now and then, the first time included, it is shown frozen copies.
 */
const probeSpacing = 1_024;
const changesFrozen = /read only|not extensible|Cannot delete|shared by every node/;

function frozenView(world: World, live: WorldView): WorldView {
  return createView({
    now: live.now,
    nodes: world.nodes.map(({ id, kind, state, alive }) => ({
      id,
      kind,
      alive,
      state: freeze(withId(copy(state), id)),
    })),
    messages: () => live.inFlight(),
    isCut: (a, b) => !live.linked(a, b),
  });
}

/** Looks at the world as it is now. `step`: the event just recorded. */
export function observe(monitors: Monitors, machine: Machine, step: number): void {
  const { world, view } = machine;
  let frozen: WorldView | null = null;
  for (const monitor of monitors.list) {
    if (monitor.verdict === 'error' || monitor.verdict === 'violated' || monitor.verdict === 'witnessed') continue;
    const { property } = monitor;
    if (property.form === 'eventually' && monitor.verdict === 'holds') continue;
    try {
      grant(callTurns);
      const isProbe = monitor.looks++ % probeSpacing === 0;
      if (isProbe) frozen ??= frozenView(world, view);
      look(monitor, monitors.before, isProbe && frozen !== null ? frozen : view, world);
    } catch (error) {
      monitor.verdict = 'error';
      const isEffect = frozen !== null && error instanceof TypeError && changesFrozen.test(error.message);
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
    if (isDecided(monitor)) {
      monitor.at = { step, time: millis(world.now) };
      monitors.news.push(monitor);
    }
  }
  if (monitors.before !== null) remember(monitors.before, world);
}

function isDecided(monitor: Monitor): boolean {
  return (
    monitor.at === null &&
    (monitor.verdict === 'violated' ||
      monitor.verdict === 'witnessed' ||
      monitor.verdict === 'error' ||
      (monitor.property.form === 'eventually' && monitor.verdict === 'holds'))
  );
}

function look(monitor: Monitor, before: Before | null, view: WorldView, world: World): void {
  const { property } = monitor;
  switch (property.form) {
    case 'always': {
      const wrong = wrongOf(property.holds(view), monitor);
      if (wrong !== null) violate(monitor, wrong);
      return;
    }
    case 'step': {
      if (before === null) return;
      const wrong = wrongOf(property.holds(before.view, view), monitor);
      if (wrong !== null) violate(monitor, wrong);
      return;
    }
    case 'reachable':
      if (wrongOf(property.holds(view), monitor) === null) monitor.verdict = 'witnessed';
      return;
    case 'eventually': {
      const isLate = property.within !== null && world.now > monitor.since + micros(property.within);
      const wrong = wrongOf(property.holds(view), monitor);
      if (isLate) violate(monitor, `not within ${property.within} ms`);
      else if (wrong === null) monitor.verdict = 'holds';
      else monitor.text = wrong;
      return;
    }
    case 'leadsTo': {
      if (
        monitor.owedSince !== null &&
        property.within !== null &&
        world.now > monitor.owedSince + micros(property.within)
      ) {
        violate(monitor, `owed since ${millis(monitor.owedSince)} ms, not within ${property.within} ms`);
        return;
      }
      const isOwed = monitor.owedSince !== null || wrongOf(property.whenever(view), monitor) === null;
      if (!isOwed) return;
      const wrong = wrongOf(property.holds(view), monitor);
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

/** Deadlines that pass while nothing happens. `now`: virtual µs shown. */
export function passTime(monitors: Monitors, now: number, step: number): void {
  for (const monitor of monitors.list) {
    const { property } = monitor;
    if (monitor.verdict !== 'pending' || !('within' in property) || property.within === null) continue;
    const from = property.form === 'eventually' ? monitor.since : monitor.owedSince;
    if (from === null || now <= from + micros(property.within)) continue;
    violate(monitor, `not within ${property.within} ms${property.form === 'leadsTo' ? ` of ${millis(from)} ms` : ''}`);
    monitor.at = { step, time: millis(from + micros(property.within)) };
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
    monitor.isConcluded = isQuiescent;
    monitors.news.push(monitor);
  }
}

function violate(monitor: Monitor, text: string): void {
  monitor.verdict = 'violated';
  monitor.text = text;
}

/** Null: holds. Otherwise what is wrong. */
function wrongOf(verdict: unknown, monitor: Monitor): string | null {
  if (verdict === true) return null;
  if (verdict === false) return '';
  if (typeof verdict === 'string') return verdict;
  const { property } = monitor;
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
