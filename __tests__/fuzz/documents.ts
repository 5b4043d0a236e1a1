import fc, { type Arbitrary } from 'fast-check';
import { decodeRun } from '../../src/oz/decode.ts';
import { pullRequestsOf } from '../../src/oz/pull-requests.ts';
import { commentOf, summaryOf } from '../../src/report/markdown.ts';
import type { Report, RunReport } from '../../src/report/report.ts';
import { hostileMarkdown } from './hostile-markdown.ts';
import { type Place, violationsOf } from './judge.ts';
import { RENDERERS } from './renderers.ts';

const MARKER = '<!-- oz-agent-action sticky=k -->';
const REPOSITORY = 'acme/widgets';
const PULL_REQUESTS = ['https://github.com/Acme/widgets/pull/42', 'https://github.com/robots/fork/pull/7'];

/** What an agent or a stranger can write: the final message, and words in any other field. */
export interface Written {
  readonly result: string;
  readonly words: string;
  readonly url: string;
}

export const written: Arbitrary<Written> = fc.record({
  result: hostileMarkdown,
  words: hostileMarkdown,
  url: fc.constantFrom(
    'https://github.com/other/repo/issues/12',
    'https://evil.example/',
    'https://x.y/@acme',
  ),
});

/** A comment and a summary, whose every field was written by others. */
export function reportOf({ result, words, url }: Written): Report {
  const pullRequests = PULL_REQUESTS.map((address) => ({
    artifact_type: 'PULL_REQUEST',
    data: { url: address, branch: words },
  }));
  const run = decodeRun({
    run_id: 'run-1',
    state: 'SUCCEEDED',
    title: words,
    status_message: words,
    creator: { display_name: words },
    agent_config: { model_id: words, environment_id: words, skill_spec: words },
    artifacts: [...pullRequests, { artifact_type: words, data: { title: words, url, description: words } }],
  });
  if (run === undefined) throw new Error('no run');
  const attempt = { runId: 'run-1', run, history: [] };
  const last: RunReport = {
    runId: run.id,
    url: `https://oz.warp.dev/runs/${run.id}`,
    state: run.state,
    run,
    sessionLink: undefined,
    isSessionLinkShown: false,
    pullRequests: pullRequestsOf(run),
    result,
    queueSeconds: 1,
    runSeconds: 2,
  };
  const details = { state: 'open', branch: words, additions: 1, deletions: 2, files: 3, checks: words };
  return {
    outcome: 'succeeded',
    skippedReason: undefined,
    failure: { code: words, message: words, remedy: words, traceId: words },
    attempts: [attempt, attempt],
    duplicates: [{ runId: 'run-2', state: words, credits: 1, pullRequests: [] }],
    createdCount: 2,
    runs: [last, last],
    last,
    pullRequestDetails: new Map(PULL_REQUESTS.map((address) => [address, { ...details, title: words }])),
    progress: undefined,
    isCancelWanted: false,
    checks: [{ what: 'words', verdict: 'good', finding: words }],
    settings: [{ name: 'title', value: words, isChosen: true }],
    serverUrl: 'https://github.com',
    repository: REPOSITORY,
    isCommentWanted: true,
    artifactsPath: undefined,
    commentUrl: undefined,
    asked: { prompt: words },
    workflowRunUrl: `https://github.com/${REPOSITORY}/actions/runs/1`,
    actor: words,
  };
}

/** What is wrong with the comment and the summary made of it, each finding with the renderer that shows it. */
export function findingsOf(input: Written): string[] {
  const report = reportOf(input);
  return [
    ...rendered('comment', commentOf(report, MARKER), MARKER),
    ...rendered('summary', summaryOf(report), undefined),
  ];
}

function rendered(what: string, markdown: string, marker: string | undefined): string[] {
  const place: Place = {
    marker,
    repository: REPOSITORY,
    ownPullRequests: ['acme/widgets#42', 'robots/fork#7'],
  };
  return Object.entries(RENDERERS).flatMap(([name, render]) =>
    violationsOf(render(markdown), place).map((violation) => `${what}, ${name}: ${violation}`),
  );
}
