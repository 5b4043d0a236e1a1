import type { Change } from '../ledger.ts';
import type { Log } from '../lib/log.ts';
import type { Secrets } from '../lib/secrets.ts';
import { cut } from '../lib/text.ts';
import { isActive } from '../oz/states.ts';
import type { StreamLevel } from '../report/activity.ts';
import { isGreen, type Report } from '../report/report.ts';
import type { Deps } from '../runs/deps.ts';
import { LiveFeed } from './live-feed.ts';
import type { Publisher } from './publisher.ts';

/** In characters: GitHub shows 4,096 of an annotation, and its end matters as much as its beginning. */
const MAX_ANNOTATION = 3900;
const MAX_PART = 1500;

/** The log of the step: its runs as they move, and their results. Of a red step the last is its one error annotation. */
export class LogPublisher implements Publisher {
  readonly #log: Log;
  readonly #secrets: Secrets;

  constructor(log: Log, secrets: Secrets) {
    this.#log = log;
    this.#secrets = secrets;
  }

  async finish(report: Report): Promise<undefined> {
    const { outcome, failure, last } = this.#secrets.redactData(report);
    const { url, pullRequests = [] } = last ?? {};
    for (const pull of pullRequests) this.#log.info(`pull request: ${pull.url}`);
    this.#log.info(`outcome: ${outcome}${url ? `  ${url}` : ''}`);
    if (outcome === 'skipped') this.#log.notice(failure?.message ?? '', 'Oz agent skipped');
    if (isGreen(report) || !failure) return;
    const { code, message, remedy, traceId } = failure;
    const rest = [
      remedy && `What to do: ${cut(remedy, MAX_PART)}`,
      [`error-code: ${cut(code, 200)}`, traceId && `trace: ${cut(traceId, 200)}`].filter(Boolean).join(', '),
      url && `Run: ${url}`,
    ];
    const end = rest.filter(Boolean).join('\n');
    this.#log.error(`${cut(message, MAX_ANNOTATION - end.length)}\n${end}`, `Oz agent: ${outcome}`);
  }
}

/** The runs as they move: their states, their sessions and, as far as asked for, their agents' work. */
export class LiveLog implements Publisher {
  readonly #deps: Deps;
  readonly #level: StreamLevel;
  readonly #feeds = new Map<string, LiveFeed>();

  constructor(deps: Deps, level: StreamLevel) {
    this.#deps = deps;
    this.#level = level;
  }

  /** What the agent of a run did last. */
  latestOf(runId: string | undefined): string | undefined {
    return this.#feeds.get(runId ?? '')?.latest;
  }

  update({ runs }: Report, { kind, record, hasMoved, hasLink }: Change): void {
    const { log } = this.#deps;
    const { runId, run, result, stateBefore, conversationBefore } = record;
    if (runId === undefined) return;
    if (kind === 'sending' && conversationBefore !== undefined) {
      this.#feedOf(runId).skip(conversationBefore, !isActive(stateBefore ?? ''));
    }
    if (kind === 'result') this.#feedOf(runId).finish(result?.conversation);
    if (kind !== 'reading' || run === undefined) return;
    if (hasMoved) log.info(run.state);
    if (hasLink) {
      const isShown = runs.some((one) => one.runId === runId && one.isSessionLinkShown);
      const link = isShown ? run.sessionLink : 'only in the output `session-link`, since its holder may edit';
      log.info(`session: ${link}`);
    }
    this.#feedOf(runId).update(run);
  }

  async finish(): Promise<undefined> {}

  #feedOf(runId: string): LiveFeed {
    const known = this.#feeds.get(runId);
    if (known) return known;
    const feed = new LiveFeed(this.#deps, this.#level);
    this.#feeds.set(runId, feed);
    return feed;
  }
}
