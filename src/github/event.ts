import { readFileSync } from 'node:fs';
import { type JsonObject, list, number, object, text } from '../lib/json.ts';

/** Where and why the workflow runs: the runner's variables and the event's payload. */
export interface WorkflowEvent {
  /** `owner/name`. */
  readonly repository: string;
  readonly name: string;
  readonly payload: JsonObject;
  /** The pull request or issue that the event is about. */
  readonly number: number | undefined;
  readonly workflow: string;
  readonly job: string;
  readonly runId: string;
  readonly runAttempt: string;
  readonly actor: string;
  readonly ref: string;
  readonly sha: string;
  /** Page of the workflow run. */
  readonly workflowRunUrl: string;
  readonly serverUrl: string;
  readonly apiUrl: string;
  /** Whether anyone may read log, summary and comments; assumed when the event does not say. */
  readonly isPublic: boolean;
  /** Why this event gets no secrets, where that is known. */
  readonly withoutSecrets: 'fork' | 'dependabot' | undefined;
}

/** Reads the runner's environment. A payload that is missing or broken counts as empty: schedules once had none. */
export function readEvent(env: NodeJS.ProcessEnv): WorkflowEvent {
  const get = (name: string) => env[name] ?? '';
  const payload = readPayload(env.GITHUB_EVENT_PATH);
  const repository = get('GITHUB_REPOSITORY');
  const serverUrl = get('GITHUB_SERVER_URL') || 'https://github.com';
  const actor = get('GITHUB_ACTOR');
  const name = get('GITHUB_EVENT_NAME');
  return {
    repository,
    name,
    payload,
    number: numberOf(payload, repository),
    workflow: get('GITHUB_WORKFLOW'),
    job: get('GITHUB_JOB'),
    runId: get('GITHUB_RUN_ID'),
    runAttempt: get('GITHUB_RUN_ATTEMPT'),
    actor,
    ref: get('GITHUB_REF'),
    sha: get('GITHUB_SHA'),
    workflowRunUrl: `${serverUrl}/${repository}/actions/runs/${get('GITHUB_RUN_ID')}`,
    serverUrl,
    apiUrl: get('GITHUB_API_URL') || 'https://api.github.com',
    isPublic: object(payload.repository).private !== true,
    withoutSecrets: withoutSecrets(name, payload, actor),
  };
}

function readPayload(path: string | undefined): JsonObject {
  try {
    return object(JSON.parse(readFileSync(path ?? '', 'utf8')));
  } catch {
    return {};
  }
}

/** Checks and workflow runs list their pull requests, those of forks' other repositories too. */
function numberOf(payload: JsonObject, repository: string): number | undefined {
  const direct = number(object(payload.pull_request).number) ?? number(object(payload.issue).number);
  if (direct !== undefined) return direct;
  for (const subject of ['workflow_run', 'check_run', 'check_suite']) {
    const own = list(object(payload[subject]).pull_requests)
      .map(object)
      .find((pull) => belongsTo(pull, repository));
    if (own) return number(own.number);
  }
  return undefined;
}

function belongsTo(pull: JsonObject, repository: string): boolean {
  const url = text(pull.url);
  return url === undefined || url.toLowerCase().includes(`/repos/${repository.toLowerCase()}/pulls/`);
}

/** GitHub hands no secrets to `pull_request` events from forks, nor to what Dependabot causes. */
function withoutSecrets(name: string, payload: JsonObject, actor: string): WorkflowEvent['withoutSecrets'] {
  if (actor === 'dependabot[bot]') return 'dependabot';
  const pull = object(payload.pull_request);
  if (!name.startsWith('pull_request') || name === 'pull_request_target' || Object.keys(pull).length === 0) {
    return undefined;
  }
  const repoOf = (side: string) => text(object(object(pull[side]).repo).full_name);
  // The head repository is null once the fork is deleted.
  return repoOf('head') !== repoOf('base') ? 'fork' : undefined;
}
