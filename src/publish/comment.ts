import type { WorkflowEvent } from '../github/event.ts';
import { failureOf, isFinal, pauseAfter } from '../github/failure.ts';
import type { CommonInputs, Mode } from '../inputs/inputs.ts';
import type { Change, Ledger } from '../ledger.ts';
import { type Clock, timeoutSignal } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Secrets } from '../lib/secrets.ts';
import { cut } from '../lib/text.ts';
import type { Failure } from '../model.ts';
import type { Report } from '../report/report.ts';
import type { PendingComment } from '../saved-state.ts';
import type { Shutdown } from '../shutdown.ts';
import { type Patience, rest, SHORT_PATIENCE, tryUntil } from './last-try.ts';
import type { Publisher } from './publisher.ts';

/** In ms: between two edits that only tell what the agent does now, and the span of the limit below. */
const EDIT_PAUSE = 60_000;
const HOUR = 60 * 60_000;

/** Edits an hour. The last is kept for the end, and some for what matters more than what the agent does now. */
const MAX_EDITS = 30;
const MAX_ACTIVITY_EDITS = 20;

/** What is left to the last edit once the step is shutting down, in ms: after 7.5 s the runner insists. */
const GRACE = 6500;

/** Where the comment goes, and which it is. */
export type CommentOptions = Pick<
  CommonInputs,
  'comment' | 'number' | 'githubToken' | 'commentKey' | 'isCommentKeyGiven'
> & {
  readonly mode?: Mode;
  /** A hidden line below the marker, if any. */
  readonly secondLine?: (report: Report) => string | undefined;
  /** The review comment to answer, where the event does not say. */
  readonly thread?: number | undefined;
};

/** What the comment says, and how it gets to GitHub. */
export interface LivingComment {
  /** Whether one more may turn up that the post phase has to remove. */
  readonly isDoubtful: boolean;
  textOf(report: Report): Promise<string>;
  /** Its URL. Rejects with Octokit's errors. */
  write(text: string, report: Report, signal: AbortSignal): Promise<string>;
}

/** How long GitHub may take. */
interface Pace {
  /** In ms, for one request. */
  readonly requestTimeout?: number | undefined;
  /** Of the post phase. */
  readonly patience?: Patience | undefined;
}

interface Parts {
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly event: WorkflowEvent;
  readonly shutdown: Shutdown;
  readonly ledger: Ledger;
}

/** The result of the last edit. `isOpen`: something is left to the post phase. */
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
  #comment: LivingComment | undefined;
  #edits: number[] = [];
  #editing: Promise<void> | undefined;
  #isDue = false;
  #notBefore = 0;
  #text: string | undefined;
  #url: string | undefined;
  #isDenied = false;
  readonly #phase: 'main' | 'post';
  readonly #pace: Pace;
  readonly #timeout = new AbortController();

  constructor(options: CommentOptions, parts: Parts, phase: 'main' | 'post', pace: Pace = {}) {
    this.#options = options;
    this.#parts = parts;
    this.#phase = phase;
    this.#pace = pace;
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
    // An attached run says only in its first reading whose reply it has.
    if (
      this.#options.comment === 'reply' &&
      this.#options.mode === 'attach' &&
      report.last?.run === undefined
    )
      return;
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
    const { ledger, secrets, shutdown } = this.#parts;
    if (!report.isCommentWanted || !this.isWanted) return undefined;
    const { outcome, failure, isCancelWanted, review } = secrets.redactData(report);
    const saved = { outcome, failure: failure && shortened(failure), isCancelWanted };
    const pending = { ...saved, reviewUrl: review?.url };
    ledger.reported(pending);
    const { url, isOpen } = await this.#finish(report, deadline);
    ledger.reported(isOpen ? { ...pending, hasWaited: !shutdown.isActive } : undefined);
    return { commentUrl: url };
  }

  /** The last edit, tried until `deadline` on the monotonic clock. */
  async #finish(report: Report, deadline: number): Promise<LastEdit> {
    const { log, clock, shutdown } = this.#parts;
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
    if (this.#notBefore < deadline) await rest(this.#notBefore - clock.now(), { clock, shutdown });
    const isMain = this.#phase === 'main';
    const limits = {
      deadline,
      grace: GRACE,
      ...(isMain ? {} : { patience: this.#pace.patience ?? SHORT_PATIENCE }),
    };
    const error = await tryUntil(() => this.#write(report), limits, { clock, shutdown });
    if (error === undefined) {
      return { url: this.#url, isOpen: isMain && this.#comment?.isDoubtful === true };
    }
    const { explain } = await import('../github/comments.ts');
    const isOpen = isMain && !isFinal(failureOf(error));
    log.warning(explain(error, isOpen), 'Comment');
    return { url: this.#url, isOpen };
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
    const { shutdown, clock } = this.#parts;
    this.#comment ??= await this.#open();
    const text = await this.#comment.textOf(report);
    if (text === this.#text) return;
    this.#edits.push(clock.now());
    const signal = AbortSignal.any([shutdown.after(GRACE), this.#timeout.signal]);
    this.#url = await this.#comment.write(text, report, signal);
    this.#text = text;
  }

  async #open(): Promise<LivingComment> {
    const options = { ...this.#options, requestTimeout: this.#pace.requestTimeout };
    if (this.#options.comment === 'reply') {
      const { ReplyComment } = await import('./reply.ts');
      return new ReplyComment(options, this.#parts, this.#phase);
    }
    const { StickyComment } = await import('./sticky-comment.ts');
    return new StickyComment(options, this.#parts, this.#phase);
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
