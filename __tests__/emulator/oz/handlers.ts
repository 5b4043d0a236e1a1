import type { Call, Handler, Reply } from '../http/message.ts';
import type { Artifact } from './artifacts.ts';
import { newerHandlers } from './newer.ts';
import { problemReply } from './problem.ts';
import { refusal } from './refusal.ts';
import { type EmulatedRun, iso } from './run.ts';
import type { CreateRequest } from './wire.ts';
import type { OzWorld } from './world.ts';

/** A handler for each route of the contract. */
export function ozHandlers(world: OzWorld): Record<string, Handler> {
  const create: Handler = (call) => createRun(world, call);
  const onRun =
    (handle: (run: EmulatedRun, call: Call) => Reply): Handler =>
    (call) => {
      const run = world.run(call.params.runId ?? '');
      return run?.isVisible() ? handle(run, call) : problemReply(404, 'resource_not_found');
    };
  return {
    'POST /agent/runs': create,
    'POST /agent/run': create,
    'GET /agent/runs': ({ query }) => listRuns(world, query),
    'GET /agent/runs/{runId}': onRun(readRun),
    'GET /agent/runs/{runId}/conversation': onRun(readConversation),
    'GET /agent/runs/{runId}/transcript': onRun((run) => readTranscript(world, run)),
    'POST /agent/runs/{runId}/cancel': onRun((run) => cancelRun(world, run)),
    'POST /agent/runs/{runId}/followups': (call) => followUp(world, call),
    ...newerHandlers(world, onRun, readConversation),
    'GET /agent/artifacts/{artifactUid}': ({ params }) => readArtifact(world, params.artifactUid ?? ''),
    'GET /agent/environments': () => ok({ environments: world.environments }),
    'GET /agent/models': () => ok({ default_model_id: world.defaultModelId, models: world.models }),
    'GET /agent': ({ query }) => ok({ agents: listAgents(world, query) }),
  };
}

function ok(json: unknown): Reply {
  return { status: 200, json };
}

function createRun(world: OzWorld, { body }: Call): Reply {
  const request = body as CreateRequest;
  const refused = refusal(world, request);
  if (refused !== undefined) return refused;
  const run = world.create(request);
  const { run_id, task_id, state } = run.look();
  return {
    ...ok({ run_id, task_id, state, ...(run.atCapacity && { at_capacity: true }) }),
    unchecked: run.deviates,
  };
}

function listRuns(world: OzWorld, query: URLSearchParams): Reply {
  const isFiltered = [...query.keys()].some((key) => key.startsWith('metadata['));
  if (isFiltered && world.options.refuseMetadataFilter) {
    return problemReply(403, 'feature_not_available', { error: 'Filtering by metadata is not available' });
  }
  const cursor = query.get('cursor');
  if (cursor !== null && !/^after-\d+$/.test(cursor)) {
    return problemReply(400, 'invalid_request', { error: 'cursor is not one of ours' });
  }
  const { runs, page_info } = world.list(query);
  return {
    ...ok({ runs: runs.map((run) => run.look()), page_info }),
    unchecked: runs.some((run) => run.deviates),
  };
}

function readRun(run: EmulatedRun): Reply {
  // An older state may deviate although the present one does not.
  const unchecked = run.deviates || run.lag.staleEvery !== undefined;
  return { ...ok(run.read()), unchecked };
}

function readConversation(run: EmulatedRun): Reply {
  const { conversation: steps, deviates } = run;
  if (steps === 'none') return problemReply(404, 'resource_not_found', { error: 'No conversation yet' });
  if (steps === 'unsupported') return problemReply(422, 'operation_not_supported');
  return { ...ok({ conversation_id: run.conversationId, steps }), unchecked: deviates };
}

function readTranscript(world: OzWorld, run: EmulatedRun): Reply {
  const { conversation } = run;
  const made = Array.isArray(conversation)
    ? { content: JSON.stringify({ steps: conversation }), contentType: 'application/json' }
    : undefined;
  const transcript = run.transcript ?? made;
  if (transcript === undefined) return problemReply(404, 'resource_not_found', { error: 'No transcript' });
  const { content, contentType } = transcript;
  const { url } = world.storage.sign('transcript', content, contentType, world.options.signedUrlMs);
  return { status: 302, headers: { location: url } };
}

function cancelRun(world: OzWorld, run: EmulatedRun): Reply {
  switch (run.cancel()) {
    case 'accepted':
      return accepted(world, 'Run cancellation requested');
    case 'ended':
      return problemReply(400, 'invalid_request', { error: `Run is already ${run.state}` });
    case 'pending':
      return problemReply(409, 'conflict', { error: 'Run is PENDING', retryable: true });
    default:
      return problemReply(422, 'operation_not_supported', { error: 'This kind of run cannot be cancelled' });
  }
}

function followUp(world: OzWorld, { params, body }: Call): Reply {
  const run = world.run(params.runId ?? '');
  if (run === undefined) return problemReply(404, 'resource_not_found');
  if (run.deleted || !run.continuable)
    return problemReply(410, 'resource_not_found', { error: 'Run is gone' });
  world.followUp(run, (body as { message?: string }).message ?? '');
  return accepted(world, {});
}

/** Servers have answered the requests that change a run with a string, an object or nothing at all. */
function accepted(world: OzWorld, contractual: unknown): Reply {
  switch (world.options.bodies) {
    case 'string':
      return { ...ok('ok'), unchecked: true };
    case 'object':
      return { ...ok({ message: 'ok' }), unchecked: true };
    case 'empty':
      return { status: 200, unchecked: true };
    default:
      return ok(contractual);
  }
}

function readArtifact(world: OzWorld, uid: string): Reply {
  const artifact = world.artifact(uid);
  if (artifact === undefined) return problemReply(404, 'resource_not_found', { error: 'No such artifact' });
  const { artifact_type, created_at } = artifact.item;
  const data = artifact.plan === undefined ? signedData(world, artifact) : planData(artifact);
  if (data === undefined) return problemReply(404, 'resource_not_found', { error: 'Nothing to download' });
  return ok({ artifact_uid: uid, artifact_type, created_at, data });
}

function planData({ item, plan }: Artifact): Record<string, unknown> {
  const { document_uid, notebook_uid = document_uid, title } = item.data;
  const content_type = plan?.contentType ?? 'text/markdown';
  return { document_uid, notebook_uid, title, content: plan?.content, content_type };
}

function signedData(world: OzWorld, { item, file }: Artifact): Record<string, unknown> | undefined {
  if (file === undefined) return undefined;
  const { filename, filepath, size_bytes, description, title } = item.data;
  const name = String(filename ?? 'screenshot.png');
  const { url, expiresAt } = world.storage.sign(
    name,
    file.content,
    file.contentType,
    world.options.signedUrlMs,
  );
  return {
    download_url: url,
    expires_at: iso(expiresAt),
    content_type: file.contentType,
    filename,
    filepath,
    size_bytes,
    description,
    title,
  };
}

function listAgents(world: OzWorld, query: URLSearchParams): unknown[] {
  const repo = query.get('repo');
  const isFrom = ({ source }: AgentVariant) => `${source.owner}/${source.name}` === repo;
  const variants = (agent: Record<string, unknown>) => agent.variants as AgentVariant[];
  const listed = repo === null ? world.agents : world.agents.filter((agent) => variants(agent).some(isFrom));
  const lastRun = (agent: Record<string, unknown>) =>
    Math.max(...variants(agent).map((variant) => Date.parse(variant.last_run_timestamp ?? '') || 0));
  return query.get('sort_by') === 'last_run'
    ? listed.toSorted((a, b) => lastRun(b) - lastRun(a))
    : listed.toSorted((a, b) => (String(a.name) < String(b.name) ? -1 : 1));
}

interface AgentVariant {
  source: { owner: string; name: string };
  last_run_timestamp?: string | null;
}
