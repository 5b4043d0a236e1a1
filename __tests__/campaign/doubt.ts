import type { LoggedRequest } from '../emulator/http/message.ts';
import { isMerelySlow, isRefusal, isReplay, isSecretReplay } from './faults.ts';
import type { Oracle } from './oracle.ts';

// What holds when answers are lost: a second request, a second run and a lost one each need a reason.

/** Between two create requests of one wish, the first of which may have had its effect, runs are listed. */
export function lookedBeforeSending(oracle: Oracle): string[] {
  const lists = oracle.requestsTo('list');
  return [...Map.groupBy(oracle.requestsTo('create'), startIdOf)].flatMap(([startId, sent]) =>
    sent.slice(1).flatMap(({ at }, index) => {
      const before = sent[index];
      if (before === undefined || !isAmbiguous(before)) return [];
      const hasLooked = lists.some((list) => list.at > before.at && list.at < at);
      return hasLooked ? [] : [`start_id ${startId} was sent again after ${outcomeOf(before)}`];
    }),
  );
}

/** Only a request that takes effect after it was looked for makes a second run, or one that was replayed. */
export function madeTwiceForAReason(oracle: Oracle): string[] {
  const { server } = oracle.happening.plan;
  const sent = oracle.requestsTo('create');
  const isLate = sent.some(({ fault = '' }) => fault.startsWith('late-effect'));
  if (isLate || server.dropMetadata) return [];
  const replays = Map.groupBy(
    sent.filter(({ fault }) => isReplay(fault)),
    startIdOf,
  );
  return [...oracle.wishes]
    .filter(([startId, runs]) => runs.length > 1 + (replays.get(startId)?.length ?? 0))
    .map(([startId, runs]) => `start_id ${startId} made ${runs.length} runs, and none was late`);
}

/** A run may only be given up when it could not be found or followed. */
export function lostForAReason(oracle: Oracle): string[] {
  const { outcome, endedItself } = oracle;
  if (outcome !== 'lost' || !endedItself || reasonForLost(oracle) !== undefined) return [];
  return ['nothing kept the step from finding and following its run'];
}

/** What justifies `lost`. */
function reasonForLost(oracle: Oracle): string | undefined {
  const { happening, wishes } = oracle;
  const { plan, killed } = happening;
  if (killed.main) return 'the step was stopped';
  if (plan.outage) return 'the API was off the network';
  // Of the API's own refusals in a row, fewer are not believed.
  if (oracle.requestsTo('read').filter(({ fault }) => isRefusal(fault)).length >= 2)
    return 'reads were refused';
  if (oracle.requestsTo('followUp').some(isAmbiguous)) return 'the answer to the follow-up was lost';
  const sent = oracle.requestsTo('create');
  if (!sent.some(isAmbiguous)) return undefined;
  const { dropMetadata, refuseMetadataFilter } = plan.server;
  if (dropMetadata || refuseMetadataFilter) return 'the server cannot look runs up';
  const isParentAsked = plan.inputs['parent-run-id'] !== undefined;
  if (isParentAsked && plan.server.omitParent === 'everywhere')
    return 'the server does not tell whose child a run is';
  const hasReadFailed = oracle.requestsTo('read').some(({ fault }) => fault && !isMerelySlow(fault));
  if (isParentAsked && plan.server.omitParent === 'in-listings' && hasReadFailed)
    return 'the reading that tells whose child a run is failed';
  if (oracle.requestsTo('list').some(({ fault }) => fault !== undefined && !isMerelySlow(fault)))
    return 'the look for the run failed';
  if (sent.some(({ fault = '' }) => fault.startsWith('late-effect'))) return 'the run came late';
  const isWithoutRun = [...wishes.values()].some((runs) => runs.length === 0);
  return isWithoutRun ? 'no run was made, which nobody can know' : undefined;
}

/** Whether the client cannot know if the request had its effect. */
export function isAmbiguous({ status, fault }: LoggedRequest): boolean {
  if (fault === undefined || isSecretReplay(fault)) return false;
  if (isMerelySlow(fault) && status !== undefined) return false;
  return status === undefined || status < 300 || status >= 500 || status === 408;
}

function outcomeOf({ status, fault }: LoggedRequest): string {
  return `${fault} (${status ?? 'dropped'})`;
}

function startIdOf({ body }: LoggedRequest): string {
  const { metadata } = (body ?? {}) as { metadata?: { start_id?: string } };
  return metadata?.start_id ?? '';
}
