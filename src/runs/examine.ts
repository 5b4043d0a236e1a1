import { type JsonObject, object, text } from '../lib/json.ts';
import { closed, type Names, suggestion } from '../lib/nearest.ts';
import { cut } from '../lib/text.ts';
import type { Check, Failure } from '../model.ts';
import type { Models, Skill } from '../oz/catalogue.ts';
import { lookUpConversation, REASONS } from './conversation-id.ts';
import type { Deps } from './deps.ts';
import { matchEnvironment } from './environment.ts';
import { type Read, withRetry } from './retry.ts';

/** How long all questions together may take, in ms. */
const TIMEOUT = 60_000;

const HARNESSES = ['oz', 'claude', 'gemini', 'codex'];

type Ask = <T>(read: Read<T>) => Promise<T>;

/**
 * Asks Oz about each ingredient of a RunAgentRequest. Rejects with an `OzError` when the key is refused or nothing
 * answers. `environmentName`: the environment, where it is not named by its UID.
 */
export async function examine(
  request: JsonObject,
  environmentName: string | undefined,
  deps: Deps,
  deadline = deps.clock.now() + TIMEOUT,
): Promise<Check[]> {
  const { oz } = deps;
  const ask: Ask = (read) => withRetry(read, deps, deadline);
  const config = object(request.config);
  const models = await ask((options) => oz.listModels(options));
  const conversation = text(request.conversation_id);
  const checks = [
    modelCheck(text(config.model_id), models),
    await environmentCheck(text(config.environment_id), environmentName, ask, deps),
    await skillCheck(text(request.skill), ask, deps),
    conversation === undefined ? undefined : await conversationCheck(conversation, deps),
    harnessCheck(text(object(config.harness).type)),
    config.worker_host === undefined
      ? undefined
      : unclear('Worker host', 'the API does not tell which hosts there are'),
  ];
  return checks.filter((check) => check !== undefined);
}

/** Adds to a refused create request what may have been meant instead of an id that Oz does not know. */
export async function withSuggestion(failure: Failure, request: JsonObject, deps: Deps): Promise<Failure> {
  if (!['resource_not_found', 'invalid_request'].includes(failure.code)) return failure;
  const found = await didYouMean(request, deps);
  return found ? { ...failure, remedy: `${found} ${failure.remedy}` } : failure;
}

/** Empty when nothing is found, or nobody answers. */
async function didYouMean(request: JsonObject, deps: Deps): Promise<string> {
  try {
    // Whatever name the environment had was looked up before the request.
    const name = text(object(request.config).environment_id);
    const checks = await examine(request, name, deps);
    return checks
      .filter(({ verdict }) => verdict === 'bad')
      .map(({ what, finding }) => closed(`${what}: ${finding}`))
      .join(' ');
  } catch (error) {
    deps.log.debug(`No suggestion: ${(error as Error).message}`);
    return '';
  }
}

function modelCheck(wanted: string | undefined, { models, fallback }: Models): Check {
  const what = 'Model';
  if (wanted === undefined) return good(what, `the default${fallback ? `: ${fallback}` : ''}`);
  const model = models.find(({ id }) => id === wanted);
  if (model?.disabled) return bad(what, `\`${model.id}\` is disabled: ${model.disabled}`);
  if (model) return good(what, model.name);
  const usable = models.filter(({ disabled }) => disabled === undefined).map(({ id }): Names => [id]);
  return bad(what, `\`${wanted}\` is not known${suggestion(wanted, usable)}`);
}

/** The environments that the key can use, where the request names none. Rejects like `examine`. */
export async function environmentsToChoose(
  request: JsonObject,
  deps: Deps,
  deadline: number,
): Promise<Check | undefined> {
  if (object(request.config).environment_id !== undefined) return undefined;
  const what = 'Environment';
  const all = await withRetry((options) => deps.oz.listEnvironments(options), deps, deadline);
  const usable = all.filter(({ hasSetupFailed }) => !hasSetupFailed);
  const names = usable.slice(0, MAX_SHOWN).map(({ name, uid }) => `\`${cut(name ?? uid, 120)}\``);
  if (names.length === 0) {
    return unclear(what, 'none is given, and the key can use none: create one in the Oz settings');
  }
  const more = usable.length > names.length ? ` and ${usable.length - names.length} more` : '';
  return unclear(
    what,
    `none is given; the key can use ${names.join(', ')}${more}: give one by \`environment\``,
  );
}

const MAX_SHOWN = 10;

async function environmentCheck(
  wanted: string | undefined,
  name: string | undefined,
  ask: Ask,
  { oz }: Deps,
): Promise<Check | undefined> {
  if (wanted === undefined) return undefined;
  const what = 'Environment';
  const environments = await ask((options) => oz.listEnvironments(options));
  const match = matchEnvironment(wanted, environments);
  if (match.kind === 'unclear') return bad(what, match.why);
  const { uid, name: label, hasSetupFailed } = match.environment;
  if (hasSetupFailed) return bad(what, 'its set-up has failed; look at it in Oz');
  if (uid === wanted || name !== undefined) return good(what, label ?? uid);
  return bad(what, `\`${wanted}\` is a name, and \`config\` is passed on as it is; give the UID \`${uid}\``);
}

async function skillCheck(wanted: string | undefined, ask: Ask, { oz }: Deps): Promise<Check | undefined> {
  if (wanted === undefined) return undefined;
  const what = 'Skill';
  const [repository = '', name = ''] = split(wanted);
  if (!repository.includes('/')) {
    return unclear(what, 'only a skill with owner and repository can be looked up');
  }
  const skills = await ask((options) => oz.listSkills(repository, options));
  const skill = skills.find(({ specs }) => specs.includes(wanted));
  if (skill?.error) return bad(what, skill.error);
  if (skill) return good(what, 'found');
  return bad(what, `\`${wanted}\` is not known${suggestedSkills(name, repository, skills)}`);
}

/** Skills of one repository are compared by what follows it: as a long prefix it would hide any likeness. */
function suggestedSkills(name: string, repository: string, skills: readonly Skill[]): string {
  const isPath = name.includes('/');
  const names = skills.flatMap(({ specs }) => {
    const fitting = specs.filter((spec) => split(spec)[1]?.includes('/') === isPath);
    const [first, ...others] = fitting.length > 0 ? fitting : specs;
    return first === undefined ? [] : [[first, ...others] as const];
  });
  return suggestion(name, unique(names), (spec) => {
    const [place, rest = spec] = split(spec);
    return place?.toLowerCase() === repository.toLowerCase() ? rest : spec;
  });
}

/** A skill can have several variants under one name. */
function unique(names: readonly Names[]): Names[] {
  return [...new Map(names.map((one) => [one[0], one])).values()];
}

/** Repository and name: `owner/repo`, `fix-ci`. */
function split(spec: string): string[] {
  const at = spec.indexOf(':');
  return at < 0 ? ['', spec] : [spec.slice(0, at), spec.slice(at + 1)];
}

async function conversationCheck(given: string, deps: Deps): Promise<Check> {
  const what = 'Conversation';
  const found = await lookUpConversation(given, deps);
  switch (found.kind) {
    case 'found':
      return good(what, found.id === given ? 'found' : `that of the session: \`${found.id}\``);
    case 'none':
      // A link may open the session to whoever reads it.
      return bad(what, URL.canParse(given) ? REASONS.none : `\`${given}\` is not known`);
    case 'goes-on':
      return bad(what, REASONS['goes-on']);
    case 'unknown':
      return unclear(what, 'this server does not tell whether it exists');
  }
}

function harnessCheck(harness: string | undefined): Check | undefined {
  if (harness === undefined) return undefined;
  if (HARNESSES.includes(harness)) return good('Harness', harness);
  const known = HARNESSES.map((name): Names => [name]);
  const near = suggestion(harness, known);
  return unclear('Harness', `\`${harness}\` is not one that this version knows${near}`);
}

function good(what: string, finding: string): Check {
  return { what, verdict: 'good', finding };
}

function bad(what: string, finding: string): Check {
  return { what, verdict: 'bad', finding };
}

function unclear(what: string, finding: string): Check {
  return { what, verdict: 'unknown', finding };
}
