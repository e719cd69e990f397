import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    // Type-checking and threads are slow on a machine that is busy with other things.
    testTimeout: 90_000,
    // As many as a continuous-integration machine has cores; Vitest would leave one idle.
    maxWorkers: 2,
    // Files of one worker share their modules: nothing here keeps state in one, and code that is warm runs twice as fast.
    isolate: false,
    setupFiles: ['kernel/hosts/node/seed.fixture.ts'],
    include: ['kernel/**/*.test.ts', 'stdlib/**/*.test.ts', 'app/**/*.test.ts', 'notebooks/**/*.test.ts'],
  },
});
