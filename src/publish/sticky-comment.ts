import type { WorkflowEvent } from '../github/event.ts';
import { markerOf } from '../github/marker.ts';
import type { OwnComment } from '../github/own-comment.ts';
import type { Ledger } from '../ledger.ts';
import type { Secrets } from '../lib/secrets.ts';
import type { Report } from '../report/report.ts';
import { stampedValue } from '../runs/stamp.ts';
import type { CommentOptions, LivingComment } from './comment.ts';
import { openStore, type StoreOptions } from './comment-store.ts';

interface Parts {
  readonly secrets: Secrets;
  readonly event: WorkflowEvent;
  readonly ledger: Ledger;
}

/** `comment: sticky` and `new`: one comment, edited in place. */
export class StickyComment implements LivingComment {
  readonly #options: CommentOptions & StoreOptions;
  readonly #parts: Parts;
  readonly #phase: 'main' | 'post';
  #marker: string | undefined;
  #comment: OwnComment | undefined;

  constructor(options: CommentOptions & StoreOptions, parts: Parts, phase: 'main' | 'post') {
    this.#options = options;
    this.#parts = parts;
    this.#phase = phase;
  }

  get isDoubtful(): boolean {
    return this.#comment?.isDoubtful === true;
  }

  async textOf(report: Report): Promise<string> {
    const { commentOf } = await import('../report/markdown.ts');
    this.#marker ??= this.#makeMarker(report);
    const lines = [this.#marker, this.#options.secondLine?.(report)].filter((line) => line !== undefined);
    return commentOf(report, lines.join('\n'), this.#parts.secrets);
  }

  async write(text: string, _report: Report, signal: AbortSignal): Promise<string> {
    this.#comment ??= await this.#open();
    return this.#comment.write(text, signal);
  }

  /** In the post phase even a `new` comment of this step's own may exist already. */
  async #open(): Promise<OwnComment> {
    const { OwnComment } = await import('../github/own-comment.ts');
    const isFresh = this.#options.comment === 'new' && this.#phase === 'main';
    const store = await openStore(this.#options, this.#parts.event, 'conversation');
    return new OwnComment(store, this.#marker ?? '', isFresh);
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
    return comment === 'new'
      ? markerOf('new', ledger.commentName ?? ledger.name ?? event.runId)
      : markerOf('sticky', commentKey);
  }
}
