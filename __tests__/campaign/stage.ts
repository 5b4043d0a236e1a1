import { setTimeout as delay } from 'node:timers/promises';
import type { Contracts, Emulator } from '../emulator/emulator.ts';
import { startEmulator } from '../emulator/emulator.ts';
import type { FaultHandle } from '../emulator/http/faults.ts';
import { plan as planArtifact } from '../emulator/oz/artifacts.ts';
import { isFinal, type Life } from '../emulator/oz/life.ts';
import { neverEnds } from '../emulator/oz/lives.ts';
import type { EmulatedRun } from '../emulator/oz/run.ts';
import {
  type Case,
  EARLIER_ID,
  type GitHubOutage,
  type Moment,
  type Neighbour,
  numberOf,
  PROMPT,
  ROUTES,
} from './case.ts';
import { faultOf, slowRouteOf } from './faults.ts';
import { lifeOf } from './lives.ts';

/** What every run of a step like the case's is stamped with. */
const STAMP = {
  github_repository: 'octo-org/octo-repo',
  github_workflow: 'Agent',
  github_job: 'agent',
  comment_key: 'Agent/agent',
};

/** The first line of a sticky comment of that step. */
const MARKER = '<!-- oz-agent-action sticky=Agent%2Fagent -->';

/** What a comment says that an earlier step has left, and that the step has not touched yet. */
export const STALE_COMMENT = 'Working';

/** Starts an emulator and lays everything out that the case asks for, except kills and outages. */
export async function setStage(plan: Case, contracts: Contracts): Promise<Emulator> {
  const emulator = await startEmulator({ contracts });
  const { oz, github } = emulator;
  const { replica = {}, ...server } = plan.server;
  Object.assign(oz.options, server);
  const lives = plan.lives.map(lifeOf);
  oz.nextLife(...lives.slice(0, -1));
  oz.defaultLife = lives.at(-1) ?? oz.defaultLife;
  oz.followUpLife = lives[0] ?? oz.followUpLife;
  for (const neighbour of plan.neighbours) settleIn(neighbour, plan, emulator);
  // A replica lags behind what is new.
  oz.options.replica = replica;
  const number = numberOf(plan.event);
  if (plan.hasComment && number !== undefined) {
    github.addComment({ number, body: `${MARKER}\n${STALE_COMMENT}` });
  }
  for (const fault of plan.faults) {
    const handle = emulator.faults.set(ROUTES[fault.route], faultOf(fault, oz.now()));
    if (fault.kind === 'hold') releaseLater(handle, fault.ms ?? 0);
  }
  for (const slow of plan.slowRoutes ?? []) emulator.faults.set(ROUTES[slow.route], slowRouteOf(slow));
  void attend(plan, emulator);
  return emulator;
}

/** Puts GitHub's outage in place, which begins with the first request after the step has come to its end. */
export function troubleGitHub(
  { how, ms, effect }: GitHubOutage,
  emulator: Emulator,
  wasKilled: () => boolean,
): void {
  let until: number | undefined;
  const isOver = (run: EmulatedRun) => isFinal(run.state) || run.cancelRequests > 0;
  const hasEnded = () => wasKilled() || [...emulator.oz.runs.values()].filter(isOfTheStep).some(isOver);
  emulator.faults.set('github *', {
    kind: how === 'hang' ? 'hang' : 'html',
    effect,
    name: `GitHub outage, ${how}`,
    times: 'always',
    when: ({ at }) => {
      if (until === undefined && hasEnded()) until = at + ms;
      return until !== undefined && at < until;
    },
  });
}

/** A follow-up wakes a run that is over. */
const ENDED: Life = [{ state: 'SUCCEEDED', artifacts: [planArtifact('plan-1', 'Plan', 'A plan')] }];

/** Whether the step created it. */
function isOfTheStep(run: EmulatedRun): boolean {
  return run.request.metadata?.start_id !== undefined;
}

/** Resolves when the moment has come; never, when it does not come. */
export async function momentOf({ after, ms }: Moment, emulator: Emulator): Promise<void> {
  if (after !== 'start') await emulator[after.stage](ROUTES[after.route], after.n);
  if (ms > 0) await delay(ms, undefined, { ref: false });
}

function settleIn(neighbour: Neighbour, plan: Case, { oz }: Emulator): void {
  const life = neverEnds(() => ({ reads: 2 }));
  const stamped = numberOf(plan.event);
  const number = stamped === undefined ? {} : { github_number: String(stamped) };
  const now = new Date(oz.now()).toISOString();
  switch (neighbour) {
    case 'earlier':
      oz.addRun(
        { run_id: EARLIER_ID, prompt: PROMPT, metadata: { ...STAMP, ...number } },
        plan.inputs.mode === 'follow-up' ? ENDED : life,
      );
      break;
    case 'stranger':
      oz.addRun(
        { prompt: PROMPT, metadata: { ...STAMP, ...number, github_repository: 'octo-org/other' } },
        life,
      );
      break;
    case 'bare':
      oz.addRun({ prompt: 'Something else', created_at: now }, life);
      break;
    case 'twin':
      oz.addRun({ prompt: PROMPT, created_at: now }, life);
      break;
    case 'child':
      break; // Comes with its parent.
  }
}

export function releaseLater(handle: FaultHandle, ms: number): void {
  setTimeout(() => handle.release(), ms).unref();
}

/** Finishes the runs that the step creates: how they take a cancel, and the child of the first. */
async function attend({ lives, neighbours }: Case, emulator: Emulator): Promise<void> {
  let hasChild = !neighbours.includes('child');
  for (let n = 1; ; n += 1) {
    await emulator.answered(ROUTES.create, n);
    const ours = [...emulator.oz.runs.values()].filter(isOfTheStep);
    for (const [index, run] of ours.entries()) {
      const { cancelReads = 0, afterCancel = 'CANCELLED' } = lives[index] ?? lives.at(-1) ?? {};
      run.cancelReads = cancelReads;
      run.afterCancel = [{ state: afterCancel }];
    }
    const [first] = ours;
    if (hasChild || first === undefined) continue;
    hasChild = true;
    emulator.oz.addChild(
      first.id,
      neverEnds(() => ({ reads: 2 })),
    );
  }
}
