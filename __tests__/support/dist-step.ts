import { expect, test } from 'vitest';
import { type Contracts, type Emulator, loadContracts, startEmulator } from '../emulator/emulator.ts';
import { applyScenario, type ScenarioName } from '../emulator/scenarios.ts';
import { loadEvent } from '../events/load.ts';
import type { Level } from '../runner/console.ts';
import { combine, type StepResult } from '../runner/run-step.ts';
import { type Step, type StepOptions, startStep } from '../runner/step.ts';
import {
  declaredOutputs,
  faultsOf,
  faultsOfStream,
  leaksIn,
  messagesOf,
  type Played,
  ROOT,
} from './invariants.ts';
import { placesIn, rawFilesOf, secretsOf, type Written, writtenBy } from './written.ts';

export const CREATE = 'POST /agent/runs';
export const READ = 'GET /agent/runs/{runId}';
export const CANCEL = 'POST /agent/runs/{runId}/cancel';
export const POST_COMMENT = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
export const EDIT_COMMENT = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}';

/** The pull request of the default event. */
export const NUMBER = 7;

/** Inputs of a step that writes neither summary nor comment: cheaper, for tests that look elsewhere. */
export const QUIET = { summary: 'false', comment: 'off' };

/** A step that ran to its end. */
export interface Job extends StepResult, Played {
  main: StepResult['main'];
  post: StepResult['post'];
  /** Outputs, state, summary and the rest as the processes left them: the runner's masks not applied. */
  rawFiles: string[];
}

export type JobOptions = Partial<StepOptions>;

/** One emulator, and steps played against it. */
export interface Stage {
  emulator: Emulator;
  /** Chooses how the runs to come will live. */
  play(scenario: ScenarioName): void;
  /** Main phase, then post phase. On a pull request with a prompt and the right key, unless said otherwise. */
  run(options?: JobOptions): Promise<Job>;
  /** The main phase alone, for steps that leave nothing to the post phase. */
  runMain(options?: JobOptions): Promise<Job>;
  /** For tests that signal or kill the main phase; to be handed to `finish`. */
  start(options?: JobOptions): Promise<Step>;
  /** Waits for the main phase, then runs the post phase. */
  finish(step: Step): Promise<Job>;
  /** Fails when the emulator saw a breach of contract, or any step broke what holds for all of them. */
  close(): Promise<void>;
}

/** A test with a stage of its own. */
export const it = test
  .extend('contracts', { scope: 'file' }, () => loadContracts())
  .extend('stage', async ({ contracts }, { onCleanup }) => {
    const stage = await openStage(contracts);
    onCleanup(() => stage.close());
    return stage;
  });

async function openStage(contracts: Contracts): Promise<Stage> {
  const emulator = await startEmulator({ contracts });
  const outputs = await declaredOutputs();
  const steps = new Map<Step, Started>();
  const jobs: Job[] = [];
  const faults: string[] = [];
  const start = async (options: JobOptions = {}) => {
    const all = stepOptions(emulator, options);
    const run = emulator.oz.runs.get(all.with['run-id'] ?? '');
    const saidBefore = run ? messagesOf(run) : [];
    const step = await startStep(all);
    steps.set(step, { inputs: all.with, saidBefore });
    return step;
  };
  const end = async (step: Step, hasPost: boolean) => {
    const { inputs, saidBefore } = steps.get(step) ?? { inputs: {}, saidBefore: [] };
    const main = await step.main;
    const runs = [...emulator.oz.runs.values()];
    faults.push(...faultsOfStream({ main, inputs }, runs, emulator.requests, saidBefore));
    const post = hasPost ? await step.post() : undefined;
    const job = { ...combine(main, post), inputs, rawFiles: await rawFilesOf(step) };
    jobs.push(job);
    return job;
  };
  return {
    emulator,
    play: (scenario) => applyScenario(scenario, 'reads', emulator),
    run: async (options) => end(await start(options), true),
    runMain: async (options) => end(await start(options), false),
    start,
    finish: (step) => end(step, true),
    async close() {
      await emulator.faults.settle();
      for (const step of steps.keys()) await step.dispose();
      await emulator.close();
      expect(emulator.violations).toEqual([]);
      expect(faults).toEqual([]);
      for (const job of jobs) {
        expect(faultsOf(job, outputs), job.log).toEqual([]);
        expect(leaksIn(writtenIn(job, emulator), secretsOf(emulator))).toEqual([]);
      }
    },
  };
}

interface Started {
  readonly inputs: Record<string, string>;
  /** What the agent had said in the run that the step names. */
  readonly saidBefore: readonly string[];
}

function stepOptions(
  emulator: Emulator,
  options: JobOptions,
): StepOptions & { with: Record<string, string> } {
  const { apiKey, apiUrl, githubToken, githubUrl, graphqlUrl } = emulator;
  return {
    action: ROOT,
    event: loadEvent('pull_request.opened'),
    githubToken,
    urls: { api: githubUrl, graphql: graphqlUrl },
    ...options,
    secrets: [apiKey, ...(options.secrets ?? [])],
    with: {
      prompt: 'Repair the parser',
      'api-key': apiKey,
      'api-url': apiUrl,
      'poll-interval-seconds': '0.1',
      ...options.with,
    },
  };
}

/** Waits for what a working main phase brings about; fails at once when that ends without it. */
export async function until<T>(awaited: Promise<T>, step: Step): Promise<T> {
  const end = step.main.then(({ log }): never => {
    throw new Error(`the main phase ended first:\n${log}`);
  });
  return Promise.race([awaited, end]);
}

/** The inputs that turn the default step into one that follows an existing run. */
export function attachTo(runId: string): Record<string, string> {
  return { mode: 'attach', prompt: '', 'run-id': runId };
}

export function messages(job: Job, level: Level): string[] {
  return job.annotations.filter((annotation) => annotation.level === level).map(({ message }) => message);
}

/** The message of the one error annotation. */
export function errorOf(job: Job): string {
  const errors = messages(job, 'error');
  expect(errors).toHaveLength(1);
  return errors[0] ?? '';
}

/** Bodies of the comments on the pull request, oldest first. */
export function commentsOf(emulator: Emulator, number = NUMBER): string[] {
  return emulator.github.comments(number).map(({ body }) => body);
}

/**
 * Fails when a value stands anywhere in what the step wrote, before the runner's masks are applied: both streams,
 * all its files, and whatever it sent to GitHub.
 */
export function nowhere(secret: string, job: Job, emulator: Emulator): void {
  expect(placesOf(secret, job, emulator)).toEqual([]);
}

/** Where a value stands: outputs included, in whatever way Markdown and JSON may have escaped it. */
export function placesOf(value: string, job: Job, emulator: Emulator): string[] {
  return placesIn(writtenIn(job, emulator), value);
}

function writtenIn({ main, post, rawFiles }: Job, emulator: Emulator): Written {
  return writtenBy([main, ...(post ? [post] : [])], rawFiles, emulator);
}
