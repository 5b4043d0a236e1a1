import { setImmediate as turn } from 'node:timers/promises';
import { decodeRun } from '../../src/oz/decode.ts';
import { CommentPublisher } from '../../src/publish/comment.ts';
import { postPatience } from '../../src/publish/last-try.ts';
import { buildReport, type Report } from '../../src/report/report.ts';
import { lost } from '../../src/runs/endings.ts';
import type { VirtualStep } from '../support/virtual-step.ts';

/** The pull request that the comment stands on. */
export const NUMBER = 7;

const COMMENT_ROUTES = [
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
];

/** Of the event loop: more than any request over loopback needs. */
const MOST_TURNS = 20_000;

interface DrivenOptions {
  phase?: 'main' | 'post';
  requestTimeout?: number;
  /** Whether the main phase has waited for GitHub already. */
  hasWaited?: boolean;
  comment?: 'sticky' | 'new';
}

/** What came of the last edit. `isOpen`: the post phase is to try again. */
interface LastEdit {
  readonly url: string | undefined;
  readonly isOpen: boolean;
}

/** A comment that follows a run, driven by hand. */
export class DrivenComment {
  readonly #step: VirtualStep;
  readonly #publisher: CommentPublisher;
  #state = 'INPROGRESS';

  constructor(
    step: VirtualStep,
    { phase = 'main', requestTimeout, hasWaited = true, comment = 'sticky' }: DrivenOptions = {},
  ) {
    const { parts, emulator } = step;
    const options = {
      comment,
      number: NUMBER,
      githubToken: emulator.githubToken,
      commentKey: 'k',
      isCommentKeyGiven: false,
    };
    this.#step = step;
    this.#publisher = new CommentPublisher(options, parts, phase, {
      requestTimeout,
      patience: phase === 'post' ? postPatience(hasWaited, step.clock.now()) : undefined,
    });
    parts.ledger.attaching([{ taskId: 'run', runId: 'run-1', onCancel: 'detach' }]);
  }

  /** How often the comment was made or edited. */
  get writes(): number {
    return this.#step.times(...COMMENT_ROUTES).length;
  }

  get body(): string {
    return this.#step.emulator.github.comments(NUMBER)[0]?.body ?? '';
  }

  /** One reading after which nothing need be written; whatever is written nevertheless shows in `writes` later. */
  async look(now: string): Promise<void> {
    this.#read(now);
    await turn();
  }

  /** Readings at this same moment until the comment was written once more; rejects when it is not. */
  async written(now: string, state = this.#state): Promise<void> {
    const before = this.writes;
    this.#state = state;
    this.#read(now);
    for (let tries = 0; this.writes === before || !this.body.includes(now); tries += 1) {
      if (tries > MOST_TURNS) throw new Error(`not written: ${now}`);
      await turn();
      this.#read(now);
    }
  }

  /** `patience`: in ms. */
  async finish(patience = 30_000): Promise<LastEdit> {
    this.#read(undefined);
    const deadline = this.#step.clock.now() + patience;
    const added = await this.#publisher.finish(this.#report(undefined), deadline);
    return { url: added?.commentUrl, isOpen: this.#step.saved()?.pendingComment !== undefined };
  }

  /** A reading of the run, which the comment hears of unless it is to be the last. */
  #read(now: string | undefined): void {
    const { ledger } = this.#step.parts;
    ledger.onChange((change) => {
      if (now !== undefined) this.#publisher.update(this.#report(now), change);
    });
    const run = decodeRun({ run_id: 'run-1', state: this.#state });
    if (run) ledger.recordReading(run);
  }

  #report(now: string | undefined): Report {
    const { ledger, event } = this.#step.parts;
    const result = lost({ code: 'interrupted', message: 'It ended before its run did.', remedy: '' });
    const progress = now === undefined ? undefined : { now };
    return { ...buildReport(result, undefined, ledger, event, progress), isCommentWanted: true };
  }
}
