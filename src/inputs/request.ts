import { type Json, type JsonObject, object } from '../lib/json.ts';
import type { InputName } from './declared.ts';
import { readAttachments, readWorkspaceText } from './files.ts';
import { parseJsonObject } from './json.ts';
import { readMcpServers } from './mcp.ts';
import { REVIEW_PROMPT } from './review.ts';
import { InputError, type RawInputs, refusal } from './values.ts';

/** The inputs that become a field of `config`, with the path of that field. */
type ConfigField = readonly [input: InputName, path: string, value: Json | undefined];

/** A RunAgentRequest without `metadata`, which every attempt stamps. */
export async function readRequest(
  raw: RawInputs,
  workspace: string,
  repository: string,
  context: string,
  isTaskNeeded: boolean,
): Promise<JsonObject> {
  const skill = raw.optional('skill');
  const task = skill === undefined && raw.boolean('review') ? REVIEW_PROMPT : undefined;
  const prompt = raw.collect(() => readPrompt(raw, workspace), undefined) ?? task;
  if (isTaskNeeded && !hasTask(raw)) {
    const inputs = '`prompt`, `prompt-file`, `skill` and `review: true`';
    raw.refuse(new InputError(`Nothing to do: give one of the inputs ${inputs}.`));
  }
  return defined({
    prompt: withContext(prompt, context),
    skill: skill && qualifiedSkill(skill, repository),
    title: raw.optional('title'),
    team: raw.tristate('team'),
    interactive: raw.tristate('interactive'),
    agent_identity_uid: raw.optional('agent-identity'),
    conversation_id: raw.optional('conversation-id'),
    parent_run_id: raw.optional('parent-run-id'),
    mode: readAgentMode(raw),
    attachments: await raw.collect(() => readAttached(raw, workspace), undefined),
    config: await readConfig(raw, workspace),
  });
}

/** Whether the step names something to do. */
export function hasTask(raw: RawInputs): boolean {
  if (raw.boolean('review')) return true;
  return (['prompt', 'prompt-file', 'skill'] as const).some((name) => raw.optional(name) !== undefined);
}

async function readAttached(raw: RawInputs, workspace: string): Promise<JsonObject[] | undefined> {
  const lines = raw.optional('attachments');
  if (lines === undefined) return undefined;
  return (await readAttachments(lines, workspace)).map((file) => ({ ...file }));
}

/** A RunFollowupRequest. */
export function readFollowUp(raw: RawInputs, workspace: string, context: string): JsonObject {
  const prompt = raw.collect(() => readPrompt(raw, workspace), undefined);
  if (raw.optional('prompt') === undefined && raw.optional('prompt-file') === undefined) {
    const message = 'Nothing to say: in mode `follow-up`, give one of the inputs `prompt` and `prompt-file`.';
    raw.refuse(new InputError(message));
  }
  return defined({ message: withContext(prompt, context), mode: readAgentMode(raw) });
}

function readAgentMode(raw: RawInputs): string | undefined {
  return raw.optionalChoice('agent-mode', ['normal', 'plan', 'orchestrate']);
}

function withContext(prompt: string | undefined, context: string): string | undefined {
  return [prompt, context].filter(Boolean).join('\n\n') || undefined;
}

/** Undefined when neither input is given. */
function readPrompt(raw: RawInputs, workspace: string): string | undefined {
  const [prompt, file] = [raw.optional('prompt'), raw.optional('prompt-file')];
  if (prompt !== undefined && file !== undefined) {
    throw new InputError('The inputs `prompt` and `prompt-file` are both given. Give one of them.');
  }
  if (file === undefined) return prompt;
  const content = readWorkspaceText('prompt-file', file, workspace).trim();
  if (content === '') throw refusal('prompt-file', file, 'The file is empty. Write the prompt into it.');
  return content;
}

/** The API refuses a bare name, so that means the workflow's own repository. */
function qualifiedSkill(skill: string, repository: string): string {
  return skill.includes(':') ? skill : `${repository}:${skill}`;
}

async function readConfig(raw: RawInputs, workspace: string): Promise<JsonObject | undefined> {
  const harness = raw.optional('harness');
  const fields: ConfigField[] = [
    ['name', 'name', raw.optional('name')],
    ['model', 'model_id', raw.optional('model')],
    ['base-prompt', 'base_prompt', raw.optional('base-prompt')],
    ['environment', 'environment_id', raw.optional('environment')],
    ['mcp-servers', 'mcp_servers', await raw.collect(() => readServers(raw, workspace), undefined)],
    // Its default differs between versions of the server, so only what was asked for is sent.
    ['computer-use', 'computer_use_enabled', raw.tristate('computer-use')],
    [
      'idle-timeout-minutes',
      'idle_timeout_minutes',
      raw.optionalNumber('idle-timeout-minutes', { min: 0, max: 60, whole: true }),
    ],
    ['worker-host', 'worker_host', raw.optional('worker-host')],
    [
      'session-access',
      'session_sharing.public_access',
      raw.optionalChoice('session-access', ['viewer', 'editor'])?.toUpperCase(),
    ],
    ['harness', 'harness.type', harness],
    ...raw.collect(() => harnessSecret(raw, harness), []),
  ];
  const extra = await raw.collect(() => parseJsonObject('config', raw.optional('config') ?? '{}'), {});
  const config = fields.reduce((all, field) => raw.collect(() => placeField(all, field), all), extra);
  return Object.keys(config).length > 0 ? config : undefined;
}

async function readServers(raw: RawInputs, workspace: string): Promise<JsonObject | undefined> {
  const value = raw.optional('mcp-servers');
  return value === undefined ? undefined : readMcpServers(value, workspace);
}

function harnessSecret(raw: RawInputs, harness: string | undefined): ConfigField[] {
  const secret = raw.optional('harness-auth-secret');
  if (secret === undefined) return [];
  if (harness !== 'claude' && harness !== 'codex') {
    throw new InputError(
      `Input \`harness-auth-secret\` is given with harness \`${harness ?? 'oz'}\`. Only \`claude\` and \`codex\` take such a secret here; use \`config\` for others.`,
    );
  }
  return [['harness-auth-secret', `harness_auth_secrets.${harness}_auth_secret_name`, secret]];
}

/** Sets a field at its path; what `config` already holds there is a contradiction. */
function placeField(config: JsonObject, [input, path, value]: ConfigField): JsonObject {
  if (value === undefined) return config;
  const [key = '', inner] = path.split('.');
  const taken = inner === undefined ? config[key] : object(config[key])[inner];
  if (taken !== undefined) {
    throw new InputError(
      `The field \`${path}\` is given by input \`${input}\` and by \`config\`. Give it once.`,
    );
  }
  return { ...config, [key]: inner === undefined ? value : { ...object(config[key]), [inner]: value } };
}

function defined(fields: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, Json] => entry[1] !== undefined),
  );
}
