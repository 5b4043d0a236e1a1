import type { Call, Handler, Reply } from '../http/message.ts';
import { problemReply } from './problem.ts';
import { type EmulatedRun, iso } from './run.ts';
import type { OzWorld } from './world.ts';

const TIMELINE = 'GET /agent/runs/{runId}/timeline';
const HANDOFF = 'GET /agent/runs/{runId}/handoff/attachments';
const CONVERSATION = 'GET /agent/conversations/{conversation_id}';
const REDIRECT = 'GET /agent/sessions/{sessionUuid}/redirect';

/** Routes that older servers do not have. */
export const NEWER_ROUTES: readonly string[] = [TIMELINE, HANDOFF, CONVERSATION, REDIRECT];

/** How a server answers on a path that it does not know: its router speaks, not its API. */
export const UNKNOWN_ROUTE: Reply = {
  status: 404,
  content: '404 page not found\n',
  contentType: 'text/plain',
  unchecked: true,
};

type OnRun = (handle: (run: EmulatedRun, call: Call) => Reply) => Handler;

export function newerHandlers(
  world: OzWorld,
  onRun: OnRun,
  readConversation: (run: EmulatedRun) => Reply,
): Record<string, Handler> {
  return {
    [TIMELINE]: onRun((run) => ({
      status: 200,
      json: { events: run.timeline ?? timelineOf(run) },
      unchecked: run.timeline !== undefined,
    })),
    [HANDOFF]: onRun((run) => listHandoff(world, run)),
    [CONVERSATION]: ({ params }) => {
      const run = world.conversation(params.conversation_id ?? '');
      return run === undefined ? problemReply(404, 'resource_not_found') : readConversation(run);
    },
    [REDIRECT]: ({ params }) => redirect(world, params.sessionUuid ?? ''),
  };
}

const EVENTS: Record<string, readonly string[]> = {
  CLAIMED: ['oz_run_claimed'],
  INPROGRESS: ['worker_container_ready', 'shared_session_started', 'agent_started'],
  BLOCKED: ['oz_run_blocked'],
  SUCCEEDED: ['oz_run_done', 'vm_shutdown'],
  FAILED: ['oz_run_failed', 'vm_shutdown'],
  ERROR: ['oz_run_errored', 'vm_shutdown'],
  CANCELLED: ['oz_run_cancelled', 'vm_shutdown'],
};

/** What happened to a run, as the changes of its state tell. */
function timelineOf(run: EmulatedRun): Record<string, unknown>[] {
  run.look();
  const created = { event_type: 'oz_run_created', at: run.createdAt };
  const changes = run.history.filter(({ state }, index) => run.history[index - 1]?.state !== state);
  const happened = changes.flatMap(({ state, at }) =>
    (EVENTS[state] ?? []).map((event_type) => ({ event_type, at })),
  );
  return [created, ...happened].map(({ event_type, at }, index) => ({
    event_type,
    event_uuid: `${run.id}-event-${index + 1}`,
    occurred_at: iso(at),
    run_id: run.id,
  }));
}

function listHandoff(world: OzWorld, run: EmulatedRun): Reply {
  const attachments = run.handoff.map(({ filename, mimeType = 'text/plain', content }, index) => ({
    attachment_id: `${run.id}-handoff-${index + 1}`,
    filename,
    mime_type: mimeType,
    download_url: world.storage.sign(filename, content, mimeType, world.options.signedUrlMs).url,
  }));
  return { status: 200, json: { attachments } };
}

/** A session that goes on leads nowhere yet; once its sandbox is gone, its conversation is what is left. */
function redirect(world: OzWorld, session: string): Reply {
  const item = [...world.runs.values()]
    .map((run) => run.look())
    .findLast((one) => one.session_id === session || one.session_link?.endsWith(`/session/${session}`));
  if (item === undefined) return problemReply(404, 'resource_not_found');
  const { conversation_id, is_sandbox_running } = item;
  const isOver = is_sandbox_running !== true && conversation_id !== undefined;
  return { status: 200, json: isOver ? { conversation_id } : {} };
}
