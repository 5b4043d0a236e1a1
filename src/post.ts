import process from 'node:process';
import * as core from '@actions/core';
import { cleanUp } from './cleanup.ts';
import { systemClock } from './clock.ts';
import { readEvent } from './github/event.ts';
import { readCommonInputs } from './inputs/read.ts';
import { Log } from './log.ts';
import { OzClient } from './oz/client.ts';
import { readState } from './runner.ts';
import { Secrets } from './secrets.ts';
import { USER_AGENT } from './version.ts';

/**
 * The post phase. The runner starts it in a fresh process after the job's steps, also when the main phase crashed or
 * was killed. Its faults are warnings: the main phase has told the outcome.
 */
export async function post(): Promise<void> {
  const { env } = process;
  const secrets = new Secrets(core.setSecret);
  const log = new Log(secrets);
  // The runner's own patience ends it; until then cleaning up matters more.
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => log.info(`${signal}: still cleaning up.`));
  try {
    const state = readState();
    if (state === undefined || state.attempts.every(({ settled, resent }) => settled && !resent)) return;
    secrets.addProxies(env);
    const { apiKey, apiUrl, githubToken } = readCommonInputs(env, readEvent(env));
    if (apiKey === undefined) throw new Error('the API key is gone');
    secrets.add(apiKey, githubToken);
    const oz = new OzClient({
      apiUrl,
      apiKey,
      userAgent: USER_AGENT,
      clock: systemClock,
      debug: (message) => log.debug(message),
    });
    await cleanUp(state, { oz, log, clock: systemClock });
    await oz.destroy();
  } catch (error) {
    log.warning(
      `Cleaning up failed: ${(error as Error).message}. Look in Oz whether a run is still working.`,
      'Oz agent',
    );
  }
}
