import { randomUUID } from 'node:crypto';
import type { WorkflowEvent } from '../github/event.ts';
import { failureOf, isFinal } from '../github/failure.ts';
import { markerOf } from '../github/marker.ts';
import type { OwnComment } from '../github/own-comment.ts';
import type { Ledger } from '../ledger.ts';
import type { Secrets } from '../lib/secrets.ts';
import type { Report } from '../report/report.ts';
import type { CommentOptions, LivingComment } from './comment.ts';
import { openStore, type StoreOptions } from './comment-store.ts';

interface Parts {
  readonly secrets: Secrets;
  readonly event: WorkflowEvent;
  readonly ledger: Ledger;
}

/** The two comments of a reply; there is only one of them at the end. */
interface Pair {
  readonly working: OwnComment;
  readonly answer: OwnComment;
}

/**
 * `comment: reply`. An edit notifies nobody, so the answer is a comment of its own; the working one goes once that is
 * there. Their markers differ, and name the step: whoever takes over after a kill finds either.
 */
export class ReplyComment implements LivingComment {
  readonly #options: CommentOptions & StoreOptions;
  readonly #parts: Parts;
  readonly #phase: 'main' | 'post';
  #name: string | undefined;
  #pair: Pair | undefined;

  constructor(options: CommentOptions & StoreOptions, parts: Parts, phase: 'main' | 'post') {
    this.#options = options;
    this.#parts = parts;
    this.#phase = phase;
  }

  get isDoubtful(): boolean {
    return this.#pair?.working.isDoubtful === true || this.#pair?.answer.isDoubtful === true;
  }

  async textOf(report: Report): Promise<string> {
    const { commentOf } = await import('../report/markdown.ts');
    const marker = markerOf(isAnswer(report) ? 'reply' : 'working', this.#nameOf(report));
    const lines = [marker, this.#options.secondLine?.(report)].filter((line) => line !== undefined);
    return commentOf(report, lines.join('\n'), this.#parts.secrets);
  }

  async write(text: string, report: Report, signal: AbortSignal): Promise<string> {
    this.#pair ??= await this.#open(this.#nameOf(report));
    const { working, answer } = this.#pair;
    if (!isAnswer(report)) return working.write(text, signal);
    const url = await answer.write(text, signal).catch(async (error) => {
      // Where nothing new may be posted, an edit may still be allowed.
      const edited = isFinal(failureOf(error)) ? await rewritten(working, text, signal) : undefined;
      if (edited === undefined) throw error;
      return edited;
    });
    await working.remove(signal);
    return url;
  }

  async #open(name: string): Promise<Pair> {
    const { OwnComment } = await import('../github/own-comment.ts');
    const store = await openStore(this.#options, this.#parts.event, 'thread');
    const isFresh = this.#phase === 'main' && this.#options.mode !== 'attach';
    return {
      working: new OwnComment(store, markerOf('working', name), isFresh),
      answer: new OwnComment(store, markerOf('reply', name), isFresh),
    };
  }

  /** A step that does not create its run has a name of its own, which is saved before it is used. */
  #nameOf(report: Report): string {
    const { ledger } = this.#parts;
    this.#name ??= ledger.commentName ?? ledger.records[0]?.request?.startId;
    if (this.#name === undefined) {
      const isAttached = this.#options.mode === 'attach';
      this.#name = (isAttached ? this.#nameOfRun(report) : undefined) ?? randomUUID();
      ledger.nameComment(this.#name);
    }
    return this.#name;
  }

  /** An attached run's comment is that of the step that started it; the runs of an agent inherit its metadata. */
  #nameOfRun({ last }: Report): string | undefined {
    const { metadata, parentRunId } = last?.run ?? {};
    const isOurs = metadata?.github_repository === this.#parts.event.repository && parentRunId === undefined;
    return (isOurs ? metadata?.start_id : undefined) ?? last?.runId;
  }
}

/** What a step that leaves its run to a later one says is not the answer. */
function isAnswer({ progress, outcome }: Report): boolean {
  return progress === undefined && outcome !== 'started';
}

async function rewritten(
  working: OwnComment,
  text: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    return await working.rewrite(text, signal);
  } catch {
    // Why the answer could not be posted says more.
    return undefined;
  }
}
