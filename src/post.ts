import process from 'node:process';
import * as core from '@actions/core';
import { cleanUp } from './cleanup.ts';
import { readEvent } from './github/event.ts';
import { readCommonInputs } from './inputs/read.ts';
import { registerSecrets } from './inputs/secrets.ts';
import { Ledger } from './ledger.ts';
import { systemClock } from './lib/clock.ts';
import { Log } from './lib/log.ts';
import { saveState } from './lib/runner.ts';
import { Secrets } from './lib/secrets.ts';
import { connection } from './oz-connection.ts';
import { reportCleanUp } from './publish/post-report.ts';
import { readState, type SavedState } from './saved-state.ts';
import { Shutdown } from './shutdown.ts';

/**
 * The post phase. The runner starts it in a fresh process after the job's steps, also when the main phase crashed or
 * was killed. Its faults are warnings: the main phase has reported the outcome.
 */
export async function runPost(): Promise<void> {
  const { env } = process;
  const secrets = new Secrets(core.setSecret);
  const log = new Log(secrets, systemClock, !env.NO_COLOR);
  // The runner ends it in the end; until then cleaning up matters more.
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
  if (inputs.apiKey === undefined && state.runs.length > 0) throw new Error('the API key is gone');
  const ledger = new Ledger(clock, saveState, state);
  const oz = connection({ clock, log, secrets, event, ledger })(inputs);
  const shutdown = new Shutdown(clock);
  const deps = { oz, clock, log, signal: shutdown.signal };
  const result = await cleanUp(state, ledger, deps);
  await reportCleanUp(result, state, inputs, deps, { env, event, clock, log, secrets, shutdown, ledger });
  await oz.destroy();
}
