import { bool, httpUrl, type JsonObject, list, number, object, text, time } from '../lib/json.ts';
import { canonicalState, type Stage, stageOf } from './states.ts';

/** A run as the server describes it; beyond id and state anything may be missing. Times are ms since the epoch. */
export interface Run {
  readonly id: string;
  /** As the server spelt it. */
  readonly state: string;
  readonly stage: Stage;
  readonly title: string | undefined;
  readonly prompt: string | undefined;
  /** Exactly what was sent; `prompt` may carry additions. Older servers do not say. */
  readonly submittedPrompt: string | undefined;
  readonly createdAt: number | undefined;
  readonly startedAt: number | undefined;
  readonly updatedAt: number | undefined;
  /** When it last came to a final state; older servers do not say. */
  readonly finishedAt: number | undefined;
  readonly status: { message: string; code: string | undefined; retryable: boolean | undefined } | undefined;
  readonly sessionLink: string | undefined;
  readonly conversationId: string | undefined;
  readonly parentRunId: string | undefined;
  /** Undefined when the server sent none at all. */
  readonly metadata: Readonly<Record<string, string>> | undefined;
  readonly artifacts: readonly Artifact[];
  readonly usage: Usage;
  readonly config: RunConfig;
  /** Whether this kind of run can be cancelled, where the server says so. */
  readonly cancellable: boolean | undefined;
  readonly creator: string | undefined;
  /** The whole answer, unknown fields included. */
  readonly raw: JsonObject;
}

/** Costs in credits. */
interface Usage {
  /** What was billed, in US dollars. */
  readonly usd: Readonly<Record<'inference' | 'compute' | 'platform', number | undefined>>;
  /** Ids of the models that served, those with the most tokens first. */
  readonly models: readonly string[];
  readonly inference: number | undefined;
  readonly compute: number | undefined;
  readonly platform: number | undefined;
  readonly tokens: number | undefined;
}

interface RunConfig {
  readonly model: string | undefined;
  readonly environment: string | undefined;
  readonly skill: string | undefined;
  readonly harness: string | undefined;
  /** `VIEWER` or `EDITOR`. */
  readonly publicAccess: string | undefined;
}

export interface Artifact {
  /** Upper case; an unknown type keeps its name. */
  readonly type: string;
  readonly uid: string | undefined;
  readonly title: string | undefined;
  readonly url: string | undefined;
  readonly branch: string | undefined;
  readonly filename: string | undefined;
  readonly filepath: string | undefined;
  readonly description: string | undefined;
  readonly mimeType: string | undefined;
  readonly sizeBytes: number | undefined;
  readonly createdAt: number | undefined;
  readonly raw: JsonObject;
}

/** What the create request answers. */
export interface Created {
  readonly id: string;
  readonly state: string | undefined;
  /** Queued because the team is at its limit of concurrent runs. */
  readonly atCapacity: boolean;
}

export interface RunPage {
  readonly runs: readonly Run[];
  /** Undefined on the last page. */
  readonly nextCursor: string | undefined;
}

/** Undefined without an id that a URL can name: then the run may still be found. Older servers call it `task_id`. */
export function decodeCreated(value: unknown): Created | undefined {
  const answer = object(value);
  const id = idOf(answer);
  if (id === undefined || id.includes('\uFFFD')) return undefined;
  return { id, state: text(answer.state), atCapacity: answer.at_capacity === true };
}

/** Undefined when it has no id or no state: then it is not a run. */
export function decodeRun(value: unknown): Run | undefined {
  const raw = object(value);
  const id = idOf(raw);
  const state = text(raw.state);
  if (id === undefined || state === undefined) return undefined;
  return {
    id,
    state,
    stage: stageOf(canonicalState(state)),
    title: text(raw.title),
    prompt: text(raw.prompt),
    submittedPrompt: text(raw.submitted_prompt),
    createdAt: time(raw.created_at),
    startedAt: time(raw.started_at),
    updatedAt: time(raw.updated_at),
    finishedAt: time(raw.finished_at),
    status: decodeStatus(raw.status_message),
    sessionLink: httpUrl(raw.session_link),
    conversationId: text(raw.conversation_id),
    parentRunId: text(raw.parent_run_id),
    metadata: decodeMetadata(raw.metadata),
    artifacts: list(raw.artifacts).map(decodeArtifact),
    usage: decodeUsage(raw.request_usage),
    config: decodeConfig(raw.agent_config),
    cancellable: bool(raw.is_run_type_cancellable),
    creator: text(object(raw.creator).display_name),
    raw,
  };
}

/** A page ends the list unless it promises a next one, names its cursor and holds anything at all. */
export function decodeRunPage(value: unknown): RunPage | undefined {
  const page = object(value);
  if (!Array.isArray(page.runs)) return undefined;
  const info = object(page.page_info);
  const goesOn = info.has_next_page === true && page.runs.length > 0;
  return {
    runs: page.runs.map(decodeRun).filter((run) => run !== undefined),
    nextCursor: goesOn ? text(info.next_cursor) : undefined,
  };
}

function idOf(raw: JsonObject): string | undefined {
  return text(raw.run_id) ?? text(raw.task_id);
}

function decodeStatus(value: unknown): Run['status'] {
  // Seen as a bare string in the oldest version.
  if (typeof value === 'string' && value !== '')
    return { message: value, code: undefined, retryable: undefined };
  const raw = object(value);
  const message = text(raw.message);
  const code = text(raw.error_code);
  if (message === undefined && code === undefined) return undefined;
  return { message: message ?? '', code, retryable: bool(raw.retryable) };
}

function decodeMetadata(value: unknown): Run['metadata'] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function decodeUsage(value: unknown): Usage {
  const raw = object(value);
  return {
    inference: number(raw.inference_cost),
    compute: number(raw.compute_cost),
    platform: number(raw.platform_cost),
    tokens: number(raw.total_tokens),
    usd: {
      inference: number(raw.inference_cost_usd),
      compute: number(raw.compute_cost_usd),
      platform: number(raw.platform_cost_usd),
    },
    models: decodeModelUsage(raw.model_token_usage),
  };
}

function decodeModelUsage(value: unknown): string[] {
  const tokens = new Map<string, number>();
  for (const entry of list(value).map(object)) {
    const id = text(entry.model_id);
    if (id !== undefined) tokens.set(id, (tokens.get(id) ?? 0) + (number(entry.total_tokens) ?? 0));
  }
  return [...tokens].toSorted(([, a], [, b]) => b - a).map(([id]) => id);
}

function decodeConfig(value: unknown): RunConfig {
  const raw = object(value);
  return {
    model: text(raw.model_id),
    environment: text(raw.environment_id),
    skill: text(raw.skill_spec),
    harness: text(object(raw.harness).type),
    publicAccess: text(object(raw.session_sharing).public_access)?.toUpperCase(),
  };
}

function decodeArtifact(value: unknown): Artifact {
  const raw = object(value);
  const data = object(raw.data);
  return {
    type: (text(raw.artifact_type) ?? 'UNKNOWN').toUpperCase(),
    uid: text(data.artifact_uid) ?? text(raw.artifact_uid),
    title: text(data.title),
    url: httpUrl(data.url),
    branch: text(data.branch),
    filename: text(data.filename),
    filepath: text(data.filepath),
    description: text(data.description),
    mimeType: text(data.mime_type),
    sizeBytes: number(data.size_bytes),
    createdAt: time(raw.created_at),
    raw,
  };
}
