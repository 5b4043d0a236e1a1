import { stopOnOwnPullRequest } from './gate/own-pull-request.ts';
import type { WorkflowEvent } from './github/event.ts';
import { causeOf } from './github/failure.ts';
import type { HeadCommit } from './github/head-commit.ts';
import type {
  AttachInputs,
  CancelInputs,
  CheckInputs,
  CollectInputs,
  FollowInputs,
  FollowUpInputs,
  Inputs,
  RunInputs,
} from './inputs/inputs.ts';
import { orderStamp } from './inputs/order.ts';
import { reviewOutput } from './inputs/review.ts';
import { type JsonObject, object, text } from './lib/json.ts';
import { type CancelTask, type Fate, type OutputSpec, type Policy, StepError, type Task } from './model.ts';
import { conversationIdFor } from './runs/conversation-id.ts';
import type { Deps } from './runs/deps.ts';
import { environmentUid } from './runs/environment.ts';
import { type Findings, findStamped } from './runs/find.ts';
import { resolveOverlap } from './runs/overlap.ts';
import { stampOf, truncateValues } from './runs/stamp.ts';

/** How long a look for runs may take, in ms. */
const LOOK_UP_TIMEOUT = 60_000;

/** How often a run that is only cancelled would be asked for, in ms: it is not followed. */
const UNUSED_CEILING = 15_000;

/**
 * What the step is to do, once the gate is passed: usually one task; `cancel` may have any number. Rejects with a
 * `StepError` or an `OzError` when that cannot be determined, or when nothing is to be done.
 */
export async function tasksFor(
  inputs: Exclude<Inputs, CheckInputs | CollectInputs>,
  event: WorkflowEvent,
  findHead: () => Promise<HeadCommit>,
  deps: Deps,
): Promise<readonly Task[]> {
  switch (inputs.mode) {
    case 'run':
      await stopOnOwnPullRequest(inputs, event, deps);
      return [await runTask(inputs, event, findHead, deps)];
    case 'follow-up': {
      await stopOnOwnPullRequest(inputs, event, deps);
      const { request: body, output } = inputs;
      const runId = await newestRun(inputs, event, deps);
      return [{ kind: 'follow-up', id: TASK, policy: policyOf(inputs, 'detach'), output, runId, body }];
    }
    case 'attach': {
      const runId = await newestRun(inputs, event, deps);
      const output = inputs.review ? reviewOutput() : inputs.output;
      return [{ kind: 'attach', id: TASK, policy: policyOf(inputs, 'detach'), output, runId }];
    }
    case 'cancel':
      return cancelTasks(inputs, event, deps);
  }
}

/** The one task of most steps. */
const TASK = 'run';

/** A new run, or the earlier one that `on-overlap` says to follow. */
async function runTask(
  inputs: RunInputs,
  event: WorkflowEvent,
  findHead: () => Promise<HeadCommit>,
  deps: Deps,
): Promise<Task> {
  const { onOverlap, number, commentKey, request, maxAttempts } = inputs;
  const earlier = {
    github_repository: event.repository,
    github_workflow: event.workflow,
    github_job: event.job,
    comment_key: commentKey,
    github_number: number === undefined ? undefined : String(number),
  };
  const named = await resolveNames(inputs, deps);
  const runId = await resolveOverlap(onOverlap, earlier, text(request.parent_run_id), deps);
  if (runId !== undefined) {
    const output = inputs.review ? reviewOutput() : inputs.output;
    return { kind: 'attach', id: TASK, policy: policyOf(inputs, 'detach'), output, runId };
  }
  const head = await findHead();
  const sha = head.kind === 'commit' ? head.sha : event.sha;
  const output = inputs.review ? reviewOf(head, number) : inputs.output;
  const metadata = { ...truncateValues(inputs.metadata), ...stampOf({ ...event, sha }, number, commentKey) };
  const body = { ...request, ...named, metadata };
  const stampOrder = await orderStamp(inputs, event, head);
  return {
    kind: 'start',
    id: TASK,
    policy: policyOf(inputs, 'cancel'),
    output,
    body,
    maxAttempts,
    stampOrder,
  };
}

/** The review of a pull request as it stands now. Throws a `StepError` where that cannot be determined. */
function reviewOf(head: HeadCommit, number: number | undefined): OutputSpec {
  if (head.kind === 'commit' && number !== undefined) {
    return reviewOutput({ number, commit: head.sha, base: head.baseSha });
  }
  if (head.kind === 'issue') {
    throw new StepError({
      code: 'no_pull_request_to_review',
      message: `There is nothing to review: #${number} is no pull request of this repository.`,
      remedy: 'Give the number of a pull request by `issue-number`.',
    });
  }
  const why = head.kind === 'unknown' ? `: ${causeOf(head.error)}` : '';
  throw new StepError({
    code: 'review_commit_unknown',
    message: `The commit to review could not be determined${why}.`,
    remedy: 'Check the input `github-token`, which needs `pull-requests: read`, then run the job again.',
  });
}

/** Ids for what the request names in other ways. Asked for before anything is changed. */
async function resolveNames({ request, environmentName }: RunInputs, deps: Deps): Promise<JsonObject> {
  const conversation = text(request.conversation_id);
  return {
    ...(environmentName === undefined
      ? {}
      : {
          config: { ...object(request.config), environment_id: await environmentUid(environmentName, deps) },
        }),
    ...(conversation === undefined ? {} : { conversation_id: await conversationIdFor(conversation, deps) }),
  };
}

/** `fate`: what happens to the run where the inputs do not say. */
function policyOf(inputs: FollowInputs, fate: Fate): Policy {
  const { wait, queueBudget, runBudget, pollCeiling, onBlocked, requirePullRequest, maxCredits } = inputs;
  const { onTimeout = fate, onCancel = fate } = inputs;
  const budgets = { queueBudget, runBudget, maxCredits, pollCeiling, onTimeout, onCancel };
  return { wait, ...budgets, onBlocked, requirePullRequest, failOn: inputs.review?.failOn };
}

/** The run that the step names, or the newest one of its pull request or issue. */
async function newestRun(
  inputs: AttachInputs | FollowUpInputs,
  event: WorkflowEvent,
  deps: Deps,
): Promise<string> {
  const { runId, number } = inputs;
  if (runId !== undefined) return runId;
  if (number === undefined) {
    throw noRun('`run-id` is empty, and the event has no pull request or issue to find the run by');
  }
  const findings = await findRuns(inputs, number, false, event, deps);
  if (findings.kind === 'found') return findings.runs[0].id;
  const doubt = findings.kind === 'unclear' ? `: ${findings.why}` : '';
  throw noRun(`no run of ${event.repository} #${number} was found${doubt}`);
}

function noRun(why: string): StepError {
  return new StepError({
    code: 'no_run',
    message: `No run found: ${why}.`,
    remedy: 'Give the input `run-id`, for instance from the output of the step that started the run.',
  });
}

/** The run that the step names, or every active one of its pull request or issue. None: there is nothing to do. */
async function cancelTasks(inputs: CancelInputs, event: WorkflowEvent, deps: Deps): Promise<CancelTask[]> {
  const runIds = inputs.runId ? [inputs.runId] : await activeRuns(inputs, event, deps);
  if (runIds.length === 0) deps.log.info('No active run was found: there is nothing to cancel.');
  // A run that a server lists twice is one.
  return [...new Set(runIds)].map((runId) => ({ kind: 'cancel', id: runId, policy: CANCEL_POLICY, runId }));
}

const CANCEL_POLICY: Policy = {
  wait: true,
  queueBudget: undefined,
  runBudget: undefined,
  pollCeiling: UNUSED_CEILING,
  onTimeout: 'cancel',
  onCancel: 'cancel',
  onBlocked: 'fail',
  requirePullRequest: false,
  maxCredits: undefined,
};

async function activeRuns(inputs: CancelInputs, event: WorkflowEvent, deps: Deps): Promise<string[]> {
  if (inputs.number === undefined) return [];
  const findings = await findRuns(inputs, inputs.number, true, event, deps);
  if (findings.kind === 'found') return findings.runs.map(({ id }) => id);
  if (findings.kind === 'none') return [];
  throw new StepError({
    code: 'runs_unknown',
    message: `Which runs are active could not be determined: ${findings.why}.`,
    remedy: 'Give the input `run-id`.',
  });
}

/** The runs of this repository and number, newest first, and of the comment key if the workflow gave one. */
function findRuns(
  { isCommentKeyGiven, commentKey }: Inputs,
  number: number,
  onlyActive: boolean,
  { repository }: WorkflowEvent,
  deps: Deps,
): Promise<Findings> {
  const stamp = {
    github_repository: repository,
    github_number: String(number),
    ...(isCommentKeyGiven ? { comment_key: commentKey } : {}),
  };
  const deadline = deps.clock.now() + LOOK_UP_TIMEOUT;
  return findStamped(stamp, { parentRunId: undefined, onlyActive }, deps, deadline);
}
