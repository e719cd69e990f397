import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import * as fc from 'fast-check';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Exploration } from '../../exploration.ts';
import { type Crew, createCrew, isInTrouble, stopCrew } from '../../check/crew.ts';
import { type CrewAnswer, type CrewJob, withoutPromises } from './crew-thread.fixture.ts';
import { exploreFast, type Model, models, optionsOf, programOf } from '../../check/models.fixture.ts';
import { claim, mover, tablesFor } from '../../check/shared-seen.ts';

let folder = '';
const threads: Worker[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rehearsal-crew-'));
  const input = fileURLToPath(new URL('./crew-thread.fixture.ts', import.meta.url));
  const bundle = await rolldown({ input, platform: 'node', logLevel: 'warn' });
  const file = join(folder, 'crew-thread.mjs');
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  for (let n = 0; n < 3; n++) threads.push(new Worker(pathToFileURL(file)));
}, 60_000);

afterAll(async () => {
  await Promise.all(threads.map((thread) => thread.terminate()));
  await rm(folder, { recursive: true });
});

/** The next answers of a thread, in their order. */
function answers(thread: Worker | undefined): { readonly next: () => Promise<CrewAnswer>; readonly end: () => void } {
  if (thread === undefined) throw new Error('there is no such thread');
  const come: CrewAnswer[] = [];
  const waiting: ((answer: CrewAnswer) => void)[] = [];
  const hear = (answer: CrewAnswer): void => {
    const first = waiting.shift();
    if (first === undefined) come.push(answer);
    else first(answer);
  };
  thread.on('message', hear);
  return {
    next: () =>
      new Promise((resolve) => {
        const known = come.shift();
        if (known === undefined) waiting.push(resolve);
        else resolve(known);
      }),
    end: () => void thread.off('message', hear),
  };
}

const order = (thread: number, job: CrewJob): void => threads[thread]?.postMessage(job);

/** What so many explorers find together, after one of them was alone for so many stretches; null when it came to its end alone. */
async function exploreAsCrew(model: Model, size: number, stretches: number, crew: Crew): Promise<Exploration | null> {
  const heard = Array.from({ length: size }, (_, member) => answers(threads[member]));
  const part = async (member: number): Promise<Exploration> => {
    const answer = await heard[member]?.next();
    if (answer?.type !== 'part') throw new Error('that is no part');
    expect(answer.isGone).toBe(true);
    return answer.part;
  };
  try {
    order(0, { type: 'begin', model, crew, stretches });
    const handed = await heard[0]?.next();
    if (handed?.type !== 'handed') throw new Error('nothing was handed over');
    const { handover } = handed;
    if (handover === null) {
      await part(0);
      return null;
    }
    for (let member = 1; member < size; member++) order(member, { type: 'help', model, crew, member, handover });
    const parts = await Promise.all(heard.map((_, member) => part(member)));
    if (isInTrouble(crew)) throw new Error('a member of the crew could not go on');
    order(0, { type: 'join', parts });
    return await part(0);
  } finally {
    for (const one of heard) one.end();
  }
}

/** All of it that is said to anybody. */
const found = ({ diagnostics, ...rest }: Exploration): object => ({
  ...rest,
  diagnostics: diagnostics.map(({ code, text }) => `${code} ${text}`),
});

describe('a crew of explorers', () => {
  it('says what one alone says, however many it has and whenever the others come: counts, verdicts, ways', async () => {
    let compared = 0;
    let ways = 0;
    await fc.assert(
      fc.asyncProperty(models(true), async (model) => {
        const options = { ...optionsOf(model), limits: { states: 3_000 } };
        const alone = exploreFast(withoutPromises(programOf(model)), options);
        if (alone.verdict === 'limited' || alone.verdict === 'error' || alone.orderMatters) return;
        for (const [size, stretches] of [
          [1, 0],
          [2, 0],
          [3, 0],
          [2, 1],
          [3, 3],
        ] as const) {
          const whole = await exploreAsCrew(model, size, stretches, createCrew(size, 100_000));
          if (whole === null) continue;
          expect(found(whole)).toEqual(found(alone));
          ways += whole.violations.length;
          if (alone.states > 50) compared += 1;
        }
      }),
      { numRuns: 45, seed: 7 },
    );
    expect(compared).toBeGreaterThan(50);
    expect(ways).toBeGreaterThan(50);
  }, 240_000);

  it('moves to a larger table whenever one is too full, all of them at once', async () => {
    const [model] = fc.sample(
      models(true).filter((one) => {
        const { states, verdict } = exploreFast(withoutPromises(programOf(one)), {
          ...optionsOf(one),
          limits: { states: 3_000 },
        });
        return states > 1_000 && verdict !== 'limited';
      }),
      { numRuns: 1, seed: 5 },
    );
    const alone = exploreFast(withoutPromises(programOf(model as Model)), optionsOf(model as Model));
    // Between two looks at it, so much is free that it never gets full.
    const tables = [1_024, 2_048, 4_096, 16_384].map((slots) => new SharedArrayBuffer(slots * 8));
    const whole = await exploreAsCrew(model as Model, 3, 0, { ...createCrew(3, 1), tables });
    expect(found(whole as Exploration)).toEqual(found(alone));
  }, 60_000);

  it('ends when it is told to, with what it has', async () => {
    const [model] = fc.sample(models(true), { numRuns: 1, seed: 3 });
    const crew = createCrew(2, 100_000);
    stopCrew(crew);
    expect(await exploreAsCrew(model as Model, 2, 0, crew)).toMatchObject({ verdict: 'limited' });
  });
});

describe('the shared table', () => {
  it('takes each fingerprint once, those with words of zero too, and keeps them all when it is moved', () => {
    const [small, large] = tablesFor(100_000) as readonly [SharedArrayBuffer, SharedArrayBuffer];
    const [from, to] = [new Int32Array(small), new Int32Array(large)];
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer(), fc.integer({ min: -2, max: 2 })), { maxLength: 200 }), (all) => {
        from.fill(0);
        to.fill(0);
        const key = ([a, b]: readonly [number, number]): string => `${a === 0 ? 1 : a} ${b === 0 ? 1 : b}`;
        const known = new Set<string>();
        for (const one of all) {
          expect(claim(from, ...one)).toBe(!known.has(key(one)));
          known.add(key(one));
        }
        for (const share of [2, 0, 1]) mover(from, to)(share, 3);
        for (const one of all) expect(claim(to, ...one)).toBe(false);
      }),
      { numRuns: 30 },
    );
  });
});
