import type { CheckInputs } from './inputs/inputs.ts';
import type { Check, StepResult } from './model.ts';
import type { Deps } from './runs/deps.ts';
import { examine } from './runs/examine.ts';

/** Would a run like this be refused? Creates nothing and costs nothing. Rejects like `examine`. */
export async function check(inputs: CheckInputs, deps: Deps): Promise<StepResult> {
  // Bad inputs never come here: they are refused as those of a run are.
  const checks = [
    good('Inputs', 'read as a run would read them'),
    ...(await examine(inputs.request, inputs.environmentName, deps)),
    taskCheck(inputs),
    tokenCheck(inputs),
  ];
  const bad = checks.filter(({ verdict }) => verdict === 'bad');
  for (const { what, verdict, finding } of checks) deps.log.info(`${verdict.padEnd(8)}${what}: ${finding}`);
  if (bad.length === 0) return { outcome: 'checked', checks };
  const message = bad.map(({ what, finding }) => `${what}: ${finding}`).join('\n');
  const remedy = 'Correct these inputs; a run would be refused.';
  return { outcome: 'refused', failure: { code: 'check_failed', message, remedy }, checks };
}

function taskCheck({ hasTask }: CheckInputs): Check {
  const what = 'Task';
  if (hasTask) return good(what, 'given');
  const finding = 'none to check; a run needs one of `prompt`, `prompt-file` and `skill`';
  return { what, verdict: 'unknown', finding };
}

/** A token cannot be asked what it may do without doing it. */
function tokenCheck({ githubToken, comment }: CheckInputs): Check {
  const what = 'GitHub token';
  if (comment === 'off') return good(what, 'not needed for comments');
  if (githubToken === undefined)
    return { what, verdict: 'unknown', finding: 'empty: there can be no comment' };
  const finding =
    'given; whether it may comment shows only when it does (`pull-requests: write`, `issues: write`)';
  return { what, verdict: 'unknown', finding };
}

function good(what: string, finding: string): Check {
  return { what, verdict: 'good', finding };
}
