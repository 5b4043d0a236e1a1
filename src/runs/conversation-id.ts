import { StepError } from '../model.ts';
import { OzError } from '../oz/problem.ts';
import type { Deps } from './deps.ts';

/** How long a look-up that a run could do without may take, in ms. */
const TIMEOUT = 5000;

/** What is known of an id or a link that was given as a conversation. */
export type ConversationLookUp =
  | { readonly kind: 'found'; readonly id: string }
  | { readonly kind: 'none' | 'goes-on' }
  | { readonly kind: 'unknown'; readonly why: string };

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The conversation to continue: a session that is over gives its own. Throws a `StepError` where a session has none. */
export async function conversationIdFor(given: string, deps: Deps): Promise<string> {
  const session = sessionIn(given);
  if (session === undefined && !UUID.test(given)) return given;
  const found = await conversationOfSession(session ?? given, deps);
  if (found.kind === 'found') {
    deps.log.info(`conversation of the session: ${found.id}`);
    return found.id;
  }
  // A UUID may as well be that of a conversation.
  if (session === undefined) return given;
  throw new StepError({
    code: 'no_conversation',
    message: `\`conversation-id\` is a session, and ${REASONS[found.kind]}${found.kind === 'unknown' ? `: ${found.why}` : ''}.`,
    remedy:
      'Give the id of a conversation, as the output `conversation-id` holds it, or send a `follow-up` to the run.',
  });
}

/** Whether what was given as a conversation exists. */
export async function lookUpConversation(given: string, deps: Deps): Promise<ConversationLookUp> {
  const session = sessionIn(given);
  if (session !== undefined) return conversationOfSession(session, deps);
  const { oz, signal } = deps;
  const found = await answered(deps, async () => {
    await oz.readConversationById(given, { timeout: TIMEOUT, signal });
    return { kind: 'found', id: given };
  });
  // Its harness keeps a transcript.
  const isThere = found.kind === 'unknown' && found.status === 422;
  if (isThere) return { kind: 'found', id: given };
  return found.kind === 'none' && UUID.test(given) ? conversationOfSession(given, deps) : found;
}

/** Why a session gives no conversation. */
export const REASONS = {
  none: 'Oz does not know that session',
  'goes-on': 'the session still goes on, so its conversation cannot be continued yet',
  unknown: 'its conversation could not be looked up',
} as const;

/** The id in the link of a session. */
function sessionIn(given: string): string | undefined {
  if (!URL.canParse(given)) return undefined;
  return /\/sessions?\/([\w-]+)/.exec(new URL(given).pathname)?.[1];
}

function conversationOfSession(session: string, deps: Deps): Promise<ConversationLookUp> {
  const { oz, signal } = deps;
  return answered(deps, async () => {
    const id = await oz.readSessionConversation(session, { timeout: TIMEOUT, signal });
    return id === '' ? { kind: 'goes-on' } : { kind: 'found', id };
  });
}

type Answered = ConversationLookUp & { readonly status?: number | undefined };

/** Older servers do not know these paths, and say so in words of their router. */
async function answered({ log, signal }: Deps, ask: () => Promise<ConversationLookUp>): Promise<Answered> {
  try {
    return await ask();
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof OzError)) throw error;
    log.debug(`No look at the conversation: ${error.message}`);
    if (error.kind === 'problem' && error.status === 404) return { kind: 'none' };
    return { kind: 'unknown', why: error.message, status: error.status };
  }
}
