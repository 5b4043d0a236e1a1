import process from 'node:process';
import * as core from '@actions/core';
import { cleanUp } from './cleanup.ts';
import { readEvent } from './github/event.ts';
import { readCommonInputs } from './inputs/read.ts';
import { registerSecrets } from './inputs/secrets.ts';
import { Journal } from './ledger.ts';
import { systemClock } from './lib/clock.ts';
import { Log } from './lib/log.ts';
import { saveState } from './lib/runner.ts';
import { Secrets } from './lib/secrets.ts';
import { USER_AGENT } from './lib/version.ts';
import { OzClient } from './oz/client.ts';
import type { Run } from './oz/decode.ts';
import { LivingComment } from './publish/comment.ts';
import { Outputs } from './publish/outputs.ts';
import { readState, type SavedState } from './saved-state.ts';
import { Shutdown } from './shutdown.ts';
import { account } from './step/account.ts';
import { summariseDuplicates, tell } from './step/conclude.ts';
import { finishComment } from './step/finish-comment.ts';
import { hideSecretsOf } from './step/observe.ts';

/** How long GitHub may take for the comment, in ms: its secondary rate limit asks for a pause of a minute. */
const GITHUB_PATIENCE = 90_000;

/**
 * The post phase. The runner starts it in a fresh process after the job's steps, also when the main phase crashed or
 * was killed. Its faults are warnings: the main phase has told the outcome.
 */
export async function runPost(): Promise<void> {
  const { env } = process;
  const secrets = new Secrets(core.setSecret);
  const log = new Log(secrets, systemClock, !env.NO_COLOR);
  // The runner's own patience ends it; until then cleaning up matters more.
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => log.info(`${signal}: still cleaning up.`));
  try {
    const state = readState(env);
    registerSecrets(env, secrets);
    if (state !== undefined) await finish(state, env, secrets, log);
  } catch (error) {
    const { message } = error as Error;
    log.warning(`Cleaning up failed: ${message}. Look in Oz whether a run is still working.`, 'Oz agent');
  }
}

async function finish(state: SavedState, env: NodeJS.ProcessEnv, secrets: Secrets, log: Log): Promise<void> {
  const clock = systemClock;
  const event = readEvent(env);
  const inputs = readCommonInputs(env, event);
  const { apiKey, apiUrl } = inputs;
  if (apiKey === undefined && state.attempts.length > 0) throw new Error('the API key is gone');
  const debug = (message: string) => log.debug(message);
  const onRun = (run: Run) => hideSecretsOf(run, { secrets, event, sharesEditing: state.sharesEditing });
  const oz = new OzClient({ apiUrl, apiKey: apiKey ?? '', userAgent: USER_AGENT, clock, debug, onRun });
  const context = {
    env,
    clock,
    event,
    secrets,
    log,
    oz,
    outputs: new Outputs(secrets),
    shutdown: new Shutdown(clock),
    journal: new Journal(clock, saveState, state),
    sharesEditing: state.sharesEditing,
  };
  const verdict = await cleanUp(state, context);
  const comment = new LivingComment(inputs, context, 'post');
  if (verdict !== undefined) {
    const report = { ...account(verdict, undefined, context), isCommentWanted: true };
    await tell(report, { inputs, comment }, context, GITHUB_PATIENCE);
  } else if (state.pendingComment !== undefined) {
    await finishComment(state.pendingComment, { inputs, comment }, context, GITHUB_PATIENCE);
  }
  if (verdict === undefined && inputs.summary && context.journal.duplicates.length > 0) {
    await summariseDuplicates(context);
  }
  await oz.destroy();
}
