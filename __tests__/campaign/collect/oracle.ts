import { loadEvent } from '../../events/load.ts';
import { ROUTES } from '../case.ts';
import { isGitHubRefusal } from '../faults.ts';
import type { StartPlan } from './case.ts';
import type { CollectHappening, PlayedRound, RunNow, World } from './play.ts';

type Place = 'comment' | 'status' | 'review';

/** A run that a step started for a later one to conclude, and where it is to be reported. */
export interface Ordered {
  readonly id: string;
  readonly start: StartPlan;
  readonly number: number | undefined;
  readonly commentKey: string;
  readonly sha: string | undefined;
  readonly kind: 'sticky' | 'new' | 'reply' | 'off';
  readonly startId: string;
  /** In world time. */
  readonly createdAt: number;
}

/** All other numbers are those of issues. */
const PULL_REQUEST = 7;

const MARKER = '<!-- oz-agent-action ';
const keyed = (key: string) => encodeURIComponent(key).replaceAll('-', '%2D');

/** The first line of a run's comment. */
export function markerOf({ kind, commentKey, startId }: Ordered): string {
  return `${MARKER}${kind}=${keyed(kind === 'sticky' ? commentKey : startId)} -->`;
}

function workingMarkerOf({ startId }: Ordered): string {
  return `${MARKER}working=${keyed(startId)} -->`;
}

export function reviewMarkerOf(id: string): string {
  return `${MARKER}review=${keyed(id)} -->`;
}

export function concludedLineOf(id: string, outcome: string): string {
  return `${MARKER}concluded=${keyed(`${id} ${outcome}`)} -->`;
}

export function urlOf(id: string): string {
  return `https://oz.warp.dev/runs/${id}`;
}

/** What begins a status and the headline of a comment. */
export const WORDS: Readonly<Record<string, string>> = {
  succeeded: 'The Oz agent succeeded',
  failed: 'The Oz agent failed',
  error: 'The Oz run ended in an error',
  cancelled: 'The Oz run was cancelled',
  blocked: 'The Oz agent waits for a person',
  'no-pull-request': 'The Oz agent opened no pull request',
  'invalid-output': 'The answer of the Oz agent is not valid',
  findings: 'The Oz agent has findings that must not pass',
  'timed-out': 'The Oz agent ran out of time',
  'over-budget': 'The Oz agent reached its spend limit',
};

/** What a happening comes to, as nobody but the emulator can know it. */
export class CollectOracle {
  readonly happening: CollectHappening;

  constructor(happening: CollectHappening) {
    this.happening = happening;
  }

  /** The runs of which something is to be said, the newest first, as they are in this round. */
  orderedIn({ before }: PlayedRound): Ordered[] {
    return this.happening.starts
      .flatMap(({ index, runIds: [id] }) => {
        const start = this.happening.plan.starts[index];
        const item = before.runs.get(id ?? '')?.item;
        return start && item ? [orderedOf(start, item)] : [];
      })
      .filter((run) => run.kind !== 'off' || isStatusWanted(run))
      .toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
  }

  /** The places where a run is the newest of those that report there. */
  placesOf(run: Ordered, all: readonly Ordered[]): Place[] {
    const places = (['comment', 'status', 'review'] as const).filter((place) => {
      const key = placeKey(place, run);
      return key !== undefined && all.find((one) => placeKey(place, one) === key)?.id === run.id;
    });
    // A review goes with one of the others.
    if (places.every((place) => place === 'review')) return [];
    return places.filter((place) => place !== 'review' || !this.#isReviewRefused(run));
  }

  /** For good: no further step posts it. */
  #isReviewRefused({ id }: Ordered): boolean {
    const name = encodeURIComponent(id).replaceAll('-', '%2D');
    return this.happening.requests.some(
      ({ route, fault, body }) =>
        route === ROUTES.review && isGitHubRefusal(fault) && JSON.stringify(body).includes(name),
    );
  }

  /** The two in which nothing went wrong. */
  get clean(): [PlayedRound, PlayedRound] {
    const [first, second] = this.happening.rounds.slice(-2);
    if (first === undefined || second === undefined) throw new Error('there were no clean rounds');
    return [first, second];
  }
}

function orderedOf(start: StartPlan, { run_id = '', metadata = {}, created_at }: RunNow['item']): Ordered {
  const { comment = 'auto', 'comment-key': commentKey = 'Agent/agent', 'issue-number': given } = start.inputs;
  const { pull_request, issue } = loadEvent(start.event).payload as Record<string, { number?: number }>;
  const number = given === undefined ? (pull_request?.number ?? issue?.number) : Number(given);
  const auto = start.event === 'issue_comment.created.pull_request' ? 'reply' : 'sticky';
  const { github_sha: sha, start_id: startId = '' } = metadata;
  return {
    id: run_id,
    start,
    number,
    commentKey,
    sha,
    kind: number === undefined ? 'off' : ((comment === 'auto' ? auto : comment) as Ordered['kind']),
    startId,
    createdAt: Date.parse(created_at),
  };
}

/** An issue has no commit. */
function isStatusWanted({ start, number }: Ordered): boolean {
  return start.inputs.status !== undefined && (number === undefined || number === PULL_REQUEST);
}

function placeKey(place: Place, run: Ordered): string | undefined {
  const { start, number, commentKey, sha, kind, id } = run;
  if (place === 'status')
    return isStatusWanted(run) ? `${start.inputs.status?.toLowerCase()} ${sha}` : undefined;
  if (place === 'review') return start.inputs.review === 'true' ? `${number} ${commentKey}` : undefined;
  if (kind === 'off') return undefined;
  return kind === 'sticky' ? `${number} ${commentKey}` : id;
}

/** What a run may be concluded with as it is; empty while there is nothing to conclude. */
export function outcomesOf({ start }: Ordered, now: RunNow | undefined): string[] {
  const limit = limitOf(start);
  switch (now?.item.state) {
    case 'SUCCEEDED':
      return [successOf(start, now.item)];
    case 'FAILED':
      return ['failed'];
    case 'ERROR':
      return ['error'];
    // One that was killed after it had cancelled the run leaves no trace of why.
    case 'CANCELLED':
      return ['cancelled', ...(now.cancelRequests > 0 && limit ? [limit] : [])];
    case 'BLOCKED':
      return start.life.startsWith('blocks-just') || start.inputs['on-blocked'] === 'wait' ? [] : ['blocked'];
    case 'INPROGRESS':
      return isPastLimit(start, now.item) && limit ? [limit] : [];
    case 'QUEUED':
      return start.inputs['queue-timeout-minutes'] === undefined ? [] : ['timed-out'];
    default:
      return [];
  }
}

/** Whether a run past its limit is left to go on: `on-timeout` is about time. */
export function isLeft({ start }: Ordered): boolean {
  return start.inputs['on-timeout'] === 'detach' && limitOf(start) === 'timed-out';
}

/** How it is called when a budget ended the run. */
function limitOf({ life }: StartPlan): string | undefined {
  if (life === 'costs-too-much') return 'over-budget';
  return ['works-too-long', 'works-too-long-and-succeeds', 'ends-as-it-is-read', 'queues-too-long'].includes(
    life,
  )
    ? 'timed-out'
    : undefined;
}

function isPastLimit({ life }: StartPlan, { started_at, request_usage }: RunNow['item']): boolean {
  if (life === 'costs-too-much') return request_usage != null;
  return started_at != null && (life.startsWith('works-too-long') || life === 'ends-as-it-is-read');
}

function successOf(start: StartPlan, { artifacts = [] }: RunNow['item']): string {
  const isReview = start.inputs.review === 'true';
  const hasPull = artifacts.some(({ artifact_type }) => artifact_type === 'PULL_REQUEST');
  const hasAnswer =
    start.findings !== 'invalid' && artifacts.some(({ artifact_type }) => artifact_type === 'FILE');
  if (isReview && !hasAnswer) return 'invalid-output';
  if (start.inputs['require-pull-request'] === 'true' && !hasPull) return 'no-pull-request';
  return isReview && start.inputs['fail-on'] !== undefined && start.findings === 'some'
    ? 'findings'
    : 'succeeded';
}

/** What a run's comment says, the oldest of several. */
export function commentIn({ comments }: World, run: Ordered): string | undefined {
  const marker = markerOf(run);
  return comments.find(({ number, body }) => number === run.number && body.startsWith(marker))?.body;
}

/** The status that counts. */
export function statusIn(
  { statuses }: World,
  { start, sha }: Ordered,
): World['statuses'][number] | undefined {
  const context = start.inputs.status?.toLowerCase();
  return statuses.findLast((one) => one.sha === sha && one.context.toLowerCase() === context);
}

/** Whether the working comment stands beside the answer. */
export function isAtWorkBeside(world: World, run: Ordered): boolean {
  const marker = workingMarkerOf(run);
  return commentIn(world, run) !== undefined && world.comments.some(({ body }) => body.startsWith(marker));
}

/** Whether a place says one of these of the run, and nothing else. */
export function says(world: World, place: Place, run: Ordered, outcomes: readonly string[]): boolean {
  if (place === 'review') {
    const isDue =
      run.start.findings === 'some' && outcomes.some((one) => ['succeeded', 'findings'].includes(one));
    return !isDue || world.reviews.some(({ body }) => body.startsWith(reviewMarkerOf(run.id)));
  }
  if (place === 'status') {
    const { targetUrl = '', description = '', state } = statusIn(world, run) ?? {};
    const isSaid = outcomes.some((one) => description.startsWith(WORDS[one] ?? '?'));
    return targetUrl === urlOf(run.id) && state !== 'pending' && isSaid;
  }
  if (isAtWorkBeside(world, run)) return false;
  const [, second, ...lines] = commentIn(world, run)?.split('\n') ?? [];
  return outcomes.some(
    (one) =>
      second === concludedLineOf(run.id, one) &&
      lines.some((line) => line.startsWith('### ') && line.includes(WORDS[one] ?? '?')),
  );
}
