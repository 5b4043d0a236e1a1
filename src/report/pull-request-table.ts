import type { PhrasingContent, RootContent } from 'mdast';
import type { PullRequestDetails } from '../github/pull-requests.ts';
import { entryOf } from '../lib/json.ts';
import { cut } from '../lib/text.ts';
import type { PullRequestLink } from '../oz/pull-requests.ts';
import { code, link, moreThan, table, words } from './document.ts';
import type { Report } from './report.ts';

/** Keeps together what a narrow table cell would tear apart. */
const NBSP = '\u00a0';

/** The pull requests that the run opened: with what GitHub says of them, or the link alone. */
export function pullRequestTable(report: Report, mostRows: number): RootContent[] {
  const { last, pullRequestDetails } = report;
  const pullRequests = last?.pullRequests ?? [];
  if (pullRequests.length === 0) return [];
  const shown = pullRequests.slice(0, mostRows);
  const isDetailed = shown.some(({ url }) => pullRequestDetails.get(url) !== undefined);
  const rows = shown.map((pull) => [
    nameOf(pull, report),
    branchOf(pull),
    ...(isDetailed ? detailsOf(pull, report) : []),
  ]);
  const head = ['Pull request', 'Branch', ...(isDetailed ? ['Title', 'State', 'Changes', 'Checks'] : [])];
  return [table(head, rows), ...moreThan(rows.length, pullRequests.length)];
}

/** An address of another host is shown as it is: it may only look like GitHub's. */
function nameOf({ url, number, repository }: PullRequestLink, { serverUrl }: Report): PhrasingContent {
  const isHere = hostOf(url) !== undefined && hostOf(url) === hostOf(serverUrl);
  return link(url, isHere && number !== undefined ? `${repository}${NBSP}#${number}` : cut(url, 100));
}

/** Undefined where a secret was replaced in the host. */
function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}

function branchOf({ branch }: PullRequestLink): PhrasingContent {
  return branch ? code(cut(branch, 100)) : words('–');
}

function detailsOf({ url }: PullRequestLink, { pullRequestDetails }: Report): PhrasingContent[] {
  const details = pullRequestDetails.get(url);
  if (details === undefined) return [words('–'), words('–'), words('–'), words('–')];
  if (details === 'missing')
    return [words('–'), words('⚠️ GitHub knows of no such pull request'), words('–'), words('–')];
  return [
    words(cut(details.title, 100)),
    words(stateOf(details)),
    words(sizeOf(details)),
    words(checksOf(details)),
  ];
}

function stateOf({ state }: PullRequestDetails): string {
  const icons: Readonly<Record<string, string>> = { open: '🟢', draft: '⚪', merged: '🟣', closed: '🔴' };
  return `${entryOf(icons, state) ?? ''}${NBSP}${state}`.trim();
}

function sizeOf({ additions, deletions, files }: PullRequestDetails): string {
  return `+${additions}${NBSP}−${deletions} in ${files}${NBSP}file${files === 1 ? '' : 's'}`;
}

function checksOf({ checks }: PullRequestDetails): string {
  const icons: Readonly<Record<string, string>> = {
    success: '✅',
    failure: '❌',
    error: '❌',
    pending: '🕓',
    expected: '🕓',
  };
  return checks ? `${entryOf(icons, checks) ?? ''}${NBSP}${cut(checks, 80)}`.trim() : '–';
}
