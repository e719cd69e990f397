/**
 * For the tests of recovery: a kernel that does nothing but count events, whose cells say in plain words when to hang,
 * and a clock that only moves when nothing else can.
 *
 *   `hangs when evaluated`   any open or swap that puts it in force
 *   `hangs at 130`           the event after 130 recorded ones
 *   `hangs when drawn`       a plot
 *   `hangs when started`     a restart
 *   `hangs when explored`    an exploration
 *   `hangs when fuzzed`      a fuzzing
 *   `hangs when forked`      a change of the branches
 *   `hangs when raced`       a race
 *   `refused`                a swap is answered with accepted: false
 */
import type { CompiledCell } from '../../compile/compiled.ts';
import { nothingExplored } from '../../exploration.ts';
import { nothingFuzzed } from '../../findings.ts';
import { mainBranch } from '../../journal.ts';
import type { Frame, Journal, ProgramSource, ProgramView, Reply, ReplyTo, Request, SwapReply } from '../../protocol.ts';
import type { Clock, Down, Link } from './link.ts';

/** A cell whose JavaScript is a sentence; its hash is the sentence. */
export function cell(key: string, js: string, more: Partial<CompiledCell> = {}): CompiledCell {
  const range = { line: 1, column: 1, endLine: 2, endColumn: 1 };
  return {
    key,
    kind: 'rules',
    slug: null,
    source: js,
    js,
    hash: js,
    statements: [{ range, hash: js, definitions: [], references: [], touches: [], nominal: null, guarded: null }],
    definitions: [],
    references: [],
    imports: [],
    map: '',
    inserted: {},
    diagnostics: [],
    ...more,
  };
}

export class Hang extends Error {}

const eventsPerAdvance = 1_000;
const restoredPerAdvance = 400;

/** What one kernel does; throws Hang where a real one would never come back. */
export function fakeSession(): (request: Request) => Reply {
  let source: ProgramSource = { id: '', cells: [] };
  let journal: Journal = {
    ...mainBranch,
    others: [],
    format: 2,
    seed: 0,
    scenario: '',
    program: '',
    entries: [],
    steps: 0,
    turns: 0,
  };
  let restoring: { readonly journal: Journal; readonly sources: readonly ProgramSource[] } | null = null;

  const says = (what: string): CompiledCell | undefined => source.cells.find((one) => one.js?.includes(what));

  function put(cells: readonly CompiledCell[]): void {
    const old = source;
    const inForce = cells.flatMap((one) =>
      one.js === null ? (old.cells.find(({ key }) => key === one.key) ?? []) : one,
    );
    source = { id: inForce.map((one) => `${one.key}:${one.hash}`).join('|'), cells: inForce };
    if (says('hangs when evaluated')) throw new Hang();
  }

  function view(cells: readonly CompiledCell[]): ProgramView {
    return {
      messages: [],
      durable: {},
      scenarios: [],
      cells: cells.map(({ key, js }) => ({ key, status: js === null ? ('kept' as const) : ('live' as const) })),
      diagnostics: cells.flatMap((one) => one.diagnostics),
      explorations: [],
      fuzzers: [],
    };
  }

  const moment = () => ({ turn: journal.turns, step: journal.steps, time: journal.steps });

  const reply = (accepted: boolean, cells = source.cells): SwapReply => ({
    accepted,
    program: view(cells),
    source,
    journal,
  });

  function frame(): Frame {
    const moment = { now: journal.steps, step: journal.steps };
    const empty = {
      nodes: [],
      messages: [],
      timers: [],
      cuts: [],
      rules: [],
      properties: [],
      stats: [],
      log: [],
      marks: [],
      marksVersion: '',
      density: [],
      branches: [],
      ghost: null,
      memory: {
        bytes: 0,
        limit: 0,
        thinnedBefore: null,
        thinned: { checkpointsBefore: null, eventsBefore: null, statsBefore: null, marksBefore: null },
      },
    };
    const status = restoring ? 'restoring' : 'running';
    return {
      status,
      ...moment,
      tip: moment,
      until: null,
      scenario: journal.scenario,
      seed: journal.seed,
      ...empty,
      diagnostics: [],
    };
  }

  return (request) => {
    switch (request.type) {
      case 'open':
        source = { id: '', cells: [] };
        put(request.cells);
        restoring = request.restore;
        journal = restoring
          ? { ...restoring.journal, steps: 0, turns: 0 }
          : {
              ...mainBranch,
              others: [],
              format: 2,
              seed: request.seed ?? 7,
              scenario: request.scenario ?? 'first',
              program: source.id,
              entries: [],
              steps: 0,
              turns: 0,
            };
        return reply(true);
      case 'swap': {
        if (request.cells.some((one) => one.js === 'refused')) return reply(false);
        put(request.cells);
        journal = {
          ...journal,
          entries: [...journal.entries, { type: 'swap', ...moment(), program: source.id }],
        };
        return reply(true, request.cells);
      }
      case 'restart':
        if (says('hangs when started')) throw new Hang();
        journal = { ...journal, program: source.id, entries: [], steps: 0, turns: 0 };
        return reply(true);
      case 'advance': {
        if (restoring) {
          const steps = Math.min(restoring.journal.steps, journal.steps + restoredPerAdvance);
          journal = { ...journal, steps, turns: steps };
          if (steps === restoring.journal.steps) [journal, restoring] = [restoring.journal, null];
          return { frame: frame(), journal };
        }
        for (let n = Math.min(request.steps ?? eventsPerAdvance, request.to - journal.steps); n > 0; n--) {
          if (says(`hangs at ${journal.steps} `)) throw new Hang();
          journal = { ...journal, steps: journal.steps + 1, turns: journal.turns + 1 };
        }
        return { frame: frame(), journal };
      }
      case 'look':
        return { frame: frame() };
      case 'input':
        journal = {
          ...journal,
          entries: [...journal.entries, { type: 'input', ...moment(), input: request.input }],
        };
        return { journal, diagnostics: [], done: null };
      case 'plot':
        if (source.cells.find(({ key }) => key === request.cell)?.js?.includes('hangs when drawn')) throw new Hang();
        return { type: 'plot', plot: { $call: 'plot', args: [] } };
      case 'explore':
        if (says('hangs when explored')) throw new Hang();
        return { ...nothingExplored, name: request.name, states: 1, verdict: 'holds' };
      case 'export':
        return { journal, digests: [{ branch: journal.id, steps: journal.steps, digest: source.id }] };
      case 'fuzz':
        if (says('hangs when fuzzed')) throw new Hang();
        return {
          ...nothingFuzzed,
          name: request.name,
          status: 'passed',
          seeds: { from: 1, done: 1, of: 1 },
          events: 1,
          rules: { fired: 1, of: 1 },
        };
      case 'digest':
        return { digest: `${source.id}@${journal.steps}`, steps: journal.steps };
      case 'next': {
        const guilty = says(`hangs at ${journal.steps} `);
        const range = guilty?.statements[0]?.range ?? null;
        return { rule: guilty ? 'server.tick' : 'server.other', cell: guilty?.key ?? null, range, node: 'server1' };
      }
      case 'branch':
        if (says('hangs when forked')) throw new Hang();
        return reply(true);
      case 'undo-input':
        return reply(true);
      case 'scenario-line':
        return { line: null };
      case 'choices':
        return { choices: [] };
      case 'value':
      case 'members':
        return { type: 'missing', text: '' };
      case 'messages':
        return { types: [], bodies: [] };
      case 'find':
        return { step: null };
      case 'partitions':
        return { partitions: null };
      case 'space-time':
        return { stretch: null };
      case 'compare':
        return { comparison: null, diagnostics: [] };
      case 'race':
        if (says('hangs when raced')) throw new Hang();
        return { race: null, diagnostics: [], journal };
      case 'probe':
        return { probe: null, why: '' };
      case 'watch':
        return { status: 'gone', range: null, upTo: { step: 0, time: 0 }, points: [], count: 0, notes: [] };
      case 'story':
        return { steps: [] };
      case 'explain':
        return { explanation: null, text: '' };
      case 'star':
        return { starred: null, text: '' };
      case 'stars':
        return { stars: [], journey: null };
      case 'heat':
        return { heat: null };
      case 'stat':
        return { told: null };
      case 'history':
        return { chart: null };
      case 'limit':
        return {
          memory: {
            bytes: 0,
            limit: request.bytes,
            thinnedBefore: null,
            thinned: { checkpointsBefore: null, eventsBefore: null, statsBefore: null, marksBefore: null },
          },
        };
    }
  };
}

/** A link to a fresh fake kernel, and the means to end it from outside. */
export interface FakeLink extends Link {
  readonly log: readonly Request[];
  readonly killed: boolean;
  endByItself(reason: Down): void;
}

export function fakeLink(): FakeLink {
  const handle = fakeSession();
  let doing: unknown = null;
  const listeners = new Set<(reason: Down) => void>();
  const log: Request[] = [];
  let down: Down | null = null;
  let killed = false;
  let hung = false;
  return {
    log,
    get killed() {
      return killed;
    },
    request<R extends Request>(request: R) {
      log.push(request);
      return new Promise<ReplyTo<R>>((resolve, reject) => {
        if (hung || killed || down !== null) return;
        if ('watch' in request && request.watch)
          doing = { rule: 'server.Vote', node: 'server1', cell: 'a', range: null };
        try {
          // The session answers each request with its own kind of reply; the fake's type does not say so.
          resolve(structuredClone(handle(request)) as ReplyTo<R>);
        } catch (error) {
          if (error instanceof Hang) hung = true;
          else reject(error);
        }
      });
    },
    onDown(listener) {
      const reason = down;
      if (reason !== null) queueMicrotask(() => listener(reason));
      else listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    doing: () => doing,
    kill() {
      killed = true;
    },
    endByItself(reason) {
      down = reason;
      for (const listener of [...listeners]) listener(reason);
    },
  };
}

export interface FakeClock extends Clock {
  /** Lets time pass, timer by timer, until the promise is settled. */
  until<T>(promise: Promise<T>): Promise<T>;
}

export function fakeClock(): FakeClock {
  let now = 0;
  let timers: readonly { readonly at: number; readonly run: () => void }[] = [];
  return {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers = [...timers, timer];
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    async until(promise) {
      let settled = false;
      const settle = (): void => {
        settled = true;
      };
      promise.then(settle, settle);
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        if (settled) return promise;
        const [next] = timers.toSorted((a, b) => a.at - b.at);
        if (next === undefined) throw new Error('Nothing is left to wait for.');
        timers = timers.filter((one) => one !== next);
        now = Math.max(now, next.at);
        next.run();
      }
    },
  };
}
