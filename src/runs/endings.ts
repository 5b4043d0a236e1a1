import { entryOf } from '../lib/json.ts';
import {
  type Ending,
  type Failure,
  type Outcome,
  type OutputSpec,
  type Policy,
  StepError,
} from '../model.ts';
import type { Run } from '../oz/decode.ts';
import { type OzError, remedyFor } from '../oz/problem.ts';
import { pullRequestsOf } from '../oz/pull-requests.ts';
import { canonicalState } from '../oz/states.ts';
import { staysFailed } from './follow-up-proof.ts';

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  ERROR: 'error',
  CANCELLED: 'cancelled',
  BLOCKED: 'blocked',
};

/** For a run that is over, BLOCKED included. */
export function endingOf(run: Run, { requirePullRequest }: Pick<Policy, 'requirePullRequest'>): Ending {
  const outcome = entryOf(OUTCOMES, canonicalState(run.state)) ?? 'lost';
  if (outcome !== 'succeeded') return { outcome, failure: failureOfRun(run), isDone: true };
  if (!requirePullRequest || pullRequestsOf(run).length > 0) return { outcome, isDone: true };
  return {
    outcome: 'no-pull-request',
    isDone: true,
    failure: {
      code: 'no_pull_request',
      message: 'The run succeeded, but opened no pull request, which `require-pull-request` asks for.',
      remedy:
        "Read the agent's final message: it may have found nothing to change, or lack the right to push.",
    },
  };
}

/** For a run that a follow-up was sent to. */
export function endingAfterFollowUp(run: Run, policy: Policy): Ending {
  const ending = endingOf(run, policy);
  const { failure } = ending;
  if (failure === undefined || !staysFailed(run)) return ending;
  const why =
    'Such a run stays failed by design: follow-ups go to a session for finding the fault in its environment.';
  return { ...ending, failure: { ...failure, remedy: `${why} ${failure.remedy}` } };
}

/** The run's own account of why it ended badly. */
function failureOfRun({ state, status, stage }: Run): Failure {
  const remedies = [
    // Its advice is for refused requests.
    status?.code && status.code !== 'invalid_request' ? remedyFor(status.code) : '',
    stage === 'blocked' ? 'Open the session, answer the agent, then attach to the run again.' : '',
    status?.retryable ? 'The server says that a new run may succeed.' : '',
  ];
  return {
    code: status?.code ?? canonicalState(state).toLowerCase(),
    message: status?.message || `The run ended as ${state}, and the server does not say why.`,
    remedy: remedies.filter(Boolean).join(' ') || 'Open the run to see what happened.',
    retryable: status?.retryable,
  };
}

/** For a request that failed. */
export function failureFrom(error: OzError): Failure {
  const { code, message, remedy, traceId, retryable } = error;
  return { code, message: `${message}.`, remedy, traceId, retryable };
}

/** For a look-up that failed before anything was started: the cause, then what follows. A wrong key is a cause alone. */
export function refusedLookUp(
  error: OzError,
  consequence: string,
  options?: ConstructorParameters<typeof StepError>[1],
): StepError {
  const failure = failureFrom(error);
  const isKeyRefused = error.kind === 'problem' && error.status === 401;
  const message = isKeyRefused ? failure.message : `${failure.message} ${consequence}`;
  return new StepError({ ...failure, message }, options);
}

/** Not done: the post phase does what `on-cancel` says, with time of its own. */
export function lost(failure: Failure, isDone = false): Ending {
  return { outcome: 'lost', failure, isDone };
}

/** `figures`: how they stood when the limit was reached. */
export function overBudget(figures: string): Failure {
  return {
    code: 'max_credits',
    message: `The run reached its spend limit: ${figures}.`,
    remedy: 'Look in the run at what the agent did, then raise `max-credits` or give it a smaller task.',
  };
}

/** `failure` with what happened to the run. */
export function endedOverBudget(failure: Failure, fate: string, isDone: boolean): Ending {
  return {
    outcome: 'over-budget',
    failure: { ...failure, message: `${failure.message} ${fate}` },
    isDone,
  };
}

/** `budget`: the one that ran out. */
export function timedOut(budget: 'queue' | 'run', fate: string, isDone: boolean): Ending {
  const what =
    budget === 'queue'
      ? 'The agent did not start to work within `queue-timeout-minutes`.'
      : 'The run did not end within `run-timeout-minutes`.';
  return {
    outcome: 'timed-out',
    isDone,
    failure: {
      code: `${budget}_timeout`,
      message: `${what} ${fate}`,
      remedy:
        budget === 'queue'
          ? 'Look whether the team is at its limit of concurrent agents, or raise the budget.'
          : 'Raise the budget, give the agent a smaller task, or use `wait: false` and collect the result later with `mode: attach`.',
    },
  };
}

const ASKED_BY: Readonly<Record<OutputSpec['label'], string>> = {
  'output-schema': 'what `output-schema` asks for',
  review: 'what `review` asks for',
};

/** `note`: what happened to the correction; may be empty. */
export function invalidOutput(
  problems: readonly string[],
  { label }: OutputSpec,
  note: string,
  isDone = true,
): Ending {
  const lines = problems.map((problem) => `- ${problem}`);
  const message = [`The run succeeded, but its answer is not ${ASKED_BY[label]}:`, ...lines, note];
  return {
    outcome: 'invalid-output',
    isDone,
    failure: {
      code: 'invalid_output',
      message: message.filter(Boolean).join('\n'),
      remedy: 'Open the run to see what the agent answered, then make the task or the schema clearer.',
    },
  };
}

/** Until the answer of a run that succeeded is read, this is true: no later step may act on it. */
export function unread(ending: Ending): Ending {
  if (!['succeeded', 'no-pull-request'].includes(ending.outcome)) return ending;
  return {
    outcome: 'invalid-output',
    isDone: ending.isDone,
    failure: {
      code: 'invalid_output',
      message: 'The run succeeded, but the step ended before its answer was read.',
      remedy: 'Read it later with `mode: attach` and the same inputs.',
    },
  };
}
