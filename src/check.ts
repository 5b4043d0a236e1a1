import { oddKeyRemedy } from './gate/odd-key.ts';
import type { WorkflowEvent } from './github/event.ts';
import { causeOf, failureOf } from './github/failure.ts';
import { Permissions } from './github/permissions.ts';
import type { CheckInputs } from './inputs/inputs.ts';
import { closed } from './lib/nearest.ts';
import type { Check, Failure, StepResult } from './model.ts';
import { OzError } from './oz/problem.ts';
import type { Deps } from './runs/deps.ts';
import { failureFrom } from './runs/endings.ts';
import { environmentsToChoose, examine } from './runs/examine.ts';

/** Would a run like this be refused? Creates nothing and costs nothing. Rejects with the signal's reason. */
export async function check(inputs: CheckInputs, event: WorkflowEvent, deps: Deps): Promise<StepResult> {
  const answer = await askOz(inputs, deps);
  const checks = [
    // Bad inputs never come here: they are refused as those of a run are.
    good('Inputs', 'read as a run would read them'),
    ...answer.checks,
    taskCheck(inputs),
    ...(await tokenChecks(inputs, event, deps.signal)),
  ];
  for (const { what, verdict, finding } of checks) deps.log.info(`${verdict.padEnd(8)}${what}: ${finding}`);
  const told = { checks, settings: inputs.settings };
  const failure = answer.failure ?? failureOfChecks(checks);
  return failure ? { outcome: 'refused', failure, ...told } : { outcome: 'checked', ...told };
}

function failureOfChecks(checks: readonly Check[]): Failure | undefined {
  const bad = checks.filter(({ verdict }) => verdict === 'bad');
  if (bad.length === 0) return undefined;
  const message = bad.map(({ what, finding }) => `${what}: ${finding}`).join('\n');
  return { code: 'check_failed', message, remedy: 'Correct these inputs; a run would be refused.' };
}

/** Somebody waits for the table, so a host that does not answer is named soon. For all questions to Oz, in ms. */
const PATIENCE = 10_000;

interface Answer {
  readonly checks: readonly Check[];
  /** Set when Oz could not be asked: the cause is one for all. */
  readonly failure?: Failure;
}

async function askOz(
  { request, environmentName, apiKey = '', apiUrl }: CheckInputs,
  deps: Deps,
): Promise<Answer> {
  const deadline = deps.clock.now() + PATIENCE;
  try {
    const key = good('API key', `accepted by \`${apiUrl.host}\`, which does not tell whose it is`);
    const choice = await environmentsToChoose(request, deps, deadline);
    const checks = await examine(request, environmentName, deps, deadline);
    return { checks: [key, ...(choice ? [choice] : []), ...checks] };
  } catch (error) {
    if (!(error instanceof OzError)) throw error;
    return unanswered(failureFrom(error), error.status === 401, apiKey, apiUrl);
  }
}

/** The row of the key, or of the host, which is what stands in the way of all others. */
function unanswered(failure: Failure, isKeyRefused: boolean, apiKey: string, { host }: URL): Answer {
  const remedy = (isKeyRefused && oddKeyRemedy(apiKey)) || failure.remedy;
  const told = `${closed(failure.message)} ${remedy}`;
  const row = isKeyRefused ? bad('API key', `refused by \`${host}\`: ${told}`) : bad(`API at ${host}`, told);
  return { checks: [row], failure: { ...failure, remedy } };
}

function taskCheck({ hasTask }: CheckInputs): Check {
  const what = 'Task';
  if (hasTask) return good(what, 'given');
  return unclear(what, 'none to check; a run needs `prompt`, `prompt-file`, `skill` or `review: true`');
}

/** Whose the token is, and what it needs. It cannot be asked what it may do without doing it. */
async function tokenChecks(inputs: CheckInputs, event: WorkflowEvent, signal: AbortSignal): Promise<Check[]> {
  const what = 'GitHub token';
  const { githubToken, needs } = inputs;
  if (needs.length === 0) return [good(what, 'not needed: no comment, status or review is asked for')];
  if (githubToken === undefined) {
    const remedy = 'leave `github-token` out, or give `${{ github.token }}`';
    return [unclear(what, `empty, so there can be no comment, status or review; ${remedy}`)];
  }
  const lines = needs.map((need) => `\`${need}\``).join(', ');
  const finding = `${lines} under \`permissions:\` of the job that starts the agent, as far as it reports there; whether it has them shows only when they are used. Pull requests from forks get a read-only token.`;
  return [await identityCheck(githubToken, event, signal), unclear('Token permissions', finding)];
}

async function identityCheck(token: string, event: WorkflowEvent, signal: AbortSignal): Promise<Check> {
  const what = 'GitHub token';
  try {
    return good(what, `speaks as \`${await new Permissions(token, event, signal).self()}\``);
  } catch (error) {
    signal.throwIfAborted();
    const cause = causeOf(error);
    if (failureOf(error) !== 'denied') return unclear(what, `GitHub could not be asked about it: ${cause}`);
    const remedy = 'leave `github-token` out, or give `${{ github.token }}`';
    return unclear(
      what,
      `refused by GitHub, so there can be no comment, status or review; ${remedy} (${cause})`,
    );
  }
}

function good(what: string, finding: string): Check {
  return { what, verdict: 'good', finding };
}

function bad(what: string, finding: string): Check {
  return { what, verdict: 'bad', finding };
}

function unclear(what: string, finding: string): Check {
  return { what, verdict: 'unknown', finding };
}
