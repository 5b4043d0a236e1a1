import { setImmediate as turn } from 'node:timers/promises';
import { decodeRun } from '../../src/oz/decode.ts';
import { type LastEdit, LivingComment } from '../../src/publish/comment.ts';
import type { Report } from '../../src/report/report.ts';
import { account } from '../../src/step/account.ts';
import { lost } from '../../src/step/verdict.ts';
import type { VirtualStep } from './virtual-step.ts';

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
  comment?: 'sticky' | 'new';
}

/** A comment that follows a run, driven by hand. */
export class DrivenComment {
  readonly #step: VirtualStep;
  readonly #living: LivingComment;
  #state = 'INPROGRESS';

  constructor(step: VirtualStep, { phase = 'main', requestTimeout, comment = 'sticky' }: DrivenOptions = {}) {
    const { context, emulator } = step;
    const sheet = {
      comment,
      number: NUMBER,
      githubToken: emulator.githubToken,
      commentKey: 'k',
      isCommentKeyGiven: false,
    };
    this.#step = step;
    this.#living = new LivingComment(sheet, context, phase, requestTimeout);
    context.journal.attaching('run-1', 'detach');
  }

  /** How often the comment was made or edited. */
  get writes(): number {
    return this.#step.times(...COMMENT_ROUTES).length;
  }

  get body(): string {
    return this.#step.emulator.github.comments(NUMBER)[0]?.body ?? '';
  }

  /** One reading after which nothing need be written; whatever is written all the same shows in `writes` later. */
  async look(now: string): Promise<void> {
    this.#living.observe(this.#report(now), false);
    await turn();
  }

  /** Readings at this same moment until the comment was written once more; rejects when it is not. */
  async written(now: string, state = this.#state): Promise<void> {
    const before = this.writes;
    const hasChanged = state !== this.#state;
    this.#state = state;
    this.#living.observe(this.#report(now), hasChanged);
    for (let tries = 0; this.writes === before || !this.body.includes(now); tries += 1) {
      if (tries > MOST_TURNS) throw new Error(`not written: ${now}`);
      await turn();
      this.#living.observe(this.#report(now), false);
    }
  }

  /** `patience`: in ms. */
  finish(patience = 30_000): Promise<LastEdit> {
    return this.#living.finish(this.#report(undefined), this.#step.clock.now() + patience);
  }

  #report(now: string | undefined): Report {
    const { context } = this.#step;
    const run = decodeRun({ run_id: 'run-1', state: this.#state });
    if (run) context.journal.read(run);
    const verdict = lost({ code: 'interrupted', message: 'It ended before its run did.', remedy: '' });
    return account(verdict, undefined, context, now === undefined ? {} : { underWay: { now } });
  }
}
