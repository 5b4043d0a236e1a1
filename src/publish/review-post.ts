import { causeOf, failureOf, pauseAfter } from '../github/failure.ts';
import type { Draft, DraftComment, Reviews } from '../github/reviews.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Secrets } from '../lib/secrets.ts';
import type { ReviewReport } from '../report/review.ts';
import { inlineBody, reviewBody } from '../report/review-text.ts';
import type { Placed, PlacedAs } from '../review/placement.ts';

/** Before a review whose answer was lost is looked for, in ms: what GitHub took may show a little later. */
const LOOK_PAUSE = 2000;

/** The longest pause that GitHub may ask for, in ms: there is not time for more. */
const MAX_PAUSE = 10_000;

interface Markers {
  readonly marker: string;
  readonly inlineMarker: string;
}

interface Parts {
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly signal: AbortSignal;
}

/** Posts one review, once. */
export class ReviewPost {
  readonly #reviews: Reviews;
  readonly #markers: Markers;
  readonly #parts: Parts;

  constructor(reviews: Reviews, markers: Markers, parts: Parts) {
    this.#reviews = reviews;
    this.#markers = markers;
    this.#parts = parts;
  }

  /** The review as it was posted. Rejects with Octokit's errors. */
  async post(review: ReviewReport): Promise<ReviewReport> {
    try {
      return { ...review, url: await this.#send(this.#draft(review, review.at.commit)) };
    } catch (error) {
      if (failureOf(error) !== 'refused') throw error;
      // It does not say which line it means; after a forced push it is the commit itself.
      const why = 'GitHub refused the comments on lines, so all findings stand in the text.';
      this.#parts.log.warning(`${why} Its answer: ${causeOf(error)}.`, 'Review');
      const inText: ReviewReport = { ...review, placed: review.placed.map(intoText), why: review.why ?? why };
      return { ...inText, url: await this.#send(this.#draft(inText, undefined)) };
    }
  }

  #draft(review: ReviewReport, commit: string | undefined): Draft {
    const { secrets } = this.#parts;
    const { marker, inlineMarker } = this.#markers;
    const inline = review.placed.filter((one): one is PlacedAs<'inline'> => one.kind === 'inline');
    const comments = inline.map((one): DraftComment => {
      const { path, side, line, startLine } = one.anchor;
      const range = startLine === undefined ? {} : { start_line: startLine, start_side: side };
      return { path, side, line, ...range, body: inlineBody(one, review.at, inlineMarker, secrets) };
    });
    return { body: reviewBody(review, marker, secrets), commit, comments };
  }

  /** Once more where the answer was lost and GitHub says that the review is not there. */
  async #send(draft: Draft): Promise<string> {
    const { clock, signal } = this.#parts;
    for (let isFirst = true; ; isFirst = false) {
      try {
        return await this.#reviews.create(draft);
      } catch (error) {
        const pause = this.#pauseAfter(error);
        if (pause === undefined) throw error;
        await clock.sleep(pause, signal);
        const url = await this.#reviews.find();
        if (url !== undefined) return url;
        if (!isFirst) throw error;
      }
    }
  }

  /** Undefined where the review is surely not there, and will not be. */
  #pauseAfter(error: unknown): number | undefined {
    switch (failureOf(error)) {
      case 'other':
        return LOOK_PAUSE;
      case 'busy': {
        const pause = pauseAfter(error, this.#parts.clock.wall());
        return pause > MAX_PAUSE ? undefined : pause;
      }
      default:
        return undefined;
    }
  }
}

function intoText(placed: Placed): Placed {
  const { finding, previousPath } = placed;
  return placed.kind === 'inline' ? { kind: 'beyond', finding, previousPath } : placed;
}
