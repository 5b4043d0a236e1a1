import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { WorkflowEvent } from '../github/event.ts';
import { type ContextLevel, contextBlock } from '../github/facts.ts';
import { PERMISSIONS } from '../github/permission.ts';
import { isLoopback } from '../oz/network.ts';
import { type InputName, inputDefaults } from './declared.ts';
import { resolveOutputFolder } from './files.ts';
import type { CheckInputs, CommonInputs, FollowInputs, GatedInputs, Inputs } from './inputs.ts';
import { readMetadata } from './metadata.ts';
import { MODES, USED_IN } from './modes.ts';
import { qualifiedSkill, readFollowUp, readRequest } from './request.ts';
import { RawInputs, refusal } from './values.ts';

/**
 * The step's inputs, checked as far as that goes without a request. Throws an `InputError` at the first that is
 * refused. `warn` hears of inputs that the mode does not use.
 */
export async function readInputs(
  env: NodeJS.ProcessEnv,
  event: WorkflowEvent,
  warn: (message: string) => void,
): Promise<Inputs> {
  const raw = new RawInputs(env);
  const mode = raw.choice('mode', MODES);
  const unused = Object.keys(inputDefaults).filter((name) => !USED_IN[name as InputName].includes(mode));
  for (const name of unused as InputName[]) {
    if (raw.isChosen(name)) warn(`Input \`${name}\` is not used in mode \`${mode}\`. Remove it.`);
  }
  const common = readCommonInputs(env, event);
  const workspace = path.resolve(env.GITHUB_WORKSPACE || '.');
  const roots = env.RUNNER_TEMP ? [workspace, path.resolve(env.RUNNER_TEMP)] : [workspace];
  const context = () =>
    contextBlock(event, common.number, raw.choice('context', LEVELS), randomUUID().slice(0, 8));
  switch (mode) {
    case 'run':
      return {
        mode,
        ...common,
        ...readGate(raw),
        ...readFollowInputs(raw, roots),
        request: await readRequest(raw, workspace, event.repository, context()),
        metadata: readMetadata(raw),
        onOverlap: raw.choice('on-overlap', ['allow', 'skip', 'attach', 'cancel']),
        maxAttempts: raw.number('max-attempts', { min: 1, max: 10, whole: true }),
      };
    case 'follow-up': {
      const [gate, following] = [readGate(raw), readFollowInputs(raw, roots)];
      const request = readFollowUp(raw, workspace, context());
      return { mode, ...common, ...gate, ...following, request, runId: readRunId(raw) };
    }
    case 'attach':
      return { mode, ...common, ...readFollowInputs(raw, roots), runId: readRunId(raw) };
    case 'cancel':
      return { mode, ...common, runId: readRunId(raw) };
    case 'check':
      return { mode, ...common, ...readChecked(raw, event.repository) };
  }
}

const LEVELS = ['off', 'reference', 'full'] as const satisfies readonly ContextLevel[];

function readChecked(raw: RawInputs, repository: string): Omit<CheckInputs, 'mode' | keyof CommonInputs> {
  const skill = raw.optional('skill');
  return {
    environment: raw.optional('environment'),
    model: raw.optional('model'),
    skill: skill && qualifiedSkill(skill, repository),
    harness: raw.optional('harness'),
    workerHost: raw.optional('worker-host'),
  };
}

function readGate(raw: RawInputs): Pick<GatedInputs, 'requiredPermission' | 'allowedActors'> {
  const actors = raw.text('allowed-actors').split(/[\n\r,]/);
  return {
    requiredPermission: raw.choice('required-permission', PERMISSIONS),
    allowedActors: actors.map((login) => login.trim().replace(/^@/, '').toLowerCase()).filter(Boolean),
  };
}

/** What the post phase needs as well. */
export function readCommonInputs(env: NodeJS.ProcessEnv, event: WorkflowEvent): CommonInputs {
  const raw = new RawInputs(env);
  return {
    apiKey: raw.optional('api-key') ?? (env.WARP_API_KEY?.trim() || undefined),
    apiUrl: readApiUrl(raw),
    githubToken: raw.optional('github-token'),
    summary: raw.boolean('summary'),
    comment: raw.choice('comment', ['sticky', 'new', 'off']),
    number:
      raw.optionalNumber('number', { min: 1, max: Number.MAX_SAFE_INTEGER, whole: true }) ?? event.number,
    commentKey: raw.optional('comment-key') ?? `${event.workflow}/${event.job}`,
    isCommentKeyGiven: raw.optional('comment-key') !== undefined,
  };
}

function readFollowInputs(raw: RawInputs, roots: readonly string[]): FollowInputs {
  const folder = raw.optional('artifacts-dir');
  const budget = (name: InputName) => {
    const minutes = raw.number(name, { min: 0, max: 100_000, whole: false });
    return minutes > 0 ? minutes * 60_000 : undefined;
  };
  return {
    wait: raw.boolean('wait'),
    queueBudget: budget('queue-timeout-minutes'),
    runBudget: budget('run-timeout-minutes'),
    onTimeout: raw.optionalChoice('on-timeout', ['cancel', 'detach']),
    onCancel: raw.optionalChoice('on-cancel', ['cancel', 'detach']),
    onBlocked: raw.choice('on-blocked', ['fail', 'wait']),
    pollCeiling: raw.number('poll-interval-seconds', { min: 0.05, max: 3600, whole: false }) * 1000,
    requirePullRequest: raw.boolean('require-pull-request'),
    stream: raw.choice('stream', ['off', 'messages', 'full']),
    artifactsFolder: folder && resolveOutputFolder('artifacts-dir', folder, roots),
  };
}

function readRunId(raw: RawInputs): string | undefined {
  const id = raw.optional('run-id');
  if (id === undefined || /^[\w-]{1,128}$/.test(id)) return id;
  throw refusal('run-id', id, 'Give the id alone, as the output `run-id` holds it.');
}

/** Plain http only where nobody can listen. */
function readApiUrl(raw: RawInputs): URL {
  const name = 'api-url';
  const value = raw.text(name);
  const remedy = `Give a base URL like \`${inputDefaults[name]}\`.`;
  if (!URL.canParse(value)) throw refusal(name, value, remedy);
  const url = new URL(value);
  if (url.username || url.password)
    throw refusal(name, `${url.protocol}//…@${url.host}`, `${remedy} Leave credentials out.`);
  if (url.search || url.hash) throw refusal(name, value, `${remedy} Leave query and fragment out.`);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))) return url;
  throw refusal(name, value, `${remedy} Only \`https\` is accepted, except on loopback.`);
}
