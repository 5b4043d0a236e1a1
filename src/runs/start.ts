import type { JsonObject } from '../lib/json.ts';
import type { CreateRequest } from '../model.ts';
import type { Created, Run } from '../oz/decode.ts';
import { OzError } from '../oz/problem.ts';
import { backOff } from './cadence.ts';
import type { Deps } from './deps.ts';
import { type Findings, findByStart } from './find.ts';
import { UNKNOWN_TIME } from './outage-tracker.ts';
import { isOutOfCredits } from './retry.ts';

/** How one request ended: with a run, refused without any effect, or with a run that may exist and cannot be found. */
export type Start =
  | { readonly kind: 'started'; readonly run: Created }
  | { readonly kind: 'refused'; readonly error: OzError }
  | { readonly kind: 'lost'; readonly error: OzError; readonly why: string };

/** How long a request is tried, in ms. */
export const START_TIMEOUT = 5 * 60_000;

/** A host that could not be reached for so long is not tried any further, in ms: its name or the proxy may be wrong. */
const MAX_UNREACHABLE = 60_000;

/** Whether a run whose create request was first sent then (ms since the epoch) may be unknown to a replica. */
export function mayBeNew(request: Pick<CreateRequest, 'sentAt'> | undefined, wall: number): boolean {
  return request !== undefined && wall - request.sentAt < START_TIMEOUT + UNKNOWN_TIME;
}

/** Before the first and the second look for a run whose create request got no answer, in ms. */
const LOOKS = [1000, 5000];
const LOOKS_TOTAL = 6000;

interface Hooks {
  /** Called before every request that may have an effect; `resent` from the second on. May refuse with an `OzError`. */
  readonly sending: (resent: boolean) => void;
  /** Called at once when a request may have made a run that its answer does not name. */
  readonly ambiguous: (request: CreateRequest) => void;
  /** Called at once when a request had no effect. */
  readonly harmless?: () => void;
  /** What of the body must be as new as the request. */
  readonly renewed?: ((body: JsonObject) => JsonObject) | undefined;
  /** Gives up a create request in progress; later than the signal, since its answer is worth a wait. */
  readonly giveUp?: AbortSignal | undefined;
}

/**
 * Makes exactly one run of a request, although the API knows no idempotency key. A request that surely had no effect is
 * sent again; one that may have had one is first looked for, by the `start_id` in its metadata, and only sent again,
 * under the same id, when two looks found nothing. Rejects only with the signal's reason.
 */
export async function startRun(
  request: CreateRequest,
  body: JsonObject,
  deps: Deps,
  deadline: number,
  hooks: Hooks,
): Promise<Start> {
  const { oz, clock, log, signal } = deps;
  const began = clock.now();
  let ambiguous: OzError | undefined;
  let unreachableSince: number | undefined;
  for (let sent = 1; ; sent += 1) {
    signal.throwIfAborted();
    const sentAt = clock.now();
    try {
      hooks.sending(sent > 1);
      return {
        kind: 'started',
        run: await oz.createRun(hooks.renewed?.(body) ?? body, { signal: hooks.giveUp }),
      };
    } catch (error) {
      if (!(error instanceof OzError)) throw error;
      const verdict = verdictOn(error);
      if (verdict === 'refused') return ended(ambiguous, error);
      const dated = { ...request, serverSentAt: serverTime(began, deps) ?? request.serverSentAt };
      if (verdict === 'ambiguous') hooks.ambiguous(dated);
      else hooks.harmless?.();
      log.info(`${error.message}.`);
      if (verdict === 'ambiguous') {
        ambiguous = error;
        const findings = await lookTwice(dated, deps, deadline);
        if (findings.kind === 'found') return adopted(findings.runs[0], log);
        if (findings.kind === 'unclear') return { kind: 'lost', error, why: findings.why };
      }
      const pause = Math.max(error.retryAfter ?? 0, backOff(sent));
      unreachableSince = error.kind === 'unsent' ? (unreachableSince ?? sentAt) : undefined;
      // The next try may take as long as this one.
      const next = clock.now() + pause + (clock.now() - sentAt);
      const isHopeless = unreachableSince !== undefined && next >= unreachableSince + MAX_UNREACHABLE;
      if (isHopeless || clock.now() + pause + LOOKS_TOTAL >= deadline) return ended(ambiguous, error);
      log.info(`Sending the create request again in ${Math.ceil(pause / 1000)} s.`);
      await clock.sleep(pause, signal);
    }
  }
}

/**
 * What a failed create request means:
 * `harmless`: it had no effect and may be sent again;
 * `ambiguous`: it may have made a run;
 * `refused`: it had no effect, and sending it again would not change that.
 */
export function verdictOn(error: OzError): 'harmless' | 'ambiguous' | 'refused' {
  const { kind, code, status = 0 } = error;
  if (code === 'state_not_saved') return 'refused';
  if (kind === 'unsent') return 'harmless';
  if (kind === 'unanswered') return 'ambiguous';
  if (status === 429) return isOutOfCredits(error) ? 'refused' : 'harmless';
  if (status === 409) return 'harmless';
  // 503: also with `Retry-After`, which a gateway sends that gave up on an answer.
  return [408, 500, 502, 503, 504].includes(status) || status >= 520 ? 'ambiguous' : 'refused';
}

/** What the server's clock showed at a moment of the monotonic clock; undefined while that is unknown. */
function serverTime(moment: number, { oz, clock }: Deps): number | undefined {
  const now = oz.serverTimeOf(clock.wall());
  return now === undefined ? undefined : now - (clock.now() - moment);
}

/** An earlier try may still land, whatever the last one was answered. */
function ended(ambiguous: OzError | undefined, error: OzError): Start {
  if (ambiguous === undefined) return { kind: 'refused', error };
  return { kind: 'lost', error, why: 'an earlier create request got no answer and may still take effect' };
}

function adopted(run: Run, log: Deps['log']): Start {
  log.info(`The request had its effect anyway: run ${run.id} carries its start_id. Following that one.`);
  return { kind: 'started', run: { id: run.id, state: run.state, atCapacity: false } };
}

async function lookTwice(request: CreateRequest, deps: Deps, deadline: number): Promise<Findings> {
  for (const pause of LOOKS) {
    deps.log.info(`Looking in ${pause / 1000} s whether a run was created.`);
    await deps.clock.sleep(pause, deps.signal);
    try {
      const findings = await findByStart(request, deps, deadline);
      if (findings.kind !== 'none') return findings;
    } catch (error) {
      if (!(error instanceof OzError)) throw error;
      return { kind: 'unclear', why: `looking it up failed: ${error.message}` };
    }
  }
  return { kind: 'none' };
}
