import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { FollowingInputs } from '../inputs/inputs.ts';
import { type Conversation, finalMessage } from '../oz/conversation.ts';
import type { Run } from '../oz/decode.ts';
import { isLoopback } from '../oz/network.ts';
import { finalWords } from '../oz/transcript.ts';
import type { Stream } from '../publish/live-log.ts';
import type { Report } from '../report/report.ts';
import type { Context } from './context.ts';
import { readConversation } from './settle.ts';

/** A transcript that is only read for its last words, in bytes. */
const LARGEST_TRANSCRIPT = 32 * 1024 ** 2;

/**
 * What a run that is over has left behind: the rest of its work for the log, the agent's final message, the evidence.
 * Nothing of it changes the outcome, and nothing of it is fetched once the step was asked to go.
 */
export async function gatherRemains(
  inputs: FollowingInputs,
  stream: Stream,
  context: Context,
): Promise<Partial<Pick<Report, 'result' | 'artifactsPath'>>> {
  const { run } = context.journal.attempts.findLast(({ runId }) => runId !== undefined) ?? {};
  const isOver = run?.stage === 'ended' || run?.stage === 'blocked';
  if (!inputs.wait || !isOver || context.shutdown.isUnderWay) return {};
  const conversation = await readConversation(run.id, context);
  await stream.finish(conversation);
  const result = conversation ? finalMessage(conversation) : await lastWords(run, inputs, context);
  const artifactsPath = await storeEvidence(run, conversation, inputs, context);
  return { result, artifactsPath };
}

/** Some harnesses keep a transcript in place of a conversation. */
async function lastWords(run: Run, inputs: FollowingInputs, context: Context): Promise<string | undefined> {
  const { oz, env, log, shutdown } = context;
  const file = path.join(env.RUNNER_TEMP || '.', `${randomUUID()}.transcript`);
  try {
    const url = await oz.locateTranscript(run.id, { signal: shutdown.signal });
    const { download } = await import('../oz/download.ts');
    const options = {
      signal: shutdown.signal,
      mayBePlain: isLoopback(inputs.apiUrl),
      largest: LARGEST_TRANSCRIPT,
    };
    await download(url, file, { ...options, expected: undefined });
    return finalWords(await readFile(file, 'utf8'));
  } catch (error) {
    log.debug(`No transcript either: ${(error as Error).message}`);
    return undefined;
  } finally {
    await rm(file, { force: true });
  }
}

async function storeEvidence(
  run: Run,
  conversation: Conversation | undefined,
  inputs: FollowingInputs,
  context: Context,
): Promise<string | undefined> {
  const { oz, clock, log, secrets, shutdown } = context;
  const { artifactsFolder } = inputs;
  if (artifactsFolder === undefined) return undefined;
  try {
    const { Evidence } = await import('../publish/evidence.ts');
    const tools = { oz, clock, log, secrets, signal: shutdown.signal, isLoopback: isLoopback(inputs.apiUrl) };
    const index = await new Evidence(artifactsFolder, tools).collect(run, conversation);
    log.info(`Evidence: ${index.filter((entry) => 'name' in entry).length} files in ${artifactsFolder}`);
    return artifactsFolder;
  } catch (error) {
    const { message } = error as Error;
    log.warning(
      `The evidence could not be stored: ${message}. Check that \`artifacts-dir\` can be written to.`,
      'Artifacts',
    );
    return undefined;
  }
}
