import type { Call, Handler, Reply } from '../http/message.ts';
import type { Renderer } from './render.ts';
import type { GitHubWorld, Reaction } from './world.ts';

const REPO = '/repos/{owner}/{repo}';

/** GitHub refuses longer comments with 422. */
const MAX_BODY = 65_536;

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
    [`GET ${REPO}/commits/{ref}/status`]: ({ params }) => {
      const sha = params.ref ?? '';
      return { status: 200, json: render.status(sha, world.statuses.get(sha) ?? []) };
    },
  };
  const guarded = Object.entries(handlers).map(([route, handle]): [string, Handler] => [
    route,
    (call) => (world.has(`${call.params.owner}/${call.params.repo}`) ? handle(call) : notFound()),
  ]);
  return {
    ...Object.fromEntries(guarded),
    [`GET ${REPO}/pulls/{pull_number}`]: ({ params }) => {
      const pull = world.pull(Number(params.pull_number), `${params.owner}/${params.repo}`);
      return pull === undefined ? notFound() : { status: 200, json: render.pull(pull) };
    },
    'GET /user': () => readViewer(world, render),
    'GET /rate_limit': () => ({ status: 200, json: render.rateLimit() }),
  };
}

export function githubError(status: number, message: string): Reply {
  const documentation_url = 'https://docs.github.com/rest';
  return { status, json: { message, documentation_url, status: String(status) } };
}

function notFound(): Reply {
  return githubError(404, 'Not Found');
}

function listComments(
  world: GitHubWorld,
  render: Renderer,
  api: () => string,
  { params, query }: Call,
): Reply {
  const number = Number(params.issue_number);
  if (world.missing.has(number)) return notFound();
  const since = query.get('since');
  const all = world.comments(number).filter((one) => since === null || one.updatedAt >= since);
  const perPage = Math.min(Number(query.get('per_page') ?? 30), 100);
  const page = Number(query.get('page') ?? 1);
  const last = Math.ceil(all.length / perPage);
  const shown = all.slice((page - 1) * perPage, page * perPage);
  const url = new URL(`${api()}/repositories/1/issues/${number}/comments?${query}`);
  return {
    status: 200,
    headers: linkHeader(url, page, last),
    json: shown.map((comment) => render.comment(comment)),
  };
}

function linkHeader(url: URL, page: number, last: number): Record<string, string> {
  const pages = page < last ? { next: page + 1, last } : {};
  const earlier = page > 1 ? { prev: page - 1, first: 1 } : {};
  const links = Object.entries({ ...earlier, ...pages }).map(([rel, target]) => {
    url.searchParams.set('page', String(target));
    return `<${url}>; rel="${rel}"`;
  });
  return links.length === 0 ? {} : { link: links.join(', ') };
}

function createComment(world: GitHubWorld, render: Renderer, { params, body }: Call): Reply {
  const number = Number(params.issue_number);
  if (world.missing.has(number)) return notFound();
  const text = (body as { body: string }).body;
  return tooLong(text) ?? { status: 201, json: render.comment(world.addComment({ number, body: text })) };
}

function editComment(world: GitHubWorld, render: Renderer, { params, body }: Call): Reply {
  const comment = world.comment(Number(params.comment_id));
  if (comment === undefined) return notFound();
  const text = (body as { body: string }).body;
  const refused = tooLong(text);
  if (refused !== undefined) return refused;
  world.editComment(comment.id, text);
  return { status: 200, json: render.comment(comment) };
}

function tooLong(text: string): Reply | undefined {
  if ([...text].length <= MAX_BODY && text.trim() !== '') return undefined;
  const message =
    text.trim() === '' ? "body can't be blank" : `body is too long (maximum is ${MAX_BODY} characters)`;
  const errors = [{ resource: 'IssueComment', code: 'unprocessable', field: 'data', message }];
  return {
    status: 422,
    json: { message: 'Validation Failed', errors, documentation_url: 'https://docs.github.com/rest' },
  };
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
