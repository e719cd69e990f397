import { transform } from 'esbuild-wasm';
import { expect, test } from 'vitest';
import { compileCell } from '../../compile/compile.ts';
import { fakeClock } from './fake-kernel.fixture.ts';
import { practice, sample } from './practice.ts';

/** Samples that take 20 ms each, and when each began. */
function stage() {
  const clock = fakeClock();
  const begun: number[] = [];
  const practising = practice(clock, () => {
    begun.push(clock.now());
    return pass(20);
  });
  const pass = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve));
  return { clock, begun, practising, pass };
}

test('it begins when nobody has asked for a second, pauses as long as it works, and ends', async () => {
  const { clock, begun, practising } = stage();
  practising.resume();
  await clock.until(practising.done);
  expect(begun.slice(0, 3)).toEqual([1_000, 1_040, 1_080]);
  expect(begun).toHaveLength(200);
});

test('a request waits for one sample at most, and the practice for a second without requests', async () => {
  const { clock, begun, practising, pass } = stage();
  practising.resume();
  await clock.until(pass(1_050));
  practising.pause();
  expect(begun).toEqual([1_000, 1_040]);
  await clock.until(pass(5_000));
  expect(begun).toHaveLength(2);
  practising.resume();
  await clock.until(pass(1_000));
  practising.pause();
  practising.resume();
  await clock.until(pass(900));
  expect(begun.slice(2)).toEqual([7_050]);
  await clock.until(practising.done);
  practising.resume();
  await clock.until(pass(5_000));
  expect(begun).toHaveLength(200);
});

test('slow machines practise for a few seconds only', async () => {
  const clock = fakeClock();
  let samples = 0;
  const practising = practice(clock, () => {
    samples += 1;
    return new Promise<void>((resolve) => clock.after(500, resolve));
  });
  practising.resume();
  await clock.until(practising.done);
  expect(samples).toBe(12);
});

test('the sample is a cell of fifty lines that compiles', async () => {
  const { js, diagnostics } = await compileCell(transform, { key: 's', kind: 'rules', slug: null, code: sample });
  expect(diagnostics).toEqual([]);
  expect(js).not.toBeNull();
  expect(sample.trimEnd().split('\n')).toHaveLength(50);
});

test('ended, it never begins, and nobody waits for it', async () => {
  const { clock, begun, practising } = stage();
  practising.end();
  practising.resume();
  await clock.until(practising.done);
  expect(begun).toEqual([]);
});
