import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['__tests__/**/*.test.ts'],
    // Most tests start processes, and each of those an emulator's worth of requests.
    testTimeout: 30_000,
    hookTimeout: 30_000,
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
