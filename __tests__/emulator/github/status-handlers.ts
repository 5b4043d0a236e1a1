import type { Call, Handler, Reply } from '../http/message.ts';
import { pageOf } from './paging.ts';
import type { Renderer } from './render.ts';
import { notFound, unprocessable } from './replies.ts';
import type { CommitStatus, GitHubWorld } from './world.ts';

const REPO = '/repos/{owner}/{repo}';
const MAX_DESCRIPTION = 140;
const MAX_CONTEXT = 255;
/** For a commit and a context. */
const MAX_STATUSES = 1000;

/** Commit statuses. */
export function statusHandlers(
  world: GitHubWorld,
  render: Renderer,
  api: () => string,
): Record<string, Handler> {
  const onCommit =
    (handle: (sha: string, call: Call) => Reply): Handler =>
    (call) => {
      const sha = commitOf(world, call.params.ref ?? '');
      return sha === undefined ? notFound() : handle(sha, call);
    };
  return {
    [`POST ${REPO}/statuses/{sha}`]: (call) => createStatus(world, render, call),
    [`GET ${REPO}/commits/{ref}/status`]: onCommit((sha) => ({
      status: 200,
      json: render.combinedStatus(sha, world.currentStatuses(sha)),
    })),
    [`GET ${REPO}/commits/{ref}/statuses`]: onCommit((sha, call) => {
      const newestFirst = [...(world.statuses.get(sha) ?? [])].reverse();
      const page = pageOf(newestFirst, call, `${api()}/repositories/1/commits/${sha}/statuses`);
      return { status: 200, headers: page.headers, json: page.shown.map((one) => render.status(one)) };
    }),
  };
}

/** The commit that an id, a branch or `refs/pull/N/head` names. */
export function commitOf(world: GitHubWorld, ref: string): string | undefined {
  if (/^[0-9a-f]{40}$/i.test(ref)) return world.missingCommits.has(ref) ? undefined : ref;
  const name = ref.replace(/^(?:refs\/)?heads\//, '').replace(/^[^:/]+:/, '');
  const number = /^(?:refs\/)?pull\/(\d+)\/head$/.exec(ref)?.[1];
  const pull = world.pulls.find((one) =>
    number === undefined ? one.headRefName === name && !one.isBranchDeleted : one.number === Number(number),
  );
  return pull?.headSha ?? world.pulls.find((one) => one.baseRefName === name)?.baseSha;
}

interface StatusRequest {
  state: CommitStatus['state'];
  target_url?: string | null;
  description?: string | null;
  context?: string;
}

function createStatus(world: GitHubWorld, render: Renderer, { params, body }: Call): Reply {
  const { sha = '' } = params;
  const { state, target_url = null, description = null, context = 'default' } = body as StatusRequest;
  const refused = refusal(world, sha, { target_url, description, context });
  if (refused !== undefined) return refused;
  const status = world.addStatus(sha, { state, context, description, targetUrl: target_url });
  return { status: 201, json: render.status(status) };
}

function refusal(
  world: GitHubWorld,
  sha: string,
  { target_url, description, context }: Required<Omit<StatusRequest, 'state'>>,
): Reply | undefined {
  const invalid = (field: string, message: string) =>
    unprocessable('Validation Failed', [{ resource: 'Status', code: 'custom', field, message }]);
  if (!/^[0-9a-f]{40}$/i.test(sha) || world.missingCommits.has(sha)) {
    return unprocessable(`No commit found for SHA: ${sha}`, []);
  }
  if ([...(description ?? '')].length > MAX_DESCRIPTION) {
    return invalid('description', `description is too long (maximum is ${MAX_DESCRIPTION} characters)`);
  }
  if (context === '' || [...context].length > MAX_CONTEXT) {
    return invalid('context', `context is too long (maximum is ${MAX_CONTEXT} characters)`);
  }
  if (target_url !== null && !/^https?:\/\/./.test(target_url)) {
    return invalid('target_url', 'target_url must use http(s) scheme');
  }
  const same = (one: CommitStatus) => one.context.toLowerCase() === context.toLowerCase();
  if ((world.statuses.get(sha) ?? []).filter(same).length >= MAX_STATUSES) {
    return invalid('base', 'This SHA and context has reached the maximum number of statuses.');
  }
  return undefined;
}
