import process from 'node:process';
import * as core from '@actions/core';
import { act } from './action.ts';
import { systemClock } from './clock.ts';
import { readEvent, type WorkflowEvent } from './github/event.ts';
import { type Inputs, readInputs } from './inputs/read.ts';
import { InputError } from './inputs/values.ts';
import { object } from './json.ts';
import { Log } from './log.ts';
import { Outputs } from './outputs.ts';
import { OzClient } from './oz/client.ts';
import { saveState } from './runner.ts';
import { Secrets } from './secrets.ts';
import { account } from './step/account.ts';
import { conclude } from './step/conclude.ts';
import type { BareContext, Context } from './step/context.ts';
import { elapsedText } from './step/elapsed.ts';
import { Journal } from './step/journal.ts';
import { keyMissing } from './step/key.ts';
import { readResult } from './step/settle.ts';
import { Shutdown } from './step/shutdown.ts';
import { lost, refused, type Verdict } from './step/verdict.ts';
import { USER_AGENT } from './version.ts';

type Wiring = Omit<BareContext, 'journal' | 'sharesEditing'>;

/** The main phase: wires the real parts, and turns what comes out into the step's colour. */
export async function main(): Promise<void> {
  const { env } = process;
  const secrets = new Secrets(core.setSecret);
  const log = new Log(secrets);
  const outputs = new Outputs(secrets);
  const shutdown = new Shutdown(systemClock);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => shutdown.begin());
  try {
    outputs.begin();
    secrets.addProxies(env);
    const began = systemClock.now();
    const elapsed = () => elapsedText(systemClock.now() - began);
    const wiring = {
      env,
      clock: systemClock,
      log,
      outputs,
      secrets,
      shutdown,
      event: readEvent(env),
      elapsed,
    };
    if (!(await step(wiring))) process.exitCode = 1;
  } catch (error) {
    // A fault of ours: whatever was saved and written until now stands, and the post phase clears up.
    process.exitCode = 1;
    log.error(
      `This action failed in a way it did not expect: ${(error as Error).stack ?? error}`,
      'Oz agent',
    );
  }
}

/** Whether the step is green. */
async function step(wiring: Wiring): Promise<boolean> {
  const { env, event, log, clock, secrets } = wiring;
  const inputs = await inputsOrError(env, event, log);
  if (inputs instanceof InputError) {
    const bare = { ...wiring, journal: new Journal(clock, saveState), sharesEditing: false };
    const trouble = {
      code: inputs.code,
      message: inputs.message,
      remedy: 'Correct the step in the workflow file.',
    };
    return conclude(account(refused(trouble), undefined, bare), undefined, bare);
  }
  const { apiKey } = inputs;
  secrets.add(apiKey, inputs.githubToken);
  const config = inputs.mode === 'run' ? object(inputs.request.config) : {};
  secrets.addMcpServers(config.mcp_servers);
  const bare: BareContext = {
    ...wiring,
    journal: new Journal(clock, saveState),
    sharesEditing: object(config.session_sharing).public_access === 'EDITOR',
  };
  if (apiKey === undefined) return conclude(account(keyMissing(event), inputs, bare), inputs, bare);
  return withKey(apiKey, inputs, bare);
}

async function withKey(apiKey: string, inputs: Inputs, bare: BareContext): Promise<boolean> {
  const { log, clock, outputs, journal } = bare;
  if (!apiKey.startsWith('wk-'))
    log.warning('The API key does not look like one of Oz (`wk-…`). Trying it all the same.');
  const oz = new OzClient({
    apiUrl: inputs.apiUrl,
    apiKey,
    userAgent: USER_AGENT,
    clock,
    debug: (message) => log.debug(message),
  });
  const underWay: Verdict = inputs.wait
    ? lost({ code: 'interrupted', message: 'The step ended before its run did.', remedy: '' })
    : { outcome: 'started' };
  const context: Context = {
    ...bare,
    oz,
    progress: (verdict = underWay) => outputs.write(account(verdict, inputs, context)),
  };
  const verdict = await act(inputs, context);
  context.progress(verdict);
  const { run } = journal.attempts.at(-1) ?? {};
  const isOver = run?.stage === 'ended' || run?.stage === 'blocked';
  const result = isOver ? await readResult(run.id, context) : undefined;
  const isGreen = await conclude(account(verdict, inputs, context, result), inputs, context);
  await oz.destroy();
  return isGreen;
}

async function inputsOrError(
  env: NodeJS.ProcessEnv,
  event: WorkflowEvent,
  log: Log,
): Promise<Inputs | InputError> {
  try {
    return await readInputs(env, event, (message) => log.warning(message));
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}
