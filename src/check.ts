import { closest, distance } from 'fastest-levenshtein';
import type { CheckInputs } from './inputs/inputs.ts';
import { type JsonObject, object, text } from './lib/json.ts';
import type { Check, Failure, StepResult } from './model.ts';
import type { Deps } from './runs/deps.ts';
import { type Read, withRetry } from './runs/retry.ts';

/** How long all questions together may take, in ms. */
const TIMEOUT = 60_000;

const HARNESSES = ['oz', 'claude', 'gemini', 'codex'];

/** What of a run can be asked about before it is created. */
interface Ingredients {
  readonly environment: string | undefined;
  readonly model: string | undefined;
  /** Qualified. */
  readonly skill: string | undefined;
  readonly harness: string | undefined;
  readonly workerHost: string | undefined;
}

/** Would a run like this be refused? Creates nothing and costs nothing. Rejects like `examine`. */
export async function check(inputs: CheckInputs, deps: Deps): Promise<StepResult> {
  // Bad inputs never come here: they are refused as those of a run are.
  const checks = [
    good('Inputs', 'read as a run would read them'),
    ...(await examine(inputs.request, deps)),
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

/** Adds to a refused create request what may have been meant instead of an id that Oz does not know. */
export async function withSuggestion(failure: Failure, request: JsonObject, deps: Deps): Promise<Failure> {
  if (!['resource_not_found', 'invalid_request'].includes(failure.code)) return failure;
  const found = await didYouMean(request, deps);
  return found ? { ...failure, remedy: `${found} ${failure.remedy}` } : failure;
}

/**
 * Asks Oz about each ingredient of a RunAgentRequest. Rejects with an `OzError` when the key is refused or nothing
 * answers.
 */
async function examine(request: JsonObject, deps: Deps): Promise<Check[]> {
  const wanted = ingredientsOf(request);
  const { oz, clock } = deps;
  const deadline = clock.now() + TIMEOUT;
  const ask = <T>(read: Read<T>) => withRetry(read, deps, deadline);
  const { models, fallback } = await ask((options) => oz.listModels(options));
  const checks: Check[] = [{ what: 'API key', verdict: 'good', finding: 'accepted' }];
  if (wanted.model === undefined) checks.push(good('Model', `the default${fallback ? `: ${fallback}` : ''}`));
  else {
    const model = models.find(({ id }) => id === wanted.model);
    if (model?.disabled) checks.push(bad('Model', `\`${model.id}\` is disabled: ${model.disabled}`));
    else if (model) checks.push(good('Model', model.name));
    else
      checks.push(
        unknown(
          'Model',
          wanted.model,
          models.map(({ id }) => id),
        ),
      );
  }
  if (wanted.environment !== undefined) {
    const environments = await ask((options) => oz.listEnvironments(options));
    const environment = environments.find(({ uid }) => uid === wanted.environment);
    if (environment?.hasSetupFailed)
      checks.push(bad('Environment', 'its set-up has failed; look at it in Oz'));
    else if (environment) checks.push(good('Environment', environment.name ?? environment.uid));
    else
      checks.push(
        unknown(
          'Environment',
          wanted.environment,
          environments.map(({ uid }) => uid),
        ),
      );
  }
  const [repository] = wanted.skill?.split(':') ?? [];
  if (wanted.skill !== undefined && repository?.includes('/')) {
    const skills = await ask((options) => oz.listSkills(repository, options));
    const skill = skills.find(({ specs }) => specs.includes(wanted.skill ?? ''));
    if (skill?.error) checks.push(bad('Skill', skill.error));
    else if (skill) checks.push(good('Skill', 'found'));
    else
      checks.push(
        unknown(
          'Skill',
          wanted.skill,
          skills.flatMap(({ specs }) => specs),
        ),
      );
  } else if (wanted.skill !== undefined) {
    checks.push({
      what: 'Skill',
      verdict: 'unknown',
      finding: 'only a skill with owner and repository can be looked up',
    });
  }
  if (wanted.harness !== undefined) checks.push(harnessCheck(wanted.harness));
  if (wanted.workerHost !== undefined) {
    checks.push({
      what: 'Worker host',
      verdict: 'unknown',
      finding: 'the API does not tell which hosts there are',
    });
  }
  return checks;
}

/** Empty when nothing is found, or nobody answers. */
async function didYouMean(request: JsonObject, deps: Deps): Promise<string> {
  try {
    const checks = await examine(request, deps);
    return checks
      .filter(({ verdict }) => verdict === 'bad')
      .map(({ what, finding }) => `${what}: ${finding}.`)
      .join(' ');
  } catch (error) {
    deps.log.debug(`No suggestion: ${(error as Error).message}`);
    return '';
  }
}

function ingredientsOf(request: JsonObject): Ingredients {
  const config = object(request.config);
  return {
    environment: text(config.environment_id),
    model: text(config.model_id),
    skill: text(request.skill),
    harness: text(object(config.harness).type),
    workerHost: text(config.worker_host),
  };
}

function harnessCheck(harness: string): Check {
  if (HARNESSES.includes(harness)) return good('Harness', harness);
  const near = suggestion(harness, HARNESSES);
  return {
    what: 'Harness',
    verdict: 'unknown',
    finding: `\`${harness}\` is not one that this version knows${near}`,
  };
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

function bad(what: string, finding: string): Check {
  return { what, verdict: 'bad', finding };
}

function unknown(what: string, wanted: string, known: readonly string[]): Check {
  return bad(what, `\`${wanted}\` is not known${suggestion(wanted, known)}`);
}

/** The nearest name, unless it is too far to have been meant. */
function suggestion(wanted: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const near = closest(wanted, [...known]);
  return distance(wanted, near) <= Math.max(2, wanted.length / 3) ? `; did you mean \`${near}\`?` : '';
}
