import type { Comment } from '../github/comments.ts';
import type { CommonInputs } from '../inputs/inputs.ts';
import { timeoutSignal } from '../lib/clock.ts';
import { markerOf } from '../report/marker.ts';
import type { Report } from '../report/report.ts';
import { stampedValue } from '../runs/stamp.ts';
import type { BareContext } from '../step/context.ts';

/** In ms: between two edits that only tell what the agent does now, and the span of the limit below. */
const EDIT_PAUSE = 60_000;
const HOUR = 60 * 60_000;

/** Edits an hour. The last is kept for the end, and some for what matters more than what the agent does now. */
const MOST_EDITS = 30;
const MOST_ACTIVITY_EDITS = 20;

/** What is left to the last edit once the step was asked to stop, in ms: after 7.5 s the runner insists. */
const GRACE = 6500;

/** Between two tries of the last edit, in ms; doubled each time. */
const RETRY_PAUSE = 1000;
const LONGEST_PAUSE = 8000;

type Sheet = Pick<CommonInputs, 'comment' | 'number' | 'githubToken' | 'commentKey' | 'isCommentKeyGiven'>;

/** What came of the last edit. `isOpen`: something is left to the post phase. */
export interface LastEdit {
  readonly url: string | undefined;
  readonly isOpen: boolean;
}

/**
 * The comment that follows the run. Edits happen beside the polling, which never waits for them; what goes wrong is
 * told once, at the end, and changes nothing else.
 */
export class LivingComment {
  readonly #context: BareContext;
  readonly #sheet: Sheet;
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
  constructor(sheet: Sheet, context: BareContext, phase: 'main' | 'post', requestTimeout?: number) {
    this.#sheet = sheet;
    this.#context = context;
    this.#phase = phase;
    this.#requestTimeout = requestTimeout;
  }

  /** Without a pull request or issue there is none. */
  get isWanted(): boolean {
    return this.#sheet.comment !== 'off' && this.#sheet.number !== undefined;
  }

  /** Call it with every reading of the run; returns at once. `hasChanged`: more than what the agent does now. */
  observe(report: Report, hasChanged: boolean): void {
    const { clock, shutdown } = this.#context;
    if (!this.isWanted || !this.#sheet.githubToken || this.#isDenied) return;
    this.#isDue ||= hasChanged;
    const now = clock.now();
    this.#edits = this.#edits.filter((at) => at > now - HOUR);
    const isTime = this.#isDue || now - (this.#edits.at(-1) ?? Number.NEGATIVE_INFINITY) >= EDIT_PAUSE;
    const most = this.#isDue ? MOST_EDITS - 1 : MOST_ACTIVITY_EDITS;
    if (!isTime || now < this.#notBefore || this.#edits.length >= most) return;
    if (this.#editing || shutdown.isUnderWay) return;
    this.#isDue = false;
    this.#editing = this.#tryWrite(report).finally(() => {
      this.#editing = undefined;
    });
  }

  /** The last edit, tried until `deadline` on the monotonic clock. */
  async finish(report: Report, deadline: number): Promise<LastEdit> {
    const { log, clock } = this.#context;
    if (!this.isWanted) return { url: undefined, isOpen: false };
    if (!this.#sheet.githubToken) {
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
    const { explain, failureOf, isFinal } = await import('../github/comments.ts');
    const isOpen = isMain && !isFinal(failureOf(error));
    log.warning(explain(error, isOpen), 'Comment');
    return { url: this.#url, isOpen };
  }

  /** Why it could not be written, if it could not. */
  async #writeLast(report: Report, deadline: number): Promise<unknown> {
    const { clock, shutdown } = this.#context;
    const { failureOf, isFinal, pauseAfter } = await import('../github/comments.ts');
    for (let pause = RETRY_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      try {
        await this.#write(report);
        return undefined;
      } catch (error) {
        const failure = failureOf(error);
        const wait = failure === 'busy' ? pauseAfter(error, clock.wall()) : pause;
        const isTooLate = (at: number) => at >= Math.min(deadline, shutdown.deadline(GRACE, deadline));
        if (isFinal(failure) || isTooLate(clock.now() + wait)) return error;
        await this.#rest(wait);
        if (isTooLate(clock.now())) return error;
      }
    }
  }

  /** Ends early when the step is asked to stop: the last edit is still sent then. */
  async #rest(ms: number): Promise<void> {
    const { clock, shutdown } = this.#context;
    if (ms <= 0) return;
    if (shutdown.isUnderWay) await clock.sleep(ms);
    else await clock.sleep(ms, shutdown.signal).catch(() => {});
  }

  async #tryWrite(report: Report): Promise<void> {
    const { clock, log } = this.#context;
    try {
      await this.#write(report);
    } catch (error) {
      const { failureOf, pauseAfter } = await import('../github/comments.ts');
      const failure = failureOf(error);
      this.#isDenied = failure === 'denied' || failure === 'locked';
      if (failure === 'busy') this.#notBefore = clock.now() + pauseAfter(error, clock.wall());
      log.debug(`The comment was not written (${failure}): ${(error as Error).message}`);
    }
  }

  /** An edit that changes nothing is not sent. */
  async #write(report: Report): Promise<void> {
    const { secrets, shutdown, clock, event } = this.#context;
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
        token: this.#sheet.githubToken ?? '',
        apiUrl: event.apiUrl,
        requestTimeout: this.#requestTimeout,
      },
      { repository: event.repository, number: this.#sheet.number ?? 0, marker, isFresh: this.#isFresh },
    );
    this.#edits.push(clock.now());
    const signal = AbortSignal.any([shutdown.after(GRACE), this.#timeout.signal]);
    this.#url = await this.#comment.write(body, signal);
    this.#body = body;
  }

  /** In the post phase even a comment of this step's own may exist already. */
  get #isFresh(): boolean {
    return this.#sheet.comment === 'new' && this.#phase === 'main';
  }

  /**
   * A comment that no other step shall take over is named after this step's first attempt. A step that cancels speaks
   * in the comment of the run that it cancelled, which it knows by the key that is stamped on the run.
   */
  #makeMarker(report: Report): string {
    const { comment, isCommentKeyGiven } = this.#sheet;
    const theirs =
      report.isCancelWanted && !isCommentKeyGiven ? report.run?.metadata?.comment_key : undefined;
    const commentKey = stampedValue(theirs ?? this.#sheet.commentKey) ?? '';
    const { journal, event } = this.#context;
    return comment === 'new' ? markerOf('new', journal.name ?? event.runId) : markerOf('sticky', commentKey);
  }
}
