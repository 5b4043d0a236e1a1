import type { RunResult } from '../model.ts';
import { type Conversation, closingMessage, finalMessage } from '../oz/conversation.ts';
import type { Run } from '../oz/decode.ts';
import type { RunEvent } from '../oz/newer.ts';
import { OzError } from '../oz/problem.ts';
import { canonicalState } from '../oz/states.ts';
import { finalWords } from '../oz/transcript.ts';
import type { Deps } from './deps.ts';
import { withRetry } from './retry.ts';

/** How long it may take to find what the agent said once the run is over, and the conversation of it, in ms. */
const RESULT_TIMEOUT = 30_000;
const CONVERSATION_TIMEOUT = 15_000;

/** The timeline is asked for once, and beside the conversation. In ms. */
const TIMELINE_TIMEOUT = 5000;

/** A transcript that is only read for its last words, in bytes. */
const MAX_TRANSCRIPT = 32 * 1024 ** 2;

/**
 * What the agent of a run that is over has said. Of a run that did not succeed only words that end it count: others are
 * from before something went wrong. `hasTimeline`: whether to ask what happened to the run as well. Rejects only with the
 * signal's reason.
 */
export async function collectResult({ id, state }: Run, deps: Deps, hasTimeline = false): Promise<RunResult> {
  const deadline = deps.clock.now() + RESULT_TIMEOUT;
  const hasSucceeded = canonicalState(state) === 'SUCCEEDED';
  const [conversation, timeline] = await Promise.all([
    readConversation(id, deps),
    hasTimeline ? readTimeline(id, deps) : undefined,
  ]);
  if (conversation) {
    return { conversation, text: (hasSucceeded ? finalMessage : closingMessage)(conversation), timeline };
  }
  return { conversation, text: await lastWords(id, !hasSucceeded, deps, deadline), timeline };
}

/** Older servers have none, and nothing depends on it. */
async function readTimeline(runId: string, { oz, log, signal }: Deps): Promise<RunEvent[] | undefined> {
  try {
    return await oz.readTimeline(runId, { timeout: TIMELINE_TIMEOUT, signal });
  } catch (error) {
    if (!(error instanceof OzError)) throw error;
    log.debug(`No timeline: ${error.message}`);
    return undefined;
  }
}

/** The whole conversation of a run that is over; undefined when there is none, or none to be had. */
async function readConversation(runId: string, deps: Deps): Promise<Conversation | undefined> {
  const { oz, clock, log } = deps;
  try {
    const read = withRetry<Conversation>;
    const deadline = clock.now() + CONVERSATION_TIMEOUT;
    return await read((options) => oz.readConversation(runId, options), deps, deadline);
  } catch (error) {
    if (!(error instanceof OzError)) throw error;
    log.debug(`No conversation: ${error.message}`);
    return undefined;
  }
}

/** Some harnesses keep a transcript instead of a conversation. */
async function lastWords(
  runId: string,
  isClosing: boolean,
  { oz, clock, log, signal }: Deps,
  deadline: number,
): Promise<string | undefined> {
  try {
    const timeout = deadline - clock.now();
    const transcript = await oz.readTranscript(runId, { signal, timeout, largest: MAX_TRANSCRIPT });
    return finalWords(transcript, isClosing);
  } catch (error) {
    if (signal.aborted && error === signal.reason) throw error;
    log.debug(`No transcript either: ${(error as Error).message}`);
    return undefined;
  }
}
