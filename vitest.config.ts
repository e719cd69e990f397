import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['kernel/**/*.test.ts', 'stdlib/**/*.test.ts', 'app/**/*.test.ts', 'notebooks/**/*.test.ts'],
  },
});
