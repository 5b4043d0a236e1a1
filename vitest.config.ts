import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Dependencies that are inlined name source maps whose sources they do not ship.
  logLevel: 'error',
  test: {
    include: ['__tests__/**/*.test.ts'],
    // For hangs only: what takes seconds alone takes many times that on a machine that is busy otherwise.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Only failures are worth reading.
    reporters: process.env.GITHUB_ACTIONS ? ['dot', 'github-actions'] : ['dot'],
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/node', import.meta.url)) },
    pool: 'forks',
    // No module of ours keeps state, so the files of a worker may share what they have loaded.
    isolate: false,
    // They import JSON in a way that Node refuses and bundlers take.
    server: { deps: { inline: [/@actions\/(languageservice|workflow-parser|expressions)/] } },
    // Steps wait most of the time, for seconds that are part of what is tested.
    maxConcurrency: 8,
    maxWorkers: 4,
  },
});
