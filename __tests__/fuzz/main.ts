/**
 * `npm run fuzz -- [--runs N] [--seed S] [--path P]`: N hostile texts, each in a comment and a summary, looked at in
 * two renderers. Ends with 1 when something in them is live, with the smallest text that shows it and with the seed
 * and the path that repeat it.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { findingsOf, written } from './documents.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    path: { type: 'string' },
  },
});

const seed = Number(values.seed);
const began = performance.now();
const result = fc.check(
  fc.property(written, (input) => {
    const findings = findingsOf(input);
    if (findings.length > 0) throw new Error(findings.join('\n'));
  }),
  { seed, numRuns: Number(values.runs), ...(values.path === undefined ? {} : { path: values.path }) },
);
const seconds = Math.round((performance.now() - began) / 1000);
console.log(`seed ${seed}: ${result.numRuns} texts in ${seconds} s`);
if (result.failed) {
  console.log(`--seed ${seed} --path ${result.counterexamplePath}`);
  console.log(JSON.stringify(result.counterexample, undefined, 2));
  console.log(result.errorInstance instanceof Error ? result.errorInstance.message : result.errorInstance);
  process.exitCode = 1;
}
