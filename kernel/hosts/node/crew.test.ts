import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import * as fc from 'fast-check';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Exploration } from '../../exploration.ts';
import { createCrew, isInTrouble, progressOf, stopCrew } from '../../check/crew.ts';
import { type CrewAnswer, type CrewJob, withoutPromises } from './crew-thread.fixture.ts';
import { exploreFast, type Model, models, optionsOf, programOf } from '../../check/models.fixture.ts';
import { claim, mover, tablesFor } from '../../check/shared-seen.ts';
import { together } from '../../check/together.ts';

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

function ask(thread: Worker | undefined, job: CrewJob): Promise<CrewAnswer> {
  return new Promise((resolve, reject) => {
    if (thread === undefined) return reject(new Error('there is no such thread'));
    thread.once('message', (answer: CrewAnswer) => {
      thread.off('error', reject);
      resolve(answer);
    });
    thread.once('error', reject);
    thread.postMessage(job);
  });
}

/** What so many explorers find together, dealing the worlds out as soon as there are two. */
async function exploreAsCrew(model: Model, size: number): Promise<Exploration | null> {
  const crew = createCrew(size, 100_000, 1);
  const answers = await Promise.all(
    Array.from({ length: size }, (_, member) => ask(threads[member], { model, crew, member })),
  );
  if (isInTrouble(crew)) return null;
  expect(answers.every(({ isGone }) => isGone)).toBe(true);
  const whole = together(answers.map(({ part }) => part));
  expect(progressOf(crew)).toEqual({ states: whole.states, transitions: whole.transitions, depth: expect.any(Number) });
  return whole;
}

const found = ({
  states,
  transitions,
  depth,
  rests,
  verdict,
  violations,
  witnessed,
  exercise,
}: Exploration): object => ({
  states,
  transitions,
  depth,
  rests,
  verdict,
  exercise,
  witnessed: witnessed.toSorted(),
  violations: Object.fromEntries(violations.map(({ property, path }) => [property, path.length]).toSorted()),
});

describe('a crew of explorers', () => {
  it('finds what one alone finds, however many it has: worlds, transitions, depth, verdicts, lengths, firings', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(models(true), async (model) => {
        const options = { ...optionsOf(model), limits: { states: 3_000 } };
        const alone = exploreFast(withoutPromises(programOf(model)), options);
        if (alone.verdict === 'limited' || alone.verdict === 'error' || alone.orderMatters) return;
        for (const size of [1, 2, 3]) {
          const whole = await exploreAsCrew(model, size);
          if (whole === null) throw new Error('a member of the crew could not go on');
          expect(found(whole)).toEqual(found(alone));
        }
        if (alone.states > 50) compared += 1;
      }),
      { numRuns: 45, seed: 7 },
    );
    expect(compared).toBeGreaterThan(10);
  }, 120_000);

  it('ends when it is told to, with what it has', async () => {
    const [model] = fc.sample(models(true), { numRuns: 1, seed: 3 });
    const crew = createCrew(2, 100_000, 1);
    stopCrew(crew);
    const parts = await Promise.all(
      [0, 1].map((member) => ask(threads[member], { model: model as Model, crew, member })),
    );
    expect(parts.map(({ part }) => part.verdict)).toEqual(['limited', 'limited']);
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
