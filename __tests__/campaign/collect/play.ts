import type { Emulator } from '../../emulator/emulator.ts';
import type { IssueComment } from '../../emulator/github/world.ts';
import type { LoggedRequest } from '../../emulator/http/message.ts';
import type { EmulatedRun } from '../../emulator/oz/run.ts';
import type { RunItem } from '../../emulator/oz/wire.ts';
import { loadEvent } from '../../events/load.ts';
import type { PhaseResult } from '../../runner/phase.ts';
import { type Step, startStep } from '../../runner/step.ts';
import { rawFilesOf, secretsOf, type Written, writtenBy } from '../../support/written.ts';
import { type KillPlan, MCP_SECRET, type Moment, ROUTES } from '../case.ts';
import { arm, type Equipment, PATIENCE, within } from '../play.ts';
import { CLEAN, type CollectCase, type OtherRun, type RoundPlan } from './case.ts';
import { addOther, Lives, setStage, trouble } from './stage.ts';

/** A run, and what was done to it. */
export interface RunNow {
  readonly item: RunItem;
  readonly cancelRequests: number;
  readonly followUps: number;
}

interface StatusNow {
  readonly sha: string;
  readonly context: string;
  readonly state: string;
  readonly description: string;
  readonly targetUrl: string;
}

/** Everything that there is at a moment. */
export interface World {
  /** Those that the steps' account wrote, oldest first. */
  readonly comments: readonly Readonly<IssueComment>[];
  /** Of each commit oldest first. */
  readonly statuses: readonly StatusNow[];
  readonly reviews: readonly { readonly number: number; readonly body: string }[];
  readonly runs: ReadonlyMap<string, RunNow>;
}

interface PlayedStart {
  readonly index: number;
  readonly main: PhaseResult;
  readonly post: PhaseResult | undefined;
  /** What its create request made, the oldest first; more than one where a gateway sent it twice. */
  readonly runIds: readonly string[];
}

export interface PlayedRound {
  readonly plan: RoundPlan;
  readonly main: PhaseResult;
  readonly post: PhaseResult | undefined;
  readonly killed: { readonly main: boolean; readonly post: boolean };
  readonly before: World;
  readonly after: World;
  readonly requests: readonly LoggedRequest[];
}

/** What came of a case. */
export interface CollectHappening {
  readonly plan: CollectCase;
  readonly starts: readonly PlayedStart[];
  readonly others: ReadonlyMap<string, OtherRun>;
  /** The two last are those in which nothing went wrong. */
  readonly rounds: readonly PlayedRound[];
  readonly requests: readonly LoggedRequest[];
  readonly contractViolations: readonly string[];
  readonly written: Written;
  readonly secrets: readonly string[];
}

export async function playCollecting(
  plan: CollectCase,
  { action, contracts }: Equipment,
): Promise<CollectHappening> {
  const emulator = await setStage(plan, contracts);
  const playing = new Playing(plan, action, emulator);
  try {
    return await playing.play();
  } finally {
    await playing.end();
  }
}

class Playing {
  readonly #plan: CollectCase;
  readonly #action: URL | string;
  readonly #emulator: Emulator;
  readonly #lives: Lives;
  readonly #steps: Step[] = [];
  readonly #phases: PhaseResult[] = [];
  readonly #starts: PlayedStart[] = [];
  readonly #rounds: PlayedRound[] = [];
  readonly #others = new Map<string, OtherRun>();

  constructor(plan: CollectCase, action: URL | string, emulator: Emulator) {
    this.#plan = plan;
    this.#action = action;
    this.#emulator = emulator;
    this.#lives = new Lives(plan);
  }

  async play(): Promise<CollectHappening> {
    const rounds = [...this.#plan.rounds, CLEAN];
    for (const [index, round] of rounds.entries()) {
      await this.#startRuns(index);
      this.#lives.moveOn(this.#emulator);
      this.#rounds.push(await this.#collect(round));
    }
    // It was concluded as it was read, and has ended since.
    const hasEndedSince = this.#plan.starts.some(({ life }) => life === 'ends-as-it-is-read');
    if (hasEndedSince) this.#rounds.push(await this.#collect(CLEAN));
    this.#rounds.push(await this.#collect(CLEAN));
    const rawFiles = await Promise.all(this.#steps.map(rawFilesOf));
    return {
      plan: this.#plan,
      starts: this.#starts,
      others: this.#others,
      rounds: this.#rounds,
      requests: [...this.#emulator.requests],
      contractViolations: [...this.#emulator.violations],
      written: writtenBy(this.#phases, rawFiles.flat(), this.#emulator),
      secrets: [...new Set([...secretsOf(this.#emulator), MCP_SECRET])],
    };
  }

  async end(): Promise<void> {
    for (const step of this.#steps) await step.dispose();
    await this.#emulator.close();
  }

  async #startRuns(round: number): Promise<void> {
    const { oz } = this.#emulator;
    for (const [index, start] of this.#plan.starts.entries()) {
      if (start.round !== round) continue;
      this.#lives.expect(index, this.#emulator);
      const known = new Set(oz.runs.keys());
      const faults = trouble(start.faults, this.#emulator);
      const step = await this.#step(start.event, { wait: 'false', summary: 'false', ...start.inputs });
      const main = await this.#patiently(step, step.main);
      const phase = start.faults.length > 0 ? await step.startPost() : undefined;
      const post = phase && (await this.#patiently(phase, phase.result));
      await faults.lift();
      const runs = [...oz.runs.values()].filter(({ id }) => !known.has(id));
      for (const run of runs) run.afterCancel = [{ state: start.afterCancel }];
      this.#starts.push({ index, main, post, runIds: runs.map(({ id }) => id) });
    }
    const [first] = this.#starts[0]?.runIds ?? [];
    if (round === 0 && first !== undefined) this.#settleIn(oz.run(first));
  }

  #settleIn(first: EmulatedRun | undefined): void {
    if (first === undefined) return;
    for (const kind of this.#plan.others) this.#others.set(addOther(kind, first, this.#emulator), kind);
  }

  async #collect(plan: RoundPlan): Promise<PlayedRound> {
    const { requests } = this.#emulator;
    const sent = requests.length;
    const before = this.#world();
    const faults = trouble(plan.faults, this.#emulator);
    const step = await this.#step(plan.event, { mode: 'collect', ...plan.inputs });
    const [main, wasKilled] = await this.#under(plan.kill, step, step.main);
    const phase = await step.startPost();
    const [post, wasPostKilled] = phase
      ? await this.#under(plan.postKill, phase, phase.result)
      : [undefined, false];
    await faults.lift();
    const killed = { main: wasKilled, post: wasPostKilled };
    return { plan, main, post, killed, before, after: this.#world(), requests: requests.slice(sent) };
  }

  /** Awaits a phase that may be killed meanwhile. */
  async #under(
    kill: KillPlan | undefined,
    target: Parameters<typeof arm>[1],
    result: Promise<PhaseResult>,
  ): Promise<[PhaseResult, boolean]> {
    const over = new AbortController();
    const wasKilled = arm(
      kill && { ...kill, at: this.#fromNow(kill.at) },
      target,
      this.#emulator,
      over.signal,
    );
    const ended = await this.#patiently(target, result);
    over.abort();
    return [ended, wasKilled()];
  }

  /** The emulator counts the requests of all steps. */
  #fromNow({ after, ms }: Moment): Moment {
    if (after === 'start') return { after, ms };
    const route = ROUTES[after.route];
    const host = route.includes('/agent/') ? 'oz' : 'github';
    return { after: { ...after, n: after.n + this.#emulator.count(host, route) }, ms };
  }

  async #patiently(target: Parameters<typeof within>[1], result: Promise<PhaseResult>): Promise<PhaseResult> {
    const ended = await within(PATIENCE, target, result);
    this.#phases.push(ended);
    return ended;
  }

  async #step(event: string, inputs: Readonly<Record<string, string>>): Promise<Step> {
    const { apiKey, apiUrl, githubToken, githubUrl, graphqlUrl } = this.#emulator;
    const step = await startStep({
      action: this.#action,
      event: loadEvent(event),
      githubToken,
      urls: { api: githubUrl, graphql: graphqlUrl },
      secrets: [apiKey],
      with: { 'api-key': apiKey, 'api-url': apiUrl, ...inputs },
    });
    this.#steps.push(step);
    return step;
  }

  #world(): World {
    const { oz, github } = this.#emulator;
    const facts = (run: EmulatedRun): RunNow => ({
      item: run.look(),
      cancelRequests: run.cancelRequests,
      followUps: run.followUps.length,
    });
    const numbers = new Set(github.pulls.map(({ number }) => number));
    return {
      comments: github
        .comments()
        .filter(({ user }) => user === github.viewer)
        .map((one) => ({ ...one })),
      statuses: [...github.statuses].flatMap(([sha, statuses]) =>
        statuses.map(({ context, state, description, targetUrl }) => ({
          sha,
          context,
          state,
          description: description ?? '',
          targetUrl: targetUrl ?? '',
        })),
      ),
      reviews: [...numbers].flatMap((number) =>
        github.reviews.of(number).map(({ body }) => ({ number, body })),
      ),
      runs: new Map([...oz.runs.values()].map((run) => [run.id, facts(run)])),
    };
  }
}
