import type { WorkflowEvent } from '../github/event.ts';
import { StepError, skipped } from '../model.ts';

/** Events that get no secrets skip the step, since nobody can give them a key; elsewhere a missing key is a mistake. */
export function missingKey({ withoutSecrets, name }: WorkflowEvent): StepError {
  if (withoutSecrets === undefined) {
    return new StepError({
      code: 'missing_api_key',
      message:
        'There is no API key: the input `api-key` and the environment variable WARP_API_KEY are both empty.',
      remedy:
        'If you use a secret, make sure that it exists in this repository, organisation or environment and that its name is spelt right: `api-key: ${{ secrets.WARP_API_KEY }}`.',
    });
  }
  const who = withoutSecrets === 'fork' ? 'a pull request from a fork' : 'what Dependabot causes';
  const how =
    withoutSecrets === 'fork'
      ? 'GitHub hands no secrets to it. Run the agent on a comment of a maintainer instead.'
      : 'GitHub hands it only the secrets stored for Dependabot. Store the key there as well if you want it.';
  const message = `No API key on ${who} (\`${name}\`), so no agent was started. ${how}`;
  return skipped('no-secret', message, 'no_secret');
}
