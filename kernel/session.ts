/**
 * One open notebook: joins the stages. Compiled cells go in; the reactive graph runs what an edit affects, the declarations are
 * joined to a program, the program is rehearsed and put in force, the run goes on. Its runs are a tree of branches, one of them
 * the current one. No host APIs: the wall clock, which only bounds how long a request may take, is a parameter.
 *
 * Here is what each request does; `session/` has the parts.
 */
import { createFuzzer, type Fuzzer, type SeedRange, type Sowing, sow } from './check/fuzz.ts';
import type { Tally } from './check/tally.ts';
import { findStatIn } from './compile/stat-place.ts';
import type { Exchanges, Race, ReplyTo, Request, RequestType } from './protocol.ts';
import { act, attempt, changeTree, undoInput } from './session/branches.ts';
import type { Explorer } from './check/explore.ts';
import { explainMore } from './session/explain.ts';
import { explorerOf, storyOf } from './session/explore.ts';
import { fuzzerOf, knownFuzzTask, namesInCells } from './session/fuzz.ts';
import { heatOf } from './session/heat.ts';
import { chartOfProperty } from './session/history.ts';
import { drawWithGhost } from './session/plot.ts';
import { forgetBuilds } from './session/programs.ts';
import { putInForce } from './session/put-in-force.ts';
import { probeEvent } from './session/probe.ts';
import { watchPlace } from './session/watch.ts';
import { createRace } from './session/race.ts';
import { frame, journal, machineAt, swapReply, untold } from './session/replies.ts';
import { scenarioLine } from './session/scenario-line.ts';
import { compareBranches } from './session/compare.ts';
import { catchUpNow, openNotebook, start } from './session/start.ts';
import { followStars, starAt } from './session/stars.ts';
import { createState, currentRun, type Host, isRebuilding, type SessionState, stopwatch } from './session/state.ts';
import { rowsUpTo } from './trace/columns.ts';
import { digestOf } from './trace/digest.ts';
import { findEvent } from './trace/find.ts';
import { forward, pass, setMemoryLimit } from './trace/forward.ts';
import { partitionsOf } from './trace/partition-table.ts';
import { worldAfter } from './trace/past.ts';
import { worldOf } from './trace/run.ts';
import { spaceTimeOf } from './trace/space-time.ts';
import { textOf } from './trace/shown.ts';
import { statEvents } from './trace/stat-events.ts';
import { membersOf } from './trace/members.ts';
import { latestBodies, messageTypes, wholeValue } from './trace/whole.ts';
import { choicesOf } from './world/pending.ts';
import { nextRule } from './world/step.ts';
import { micros } from './world/world.ts';

export type { Host } from './session/state.ts';

export interface Session {
  /** Throws on an unknown tag. */
  handle<R extends Request>(request: R): ReplyTo<R>;
  /** A part of a fuzzing, for one thread of several. Throws a RangeError when there is no such fuzzing. */
  sow(name: string, seeds: SeedRange, wish: Watching): Sowing;
  /** What all parts of a fuzzing found, added up: goes on with making the failures small. */
  conclude(name: string, seeds: SeedRange, tally: Tally, wish: Watching): Fuzzer;
  /** The explorer of an exploration, for threads of their own, of which several may share it. Throws a RangeError when there is no such one. */
  explorer(exploration: string, wish: Pick<Exchanges['explore']['request'], 'time' | 'watch'>): Explorer;
}

/** Whether the host is told of what runs. */
type Watching = Pick<Exchanges['fuzz']['request'], 'watch'>;

type Handlers = { readonly [T in RequestType]: (request: Exchanges[T]['request']) => Exchanges[T]['reply'] };

export function createSession(host: Host): Session {
  const state = createState(host);
  const handlers = handlersOf(state);
  return {
    handle<R extends Request>(request: R): ReplyTo<R> {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the table's type ties each handler to its request
      const handler = handlers[request.type] as ((request: R) => ReplyTo<R>) | undefined;
      if (handler === undefined)
        throw new TypeError(`unknown request ${JSON.stringify((request as { readonly type: unknown }).type)}`);
      return handler(request);
    },
    sow: (name, seeds, { watch = false }) => sow(knownFuzzTask(state, name, watch), seeds),
    conclude: (name, seeds, tally, { watch = false }) =>
      createFuzzer(knownFuzzTask(state, name, watch), seeds, namesInCells(state.inForce), tally),
    explorer: (name, wish) => explorerOf(state, { type: 'explore', name, budgetMs: 0, ...wish }),
  };
}

function handlersOf(state: SessionState): Handlers {
  const { host } = state;
  const { explain } = state.assembly;
  return {
    open(request) {
      openNotebook(state, request);
      return swapReply(state);
    },
    swap({ cells, from, at, keepGhost }) {
      // While a run is being rebuilt the newest cells wait for its end.
      if (!isRebuilding(state)) {
        putInForce(state, cells, { from: from ?? 'now', at: at ?? null, keepGhost: keepGhost ?? false });
        if (state.tree === null) start(state, null, null);
      }
      state.newest = cells;
      state.looked = null;
      forgetBuilds(state);
      return swapReply(state);
    },
    restart({ scenario, seed }) {
      const run = currentRun(state);
      if (seed !== null) state.seeds = { ...state.seeds, override: seed };
      state.problems = state.problems.filter(
        ({ code }) => !code.startsWith('scenario/') && !code.startsWith('journal/'),
      );
      start(state, scenario ?? (run === null ? null : worldOf(run).plan.scenario), seed);
      if (state.held.size > 0) putInForce(state, state.newest);
      return swapReply(state);
    },
    advance({ to, steps, budgetMs, want }) {
      const isSpent = stopwatch(host, budgetMs);
      const events = steps ?? Number.POSITIVE_INFINITY;
      const run = catchUpNow(state, { isSpent, events }) ? currentRun(state) : null;
      if (run !== null) {
        const why = forward(run, {
          to: steps === null ? micros(to) : Number.POSITIVE_INFINITY,
          turns: Number.POSITIVE_INFINITY,
          events,
          isSpent,
        });
        // Time goes on between events; at rest, and where an error stopped the run, it stands still.
        const goesOn = steps === null && why !== 'isSpent' && (run.end === 'running' || run.end === 'ended');
        pass(run, goesOn ? micros(to) : worldOf(run).now);
      }
      return { frame: frame(state, want), journal: journal(state), swapped: untold(state) };
    },
    look({ at, want }) {
      const run = currentRun(state);
      if (run === null) return { frame: frame(state, want) };
      if ('step' in at) return { frame: frame(state, want, machineAt(state, run, at.step)) };
      const moment = micros(at.time);
      return { frame: frame(state, want, machineAt(state, run, rowsUpTo(run.columns, moment)), moment) };
    },
    input({ input, at }) {
      return { ...act(state, input, at ?? null), journal: journal(state), swapped: untold(state) };
    },
    branch(request) {
      const { tree } = state;
      return swapReply(state, tree === null ? [] : attempt(() => changeTree(state, tree, request.act)));
    },
    'undo-input'({ entry }) {
      return swapReply(
        state,
        attempt(() => undoInput(state, entry)),
      );
    },
    'scenario-line': ({ entry }) => ({ line: scenarioLine(state, entry) }),
    choices({ step }) {
      const run = currentRun(state);
      if (run === null) return { choices: [] };
      // Guards are asked: not on the live machine.
      const machine = worldAfter(run, step ?? worldOf(run).step);
      return { choices: choicesOf(machine, (body) => (body === undefined || body === null ? '' : textOf(body, 60))) };
    },
    value({ node, path, step }) {
      const run = currentRun(state);
      if (run === null) return { type: 'missing', text: 'Nothing is running.' };
      return wholeValue(machineAt(state, run, step ?? worldOf(run).step).world, node, path);
    },
    members({ step, ...wish }) {
      const run = currentRun(state);
      if (run === null) return { type: 'missing', text: 'Nothing is running.' };
      return membersOf(machineAt(state, run, step ?? worldOf(run).step).world, wish);
    },
    explain({ of, step, budgetMs }) {
      const found = explainMore(state, of, step, stopwatch(host, budgetMs));
      return typeof found === 'string' ? { explanation: null, text: found } : { explanation: found, text: '' };
    },
    messages({ of, step }) {
      const run = currentRun(state);
      const types = messageTypes(state.inForce.program);
      return { types, bodies: run === null || of === null ? [] : latestBodies(run, step ?? worldOf(run).step, of) };
    },
    find({ step, by, node, rule }) {
      const run = currentRun(state);
      return { step: run === null ? null : findEvent(run, step, by, node ?? null, rule ?? null) };
    },
    partitions({ step, table, holder }) {
      const run = currentRun(state);
      if (run === null) return { partitions: null };
      const { world } = machineAt(state, run, step ?? worldOf(run).step);
      return { partitions: partitionsOf(world.nodes, { table, holder }) };
    },
    'space-time'(wish) {
      const run = currentRun(state);
      return { stretch: run === null ? null : spaceTimeOf(run, wish) };
    },
    compare({ a, b, step, time, budgetMs }) {
      const { tree } = state;
      const found = tree?.branches.get(a);
      const other = b === null ? null : tree?.branches.get(b);
      if (tree === null || found === undefined || other === undefined) return { comparison: null, diagnostics: [] };
      const moment = { step, time: micros(time) };
      return compareBranches(state, tree, found, other, moment, stopwatch(host, budgetMs));
    },
    race({ step, budgetMs }) {
      const { tree } = state;
      const run = currentRun(state);
      let result: Race | null = null;
      if (tree === null || run === null || isRebuilding(state))
        return { race: result, diagnostics: [], journal: journal(state) };
      const isSpent = stopwatch(host, budgetMs);
      const diagnostics = attempt(() => {
        // Asked once more, it is the same race, as long as its branches are there.
        if (state.race?.step !== step || state.race.run !== run || !state.race.isWhole())
          state.race = createRace(tree, run, step);
        result = state.race.advance(isSpent);
      });
      return { race: result, diagnostics, journal: journal(state) };
    },
    star({ place, step }) {
      const starred = starAt(state, place, step);
      return typeof starred === 'string' ? { starred: null, text: starred } : { starred, text: '' };
    },
    stars: ({ wish, budgetMs }) => followStars(state, wish, stopwatch(host, budgetMs)),
    probe({ step, branch }) {
      const { tree } = state;
      const found = branch == null ? tree?.current : tree?.branches.get(branch);
      return probeEvent(state, (branch === null ? found?.ghost?.run : found?.run) ?? null, step);
    },
    watch({ place, budgetMs }) {
      return watchPlace(state, currentRun(state), place, stopwatch(host, budgetMs));
    },
    heat({ step }) {
      const run = currentRun(state);
      return { heat: run === null ? null : heatOf(state, run, step ?? worldOf(run).step) };
    },
    stat({ wish, step }) {
      const run = currentRun(state);
      const { cells } = state.inForce.source;
      if (run === null) return { told: null };
      return {
        told: statEvents(run, wish, step ?? worldOf(run).step, (name, rule) => findStatIn(cells, name, rule)),
      };
    },
    history({ property }) {
      const run = currentRun(state);
      return { chart: run === null ? null : chartOfProperty(run, property) };
    },
    limit({ bytes }) {
      state.memoryLimit = bytes;
      for (const { run, ghost } of state.tree?.branches.values() ?? []) {
        if (run !== null) setMemoryLimit(run, bytes);
        if (ghost !== null) setMemoryLimit(ghost.run, bytes);
      }
      return { memory: frame(state, { state: false, stats: false, log: 0, density: null }).memory };
    },
    plot({ cell, step }) {
      const run = currentRun(state);
      const at = run === null ? null : machineAt(state, run, step ?? worldOf(run).step);
      const branch = state.tree?.current;
      return drawWithGhost(state.inForce, cell, run, branch?.historian ?? null, at, branch?.ghost ?? null, explain);
    },
    fuzz: ({ name, budgetMs, seeds, watch }) =>
      fuzzerOf(state, name, seeds ?? null, watch ?? false).advance(stopwatch(host, budgetMs)),
    explore: (request) => explorerOf(state, request).advance(stopwatch(host, request.budgetMs)),
    story: (request) => ({ steps: storyOf(state, request) }),
    export() {
      const digests = [...(state.tree?.branches.values() ?? [])].flatMap(({ id, run, rebuild, rerun }) =>
        run === null || rebuild !== null || rerun !== null
          ? []
          : [{ branch: id, steps: worldOf(run).step, digest: digestOf(run.columns, worldOf(run)) }],
      );
      return { journal: journal(state), digests };
    },
    digest() {
      const run = currentRun(state);
      return run === null
        ? { digest: '', steps: 0 }
        : { digest: digestOf(run.columns, worldOf(run)), steps: worldOf(run).step };
    },
    next() {
      const run = currentRun(state);
      return run === null ? { rule: '', cell: null, range: null, node: '' } : nextRule(worldOf(run));
    },
  };
}
