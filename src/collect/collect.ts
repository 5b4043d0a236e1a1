import { markerOf } from '../github/marker.ts';
import {
  type Answer,
  type CommentMarkers,
  type CommentStanding,
  type Question,
  standingIn,
} from '../github/standing.ts';
import type { CollectInputs } from '../inputs/inputs.ts';
import { closed } from '../lib/nearest.ts';
import type { CollectedRun, Collection, StepResult } from '../model.ts';
import type { Run } from '../oz/decode.ts';
import { runUrl } from '../oz/links.ts';
import { pullRequestsOf } from '../oz/pull-requests.ts';
import { isActive } from '../oz/states.ts';
import { distrustWords } from '../report/collected.ts';
import { outcomeWords } from '../report/sections.ts';
import { verify } from '../runs/collect-stamp.ts';
import type { Deps } from '../runs/deps.ts';
import { withRetry } from '../runs/retry.ts';
import { type Candidate, type Candidates, sortOut } from './candidates.ts';
import { type CollectParts, Conclusions, concludedLine } from './conclusion.ts';
import { listAll } from './listing.ts';
import { CONCLUSIONS, isStill } from './verdict.ts';

/** How long a run may be read before it is concluded, in ms. */
const READ_TIMEOUT = 30_000;

/** Copies and newer runs are looked for from so long before a run's creation, in ms. */
const NEAR = 16 * 60_000;

/** Concludes what has ended of the runs that earlier steps started and did not wait for. Rejects when these cannot be listed. */
export async function collect(inputs: CollectInputs, deps: Deps, parts: CollectParts): Promise<StepResult> {
  return new Collecting(inputs, deps, parts).run();
}

class Collecting {
  readonly #inputs: CollectInputs;
  readonly #deps: Deps;
  readonly #parts: CollectParts;
  readonly #conclusions: Conclusions;

  constructor(inputs: CollectInputs, deps: Deps, parts: CollectParts) {
    this.#inputs = inputs;
    this.#deps = deps;
    this.#parts = parts;
    this.#conclusions = new Conclusions(inputs, deps, parts);
  }

  async run(): Promise<StepResult> {
    const { clock, oz, log } = this.#deps;
    const updatedAfter = (oz.serverTimeOf(clock.wall()) ?? clock.wall()) - this.#inputs.lookback;
    const { trusted, distrusted } = await this.#find({ updatedAfter });
    const wanted = trusted.filter((candidate) => this.#isWanted(candidate));
    const settled = await this.#settled(wanted);
    const runs: CollectedRun[] = [];
    // One after the other: what the log says then stands below the run that it is about.
    for (const candidate of wanted) {
      this.#deps.signal.throwIfAborted();
      runs.push(await this.#collect(candidate, settled.get(candidate.run.id)));
    }
    const collection: Collection = { runs, distrusted: [...distrusted] };
    if (distrusted.size > 0) log.notice(`Runs left alone: ${distrustWords(collection)}.`, 'Collect');
    return { outcome: 'collected', collection };
  }

  async #find(since: Parameters<typeof listAll>[1], number?: number): Promise<Candidates> {
    const { repository } = this.#parts.event;
    const runs = await listAll({ repository, number }, since, this.#deps);
    return sortOut(runs, repository, this.#inputs.apiKey ?? '');
  }

  #isWanted({ number, commentKey }: Candidate): boolean {
    const { number: onlyNumber = number, isCommentKeyGiven, commentKey: onlyKey } = this.#inputs;
    return number === onlyNumber && (!isCommentKeyGiven || commentKey === onlyKey);
  }

  /** Whether each run is concluded where it speaks; missing where GitHub does not say. */
  async #settled(candidates: readonly Candidate[]): Promise<ReadonlyMap<string, boolean>> {
    const speaking = candidates.filter(({ places }) => places.length > 0);
    const { githubToken: token = '' } = this.#inputs;
    const { event, log } = this.#parts;
    const { lookUp, PER_REQUEST } = await import('../github/standing.ts');
    const settled = new Map<string, boolean>();
    for (let at = 0; at < speaking.length; at += PER_REQUEST) {
      const some = speaking.slice(at, at + PER_REQUEST);
      try {
        const access = { token, apiUrl: event.apiUrl };
        const answers = await lookUp(some.map(questionOf), access, event.repository, this.#deps.signal);
        for (const [index, candidate] of some.entries()) {
          const answer = answers[index];
          if (answer) settled.set(candidate.run.id, await this.#isSettled(candidate, answer));
        }
      } catch (error) {
        this.#deps.signal.throwIfAborted();
        const { causeOf } = await import('../github/failure.ts');
        log.warning(
          `What is reported of ${some.length} runs could not be read: ${causeOf(error)}. The next collecting step tries again.`,
          'Collect',
        );
      }
    }
    return settled;
  }

  async #isSettled(candidate: Candidate, answer: Answer): Promise<boolean> {
    const { run, places } = candidate;
    const { status } = answer;
    const isUnknown = answer.comment === undefined && places.includes('comment');
    const comment = isUnknown ? await this.#lookFurther(candidate) : answer.comment;
    if (comment?.isAtWork) return false;
    const isSaid = (
      place: Candidate['places'][number],
      says: (outcome: (typeof CONCLUSIONS)[number]) => boolean,
    ) => !places.includes(place) || CONCLUSIONS.some((outcome) => isStill(run, outcome) && says(outcome));
    const second = comment?.body.split('\n')[1];
    return (
      isSaid('comment', (outcome) => second === concludedLine(run.id, outcome)) &&
      isSaid(
        'status',
        (outcome) =>
          status?.targetUrl === runUrl(run.id) && status.description.startsWith(outcomeWords(outcome)),
      )
    );
  }

  /** In a long conversation, or in a review thread. */
  async #lookFurther({ run, order, number, commentKey }: Candidate): Promise<CommentStanding | undefined> {
    const { openStore } = await import('../publish/comment-store.ts');
    const store = await openStore(
      { ...this.#inputs, number, thread: order.thread },
      { ...this.#parts.event, name: '' },
      'thread',
    );
    try {
      const { marker, working } = markersFor(run, order.comment, commentKey);
      const found = await store.find([marker, working], this.#deps.signal);
      return standingIn(found, { marker, working });
    } catch (error) {
      this.#deps.log.debug(`No comment of ${run.id} was found: ${(error as Error).message}`);
      return undefined;
    }
  }

  /** `isSettled`: undefined where GitHub does not say. */
  async #collect(candidate: Candidate, isSettled: boolean | undefined): Promise<CollectedRun> {
    const { log, signal } = this.#deps;
    const { run, places } = candidate;
    const isSuperseded = places.length === 0;
    if (isSettled) return rowOf(candidate, run, isActive(run.state) ? 'going on' : 'unchanged');
    if (!this.#conclusions.isDue(run, candidate)) {
      return rowOf(candidate, run, isSuperseded ? 'superseded' : 'going on');
    }
    if (isSettled === undefined && !isSuperseded) return rowOf(candidate, run, 'failed');
    try {
      return await this.#conclude(candidate);
    } catch (error) {
      signal.throwIfAborted();
      log.warning(
        `Run ${runUrl(run.id)} could not be concluded: ${closed((error as Error).message)} The next collecting step tries again.`,
        'Collect',
      );
      return rowOf(candidate, run, 'failed');
    }
  }

  async #conclude(listed: Candidate): Promise<CollectedRun> {
    const { oz, clock, log } = this.#deps;
    const { id } = listed.run;
    const read = withRetry((options) => oz.readRun(id, options), this.#deps, clock.now() + READ_TIMEOUT);
    const run = await read;
    const candidate = await this.#asItIsNow(run, listed);
    const isDue = this.#conclusions.isDue(run, candidate);
    const conclusion = isDue ? await this.#conclusions.conclude(run, candidate) : undefined;
    if (conclusion === undefined)
      return rowOf(candidate, run, candidate.places.length === 0 ? 'superseded' : 'going on');
    const { report, isReported } = conclusion;
    log.info(`concluded: ${report.outcome}  ${runUrl(id)}`);
    if (!isReported) {
      log.warning(
        `Run ${runUrl(id)} was not reported everywhere. The next collecting step tries again.`,
        'Collect',
      );
    }
    const row = rowOf(candidate, report.last?.run ?? run, 'concluded');
    return { ...row, outcome: report.outcome };
  }

  /** A newer run may have begun since the listing, and somebody may have copied what is stamped on this one. */
  async #asItIsNow(run: Run, { run: listed, number, places }: Candidate): Promise<Candidate> {
    const { createdAt = 0, id } = listed;
    const { trusted } = await this.#find({ createdAfter: createdAt - NEAR }, number);
    const current = trusted.find((one) => one.run.id === id);
    const read = { ...run, metadata: run.metadata ?? listed.metadata };
    const isOrdered = verify(read, this.#inputs.apiKey ?? '')?.kind === 'trusted';
    if (current === undefined || !isOrdered) throw new Error('it is not the run that was ordered.');
    return { ...current, run: read, places: places.filter((place) => current.places.includes(place)) };
  }
}

function questionOf({ run, order, number, sha, commentKey, places }: Candidate): Question {
  const isCommented = places.includes('comment') && number !== undefined && order.thread === undefined;
  const markers = markersFor(run, order.comment, commentKey);
  return {
    comment: isCommented ? { number, ...markers } : undefined,
    status: places.includes('status') && sha && order.status ? { sha, context: order.status } : undefined,
  };
}

function markersFor(run: Run, kind: Candidate['order']['comment'], commentKey: string): CommentMarkers {
  const name = run.metadata?.start_id ?? run.id;
  const working = markerOf('working', name);
  if (kind === 'sticky' || kind === 'off') return { marker: markerOf('sticky', commentKey), working };
  return { marker: markerOf(kind, name), working };
}

function rowOf({ number, commentKey }: Candidate, run: Run, what: CollectedRun['what']): CollectedRun {
  const { id: runId, state, title } = run;
  const [pull] = pullRequestsOf(run);
  return {
    runId,
    state,
    title,
    number,
    commentKey,
    what,
    pullRequestUrl: pull?.url,
    isActive: isActive(state),
  };
}
