import type { PhrasingContent, RootContent } from 'mdast';
import type { PullRequestDetails } from '../github/pull-requests.ts';
import { entryOf } from '../lib/json.ts';
import { cut } from '../lib/text.ts';
import type { PullRequestLink } from '../oz/pull-requests.ts';
import { code, dotted, lines, link, moreThan, plain, words } from './document.ts';
import type { Report } from './report.ts';

/** Keeps together what a narrow screen would tear apart. */
const NBSP = '\u00a0';

const STATES: Readonly<Record<string, string>> = { open: '🟢', draft: '⚪', merged: '🟣', closed: '🔴' };

const CHECKS: Readonly<Record<string, string>> = {
  success: `✅${NBSP}checks`,
  failure: `❌${NBSP}checks failed`,
  error: `❌${NBSP}checks failed`,
  pending: `🕓${NBSP}checks pending`,
  expected: `🕓${NBSP}checks pending`,
};

/** The pull requests that the run opened, a line each: with what GitHub says of them, or the link and the branch. */
export function pullRequestLines(report: Report, mostRows: number): RootContent[] {
  const pullRequests = report.last?.pullRequests ?? [];
  if (pullRequests.length === 0) return [];
  const shown = pullRequests.slice(0, mostRows).map((pull) => lineOf(pull, report));
  return [lines(shown), ...moreThan(shown.length, pullRequests.length)];
}

function lineOf(pull: PullRequestLink, report: Report): PhrasingContent[] {
  const details = report.pullRequestDetails.get(pull.url);
  const name = nameOf(pull, report);
  const branch = pull.branch ? [code(cut(pull.branch, 100))] : [];
  if (details === undefined) return dotted([link(pull.url, name), ...branch]);
  if (details === 'missing') {
    const missing = words('GitHub knows of no such pull request');
    return [plain(`⚠️${NBSP}`), ...dotted([link(pull.url, name), ...branch, missing])];
  }
  const { title, state, additions, deletions, checks } = details;
  const icon = entryOf(STATES, state);
  return [
    ...(icon ? [plain(`${icon}${NBSP}`)] : []),
    ...dotted([
      link(pull.url, `${name} ${cut(title, 100)}`),
      // The icon says it, but of the others not everyone tells the colours apart.
      ...(state === 'open' ? [] : [words(cut(state, 80))]),
      words(`+${additions}${NBSP}−${deletions}`),
      ...checksOf(checks),
    ]),
  ];
}

/** An address of another host is shown as it is: it may only look like GitHub's. */
function nameOf({ url, number, repository }: PullRequestLink, report: Report): string {
  const isHere = hostOf(url) !== undefined && hostOf(url) === hostOf(report.serverUrl);
  if (!isHere || number === undefined) return cut(url, 100);
  const isOwn = repository?.toLowerCase() === report.repository.toLowerCase();
  return isOwn ? `#${number}` : `${repository}${NBSP}#${number}`;
}

/** Undefined where a secret was replaced in the host. */
function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}

function checksOf(checks: PullRequestDetails['checks']): PhrasingContent[] {
  return checks ? [words(entryOf(CHECKS, checks) ?? `checks: ${cut(checks, 80)}`)] : [];
}
