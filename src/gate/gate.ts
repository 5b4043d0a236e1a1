import type { WorkflowEvent } from '../github/event.ts';
import { causeOf } from '../github/failure.ts';
import { isOurs } from '../github/marker.ts';
import { isAtLeast } from '../github/permission.ts';
import type { GatedInputs } from '../inputs/inputs.ts';
import { timeoutSignal } from '../lib/clock.ts';
import { object, text } from '../lib/json.ts';
import type { Log } from '../lib/log.ts';
import { StepError, skipped } from '../model.ts';
import { type Person, peopleBehind } from './people.ts';

/** How long GitHub may take to answer who somebody is, in ms. */
const TIMEOUT = 30_000;

/** The same for the reaction, which the end of a short step waits for. */
const REACTION_TIMEOUT = 10_000;

/**
 * May the people behind the event start a run? Throws a `StepError` when they may not. Nobody's word counts but
 * GitHub's: where it cannot be asked, the gate stays shut. Rejects with the signal's reason.
 */
export async function passGate(
  inputs: GatedInputs,
  event: WorkflowEvent,
  signal: AbortSignal,
): Promise<void> {
  const { comment, review } = event.payload;
  if ([comment, review].some((said) => isOurs(text(object(said).body) ?? ''))) {
    throw skipped('self-triggered', 'The comment is one of this action itself, so no agent was started.');
  }
  const judged = peopleBehind(event);
  if (judged.kind === 'nobody') return;
  if (judged.kind === 'unknown') {
    throw shut(`The event \`${event.name}\` does not say who is behind it`, 'Use an event that does.');
  }
  try {
    for (const person of judged.people) await judge(person, inputs, event, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof StepError) throw error;
    throw shut(
      `GitHub did not say who may start an agent: ${causeOf(error)}`,
      'Check the input `github-token`, then run the job again.',
    );
  }
}

async function judge(
  { login, isBot }: Person,
  inputs: GatedInputs,
  event: WorkflowEvent,
  signal: AbortSignal,
): Promise<void> {
  const { requiredPermission, allowedActors } = inputs;
  const isListed = allowedActors.includes(login.toLowerCase());
  if (isBot) return judgeBot(login, isListed, inputs, event, signal);
  if (isListed || requiredPermission === 'none') return;
  const held = await (await permissions(inputs, event, signal)).permissionOf(login);
  if (isAtLeast(held, requiredPermission)) return;
  throw skipped(
    'permission',
    `@${login} holds \`${held}\` in this repository; \`required-permission\` asks for \`${requiredPermission}\`. No agent was started.`,
  );
}

/** An account of this very token would start itself over and over, whatever the lists say. */
async function judgeBot(
  login: string,
  isListed: boolean,
  inputs: GatedInputs,
  event: WorkflowEvent,
  signal: AbortSignal,
): Promise<void> {
  const asked = permissions(inputs, event, signal).then((github) => github.self());
  // Whom the list does not name stays out either way, so that GitHub need not answer.
  const self = isListed ? await asked : await asked.catch(() => undefined);
  if (self?.toLowerCase() === login.toLowerCase()) {
    throw skipped(
      'self-triggered',
      `The event was caused by ${login}, the account of this step's own token. No agent was started.`,
    );
  }
  if (isListed) return;
  throw skipped(
    'actor',
    `${login} is a bot, or spoke through an app, and \`allowed-actors\` does not name it. No agent was started.`,
  );
}

async function permissions(
  { githubToken }: GatedInputs,
  event: WorkflowEvent,
  signal: AbortSignal,
  timeout = TIMEOUT,
) {
  if (githubToken === undefined) throw new Error('the input `github-token` is empty');
  const { Permissions } = await import('../github/permissions.ts');
  return new Permissions(githubToken, event, AbortSignal.any([signal, timeoutSignal(timeout)]));
}

/** Shows the author of the comment that it was seen. Best effort, beside everything else. */
export async function acknowledge(
  inputs: GatedInputs,
  event: WorkflowEvent,
  signal: AbortSignal,
  log: Pick<Log, 'debug'>,
): Promise<void> {
  if (event.payload.comment === undefined || inputs.githubToken === undefined) return;
  try {
    await (await permissions(inputs, event, signal, REACTION_TIMEOUT)).acknowledge();
  } catch (error) {
    log.debug(`No reaction on the comment: ${causeOf(error)}`);
  }
}

function shut(message: string, remedy: string): StepError {
  const failure = { code: 'gate', message: `${message}, so no agent was started.`, remedy };
  return new StepError(failure, { isQuiet: true });
}
