import type { Comment } from '../github/comments.ts';
import type { WorkflowEvent } from '../github/event.ts';
import { failureOf, isFinal, pauseAfter } from '../github/failure.ts';
import { markerOf } from '../github/marker.ts';
import type { CommonInputs } from '../inputs/inputs.ts';
import type { Change, Ledger } from '../ledger.ts';
import { type Clock, timeoutSignal } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Secrets } from '../lib/secrets.ts';
import { cut } from '../lib/text.ts';
import type { Failure } from '../model.ts';
import type { Report } from '../report/report.ts';
import { stampedValue } from '../runs/stamp.ts';
import type { PendingComment } from '../saved-state.ts';
import type { Shutdown } from '../shutdown.ts';
import type { Publisher } from './publisher.ts';

/** In ms: between two edits that only tell what the agent does now, and the span of the limit below. */
const EDIT_PAUSE = 60_000;
const HOUR = 60 * 60_000;

/** Edits an hour. The last is kept for the end, and some for what matters more than what the agent does now. */
const MAX_EDITS = 30;
const MAX_ACTIVITY_EDITS = 20;

/** What is left to the last edit once the step is shutting down, in ms: after 7.5 s the runner insists. */
const GRACE = 6500;

/** Between two tries of the last edit, in ms; doubled each time. */
const RETRY_PAUSE = 1000;
const MAX_PAUSE = 8000;

/** How long the post phase tries while GitHub asks for no pause, in ms: everything else is done by then. */
const MAX_SILENCE = 20_000;

/** Where the comment goes, and which it is. */
export type CommentOptions = Pick<
  CommonInputs,
  'comment' | 'number' | 'githubToken' | 'commentKey' | 'isCommentKeyGiven'
>;

interface Parts {
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly event: WorkflowEvent;
  readonly shutdown: Shutdown;
  readonly ledger: Ledger;
}

/** What came of the last edit. `isOpen`: something is left to the post phase. */
interface LastEdit {
  readonly url: string | undefined;
  readonly isOpen: boolean;
}

/**
 * The comment that follows the run. Edits happen beside the polling, which never waits for them; what goes wrong is
 * reported once, at the end, and changes nothing else.
 */
export class CommentPublisher implements Publisher {
  readonly #parts: Parts;
  readonly #options: CommentOptions;
  #comment: Comment | undefined;
  #edits: number[] = [];
  #editing: Promise<void> | undefined;
  #isDue = false;
  #notBefore = 0;
  #body: string | undefined;
  #url: string | undefined;
  #isDenied = false;
  #marker: string | undefined;
  readonly #phase: 'main' | 'post';
  readonly #requestTimeout: number | undefined;
  readonly #timeout = new AbortController();

  /** `requestTimeout`: in ms, for one request to GitHub. */
  constructor(options: CommentOptions, parts: Parts, phase: 'main' | 'post', requestTimeout?: number) {
    this.#options = options;
    this.#parts = parts;
    this.#phase = phase;
    this.#requestTimeout = requestTimeout;
  }

  /** Without a pull request or issue there is none. */
  get isWanted(): boolean {
    return this.#options.comment !== 'off' && this.#options.number !== undefined;
  }

  update(report: Report, { kind, hasMoved, hasLink }: Change): void {
    const { clock, shutdown } = this.#parts;
    // The last edit comes with the report that is final.
    if (!['known', 'reading'].includes(kind) || report.last?.run?.stage === 'ended') return;
    if (!this.isWanted || !this.#options.githubToken || this.#isDenied) return;
    this.#isDue ||= hasMoved || hasLink;
    const now = clock.now();
    this.#edits = this.#edits.filter((at) => at > now - HOUR);
    const isTime = this.#isDue || now - (this.#edits.at(-1) ?? Number.NEGATIVE_INFINITY) >= EDIT_PAUSE;
    const most = this.#isDue ? MAX_EDITS - 1 : MAX_ACTIVITY_EDITS;
    if (!isTime || now < this.#notBefore || this.#edits.length >= most) return;
    if (this.#editing || shutdown.isActive) return;
    this.#isDue = false;
    this.#editing = this.#tryWrite(report).finally(() => {
      this.#editing = undefined;
    });
  }

  /** The step may be killed meanwhile, so what the comment has to say is saved first. */
  async finish(report: Report, deadline: number): Promise<Partial<Report> | undefined> {
    const { ledger, secrets } = this.#parts;
    if (!report.isCommentWanted || !this.isWanted) return undefined;
    const { outcome, failure, isCancelWanted, review } = secrets.redactData(report);
    const saved = { outcome, failure: failure && shortened(failure), isCancelWanted };
    const pending = { ...saved, reviewUrl: review?.url };
    ledger.reported(pending);
    const { url, isOpen } = await this.#finish(report, deadline);
    ledger.reported(isOpen ? pending : undefined);
    return { commentUrl: url };
  }

  /** The last edit, tried until `deadline` on the monotonic clock. */
  async #finish(report: Report, deadline: number): Promise<LastEdit> {
    const { log, clock } = this.#parts;
    if (!this.#options.githubToken) {
      log.warning(
        'No comment was written: the input `github-token` is empty. Give one, or set `comment: off`.',
        'Comment',
      );
      return { url: undefined, isOpen: false };
    }
    timeoutSignal(deadline - clock.now()).addEventListener('abort', ({ target }) =>
      this.#timeout.abort((target as AbortSignal).reason),
    );
    await this.#editing;
    if (this.#notBefore < deadline) await this.#rest(this.#notBefore - clock.now());
    const error = await this.#writeLast(report, deadline);
    const isMain = this.#phase === 'main';
    if (error === undefined) {
      return { url: this.#url, isOpen: isMain && this.#comment?.isDoubtful === true };
    }
    const { explain } = await import('../github/comments.ts');
    const isOpen = isMain && !isFinal(failureOf(error));
    log.warning(explain(error, isOpen), 'Comment');
    return { url: this.#url, isOpen };
  }

  /** Why it could not be written, if it could not. */
  async #writeLast(report: Report, deadline: number): Promise<unknown> {
    const { clock, shutdown } = this.#parts;
    const silentUntil = this.#phase === 'main' ? deadline : Math.min(deadline, clock.now() + MAX_SILENCE);
    for (let pause = RETRY_PAUSE; ; pause = Math.min(2 * pause, MAX_PAUSE)) {
      try {
        await this.#write(report);
        return undefined;
      } catch (error) {
        const failure = failureOf(error);
        const wait = failure === 'busy' ? pauseAfter(error, clock.wall()) : pause;
        const until = failure === 'busy' ? deadline : silentUntil;
        const isTooLate = (at: number) => at >= Math.min(until, shutdown.deadline(GRACE, until));
        if (isFinal(failure) || isTooLate(clock.now() + wait)) return error;
        await this.#rest(wait);
        if (isTooLate(clock.now())) return error;
      }
    }
  }

  /** Ends early when the step is asked to stop: the last edit is still sent then. */
  async #rest(ms: number): Promise<void> {
    const { clock, shutdown } = this.#parts;
    if (ms <= 0) return;
    if (shutdown.isActive) await clock.sleep(ms);
    else await clock.sleep(ms, shutdown.signal).catch(() => {});
  }

  async #tryWrite(report: Report): Promise<void> {
    const { clock, log } = this.#parts;
    try {
      await this.#write(report);
    } catch (error) {
      const failure = failureOf(error);
      this.#isDenied = failure === 'denied' || failure === 'locked';
      if (failure === 'busy') this.#notBefore = clock.now() + pauseAfter(error, clock.wall());
      log.debug(`The comment was not written (${failure}): ${(error as Error).message}`);
    }
  }

  /** An edit that changes nothing is not sent. */
  async #write(report: Report): Promise<void> {
    const { secrets, shutdown, clock, event } = this.#parts;
    const [{ Comment }, { commentOf }] = await Promise.all([
      import('../github/comments.ts'),
      import('../report/markdown.ts'),
    ]);
    this.#marker ??= this.#makeMarker(report);
    const marker = this.#marker;
    const body = commentOf(report, marker, secrets);
    if (body === this.#body) return;
    this.#comment ??= new Comment(
      {
        token: this.#options.githubToken ?? '',
        apiUrl: event.apiUrl,
        requestTimeout: this.#requestTimeout,
      },
      { repository: event.repository, number: this.#options.number ?? 0, marker, isFresh: this.#isFresh },
    );
    this.#edits.push(clock.now());
    const signal = AbortSignal.any([shutdown.after(GRACE), this.#timeout.signal]);
    this.#url = await this.#comment.write(body, signal);
    this.#body = body;
  }

  /** In the post phase even a comment of this step's own may exist already. */
  get #isFresh(): boolean {
    return this.#options.comment === 'new' && this.#phase === 'main';
  }

  /**
   * A comment that no other step may take over is named after this step's first attempt. A step that cancels speaks
   * in the comment of the run that it cancelled, which it knows by the key that is stamped on the run.
   */
  #makeMarker(report: Report): string {
    const { comment, isCommentKeyGiven } = this.#options;
    const theirs =
      report.isCancelWanted && !isCommentKeyGiven ? report.last?.run?.metadata?.comment_key : undefined;
    const commentKey = stampedValue(theirs ?? this.#options.commentKey) ?? '';
    const { ledger, event } = this.#parts;
    return comment === 'new' ? markerOf('new', ledger.name ?? event.runId) : markerOf('sticky', commentKey);
  }
}

/** Short enough for an environment variable, which is how the runner hands it to the post phase. */
function shortened(failure: Failure): PendingComment['failure'] {
  const { code, message, remedy, traceId } = failure;
  return {
    ...failure,
    code: cut(code, 200),
    message: cut(message, MAX_PART),
    remedy: cut(remedy, MAX_PART),
    traceId: traceId && cut(traceId, 200),
  };
}

/** In characters. */
const MAX_PART = 1500;
