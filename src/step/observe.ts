import { object } from '../json.ts';
import type { Run } from '../oz/decode.ts';
import type { BareContext, Context } from './context.ts';

/** Takes note of a reading: secrets that the server echoes first, then whatever is new. */
export function observe(run: Run, context: Context): void {
  const { secrets, journal, log } = context;
  secrets.addMcpServers(object(run.raw.agent_config).mcp_servers);
  const isHidden = run.sessionLink !== undefined && !isSessionLinkShown(run, context);
  if (isHidden) secrets.hide(run.sessionLink ?? '');
  const before = journal.attempts.at(-1)?.run;
  const hasMoved = journal.read(run);
  const hasLink = run.sessionLink !== undefined && before?.sessionLink === undefined;
  if (hasMoved) log.info(`${run.state}`);
  if (hasLink) {
    log.info(
      `session: ${isHidden ? 'only in the output `session-link`, since its holder may edit' : run.sessionLink}`,
    );
  }
  context.onReading(run, hasMoved || hasLink || before === undefined);
}

/** In a public repository, a link that lets its holder edit the session is for the output only. */
export function isSessionLinkShown(run: Run, { event, sharesEditing }: BareContext): boolean {
  return !event.isPublic || !(sharesEditing || run.config.publicAccess === 'EDITOR');
}
