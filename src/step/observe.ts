import { object, text } from '../lib/json.ts';
import type { Run } from '../oz/decode.ts';
import type { BareContext, Context } from './context.ts';

/** Takes note of a reading. */
export function observe(run: Run, context: Context): void {
  const { journal, log } = context;
  const before = journal.attempts.at(-1)?.run;
  const hasMoved = journal.read(run);
  const hasLink = run.sessionLink !== undefined && before?.sessionLink === undefined;
  if (hasMoved) log.info(`${run.state}`);
  if (hasLink) {
    const shown = isSessionLinkShown(run, context)
      ? run.sessionLink
      : 'only in the output `session-link`, since its holder may edit';
    log.info(`session: ${shown}`);
  }
  context.onReading(run, hasMoved || hasLink || before === undefined);
}

/** Registers what a reading holds that readers may not see. The client hands every run in here before anyone gets it. */
export function hideSecretsOf(
  run: Run,
  context: Pick<BareContext, 'secrets' | 'event' | 'sharesEditing'>,
): void {
  const { secrets } = context;
  secrets.addMcpServers(object(run.raw.agent_config).mcp_servers);
  if (isSessionLinkShown(run, context)) return;
  secrets.hideSession({ link: text(run.raw.session_link), id: text(run.raw.session_id), runId: run.id });
}

/** In a public repository, a link that lets its holder edit the session is for the output only. */
export function isSessionLinkShown(
  run: Run,
  { event, sharesEditing }: Pick<BareContext, 'event' | 'sharesEditing'>,
): boolean {
  return !event.isPublic || !(sharesEditing || run.config.publicAccess === 'EDITOR');
}
