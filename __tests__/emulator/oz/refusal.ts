import type { Reply } from '../http/message.ts';
import { problemReply } from './problem.ts';
import type { CreateRequest } from './wire.ts';
import type { OzWorld } from './world.ts';

/** Why a create request is refused, or `undefined`. */
export function refusal(world: OzWorld, request: CreateRequest): Reply | undefined {
  const { prompt, skill, conversation_id, config = {} } = request;
  const hasSkill = skill || config.skill_spec || (config.skills ?? []).length > 0;
  if (!prompt && !hasSkill && !conversation_id) {
    return problemReply(400, 'invalid_request', { error: 'prompt or skill is required' });
  }
  if (skill !== undefined && !skill.includes(':')) {
    return problemReply(400, 'invalid_request', { error: `skill "${skill}" must name its repository` });
  }
  const metadata = Object.entries(request.metadata ?? {}).find(([key, value]) => !isStampable(key, value));
  if (metadata !== undefined) {
    return problemReply(400, 'invalid_request', {
      error: `metadata "${metadata[0]}" has a wrong key or value`,
    });
  }
  return world.options.refuseUnknown ? unknownReference(world, request) : undefined;
}

function isStampable(key: string, value: string): boolean {
  return /^[a-zA-Z0-9._-]{1,64}$/.test(key) && Buffer.byteLength(value) <= 256;
}

function unknownReference(world: OzWorld, request: CreateRequest): Reply | undefined {
  const { skill, conversation_id, config = {} } = request;
  const { environment_id, model_id, skills = [] } = config;
  if (environment_id !== undefined && !world.environments.some((one) => one.uid === environment_id)) {
    return problemReply(404, 'resource_not_found', { error: `environment "${environment_id}" not found` });
  }
  if (model_id !== undefined && !world.models.some((one) => one.id === model_id)) {
    return problemReply(400, 'invalid_request', { error: `unknown model "${model_id}"` });
  }
  const named = skill === undefined ? skills : [skill, ...skills];
  const missing = named.find((spec) => !world.agents.some((one) => one.name === spec.split(':').at(-1)));
  if (missing !== undefined) {
    return problemReply(404, 'resource_not_found', { error: `skill "${missing}" not found` });
  }
  if (conversation_id !== undefined && world.conversation(conversation_id) === undefined) {
    return problemReply(404, 'resource_not_found', { error: `conversation "${conversation_id}" not found` });
  }
  return undefined;
}
