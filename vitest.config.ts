import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The tests of the editor run inside one: scripts/testEditor.mjs.
    exclude: ['test/editor/**', '**/node_modules/**'],
    testTimeout: 30_000,
    setupFiles: ['test/support/seed.ts'],
    coverage: {
      include: ['server/src/**/*.ts'],
      reporter: ['text', 'json-summary', 'html'],
      reportsDirectory: 'test-output/coverage',
      reportOnFailure: true,
      thresholds: { lines: 90 },
    },
  },
});
