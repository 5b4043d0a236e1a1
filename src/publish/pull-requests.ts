import type { WorkflowEvent } from '../github/event.ts';
import { causeOf } from '../github/failure.ts';
import type { CommonInputs } from '../inputs/inputs.ts';
import { timeoutSignal } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Report } from '../report/report.ts';
import type { Publisher } from './publisher.ts';

/** How long GitHub may take for the pull requests, in ms: the comment needs time of its own. */
const TIMEOUT = 10_000;

/** Adds what GitHub says of the pull requests. Only what is shown is asked for; else the link has to do. */
export class PullRequestDetails implements Publisher {
  readonly #inputs: CommonInputs;
  readonly #event: WorkflowEvent;
  readonly #log: Log;
  readonly #signal: AbortSignal;

  constructor(inputs: CommonInputs, event: WorkflowEvent, log: Log, signal: AbortSignal) {
    this.#inputs = inputs;
    this.#event = event;
    this.#log = log;
    this.#signal = signal;
  }

  async finish({ last }: Report): Promise<Partial<Report> | undefined> {
    const { githubToken: token, number, comment, summary } = this.#inputs;
    const { run, pullRequests = [] } = last ?? {};
    const isOver = run?.stage === 'ended' || run?.stage === 'blocked';
    const isShown = summary || (comment !== 'off' && number !== undefined);
    if (!isOver || !isShown || pullRequests.length === 0 || token === undefined) return undefined;
    if (this.#signal.aborted) return undefined;
    try {
      const { lookUpPullRequests } = await import('../github/pull-requests.ts');
      const { apiUrl, serverUrl } = this.#event;
      const signal = AbortSignal.any([this.#signal, timeoutSignal(TIMEOUT)]);
      const access = { token, signal, apiUrl, serverUrl };
      return { pullRequestDetails: await lookUpPullRequests(pullRequests, access) };
    } catch (error) {
      this.#log.debug(`No details of the pull requests: ${causeOf(error)}`);
      return undefined;
    }
  }
}
