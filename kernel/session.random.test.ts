/**
 * Everything that a reader can do with time, in any order: after each act the session is asked whether what it tells holds together,
 * and what it has saved is opened again.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompiledCell } from './compile/compiled.ts';
import { programsOf } from './journal.ts';
import { canonical } from './plain.ts';
import type {
  BranchAct,
  Frame,
  Input,
  Journal,
  ProgramSource,
  ReplyTo,
  Request,
  SwapFrom,
  SwapReply,
  Want,
} from './protocol.ts';
import { readRunFile, writeRunFile } from './run-file.ts';
import { createSession, type Session } from './session.ts';
import { type Cells, compileOnce } from './session.fixture.ts';
import { bazaar, type Bazaar, cellsOf, edits } from './trace/bazaar.fixture.ts';

// ---------------------------------------------------------------- what can be done

type Part = number; // of the whole, from 0 to 1

type Act =
  | { readonly type: 'advance'; readonly by: number; readonly budgetMs: number }
  | { readonly type: 'steps'; readonly count: number }
  | {
      readonly type: 'edit';
      readonly edit: Partial<Bazaar>;
      readonly from: SwapFrom;
      readonly at: Part;
      readonly keepGhost: boolean;
    }
  | { readonly type: 'break'; readonly index: number; readonly from: SwapFrom; readonly at: Part }
  | { readonly type: 'mend' }
  | { readonly type: 'input'; readonly input: Input; readonly at: Part | null }
  | { readonly type: 'choose'; readonly pick: number }
  | { readonly type: 'undo'; readonly pick: number }
  | { readonly type: 'fork'; readonly at: Part }
  | { readonly type: 'branch'; readonly act: 'switch' | 'delete' | 'rename'; readonly pick: number }
  | { readonly type: 'tree'; readonly act: 'undelete' | 'keep-ghost' | 'drop-ghost' }
  | { readonly type: 'look'; readonly at: Part }
  | { readonly type: 'compare'; readonly pick: number; readonly at: Part }
  | { readonly type: 'race'; readonly at: Part }
  | { readonly type: 'limit'; readonly bytes: number }
  | { readonly type: 'restart' }
  | { readonly type: 'reload' };

const part = fc.double({ min: 0, max: 1, noNaN: true });
const node = fc.constantFrom('shop1', 'shop2', 'shop3', 'bank', 'nobody');
const input: fc.Arbitrary<Input> = fc.oneof(
  fc.record({ type: fc.constantFrom('crash' as const, 'restart' as const, 'isolate' as const), node }),
  fc.record({ type: fc.constant('cut' as const), a: node, b: node }),
  fc.constant<Input>({ type: 'heal' }),
  fc.record({
    type: fc.constant('set' as const),
    node,
    path: fc.constantFrom(['coins'], ['last', 'price'], ['nothing']),
    value: fc.nat(30),
  }),
  fc.record({
    type: fc.constant('send' as const),
    from: fc.option(node, { nil: null }),
    to: node,
    message: fc.constantFrom('Order', 'Nonsense'),
    body: fc.constant({ price: 3, from: ['reader'] }),
  }),
  fc.record({ type: fc.constant('fire' as const), node, rule: fc.constant('theft') }),
);
const from = fc.constantFrom<SwapFrom>('now', 'now', 'here', 'start');
const many = <T>(weight: number, arbitrary: fc.Arbitrary<T>): fc.WeightedArbitrary<T> => ({ weight, arbitrary });
const act: fc.Arbitrary<Act> = fc.oneof(
  many(
    8,
    fc.record({
      type: fc.constant('advance' as const),
      by: fc.integer({ min: 0, max: 700 }),
      budgetMs: fc.constantFrom(2, 1e9),
    }),
  ),
  many(3, fc.record({ type: fc.constant('steps' as const), count: fc.integer({ min: 0, max: 60 }) })),
  many(6, fc.record({ type: fc.constant('edit' as const), edit: edits, from, at: part, keepGhost: fc.boolean() })),
  many(3, fc.record({ type: fc.constant('break' as const), index: fc.nat(6), from, at: part })),
  many(1, fc.constant({ type: 'mend' as const })),
  many(5, fc.record({ type: fc.constant('input' as const), input, at: fc.option(part, { nil: null, freq: 3 }) })),
  many(2, fc.record({ type: fc.constant('choose' as const), pick: fc.nat(20) })),
  many(2, fc.record({ type: fc.constant('undo' as const), pick: fc.nat(8) })),
  many(3, fc.record({ type: fc.constant('fork' as const), at: part })),
  many(
    4,
    fc.record({
      type: fc.constant('branch' as const),
      act: fc.constantFrom('switch', 'switch', 'delete', 'rename'),
      pick: fc.nat(6),
    }),
  ),
  many(
    2,
    fc.record({ type: fc.constant('tree' as const), act: fc.constantFrom('undelete', 'keep-ghost', 'drop-ghost') }),
  ),
  many(2, fc.record({ type: fc.constant('look' as const), at: part })),
  many(1, fc.record({ type: fc.constant('compare' as const), pick: fc.nat(6), at: part })),
  many(1, fc.record({ type: fc.constant('race' as const), at: part })),
  many(1, fc.record({ type: fc.constant('limit' as const), bytes: fc.constantFrom(1_000_000, 1_300_000, 1e9) })),
  many(1, fc.constant({ type: 'restart' as const })),
  many(2, fc.constant({ type: 'reload' as const })),
);

/** What a reader may type for a while, by cell. */
const broken: readonly ((cells: Cells) => Cells)[] = [
  (cells) => ({ orders: `${cells['orders']} +* 2` }),
  (cells) => ({ thief: cells['thief']?.replace('s.coins -=', 's.nobody.coins -=') ?? '' }),
  (cells) => ({ orders: cells['orders']?.replace('s.served += 1', 'while (true) {}') ?? '' }),
  (cells) => ({ shop: cells['shop']?.replace('coins: 0', "coins: 'none'") ?? '' }),
  (cells) => ({ bank: cells['bank']?.replace('s.sum += m.sum', '(s as any).f = () => 1') ?? '' }),
  () => ({ messages: `throw new Error('no')` }),
  (cells) => ({
    'scenario s': cells['scenario s']?.replace('world.add(bank)', "world.link('bank', 'nobody', {})") ?? '',
  }),
];

// ---------------------------------------------------------------- who does it

const everything: Want = {
  state: true,
  stats: true,
  log: 30,
  density: { from: 0, to: 3_000, buckets: 20, branches: [1, 2] },
};
/** A reader with a page: does things, keeps what a page keeps. */
class Reader {
  session: Session = this.start();
  chosen: Bazaar = bazaar;
  faults: Cells = {};
  cells: readonly CompiledCell[] = [];
  readonly sources = new Map<string, ProgramSource>();
  /** Nothing happens by itself: only these may go back. */
  tip: { now: number; step: number } | null = null;

  private start(): Session {
    let now = 0;
    return createSession({ wallClock: () => (now += 0.01) });
  }

  take(reply: SwapReply): void {
    this.sources.set(reply.source.id, reply.source);
  }

  async open(): Promise<void> {
    this.cells = await compileOnce(cellsOf(this.chosen));
    this.take(this.session.handle({ type: 'open', cells: this.cells, seed: 7, scenario: null, restore: null }));
  }

  /** Keeps the programs that a reply tells of. */
  ask<R extends Request>(request: R): ReplyTo<R> {
    const reply = this.session.handle(request);
    if ('swapped' in reply && reply.swapped != null) this.take(reply.swapped);
    return reply;
  }

  frame(): Frame {
    return this.ask({ type: 'advance', to: 0, steps: 0, budgetMs: 1e9, want: everything }).frame;
  }

  journal(): Journal {
    return this.session.handle({ type: 'export' }).journal;
  }

  /** To where nothing is left to be made or run again. */
  settle(): Frame {
    for (let i = 0; i < 500; i++) {
      const { frame } = this.ask({ type: 'advance', to: 0, steps: null, budgetMs: 1e9, want: everything });
      if (frame.status !== 'restoring' && frame.status !== 'rerunning') return frame;
    }
    throw new Error('it never arrives');
  }

  async swap(how: { from: SwapFrom; at: number | null; keepGhost?: boolean }): Promise<void> {
    this.cells = await compileOnce({ ...cellsOf(this.chosen), ...this.faults });
    this.take(this.session.handle({ type: 'swap', cells: this.cells, ...how }));
  }

  branch(branchAct: BranchAct): void {
    this.take(this.session.handle({ type: 'branch', act: branchAct }));
  }

  reload(): void {
    const journal = structuredClone(this.journal());
    const restore = { journal, sources: structuredClone([...this.sources.values()]) };
    this.session = this.start();
    this.take(
      this.session.handle({ type: 'open', cells: this.cells, seed: null, defaultSeed: 7, scenario: null, restore }),
    );
  }
}

const stepOf = (frame: Frame, at: Part): number => Math.round(frame.tip.step * at);

/** Does one act. Returns whether the tip of the run may be earlier afterwards. */
async function perform(reader: Reader, one: Act): Promise<boolean> {
  const { session } = reader;
  const ask = (request: Request): unknown => reader.ask(request);
  const frame = reader.frame();
  switch (one.type) {
    case 'advance':
      ask({ type: 'advance', to: frame.tip.now + one.by, steps: null, budgetMs: one.budgetMs, want: everything });
      return frame.status === 'rerunning' || frame.status === 'restoring';
    case 'steps':
      ask({ type: 'advance', to: 0, steps: one.count, budgetMs: 1e9, want: everything });
      return frame.status === 'rerunning' || frame.status === 'restoring';
    case 'edit':
      reader.chosen = { ...reader.chosen, ...one.edit };
      await reader.swap({
        from: one.from,
        at: one.from === 'here' ? stepOf(frame, one.at) : null,
        keepGhost: one.keepGhost,
      });
      // A timed action that is edited in the past is a past that is run again.
      return true;
    case 'break':
      reader.faults = broken[one.index]?.(cellsOf(reader.chosen)) ?? {};
      await reader.swap({ from: one.from, at: one.from === 'here' ? stepOf(frame, one.at) : null });
      return true;
    case 'mend':
      reader.faults = {};
      await reader.swap({ from: 'now', at: null });
      return true;
    case 'input':
      ask({ type: 'input', input: one.input, at: one.at === null ? null : stepOf(frame, one.at) });
      return one.at !== null;
    case 'choose': {
      const { choices } = session.handle({ type: 'choices', step: null });
      const choice = choices[one.pick % Math.max(1, choices.length)];
      if (choice !== undefined) ask({ type: 'input', input: choice.input });
      return false;
    }
    case 'undo': {
      const { entries } = reader.journal();
      reader.take(session.handle({ type: 'undo-input', entry: one.pick % Math.max(1, entries.length) }));
      return true;
    }
    case 'fork':
      reader.branch({ type: 'fork', step: stepOf(frame, one.at) });
      return true;
    case 'branch': {
      const branch = frame.branches[one.pick % Math.max(1, frame.branches.length)];
      if (branch === undefined) return false;
      const { id } = branch;
      reader.branch(one.act === 'rename' ? { type: 'rename', id, name: 'again' } : { type: one.act, id });
      return one.act === 'switch';
    }
    case 'tree':
      reader.branch({ type: one.act });
      return false;
    case 'look': {
      const step = stepOf(frame, one.at);
      const seen = session.handle({ type: 'look', at: { step }, want: everything }).frame;
      expect(seen.step).toBe(step);
      checkFrame(seen);
      ask({ type: 'look', at: { time: frame.tip.now * one.at }, want: everything });
      ask({ type: 'choices', step });
      ask({ type: 'find', step, by: 1, rule: 'shop.Order' });
      ask({ type: 'plot', cell: 'plot p', step });
      return false;
    }
    case 'compare': {
      const other = frame.branches[one.pick % Math.max(1, frame.branches.length)];
      const current = frame.branches.find(({ isCurrent }) => isCurrent);
      if (current === undefined || other === undefined) return false;
      for (const b of [other.id, null])
        ask({ type: 'compare', a: current.id, b, step: null, time: frame.tip.now * one.at, budgetMs: 1e9 });
      return false;
    }
    case 'race':
      ask({ type: 'race', step: stepOf(frame, one.at), budgetMs: 5 });
      return false;
    case 'limit':
      ask({ type: 'limit', bytes: one.bytes });
      return false;
    case 'restart':
      reader.take(session.handle({ type: 'restart', scenario: null, seed: null }));
      return true;
    case 'reload':
      reader.reload();
      return true;
  }
}

// ---------------------------------------------------------------- what holds whatever was done

function checkFrame(frame: Frame): void {
  expect(frame.now).toBeGreaterThanOrEqual(0);
  expect(frame.step).toBeLessThanOrEqual(frame.tip.step);
  expect(frame.now).toBeLessThanOrEqual(frame.tip.now);
  if (frame.status === 'empty') return;
  expect(frame.branches.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
  const ids = frame.branches.map(({ id }) => id);
  for (const { parent } of frame.branches) if (parent !== null) expect(ids).toContain(parent);
  expect(new Set(frame.branches.map(({ name }) => name)).size).toBe(ids.length);
  for (const [index, row] of frame.log.entries()) {
    expect(row.step).toBeLessThanOrEqual(frame.tip.step);
    if (index > 0) expect(row.step).toBeGreaterThanOrEqual(frame.log[index - 1]?.step ?? 0);
  }
  for (const { arrivesAt } of frame.messages) expect(arrivesAt).toBeGreaterThanOrEqual(0);
  expect(frame.density.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(frame.tip.step);
  if (frame.status === 'stopped-by-error') expect(frame.diagnostics.length).toBeGreaterThan(0);
  // What an act does is seen after the event that it makes.
  for (const mark of frame.marks) expect(mark.step).toBeLessThanOrEqual(frame.tip.step + 1);
}

function checkJournal(reader: Reader): void {
  const journal = reader.journal();
  for (const { entries, turns, steps } of [journal, ...journal.others]) {
    let [turn, step] = [0, 0];
    for (const entry of entries) {
      expect(entry.turn).toBeGreaterThanOrEqual(turn);
      expect(entry.step).toBeGreaterThanOrEqual(step);
      [turn, step] = [entry.turn, entry.step];
    }
    expect(turn).toBeLessThanOrEqual(turns);
    expect(step).toBeLessThanOrEqual(steps);
  }
  for (const id of programsOf(journal)) if (journal.scenario !== '') expect([...reader.sources.keys()]).toContain(id);
  const file = readRunFile(writeRunFile('T', journal, [...reader.sources.values()], []));
  if (journal.scenario !== '') expect(file.ok && file.file.journal).toEqual(structuredClone(journal));
}

/** What is seen of a run that has arrived. */
const portrait = (frame: Frame): string =>
  canonical([
    frame.status,
    frame.tip,
    frame.nodes,
    frame.messages,
    frame.timers,
    frame.cuts,
    frame.stats,
    frame.log,
    frame.rules,
  ]);

/** What was saved, opened again, comes to the same. */
function checkRestored(reader: Reader): void {
  const frame = reader.frame();
  if (frame.status === 'restoring' || frame.status === 'rerunning' || frame.status === 'empty') return;
  const again = new Reader();
  again.session = reader.session;
  again.cells = reader.cells;
  for (const [id, source] of reader.sources) again.sources.set(id, source);
  again.reload();
  for (let i = 0; again.frame().status === 'restoring'; i++) if (i > 100) throw new Error('it is never restored');
  const { digest } = reader.session.handle({ type: 'digest' });
  expect(again.session.handle({ type: 'digest' }).digest).toBe(digest);
  expect(portrait(again.frame())).toBe(portrait(frame));
}

async function story(acts: readonly Act[]): Promise<void> {
  const reader = new Reader();
  await reader.open();
  let tip = reader.frame().tip;
  for (const one of acts) {
    const mayGoBack = await perform(reader, one);
    const frame = reader.frame();
    checkFrame(frame);
    if (!mayGoBack && frame.status !== 'stopped-by-error') {
      expect(frame.tip.now).toBeGreaterThanOrEqual(tip.now);
      expect(frame.tip.step).toBeGreaterThanOrEqual(tip.step);
    }
    ({ tip } = frame);
    checkJournal(reader);
  }
  checkRestored(reader);
  const last = reader.settle();
  checkFrame(last);
  checkRestored(reader);
}

/** A rule goes that has not fired, as if it had never been; then the past is gone back to. */
const unconcerned = (back: Act): Act[] => [
  { type: 'input', input: { type: 'cut', a: 'shop1', b: 'shop1' }, at: null },
  { type: 'advance', by: 1, budgetMs: 50 },
  { type: 'edit', edit: { sale: '' }, from: 'start', at: 0, keepGhost: false },
  back,
  { type: 'advance', by: 5, budgetMs: 50 },
];

describe('a session', () => {
  it('holds together whatever is done with time, and comes back from what it saved', async () => {
    await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 25 }), story), {
      numRuns: 15 * Number(process.env['RUNS'] ?? 1),
      examples: [[unconcerned({ type: 'undo', pick: 0 })], [unconcerned({ type: 'fork', at: 0.5 })]],
    });
  }, 600_000);
});
