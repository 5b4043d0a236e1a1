import process from 'node:process';
import * as core from '@actions/core';
import { act } from './action.ts';
import { acknowledge, passGate } from './gate/gate.ts';
import { keyMissing } from './gate/missing-key.ts';
import { readEvent, type WorkflowEvent } from './github/event.ts';
import type { Inputs } from './inputs/inputs.ts';
import { readInputs } from './inputs/read.ts';
import { registerSecrets } from './inputs/secrets.ts';
import { InputError } from './inputs/values.ts';
import { Journal } from './ledger.ts';
import { systemClock } from './lib/clock.ts';
import { object } from './lib/json.ts';
import { Log } from './lib/log.ts';
import { saveState } from './lib/runner.ts';
import { Secrets } from './lib/secrets.ts';
import { USER_AGENT } from './lib/version.ts';
import { OzClient } from './oz/client.ts';
import { OzError } from './oz/problem.ts';
import { LivingComment } from './publish/comment.ts';
import { Stream } from './publish/live-log.ts';
import { Outputs } from './publish/outputs.ts';
import { Shutdown } from './shutdown.ts';
import { account } from './step/account.ts';
import { conclude, type Telling } from './step/conclude.ts';
import type { BareContext, Context } from './step/context.ts';
import { hideSecretsOf } from './step/observe.ts';
import { gatherRemains } from './step/remains.ts';
import { lost, refused, troubleOf, type Verdict } from './step/verdict.ts';

type Wiring = Omit<BareContext, 'journal' | 'sharesEditing'>;

/** The main phase: wires the real parts, and turns what comes out into the step's colour. */
export async function runMain(): Promise<void> {
  const { env } = process;
  const secrets = new Secrets(core.setSecret);
  const log = new Log(secrets, systemClock, !env.NO_COLOR);
  const outputs = new Outputs(secrets, (message) => log.warning(message, 'Outputs'));
  const shutdown = new Shutdown(systemClock);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => shutdown.begin());
  try {
    outputs.begin();
    registerSecrets(env, secrets);
    const wiring = {
      env,
      clock: systemClock,
      log,
      outputs,
      secrets,
      shutdown,
      event: readEvent(env),
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
      message: inputs.explain((text) => secrets.redact(text)),
      remedy: 'Correct the step in the workflow file.',
    };
    return conclude(account(refused(trouble), undefined, bare), undefined, bare);
  }
  const config = inputs.mode === 'run' ? object(inputs.request.config) : {};
  const sharesEditing = object(config.session_sharing).public_access === 'EDITOR';
  const journal = new Journal(clock, saveState, { sharesEditing });
  const bare: BareContext = { ...wiring, journal, sharesEditing };
  const telling = { inputs, comment: new LivingComment(inputs, bare, 'main') };
  const verdict = await beforeOz(inputs, bare);
  if (verdict !== undefined) return conclude(account(verdict, inputs, bare), telling, bare);
  return withOz(inputs, telling, bare);
}

/**
 * The gate first, then the key; undefined when a request to Oz may be made. Where GitHub hands out no secrets the gate
 * does not matter: nobody can start an agent there.
 */
async function beforeOz(inputs: Inputs, bare: BareContext): Promise<Verdict | undefined> {
  if (inputs.apiKey === undefined && bare.event.withoutSecrets) return keyMissing(bare.event);
  if (inputs.mode === 'run' || inputs.mode === 'follow-up') {
    const shut = await passGate(inputs, bare);
    if (shut !== undefined) return shut;
  }
  return inputs.apiKey === undefined ? keyMissing(bare.event) : undefined;
}

async function withOz(inputs: Inputs, telling: Telling, bare: BareContext): Promise<boolean> {
  const oz = connect(inputs, bare);
  if (oz instanceof OzError) return conclude(account(refused(troubleOf(oz)), inputs, bare), telling, bare);
  const acknowledged =
    inputs.mode === 'run' || inputs.mode === 'follow-up' ? acknowledge(inputs, bare) : undefined;
  const context = followed(inputs, telling, oz, bare);
  const verdict = await act(inputs, context);
  context.progress(verdict);
  // What is there of a run that was lost is from before.
  const hasRemains = 'wait' in inputs && verdict.outcome !== 'lost';
  const remains = hasRemains ? await gatherRemains(inputs, context.stream, context) : {};
  const isGreen = await conclude(account(verdict, inputs, bare, remains), telling, bare);
  await acknowledged;
  await oz.destroy();
  return isGreen;
}

function connect({ apiKey = '', apiUrl }: Inputs, bare: BareContext): OzClient | OzError {
  const { log, clock } = bare;
  if (!apiKey.startsWith('wk-')) {
    log.warning('The API key does not look like one of Oz (`wk-…`). Trying it all the same.');
  }
  try {
    return new OzClient({
      apiUrl,
      apiKey,
      userAgent: USER_AGENT,
      clock,
      debug: (message) => log.debug(message),
      onRun: (run) => hideSecretsOf(run, bare),
    });
  } catch (error) {
    if (error instanceof OzError) return error;
    throw error;
  }
}

/** The context whose readings feed the live log, the comment and the outputs. */
function followed(
  inputs: Inputs,
  telling: Telling,
  oz: OzClient,
  bare: BareContext,
): Context & { stream: Stream } {
  const stays = 'wait' in inputs && inputs.wait;
  const stream = new Stream(oz, bare, stays ? inputs.stream : 'off');
  const underWay: Verdict =
    stays || inputs.mode === 'follow-up'
      ? lost({ code: 'interrupted', message: 'The step ended before its run did.', remedy: '' })
      : { outcome: 'started' };
  const tell = (hasChanged: boolean) => {
    if (hasChanged) bare.outputs.write(account(underWay, inputs, bare));
    const report = account(underWay, inputs, bare, { underWay: { now: stream.latest } });
    if (stays && report.run?.stage !== 'ended') telling.comment.observe(report, hasChanged);
  };
  return {
    ...bare,
    oz,
    stream,
    progress: (verdict) => (verdict ? bare.outputs.write(account(verdict, inputs, bare)) : tell(true)),
    onReading: (run, hasChanged) => {
      stream.observe(run);
      tell(hasChanged);
    },
  };
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
