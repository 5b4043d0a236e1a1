import { type Names, suggestion } from '../lib/nearest.ts';
import { StepError } from '../model.ts';
import type { Environment } from '../oz/catalogue.ts';
import { OzError } from '../oz/problem.ts';
import type { Deps } from './deps.ts';
import { refusedLookUp } from './endings.ts';
import { withRetry } from './retry.ts';

/** How long the look for an environment may take, in ms. */
const TIMEOUT = 60_000;

const MAX_SHOWN = 10;

/** What the name or UID of an environment stands for; else why that is not clear. */
export type EnvironmentMatch =
  | { readonly kind: 'found'; readonly environment: Environment }
  | { readonly kind: 'unclear'; readonly why: string };

export function matchEnvironment(wanted: string, environments: readonly Environment[]): EnvironmentMatch {
  const byUid = environments.find(({ uid }) => uid === wanted);
  const byName = environments.filter(({ name }) => name === wanted);
  const [environment, ...others] = byUid ? [byUid] : byName;
  if (environment === undefined) {
    const known = environments.map(({ uid, name }): Names => (name === undefined ? [uid] : [name, uid]));
    return { kind: 'unclear', why: `\`${wanted}\` is not known${suggestion(wanted, known)}` };
  }
  if (others.length === 0) return { kind: 'found', environment };
  const uids = byName.slice(0, MAX_SHOWN).map(({ uid }) => `\`${uid}\``);
  const why = `\`${wanted}\` is the name of ${byName.length} environments; give the UID of one: ${uids.join(', ')}`;
  return { kind: 'unclear', why };
}

/** The UID of the environment of that name. Throws a `StepError` when it is not clear which one is meant. */
export async function environmentUid(name: string, deps: Deps): Promise<string> {
  const { oz, clock, log } = deps;
  const environments = await withRetry(
    (options) => oz.listEnvironments(options),
    deps,
    clock.now() + TIMEOUT,
  ).catch((error: unknown) => {
    if (!(error instanceof OzError)) throw error;
    throw refusedLookUp(
      error,
      `So the environment \`${name}\` could not be looked up; its UID needs no look-up.`,
    );
  });
  const match = matchEnvironment(name, environments);
  if (match.kind === 'found') {
    log.info(`environment ${name}: ${match.environment.uid}`);
    return match.environment.uid;
  }
  throw new StepError({
    code: 'environment_unknown',
    message: `Environment: ${match.why}`,
    remedy:
      environments.length > 0
        ? 'Give the name or the UID of an environment that the key may use.'
        : 'Create an environment in the Oz settings first, with this repository in it, then give its name.',
  });
}
