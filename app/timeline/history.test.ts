import { expect, test } from 'vitest';
import { limitChoices, memoryText, noMemory, sizeText, thinnedText } from './history.ts';

const memory = { ...noMemory, bytes: 12_300_000, limit: 512_000_000 };

test('what the history takes is told against its limit', () => {
  expect(memoryText(memory)).toBe('13 of 512 MB');
  expect(sizeText(2_048_000_000)).toBe('2 GB');
  expect(sizeText(300_000)).toBe('less than 1 MB');
});

test('a limit that is in force can be chosen, also when it is not a round one', () => {
  expect(limitChoices(memory)).toContain(512_000_000);
  expect(limitChoices({ ...memory, limit: 100_000_000 })).toEqual([
    64_000_000, 100_000_000, 128_000_000, 256_000_000, 512_000_000, 1_024_000_000, 2_048_000_000, 4_096_000_000,
  ]);
});

test('thinned history is told of, with what it means; history that is whole is not', () => {
  expect(thinnedText(memory)).toEqual([]);
  const thinned = { checkpointsBefore: 3_200, eventsBefore: 800, statsBefore: null, marksBefore: 500 };
  expect(thinnedText({ ...memory, thinnedBefore: 3_200, thinned })).toEqual([
    'Before 3.200 s there are fewer checkpoints: going there takes longer.',
    'Before 800 ms events are made again when they are asked for, which takes a moment.',
    'Before 500 ms there were too many marks: those of what happened by itself are left out.',
  ]);
});
