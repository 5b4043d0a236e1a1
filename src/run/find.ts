import type { RunFilter } from '../oz/client.ts';
import type { Run } from '../oz/decode.ts';
import { OzError } from '../oz/problem.ts';
import { ACTIVE_STATES, isActive } from '../oz/states.ts';
import { persist } from './persist.ts';
import { carries, cleaned } from './stamp.ts';
import type { Limits, Tools } from './tools.ts';

/** `unclear`: the server does not let us tell, so nothing may be concluded from not having found anything. */
export type Findings =
  | { readonly kind: 'found'; readonly runs: readonly [Run, ...Run[]] }
  | { readonly kind: 'none' }
  | { readonly kind: 'unclear'; readonly why: string };

/** The create request that a run is looked for by. */
export interface Wish {
  readonly startId: string;
  readonly prompt: string | undefined;
  readonly skill: string | undefined;
  readonly parentRunId: string | undefined;
  /** When the first request was sent: ms since the epoch, by this machine's clock. */
  readonly sentAt: number;
}

/** How far this machine's clock and the server's may differ, in ms. */
const CLOCK_SKEW = 10 * 60_000;

/** Pages of 100 runs. */
const MOST_PAGES = 5;

/**
 * The runs that a create request made, oldest first. Older servers may ignore the metadata filter, drop the metadata,
 * or both; so after a filtered look that found nothing the newest runs are looked through as well, and one of them
 * without any metadata that has our prompt makes it unclear whether it is ours.
 */
export async function findByStart(wish: Wish, tools: Tools, limits: Limits): Promise<Findings> {
  const isOurs = (run: Run) => carries(run, { start_id: wish.startId }, wish.parentRunId);
  const filtered = await listRuns({ metadata: { start_id: wish.startId } }, tools, limits);
  const ours = filtered.kind === 'runs' ? oldestFirst(filtered.runs.filter(isOurs)) : [];
  if (isNonEmpty(ours)) return { kind: 'found', runs: ours };

  const newest = await listRuns({}, tools, limits, wish.sentAt - CLOCK_SKEW);
  if (newest.kind === 'unclear') return newest;
  const late = oldestFirst(newest.runs.filter(isOurs));
  if (isNonEmpty(late)) return { kind: 'found', runs: late };
  if (newest.runs.some((run) => mayBe(run, wish))) {
    return { kind: 'unclear', why: 'the server keeps no metadata, and a run like this one was just created' };
  }
  return { kind: 'none' };
}

/**
 * Runs by what is stamped on them, newest first; an undefined value means that the run must not have the key. A server
 * that lists runs without any metadata either drops it or ignores the filter, so that nothing can be concluded.
 */
export async function findStamped(
  stamp: Stamp,
  wanted: { readonly parentRunId: string | undefined; readonly onlyActive: boolean },
  tools: Tools,
  limits: Limits,
): Promise<Findings> {
  const states = wanted.onlyActive ? { states: ACTIVE_STATES } : {};
  const listed = await listStamped(stamp, states, tools, limits);
  if (listed.kind === 'unclear') return listed;
  const isOurs = (run: Run) =>
    carries(run, stamp, wanted.parentRunId) && (!wanted.onlyActive || isActive(run.state));
  const ours = oldestFirst(listed.runs.filter(isOurs)).reverse();
  if (isNonEmpty(ours)) return { kind: 'found', runs: ours };
  const isBlind = listed.runs.some((run) => Object.keys(run.metadata ?? {}).length === 0);
  return isBlind
    ? { kind: 'unclear', why: 'the server lists runs without their metadata' }
    : { kind: 'none' };
}

/** Runs that may carry a stamp: the server was asked for it, but may list others too. */
export async function listStamped(
  stamp: Stamp,
  filter: Omit<RunFilter, 'metadata'>,
  tools: Tools,
  limits: Limits,
): Promise<Listing> {
  const filtered = await listRuns({ ...filter, metadata: cleaned(stamp) }, tools, limits);
  return filtered.kind === 'runs' ? filtered : listRuns(filter, tools, limits);
}

/** Keys of the metadata with what they must hold; undefined: they must be missing. */
export type Stamp = Readonly<Record<string, string | undefined>>;

function mayBe(run: Run, wish: Wish): boolean {
  const isBare = Object.keys(run.metadata ?? {}).length === 0;
  const isRecent = run.createdAt === undefined || run.createdAt >= wish.sentAt - CLOCK_SKEW;
  const squeeze = (text: string | undefined) => (text ?? '').replace(/\s+/g, ' ').trim();
  const [theirs, ours] = [squeeze(run.prompt), squeeze(wish.prompt)];
  const hasOurPrompt =
    theirs === ours || (theirs !== '' && ours !== '' && (theirs.includes(ours) || ours.includes(theirs)));
  const hasOurSkill = ours === '' && wish.skill !== undefined && run.config.skill === wish.skill;
  return isBare && isRecent && (hasOurPrompt || hasOurSkill) && run.parentRunId === wish.parentRunId;
}

type Listing =
  | { readonly kind: 'runs'; readonly runs: readonly Run[] }
  | { readonly kind: 'unclear'; readonly why: string };

/** All pages, down to runs created before `back` (ms since the epoch). Rejects with an `OzError`. */
export async function listRuns(
  filter: RunFilter,
  tools: Tools,
  limits: Limits,
  back?: number,
): Promise<Listing> {
  const runs: Run[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const at = cursor;
    try {
      const page = await persist(
        (options) => tools.oz.listRuns({ ...filter, cursor: at }, options),
        tools,
        limits,
      );
      runs.push(...page.runs);
      cursor = page.nextCursor;
    } catch (error) {
      if (filter.metadata && isFilterRefused(error))
        return { kind: 'unclear', why: 'the server refuses to filter runs by metadata' };
      throw error;
    }
    const oldest = runs.at(-1)?.createdAt;
    if (cursor === undefined || (back !== undefined && oldest !== undefined && oldest < back)) {
      return { kind: 'runs', runs };
    }
  }
  return { kind: 'unclear', why: 'the server lists more runs than can be looked through' };
}

/** With a code of its own, or with none in the oldest form. A revoked key is refused again without the filter. */
function isFilterRefused(error: unknown): boolean {
  return error instanceof OzError && error.kind === 'problem' && [400, 403, 422].includes(error.status ?? 0);
}

function isNonEmpty<T>(items: readonly T[]): items is readonly [T, ...T[]] {
  return items.length > 0;
}

function oldestFirst(runs: readonly Run[]): Run[] {
  return runs.toSorted((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0));
}
