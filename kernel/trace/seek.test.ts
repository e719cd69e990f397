/**
 * To seek is to run again from the start: the moment that is gone back to holds all that the run held there, byte for byte; and
 * history run again under another program from the first event that it concerns is history run under it from the start.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Input, ProgramSource, SwapFrom } from '../protocol.ts';
import { compileOnce } from '../session.fixture.ts';
import { act, attempt } from '../session/branches.ts';
import { putInForce } from '../session/put-in-force.ts';
import { swapReply } from '../session/replies.ts';
import { catchUpNow, openNotebook } from '../session/start.ts';
import { createState, currentRun, type SessionState } from '../session/state.ts';
import { micros } from '../world/world.ts';
import { type Bazaar, bazaars, cellsOf, edits } from './bazaar.fixture.ts';
import { forward, pass } from './forward.ts';
import { journalOf } from './outside.ts';
import { firingText, monitorText, worldText } from './moment.fixture.ts';
import { pastAfter, worldAfter } from './past.ts';
import { type Run, worldOf } from './run.ts';

const end = 1_500;
/** More of them by `RUNS=20 npx vitest run kernel/trace/seek.test.ts`: so many times as many. */
const runs = (few: number): number => few * Number(process.env['RUNS'] ?? 1);
const noLimit = { isSpent: () => false, events: Number.POSITIVE_INFINITY };
/** An open notebook whose runs can be looked into. */
class Notebook {
  readonly state: SessionState;
  readonly sources = new Map<string, ProgramSource>();
  private clock = 0;

  constructor() {
    // A clock that goes on: checkpoints are made where they would be.
    this.state = createState({ wallClock: () => (this.clock += 0.01) });
  }

  async open(chosen: Bazaar, seed: number): Promise<this> {
    openNotebook(this.state, {
      type: 'open',
      cells: await compileOnce(cellsOf(chosen)),
      seed,
      scenario: null,
      restore: null,
    });
    this.keepSource();
    return this;
  }

  get run(): Run {
    const run = currentRun(this.state);
    if (run === null) throw new Error('nothing is running');
    return run;
  }

  /** To a virtual time, after what is still to be run again. */
  to(time: number): void {
    while (!catchUpNow(this.state, noLimit)) if (this.run.fault !== null) return;
    forward(this.run, { ...noLimit, to: micros(time), turns: Number.POSITIVE_INFINITY });
    pass(this.run, this.run.end === 'stopped' ? worldOf(this.run).now : micros(time));
  }

  async edit(chosen: Bazaar, from: SwapFrom, at: number | null): Promise<void> {
    putInForce(this.state, await compileOnce(cellsOf(chosen)), { from, at, keepGhost: false });
    this.keepSource();
  }

  private keepSource(): void {
    const { source } = swapReply(this.state);
    this.sources.set(source.id, source);
  }
}

type Act =
  | { readonly type: 'edit'; readonly edit: Partial<Bazaar>; readonly from: SwapFrom; readonly at: number }
  | { readonly type: 'input'; readonly input: Input };

const node = fc.constantFrom('shop1', 'shop2', 'bank');
const input: fc.Arbitrary<Input> = fc.oneof(
  fc.record({ type: fc.constantFrom('crash' as const, 'restart' as const), node }),
  fc.constant<Input>({ type: 'cut', a: 'shop1', b: 'bank' }),
  fc.constant<Input>({ type: 'heal' }),
  fc.record({ type: fc.constant('set' as const), node, path: fc.constant(['coins']), value: fc.nat(30) }),
);
const part = fc.double({ min: 0, max: 1, noNaN: true });
const someAct: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    type: fc.constant('edit' as const),
    edit: edits,
    from: fc.constantFrom<SwapFrom>('now', 'here', 'start'),
    at: part,
  }),
  fc.record({ type: fc.constant('input' as const), input }),
);
const timed = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<readonly (readonly [number, T])[]> =>
  fc.array(fc.tuple(fc.integer({ min: 1, max: 300 }), one), { maxLength: 4 });

describe('a moment that is gone back to', () => {
  it('is that of a run from the start which is stopped there, in all that it holds', async () => {
    await fc.assert(
      fc.asyncProperty(
        bazaars,
        timed(someAct),
        fc.nat(1_000),
        fc.array(part, { minLength: 2, maxLength: 4 }),
        async (first, acts, seed, parts) => {
          const notebook = await new Notebook().open(first, seed);
          let chosen = first;
          let now = 0;
          for (const [after, one] of acts) {
            notebook.to((now += after));
            if (one.type === 'input') attempt(() => act(notebook.state, one.input, null));
            else {
              chosen = { ...chosen, ...one.edit };
              await notebook.edit(chosen, one.from, Math.round(worldOf(notebook.run).step * one.at));
            }
          }
          notebook.to(now + 200);
          const { run } = notebook;
          for (const where of parts) {
            const step = Math.round(worldOf(run).step * where);
            const past = pastAfter(run, step);
            const { world } = past.machine;
            expect(world.step).toBe(step);
            expect(worldText(worldAfter(run, step).world)).toBe(worldText(world));

            // Again from the start: what came from outside before, and nothing kept on the way.
            const journal = {
              ...journalOf(run),
              ...{ format: 2 as const, id: 1, name: 'main', parent: null, forkedAt: { step: 0, time: 0 }, others: [] },
              ...{ entries: run.entries.slice(0, past.entries), steps: step, turns: world.turn, time: 0 },
            };
            const fresh = new Notebook();
            const sources = [...notebook.sources.values()];
            openNotebook(fresh.state, {
              type: 'open',
              cells: sources.find(({ id }) => id === lastProgramOf(journal))?.cells ?? [],
              seed: null,
              scenario: null,
              restore: { journal, sources },
            });
            while (!catchUpNow(fresh.state, noLimit));
            expect(worldText(worldOf(fresh.run))).toBe(worldText(world));
            expect(monitorText(fresh.run.monitors.list)).toBe(monitorText(past.monitors.list));
            expect(firingText(worldOf(fresh.run), fresh.run.counts, fresh.run.lastFired)).toBe(
              firingText(world, past.counts, past.lastFired),
            );
          }
        },
      ),
      { numRuns: runs(4) },
    );
  }, 120_000);
});

function lastProgramOf({ program, entries }: { readonly program: string; readonly entries: Run['entries'] }): string {
  return entries.reduce((last, entry) => (entry.type === 'swap' ? entry.program : last), program);
}

describe('history run again from the start', () => {
  it('is a fresh run under the new program with the same inputs, whatever was edited, in all that it holds', async () => {
    await fc.assert(
      fc.asyncProperty(bazaars, edits, timed(input), fc.nat(1_000), async (first, edit, given, seed) => {
        const wanted = { ...first, ...edit };
        // Never is no rate, so that cell would be refused.
        fc.pre(first.thefts > 0 && wanted.thefts > 0);
        const [old, fresh] = [await new Notebook().open(first, seed), await new Notebook().open(wanted, seed)];
        for (const notebook of [old, fresh]) {
          let now = 0;
          for (const [after, one] of given) {
            notebook.to((now += after));
            attempt(() => act(notebook.state, one, null));
          }
          notebook.to(end);
        }
        await old.edit(wanted, 'start', null);
        expect(old.state.held.size).toBe(0);
        old.to(end);
        expect(worldText(worldOf(old.run))).toBe(worldText(worldOf(fresh.run)));
        expect(firingText(worldOf(old.run), old.run.counts, old.run.lastFired)).toBe(
          firingText(worldOf(fresh.run), fresh.run.counts, fresh.run.lastFired),
        );
      }),
      { numRuns: runs(15) },
    );
  }, 120_000);
});
