import { timeoutSignal } from '../clock.ts';
import type { CommonInputs } from '../inputs/inputs.ts';
import type { Comment } from '../report/comment.ts';
import { markerOf } from '../report/marker.ts';
import type { Report } from '../report/report.ts';
import { stampedValue } from '../run/stamp.ts';
import type { BareContext } from './context.ts';

/** In ms: between two edits that only tell what the agent does now, and the span of the limit below. */
const EDIT_PAUSE = 60_000;
const HOUR = 60 * 60_000;

/** Edits an hour. The last is kept for the end, and some for what matters more than what the agent does now. */
const MOST_EDITS = 30;
const MOST_ACTIVITY_EDITS = 20;

/** How long the last edit is tried, and one request may take; and what is left of it once the step shall go. In ms. */
const FINAL_PATIENCE = 2 * 60_000;
const REQUEST_TIMEOUT = 20_000;
const GRACE = 6500;

type Sheet = Pick<CommonInputs, 'comment' | 'number' | 'githubToken' | 'commentKey' | 'isCommentKeyGiven'>;

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
  readonly #isFresh: boolean;

  /** `phase`: in the post phase even a comment of this step's own may exist already. */
  constructor(sheet: Sheet, context: BareContext, phase: 'main' | 'post') {
    this.#isFresh = sheet.comment === 'new' && phase === 'main';
    this.#sheet = sheet;
    this.#context = context;
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

  /** The last edit, which always happens; the comment's URL, if it could be written. */
  async finish(report: Report): Promise<string | undefined> {
    const { log, clock, shutdown } = this.#context;
    if (!this.isWanted) return undefined;
    if (!this.#sheet.githubToken) {
      log.warning(
        'No comment was written: the input `github-token` is empty. Give one, or set `comment: off`.',
        'Comment',
      );
      return undefined;
    }
    await this.#editing;
    const quiet = Math.min(this.#notBefore - clock.now(), FINAL_PATIENCE);
    await this.#rest(quiet);
    const { explain, failureOf, pauseAfter } = await import('../report/comment.ts');
    const deadline = clock.now() + FINAL_PATIENCE;
    for (let pause = 2000; ; pause *= 2) {
      try {
        await this.#write(report);
        return this.#url;
      } catch (error) {
        const failure = failureOf(error);
        const wait = failure === 'busy' ? pauseAfter(error, clock.wall()) : pause;
        const isHopeless = ['denied', 'gone', 'refused'].includes(failure) || pause > 8000;
        if (isHopeless || clock.now() + wait > deadline || shutdown.isUnderWay) {
          log.warning(explain(error), 'Comment');
          return this.#url;
        }
        await this.#rest(wait);
      }
    }
  }

  /** Ends at once when the step shall go: the last edit is still sent then. */
  async #rest(ms: number): Promise<void> {
    const { clock, shutdown } = this.#context;
    if (ms > 0 && !shutdown.isUnderWay) await clock.sleep(ms, shutdown.signal).catch(() => {});
  }

  async #tryWrite(report: Report): Promise<void> {
    const { clock, log } = this.#context;
    try {
      await this.#write(report);
    } catch (error) {
      const { failureOf, pauseAfter } = await import('../report/comment.ts');
      const failure = failureOf(error);
      this.#isDenied = failure === 'denied';
      if (failure === 'busy') this.#notBefore = clock.now() + pauseAfter(error, clock.wall());
      log.debug(`The comment was not written (${failure}): ${(error as Error).message}`);
    }
  }

  /** An edit that changes nothing is not sent. */
  async #write(report: Report): Promise<void> {
    const { secrets, shutdown, clock, event } = this.#context;
    const [{ Comment }, { commentOf }] = await Promise.all([
      import('../report/comment.ts'),
      import('../report/markdown.ts'),
    ]);
    this.#marker ??= this.#makeMarker(report);
    const marker = this.#marker;
    const body = commentOf(report, marker, secrets);
    if (body === this.#body) return;
    this.#comment ??= new Comment(
      { token: this.#sheet.githubToken ?? '', apiUrl: event.apiUrl },
      { repository: event.repository, number: this.#sheet.number ?? 0, marker, isFresh: this.#isFresh },
    );
    this.#edits.push(clock.now());
    const signal = AbortSignal.any([shutdown.after(GRACE), timeoutSignal(REQUEST_TIMEOUT)]);
    this.#url = await this.#comment.write(body, signal);
    this.#body = body;
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
