import type { WorkflowEvent } from '../github/event.ts';
import { object, text } from '../lib/json.ts';
import type { Secrets } from '../lib/secrets.ts';
import type { Run } from '../oz/decode.ts';

/** In a public repository, a link that lets its holder edit the session is for the output only. */
export function isSessionLinkShown(
  run: Run,
  sharesEditing: boolean,
  { isPublic }: Pick<WorkflowEvent, 'isPublic'>,
): boolean {
  return !isPublic || !(sharesEditing || run.config.publicAccess === 'EDITOR');
}

/** Registers what a reading of a run shows and no reader may see. `isShown`: see above. */
export function hideSecretsOf(run: Run, isShown: boolean, secrets: Secrets): void {
  secrets.addMcpServers(object(run.raw.agent_config).mcp_servers);
  if (isShown) return;
  secrets.hideSession({ link: run.sessionLink, id: text(run.raw.session_id), runId: run.id });
}
