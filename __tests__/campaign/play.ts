import { setTimeout as delay } from 'node:timers/promises';
import type { Contracts, Emulator } from '../emulator/emulator.ts';
import type { IssueComment } from '../emulator/github/world.ts';
import type { LoggedRequest } from '../emulator/http/message.ts';
import type { EmulatedRun } from '../emulator/oz/run.ts';
import { loadEvent } from '../events/load.ts';
import type { Phase, PhaseResult } from '../runner/phase.ts';
import { type Step, type StepOptions, startStep } from '../runner/step.ts';
import { faultsOfStream } from '../support/invariants.ts';
import { rawFilesOf, secretsOf, type Written, writtenBy } from '../support/written.ts';
import { type Case, MCP_SECRET } from './case.ts';
import { momentOf, setStage, troubleGitHub } from './stage.ts';

/** What came of a case. */
export interface Happening {
  readonly plan: Case;
  readonly main: PhaseResult;
  readonly post: PhaseResult | undefined;
  /** When the post phase began, and ended, in world time. */
  readonly postBegan: number;
  readonly postEnded: number;
  /** Whether the signal of a kill reached the phase. */
  readonly killed: { readonly main: boolean; readonly post: boolean };
  readonly requests: readonly LoggedRequest[];
  readonly runs: readonly EmulatedRun[];
  /** Those that the step's account wrote, oldest first. */
  readonly comments: readonly IssueComment[];
  readonly contractViolations: readonly string[];
  /** Everything that the step wrote or sent, by where: nothing secret may stand there. */
  readonly written: Written;
  /** Messages of its runs that are not in the log once. */
  readonly unsaid: readonly string[];
  readonly secrets: readonly string[];
}

export interface Equipment {
  /** Directory of action.yml. */
  readonly action: URL | string;
  readonly contracts: Contracts;
}

/** Longer than any wait of the action's own, in ms: a phase that is not over then hangs. */
export const PATIENCE = 8 * 60_000;

/** Plays main and post phase of a case against an emulator of its own. */
export async function play(plan: Case, { action, contracts }: Equipment): Promise<Happening> {
  const emulator = await setStage(plan, contracts);
  try {
    const step = await startStep(stepOptions(plan, action, emulator));
    try {
      return await follow(plan, step, emulator);
    } finally {
      await step.dispose();
    }
  } finally {
    await emulator.close();
  }
}

async function follow(plan: Case, step: Step, emulator: Emulator): Promise<Happening> {
  const over = new AbortController();
  const network = interrupt(plan, emulator, over.signal);
  const wasKilled = arm(plan.kill, step, emulator, over.signal);
  if (plan.githubOutage) troubleGitHub(plan.githubOutage, emulator, wasKilled);
  const main = await within(PATIENCE, step, step.main);
  over.abort();
  await network;
  const runs = [...emulator.oz.runs.values()];
  const unsaid = faultsOfStream({ main, inputs: plan.inputs }, runs, emulator.requests);
  // What was put off comes before the post phase: later nobody could find it.
  await emulator.faults.settle();
  const postBegan = now();
  const phase = await step.startPost();
  const postOver = new AbortController();
  const wasPostKilled = phase ? arm(plan.postKill, phase, emulator, postOver.signal) : () => false;
  const post = phase && (await within(PATIENCE, phase, phase.result));
  postOver.abort();
  return {
    plan,
    main,
    post,
    postBegan,
    postEnded: now(),
    killed: { main: wasKilled(), post: wasPostKilled() },
    requests: [...emulator.requests],
    runs: [...emulator.oz.runs.values()],
    comments: emulator.github.comments().filter(({ user }) => user === emulator.github.viewer),
    contractViolations: [...emulator.violations],
    written: writtenBy([main, ...(post ? [post] : [])], await rawFilesOf(step), emulator),
    unsaid,
    secrets: [...new Set([...secretsOf(emulator), MCP_SECRET])],
  };
}

/** The emulator's own clock. */
function now(): number {
  return performance.timeOrigin + performance.now();
}

function stepOptions(plan: Case, action: URL | string, emulator: Emulator): StepOptions {
  const { apiKey, apiUrl, githubToken, githubUrl, graphqlUrl } = emulator;
  return {
    action,
    event: loadEvent(plan.event),
    githubToken,
    urls: { api: githubUrl, graphql: graphqlUrl },
    secrets: [apiKey],
    with: { 'api-key': apiKey, 'api-url': apiUrl, ...plan.inputs },
  };
}

export type Target = Pick<Phase, 'signal' | 'cancel' | 'kill'>;

/** Strikes when the moment comes; whether it ever did is told by the function that comes back. */
export function arm(
  kill: Case['kill'],
  target: Target,
  emulator: Emulator,
  over: AbortSignal,
): () => boolean {
  let hasStruck = false;
  const strike = async ({ how, at, gap }: NonNullable<Case['kill']>) => {
    await momentOf(at, emulator);
    if (over.aborted) return;
    hasStruck = true;
    if (how === 'cancel') target.cancel();
    else if (how === 'SIGKILL') target.kill();
    else target.signal(how === 'SIGTERM' ? 'SIGTERM' : 'SIGINT');
    if (how !== 'SIGINT-twice') return;
    await delay(gap, undefined, { ref: false });
    if (!over.aborted) target.signal('SIGINT');
  };
  if (kill) void strike(kill);
  return () => hasStruck;
}

/** Takes the Oz host off the network for a while; it is back before this resolves. */
async function interrupt({ outage }: Case, emulator: Emulator, over: AbortSignal): Promise<void> {
  if (!outage) return;
  const end = new Promise<'over'>((resolve) => over.addEventListener('abort', () => resolve('over')));
  const come = momentOf(outage.at, emulator).then(() => 'come' as const);
  if ((await Promise.race([come, end])) === 'over') return;
  await emulator.down('oz');
  await Promise.race([delay(outage.ms), end]);
  await emulator.up('oz');
}

export async function within(ms: number, target: Target, result: Promise<PhaseResult>): Promise<PhaseResult> {
  const timer = setTimeout(() => target.kill(), ms);
  try {
    return await result;
  } finally {
    clearTimeout(timer);
  }
}
