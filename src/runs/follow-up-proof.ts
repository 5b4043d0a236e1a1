import { allMessages, answersIn, type Conversation, type Message, textOf } from '../oz/conversation.ts';
import type { Run } from '../oz/decode.ts';
import { OzError } from '../oz/problem.ts';
import { canonicalState, isActive } from '../oz/states.ts';
import type { Deps } from './deps.ts';
import { withRetry } from './retry.ts';

/** A follow-up that was sent to a run. Times are ms since the epoch, by the server's clock; undefined while that is unknown. */
export interface FollowUp {
  /** The run as it was just before. */
  readonly before: Run;
  readonly message: string;
  readonly sentAt: number | undefined;
  /** When it was answered, or given up. */
  readonly endedAt: number | undefined;
  /** Whether the server said that it took it; else its answer was lost. */
  readonly isAccepted: boolean;
  /** How often the conversation held the message before; undefined where that could not be read. */
  readonly timesSaid: number | undefined;
  /** How many messages of the agent it held before; undefined likewise. */
  readonly answersBefore: number | undefined;
}

/** The old state can still be read for up to 30 s; after twice that it has nothing more to hide. In ms. */
export const PROOF_WINDOW = 60_000;

/** A `Date` header has whole seconds, so the server's clock may be ahead of it by so many ms. */
const DATE_STEP = 1000;

/** How long the conversation may be asked for the message, in ms. */
const CONVERSATION_TIMEOUT = 10_000;

/**
 * What a reading is worth after a follow-up:
 * `new`: it shows the run after the follow-up;
 * `old`: it may still show the run before it;
 * `unproven`: time is up, and nothing shows that the follow-up took.
 */
export type Worth = 'new' | 'old' | 'unproven';

/** Looks for proof that a follow-up took. */
export class FollowUpProof {
  readonly #followUp: FollowUp;
  readonly #deps: Deps;
  /** On the monotonic clock, in ms. */
  readonly #until: number;
  #isTaken = false;
  #isNew = false;

  constructor(followUp: FollowUp, deps: Deps) {
    this.#followUp = followUp;
    this.#deps = deps;
    this.#until = deps.clock.now() + PROOF_WINDOW;
  }

  /** Whether there is proof. It may come before a reading that shows the run after the follow-up. */
  get isTaken(): boolean {
    return this.#isTaken;
  }

  /** When the decision falls, on the monotonic clock; afterwards any reading will do. */
  get deadline(): number {
    return this.#isNew || this.#deps.clock.now() >= this.#until ? Number.POSITIVE_INFINITY : this.#until;
  }

  async judge(run: Run): Promise<Worth> {
    this.#note(run);
    if (this.#mayHaveMissedIt(run) && (await this.#isInConversation()) === false) return 'unproven';
    if (!this.#isNew && this.#deps.clock.now() >= this.#until) {
      this.#isTaken ||= (await this.#isInConversation()) === true;
      if (!this.#isTaken && !staysFailed(run)) return 'unproven';
      this.#isNew = true;
    }
    return this.#isNew ? 'new' : 'old';
  }

  #note({ state, updatedAt = 0, finishedAt = 0 }: Run): void {
    const { before, isAccepted } = this.#followUp;
    const { sentAt = Number.POSITIVE_INFINITY, endedAt = Number.POSITIVE_INFINITY } = this.#followUp;
    // What a reading from before the follow-up shows as well proves nothing, whatever the clocks say.
    const hasEndedAgain = finishedAt > (before.finishedAt ?? sentAt + DATE_STEP);
    const hasMoved = updatedAt > (before.updatedAt ?? sentAt + DATE_STEP);
    const hasLeft = canonicalState(state) !== canonicalState(before.state);
    // The server may touch `updated_at` when it takes the follow-up, and show the old state for a while yet.
    this.#isNew ||= hasLeft || hasEndedAgain || (hasMoved && updatedAt > endedAt + DATE_STEP);
    // A run that works has no old end that could be taken for a new one.
    this.#isNew ||= isAccepted && isActive(before.state);
    this.#isTaken ||= this.#isNew || hasMoved;
  }

  /** A run that was working moves and ends with or without the follow-up. */
  #mayHaveMissedIt(run: Run): boolean {
    const { before, isAccepted } = this.#followUp;
    return !isAccepted && isActive(before.state) && run.stage === 'ended';
  }

  /** Undefined where the conversation does not tell. */
  async #isInConversation(): Promise<boolean | undefined> {
    const { before, message, timesSaid } = this.#followUp;
    if (timesSaid === undefined) return undefined;
    const said = await conversationNow(before.id, this.#deps);
    return said && saidIn(said, message).times > timesSaid;
  }
}

/** Its follow-ups go into a debug session, and it never leaves its state. */
export function staysFailed({ stage, status }: Run): boolean {
  return stage === 'ended' && status?.code === 'environment_setup_failed';
}

const NOTHING_SAID: Conversation = { id: undefined, steps: [], raw: {} };

/** What was said so far; undefined where it cannot be read. */
export async function conversationNow(runId: string, deps: Deps): Promise<Conversation | undefined> {
  const { oz, clock } = deps;
  const deadline = clock.now() + CONVERSATION_TIMEOUT;
  try {
    const read = withRetry<Conversation>;
    return await read((options) => oz.readConversation(runId, options), deps, deadline);
  } catch (error) {
    if (!(error instanceof OzError)) throw error;
    return error.kind === 'problem' && error.status === 404 ? NOTHING_SAID : undefined;
  }
}

/** What a conversation holds: how often the user has said something, and how many messages of the agent. */
interface Said {
  readonly times: number;
  readonly answers: number;
}

export function saidIn({ steps }: Pick<Conversation, 'steps'>, message: string): Said {
  const messages = allMessages(steps);
  return { times: timesIn(messages, message), answers: answersIn(messages).length };
}

/** The server may add to the message, and lay it out in its own way. */
function timesIn(messages: readonly Message[], message: string): number {
  const squeezed = (words: string) => words.replace(/\s+/g, ' ').trim();
  const wanted = squeezed(message);
  return messages.filter((one) => one.role === 'user' && squeezed(textOf(one)).includes(wanted)).length;
}
