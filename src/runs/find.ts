import type { CreateRequest } from '../model.ts';
import type { RunFilter } from '../oz/client.ts';
import type { Run } from '../oz/decode.ts';
import type { CallOptions } from '../oz/http.ts';
import { OzError } from '../oz/problem.ts';
import { ACTIVE_STATES, isActive, isSpeltAsKnown } from '../oz/states.ts';
import type { Deps } from './deps.ts';
import { UNKNOWN_TIME } from './outage-tracker.ts';
import { isTransient, withRetry } from './retry.ts';
import { originOf, truncateValues } from './stamp.ts';

/**
 * `unclear`: the server does not let us tell, so nothing may be concluded from not having found anything. `doubtful`:
 * runs beside those found that carry the stamp and do not say whose children they are.
 */
export type Findings =
  | { readonly kind: 'found'; readonly runs: readonly [Run, ...Run[]]; readonly doubtful: readonly Run[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'unclear'; readonly why: string };

/** A server's machines may differ among themselves, and our clock may have been set in between. In ms. */
const CLOCK_TOLERANCE = 10 * 60_000;

/** Pages of 100 runs. */
const MAX_PAGES = 5;

/** How long a run of which the listing says too little may be read, in ms. */
const READ_TIMEOUT = 15_000;

const PARENT_UNKNOWN = 'the server does not say whose child a run with the same metadata is';

/**
 * The runs that a create request made, oldest first. Older servers may ignore the metadata filter, drop the metadata,
 * or both; so after a filtered look that found nothing the newest runs are looked through as well, and one of them
 * without any metadata that has our prompt makes it unclear whether it is ours. `ownRunId`: one that is surely ours.
 */
export async function findByStart(
  request: CreateRequest,
  deps: Deps,
  deadline: number,
  ownRunId?: string,
): Promise<Findings> {
  const own = { stamp: { start_id: request.startId }, parentRunId: request.parentRunId, runId: ownRunId };
  const filtered = await listRuns({ metadata: own.stamp }, deps, deadline);
  const early = await sortOut(filtered.runs, own, deps, deadline);
  if (early.kind !== 'none') return early;

  const sentAt = sentByServerClock(request, deps);
  const since = sentAt === undefined ? undefined : sentAt - CLOCK_TOLERANCE;
  const newest = await listRuns({}, deps, deadline, since);
  const late = await sortOut(newest.runs, own, deps, deadline);
  if (late.kind !== 'none') return late;
  if (newest.kind === 'unclear') return newest;
  if (newest.runs.some((run) => run.id !== ownRunId && mayBe(run, request, since))) {
    return { kind: 'unclear', why: 'the server keeps no metadata, and a run like this one was just created' };
  }
  return { kind: 'none' };
}

/** The earlier of what is known: our clock may have been set since. Undefined where the server's clock is unknown. */
function sentByServerClock({ sentAt, serverSentAt }: CreateRequest, { oz }: Deps): number | undefined {
  const known = [serverSentAt, oz.serverTimeOf(sentAt)].filter((time) => time !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}

/**
 * Runs by what is stamped on them, newest first; an undefined value means that the run must not have the key. A server
 * that lists runs without any metadata either drops it or ignores the filter, so that nothing can be concluded.
 */
export async function findStamped(
  stamp: Stamp,
  wanted: { readonly parentRunId: string | undefined; readonly onlyActive: boolean },
  deps: Deps,
  deadline: number,
): Promise<Findings> {
  const list = wanted.onlyActive ? listActive : listStamped;
  const listed = await list(stamp, {}, deps, deadline);
  if (listed.kind === 'unclear') return listed;
  const own = { stamp, parentRunId: wanted.parentRunId };
  const found = await sortOut(listed.runs, own, deps, deadline);
  if (found.kind === 'found' && found.doubtful.length > 0) return { kind: 'unclear', why: PARENT_UNKNOWN };
  if (found.kind === 'found') return { ...found, runs: found.runs.toReversed() as [Run, ...Run[]] };
  if (found.kind === 'unclear') return found;
  const isBlind = listed.runs.some((run) => Object.keys(run.metadata ?? {}).length === 0);
  return isBlind
    ? { kind: 'unclear', why: 'the server lists runs without their metadata' }
    : { kind: 'none' };
}

/**
 * Active runs that may carry a stamp. Servers may spell states their own way, know further ones, and filter by nothing
 * else, so the state is compared here. Where there are too many runs to look through, the filter finds the others, if
 * the server has spelt every state so far as the contract does.
 */
export async function listActive(
  stamp: Stamp,
  filter: Omit<RunFilter, 'metadata' | 'states'>,
  deps: Deps,
  deadline: number,
): Promise<Listing> {
  const newest = await listStamped(stamp, filter, deps, deadline);
  if (newest.kind === 'unclear' && !newest.runs.every(({ state }) => isSpeltAsKnown(state))) return newest;
  const rest: Listing =
    newest.kind === 'unclear'
      ? await listStamped(stamp, { ...filter, states: ACTIVE_STATES }, deps, deadline)
      : { kind: 'runs', runs: [] };
  if (rest.kind === 'unclear') return rest;
  const byId = new Map([...newest.runs, ...rest.runs].map((run) => [run.id, run]));
  return { kind: 'runs', runs: [...byId.values()].filter(({ state }) => isActive(state)) };
}

/** What our runs are recognised by. `runId`: one that is surely ours. */
interface Own {
  readonly stamp: Stamp;
  readonly parentRunId: string | undefined;
  readonly runId?: string | undefined;
}

/** Those that carry the stamp, oldest first. A run that does not name its parent is read where that matters. */
async function sortOut(runs: readonly Run[], own: Own, deps: Deps, deadline: number): Promise<Findings> {
  const originIn = (run: Run) => {
    const origin = originOf(run, own.stamp, own.parentRunId);
    return origin === 'unclear' && run.id === own.runId ? 'ours' : origin;
  };
  const ours: Run[] = [];
  const doubtful: Run[] = [];
  for (const listed of runs) {
    const run = originIn(listed) === 'unclear' ? await readOrKeep(listed, deps, deadline) : listed;
    const origin = originIn(run);
    if (origin === 'ours') ours.push(run);
    if (origin === 'unclear') doubtful.push(run);
  }
  const sorted = oldestFirst(ours);
  if (isNonEmpty(sorted)) return { kind: 'found', runs: sorted, doubtful };
  return doubtful.length > 0 ? { kind: 'unclear', why: PARENT_UNKNOWN } : { kind: 'none' };
}

/** The run as a reading of its own shows it, or as it was listed. Metadata never changes. */
export async function readOrKeep(listed: Run, deps: Deps, deadline: number): Promise<Run> {
  const { oz, clock } = deps;
  const until = Math.min(deadline, clock.now() + READ_TIMEOUT);
  try {
    const isNew = listed.createdAt === undefined || oz.serverNow() - listed.createdAt < UNKNOWN_TIME;
    const mayPass = (error: OzError) => isTransient(error) || (error.status === 404 && isNew);
    const run = await withRetry((options) => oz.readRun(listed.id, options), deps, until, mayPass);
    return { ...run, metadata: run.metadata ?? listed.metadata };
  } catch (error) {
    if (!(error instanceof OzError)) throw error;
    return listed;
  }
}

/** Runs that may carry a stamp: the server was asked for it, but may list others too. */
export async function listStamped(
  stamp: Stamp,
  filter: Omit<RunFilter, 'metadata'>,
  deps: Deps,
  deadline: number,
): Promise<Listing> {
  const filtered = await listRuns({ ...filter, metadata: truncateValues(stamp) }, deps, deadline);
  return filtered.kind === 'unclear' && filtered.isFilterRefused
    ? listRuns(filter, deps, deadline)
    : filtered;
}

/** Keys of the metadata with what they must hold; undefined: they must be missing. */
export type Stamp = Readonly<Record<string, string | undefined>>;

/** `since`: by the server's clock; undefined where that is unknown. */
function mayBe(run: Run, request: CreateRequest, since: number | undefined): boolean {
  const isBare = Object.keys(run.metadata ?? {}).length === 0;
  const isRecent = run.createdAt === undefined || since === undefined || run.createdAt >= since;
  const isForeign = run.parentRunId !== undefined && run.parentRunId !== request.parentRunId;
  return isBare && isRecent && !isForeign && hasSameTask(run, request);
}

/** Servers add to a prompt, and what is saved of ours is only its beginning. */
export function hasSameTask(run: Run, { prompt, skill }: CreateRequest): boolean {
  const squeeze = (text: string | undefined) => (text ?? '').replace(/\s+/g, ' ').trim();
  const [theirs, ours] = [squeeze(run.submittedPrompt ?? run.prompt), squeeze(prompt)];
  const hasOurPrompt =
    theirs === ours || (theirs !== '' && ours !== '' && (theirs.includes(ours) || ours.includes(theirs)));
  const hasOurSkill = ours === '' && skill !== undefined && run.config.skill === skill;
  return hasOurPrompt || hasOurSkill;
}

/** `unclear`: not all runs, but those that were seen. */
export type Listing =
  | { readonly kind: 'runs'; readonly runs: readonly Run[] }
  | {
      readonly kind: 'unclear';
      readonly runs: readonly Run[];
      readonly why: string;
      readonly isFilterRefused: boolean;
    };

/** All pages, down to runs created before `back` (ms since the epoch). Rejects with an `OzError`. */
export async function listRuns(
  filter: RunFilter,
  deps: Deps,
  deadline: number,
  back?: number,
): Promise<Listing> {
  const runs: Run[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const at = cursor;
    try {
      const read = (options: CallOptions) => deps.oz.listRuns({ ...filter, cursor: at }, options);
      const page = await withRetry(read, deps, deadline);
      runs.push(...page.runs);
      cursor = page.nextCursor;
    } catch (error) {
      if (filter.metadata && isFilterRefused(error))
        return unclear([], 'the server refuses to filter runs by metadata', true);
      throw error;
    }
    const oldest = runs.at(-1)?.createdAt;
    if (cursor === undefined || (back !== undefined && oldest !== undefined && oldest < back)) {
      return { kind: 'runs', runs };
    }
  }
  return unclear(runs, 'the server lists more runs than can be looked through', false);
}

function unclear(runs: readonly Run[], why: string, isFilterRefused: boolean): Listing {
  return { kind: 'unclear', runs, why, isFilterRefused };
}

/** With a code of its own, or with none in the oldest form. A revoked key is refused again without the filter. */
export function isFilterRefused(error: unknown): boolean {
  return error instanceof OzError && error.kind === 'problem' && [400, 403, 422].includes(error.status ?? 0);
}

function isNonEmpty<T>(items: readonly T[]): items is readonly [T, ...T[]] {
  return items.length > 0;
}

/** Of duplicates created at the same moment, every look has to take the same one for the oldest. */
function oldestFirst(runs: readonly Run[]): Run[] {
  return runs.toSorted(
    (a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0) || Number(a.id > b.id) - Number(a.id < b.id),
  );
}
