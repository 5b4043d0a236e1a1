import type { Run } from './decode.ts';

export interface PullRequestLink {
  readonly url: string;
  /** Undefined when the URL is not of GitHub's form. */
  readonly number: number | undefined;
  /** `owner/name`. */
  readonly repository: string | undefined;
  readonly branch: string | undefined;
}

/** The pull requests that the run says it opened, each once, in its order. */
export function pullRequestsOf(run: Run): PullRequestLink[] {
  const links = run.artifacts
    .filter((artifact) => artifact.type === 'PULL_REQUEST')
    .flatMap(({ url, branch }) => (url === undefined ? [] : [{ url, ...parse(url), branch }]));
  return [...new Map(links.map((link) => [link.url, link])).values()];
}

function parse(url: string): Pick<PullRequestLink, 'number' | 'repository'> {
  const match = /^\/([\w.-]+\/[\w.-]+)\/pull\/(\d{1,15})(?:\/|$)/.exec(new URL(url).pathname);
  return { repository: match?.[1], number: match ? Number(match[2]) : undefined };
}
