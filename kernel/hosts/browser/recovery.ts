/**
 * Keeps a run alive through kernels that die. One request at a time goes to the kernel, each with a deadline. When
 * one is not answered, the kernel is replaced, the run is rebuilt from what the page remembers (keeper.ts), the
 * guilty version of a cell is condemned (guilt.ts, quarantine.ts), and the request is answered after all. Which cell is
 * guilty depends on what was asked:
 *
 *   swap      the cells that differ from those in force; they stay out of force
 *   open      found by opening with one more cell at a time
 *   plot      the plot's cell; it is not asked again
 *   explore, fuzz   not known; it is not asked again of the same program
 *   advance   the rule of the event that hangs: found by going there again in strides, then event by event; then an
 *             earlier version of the rule is put in force, or, when there is none, the run is held before the event
 *
 * No DOM here: kernels and time are parameters.
 */
import type { CompiledCell } from '../../compile/compiled.ts';
import type { CellKey, Diagnostic } from '../../diagnostic.ts';
import type {
  Exchanges,
  Frame,
  Journal,
  Kernel,
  MaySwap,
  ProgramSource,
  ProgramView,
  ReplyTo,
  Request,
  RequestType,
  SwapReply,
  Want,
} from '../../protocol.ts';
import { careful, type Deadlines, deadlines as usual } from './deadlines.ts';
import {
  type Condemned,
  type Culprit,
  editedCells,
  explorationHangs,
  fuzzingHangs,
  fallbacks,
  inOrderOfNeed,
  kernelEnded,
  openHangs,
  plotHangs,
  ruleGivenUp,
  ruleHangs,
  scenarioHangs,
  swapHangs,
} from './guilt.ts';
import { type Memory, rememberJournal, rememberProgram } from './keeper.ts';
import type { Clock, Down, Link } from './link.ts';
import { mark, merge, type Quarantine, stillHeld, withhold } from './quarantine.ts';
import { succession } from './succession.ts';
import { unexplored, unfuzzed } from './unchecked.ts';

/** What happened and what is in force now. */
export interface Recovery {
  readonly reason: Down;
  /** What the kernel had been asked; null when it ended by itself. */
  readonly during: RequestType | null;
  readonly guilty: readonly CellKey[];
  readonly diagnostics: readonly Diagnostic[];
  readonly journal: Journal | null;
  readonly source: ProgramSource | null;
  readonly program: ProgramView | null;
  /** From the request that did not come back to the run being rebuilt, in wall milliseconds. */
  readonly tookMs: number;
  /** The part of it until the new kernel was in place. */
  readonly replacedMs: number;
}

export interface Supervisor extends Kernel {
  /** Returns the way to unsubscribe. */
  onRecovery(listener: (recovery: Recovery) => void): () => void;
  readonly recovering: boolean;
  close(): void;
}

export interface Surroundings {
  readonly start: () => Promise<Link>;
  readonly clock: Clock;
  readonly deadlines?: Partial<Deadlines>;
}

type Handlers = { readonly [T in RequestType]: (request: Exchanges[T]['request']) => Promise<Exchanges[T]['reply']> };
type Answer<T> = { readonly reply: T } | { readonly down: Down };

/** A place of which nothing can be told. */
const unwatched = (why: string): Exchanges['watch']['reply'] => ({
  status: 'gone',
  range: null,
  upTo: { step: 0, time: 0 },
  points: [],
  count: 0,
  notes: [why],
});

/** The run may not go on while one of these versions is in the notebook. */
interface Hold {
  readonly why: Diagnostic;
  readonly versions: readonly Condemned[];
}

const nothing: Want = { state: false, stats: false, log: 0, density: null };
/** A kernel that ends by itself is replaced this often in ten seconds; then the notebook has to change first. */
const patience = 3;
const patienceMs = 10_000;
/** Rounds without progress after which a restoration counts as stuck. */
const stuckRounds = 100;

export function supervise(surroundings: Surroundings): Supervisor {
  const { clock } = surroundings;
  const deadlines: Deadlines = { ...usual, ...surroundings.deadlines };
  const kernels = succession(surroundings.start, clock, () => void enqueue(repairIdle).catch(() => undefined));
  // The first request finds it ready.
  kernels.prepare();
  const listeners = new Set<(recovery: Recovery) => void>();

  let memory: Memory | null = null;
  /** The cells of the notebook's text, as the page last sent them. */
  let text: readonly CompiledCell[] = [];
  let quarantine: Quarantine = [];
  let plotQuarantine: Quarantine = [];
  /** By what it is, name and program: of another program it is another one. */
  const hangingChecks = new Map<string, Diagnostic>();
  let hold: Hold | null = null;
  /** As the page asked for them; a new kernel has to know them too. */
  let wanted: Required<Pick<Exchanges['open']['request'], 'seed' | 'defaultSeed' | 'memoryLimit'>> = {
    seed: null,
    defaultSeed: null,
    memoryLimit: null,
  };
  let lastCulpritStep = -1;
  let idleEnds: readonly number[] = [];
  let recovering = false;
  let replacedAt: number | null = null;
  let closed = false;
  let queue: Promise<unknown> = Promise.resolve();

  function enqueue<T>(job: () => Promise<T>): Promise<T> {
    const result = queue.then(() => {
      if (closed) throw new Error('The kernel was closed.');
      return job();
    });
    queue = result.catch(() => undefined);
    return result;
  }

  // ------------------------------------------------------------- what each request means

  const handlers: Handlers = {
    async open(request) {
      text = request.cells;
      [quarantine, plotQuarantine, hold, memory, idleEnds, lastCulpritStep] = [[], [], null, null, [], -1];
      wanted = {
        seed: request.seed,
        defaultSeed: request.defaultSeed ?? null,
        memoryLimit: request.memoryLimit ?? null,
      };
      const known = request.restore?.sources ?? [];
      const startedAt = clock.now();
      const answer = await ask(request);
      if ('reply' in answer) return take(answer.reply, known);
      return recover(answer.down, 'open', startedAt, async () => {
        const reply = take(await openCarefully(request), known);
        return { reply, diagnostics: quarantine.map((held) => held.diagnostic) };
      });
    },

    async swap(request) {
      admit(request.cells);
      const cells = withhold(quarantine, request.cells);
      const startedAt = clock.now();
      const answer = await ask({ ...request, cells });
      if ('reply' in answer) return take(answer.reply);
      return recover(answer.down, 'swap', startedAt, async () => {
        const guilty = await condemnEdit(cells);
        const diagnostics = guilty.length > 0 ? guilty : [kernelEnded('an edit')];
        return { reply: refusal(diagnostics), diagnostics };
      });
    },

    async restart(request) {
      hold = null;
      const startedAt = clock.now();
      const answer = await ask(request);
      if ('reply' in answer) {
        wanted = { ...wanted, seed: request.seed ?? wanted.seed };
        return take(answer.reply);
      }
      return recover(answer.down, 'restart', startedAt, async () => {
        const name = request.scenario ?? memory?.journal.scenario ?? '';
        const scenario = memory?.program.scenarios.find((one) => one.name === name);
        const diagnostics = [scenarioHangs(name, scenario?.cell ?? null, scenario?.range ?? null)];
        await rebuild();
        return { reply: refusal(diagnostics), diagnostics };
      });
    },

    async advance(request) {
      const startedAt = clock.now();
      const answer = await ask(hold === null ? request : standStill(request));
      if ('reply' in answer) return takeFrame(answer.reply);
      return recover(answer.down, 'advance', startedAt, async () => {
        const diagnostics = await mendRun(request);
        return { reply: takeFrame(await insist(standStill(request))), diagnostics };
      });
    },

    async plot(request) {
      const held = plotQuarantine.find((one) => one.cell === request.cell);
      if (held) return { type: 'error', diagnostic: held.diagnostic };
      const startedAt = clock.now();
      const answer = await ask(request);
      if ('reply' in answer) return answer.reply;
      return recover(answer.down, 'plot', startedAt, async () => {
        const drawn = text.find((cell) => cell.key === request.cell);
        const why = plotHangs(request.cell, drawn?.kind);
        plotQuarantine = [...plotQuarantine, { cell: request.cell, hash: drawn?.hash ?? '', diagnostic: why }];
        await rebuild();
        return { reply: { type: 'error', diagnostic: why }, diagnostics: [why] };
      });
    },

    async explore(request) {
      const tried = `explore ${request.name} ${memory?.source.id ?? ''}`;
      const held = hangingChecks.get(tried);
      if (held) return unexplored(request.name, held);
      const startedAt = clock.now();
      const answer = await ask(request);
      if ('reply' in answer) return answer.reply;
      return recover(answer.down, 'explore', startedAt, async () => {
        const why = explorationHangs(request.name);
        hangingChecks.set(tried, why);
        await rebuild();
        return { reply: unexplored(request.name, why), diagnostics: [why] };
      });
    },

    async fuzz(request) {
      const tried = `fuzz ${request.name} ${memory?.source.id ?? ''}`;
      const held = hangingChecks.get(tried);
      if (held) return unfuzzed(request.name, held);
      const startedAt = clock.now();
      const answer = await ask(request);
      if ('reply' in answer) return answer.reply;
      return recover(answer.down, 'fuzz', startedAt, async () => {
        const why = fuzzingHangs(request.name);
        hangingChecks.set(tried, why);
        await rebuild();
        return { reply: unfuzzed(request.name, why), diagnostics: [why] };
      });
    },

    async input(request) {
      const startedAt = clock.now();
      const answer = await ask(request);
      if ('reply' in answer) return takeJournal(answer.reply);
      return recover(answer.down, 'input', startedAt, async () => {
        const diagnostics = [kernelEnded('that act')];
        await rebuild();
        return { reply: { journal: remembered().journal, diagnostics, done: null }, diagnostics };
      });
    },

    branch: (request) => changeTree(request, 'that branch'),
    'undo-input': (request) => changeTree(request, 'undoing'),

    async race(request) {
      const startedAt = clock.now();
      const answer = await ask(request);
      if ('reply' in answer) return takeJournal(answer.reply);
      return recover(answer.down, 'race', startedAt, async () => {
        const diagnostics = [kernelEnded('that race')];
        await rebuild();
        return { reply: { race: null, diagnostics, journal: remembered().journal }, diagnostics };
      });
    },

    async probe(request) {
      const startedAt = clock.now();
      const answer = await ask(request);
      if ('reply' in answer) return answer.reply;
      return recover(answer.down, 'probe', startedAt, async () => {
        await rebuild();
        return { reply: { probe: null, why: 'It took too long to run this event again.' }, diagnostics: [] };
      });
    },

    async watch(request) {
      const startedAt = clock.now();
      const answer = await ask(request);
      if ('reply' in answer) return answer.reply;
      return recover(answer.down, 'watch', startedAt, async () => {
        await rebuild();
        return { reply: unwatched('It took too long to run the events again.'), diagnostics: [] };
      });
    },

    'scenario-line': askTwice,
    choices: askTwice,
    value: askTwice,
    members: askTwice,
    messages: askTwice,
    find: askTwice,
    compare: askTwice,
    'space-time': askTwice,
    partitions: askTwice,
    limit(request) {
      // A new kernel begins with it.
      wanted = { ...wanted, memoryLimit: request.bytes };
      return askTwice(request);
    },
    explain: askTwice,
    star: askTwice,
    stars: askTwice,
    history: askTwice,
    stat: askTwice,
    heat: askTwice,
    story: askTwice,
    look: askTwice,
    export: askTwice,
    digest: askTwice,
    next: askTwice,
  };

  /** What hangs in it is not done; the runs are as they were. */
  async function changeTree(request: Exchanges['branch' | 'undo-input']['request'], what: string): Promise<SwapReply> {
    const startedAt = clock.now();
    const answer = await ask(request);
    if ('reply' in answer) return take(answer.reply);
    return recover(answer.down, request.type, startedAt, async () => {
      const diagnostics = [kernelEnded(what)];
      await rebuild();
      return { reply: refusal(diagnostics), diagnostics };
    });
  }

  // ------------------------------------------------------------- asking and keeping

  async function ask<R extends Request>(
    request: R,
    deadlineMs: number = deadlines[request.type],
  ): Promise<Answer<ReplyTo<R>>> {
    const outcome = await kernels.ask(request, deadlineMs);
    switch (outcome.type) {
      case 'reply':
        return { reply: outcome.reply };
      case 'refused':
        throw outcome.error;
      case 'down':
        return { down: outcome.reason };
    }
  }

  /** For what must be answered now: a second failure is the end of it. */
  async function insist<R extends Request>(request: R): Promise<ReplyTo<R>> {
    const answer = await ask(request);
    if ('reply' in answer) return answer.reply;
    await kernels.replace();
    throw new Error(`The kernel did not come back from ${request.type}, not even after it was replaced.`);
  }

  /** For requests that only read: rebuild the run and ask again. */
  async function askTwice<R extends Request>(request: R): Promise<ReplyTo<R>> {
    const startedAt = clock.now();
    const answer = await ask(request);
    if ('reply' in answer) return answer.reply;
    return recover(answer.down, request.type, startedAt, async () => {
      await rebuild();
      return { reply: await insist(request), diagnostics: [kernelEnded(request.type)] };
    });
  }

  function take(reply: SwapReply, known = memory?.sources ?? []): SwapReply {
    memory = rememberProgram(known, reply);
    return { ...reply, program: mark(reply.program, quarantine) };
  }

  function takeJournal<T extends { readonly journal: Journal } & MaySwap>(reply: T): T {
    const { swapped } = reply;
    if (swapped == null) {
      memory = rememberJournal(memory, reply.journal);
      return reply;
    }
    return { ...reply, swapped: take(swapped) };
  }

  function takeFrame(reply: Exchanges['advance']['reply']): Exchanges['advance']['reply'] {
    // While a run is being restored, the journal it came from knows more than the part that has been replayed.
    const { swapped } = reply.frame.status === 'restoring' ? reply : takeJournal(reply);
    const why = hold === null ? [] : [hold.why];
    const status = hold === null ? reply.frame.status : 'stopped-by-error';
    const diagnostics = merge(reply.frame.diagnostics, [...why, ...quarantine.map((held) => held.diagnostic)]);
    const frame: Frame = { ...reply.frame, status, diagnostics };
    return { ...reply, swapped: swapped ?? null, frame };
  }

  function remembered(): Memory {
    if (memory === null) throw new Error('No notebook is open.');
    return memory;
  }

  /** The program in force, unchanged, as the answer to an edit that was not taken. */
  function refusal(diagnostics: readonly Diagnostic[]): SwapReply {
    const { program, source, journal } = remembered();
    const marked = mark(program, quarantine);
    const view: ProgramView = { ...marked, diagnostics: merge(marked.diagnostics, diagnostics) };
    return { accepted: false, program: view, source, journal };
  }

  /** New text: what is no longer in it is pardoned. */
  function admit(cells: readonly CompiledCell[]): void {
    text = cells;
    quarantine = stillHeld(quarantine, cells);
    plotQuarantine = stillHeld(plotQuarantine, cells);
    if (hold !== null && stillHeld(hold.versions, cells).length < Math.max(1, hold.versions.length)) hold = null;
  }

  // ------------------------------------------------------------- rebuilding

  async function recover<T>(
    reason: Down,
    during: RequestType | null,
    startedAt: number,
    repair: () => Promise<{ readonly reply: T; readonly diagnostics: readonly Diagnostic[] }>,
  ): Promise<T> {
    recovering = true;
    replacedAt = null;
    try {
      const { reply, diagnostics } = await repair();
      const now = clock.now();
      const recovery: Recovery = {
        reason,
        during,
        guilty: [...new Set(diagnostics.flatMap((one) => one.cell ?? []))],
        diagnostics,
        journal: memory?.journal ?? null,
        source: memory?.source ?? null,
        program: memory && mark(memory.program, quarantine),
        tookMs: now - startedAt,
        replacedMs: (replacedAt ?? now) - startedAt,
      };
      for (const listener of listeners) listener(recovery);
      return reply;
    } finally {
      recovering = false;
    }
  }

  async function replaceKernel(): Promise<void> {
    await kernels.replace();
    replacedAt ??= clock.now();
  }

  /** A fresh kernel with the run as it was at the last reply. */
  async function rebuild(): Promise<void> {
    await replaceKernel();
    if (memory === null || (await restore(memory))) return;
    // The history itself does not come back (a slow machine, a journal from elsewhere): begin it again.
    await replaceKernel();
    const { source, journal } = memory;
    const { seed, scenario } = journal;
    take(await insist({ ...wanted, type: 'open', cells: source.cells, seed, scenario, restore: null }));
  }

  async function restore({ journal, source, sources }: Memory): Promise<boolean> {
    const opening = {
      type: 'open',
      cells: source.cells,
      ...wanted,
      scenario: null,
      restore: { journal, sources },
    } as const;
    const opened = await ask(opening);
    if ('down' in opened) return false;
    let steps = -1;
    for (let idle = 0; idle < stuckRounds; idle++) {
      const answer = await ask({ type: 'advance', to: 0, steps: 0, budgetMs: 50, want: nothing });
      if ('down' in answer) return false;
      const { status, tip } = answer.reply.frame;
      // What was still to be run again may have gone on already.
      if (status === 'rerunning') return tip.step >= journal.steps;
      if (status !== 'restoring') return tip.step === journal.steps;
      if (tip.step > steps) idle = 0;
      steps = tip.step;
    }
    return false;
  }

  /** Opens with one more cell at a time; those that hang are left out. */
  async function openCarefully(request: Exchanges['open']['request']): Promise<SwapReply> {
    const admitted = new Set<CellKey>();
    await replaceKernel();
    for (const cell of inOrderOfNeed(request.cells)) {
      const cells = request.cells.filter(({ key }) => admitted.has(key) || key === cell.key);
      const answer = await ask({ ...request, cells, restore: null }, careful.openMs);
      if ('reply' in answer) {
        admitted.add(cell.key);
      } else {
        quarantine = [...quarantine, openHangs(cell)];
        await replaceKernel();
      }
    }
    const cells = withhold(quarantine, request.cells);
    const answer = await ask({ ...request, cells });
    if ('reply' in answer) return answer.reply;
    await replaceKernel();
    return insist({ ...request, cells, restore: null });
  }

  // ------------------------------------------------------------- a rule that hangs in the run

  /** Finds the event that hangs and sees to it that the run can go on, or stands still before it. */
  async function mendRun(request: Exchanges['advance']['request']): Promise<readonly Diagnostic[]> {
    const culprit = await findCulprit(request);
    if (culprit === null) return offerText();
    await rebuild();
    const again = culprit.step === lastCulpritStep;
    lastCulpritStep = culprit.step;
    const fallback = again ? null : await fallBack(culprit);
    const why = ruleHangs(culprit, fallback !== null);
    const present = remembered().source.cells.filter(({ key }) => key === culprit.cell);
    const versions = (fallback ?? present).map((cell) => ruleGivenUp(cell, culprit, why));
    quarantine = [...quarantine, ...versions];
    if (fallback === null) hold = { why, versions };
    return merge(
      [why],
      versions.map((one) => one.diagnostic),
    );
  }

  /** At the end of a journal the newest text is put in force, in the middle of an `advance`: it may be that which hung. */
  async function offerText(): Promise<readonly Diagnostic[]> {
    const cells = withhold(quarantine, text);
    if (editedCells(remembered().source, cells).length === 0) return [];
    const answer = await ask({ type: 'swap', cells });
    if ('down' in answer) return condemnEdit(cells);
    take(answer.reply);
    return [];
  }

  /** An edit hung: what it changed stays out of force. */
  async function condemnEdit(cells: readonly CompiledCell[]): Promise<readonly Diagnostic[]> {
    const guilty = editedCells(memory?.source ?? null, cells).map(swapHangs);
    quarantine = [...quarantine, ...guilty];
    await rebuild();
    return guilty.map((one) => one.diagnostic);
  }

  /** Null when the run goes through this time: the machine was slow, or the kernel crashed by itself. */
  async function findCulprit(request: Exchanges['advance']['request']): Promise<Culprit | null> {
    await rebuild();
    kernels.prepare();
    if (await goesThrough(request)) return null;
    await rebuild();
    kernels.prepare();
    for (let step = 0; step <= careful.strideSteps; step++) {
      const next = await ask({ type: 'next' }, careful.stepMs);
      if ('down' in next) break;
      const answer = await ask({ ...request, steps: 1, want: nothing }, careful.stepMs);
      if ('down' in answer) return { ...next.reply, step: remembered().journal.steps };
      takeFrame(answer.reply);
    }
    await rebuild();
    return null;
  }

  /** Goes the same way again in strides. False when one of them does not come back. */
  async function goesThrough(request: Exchanges['advance']['request']): Promise<boolean> {
    for (;;) {
      const before = remembered().journal.turns;
      const answer = await ask({ ...request, steps: careful.strideSteps, want: nothing }, careful.strideMs);
      if ('down' in answer) return false;
      const { frame, journal } = takeFrame(answer.reply);
      if (journal.turns === before || (request.steps === null && frame.tip.now >= request.to)) return true;
    }
  }

  /** Puts an earlier version in force. Returns the versions given up; null when there is nothing to fall back on. */
  async function fallBack(culprit: Culprit): Promise<readonly CompiledCell[] | null> {
    const hanging = remembered().source;
    for (const cells of fallbacks(remembered(), culprit)) {
      const answer = await ask({ type: 'swap', cells });
      if ('down' in answer) {
        await rebuild();
      } else if (answer.reply.source.id !== hanging.id) {
        const { source } = take(answer.reply);
        return editedCells(source, hanging.cells);
      }
    }
    return null;
  }

  // ------------------------------------------------------------- ends that nobody asked for

  async function repairIdle(): Promise<void> {
    const now = clock.now();
    idleEnds = [...idleEnds.filter((time) => now - time < patienceMs), now];
    if (idleEnds.length > patience) {
      hold = { why: kernelEnded('being left alone, again and again,'), versions: [] };
      return;
    }
    await recover('crashed', null, now, async () => {
      await rebuild();
      return { reply: undefined, diagnostics: [] };
    });
  }

  return {
    request<R extends Request>(request: R): Promise<ReplyTo<R>> {
      const { type } = request;
      if (!Object.hasOwn(handlers, type)) return Promise.reject(new Error(`Unknown request ${JSON.stringify(type)}.`));
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a request's tag and type belong together: Handlers says so
      const handle = handlers[type] as (request: R) => Promise<ReplyTo<R>>;
      return enqueue(() => handle(request));
    },
    onRecovery(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    get recovering() {
      return recovering;
    },
    close() {
      closed = true;
      kernels.close();
    },
  };
}

/** The same picture without an event more. */
function standStill(request: Exchanges['advance']['request']): Exchanges['advance']['request'] {
  return { ...request, steps: 0 };
}
