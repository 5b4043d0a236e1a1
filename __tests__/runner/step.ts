import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Ladder, RUNNER_LADDER } from './action-process.ts';
import { defaultVariables, repositoryVariables, type Urls } from './environment.ts';
import { inputVariables, type ResolvedInputs, resolveInputs, type With } from './inputs.ts';
import { createJob, type Job } from './job.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { Masks } from './masks.ts';
import { type Phase, type PhaseOptions, type PhaseResult, startPhase } from './phase.ts';
import { postIsDue } from './post-if.ts';

export interface StepOptions {
  /** Directory that holds action.yml. */
  action: URL | string;
  with?: With;
  /** As a rule from the event fixtures; a workflow_dispatch with an empty payload otherwise. */
  event?: { name: string; payload: unknown; env?: Record<string, string> };
  /** Goes over every default and event variable: `GITHUB_RUN_ID`, `GITHUB_JOB`, `HTTPS_PROXY`, … */
  env?: Record<string, string>;
  githubToken?: string;
  /** Values that the job knows as secrets, masked from the start; the token is one always. */
  secrets?: string[];
  urls?: Urls;
  /** `owner/name`; goes over the event's. */
  repository?: string;
  /** Step debugging, as "Enable debug logging" of a re-run switches it on. */
  debug?: boolean;
  /** An existing directory to use as the workspace; it outlives the step. */
  workspace?: string;
  files?: Record<string, string | Uint8Array>;
  links?: Record<string, string>;
  /** `timeout-minutes` of each phase; fractions allowed. */
  timeoutMinutes?: number;
  ladder?: Ladder;
  /** Keep colours in `log`. */
  ansi?: boolean;
}

/** `pid`, `saw`, `signal`, `cancel` and `kill` are those of the main phase. */
export interface Step extends Omit<Phase, 'result'>, AsyncDisposable {
  workspace: string;
  /** RUNNER_TEMP of the job. */
  temp: string;
  main: Promise<PhaseResult>;
  /** Starts the post phase once main has settled; undefined when there is none or post-if says no. */
  startPost(): Promise<Phase | undefined>;
  /** The same, awaited to its end. */
  post(): Promise<PhaseResult | undefined>;
  /** Kills what still runs and removes the job's directories. */
  dispose(): Promise<void>;
}

/** Starts the main phase of an action. Rejects when action.yml cannot be read or the process cannot be started. */
export async function startStep(options: StepOptions): Promise<Step> {
  const directory = options.action instanceof URL ? fileURLToPath(options.action) : options.action;
  const manifest = await readManifest(path.resolve(directory));
  const githubToken = options.githubToken ?? `ghs_${'0'.repeat(36)}`;
  const inputs = resolveInputs(manifest.inputs, options.with ?? {}, githubToken);
  const masks = new Masks();
  for (const secret of [githubToken, ...(options.secrets ?? [])]) masks.add(secret);
  const job = await createJob({ ...options, payload: options.event?.payload ?? {} });
  const context: StepContext = { options, manifest, inputs, masks, job };
  try {
    return await startMain(context);
  } catch (error) {
    await job.remove();
    throw error;
  }
}

interface StepContext {
  options: StepOptions;
  manifest: Manifest;
  inputs: ResolvedInputs;
  masks: Masks;
  job: Job;
}

async function startMain(context: StepContext): Promise<Step> {
  const { manifest, job, inputs } = context;
  const common = commonOptions(context);
  const env = stepVariables(context);
  const phases: Phase[] = [];
  const start = async (options: PhaseOptions) => {
    const phase = await startPhase(options);
    phases.push(phase);
    return phase;
  };
  const { result, ...main } = await start({
    ...common,
    title: `Run ${manifest.name}`,
    entry: manifest.main,
    env,
    inputs: inputs.values,
  });
  const startPost = async () => {
    const settled = await result;
    if (!manifest.post || !postIsDue(manifest.postIf, settled.conclusion)) return undefined;
    return start({
      ...common,
      title: `Post ${manifest.name}`,
      entry: manifest.post,
      env: afterMain(env, settled),
      inputs: undefined,
    });
  };
  const dispose = async () => {
    for (const phase of phases) phase.kill();
    await Promise.allSettled(phases.map((phase) => phase.result));
    await job.remove();
  };
  return {
    ...main,
    workspace: job.workspace,
    temp: job.temp,
    main: result,
    startPost,
    post: async () => (await startPost())?.result,
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

/** What both phases share. */
function commonOptions({ options, inputs, masks, job }: StepContext) {
  return {
    job,
    masks,
    warnings: inputs.warning === undefined ? [] : [inputs.warning],
    ladder: options.ladder ?? RUNNER_LADDER,
    timeoutMinutes: options.timeoutMinutes,
    debug: options.debug ?? false,
    ansi: options.ansi ?? false,
  };
}

function stepVariables({ options, inputs, job }: StepContext): Record<string, string> {
  return {
    ...defaultVariables({
      job,
      repository: options.repository ?? options.event?.env?.GITHUB_REPOSITORY ?? 'octo-org/octo-repo',
      eventName: options.event?.name ?? 'workflow_dispatch',
      urls: options.urls ?? {},
      debug: options.debug ?? false,
    }),
    ...options.event?.env,
    ...(options.repository && repositoryVariables(options.repository)),
    ...options.env,
    ...inputVariables(inputs.values),
  };
}

/** What main saved for its post phase, and what it added to the environment of all later steps. */
function afterMain(env: Record<string, string>, main: PhaseResult): Record<string, string> {
  const state = Object.entries(main.state).map(([name, value]) => [`STATE_${name}`, value]);
  const searchPath = [...main.path.toReversed(), env.PATH ?? ''].join(path.delimiter);
  return { ...env, ...main.env, PATH: searchPath, ...Object.fromEntries(state) };
}
