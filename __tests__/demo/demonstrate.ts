import { fileURLToPath } from 'node:url';
import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import type { PullRequest } from '../emulator/github/pulls.ts';
import type { Review, ReviewComment } from '../emulator/github/reviews.ts';
import type { IssueComment } from '../emulator/github/world.ts';
import type { LoggedRequest } from '../emulator/http/message.ts';
import { type PaceName, SCENARIOS, type ScenarioName } from '../emulator/scenarios.ts';
import { type EventFixture, loadEvent } from '../events/load.ts';
import { resolveInputs, type With } from '../runner/inputs.ts';
import { readManifest } from '../runner/manifest.ts';
import { Masks } from '../runner/masks.ts';
import type { PhaseResult } from '../runner/phase.ts';
import { combine, type StepResult } from '../runner/run-step.ts';
import { type Step, type StepOptions, startStep } from '../runner/step.ts';
import { inputsFor } from './inputs.ts';
import { headerBlock, type LogBlock, readBlocks } from './log-blocks.ts';

export interface Stage {
  /** Missing: the real service, with this key. */
  scenario: ScenarioName | undefined;
  apiKey?: string;
  pace?: PaceName;
  with?: With;
  workspace?: string | undefined;
  /** Called as soon as the step runs. */
  onStart?: (step: Step) => void;
}

/** All that there is to show about one step. */
export interface Demonstration {
  /** The scenario's name, or `live`. */
  name: string;
  description: string;
  result: StepResult;
  /** Of main, then of post if there was one. */
  logs: LogBlock[][];
  seconds: number;
  /** Of the pull request, oldest first. */
  comments: IssueComment[];
  /** Of the pull request, with what they say on its lines, oldest first. */
  reviews: { review: Review; comments: ReviewComment[] }[];
  requests: readonly LoggedRequest[];
  /** What broke the API contract, in words. */
  violations: readonly string[];
  repository: string;
  pull: { number: number; title: string };
}

const NUMBER = 7;

/** Runs the built action on a pull request, from main to the end of post. Rejects when it cannot be started. */
export async function demonstrate(stage: Stage): Promise<Demonstration> {
  await using emulator = await prepareWorld(stage);
  const pull = emulator.github.pull(NUMBER) ?? emulator.github.addPull({ number: NUMBER });
  const options = stepOptions(stage, emulator, eventOf(pull, stage.scenario));
  if (stage.scenario === 'collect') await startEarlier(options, emulator);
  const started = performance.now();
  await using step = await startStep(options);
  stage.onStart?.(step);
  const result = combine(await step.main, await step.post());
  return {
    name: stage.scenario ?? 'live',
    description: stage.scenario ? SCENARIOS[stage.scenario].description : 'A real run, an emulated GitHub',
    result,
    logs: await readLogs(result, options),
    seconds: (performance.now() - started) / 1000,
    comments: emulator.github.comments(NUMBER),
    reviews: emulator.github.reviews.of(NUMBER).map((review) => ({
      review,
      comments: emulator.github.reviews.comments(NUMBER).filter((one) => one.review === review),
    })),
    requests: emulator.requests,
    violations: emulator.violations,
    repository: emulator.github.repository,
    pull,
  };
}

/** What steps that did not wait have left: three runs, of which two have ended. */
async function startEarlier(options: DemoOptions, emulator: Emulator): Promise<void> {
  for (const key of ['parser', 'docs', 'types']) {
    const { 'api-url': apiUrl = '' } = options.with;
    const inputs = { 'api-url': apiUrl, prompt: `Repair the ${key}.`, 'comment-key': key, wait: false };
    await using step = await startStep({ ...options, with: { ...inputs, status: `oz/${key}` } });
    await step.main;
  }
  for (const run of [...emulator.oz.runs.values()].slice(0, 2)) while (run.isActive) run.read();
}

async function readLogs({ main, post }: StepResult, options: DemoOptions): Promise<LogBlock[][]> {
  const { action, githubToken, secrets } = options;
  const masks = new Masks();
  for (const secret of [githubToken, ...secrets]) masks.add(secret);
  const manifest = await readManifest(fileURLToPath(action));
  const { values } = resolveInputs(manifest.inputs, options.with, githubToken);
  const header = headerBlock(`Run ${manifest.name}`, values, masks);
  const after = (phase: PhaseResult) => [
    { lines: [{ text: 'Post job cleanup.' }] },
    ...readBlocks(phase, masks),
  ];
  return [[header, ...readBlocks(main, masks)], ...(post ? [after(post)] : [])];
}

async function prepareWorld({ scenario, pace = 'demo' }: Stage): Promise<Emulator> {
  if (scenario !== undefined) return startEmulator({ scenario, pace });
  return startEmulator();
}

/** The event speaks of the pull request as the emulated GitHub knows it. */
function eventOf(
  { title, headRefName, headSha, baseSha }: PullRequest,
  scenario: ScenarioName | undefined,
): EventFixture {
  if (scenario === 'reply') return loadEvent('issue_comment.created.pull_request', { issue: { title } });
  const [head, base] = [{ ref: headRefName, sha: headSha }, { sha: baseSha }];
  return loadEvent('pull_request.opened', { pull_request: { title, head, base } });
}

interface DemoOptions extends StepOptions {
  action: URL;
  with: With;
  githubToken: string;
  secrets: string[];
}

function stepOptions(stage: Stage, emulator: Emulator, event: EventFixture): DemoOptions {
  const isLive = stage.scenario === undefined;
  const apiKey = stage.apiKey ?? emulator.apiKey;
  return {
    action: new URL('../../', import.meta.url),
    with: {
      ...(!isLive && { 'api-url': emulator.apiUrl }),
      ...inputsFor(stage.scenario, stage.with ?? {}),
    },
    event,
    env: { WARP_API_KEY: apiKey, ...(isLive && networkVariables()) },
    githubToken: emulator.githubToken,
    secrets: [apiKey],
    urls: { api: emulator.githubUrl, graphql: emulator.graphqlUrl },
    ...(stage.workspace !== undefined && { workspace: stage.workspace }),
    ansi: true,
  };
}

/** The way to the real service. Plain HTTP_PROXY stays out: only the emulated GitHub is spoken to without TLS. */
function networkVariables(): Record<string, string> {
  const names = ['HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy', 'NODE_EXTRA_CA_CERTS'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
