import { list, object, text } from '../lib/json.ts';

/** A model that runs may use. */
interface Model {
  readonly id: string;
  readonly name: string;
  /** Why it cannot be used now. */
  readonly disabled: string | undefined;
}

export interface Models {
  readonly fallback: string | undefined;
  readonly models: readonly Model[];
}

export interface Environment {
  readonly uid: string;
  readonly name: string | undefined;
  readonly hasSetupFailed: boolean;
}

/** A skill in a repository, as `owner/repo:path` and `owner/repo:name` would name it. */
export interface Skill {
  readonly specs: readonly string[];
  readonly error: string | undefined;
  readonly workerHost: string | undefined;
}

export function decodeModels(value: unknown): Models | undefined {
  const raw = object(value);
  if (!Array.isArray(raw.models)) return undefined;
  const models = raw.models.map(object).flatMap((model) => {
    const id = text(model.id);
    return id ? [{ id, name: text(model.display_name) ?? id, disabled: text(model.disable_reason) }] : [];
  });
  return { fallback: text(raw.default_model_id), models };
}

export function decodeEnvironments(value: unknown): Environment[] | undefined {
  const { environments } = object(value);
  if (!Array.isArray(environments)) return undefined;
  return environments.map(object).flatMap((environment) => {
    const uid = text(environment.uid);
    const name = text(object(environment.config).name);
    return uid ? [{ uid, name, hasSetupFailed: environment.setup_failed === true }] : [];
  });
}

export function decodeSkills(value: unknown): Skill[] | undefined {
  const { agents } = object(value);
  if (!Array.isArray(agents)) return undefined;
  return agents.map(object).flatMap((agent) => {
    return list(agent.variants).map((variant) => decodeVariant(text(agent.name) ?? '', object(variant)));
  });
}

function decodeVariant(name: string, variant: ReturnType<typeof object>): Skill {
  const source = object(variant.source);
  const repository = `${text(source.owner) ?? ''}/${text(source.name) ?? ''}`;
  const path = text(source.skill_path);
  return {
    specs: [...(name ? [`${repository}:${name}`] : []), ...(path ? [`${repository}:${path}`] : [])],
    error: text(variant.error),
    workerHost: text(source.worker_host),
  };
}
