import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type Contracts, type Emulator, loadContracts, startEmulator } from '../emulator/emulator.ts';
import { applyScenario, type ScenarioName } from '../emulator/scenarios.ts';
import { loadEvent } from '../events/load.ts';
import type { Level } from '../runner/console.ts';
import { combine, type StepResult } from '../runner/run-step.ts';
import { type Step, type StepOptions, startStep } from '../runner/step.ts';
import { declaredOutputs, faultsOf, ROOT } from './invariants.ts';

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
export interface Job extends StepResult {
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
  const steps: Step[] = [];
  const jobs: Job[] = [];
  const start = async (options: JobOptions = {}) => {
    const step = await startStep(stepOptions(emulator, options));
    steps.push(step);
    return step;
  };
  const end = async (step: Step, hasPost: boolean) => {
    const job = await jobOf(step, hasPost);
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
      for (const step of steps) await step.dispose();
      await emulator.close();
      expect(emulator.violations).toEqual([]);
      for (const job of jobs) {
        expect(faultsOf(job, outputs), job.log).toEqual([]);
        for (const secret of [emulator.apiKey, emulator.githubToken]) nowhere(secret, job, emulator);
      }
    },
  };
}

async function jobOf(step: Step, hasPost: boolean): Promise<Job> {
  const main = await step.main;
  const post = hasPost ? await step.post() : undefined;
  const directory = path.join(step.temp, '_runner_file_commands');
  const names = await readdir(directory);
  const rawFiles = await Promise.all(names.map((name) => readFile(path.join(directory, name), 'utf8')));
  return { ...combine(main, post), rawFiles };
}

function stepOptions(emulator: Emulator, options: JobOptions): StepOptions {
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
  const phases = [job.main, job.post].filter((phase) => phase !== undefined);
  const sent = emulator.requests.filter(({ host }) => host === 'github');
  const written: [place: string, text: string][] = [
    ...phases.map((phase): [string, string] => ['stdout', withoutMasks(phase.stdout)]),
    ...phases.map((phase): [string, string] => ['stderr', phase.stderr]),
    ...job.rawFiles.map((text): [string, string] => ['file', text]),
    ...sent.map(({ path: url, body }): [string, string] => [`sent to ${url}`, JSON.stringify(body) ?? '']),
    ...emulator.github.comments().map(({ body }): [string, string] => ['comment', body]),
  ];
  return written.filter(([, text]) => holds(text, value)).map(([place]) => place);
}

/** The one command that has to name a secret. */
function withoutMasks(stdout: string): string {
  return stdout
    .split('\n')
    .filter((line) => !line.startsWith('::add-mask::'))
    .join('\n');
}

function holds(text: string, value: string): boolean {
  const squeezed = (all: string) => all.replace(/[\\\u200b]/g, '');
  return text.includes(value) || squeezed(text).includes(squeezed(value));
}
