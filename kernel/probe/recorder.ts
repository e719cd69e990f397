/**
 * Hears what probed cells do, and writes down what was seen at that moment: what changes later is not changed here. Everything has a
 * limit; what was left out is told.
 *
 * A `pass` is one call of a function or one turn of a loop. The passes that are going on are a stack, so that what is seen is known to be of
 * the innermost.
 */
import type { Probe, Site, SiteId } from '../compile/probe-sites.ts';
import type { Span } from '../compile/names.ts';
import type { Shown } from '../protocol.ts';
import { shownWithin } from '../trace/shown.ts';

/** Values of one event. */
const seenLimit = 3_000;
const passLimit = 1_500;
/** Turns of one loop that are kept. */
const turnLimit = 200;
/** Fields and items of one value, and of one that is watched all along a run. */
const partLimit = 120;
const watchedPartLimit = 12;

export interface RecordedPass {
  readonly site: SiteId;
  /** Index of the pass of the block around it. */
  readonly within: number | null;
  readonly index: number;
}

export interface Sighting {
  readonly kind: 'value' | 'condition' | 'effect' | 'thrown' | 'turns';
  readonly site: SiteId;
  readonly pass: number;
  readonly value: Shown;
}

export interface Recorded {
  readonly passes: readonly RecordedPass[];
  readonly seen: readonly Sighting[];
  readonly skipped: readonly { readonly pass: number; readonly site: SiteId; readonly span: Span }[];
  /** As sentences. */
  readonly notes: readonly string[];
}

/** The last that was seen at a watched place, and how often. */
export interface Hit {
  readonly value: Shown;
  readonly times: number;
}

export interface Recorder {
  readonly probe: Probe;
  /** Hears all, from nothing. `own`: what is given to every rule, and is not worth telling. */
  record(sites: readonly Site[], own: readonly unknown[]): void;
  /** Forgets what it heard. */
  forget(): void;
  recorded(): Recorded;
  /** Hears of one place alone. */
  watch(sites: readonly Site[], site: SiteId, own: readonly unknown[]): void;
  /** What was seen there since it was asked last; null when nothing. */
  hit(): Hit | null;
  stop(): void;
}

export function createRecorder(): Recorder {
  let mode: 'off' | 'all' | 'one' = 'off';
  let sites: readonly Site[] = [];
  let own: readonly unknown[] = [];

  let passes: RecordedPass[] = [];
  let seen: Sighting[] = [];
  let skipped: { pass: number; site: SiteId; span: Span }[] = [];
  let stack: { readonly site: SiteId; readonly pass: number; readonly isCall: boolean }[] = [];
  let counts = new Map<string, number>();
  let loops = new Map<string, { at: number; turns: number }>();
  let switches = new Map<string, Set<number>>();
  let [leftOut, callsLeftOut, turnsLeftOut] = [0, 0, 0];

  let only: SiteId = -1;
  /** The function or loop that gives the watched name. */
  let giver: SiteId = -1;
  let last: unknown = null;
  let lastShown: Shown | null = null;
  let times = 0;

  function forget(): void {
    [passes, seen, skipped, stack] = [[], [], [], []];
    [leftOut, callsLeftOut, turnsLeftOut] = [0, 0, 0];
    [counts, loops, switches] = [new Map(), new Map(), new Map()];
  }

  function siteOf(id: SiteId): Site {
    const site = sites[id];
    if (site === undefined) throw new RangeError(`There is no site ${id}.`);
    return site;
  }

  const top = (): number => stack[stack.length - 1]?.pass ?? -1;

  function see(kind: Sighting['kind'], site: SiteId, value: unknown): void {
    if (mode === 'one') {
      if (site !== only) return;
      times += 1;
      lastShown = shownWithin(value, watchedPartLimit);
      return;
    }
    const pass = top();
    if (pass < 0) return;
    if (seen.length >= seenLimit) leftOut += 1;
    else seen.push({ kind, site, pass, value: shownWithin(value, partLimit) });
  }

  const isDull = (value: unknown): boolean => typeof value === 'function' || own.includes(value) || hasBehaviour(value);

  function value<T>(site: SiteId, given: T): T {
    if (mode === 'off') return given;
    if (mode === 'one' ? site === only : !isDull(given)) see('value', site, given);
    if (mode === 'all') {
      const { kind, after } = siteOf(site);
      if (kind === 'switch') switches.set(`${site} ${top()}`, new Set());
      if (after.length > 0) skipAfter(site);
    }
    return given;
  }

  function skip(site: SiteId, pass: number, span: Span | null | undefined): void {
    if (span != null && pass >= 0 && skipped.length < seenLimit) skipped.push({ pass, site, span });
  }

  /** Of a return and the like: the passes of this call that end. */
  function skipAfter(site: SiteId): void {
    for (const { within, span } of siteOf(site).after) skip(site, passOf(within), span);
  }

  /** The innermost pass of a block that is going on. */
  function passOf(block: SiteId): number {
    for (let i = stack.length - 1; i >= 0; i--) {
      const at = stack[i];
      if (at?.site === block) return at.pass;
    }
    return -1;
  }

  function push(site: SiteId, isCall: boolean, given: readonly unknown[]): void {
    const { within, names } = siteOf(site);
    const around = within < 0 ? -1 : passOf(within);
    const key = `${site} ${around}`;
    const index = counts.get(key) ?? 0;
    counts.set(key, index + 1);
    const isKept = passes.length < passLimit && (isCall || index < turnLimit);
    if (isKept) passes.push({ site, within: around < 0 ? null : around, index });
    else if (isCall) callsLeftOut += 1;
    else turnsLeftOut += 1;
    stack.push({ site, pass: isKept ? passes.length - 1 : -1, isCall });
    for (let i = 0; i < given.length; i++) {
      const name = names[i];
      if (name != null) value(name, given[i]);
    }
  }

  /** What is given to the names of a block, of which one is watched. */
  function watchGiven(site: SiteId, given: readonly unknown[]): void {
    if (site !== giver) return;
    const index = siteOf(site).names.indexOf(only);
    if (index >= 0) see('value', only, given[index]);
  }

  /** Where the turn of a loop that is going on stands in the stack of this call; −1 when none is. */
  function turnAt(site: SiteId): number {
    for (let i = stack.length - 1; i >= 0; i--) {
      if (stack[i]?.site === site) return i;
      if (stack[i]?.isCall === true) return -1;
    }
    return -1;
  }

  function endTurn(site: SiteId): void {
    const at = turnAt(site);
    if (at >= 0) stack.length = at;
  }

  const probe: Probe = {
    value,
    stepped(site, given, by) {
      if (mode !== 'off') see('value', site, typeof given === 'bigint' ? given + BigInt(by) : Number(given) + by);
      return given;
    },
    changed(site, given, read) {
      if (mode === 'off' || (mode === 'one' && site !== only)) return given;
      try {
        value(site, read());
      } catch {
        // It is not there any more.
      }
      return given;
    },
    holds(site, given) {
      if (mode === 'off' || (mode === 'one' && site !== only)) return given;
      const { kind, label, skips } = siteOf(site);
      const isTrue = kind === 'logical' && label === '??' ? given != null : Boolean(given);
      if (kind === 'condition') see('condition', site, isTrue);
      if (mode === 'all') skip(site, top(), isTrue ? skips[0] : skips[1]);
      return given;
    },
    branch(site, index) {
      if (mode === 'all') switches.get(`${site} ${top()}`)?.add(index);
    },
    effect(site, callee, given) {
      if (mode === 'off' || (mode === 'one' && site !== only)) return given;
      const { label } = siteOf(site);
      const isOwn = own.some((one) => one === callee || (canHave(one) && Reflect.get(one, label) === callee));
      if (isOwn) see('effect', site, given.map(nameOf));
      return given;
    },
    thrown(site, given) {
      if (mode === 'off') return given;
      see('thrown', site, given instanceof Error ? given.message : given);
      if (mode === 'all') skipAfter(site);
      return given;
    },
    jump(site) {
      if (mode === 'all') skipAfter(site);
    },
    enter(site, given) {
      if (mode === 'all') push(site, true, given);
      else if (mode === 'one') watchGiven(site, given);
    },
    leave() {
      if (mode !== 'all') return;
      for (let at = stack.pop(); at !== undefined && !at.isCall; ) at = stack.pop();
    },
    call(site, given, body) {
      probe.enter(site, given);
      try {
        return body();
      } finally {
        probe.leave();
      }
    },
    loop(site) {
      if (mode === 'one' && site === only) [last, lastShown, times] = [0, null, times + 1];
      if (mode !== 'all') return;
      loops.set(`${site} ${top()}`, { at: seen.length, turns: 0 });
      see('turns', site, 0);
    },
    turn(site, given) {
      if (mode === 'one') {
        if (site === only) last = Number(last) + 1;
        else watchGiven(site, given);
      }
      if (mode !== 'all') return;
      endTurn(site);
      const loop = loops.get(`${site} ${top()}`);
      if (loop !== undefined) loop.turns += 1;
      push(site, false, given);
    },
    over(site) {
      if (mode === 'all') endTurn(site);
    },
  };

  /** Turns of loops are known when they are over, and so are the cases of a `switch` that were not taken. */
  function recorded(): Recorded {
    const all = seen.slice();
    const none = skipped.slice();
    for (const [key, { at, turns }] of loops) {
      const [site = -1, pass = -1] = key.split(' ').map(Number);
      const sighting = all[at];
      if (sighting?.kind === 'turns' && sighting.site === site)
        all[at] = { ...sighting, value: { t: 'atom', kind: 'number', text: String(turns) } };
      const body = sites[site]?.skips[0];
      if (turns === 0 && body != null && pass >= 0) none.push({ pass, site, span: body });
    }
    for (const [key, taken] of switches) {
      const [site = -1, pass = -1] = key.split(' ').map(Number);
      for (const [index, span] of (sites[site]?.skips ?? []).entries())
        if (span !== null && pass >= 0 && !taken.has(index)) none.push({ pass, site, span });
    }
    return { passes, seen: all, skipped: none, notes: notesOf(leftOut, callsLeftOut, turnsLeftOut) };
  }

  return {
    probe,
    record(all, given) {
      forget();
      [mode, sites, own] = ['all', all, given];
    },
    forget,
    recorded,
    watch(all, site, given) {
      [mode, sites, own, only, lastShown, times, last] = ['one', all, given, site, null, 0, null];
      giver = all.findIndex(({ names }) => names.includes(site));
    },
    hit() {
      if (times === 0) return null;
      const hit = { value: lastShown ?? shownWithin(last, watchedPartLimit), times };
      [lastShown, times, last] = [null, 0, null];
      return hit;
    },
    stop() {
      mode = 'off';
    },
  };
}

/** `ctx`, or the world that an action is given: no data. */
function hasBehaviour(value: unknown): boolean {
  if (!canHave(value) || Array.isArray(value) || value instanceof Map || value instanceof Set) return false;
  for (const key of Object.keys(value).slice(0, 40)) {
    const member = Object.getOwnPropertyDescriptor(value, key);
    if (member?.get !== undefined || typeof member?.value === 'function') return true;
  }
  return false;
}

/** A message type or a kind of node is what it is called. */
function nameOf(value: unknown): unknown {
  if ((typeof value !== 'function' && typeof value !== 'object') || value === null) return value;
  for (const key of ['messageName', 'kindName']) {
    const name: unknown = Reflect.get(value, key);
    if (typeof name === 'string' && typeof Reflect.get(value, 'type') !== 'string') return name;
  }
  return value;
}

const canHave = (value: unknown): value is object => typeof value === 'object' && value !== null;

function notesOf(leftOut: number, calls: number, turns: number): readonly string[] {
  return [
    ...(turns > 0 ? [`Of each loop the first ${turnLimit} turns are shown: ${turns} more were made.`] : []),
    ...(calls > 0 ? [`${calls} more calls of functions were left out.`] : []),
    ...(leftOut > 0 ? [`${leftOut} more values were left out.`] : []),
  ];
}
