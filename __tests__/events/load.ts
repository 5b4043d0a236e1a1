import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface EventFixture {
  /** GITHUB_EVENT_NAME. */
  name: string;
  payload: Payload;
  /** The variables that go with it: GITHUB_REF, GITHUB_SHA, GITHUB_HEAD_REF, GITHUB_ACTOR and so on. */
  env: Record<string, string>;
}

export type Payload = Record<string, unknown>;

const PAYLOADS = fileURLToPath(new URL('./payloads/', import.meta.url));

/** The last commit of the default branch in every fixture. */
const MAIN_SHA = 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e';

/** Every name that loadEvent knows, such as `pull_request.opened.fork`. */
export function eventNames(): string[] {
  return readdirSync(PAYLOADS)
    .map((file) => path.basename(file, '.json'))
    .sort();
}

/**
 * A payload as GitHub sends it, cut down to the fields that matter. `overrides` are merged into it: objects deeply,
 * everything else is replaced, `undefined` takes a field out. The variables follow from the merged payload.
 */
export function loadEvent(fixture: string, overrides: Payload = {}): EventFixture {
  const text = readFileSync(path.join(PAYLOADS, `${fixture}.json`), 'utf8');
  const payload = merge(JSON.parse(text), overrides) as Payload;
  const name = fixture.split('.')[0] ?? fixture;
  return { name, payload, env: variables(name, payload as Known) };
}

function merge(base: unknown, overrides: unknown): unknown {
  if (!isObject(base) || !isObject(overrides)) return overrides;
  const merged: Payload = { ...base };
  for (const [key, value] of Object.entries(overrides)) {
    if (value === undefined) delete merged[key];
    else merged[key] = key in base ? merge(base[key], value) : value;
  }
  return merged;
}

function isObject(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields that the variables are made from. */
interface Known {
  ref?: string;
  ref_type?: string;
  after?: string;
  sha?: string;
  number?: number;
  sender?: { login: string; id: number };
  repository?: { full_name: string; id: number; default_branch: string };
  pull_request?: {
    number: number;
    merged?: boolean;
    merge_commit_sha?: string | null;
    head: { ref: string };
    base: { ref: string; sha: string };
  };
  release?: { tag_name: string };
  deployment?: { ref: string; sha: string };
  merge_group?: { head_ref: string; head_sha: string };
}

function variables(name: string, payload: Known): Record<string, string> {
  const { ref, sha } = origin(name, payload);
  const repository = payload.repository?.full_name ?? 'octo-org/octo-repo';
  const byPullRequest = name === 'pull_request' || name === 'pull_request_target';
  // A schedule has no sender: GitHub names the account that last changed its cron line.
  const actor = payload.sender ?? { login: 'octocat', id: 583231 };
  return {
    GITHUB_ACTOR: actor.login,
    GITHUB_ACTOR_ID: String(actor.id),
    GITHUB_TRIGGERING_ACTOR: actor.login,
    GITHUB_BASE_REF: (byPullRequest && payload.pull_request?.base.ref) || '',
    GITHUB_HEAD_REF: (byPullRequest && payload.pull_request?.head.ref) || '',
    GITHUB_REF: ref,
    GITHUB_REF_NAME: ref.replace(/^refs\/(heads|tags|pull)\//, ''),
    GITHUB_REF_TYPE: ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    GITHUB_SHA: sha,
    GITHUB_REPOSITORY: repository,
    GITHUB_REPOSITORY_ID: String(payload.repository?.id ?? 1296269),
    GITHUB_REPOSITORY_OWNER: repository.split('/')[0] ?? '',
    GITHUB_WORKFLOW_REF: `${repository}/.github/workflows/agent.yml@${ref}`,
    GITHUB_WORKFLOW_SHA: sha,
  };
}

interface Origin {
  ref: string;
  sha: string;
}

/** Which ref and commit a workflow runs on, as the documentation of GitHub's workflow triggers lists them. */
function origin(name: string, payload: Known): Origin {
  const defaultBranch = { ref: `refs/heads/${payload.repository?.default_branch ?? 'main'}`, sha: MAIN_SHA };
  const { pull_request: pull, release, deployment, merge_group: group } = payload;
  switch (name) {
    case 'pull_request':
    case 'pull_request_review':
    case 'pull_request_review_comment':
      return pull ? pullRequestOrigin(pull) : defaultBranch;
    case 'pull_request_target':
      return pull ? { ref: `refs/heads/${pull.base.ref}`, sha: pull.base.sha } : defaultBranch;
    case 'push':
      return { ref: payload.ref ?? defaultBranch.ref, sha: payload.after ?? MAIN_SHA };
    case 'workflow_dispatch':
      return { ref: payload.ref ?? defaultBranch.ref, sha: MAIN_SHA };
    case 'create':
      return { ref: `refs/${payload.ref_type === 'tag' ? 'tags' : 'heads'}/${payload.ref}`, sha: MAIN_SHA };
    case 'release':
      return { ref: `refs/tags/${release?.tag_name}`, sha: MAIN_SHA };
    case 'deployment':
    case 'deployment_status':
      return { ref: `refs/heads/${deployment?.ref}`, sha: deployment?.sha ?? MAIN_SHA };
    case 'merge_group':
      return { ref: group?.head_ref ?? defaultBranch.ref, sha: group?.head_sha ?? MAIN_SHA };
    case 'status':
      return { ref: defaultBranch.ref, sha: payload.sha ?? MAIN_SHA };
    default:
      return defaultBranch;
  }
}

function pullRequestOrigin(pull: NonNullable<Known['pull_request']>): Origin {
  const sha = pull.merge_commit_sha ?? pull.base.sha;
  const ref = pull.merged ? `refs/heads/${pull.base.ref}` : `refs/pull/${pull.number}/merge`;
  return { ref, sha };
}
