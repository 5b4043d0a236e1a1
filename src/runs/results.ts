import type { RunResult } from '../model.ts';
import { type Conversation, finalMessage } from '../oz/conversation.ts';
import type { Run } from '../oz/decode.ts';
import { OzError } from '../oz/problem.ts';
import { canonicalState } from '../oz/states.ts';
import { finalWords } from '../oz/transcript.ts';
import type { Deps } from './deps.ts';
import { withRetry } from './retry.ts';

/** Artifacts can appear a while after the final state. In ms. */
const ARTIFACT_LAG = 30_000;
const ARTIFACT_PAUSE = 3000;

/** How long it may take to find what the agent said once the run is over, and the conversation of it, in ms. */
const RESULT_TIMEOUT = 30_000;
const CONVERSATION_TIMEOUT = 15_000;

/** A transcript that is only read for its last words, in bytes. */
const MAX_TRANSCRIPT = 32 * 1024 ** 2;

/** The run, read again for a while when it succeeded without having left anything. */
export async function awaitArtifacts(run: Run, deps: Deps, onReading: (run: Run) => void): Promise<Run> {
  const { oz, clock, signal, log } = deps;
  const deadline = clock.now() + ARTIFACT_LAG;
  let latest = run;
  if (isBare(run)) log.info('No artifacts yet; they can lag, so the run is read again for up to 30 s.');
  while (isBare(latest) && clock.now() < deadline) {
    await clock.sleep(ARTIFACT_PAUSE, signal);
    try {
      latest = withLater(
        latest,
        await oz.readRun(run.id, { signal, timeout: Math.max(1, deadline - clock.now()) }),
      );
      onReading(latest);
    } catch (error) {
      if (!(error instanceof OzError)) throw error;
    }
  }
  return latest;
}

/**
 * A run that has ended, with what a later reading adds. Its end counts: a person may go on with the run in Oz, and a
 * replica that lags may show an older state.
 */
export function withLater(ended: Run, later: Run): Run {
  if (later.artifacts.length < ended.artifacts.length) return ended;
  if (canonicalState(later.state) === canonicalState(ended.state)) return later;
  const { artifacts } = later;
  return { ...ended, artifacts, raw: { ...ended.raw, artifacts: artifacts.map(({ raw }) => raw) } };
}

function isBare({ state, artifacts }: Run): boolean {
  return canonicalState(state) === 'SUCCEEDED' && artifacts.length === 0;
}

/** What the agent of a run that is over has said. Rejects only with the signal's reason. */
export async function collectResult({ id }: Run, deps: Deps): Promise<RunResult> {
  const deadline = deps.clock.now() + RESULT_TIMEOUT;
  const conversation = await readConversation(id, deps);
  if (conversation) return { conversation, text: finalMessage(conversation) };
  return { conversation, text: await lastWords(id, deps, deadline) };
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
async function lastWords(runId: string, deps: Deps, deadline: number): Promise<string | undefined> {
  const { oz, clock, log, signal } = deps;
  try {
    const timeout = deadline - clock.now();
    return finalWords(await oz.readTranscript(runId, { signal, timeout, largest: MAX_TRANSCRIPT }));
  } catch (error) {
    if (signal.aborted && error === signal.reason) throw error;
    log.debug(`No transcript either: ${(error as Error).message}`);
    return undefined;
  }
}
