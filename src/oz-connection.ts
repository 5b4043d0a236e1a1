import type { WorkflowEvent } from './github/event.ts';
import type { CommonInputs } from './inputs/inputs.ts';
import type { Ledger } from './ledger.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import type { Secrets } from './lib/secrets.ts';
import { USER_AGENT } from './lib/version.ts';
import { OzClient } from './oz/client.ts';
import { hideSecretsOf, isSessionLinkShown } from './report/session-link.ts';

interface ConnectionParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly event: WorkflowEvent;
  readonly ledger: Pick<Ledger, 'sharesEditing'>;
}

/**
 * Makes the client of the API. Every run that it reads gives up its secrets to the masks before anyone else gets it.
 * The client's constructor throws an `OzError` when a proxy variable is no URL.
 */
export function connection({
  clock,
  log,
  secrets,
  event,
  ledger,
}: ConnectionParts): (inputs: Pick<CommonInputs, 'apiKey' | 'apiUrl'>) => OzClient {
  return ({ apiKey = '', apiUrl }) => {
    return new OzClient({
      apiUrl,
      apiKey,
      userAgent: USER_AGENT,
      clock,
      debug: (message) => log.debug(message),
      onRun: (run) => hideSecretsOf(run, isSessionLinkShown(run, ledger.sharesEditing, event), secrets),
    });
  };
}
