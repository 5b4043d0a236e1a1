import path from 'node:path';
import type { Job } from './job.ts';

/** The developer's variables that a child may see. All others stay out: keys and proxies above all. */
// The compile cache is Node's own, and spares each of hundreds of starts some of its time.
const PASSED_ON = ['NODE_COMPILE_CACHE', 'PATH', 'HOME', 'LANG', 'SystemRoot', 'USERPROFILE', 'TEMP', 'TMP'];

const RUNNER_OS: Partial<Record<NodeJS.Platform, string>> = { darwin: 'macOS', win32: 'Windows' };
const SHA = 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e';

export interface Urls {
  api?: string;
  graphql?: string;
  server?: string;
}

export interface EnvironmentOptions {
  job: Job;
  repository: string;
  eventName: string;
  urls: Urls;
  debug: boolean;
}

/** The default variables of a step, on a push to main unless the event says otherwise. */
export function defaultVariables(options: EnvironmentOptions): Record<string, string> {
  return {
    ...developerVariables(),
    ...githubVariables(options),
    ...runnerVariables(options),
  };
}

function developerVariables(): Record<string, string> {
  const passed = PASSED_ON.map((name) => [name, process.env[name]] as const);
  return Object.fromEntries(passed.filter((pair): pair is [string, string] => pair[1] !== undefined));
}

function githubVariables({ job, repository, eventName, urls }: EnvironmentOptions): Record<string, string> {
  const api = urls.api ?? 'https://api.github.com';
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION: '__self',
    GITHUB_ACTION_REF: '',
    GITHUB_ACTION_REPOSITORY: '',
    GITHUB_ACTOR: 'octocat',
    GITHUB_ACTOR_ID: '583231',
    GITHUB_API_URL: api,
    GITHUB_BASE_REF: '',
    GITHUB_EVENT_NAME: eventName,
    GITHUB_EVENT_PATH: job.eventPath,
    GITHUB_GRAPHQL_URL: urls.graphql ?? `${api}/graphql`,
    GITHUB_HEAD_REF: '',
    GITHUB_JOB: 'agent',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REF_NAME: 'main',
    GITHUB_REF_PROTECTED: 'false',
    GITHUB_REF_TYPE: 'branch',
    ...repositoryVariables(repository),
    GITHUB_REPOSITORY_ID: '1296269',
    GITHUB_REPOSITORY_OWNER_ID: '6811672',
    GITHUB_RETENTION_DAYS: '90',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: '1658821493',
    GITHUB_RUN_NUMBER: '42',
    GITHUB_SERVER_URL: urls.server ?? 'https://github.com',
    GITHUB_SHA: SHA,
    GITHUB_TRIGGERING_ACTOR: 'octocat',
    GITHUB_WORKFLOW: 'Agent',
    GITHUB_WORKFLOW_REF: `${repository}/.github/workflows/agent.yml@refs/heads/main`,
    GITHUB_WORKFLOW_SHA: SHA,
    GITHUB_WORKSPACE: job.workspace,
  };
}

/** The variables that name `owner/name`. */
export function repositoryVariables(repository: string): Record<string, string> {
  return { GITHUB_REPOSITORY: repository, GITHUB_REPOSITORY_OWNER: repository.split('/')[0] ?? '' };
}

function runnerVariables({ job, debug }: EnvironmentOptions): Record<string, string> {
  return {
    ...(debug && { RUNNER_DEBUG: '1' }),
    RUNNER_ARCH: process.arch === 'arm64' ? 'ARM64' : 'X64',
    RUNNER_ENVIRONMENT: 'github-hosted',
    RUNNER_NAME: 'GitHub Actions 1',
    RUNNER_OS: RUNNER_OS[process.platform] ?? 'Linux',
    RUNNER_TEMP: job.temp,
    RUNNER_TOOL_CACHE: job.toolCache,
    RUNNER_WORKSPACE: path.dirname(job.workspace),
  };
}
