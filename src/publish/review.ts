import type { WorkflowEvent } from '../github/event.ts';
import { causeOf, failureOf, isFinal } from '../github/failure.ts';
import { markerOf } from '../github/marker.ts';
import type { ChangedFile, OwnComment, Reviews, Standing } from '../github/reviews.ts';
import type { CommonInputs } from '../inputs/inputs.ts';
import { type Clock, timeoutSignal } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Secrets } from '../lib/secrets.ts';
import type { Report, RunReport } from '../report/report.ts';
import type { ReviewReport } from '../report/review.ts';
import type { ReviewDocument } from '../review/findings.ts';
import type { EarlierComment } from '../review/placement.ts';
import { stampedValue } from '../runs/stamp.ts';
import type { Shutdown } from '../shutdown.ts';
import type { Publisher } from './publisher.ts';

/** What of GitHub's time is left to those who come after it, in ms. */
const RESERVE = 8000;

/** What is left to it once the step is shutting down, in ms. */
const GRACE = 5000;

/** Where the review goes, and which it is. */
interface ReviewOptions extends Pick<CommonInputs, 'githubToken' | 'number' | 'commentKey'> {
  readonly maxComments: number;
}

interface Parts {
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly event: WorkflowEvent;
  readonly shutdown: Shutdown;
}

/** What the reviewed commit changes, as far as GitHub says. */
interface Changes {
  /** Undefined: then nothing can stand on its line. */
  readonly files: readonly ChangedFile[] | undefined;
  readonly mergeBase: string | undefined;
  /** Why they are not known. */
  readonly why: string | undefined;
}

/** Posts the agent's findings as one review of the pull request. */
export class ReviewPublisher implements Publisher {
  readonly #options: ReviewOptions;
  readonly #parts: Parts;

  constructor(options: ReviewOptions, parts: Parts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** One that cannot be posted is a warning, and its findings are for those who come after. */
  async finish({ last }: Report, deadline: number): Promise<Partial<Report> | undefined> {
    const { log } = this.#parts;
    if (last?.document === undefined) return undefined;
    const unposted = await this.#unposted(last);
    if (unposted.placed.length === 0) return { review: unposted };
    const { githubToken: token } = this.#options;
    if (token === undefined) {
      log.warning('No review was posted: the input `github-token` is empty.', 'Review');
      return { review: { ...unposted, why: 'No review was posted: there is no `github-token`.' } };
    }
    try {
      const review = await this.#publish(unposted, last.runId, token, deadline);
      if (review.url !== undefined) log.info(`review: ${review.url}`);
      return { review };
    } catch (error) {
      const { explainReview } = await import('../github/reviews.ts');
      log.warning(explainReview(error), 'Review');
      const why = 'The review could not be posted: the log says why.';
      return { review: { ...unposted, why, isPutOff: !isFinal(failureOf(error)) } };
    }
  }

  /** As it is before GitHub was asked anything. */
  async #unposted({ document, run }: RunReport): Promise<ReviewReport> {
    const { serverUrl, repository } = this.#parts.event;
    const { unplaced } = await import('../review/placement.ts');
    // Valid by the schema that it was asked for with.
    const { summary, findings } = document as unknown as ReviewDocument;
    const at = { serverUrl, repository, commit: run?.metadata?.github_sha, mergeBase: undefined };
    return { summary, at, placed: unplaced(findings), url: undefined, why: undefined };
  }

  async #publish(
    unposted: ReviewReport,
    runId: string,
    token: string,
    deadline: number,
  ): Promise<ReviewReport> {
    const { clock, event, shutdown } = this.#parts;
    const { number = 0, commentKey, maxComments } = this.#options;
    const [{ Reviews }, { Diff }, { placeFindings }, { ReviewPost }] = await Promise.all([
      import('../github/reviews.ts'),
      import('../review/diff.ts'),
      import('../review/placement.ts'),
      import('./review-post.ts'),
    ]);
    const marker = markerOf('review', runId);
    const inlineMarker = markerOf('finding', stampedValue(commentKey) ?? '');
    const signal = AbortSignal.any([shutdown.after(GRACE), timeoutSignal(deadline - RESERVE - clock.now())]);
    const access = { token, apiUrl: event.apiUrl };
    const reviews = new Reviews(
      access,
      { repository: event.repository, number, marker, inlineMarker },
      signal,
    );
    const standing = await reviews.look();
    if (standing.url !== undefined) return { ...unposted, url: standing.url };
    const { files, mergeBase, why } = await this.#changes(reviews, standing, unposted);
    const findings = unposted.placed.map(({ finding }) => finding);
    const earlier = await earlierOf(standing.comments);
    const placed = files && placeFindings(findings, new Diff(files), earlier, maxComments);
    const review: ReviewReport = {
      ...unposted,
      at: { ...unposted.at, mergeBase },
      placed: placed ?? unposted.placed,
      why,
    };
    // Nothing new to say.
    if (review.placed.every(({ kind }) => kind === 'repeated')) return review;
    return new ReviewPost(reviews, { marker, inlineMarker }, { ...this.#parts, signal }).post(review);
  }

  /** Of the reviewed commit, also when the pull request was pushed to meanwhile. */
  async #changes(
    reviews: Reviews,
    { headSha, baseSha }: Standing,
    { at: { commit }, placed }: ReviewReport,
  ): Promise<Changes> {
    if (commit === undefined) return unknownChanges('Which commit was reviewed is not known');
    const compare = () => reviews.compare(baseSha, commit);
    try {
      if (headSha !== commit) return { ...(await compare()), why: undefined };
      const files = await reviews.files();
      // For links to what was there before, and nothing else.
      const isOldShown = placed.some(({ finding }) => finding.side === 'LEFT');
      const mergeBase = isOldShown ? (await compare().catch(() => undefined))?.mergeBase : undefined;
      return { files, mergeBase, why: undefined };
    } catch (error) {
      if (!isFinal(failureOf(error))) throw error;
      const why = `What commit ${commit.slice(0, 12)} changes could not be read`;
      const remedy = 'After a push to the pull request that needs\npermissions:\n  contents: read';
      this.#parts.log.warning(`${why}: ${causeOf(error)}. ${remedy}`, 'Review');
      return unknownChanges(why);
    }
  }
}

function unknownChanges(why: string): Changes {
  return { files: undefined, mergeBase: undefined, why: `${why}, so no finding stands on its line.` };
}

async function earlierOf(comments: readonly OwnComment[]): Promise<EarlierComment[]> {
  const { lastLineOf } = await import('../review/diff.ts');
  return comments.flatMap(({ diffHunk, ...comment }) => {
    const lineText = lastLineOf(diffHunk);
    return lineText === undefined ? [] : [{ ...comment, lineText }];
  });
}
