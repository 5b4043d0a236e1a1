import process from 'node:process';
import * as core from '@actions/core';
import { readEvent } from './github/event.ts';
import { registerSecrets } from './inputs/secrets.ts';
import { Ledger } from './ledger.ts';
import { type Clock, systemClock } from './lib/clock.ts';
import { Log } from './lib/log.ts';
import { saveState } from './lib/runner.ts';
import { Secrets } from './lib/secrets.ts';
import { connection } from './oz-connection.ts';
import { Outputs } from './publish/outputs.ts';
import type { SavedState } from './saved-state.ts';
import { Shutdown } from './shutdown.ts';
import { type Parts, runStep } from './step.ts';

/** The main phase: wires the real parts, and sets the exit code. */
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
    const parts = wire({ env, clock: systemClock, log, secrets, outputs, shutdown, save: saveState });
    if (!(await runStep(parts))) process.exitCode = 1;
  } catch (error) {
    // A fault of ours: whatever was saved and written until now stands, and the post phase cleans up.
    process.exitCode = 1;
    log.error(
      `This action failed in a way it did not expect: ${(error as Error).stack ?? error}`,
      'Oz agent',
    );
  }
}

interface Wiring extends Pick<Parts, 'env' | 'clock' | 'log' | 'secrets' | 'outputs' | 'shutdown'> {
  readonly clock: Clock;
  readonly save: (state: SavedState) => void;
}

/** The parts of a main phase in this environment. */
export function wire({ save, ...parts }: Wiring): Parts {
  const { env, clock } = parts;
  const event = readEvent(env);
  const ledger = new Ledger(clock, save);
  return { ...parts, event, ledger, connect: connection({ ...parts, event, ledger }) };
}
