/**
 * `npm run mutate [words]` breaks the lines that guard money, secrets or trust, one at a time, in a copy of the project,
 * and asks whether the tests notice; with words, only the lines whose description or file has one of them.
 * `npm run mutate -- --sample N [--seed S] [--folder F …]` does so with N small changes of each folder in `src/`, picked
 * at random. Both end with 1 when too much goes unnoticed.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { mutateGuards } from './guarded.ts';
import { mutateSample } from './sampled.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    folder: { type: 'string', multiple: true, default: [] },
    parallel: { type: 'string', default: '2' },
  },
});

process.exitCode =
  values.sample === undefined
    ? await mutateGuards(positionals)
    : await mutateSample({
        perFolder: Number(values.sample),
        seed: Number(values.seed),
        parallel: Number(values.parallel),
        folders: values.folder,
      });
