import type { Call } from '../http/message.ts';
import type { GitHubWorld } from './world.ts';

export type Scope = 'checks' | 'contents' | 'issues' | 'pull-requests' | 'statuses';
type Access = 'none' | 'read' | 'write';
/** What a workflow's `permissions:` give its token. */
export type Grants = Record<Scope, Access>;

export const FORBIDDEN = 'Resource not accessible by integration';

/** One of these is enough. */
type Need = readonly (readonly [Scope, Access])[];

const REPO = '/repos/{owner}/{repo}';

/** A pull request is an issue too: whoever may write to either may comment on it. */
function commenting(access: Access): (world: GitHubWorld, call: Call) => Need {
  return (world, { params }) => {
    const number = Number(params.issue_number ?? world.comment(Number(params.comment_id))?.number);
    const isPull = world.pull(number) !== undefined;
    return isPull
      ? [
          ['issues', access],
          ['pull-requests', access],
        ]
      : [['issues', access]];
  };
}

const always = (scope: Scope, access: Access) => (): Need => [[scope, access]];

const NEEDS: Record<string, (world: GitHubWorld, call: Call) => Need> = {
  [`GET ${REPO}/issues/{issue_number}/comments`]: commenting('read'),
  [`POST ${REPO}/issues/{issue_number}/comments`]: commenting('write'),
  [`GET ${REPO}/issues/comments/{comment_id}`]: commenting('read'),
  [`PATCH ${REPO}/issues/comments/{comment_id}`]: commenting('write'),
  [`DELETE ${REPO}/issues/comments/{comment_id}`]: commenting('write'),
  [`POST ${REPO}/issues/{issue_number}/reactions`]: commenting('write'),
  [`POST ${REPO}/issues/comments/{comment_id}/reactions`]: commenting('write'),
  [`POST ${REPO}/pulls/comments/{comment_id}/reactions`]: always('pull-requests', 'write'),
  [`GET ${REPO}/pulls/{pull_number}`]: always('pull-requests', 'read'),
  [`GET ${REPO}/pulls/{pull_number}/files`]: always('pull-requests', 'read'),
  [`GET ${REPO}/pulls/{pull_number}/reviews`]: always('pull-requests', 'read'),
  [`POST ${REPO}/pulls/{pull_number}/reviews`]: always('pull-requests', 'write'),
  [`GET ${REPO}/pulls/{pull_number}/comments`]: always('pull-requests', 'read'),
  [`POST ${REPO}/pulls/{pull_number}/comments/{comment_id}/replies`]: always('pull-requests', 'write'),
  [`GET ${REPO}/pulls/comments/{comment_id}`]: always('pull-requests', 'read'),
  [`PATCH ${REPO}/pulls/comments/{comment_id}`]: always('pull-requests', 'write'),
  [`DELETE ${REPO}/pulls/comments/{comment_id}`]: always('pull-requests', 'write'),
  [`GET ${REPO}/compare/{basehead}`]: always('contents', 'read'),
  [`POST ${REPO}/statuses/{sha}`]: always('statuses', 'write'),
  [`GET ${REPO}/commits/{ref}/status`]: always('statuses', 'read'),
  [`GET ${REPO}/commits/{ref}/statuses`]: always('statuses', 'read'),
  [`GET ${REPO}/commits/{ref}/check-runs`]: always('checks', 'read'),
};

/** Whether the token may do what a REST request asks for. */
export function isGranted(world: GitHubWorld, call: Call): boolean {
  const need = NEEDS[call.route]?.(world, call);
  return need === undefined || need.some(([scope, access]) => covers(world.grants[scope], access));
}

/** Throws as GraphQL answers when the token may not read any of these. */
export function demandRead(world: GitHubWorld, ...scopes: Scope[]): void {
  if (!scopes.some((scope) => covers(world.grants[scope], 'read'))) throw new Error(FORBIDDEN);
}

function covers(held: Access, needed: Access): boolean {
  return held === 'write' || held === needed;
}
