import type { Call, Handler, Reply } from '../http/message.ts';
import { diffHandlers } from './diff-handlers.ts';
import { FORBIDDEN, isGranted } from './grants.ts';
import { pageOf } from './paging.ts';
import type { Renderer } from './render.ts';
import { badText, githubError, notFound } from './replies.ts';
import { reviewHandlers } from './review-handlers.ts';
import { statusHandlers } from './status-handlers.ts';
import type { GitHubWorld, Reaction } from './world.ts';

const REPO = '/repos/{owner}/{repo}';

/** A handler for each REST route of the contract. */
export function githubHandlers(
  world: GitHubWorld,
  render: Renderer,
  api: () => string,
): Record<string, Handler> {
  const handlers: Record<string, Handler> = {
    [`GET ${REPO}/issues/{issue_number}/comments`]: (call) => listComments(world, render, api, call),
    [`POST ${REPO}/issues/{issue_number}/comments`]: (call) => createComment(world, render, call),
    [`GET ${REPO}/issues/comments/{comment_id}`]: ({ params }) => {
      const comment = world.comment(Number(params.comment_id));
      return comment === undefined ? notFound() : { status: 200, json: render.comment(comment) };
    },
    [`PATCH ${REPO}/issues/comments/{comment_id}`]: (call) => editComment(world, render, call),
    [`DELETE ${REPO}/issues/comments/{comment_id}`]: ({ params }) =>
      world.deleteComment(Number(params.comment_id)) ? { status: 204 } : notFound(),
    [`POST ${REPO}/issues/comments/{comment_id}/reactions`]: (call) =>
      react(world, render, 'issue-comment', call),
    [`POST ${REPO}/pulls/comments/{comment_id}/reactions`]: (call) =>
      react(world, render, 'review-comment', call),
    [`POST ${REPO}/issues/{issue_number}/reactions`]: (call) => react(world, render, 'issue', call),
    [`GET ${REPO}/collaborators/{username}/permission`]: (call) => readPermission(world, render, call),
    [`GET ${REPO}/commits/{ref}/check-runs`]: ({ params }) => {
      const sha = params.ref ?? '';
      const check_runs = (world.checks.get(sha) ?? []).map((check, index) => render.check(sha, check, index));
      return { status: 200, json: { total_count: check_runs.length, check_runs } };
    },
    ...statusHandlers(world, render, api),
    ...reviewHandlers(world, render, api),
    ...diffHandlers(world, render, api),
  };
  const guarded = Object.entries(handlers).map(([route, handle]): [string, Handler] => [
    route,
    (call) => (world.has(`${call.params.owner}/${call.params.repo}`) ? handle(call) : notFound()),
  ]);
  const all: Record<string, Handler> = {
    ...Object.fromEntries(guarded),
    [`GET ${REPO}/pulls/{pull_number}`]: ({ params }) => {
      const pull = world.pull(Number(params.pull_number), `${params.owner}/${params.repo}`);
      return pull === undefined ? notFound() : { status: 200, json: render.pull(pull) };
    },
    'GET /user': () => readViewer(world, render),
    'GET /rate_limit': () => ({ status: 200, json: render.rateLimit() }),
  };
  const granted = Object.entries(all).map(([route, handle]): [string, Handler] => [
    route,
    (call) => (isGranted(world, call) ? handle(call) : githubError(403, FORBIDDEN)),
  ]);
  return Object.fromEntries(granted);
}

function listComments(world: GitHubWorld, render: Renderer, api: () => string, call: Call): Reply {
  const { params, query } = call;
  const number = Number(params.issue_number);
  if (world.missing.has(number)) return notFound();
  const since = query.get('since');
  const all = world.comments(number).filter((one) => since === null || one.updatedAt >= since);
  const page = pageOf(all, call, `${api()}/repositories/1/issues/${number}/comments`);
  return { status: 200, headers: page.headers, json: page.shown.map((comment) => render.comment(comment)) };
}

function createComment(world: GitHubWorld, render: Renderer, { params, body }: Call): Reply {
  const number = Number(params.issue_number);
  if (world.missing.has(number)) return notFound();
  if (world.locked.has(number)) return githubError(403, 'Unable to create comment because issue is locked.');
  const text = (body as { body: string }).body;
  return (
    badText(text, 'IssueComment') ?? {
      status: 201,
      json: render.comment(world.addComment({ number, body: text })),
    }
  );
}

function editComment(world: GitHubWorld, render: Renderer, { params, body }: Call): Reply {
  const comment = world.comment(Number(params.comment_id));
  if (comment === undefined) return notFound();
  const text = (body as { body: string }).body;
  const refused = badText(text, 'IssueComment');
  if (refused !== undefined) return refused;
  world.editComment(comment.id, text);
  return { status: 200, json: render.comment(comment) };
}

function react(world: GitHubWorld, render: Renderer, on: Reaction['on'], { params, body }: Call): Reply {
  const target = Number(params.comment_id ?? params.issue_number);
  const { reaction, isNew } = world.react({ on, target, content: (body as { content: string }).content });
  return { status: isNew ? 201 : 200, json: render.reaction(reaction) };
}

function readPermission(world: GitHubWorld, render: Renderer, { params }: Call): Reply {
  const login = params.username ?? '';
  const held = world.permissions.get(login.toLowerCase());
  if (held === undefined) return githubError(404, `${login} is not a user`);
  const user = { ...render.user(world.account(login)), role_name: held.role_name };
  return { status: 200, json: { ...held, user } };
}

/** The workflow's own token is an installation's, which has no user. */
function readViewer(world: GitHubWorld, render: Renderer): Reply {
  if (world.viewer.type === 'Bot') return githubError(403, 'Resource not accessible by integration');
  return { status: 200, json: { ...render.user(world.viewer, 'public-user'), user_view_type: 'public' } };
}
