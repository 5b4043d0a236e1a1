import type { Call, Handler, Reply } from '../http/message.ts';
import { pageOf } from './paging.ts';
import type { Head, PullRequest } from './pulls.ts';
import type { Renderer } from './render.ts';
import { notFound } from './replies.ts';
import { commitOf } from './status-handlers.ts';
import type { GitHubWorld } from './world.ts';

const REPO = '/repos/{owner}/{repo}';
/** A pull request lists no more files than this, a comparison no more than that. */
const MAX_PULL_FILES = 3000;
const MAX_COMPARED_FILES = 300;

/** What a pull request changes. */
export function diffHandlers(
  world: GitHubWorld,
  render: Renderer,
  api: () => string,
): Record<string, Handler> {
  return {
    [`GET ${REPO}/pulls/{pull_number}/files`]: (call) => {
      const number = Number(call.params.pull_number);
      const files = world.pull(number)?.heads.at(-1)?.files.slice(0, MAX_PULL_FILES);
      if (files === undefined) return notFound();
      const page = pageOf(files, call, `${api()}/repositories/1/pulls/${number}/files`);
      return { status: 200, headers: page.headers, json: page.shown.map((file) => render.file(file)) };
    },
    [`GET ${REPO}/compare/{basehead}`]: (call) => compare(world, render, call),
  };
}

/** Knows comparisons of a pull request's base, by name or commit, with any head that it had. */
function compare(world: GitHubWorld, render: Renderer, { params, query }: Call): Reply {
  const [from = '', to = ''] = (params.basehead ?? '').split('...');
  const base = commitOf(world, from);
  const head = commitOf(world, to);
  const found = base === undefined || head === undefined ? undefined : find(world, base, head);
  if (base === undefined || found === undefined) return notFound();
  const { pull, at } = found;
  // Once it is merged, the base branch holds all that the head does.
  const isContained = pull.state === 'MERGED' && from === pull.baseRefName;
  const mergeBase = isContained ? at.sha : pull.mergeBaseSha;
  const status = isContained ? 'behind' : base === mergeBase ? 'ahead' : 'diverged';
  const isFirst = (query.get('page') ?? '1') === '1';
  const files = isContained || !isFirst ? [] : at.files.slice(0, MAX_COMPARED_FILES);
  return { status: 200, json: render.comparison({ base, mergeBase, head: at.sha, status, files }) };
}

function find(world: GitHubWorld, base: string, head: string): { pull: PullRequest; at: Head } | undefined {
  for (const pull of world.pulls) {
    const at = pull.heads.find((one) => one.sha === head);
    if (at !== undefined && [pull.baseSha, pull.mergeBaseSha].includes(base)) return { pull, at };
  }
  return undefined;
}
