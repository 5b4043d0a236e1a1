import { isAtLeast } from '../github/permission.ts';
import type { GatedInputs } from '../inputs/inputs.ts';
import { timeoutSignal } from '../lib/clock.ts';
import { object, text } from '../lib/json.ts';
import { isOurs } from '../report/marker.ts';
import type { SkippedReason } from '../report/report.ts';
import type { BareContext } from '../step/context.ts';
import { refused, type Verdict } from '../step/verdict.ts';
import { type Person, peopleBehind } from './people.ts';

/** How long GitHub may take to tell of people, in ms. */
const PATIENCE = 30_000;

/**
 * May the people behind the event start a run? Undefined when they may. Nobody's word counts but GitHub's: where it
 * cannot be asked, the gate stays shut.
 */
export async function passGate(inputs: GatedInputs, context: BareContext): Promise<Verdict | undefined> {
  const { event } = context;
  const comment = text(object(event.payload.comment).body);
  if (comment !== undefined && isOurs(comment)) {
    return skipped('self-triggered', 'The comment is one of this action itself, so no agent was started.');
  }
  const judged = peopleBehind(event);
  if (judged.kind === 'nobody') return undefined;
  if (judged.kind === 'unknown') {
    return shut(`The event \`${event.name}\` does not say who is behind it`, 'Use an event that does.');
  }
  try {
    for (const person of judged.people) {
      const verdict = await judge(person, inputs, context);
      if (verdict !== undefined) return verdict;
    }
    return undefined;
  } catch (error) {
    const { message } = error as Error;
    return shut(
      `GitHub did not say who may start an agent: ${message}`,
      'Check the input `github-token`, then run the job again.',
    );
  }
}

async function judge(
  person: Person,
  inputs: GatedInputs,
  context: BareContext,
): Promise<Verdict | undefined> {
  const { login, isBot } = person;
  const { requiredPermission, allowedActors } = inputs;
  const isListed = allowedActors.includes(login.toLowerCase());
  if (isBot) return judgeBot(login, isListed, inputs, context);
  if (isListed || requiredPermission === 'none') return undefined;
  const held = await (await trust(inputs, context)).permissionOf(login);
  if (isAtLeast(held, requiredPermission)) return undefined;
  return skipped(
    'permission',
    `@${login} holds \`${held}\` in this repository; \`required-permission\` asks for \`${requiredPermission}\`. No agent was started.`,
  );
}

/** An account of this very token would start itself over and over, whatever the lists say. */
async function judgeBot(
  login: string,
  isListed: boolean,
  inputs: GatedInputs,
  context: BareContext,
): Promise<Verdict | undefined> {
  const asked = trust(inputs, context).then((github) => github.self());
  // Whom the list does not name stays out either way, so that GitHub need not answer.
  const self = isListed ? await asked : await asked.catch(() => undefined);
  if (self?.toLowerCase() === login.toLowerCase()) {
    return skipped(
      'self-triggered',
      `The event was caused by ${login}, the account of this step's own token. No agent was started.`,
    );
  }
  if (isListed) return undefined;
  return skipped(
    'actor',
    `${login} is a bot, or spoke through an app, and \`allowed-actors\` does not name it. No agent was started.`,
  );
}

async function trust(inputs: GatedInputs, { event, shutdown }: BareContext) {
  if (inputs.githubToken === undefined) throw new Error('the input `github-token` is empty');
  const { Trust } = await import('../github/permissions.ts');
  return new Trust(inputs.githubToken, event, AbortSignal.any([shutdown.signal, timeoutSignal(PATIENCE)]));
}

/** Shows the author of the comment that it was seen. Best effort, beside everything else. */
export async function acknowledge(inputs: GatedInputs, context: BareContext): Promise<void> {
  if (context.event.payload.comment === undefined || inputs.githubToken === undefined) return;
  try {
    await (await trust(inputs, context)).acknowledge();
  } catch (error) {
    context.log.debug(`No reaction on the comment: ${(error as Error).message}`);
  }
}

function skipped(skippedReason: SkippedReason, message: string): Verdict {
  return { outcome: 'skipped', skippedReason, trouble: { code: skippedReason, message, remedy: '' } };
}

function shut(message: string, remedy: string): Verdict {
  return {
    ...refused({ code: 'gate', message: `${message}, so no agent was started.`, remedy }),
    isQuiet: true,
  };
}
